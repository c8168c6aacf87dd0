import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct LifetimeTests {
  private static func issuing(_ lifetime: String) throws -> Issuing {
    try Issuing(
      yaml: EngineProfile.yaml(
        claims: """
          iat: { type: integer, generate: { time: now } }
          end: { type: integer, from: [end], generate: { time: expiry } }
          """, lifetime: lifetime))
  }

  private static let bounds =
    "{ claim: end, default: 60s, minimum: 30s, maximum: 120s, warnAbove: 90s }"

  @Test(arguments: [
    (29, ["lifetime"], false), (30, [], true), (90, [], true), (91, ["lifetime"], true),
    (120, ["lifetime"], true), (121, ["lifetime"], false),
  ])
  func holdsTheRunsLifetimeToTheBounds(seconds: Int, expected: [String], isUsable: Bool) throws {
    let (compiled, findings) = try Self.issuing(Self.bounds)
      .with { $0.options.lifetimeSeconds = seconds }.compile()
    #expect(codes(findings) == expected)
    #expect((compiled != nil) == isUsable)
  }

  @Test(arguments: [
    ("", "1700000060", []), ("1700000030", "1700000030", []),
    ("1700000090", "1700000090", []), ("1700000091", "1700000091", ["lifetime"]),
    ("1700000120", "1700000120", ["lifetime"]),
    ("1700000029", "", ["lifetime"]), ("1700000121", "", ["lifetime"]),
    ("1700000000", "", ["lifetime"]), ("1699999999", "", ["lifetime"]), ("0", "", ["lifetime"]),
    ("-1", "", ["lifetime"]), ("1700000060000", "", ["lifetime"]),
    ("99999999999999999999", "", ["lifetime"]), ("1700000060.5", "", ["type"]),
  ])
  func holdsARowsExpiryToTheSameBounds(cell: String, end: String, expected: [String]) throws {
    let row = try Self.issuing(Self.bounds).row(["sub": "s", "end": cell])
    #expect(row.codes == expected)
    #expect(row.claims == (end.isEmpty ? "" : #"{"sub":"s","iat":1700000000,"end":\#(end)}"#))
    #expect(row.expiresAt.map { "\($0)" } == (end.isEmpty ? nil : end))
  }

  @Test func refusesTheExpiryOfADeadRowWithoutBounds() throws {
    let row = try Self.issuing("{ claim: end, default: 60s }").row(["sub": "s", "end": "1"])
    #expect(row.codes == ["lifetime"])
  }

  @Test func knowsAnEternalProfile() throws {
    let yaml = EngineProfile.yaml()
    #expect(try Issuing(yaml: yaml).compile().compiled?.isEternal == true)
    #expect(
      try Issuing(yaml: yaml).allowing("eternal").compile().compiled?.isEternalAllowed == true)
    #expect(try Self.issuing(Self.bounds).compile().compiled?.isEternal == false)
  }

  @Test func stopsAtTheLastDateThatCanBeWritten() throws {
    let row = try Self.issuing("{ claim: end, default: 60s }")
      .with { $0.now = NumericDate(secondsSinceEpoch: 253_402_300_790) }.row([
        "sub": "s", "end": "",
      ])
    #expect(row.expiresAt == 253_402_300_799)
  }

  @Test func takesTheEarlierOfExpiryAndAge() throws {
    let yaml = "{ claim: end, default: 60s, age: { claim: iat, maximum: 45s } }"
    let row = try Self.issuing(yaml).row(["sub": "s", "end": ""])
    #expect(row.expiresAt == 1_700_000_060)
    #expect(row.bestBefore == 1_700_000_045)
  }
}
