import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct HostileAcadioTests {
  private static let base: KeyValuePairs = ["email": "a@b.co"]

  private static func claims(_ more: String = "") -> String {
    #"{"email":"a@b.co",\#(more)"iat":1700000000,"exp":1700000300}"#
  }
  private static func credit(_ order: String, _ id: String = "7") -> String {
    #"{"orderId":"\#(order)","id":\#(id)}"#
  }
  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static let lists: [HostileRow] = [
    // Absent, blank and null do nothing; an empty list takes everything away.
    .csv(["groups": "", "credits": "", "meta": "", "onboard": ""], claims()),
    .json(#""groups":null,"credits":null,"meta":null,"onboard":null"#, claims()),
    .csv(["groups": "[]"], "held: clear-groups"),
    .csv(["groups": "[ ]"], "held: clear-groups"),
    .json(#""groups":[]"#, "held: clear-groups"),
    .json(#""groups":[]"#, claims(#""groups":[],"#)).allowing("clear-groups"),
    .json(#""groups":[],"credits":[]"#, "held: clear-groups,clear-credits").allowing(
      "clear-groups"),
    .json(#""credits":[]"#, "held: clear-credits"),
    .csv(["credits": "[]"], claims(#""credits":[],"#)).allowing("clear-credits"),
    // Group ids are typed as they are written.
    .csv(["groups": #"[12,"12","a"]"#], claims(#""groups":[12,"12","a"],"#)),
    .json(#""groups":[98765432109876543210]"#, claims(#""groups":[98765432109876543210],"#)),
    .csv(["groups": "12"], "rejected: type"),
    .csv(["groups": "12,13"], "rejected: invalid-json"),
    .csv(["groups": "gold"], "rejected: invalid-json"),
    .csv(["groups": "[12"], "rejected: invalid-json"),
    .csv(["groups": "null"], "rejected: type"),
    .csv(["groups": #"["a","a"]"#], "rejected: unique-items"),
    .csv(["groups": #"["a","\u0061"]"#], "rejected: unique-items"),
    .csv(["groups": #"[""]"#], "rejected: min-length"),
    .csv(["groups": "[null]"], "rejected: type"),
    .csv(["groups": "[12.5]"], "rejected: type"),
    .csv(["groups": "[true]"], "rejected: type"),
    .json(#""groups":"12""#, "rejected: type"),
    .json(#""groups":{"id":12}"#, "rejected: type"),
    // Credits.
    .json("\"credits\":[\(credit("O-1"))]", claims("\"credits\":[\(credit("O-1"))],")),
    .csv(["credits": "[\(credit("O-1"))]"], claims("\"credits\":[\(credit("O-1"))],")),
    .json(
      "\"credits\":[\(credit(repeated("x", 32)))]",
      claims("\"credits\":[\(credit(repeated("x", 32)))],")),
    .json("\"credits\":[\(credit(repeated("x", 33)))]", "rejected: max-length"),
    .json(
      "\"credits\":[\(credit(repeated("😀", 16)))]",
      claims("\"credits\":[\(credit(repeated("😀", 16)))],")),
    .json("\"credits\":[\(credit(repeated("😀", 16) + "x"))]", "rejected: max-length"),
    .json("\"credits\":[\(credit(""))]", "rejected: min-length"),
    .json("\"credits\":[\(credit("O-1", "\"7\""))]", "rejected: type"),
    .json("\"credits\":[\(credit("O-1", "7.0"))]", "rejected: type"),
    .json("\"credits\":[\(credit("O-1", "7e0"))]", "rejected: type"),
    .json("\"credits\":[\(credit("O-1", "-7"))]", claims("\"credits\":[\(credit("O-1", "-7"))],")),
    .json(
      "\"credits\":[\(credit("O-1", "12345678901234567890"))]",
      claims("\"credits\":[\(credit("O-1", "12345678901234567890"))],")),
    .json(#""credits":[{"orderId":"O-1"}]"#, "rejected: required"),
    .json(#""credits":[{"id":7}]"#, "rejected: required"),
    .json(#""credits":[{}]"#, "rejected: required,required"),
    .json(#""credits":[{"orderId":17,"id":7}]"#, "rejected: type"),
    .json(#""credits":[{"orderId":"O-1","id":7,"n":1}]"#, "rejected: additional-properties"),
    .json(#""credits":{"orderId":"O-1","id":7}"#, "rejected: type"),
    .json(
      "\"credits\":[\(credit("O-1")),\(credit("O-2"))]",
      claims("\"credits\":[\(credit("O-1")),\(credit("O-2"))],")),
    .json("\"credits\":[\(credit("O-1", "1")),\(credit("O-1", "2"))]", "rejected: unique-items"),
  ]

  static let others: [HostileRow] = [
    // Custom data belongs under meta.
    .csv(["tier": "gold"], "batch: unknown-column"),
    .json(#""tier":"gold""#, "rejected: unknown-column"),
    .csv(["meta.tier": "gold", "meta.n": "007"], claims(#""meta":{"tier":"gold","n":"007"},"#)),
    .csv(["meta.tier": "", "meta.n": "7"], claims(#""meta":{"n":"7"},"#)),
    .csv(["meta.tier": "", "meta.n": ""], claims()),
    .csv(["meta.a.b": "x"], claims(#""meta":{"a.b":"x"},"#)),
    .csv(["meta.": "x"], "batch: near-miss-column,unknown-column"),
    .csv(["groups.x": "1"], "batch: near-miss-column,unknown-column"),
    .json(#""meta.n":7,"meta.list":[1]"#, claims(#""meta":{"n":7,"list":[1]},"#)),
    .csv(["meta": #"{"tier":"gold"}"#], claims(#""meta":{"tier":"gold"},"#)),
    .csv(["meta": "{}"], claims(#""meta":{},"#)),
    .csv(["meta": #"{"b":1,"a":2}"#], claims(#""meta":{"b":1,"a":2},"#)),
    .csv(["meta": #"{"a":1,"a":2}"#], "rejected: duplicate-member"),
    .csv(["meta": "[1]"], "rejected: type"),
    .csv(["meta": "gold"], "rejected: invalid-json"),
    .json(#""meta":"gold""#, "rejected: type"),
    .json(#""meta":[]"#, "rejected: type"),
    // Booleans.
    .csv(["onboard": "true"], claims(#""onboard":true,"#)),
    .csv(["onboard": "TRUE"], claims(#""onboard":true,"#)),
    .csv(["onboard": "yes"], "rejected: type"),
    .csv(["onboard": "1"], "rejected: type"),
    .json(#""onboard":"true""#, "rejected: type"),
    .json(#""onboard":1"#, "rejected: type"),
    // What Muster makes.
    .csv(["iss": "me"], "batch: unknown-column"),
    .csv(["iat": "1"], "batch: unknown-column"),
    .csv(["exp": "4102444800"], "batch: unknown-column"),
    .json(#""iss":"me""#, "rejected: unknown-column"),
    .csv(["sub": "1"], "batch: unknown-column"),
    .csv(["group": "[]"], "batch: near-miss-column,unknown-column"),
  ]

  @Test(arguments: lists + others)
  func judges(row: HostileRow) throws {
    #expect(try row.verdict(Issuing("acadio"), base: Self.base) == row.expected)
  }

  @Test func refusesTwoSourcesOfOneObject() throws {
    let row = try Issuing("acadio").row(
      ["email": "a@b.co", "meta": #"{"tier":"gold"}"#, "meta.tier": "silver"])
    #expect(row.codes == ["conflicting-sources"])
  }

  @Test func namesThePlaceInsideANestedValue() throws {
    let row = try Issuing("acadio").row(
      json: #"{"email":"a@b.co","credits":[{"orderId":"O","id":1},{"orderId":"P","id":"2"}]}"#)
    #expect(row.findings.map(\.claim) == ["credits[1].id"])
    #expect(row.findings.first?.excerpt == "\"2\"")
  }

  @Test func writesTheIssuerWhenOneIsSet() throws {
    let row = try Issuing("acadio").setting("issuer", "acme").row(["email": "a@b.co"])
    #expect(
      row.claims == #"{"email":"a@b.co","iat":1700000000,"exp":1700000300,"iss":"acme"}"#)
    #expect(
      codes(try Issuing("acadio").setting("issuer", "").compile().findings) == ["bad-parameter"])
  }

  @Test(arguments: [("60", 1_700_000_060), ("300", 1_700_000_300), ("900", 1_700_000_300)])
  func endsALifeAtTheTenantsAge(age: String, bestBefore: Int) throws {
    let row = try Issuing("acadio").setting("max_age", age).row(["email": "a@b.co"])
    #expect(row.bestBefore == bestBefore)
    #expect(row.expiresAt == 1_700_000_300)
  }

  @Test(arguments: ["0", "-1", "1.5", "60s", "", "1e2", "007", "99999999999999999999999999"])
  func refusesAnAgeThatIsNone(age: String) throws {
    let (compiled, findings) = try Issuing("acadio").setting("max_age", age).compile()
    #expect(compiled == nil)
    #expect(codes(findings) == ["bad-parameter"])
  }

  @Test(arguments: [
    "https://acme.acadio.com", "acme.acadio.com/", "acme acadio", "a@b", "", "evil.example/x?",
    "acme.acadio.com:99999", "a\"b",
  ])
  func refusesADomainThatIsNoHost(domain: String) throws {
    var issuing = try Issuing("acadio")
    issuing.options.parameters = [("domain", domain)]
    let (compiled, findings) = issuing.compile()
    #expect(compiled == nil)
    #expect(codes(findings) == ["bad-parameter"])
  }
}
