import Bytes
import Schemas
import Testing

/// Canonical JSON, as the validator wants it.
private func canonical(_ json: String) -> [UInt8] {
  var reader = JSONReader()
  var output: [UInt8] = []
  do {
    try reader.readWhole(Array(json.utf8).span, into: &output)
  } catch {
    Issue.record("\(json) is no JSON")
  }
  return output
}

private typealias Change = @Sendable (inout SchemaDescription) -> Void

private func schema(_ change: (inout SchemaDescription) -> Void) -> Schema {
  var description = SchemaDescription()
  change(&description)
  return Schema(description)
}

/// The violations of a value as `path keyword`; asserts that the quick check says the same.
private func violations(_ json: String, _ schema: Schema) -> [String] {
  let value = canonical(json)
  var validator = SchemaValidator()
  var found: [String] = []
  validator.validate(value.span, schema) { found.append("\($0.path) \($0.keyword.rawValue)") }
  let isValid = validator.isValid(value.span, schema)
  #expect(isValid == found.isEmpty, "\(json)")
  let outcomes = validator.outcomes(of: value.span, schema)
  #expect(isValid == outcomes.allSatisfy(\.holds), "\(json): \(outcomes.map(\.words))")
  return found
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// One schema, values that it takes, values that it refuses.
struct KeywordCase: Sendable, CustomTestStringConvertible {
  let name: String
  let keyword: String
  let change: @Sendable (inout SchemaDescription) -> Void
  let valid: [String]
  let invalid: [String]

  init(
    _ name: String, _ keyword: String,
    _ change: @escaping @Sendable (inout SchemaDescription) -> Void,
    valid: [String], invalid: [String]
  ) {
    self.name = name
    self.keyword = keyword
    self.change = change
    self.valid = valid
    self.invalid = invalid
  }

  var testDescription: String { name }
}

private let others = ["null", "true", "7", #""x""#, "[]", "{}"]

private func typed(_ types: SchemaType) -> Schema { schema { $0.types = types } }

/// The schemas `true` and `false`.
@Suite struct BooleanSchemaTests {
  @Test(arguments: others)
  func takesEverythingOrNothing(_ json: String) {
    #expect(violations(json, .anything) == [])
    #expect(violations(json, .nothing) == [" not"])
  }

  @Test func forbidsWhatStandsBehindThePrefix() {
    let pair = schema {
      $0.prefixItems = [typed(.string)]
      $0.items = .nothing
    }
    #expect(violations(#"["a"]"#, pair) == [])
    #expect(violations(#"["a",1]"#, pair) == ["[1] not"])
  }
}

@Suite struct ValidatorTests {
  static let types: [KeywordCase] = [
    .init("no keyword", "type", { _ in }, valid: others, invalid: []),
    .init(
      "string", "type", { $0.types = .string }, valid: [#""""#],
      invalid: others.filter { $0 != #""x""# }),
    .init(
      "null", "type", { $0.types = .null }, valid: ["null"], invalid: Array(others.dropFirst())),
    .init(
      "boolean", "type", { $0.types = .boolean }, valid: ["true", "false"],
      invalid: ["0", #""true""#]),
    .init(
      "integer", "type", { $0.types = .integer },
      valid: ["0", "-0", "-7", "12345678901234567890123"],
      invalid: ["1.0", "1e2", "1E2", "0.5", #""1""#, "true", "null"]),
    .init(
      "number", "type", { $0.types = .number }, valid: ["0", "1.5", "1e400", "-2E-7"],
      invalid: [#""1""#, "[1]"]),
    .init(
      "array", "type", { $0.types = .array }, valid: ["[]", "[1]"], invalid: ["{}", #""[]""#]),
    .init("object", "type", { $0.types = .object }, valid: ["{}"], invalid: ["[]", "null"]),
    .init(
      "two types", "type", { $0.types = [.integer, .string] }, valid: ["1", #""a""#],
      invalid: ["1.5", "true"]),
  ]

  static let values: [KeywordCase] = [
    .init(
      "const number", "const", { $0.const = bytes("2") }, valid: ["2", "2.0", "2e0", "0.2e1"],
      invalid: ["2.00000000000000000001", #""2""#, "-2", "[2]"]),
    .init(
      "const zero", "const", { $0.const = bytes("0") }, valid: ["0", "-0", "0.0", "0e9"],
      invalid: ["false", "null", #""""#]),
    .init(
      "const false", "const", { $0.const = bytes("false") }, valid: ["false"],
      invalid: ["0", "null", "true"]),
    .init(
      "const null", "const", { $0.const = bytes("null") }, valid: ["null"],
      invalid: ["0", "false", #""null""#]),
    .init(
      "const object", "const", { $0.const = bytes(#"{"a":1,"b":[1,{"c":null}]}"#) },
      valid: [#"{"a":1,"b":[1,{"c":null}]}"#, #"{"b":[1.0,{"c":null}],"a":1}"#],
      invalid: [
        #"{"a":1}"#, #"{"a":1,"b":[{"c":null},1]}"#, #"{"a":1,"b":[1,{"c":null}],"d":1}"#, "[]",
      ]),
    .init(
      "const text", "const", { $0.const = bytes(#""é""#) }, valid: ["\"\u{E9}\"", #""\u00e9""#],
      invalid: ["\"e\u{301}\"", #""É""#]),
    .init(
      "enum", "enum",
      { $0.enumeration = [bytes("1"), bytes(#""a""#), bytes("[]"), bytes("null")] },
      valid: ["1", "1.0", #""a""#, "[]", "null"],
      invalid: ["2", #""A""#, "[1]", "{}", "true", #""1""#]),
    .init(
      "allOf", "maximum",
      { $0.allOf = [schema { $0.minimum = "2" }, schema { $0.maximum = "5" }] },
      valid: ["2", "5", #""x""#], invalid: ["6"]),
    .init(
      "anyOf", "anyOf", { $0.anyOf = [typed(.string), schema { $0.minimum = "5" }] },
      valid: [#""x""#, "5", "[]"], invalid: ["4"]),
    .init(
      "oneOf", "oneOf", { $0.oneOf = [typed(.integer), schema { $0.minimum = "5" }] },
      valid: ["4", "5.5"], invalid: ["5", "4.5"]),
    .init("not", "not", { $0.not = typed(.integer) }, valid: ["1.5", #""1""#], invalid: ["1"]),
    .init(
      "if then else", "minimum",
      {
        $0.ifSchema = schema { $0.exclusiveMaximum = "0" }
        $0.thenSchema = schema { $0.minimum = "-10" }
        $0.elseSchema = schema { $0.multipleOf = "2" }
      }, valid: ["-1", "-10", "0", "4"], invalid: ["-11"]),
    .init(
      "if without then", "multipleOf",
      {
        $0.ifSchema = schema { $0.exclusiveMaximum = "0" }
        $0.elseSchema = schema { $0.multipleOf = "2" }
      }, valid: ["-100", "4"], invalid: ["3"]),
    .init(
      "then without if", "minimum", { $0.thenSchema = typed(.null) }, valid: others, invalid: []),
  ]

  static let texts: [KeywordCase] = [
    .init(
      "minLength", "minLength", { $0.minLength = 2 }, valid: [#""ab""#, #""日本""#, "1", "[]"],
      invalid: [#""a""#, #""""#, #""😀""#]),
    .init(
      "maxLength", "maxLength", { $0.maxLength = 2 },
      valid: [#""ab""#, #""😀😀""#, "123", #""\ud83d\ude00x""#],
      invalid: [#""abc""#, #""😀😀x""#, "\"e\u{301}x\""]),
    .init(
      "maxLength utf16", "maxLength", { ($0.maxLength, $0.lengthUnit) = (4, .utf16) },
      valid: [#""abcd""#, #""😀😀""#, #""日本日本""#], invalid: [#""abcde""#, #""😀😀x""#]),
    .init(
      "minLength utf16", "minLength", { ($0.minLength, $0.lengthUnit) = (4, .utf16) },
      valid: [#""😀😀""#, #""abcd""#], invalid: [#""😀x""#, #""日本日""#]),
    .init(
      "maxLength bytes", "maxLength", { ($0.maxLength, $0.lengthUnit) = (4, .bytes) },
      valid: [#""abcd""#, #""éé""#, #""😀""#], invalid: [#""abcde""#, #""éé!""#, #""😀x""#]),
    .init(
      "minLength bytes", "minLength", { ($0.minLength, $0.lengthUnit) = (4, .bytes) },
      valid: [#""😀""#, #""日a""#], invalid: [#""日""#, #""é!""#]),
    .init("maxLength 0", "maxLength", { $0.maxLength = 0 }, valid: [#""""#], invalid: [#"" ""#]),
    .init(
      "pattern", "pattern", { $0.pattern = try? Pattern("^a*$") }, valid: [#""""#, #""aaa""#, "1"],
      invalid: [#""ab""#, #""a\n""#]),
    .init(
      "pattern anywhere", "pattern", { $0.pattern = try? Pattern("a+") }, valid: [#""xxaayy""#],
      invalid: [#""x""#]),
    .init(
      "format", "format", { $0.format = .date }, valid: [#""2024-02-29""#, "7"],
      invalid: [#""2023-02-29""#, #""""#]),
  ]

  static let numbers: [KeywordCase] = [
    .init(
      "minimum", "minimum", { $0.minimum = "1.1" },
      valid: ["1.1", "1.10", "11e-1", "1e400", #""0""#],
      invalid: ["1.0999999999999999999", "0", "-1e400"]),
    .init(
      "maximum", "maximum", { $0.maximum = "300" },
      valid: ["300", "300.0", "3e2", "-1e400", "0.1"],
      invalid: ["300.5", "300.00000000000000000001", "1e400"]),
    .init(
      "maximum of 20 digits", "maximum", { $0.maximum = "18446744073709551616" },
      valid: ["18446744073709551616", "18446744073709551615"],
      invalid: ["18446744073709551617", "184467440737095516160"]),
    .init(
      "minimum beyond 2^53", "minimum", { $0.minimum = "9007199254740993" },
      valid: ["9007199254740993"], invalid: ["9007199254740992"]),
    .init(
      "negative minimum", "minimum", { $0.minimum = "-2" }, valid: ["-2", "-1.99", "0", "-0"],
      invalid: ["-2.01", "-3"]),
    .init(
      "exclusiveMinimum", "exclusiveMinimum", { $0.exclusiveMinimum = "1.1" },
      valid: ["1.1000000000000000000001"], invalid: ["1.1", "1.10", "1"]),
    .init(
      "exclusiveMaximum", "exclusiveMaximum", { $0.exclusiveMaximum = "3" },
      valid: ["2.99999999999999999999"], invalid: ["3", "3.0", "30e-1"]),
    .init(
      "multipleOf 2", "multipleOf", { $0.multipleOf = "2" },
      valid: ["0", "10", "-4", "4.0", "1e2", "123456789012345678901234567890"],
      invalid: ["7", "0.5", "3e0", "123456789012345678901234567891"]),
    .init(
      "multipleOf 0.01", "multipleOf", { $0.multipleOf = "0.01" },
      valid: ["0", "0.01", "4.02", "19.99", "0.3", "1e-2", "100"],
      invalid: ["0.001", "4.021", "1e-3"]),
    .init(
      "multipleOf 1.5", "multipleOf", { $0.multipleOf = "1.5" }, valid: ["0", "4.5", "3"],
      invalid: ["35", "1"]),
    .init(
      "multipleOf 1e-8", "multipleOf", { $0.multipleOf = "0.00000001" },
      valid: ["12391239123", "1e-8"], invalid: ["1e-9"]),
  ]

  static let arrays: [KeywordCase] = [
    .init(
      "items", "type", { $0.items = typed(.integer) }, valid: ["[]", "[1,2]", #"{"0":"x"}"#],
      invalid: [#"["x"]"#, "[1,null]"]),
    .init(
      "prefixItems", "type", { $0.prefixItems = [typed(.integer), typed(.string)] },
      valid: ["[]", "[1]", #"[1,"a",true]"#], invalid: [#"["a"]"#, "[1,2]"]),
    .init(
      "prefixItems and items", "type",
      { ($0.prefixItems, $0.items) = ([typed(.integer)], typed(.string)) },
      valid: [#"[1,"a","b"]"#], invalid: [#"["a"]"#, "[1,2]"]),
    .init(
      "minItems", "minItems", { $0.minItems = 1 }, valid: ["[1]", "[[]]", #""""#], invalid: ["[]"]),
    .init(
      "maxItems", "maxItems", { $0.maxItems = 2 }, valid: ["[]", "[1,2]", #""abc""#],
      invalid: ["[1,2,3]"]),
    .init(
      "uniqueItems", "uniqueItems", { $0.uniqueItems = true },
      valid: [
        "[]", "[1,2]", #"[1,"1"]"#, "[1,true]", "[0,false]", "[[1],[true]]", #"[{"a":1},{"a":2}]"#,
        "[[1,2],[2,1]]", "[{},[],null]", #"["é","e\#u{301}"]"#, #"[{"a":{"b":1}},{"a":{"b":2}}]"#,
      ],
      invalid: [
        "[1,1]", "[1,1.0,1]", "[1.0,1.00]", "[100,1e2]", "[-0,0]", #"["a","\u0061"]"#,
        #"[{"a":1,"b":2},{"b":2,"a":1}]"#, "[[1,[2]],[1,[2.0]]]", "[null,1,null]", "[[],1,[]]",
        #"[{"a":{"x":1,"y":[{"p":1,"q":2}]}},{"a":{"y":[{"q":2,"p":1}],"x":1}}]"#,
      ]),
    .init(
      "uniqueBy", "uniqueBy", { $0.uniqueBy = bytes("id") },
      valid: [#"[{"id":1},{"id":"1"},{"x":1},{"x":1}]"#, "[1,1]"],
      invalid: [#"[{"id":1},{"x":1,"id":1.0}]"#, #"[{"id":"a"},{"i\u0064":"\u0061"}]"#]),
    .init(
      "contains", "contains", { $0.contains = schema { $0.minimum = "5" } },
      valid: ["[3,4,5]", "[5,5]", "{}", #"["x"]"#], invalid: ["[]", "[1,2]"]),
    .init(
      "minContains", "minContains", { ($0.contains, $0.minContains) = (typed(.string), 2) },
      valid: [#"["a",1,"b"]"#], invalid: [#"["a"]"#, "[]"]),
    .init(
      "minContains 0", "contains", { ($0.contains, $0.minContains) = (typed(.string), 0) },
      valid: ["[]", "[1]"], invalid: []),
    .init(
      "maxContains", "maxContains", { ($0.contains, $0.maxContains) = (typed(.string), 1) },
      valid: [#"["a"]"#, #"[1,"a"]"#], invalid: [#"["a","b"]"#]),
  ]

  static let objects: [KeywordCase] = [
    .init(
      "properties", "type",
      { $0.properties = [(bytes("a"), typed(.integer)), (bytes("b\"c"), typed(.string))] },
      valid: ["{}", #"{"a":1,"b\"c":"x","d":null}"#, "[]"],
      invalid: [#"{"a":"x"}"#, #"{"b\"c":1}"#, #"{"\u0061":"x"}"#]),
    .init(
      "required", "required", { $0.required = [bytes("a"), bytes("")] },
      valid: [#"{"a":null,"":1}"#, "[]", "1"], invalid: ["{}", #"{"a":1}"#]),
    .init(
      "additionalProperties false", "additionalProperties",
      { ($0.properties, $0.additionalProperties) = ([(bytes("a"), typed(.integer))], .none) },
      valid: ["{}", #"{"a":1}"#, #"{"\u0061":1}"#, "[1]"],
      invalid: [#"{"b":1}"#, #"{"a":1,"A":1}"#]),
    .init(
      "additionalProperties schema", "type",
      {
        ($0.properties, $0.additionalProperties) = (
          [(bytes("a"), typed(.integer))], .schema(typed(.boolean))
        )
      }, valid: [#"{"a":1,"b":true}"#], invalid: [#"{"b":1}"#]),
    .init(
      "patternProperties", "type",
      {
        if let pattern = try? Pattern("^x-") { $0.patternProperties = [(pattern, typed(.string))] }
        $0.additionalProperties = .none
      }, valid: [#"{"x-a":"1"}"#, "{}"], invalid: [#"{"x-a":1}"#]),
    .init(
      "propertyNames", "maxLength", { $0.propertyNames = schema { $0.maxLength = 3 } },
      valid: ["{}", #"{"abc":1}"#, "[]"], invalid: [#"{"abcd":1}"#]),
    .init(
      "minProperties", "minProperties", { $0.minProperties = 1 }, valid: [#"{"a":1}"#, "[]"],
      invalid: ["{}"]),
    .init(
      "maxProperties", "maxProperties", { $0.maxProperties = 1 },
      valid: ["{}", #"{"a":{"b":1,"c":2}}"#], invalid: [#"{"a":1,"b":2}"#]),
    .init(
      "dependentRequired", "dependentRequired",
      { $0.dependentRequired = [(bytes("a"), [bytes("b"), bytes("c")])] },
      valid: ["{}", #"{"b":1}"#, #"{"a":1,"b":1,"c":1}"#, "[]"], invalid: [#"{"a":1,"b":1}"#]),
  ]

  @Test(arguments: types + values + texts + numbers + arrays + objects)
  func judgesAsTheKeywordSays(it: KeywordCase) {
    let schema = schema(it.change)
    for json in it.valid { #expect(violations(json, schema) == [], "\(json)") }
    for json in it.invalid {
      let found = violations(json, schema)
      #expect(!found.isEmpty, "\(json)")
      #expect(found.allSatisfy { $0.hasSuffix(" \(it.keyword)") }, "\(json): \(found)")
    }
  }

  @Test func saysWhereAndWhat() {
    let item = schema {
      $0.types = .object
      $0.required = [bytes("id")]
      $0.properties = [(bytes("id"), typed(.integer)), (bytes("n.m"), schema { $0.maxLength = 2 })]
      $0.additionalProperties = .none
    }
    let list = schema { ($0.types, $0.items, $0.maxItems) = (.array, item, 2) }
    let value = canonical(#"[{"id":"1","n.m":"abc"},{"x":1},7]"#)
    var validator = SchemaValidator()
    var found: [String] = []
    validator.validate(value.span, list) { violation in
      let shown = String(decoding: value[violation.range], as: UTF8.self)
      found.append(
        "\(violation.path) \(violation.keyword.rawValue): \(violation.message) | \(shown)")
    }
    #expect(
      found == [
        #"[0].id type: is not of type integer | "1""#,
        #"[0].n.m maxLength: has 3 characters; at most 2 are allowed | "abc""#,
        #"[1] additionalProperties: has the member "x", which is not allowed | "x""#,
        #"[1] required: lacks the member "id" | {"x":1}"#,
        "[2] type: is not of type object | 7",
        #" maxItems: has 3 elements; at most 2 are allowed | [{"id":"1","n.m":"abc"},{"x":1},7]"#,
      ])
  }

  @Test(arguments: [19, 20, 21])
  func stopsCollectingAtTheLimit(count: Int) {
    let list = schema { $0.items = typed(.string) }
    let json = "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]"
    #expect(violations(json, list).count == min(count, SchemaValidator.violationsMax))
  }

  @Test func findsOneDuplicateAmongManyQuickly() {
    let list = schema { $0.uniqueItems = true }
    let many = (0..<20_000).map { #"{"id":\#($0),"n":"x"}"# }
    #expect(violations("[\(many.joined(separator: ","))]", list) == [])
    #expect(
      violations("[\((many + [#"{"n":"x","id":19999.0}"#]).joined(separator: ","))]", list) == [
        " uniqueItems"
      ])
  }

  @Test(arguments: [("abc", true), ("abcd", false), ("é\"\n", true), ("", false)])
  func judgesATextWithoutItsQuotes(text: String, isValid: Bool) {
    let bounds = schema { ($0.types, $0.minLength, $0.maxLength) = (.string, 1, 3) }
    var validator = SchemaValidator()
    let text = bytes(text)
    let isWithin = validator.isValidText(text.span, bounds)
    #expect(isWithin == isValid)
    let chosen = schema { $0.enumeration = [bytes(#""abc""#), bytes(#""é\"\n""#)] }
    let isChosen = validator.isValidText(text.span, chosen)
    #expect(isChosen == isValid)
    let isInteger = validator.isValidText(text.span, typed(.integer))
    #expect(!isInteger)
  }
}
