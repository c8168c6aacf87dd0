import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Rules, conditions, comparisons and effects.
@Suite struct RuleTests {
  private static let claims = """
    a: {}
    b: {}
    c: {}
    n: { type: integer }
    m: { type: integer }
    o: { type: object }
    list: { type: array }
    """

  private static func issuing(
    rules: String = "", effects: String = "", extra: String = ""
  ) throws -> Issuing {
    try Issuing(
      yaml: EngineProfile.yaml(
        claims: claims + "\n" + extra, inputs: "properties: { i: {} }",
        parameters: "properties: { p: {} }", rules: rules, effects: effects))
  }

  /// Whether a row of these members breaks a rule with this assertion.
  private static func breaks(
    _ assertion: String, _ members: String, when: String? = nil, parameter: String? = nil
  ) throws -> Bool {
    let condition = when.map { "when: \($0)\n  " } ?? ""
    var issuing = try issuing(rules: "- id: r\n  message: M.\n  \(condition)\(assertion)")
    if let parameter { issuing = issuing.setting("p", parameter) }
    let row = try issuing.row(json: "{\"sub\":\"s\"\(members.isEmpty ? "" : ",")\(members)}")
    if row.outcome == .accepted { return false }
    #expect(row.findings.map(\.rule) == ["r"])
    #expect(row.findings.map(\.message) == ["M."])
    return true
  }

