import Bytes
import Schemas
import Testing

/// Which limits a schema sets, and how values stand to them: both sides, and the steps beyond.
@Suite struct LimitTests {
  private func description(_ change: (inout SchemaDescription) -> Void) -> Schema {
    var description = SchemaDescription()
    change(&description)
    return Schema(description)
  }

  /// The standings of a value, as `keyword bound standing` or, inside, with the path.
  private func standings(_ json: String, _ schema: Schema) throws -> [String] {
    var canonical: [UInt8] = []
    var reader = JSONReader()
    try reader.readWhole(Array(json.utf8).span, into: &canonical)
    var validator = SchemaValidator()
    let found = validator.standings(of: canonical, schema, at: "v")
    // Every standing says of the value what the validator says.
    let isBeyond = found.contains { $0.standing == .justBeyond || $0.standing == .beyond }
    #expect(validator.isValid(canonical.span, schema) != isBeyond, "\(json)")
    return found.map { "\($0.limit.words) \($0.standing)" }
  }

  @Test(arguments: [
    ("\"\"", "beyond beyond"), ("\"a\"", "justBeyond inside"), ("\"ab\"", "atLimit inside"),
    ("\"abc\"", "inside inside"), ("\"abcd\"", "inside atLimit"),
    ("\"abcde\"", "inside justBeyond"), ("\"abcdef\"", "inside beyond"),
    ("\"\u{1F600}\u{1F600}\"", "inside atLimit"),
  ])
  func measuresLengths(json: String, expected: String) throws {
    let schema = description {
      $0.minLength = 2
      $0.maxLength = 4
      $0.lengthUnit = .utf16
    }
    let words = expected.replacing("beyond beyond", with: "beyond inside").split(separator: " ")
    #expect(
      try standings(json, schema) == ["v minLength 2 \(words[0])", "v maxLength 4 \(words[1])"])
  }

  @Test(arguments: [
    ("0", "beyond inside"), ("1", "justBeyond inside"), ("2", "atLimit inside"),
    ("3", "inside inside"), ("9", "inside atLimit"), ("10", "inside justBeyond"),
    ("11", "inside beyond"), ("1.5", "justBeyond inside"), ("9.5", "inside justBeyond"),
    ("2.0", "atLimit inside"), ("99999999999999999999", "inside justBeyond"),
    ("-9223372036854775808", "beyond inside"), ("9223372036854775807", "inside beyond"),
  ])
  func measuresBounds(json: String, expected: String) throws {
    let words = expected.split(separator: " ")
    let schema = description {
      $0.minimum = "2"
      $0.maximum = "9"
    }
    #expect(try standings(json, schema) == ["v minimum 2 \(words[0])", "v maximum 9 \(words[1])"])
    // The neighbours as exclusive bounds are the same limits for whole numbers.
    guard Int(json) != nil else { return }
    let exclusive = description {
      $0.exclusiveMinimum = "1"
      $0.exclusiveMaximum = "10"
    }
    #expect(
      try standings(json, exclusive)
        == ["v exclusiveMinimum 1 \(words[0])", "v exclusiveMaximum 10 \(words[1])"])
  }

  @Test(arguments: [
    ("[]", "justBeyond inside inside"), ("[1]", "atLimit inside inside"),
    ("[1,2]", "inside atLimit atLimit"), ("[1,1]", "inside atLimit justBeyond"),
    ("[1,2,3]", "inside justBeyond atLimit"),
  ])
  func measuresLists(json: String, expected: String) throws {
    let schema = description {
      $0.minItems = 1
      $0.maxItems = 2
      $0.uniqueItems = true
    }
    let words = expected.split(separator: " ")
    #expect(
      try standings(json, schema) == [
        "v minItems 1 \(words[0])", "v maxItems 2 \(words[1])", "v uniqueItems \(words[2])",
      ])
  }

  @Test func measuresWhatHasNoNearestValue() throws {
    let pattern = try Pattern("^a")
    let schemas: [(Schema, String, String, String)] = [
      (description { $0.pattern = pattern }, "v pattern ^a", "\"ab\"", "\"b\""),
      (description { $0.format = .email }, "v format email", "\"a@b.example\"", "\"a\""),
      (description { $0.const = Array("1".utf8) }, "v const 1", "1.0", "2"),
      (description { $0.enumeration = [Array("1".utf8)] }, "v enum", "1", "2"),
      (description { $0.multipleOf = "3" }, "v multipleOf 3", "6", "7"),
      (
        description { $0.anyOf = [Schema(SchemaDescription()).self] }, "v anyOf", "1", ""
      ),
      (
        description { it in it.not = description { $0.const = Array("1".utf8) } }, "v not", "2", "1"
      ),
    ]
    for (schema, words, good, bad) in schemas {
      #expect(schema.limits(at: "v").map(\.words) == [words])
      #expect(try standings(good, schema) == ["\(words) atLimit"])
      if !bad.isEmpty { #expect(try standings(bad, schema) == ["\(words) justBeyond"]) }
    }
  }

  @Test func measuresMembersElementsAndWhatIsBeside() throws {
    let length = description { $0.maxLength = 1 }
    let schema = description { it in
      it.properties = [(Array("a".utf8), length)]
      it.required = [Array("a".utf8)]
      it.additionalProperties = .none
      it.maxProperties = 2
      it.allOf = [
        description { inner in inner.dependentRequired = [(Array("a".utf8), [Array("b".utf8)])] }
      ]
    }
    #expect(
      schema.limits(at: "v").map(\.words) == [
        "v dependentRequired a", "v maxProperties 2", "v required a", "v.a maxLength 1",
        "v additionalProperties",
      ])
    #expect(
      try standings("{\"a\":\"xx\"}", schema) == [
        "v dependentRequired a justBeyond", "v.a maxLength 1 justBeyond",
        "v maxProperties 2 inside", "v additionalProperties atLimit", "v required a atLimit",
      ])
    #expect(
      try standings("{\"b\":1,\"c\":1}", schema) == [
        "v maxProperties 2 atLimit", "v additionalProperties justBeyond",
        "v required a justBeyond",
      ])
    let list = description { it in
      it.prefixItems = [length]
      it.items = description { $0.minimum = "1" }
      it.contains = description { $0.const = Array("7".utf8) }
      it.maxContains = 1
    }
    #expect(
      list.limits(at: "v").map(\.words)
        == ["v contains 1", "v maxContains 1", "v[0] maxLength 1", "v[] minimum 1"])
    #expect(
      try standings("[\"x\",7,7]", list) == [
        "v[0] maxLength 1 atLimit", "v[] minimum 1 inside", "v[] minimum 1 inside",
        "v contains 1 inside", "v maxContains 1 justBeyond",
      ])
    let open = description { it in
      it.additionalProperties = .schema(length)
      it.propertyNames = description { $0.maxLength = 2 }
    }
    #expect(
      try standings("{\"abc\":\"x\"}", open)
        == ["v.<name> maxLength 2 justBeyond", "v.* maxLength 1 atLimit"])
  }

  @Test func countsACondition() throws {
    let schema = description { it in
      it.ifSchema = description { $0.minimum = "5" }
      it.thenSchema = description { $0.multipleOf = "2" }
    }
    #expect(schema.limits(at: "v").map(\.words) == ["v if"])
    #expect(try standings("6", schema) == ["v if atLimit"])
    #expect(try standings("7", schema) == ["v if justBeyond"])
    #expect(try standings("3", schema) == [])
  }
}
