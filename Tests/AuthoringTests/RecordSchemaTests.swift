import Authoring
import Bytes
import Profiles
import Testing

/// What the schema of records says, part by part. That it agrees with Muster on many rows is shown
/// by `scripts/check-schemas`, with a validator that is not ours.
@Suite struct RecordSchemaTests {
  private func schema(
    _ claims: String, required: String = "", rest: String = "",
    choices: RecordSchema.Choices = .init()
  ) throws -> JSONTree {
    let text = """
      muster: 1
      name: acme
      title: Acme
      documents: { guide: { title: Guide } }
      parameters: { properties: { tier: { type: integer } } }
      inputs: { properties: { go: { format: relative-path } } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: { claim: exp, default: 60s }
      claims:
        required: [\(required)]
        properties: { \(claims), exp: { type: integer, generate: { time: expiry } } }
      artifacts: { token: { kind: token } }
      \(rest)
      """
    let result = ProfileReader.read(Array(text.utf8), file: "acme.yaml")
    #expect(result.findings == [])
    return RecordSchema(try #require(result.profile), choices).tree
  }

  /// One claim, and what its key must be.
  @Test(arguments: [
    ("{}", #"{ "type": ["string", "null"] }"#),
    ("{ enum: [x, y] }", #"{ "type": ["string", "null"], "enum": ["x", "y", null] }"#),
    ("{ const: x }", #"{ "anyOf": [{ "type": "null" }, { "type": "string", "const": "x" }] }"#),
    (
      "{ type: integer, minimum: 1, default: 3 }",
      #"{ "type": ["integer", "null"], "minimum": 1, "default": 3 }"#
    ),
    (
      "{ description: The id., examples: [x], minLength: 1 }",
      #"{ "description": "The id.", "type": ["string", "null"], "minLength": 1, "examples": ["x"] }"#
    ),
    (
      "{ secret: true }",
      #"{ "type": ["string", "null"], "not": { "const": "<redacted>" }, "writeOnly": true }"#
    ),
    (
      "{ maxLength: 5, lengthUnit: utf16, minLength: 3 }",
      #"{ "$comment": "Muster counts UTF-16 units here, at least 3, at most 5; JSON Schema counts code points.", "type": ["string", "null"], "minLength": 2, "maxLength": 5 }"#
    ),
    (
      "{ type: array, uniqueBy: id }",
      #"{ "$comment": "No two elements may have the same id (Muster's uniqueBy).", "type": ["array", "null"] }"#
    ),
    (
      "{ transform: [trim], minLength: 2, maxLength: 3 }",
      #"{ "type": ["string", "null"], "pattern": "[^\\t-\\r ][\\s\\S]{0,}[^\\t-\\r ]", "allOf": [{ "pattern": "^[\\t-\\r ]*[\\s\\S]{0,3}[\\t-\\r ]*$" }] }"#
    ),
    (
      "{ transform: [trim], enum: [a.b, c] }",
      #"{ "type": ["string", "null"], "pattern": "^[\\t-\\r ]*(?:a\\.b|c)[\\t-\\r ]*$" }"#
    ),
    (
      "{ type: integer, transform: [toInteger], minimum: 1 }",
      #"{ "anyOf": [{ "type": "null" }, { "type": "integer", "minimum": 1 }, { "$comment": "What the profile's transform makes of it is checked by Muster alone.", "type": "string", "pattern": "^[\\t-\\r ]*(?:-?(?:0|[1-9][0-9]*))[\\t-\\r ]*$" }] }"#
    ),
    ("{ transform: [md5] }", #"{ "type": ["string", "null"] }"#),
    (
      "{ transform: [{ join: \",\" }] }",
      #"{ "anyOf": [{ "type": "null" }, { "type": "string" }, { "type": "number" }, { "type": "boolean" }, { "type": "array", "items": { "type": ["string", "number"] } }] }"#
    ),
  ])
  func saysWhatAKeyMustBe(_ property: String, expected: String) throws {
    #expect(try schema("a: \(property)")["properties"]?["a"]?.compact == expected)
  }

  @Test func takesNoNullForWhatOnlyOneKeyCanGive() throws {
    let tree = try schema("a: {}, b: {}", required: "a")
    #expect(tree["properties"]?["a"]?.compact == #"{ "type": "string" }"#)
    #expect(tree["required"]?.compact == #"["a"]"#)
    #expect(tree["additionalProperties"]?.compact == #"{ "type": "null" }"#)
    #expect(tree["properties"]?["exp"] == nil)
  }

  @Test func letsTheFirstKeyWithAValueFeedTheClaim() throws {
    let tree = try schema("a: { from: [x, y], maxLength: 3 }", required: "a")
    #expect(
      tree["properties"]?["y"]?.compact == #"{ "description": "Feeds a, where x is absent." }"#)
    #expect(
      tree["allOf"]?.compact
        == #"[{ "if": { "required": ["x"], "properties": { "x": { "not": { "type": "null" } } } }, "#
        + #""else": { "properties": { "y": { "type": ["string", "null"], "maxLength": 3 } } } }, "#
        + #"{ "anyOf": [{ "required": ["x"], "properties": { "x": { "not": { "type": "null" } } } }, "#
        + #"{ "required": ["y"], "properties": { "y": { "not": { "type": "null" } } } }] }]"#)
  }

  @Test func asksNothingOfWhatMusterMakes() throws {
    let tree = try schema(
      "a: { value: x }, b: { default: y }, c: { generate: { random: hex } }", required: "a, c")
    #expect(tree["required"] == nil)
    #expect(tree["allOf"] == nil)
    #expect(tree["properties"]?["b"]?.compact == #"{ "type": ["string", "null"], "default": "y" }"#)
  }

  @Test(arguments: ["{ z: \"{claims.a?}\" }", "{ z: \"{claims.a?|md5}\", y: 1 }"])
  func asksForNothingThatIsOptionalInATemplate(value: String) throws {
    let claims = "a: {}, it: { type: object, value: \(value) }"
    #expect(try schema(claims, required: "it")["allOf"] == nil)
    #expect(try schema(claims, required: "it")["required"] == nil)
    let needed = try schema(claims.replacing("?", with: ""), required: "it")
    #expect(needed["allOf"]?.compact.contains(#""required": ["a"]"#) == true)
  }

  @Test func takesAnObjectWholeOrByItsMembers() throws {
    let tree = try schema(
      "a: { type: object, required: [x], properties: { x: {}, y: {} }, additionalProperties: false }"
    )
    #expect(
      tree["allOf"]?.compact
        == #"[{ "if": { "required": ["a"], "properties": { "a": { "not": { "type": "null" } } } }, "#
        + #""then": { "properties": { "a.x": { "type": "null" }, "a.y": { "type": "null" } } } }, "#
        + #"{ "if": { "anyOf": [{ "required": ["a.x"], "properties": { "a.x": { "not": { "type": "null" } } } }, "#
        + #"{ "required": ["a.y"], "properties": { "a.y": { "not": { "type": "null" } } } }], "#
        + #""not": { "required": ["a"], "properties": { "a": { "not": { "type": "null" } } } } }, "#
        + #""then": { "required": ["a.x"], "properties": { "a.x": { "not": { "type": "null" } } } } }]"#
    )
  }

  @Test(arguments: [
    ("reject", #"{ "type": "null" }"#, nil), ("ignore", nil, nil),
    ("claims", "true", #"{ "type": "null" }"#),
  ])
  func treatsUnknownKeysAsTheProfileSays(
    _ policy: String, others: String?, reserved: String?
  ) throws {
    let tree = try schema("a: {}", rest: "columns: { unknown: \(policy), reserved: [r] }")
    #expect(tree["additionalProperties"]?.compact == others)
    for name in ["r", "jti", "exp", "artifact"] {
      #expect(tree["properties"]?[name]?.compact == reserved)
    }
    #expect(tree["patternProperties"]?.compact == #"{ "^muster_": true }"#)
  }

  /// One rule over a, b, an input and a parameter, and what it asks.
  @Test(arguments: [
    (
      "requires: [b], when: { a: present }",
      #"{ "$comment": "Rule r: No.", "if": \#(has("a")), "then": \#(has("b")) }"#
    ),
    (
      "excludes: [b, inputs.go]",
      #"{ "$comment": "Rule r: No.", "not": \#(has("b")), "allOf": [{ "not": \#(has("go")) }] }"#
    ),
    (
      "exactlyOneOf: [a, b]",
      #"{ "$comment": "Rule r: No.", "oneOf": [\#(has("a")), \#(has("b"))] }"#
    ),
    (
      "requires: [b], when: { a: { maxLength: 3 } }",
      #"{ "$comment": "Rule r: No.", "if": { "required": ["a"], "properties": { "a": { "not": { "type": "null" }, "maxLength": 3 } } }, "then": \#(has("b")) }"#
    ),
    (
      "requires: [b], when: { a: { format: hostname } }",
      #"{ "$comment": "Rule r: No. Muster alone checks it." }"#
    ),
    (
      "requires: [b], when: { parameters.tier: { minimum: 3 } }",
      #"{ "$comment": "Rule r: No.", "required": ["b"], "properties": { "b": { "not": { "type": "null" } } } }"#
    ),
    (
      "compare: { claim: n, lessThan: exp }",
      #"{ "$comment": "Rule r: No. Muster alone checks it." }"#
    ),
    (
      "compare: { claim: n, minimum: 5 }",
      #"{ "$comment": "Rule r: No. Muster alone checks it in full.", "anyOf": [{ "not": \#(has("n")) }, { "required": ["n"], "properties": { "n": { "not": { "type": "null" }, "minimum": 5 } } }] }"#
    ),
  ])
  func saysWhatRulesAsk(_ rule: String, expected: String) throws {
    var choices = RecordSchema.Choices()
    choices.values = [("tier", Array("3".utf8))]
    let rest = "rules: [{ id: r, message: No., \(rule) }]"
    let tree = try schema("a: {}, b: {}, n: { type: integer }", rest: rest, choices: choices)
    #expect(tree["allOf"]?.compact == "[\(expected)]")
  }

  private static func has(_ key: String) -> String {
    #"{ "required": ["\#(key)"], "properties": { "\#(key)": { "not": { "type": "null" } } } }"#
  }

  @Test func asksNothingWhereARuleOnlyWarns() throws {
    let rule = "rules: [{ id: r, message: No., severity: warning, requires: [a] }]"
    #expect(try schema("a: {}", rest: rule)["allOf"] == nil)
  }

  @Test func followsTheChoicesOfARun() throws {
    var choices = RecordSchema.Choices()
    choices.columns = [("a", "alpha")]
    choices.ignoresUnknownColumns = true
    let tree = try schema("a: {}", required: "a", choices: choices)
    #expect(tree["required"]?.compact == #"["alpha"]"#)
    #expect(tree["additionalProperties"] == nil)
    #expect(tree["properties"]?["a"] == nil)
  }

  @Test func showsNoSecretDefault() throws {
    let tree = try schema("a: { secret: true, default: hunter2 }")
    #expect(!tree.compact.contains("hunter2"))
  }

  /// Members inside that have values of their own ask for nothing where the object comes whole.
  @Test func asksForNoMemberOfWhatComesWhole() throws {
    let user = "{ type: object, required: [name], properties: { name: {}, role: { default: m } } }"
    let tree = try schema("c: { type: object, properties: { user: \(user) } }")
    let text = try #require(tree["allOf"]?.compact)
    let (inner, outer) = (Self.has("c.user"), Self.has("c"))
    #expect(
      text.hasSuffix(
        #"{ "if": { "not": \#(inner), "allOf": [{ "not": \#(outer) }] }, "then": \#(Self.has("c.user.name")) }]"#
      ), "\(text)")
  }
}