  static let assertions: [(String, String, Bool)] = [
    ("requires: [a, b]", #""a":"1","b":"1""#, false), ("requires: [a, b]", #""a":"1""#, true),
    ("requires: [a, b]", #""b":null"#, true), ("requires: a", #""a":"1""#, false),
    ("excludes: [a, b]", #""c":"1""#, false), ("excludes: [a, b]", #""b":"1""#, true),
    ("atLeastOneOf: [a, b]", #""b":"1""#, false), ("atLeastOneOf: [a, b]", #""c":"1""#, true),
    ("atLeastOneOf: [a, b]", #""a":"1","b":"1""#, false),
    ("exactlyOneOf: [a, b]", #""a":"1""#, false), ("exactlyOneOf: [a, b]", "", true),
    ("exactlyOneOf: [a, b]", #""a":"1","b":"1""#, true),
    ("atMostOneOf: [a, b]", "", false), ("atMostOneOf: [a, b]", #""a":"1""#, false),
    ("atMostOneOf: [a, b]", #""a":"1","b":"1""#, true),
    ("requires: [o.x]", #""o":{"x":1}"#, false), ("requires: [o.x]", #""o":{"y":1}"#, true),
    ("requires: [o.x.y]", #""o":{"x":{"y":1}}"#, false),
    ("requires: [o.x.y]", #""o":{"x":1}"#, true),
    ("requires: [inputs.i]", #""i":"1""#, false), ("requires: [inputs.i]", "", true),
    // Conditions.
    ("holds: { a: present }", #""a":"1""#, false), ("holds: { a: present }", "", true),
    ("holds: { a: absent }", "", false), ("holds: { a: absent }", #""a":"1""#, true),
    ("holds: { a: { const: x } }", #""a":"x""#, false),
    ("holds: { a: { const: x } }", #""a":"X""#, true),
    ("holds: { a: { const: x } }", "", true),
    ("holds: { n: { minimum: 5 } }", #""n":5"#, false),
    ("holds: { n: { minimum: 5 } }", #""n":4"#, true),
    ("holds: { list: { contains: { const: 7 } } }", #""list":[1,7]"#, false),
    ("holds: { list: { contains: { const: 7 } } }", #""list":[1,70]"#, true),
    ("holds: { list: { maxItems: 0 } }", #""list":[]"#, false),
    ("holds: { a: present, b: present }", #""a":"1","b":"1""#, false),
    ("holds: { a: present, b: present }", #""a":"1""#, true),
    ("holds: { any: [{ a: present }, { b: present }] }", #""b":"1""#, false),
    ("holds: { any: [{ a: present }, { b: present }] }", #""c":"1""#, true),
    ("holds: { all: [{ a: present }, { b: absent }] }", #""a":"1""#, false),
    ("holds: { all: [{ a: present }, { b: absent }] }", #""a":"1","b":"1""#, true),
    ("holds: { not: { a: present, b: present } }", #""a":"1""#, false),
    ("holds: { not: { a: present, b: present } }", #""a":"1","b":"1""#, true),
    ("holds: { inputs.i: { const: x } }", #""i":"x""#, false),
    ("holds: { inputs.i: { const: x } }", #""i":"y""#, true),
    ("holds: { o.x: { enum: [1, 2] } }", #""o":{"x":2.0}"#, false),
    ("holds: { o.x: { enum: [1, 2] } }", #""o":{"x":3}"#, true),
    // Comparisons; one of an absent value holds.
    ("compare: { claim: n, maximum: 10 }", #""n":10"#, false),
    ("compare: { claim: n, maximum: 10 }", #""n":11"#, true),
    ("compare: { claim: n, minimum: 1m }", #""n":60"#, false),
    ("compare: { claim: n, minimum: 1m }", #""n":59"#, true),
    ("compare: { claim: n, maximum: 10 }", "", false),
    ("compare: { claim: n, maximum: 10 }", #""n":99999999999999999999"#, true),
    ("compare: { claim: n, minus: m, maximum: 5 }", #""n":15,"m":10"#, false),
    ("compare: { claim: n, minus: m, maximum: 5 }", #""n":16,"m":10"#, true),
    ("compare: { claim: n, minus: m, minimum: 0 }", #""n":9,"m":10"#, true),
    ("compare: { claim: n, minus: m, maximum: 5 }", #""n":16"#, false),
    (
      "compare: { claim: n, minus: m, maximum: 5 }",
      #""n":9223372036854775807,"m":-9223372036854775808"#, true
    ),
    ("compare: { claim: n, lessThan: m }", #""n":1,"m":2"#, false),
    ("compare: { claim: n, lessThan: m }", #""n":2,"m":2"#, true),
    ("compare: { claim: n, lessThan: m }", #""n":2"#, false),
    ("compare: { claim: n, equals: m }", #""n":2,"m":2"#, false),
    ("compare: { claim: n, equals: m }", #""n":2,"m":3"#, true),
    ("compare: { claim: a, equals: b }", #""a":"é","b":"é""#, false),
    ("compare: { claim: a, equals: b }", "\"a\":\"\u{E9}\",\"b\":\"e\u{301}\"", true),
    ("compare: { claim: a, equals: b }", #""a":"x""#, false),
    ("compare: { claim: n, maximum: 10, equals: m }", #""n":11,"m":11"#, true),
    ("compare: { claim: n, maximum: 10, lessThan: m }", #""n":9,"m":8"#, true),
  ]

  @Test(arguments: assertions)
  func holdsRowsToRules(assertion: String, members: String, isBroken: Bool) throws {
    #expect(try Self.breaks(assertion, members) == isBroken)
  }

  @Test(arguments: [("", false), (#""a":"1""#, true), (#""a":"1","b":"1""#, false)])
  func appliesARuleWhereItsConditionHolds(members: String, isBroken: Bool) throws {
    #expect(try Self.breaks("requires: [b]", members, when: "{ a: present }") == isBroken)
  }

  @Test func readsParametersInConditions() throws {
    let rule = "holds: { parameters.p: { const: x } }"
    #expect(try Self.breaks(rule, "", parameter: "x") == false)
    #expect(try Self.breaks(rule, "", parameter: "y"))
    #expect(try Self.breaks(rule, ""))
    #expect(
      try Self.breaks("compare: { claim: a, equals: parameters.p }", #""a":"x""#, parameter: "y"))
  }

  @Test func warnsWhereARuleOnlyWarns() throws {
    let row = try Self.issuing(
      rules: "- id: r\n  severity: warning\n  message: M.\n  requires: [a]"
    ).row(["sub": "s"])
    #expect(row.outcome == .accepted)
    #expect(row.warnings == ["rule"])
  }

  @Test func tellsEveryBrokenRule() throws {
    let row = try Self.issuing(
      rules: "- { id: r1, message: M., requires: [a] }\n- { id: r2, message: N., requires: [b] }"
    ).row(["sub": "s"])
    #expect(row.findings.map(\.rule) == ["r1", "r2"])
    #expect(row.findings.map(\.help) == ["Give a.", "Give b."])
  }

  private static let effects = """
    - { id: e1, kind: destructive, description: D., when: { a: present } }
    - { id: e2, kind: password, description: P., when: { b: present } }
    - { id: e3, kind: access, description: A., when: { c: present } }
    - { id: e4, kind: access, hold: true, description: H., when: { n: present } }
    - { id: e5, kind: destructive, hold: false, description: F., when: { m: present } }
    """

  @Test(arguments: [
    (#""a":"1""#, [], "held: e1"), (#""b":"1""#, [], "held: e2"),
    (#""c":"1""#, [], #"{"sub":"s","c":"1"}"#), (#""n":1"#, [], "held: e4"),
    (#""m":1"#, [], #"{"sub":"s","m":1}"#), (#""a":"1""#, ["e1"], #"{"sub":"s","a":"1"}"#),
    (#""a":"1","b":"1""#, ["e1"], "held: e1,e2"),
    (#""a":"1","b":"1""#, ["e1", "e2"], #"{"sub":"s","a":"1","b":"1"}"#),
    (#""a":"1""#, ["eternal"], "held: e1"),
  ])
  func holdsEffectsBack(members: String, allowed: [String], expected: String) throws {
    var issuing = try Self.issuing(effects: Self.effects)
    issuing.options.allowedEffects = allowed
    let row = try issuing.row(json: "{\"sub\":\"s\",\(members)}")
    #expect(row.summary == expected)
    if row.outcome == .held { #expect(Set(row.errors) == ["effect-held"]) }
  }

  @Test func refusesToAllowAnEffectThatIsNone() throws {
    let (compiled, findings) = try Self.issuing(effects: Self.effects).allowing("e11").compile()
    #expect(compiled == nil)
    #expect(codes(findings) == ["unknown-effect"])
    #expect(findings.first?.help == "Did you mean \"e1\"?")
  }
}
