import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Times in forms other than seconds: what bounds a life is read back as it was written.
@Suite struct TimeFormTests {
  /// The codes that verifying gives when the artifact of one row is this many seconds old.
  private static func verify(
    _ issuing: Issuing, cells: KeyValuePairs<String, String> = ["sub": "s"], after seconds: Int
  ) throws -> [String] {
    let row = try issuing.row(cells)
    try #require(row.outcome == .accepted, "\(row.findings)")
    let compiled = try #require(issuing.compile().compiled)
    var verifier = try TokenVerifier(compiled, key: issuing.verificationKey(compiled))
    let now = NumericDate(secondsSinceEpoch: issuing.now.secondsSinceEpoch + seconds)
    let result = verifier.verify(Array(row.artifact.utf8), row: 1, line: 1, now: now)
    return result.findings.map { "\($0.severity.rawValue) \($0.code.rawValue)" }
  }

  @Test(arguments: [
    ("type: integer, generate: { time: now, as: milliseconds }", 599, []),
    ("type: integer, generate: { time: now, as: milliseconds }", 600, ["error expired"]),
    ("type: integer, generate: { time: now, as: milliseconds }", -60, []),
    ("type: integer, generate: { time: now, as: milliseconds }", -61, ["error not-yet-valid"]),
    ("generate: { time: now, as: milliseconds }", 599, []),
    ("generate: { time: now, as: milliseconds }", 600, ["error expired"]),
    ("generate: { time: now, as: date-time }", 599, []),
    ("generate: { time: now, as: date-time }", 600, ["error expired"]),
    ("generate: { time: now, as: date-time }", -61, ["error not-yet-valid"]),
    // 22:13:20 of that day: a date does not tell the hour.
    ("generate: { time: now, as: date }", 6_999, []),
    ("generate: { time: now, as: date }", 7_000, ["error expired"]),
    ("generate: { time: now, as: http-date }", 9_999, ["warning lifetime"]),
    ("generate: { time: now, as: \"%H:%M\" }", 9_999, ["warning lifetime"]),
  ])
  func countsAnAge(time: String, after seconds: Int, expected: [String]) throws {
    let claim = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "made: { \(time) }", lifetime: "{ age: { claim: made, maximum: 10m } }"))
    #expect(try Self.verify(claim, after: seconds) == expected)
    let input = try Issuing(
      yaml: EngineProfile.yaml(
        lifetime: "{ age: { claim: inputs.made, maximum: 10m } }",
        container: """
          payload: { format: json, encoding: base64url }, text: "{encodedPayload} {signature} {made}", \
          signature: { algorithm: HMAC-SHA256, over: "{encodedPayload} {made}" }
          """, inputs: "properties: { made: { \(time) } }"))
    #expect(try Self.verify(input, after: seconds) == expected)
  }

  @Test(arguments: [
    ("type: integer, generate: { time: expiry, as: milliseconds }", 59, []),
    ("type: integer, generate: { time: expiry, as: milliseconds }", 60, ["error expired"]),
    ("generate: { time: expiry, as: date-time }", 59, []),
    ("generate: { time: expiry, as: date-time }", 60, ["error expired"]),
    ("generate: { time: expiry, as: date }", 6_399, []),
    ("generate: { time: expiry, as: date }", 6_400, ["error expired"]),
    ("generate: { time: expiry, as: http-date }", 9_999, ["warning lifetime"]),
  ])
  func readsAnExpiry(time: String, after seconds: Int, expected: [String]) throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "until: { \(time) }", lifetime: "{ claim: until, default: 60s, maximum: 60s }"))
    #expect(try Self.verify(issuing, after: seconds) == expected)
  }

  /// Milliseconds in a column are held to the same bounds as seconds.
  @Test(arguments: [
    ("1700000060000", ""), ("1700000061000", "lifetime"), ("1700000000000", "lifetime"),
    ("1700000060", "lifetime"), ("99999999999999999999", "lifetime"),
  ])
  func holdsAColumnToTheBounds(cell: String, expected: String) throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims:
          "until: { from: until, type: integer, generate: { time: expiry, as: milliseconds } }",
        lifetime: "{ claim: until, default: 60s, maximum: 60s }"))
    let row = try issuing.row(["sub": "s", "until": cell])
    #expect(row.codes.joined() == expected)
    guard expected.isEmpty else { return }
    #expect(row.expiresAt == 1_700_000_060)
    #expect(
      try Self.verify(issuing, cells: ["sub": "s", "until": cell], after: 60) == ["error expired"])
  }

  @Test func aStepSaysInWhichFormAColumnsTimeIs() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "made: { type: integer, transform: [toMilliseconds] }",
        lifetime: "{ age: { claim: made, maximum: 10m } }"))
    let cells: KeyValuePairs = ["sub": "s", "made": "2023-11-14T22:10:00Z"]
    let row = try issuing.row(cells)
    #expect(row.bestBefore == 1_700_000_400)
    #expect(try Self.verify(issuing, cells: cells, after: 399) == [])
    #expect(try Self.verify(issuing, cells: cells, after: 400) == ["error expired"])
  }

  /// Nothing in the artifact says when it was issued: best-before is known when it is made, and
  /// never again.
  @Test func anAgeMayCountFromTheTimeOfIssue() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(lifetime: "{ age: { maximum: 10m } }"))
    #expect(try issuing.row(["sub": "s"]).bestBefore == 1_700_000_600)
    for seconds in [0, 9_999] {
      #expect(try Self.verify(issuing, after: seconds) == ["warning lifetime"])
    }
  }

  @Test func anAgeBesideAnExpiryEndsALifeToo() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "exp: { type: integer, generate: { time: expiry } }",
        lifetime: "{ claim: exp, default: 1h, age: { maximum: 10m } }"))
    let row = try issuing.row(["sub": "s"])
    #expect(row.expiresAt == 1_700_003_600)
    #expect(row.bestBefore == 1_700_000_600)
    #expect(try Self.verify(issuing, after: 3_599) == ["warning lifetime"])
    #expect(try Self.verify(issuing, after: 3_600) == ["warning lifetime", "error expired"])
  }

  @Test func anAgeHasNoUnknownClaim() {
    let text = EngineProfile.yaml(lifetime: "{ age: { claim: sup, maximum: 10m } }")
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(codes(result.findings) == ["unknown-name"])
  }

  @Test(arguments: [
    (
      "type: integer, generate: { time: now, as: milliseconds }",
      "2023-11-14T22:13:20Z, 10 seconds ago"
    ),
    (
      "type: integer, generate: { time: expiry, as: milliseconds }",
      "2023-11-14T22:14:20Z, expires in 50 seconds"
    ),
    ("generate: { time: expiry, as: date-time }", "2023-11-14T22:14:20Z, expires in 50 seconds"),
    ("type: integer, generate: { time: lifetime }", nil), ("value: \"1700000000\"", nil),
  ])
  func explainsATime(it: String, note: String?) throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "it: { \(it) }\nexp: { type: integer, generate: { time: expiry } }",
        lifetime: "{ claim: exp, default: 60s }"))
    let token = Array(try issuing.row(["sub": "s"]).artifact.utf8)
    let explanation = try #require(
      TokenExplainer.explain(
        token, profile: issuing.profile, now: testTime.advanced(bySeconds: 10)
      ).explanation)
    #expect(explanation.claims.first { $0.name == "it" }?.note == note)
    #expect(explanation.notes == ["Nothing here is verified: use muster verify with the key."])
  }

  @Test func saysWhatTheFormOfATimeIs() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "made: { type: integer, from: made, generate: { time: now, as: milliseconds } }",
        lifetime: "{ age: { claim: made, maximum: 10m } }"))
    let row = try issuing.row(["sub": "s", "made": "-1000000"])
    #expect(
      row.findings.map(\.message)
        == ["The claim \"made\" is no date in milliseconds since 1970."])
  }
}
