import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Where values come from.
@Suite struct OriginTests {
  @Test(arguments: [
    ("it: { generate: { random: hex } }", ["contradiction"]),
    ("it: { generate: { time: now } }", ["contradiction"]),
    ("it: { value: x }", ["contradiction"]), ("it: { value: \"{tenant}\" }", ["contradiction"]),
    ("it: { join: { separator: x, parts: [\"{tenant}\", y] } }", ["contradiction"]),
    ("it: { firstOf: [\"{tenant}\", x] }", ["contradiction"]), ("it: { default: x }", []),
    ("it: { value: \"{tenant}:{claims.sub|lowercase}\" }", []), ("it: { value: \"{who}\" }", []),
    ("it: { type: object, value: { id: \"{who?}\" } }", []),
    ("it: { join: { separator: x, parts: [\"{tenant}\", \"{who}\"] } }", []),
    ("it: { firstOf: [\"{who}\", x] }", []), ("it: { from: a, generate: { random: hex } }", []),
  ])
  func identityComesFromTheBatch(claim: String, expected: [String]) {
    let text = EngineProfile.yaml(
      claims: claim, identity: "it", inputs: "properties: { who: {} }",
      parameters: "properties: { tenant: {} }")
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(codes(result.findings) == expected)
  }

  private static func claims(
    _ property: String, cells: Cells = ["sub": "s"],
    parameters: [(String, String)] = [], lifetime: String = "{}", inputs: String = "",
    key: String = "kind: secret"
  ) throws -> String {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "it: { \(property) }", lifetime: lifetime, key: key,
        inputs: inputs.isEmpty ? "" : "properties: { \(inputs) }",
        parameters: "properties: { tenant: {}, n: { type: integer } }"))
    issuing.key = "appId.keyId:SECRET-OF-THIRTY-TWO-BYTES-LONG"
    issuing.options.parameters = parameters
    return try issuing.verdict(cells.list)
  }

  private static func with(_ it: String) -> String { #"{"sub":"s","it":\#(it)}"# }

  @Test(arguments: [
    ("value: fixed", with(#""fixed""#)),
    ("type: integer, value: 12345678901234567890", with("12345678901234567890")),
    ("type: object, value: { a: [1, true, null], b: {} }", with(#"{"a":[1,true,null],"b":{}}"#)),
    ("value: '{tenant}'", #"{"sub":"s"}"#),
    ("value: '{tenant}-{{x}}'", #"{"sub":"s"}"#),
    ("value: '{{x}}'", with(#""{x}""#)),
    ("type: object, value: { t: '{tenant}' }", #"{"sub":"s"}"#),
    ("default: d", with(#""d""#)), ("type: integer, default: 7", with("7")),
    ("type: integer, generate: { time: now }", with("1700000000")),
    ("type: integer, generate: { time: now, offset: -30s }", with("1699999970")),
    ("type: integer, generate: { time: now, offset: 5m }", with("1700000300")),
    ("type: integer, generate: { time: now, as: milliseconds }", with("1700000000000")),
    ("generate: { time: now, as: date-time }", with(#""2023-11-14T22:13:20Z""#)),
    ("generate: { time: now, offset: 1d, as: date-time }", with(#""2023-11-15T22:13:20Z""#)),
    ("generate: { random: hex }", with(#""c15c0289ec2d0a9167ec8e65a18debbe""#)),
    ("generate: { random: base64url }", with(#""wVwCiewtCpFn7I5loY3rvg""#)),
    ("generate: { random: uuid }", with(#""c15c0289-ec2d-4a91-a7ec-8e65a18debbe""#)),
  ])
  func makesValues(property: String, expected: String) throws {
    #expect(try Self.claims(property) == expected)
  }

  @Test(arguments: [16, 17, 64])
  func makesIdentifiersOfTheGivenSize(bytes: Int) throws {
    let claims = try Self.claims("generate: { random: hex, bytes: \(bytes) }")
    #expect(claims.utf8.count == Self.with(#""""#).utf8.count + 2 * bytes)
  }

  @Test(arguments: [
    ("value: '{tenant}'", with(#""a\"b""#)),
    ("value: 'x {tenant} y'", with(#""x a\"b y""#)),
    ("type: object, value: { '{tenant}': ['{tenant}'] }", with(#"{"a\"b":["a\"b"]}"#)),
    ("type: integer, value: '{n}'", with("7")),
    ("value: 'n{n}'", with(#""n7""#)),
    ("join: { separator: ':', parts: ['{tenant}', '{n}'] }", with(#""a\"b:7""#)),
  ])
  func fillsTemplatesWithParameters(property: String, expected: String) throws {
    #expect(try Self.claims(property, parameters: [("tenant", "a\"b"), ("n", "7")]) == expected)
  }

  static let cases1: [(Cells, String)] = [
    (["sub": "s", "a": "1", "b": "2"], with(#""E1:2""#)),
    (["sub": "s", "a": "", "b": "2"], with(#""2""#)),
    (["sub": "s", "a": "1", "b": ""], with(#""E1""#)),
    (["sub": "s", "a": "", "b": ""], #"{"sub":"s"}"#),
  ]

  @Test(arguments: cases1)
  func joinsThePartsThatAreThere(cells: Cells, expected: String) throws {
    let claims = try Self.claims(
      "join: { separator: ':', parts: ['E{a}', '{b}'] }", cells: cells,
      inputs: "a: { pattern: '^[0-9]+$' }, b: { pattern: '^[0-9]+$' }")
    #expect(claims == expected)
  }

  @Test func takesPiecesOfTheKeyThatAreNoSecrets() throws {
    let key =
      "kind: secret, derivation: [{ split: ':', take: 2 }],"
      + " parts: { id: { steps: [{ split: ':', take: 1 }] } }"
    #expect(try Self.claims("value: '{key.id}'", key: key) == Self.with(#""appId.keyId""#))
  }

  @Test func checksAValueThatIsPutTogether() throws {
    #expect(
      try Self.claims("maxLength: 3, value: '{tenant}'", parameters: [("tenant", "abcd")])
        == "rejected: max-length")
  }

  static let cases2: [(String, Cells, String)] = [
    ("from: [a, b]", ["sub": "s", "a": "1", "b": "2"], with(#""1""#)),
    ("from: [a, b]", ["sub": "s", "b": "2", "a": "1"], with(#""1""#)),
    ("from: [a, b]", ["sub": "s", "a": "", "b": "2"], with(#""2""#)),
    ("from: [a, b]", ["sub": "s"], #"{"sub":"s"}"#),
    ("from: [a], value: v", ["sub": "s", "a": "1"], with(#""1""#)),
    ("from: [a], value: v", ["sub": "s", "a": ""], with(#""v""#)),
    ("default: d", ["sub": "s", "it": "1"], with(#""1""#)),
    ("default: d", ["sub": "s", "it": ""], with(#""d""#)),
    ("value: v", ["sub": "s", "it": "1"], "batch: unknown-column"),
    ("clear: { marker: (none), value: '' }", ["sub": "s", "it": "(none)"], with(#""""#)),
    ("clear: { marker: (none), value: '' }", ["sub": "s", "it": ""], #"{"sub":"s"}"#),
    ("clear: { marker: (none), value: '' }", ["sub": "s", "it": "(None)"], with(#""(None)""#)),
    ("type: array, clear: { marker: '-', value: [] }", ["sub": "s", "it": "-"], with("[]")),
    ("type: array, separator: ';'", ["sub": "s", "it": "a;b, c"], with(#"["a","b, c"]"#)),
    ("type: array, separator: '; '", ["sub": "s", "it": "a; b"], with(#"["a","b"]"#)),
    (
      "type: array, separator: ';', items: { type: boolean }", ["sub": "s", "it": "TRUE;false"],
      with("[true,false]")
    ),
    (
      "type: array, separator: ';', items: { type: number }", ["sub": "s", "it": "1.50;-2e3"],
      with("[1.50,-2e3]")
    ),
    (
      "type: array, separator: ';', items: { type: [boolean, number] }",
      ["sub": "s", "it": "TRUE;1"], with("[true,1]")
    ),
    ("type: [string, array], separator: ';'", ["sub": "s", "it": "a;b"], with(#""a;b""#)),
    ("type: [string, array]", ["sub": "s", "it": "[1]"], with("[1]")),
    ("type: [string, integer]", ["sub": "s", "it": "1"], with(#""1""#)),
    ("type: [integer, boolean]", ["sub": "s", "it": "1"], with("1")),
    ("type: [integer, boolean]", ["sub": "s", "it": "true"], with("true")),
    ("type: number", ["sub": "s", "it": "1e400"], with("1e400")),
    ("type: number", ["sub": "s", "it": "1,5"], "rejected: type"),
    ("type: object", ["sub": "s", "it": "{}"], with("{}")),
  ]

  @Test(arguments: cases2)
  func takesValuesFromColumns(
    property: String, cells: Cells, expected: String
  ) throws {
    let issuing = try Issuing(yaml: EngineProfile.yaml(claims: "it: { \(property) }"))
    let verdict = try issuing.verdict(cells.list)
    #expect(verdict == expected)
  }

  @Test func takesAColumnThatTheRunNames() throws {
    let issuing = try Issuing(yaml: EngineProfile.yaml(claims: "it: { type: array }")).with {
      $0.options.columns = [("it", "tags"), ("sub", "id")]
      $0.options.separators = [("it", "|")]
    }
    #expect(try issuing.row(["id": "s", "tags": "a|b"]).summary == Self.with(#"["a","b"]"#))
    #expect(
      try issuing.verdict([Cell(column: "sub", text: "s"), Cell(column: "id", text: "t")])
        == "batch: unknown-column")
  }

  static let cases3: [(Cells, String)] = [
    (["sub": "s", "it.a": "1", "it.b.c": "2"], with(#"{"a":1,"b":{"c":"2"}}"#)),
    (["sub": "s", "it.b.c": "2", "it.a": ""], with(#"{"b":{"c":"2"}}"#)),
    (["sub": "s", "it.a": "", "it.b.c": ""], #"{"sub":"s"}"#),
    (["sub": "s", "it.a": "x"], "rejected: type"),
    (["sub": "s", "it.b.c": "long"], "rejected: max-length"),
    (["sub": "s", "it.x": "1"], "batch: near-miss-column,unknown-column"),
    (["sub": "s", "it": #"{"a":1}"#], with(#"{"a":1}"#)),
    (["sub": "s", "it": #"{"a":1}"#, "it.a": "2"], "rejected: conflicting-sources"),
    (["sub": "s", "it": "", "it.a": "2"], with(#"{"a":2}"#)),
  ]

  @Test(arguments: cases3)
  func buildsObjectsFromDottedColumns(
    cells: Cells, expected: String
  ) throws {
    let claims = """
      it:
        type: object
        additionalProperties: false
        properties:
          a: { type: integer }
          b: { type: object, additionalProperties: false, properties: { c: { maxLength: 3 } } }
      """
    let verdict = try Issuing(yaml: EngineProfile.yaml(claims: claims))
      .verdict(cells.list)
    #expect(verdict == expected)
  }

  @Test(arguments: [
    ("unknown: ignore", "true", #"{"sub":"s"}"#),
    ("unknown: claims", "true", #"{"sub":"s","x":"1"}"#),
    ("unknown: claims", "{ type: integer }", "rejected: type"),
    ("unknown: object, into: o", "true", #"{"sub":"s","o":{"x":"1"}}"#),
    ("unknown: reject", "true", "batch: unknown-column"),
    ("unknown: claims, reserved: [x]", "true", "batch: unknown-column"),
    ("unknown: object, into: o, reserved: [x]", "true", "batch: unknown-column"),
    ("unknown: ignore, reserved: [x]", "true", #"{"sub":"s"}"#),
  ])
  func treatsUnknownColumnsByPolicy(
    columns: String, additional: String, expected: String
  ) throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "o: { type: object }", additional: additional, columns: columns))
    let cells = [Cell(column: "sub", text: "s"), Cell(column: "x", text: "1")]
    #expect(try issuing.verdict(cells) == expected)
    #expect(
      try issuing.with { $0.options.ignoresUnknownColumns = true }.verdict(cells)
        == #"{"sub":"s"}"#)
  }
}
