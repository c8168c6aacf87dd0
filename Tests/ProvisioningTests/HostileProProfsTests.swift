import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct HostileProProfsTests {
  private static let base: KeyValuePairs = ["user_email": "a@b.co"]

  private static func claims(_ more: String = "") -> String {
    #"{"iat":1700000000,"jti":"c15c0289ec2d0a9167ec8e65a18debbe","user_email":"a@b.co"\#(more)}"#
  }

  static let rows: [HostileRow] = [
    .csv(["site_access": "", "guest": ""], claims()),
    .json(#""site_access":null,"guest":null"#, claims()),
    // Site ids are one text, joined by commas, without blanks.
    .csv(["site_access": "44567,77898"], claims(#","site_access":"44567,77898""#)),
    .csv(["site_access": "007"], claims(#","site_access":"007""#)),
    .csv(["site_access": "44567, 77898"], "rejected: pattern"),
    .csv(["site_access": " 44567"], "rejected: pattern"),
    .csv(["site_access": "44567,"], "rejected: pattern"),
    .csv(["site_access": ",44567"], "rejected: pattern"),
    .csv(["site_access": "44567;77898"], "rejected: pattern"),
    .csv(["site_access": "44567\n"], "rejected: pattern"),
    .csv(["site_access": "٤٤"], "rejected: pattern"),
    .csv(["site_access": "all"], "rejected: pattern"),
    .json(#""site_access":"44567,77898""#, claims(#","site_access":"44567,77898""#)),
    .json(#""site_access":[44567,"77898"]"#, claims(#","site_access":"44567,77898""#)),
    .json(
      #""site_access":[98765432109876543210]"#, claims(#","site_access":"98765432109876543210""#)),
    .json(#""site_access":44567"#, claims(#","site_access":"44567""#)),
    .json(#""site_access":[1.5]"#, "rejected: pattern"),
    .json(#""site_access":[]"#, "rejected: pattern"),
    .json(#""site_access":"""#, "rejected: pattern"),
    .json(#""site_access":[true]"#, "rejected: transform"),
    .json(#""site_access":[["1"]]"#, "rejected: transform"),
    .json(#""site_access":{"a":1}"#, "rejected: transform"),
    // Guest is a boolean.
    .csv(["guest": "true"], claims(#","guest":true"#)),
    .csv(["guest": "FALSE"], claims(#","guest":false"#)),
    .csv(["guest": "yes"], "rejected: type"),
    .csv(["guest": "0"], "rejected: type"),
    .csv(["guest": " true"], "rejected: type"),
    .json(#""guest":false"#, claims(#","guest":false"#)),
    .json(#""guest":"false""#, "rejected: type"),
    .json(#""guest":0"#, "rejected: type"),
    // Nobody sets the times and the identifier but Muster.
    .csv(["exp": "1700000180"], "batch: unknown-column"),
    .csv(["iat": "1700000000"], "batch: unknown-column"),
    .csv(["jti": "0123456789abcdef0123456789abcdef"], "batch: unknown-column"),
    .json(#""jti":"0123456789abcdef0123456789abcdef""#, "rejected: unknown-column"),
    .csv(["site_acces": "1"], "batch: near-miss-column,unknown-column"),
    .csv(["email": "a@b.co"], "batch: unknown-column"),
    .csv(["user_email": ""], "rejected: required"),
    .csv(["user_email": "acme"], "rejected: format"),
  ]

  @Test(arguments: rows)
  func judges(row: HostileRow) throws {
    #expect(try row.verdict(Issuing("proprofs"), base: Self.base) == row.expected)
  }

  @Test func refusesABatchWithoutTheAddress() throws {
    let batch = try Issuing("proprofs").issue("guest\ntrue\n")
    #expect(batch.headerCodes == ["missing-column"])
    #expect(batch.rows.isEmpty)
  }

  @Test func setsNoLifetimeWhereThePlatformCounts() throws {
    let (compiled, findings) = try Issuing("proprofs").with { $0.options.lifetimeSeconds = 60 }
      .compile()
    #expect(compiled == nil)
    #expect(codes(findings) == ["lifetime"])
    #expect(findings.first?.help?.contains("180") == true)
  }

  @Test func givesEachRowAnIdentifierOfItsOwn() throws {
    let batch = try Issuing("proprofs").issue("user_email\na@b.co\nc@d.co\n")
    #expect(batch.rows.map(\.bestBefore) == [1_700_000_180, 1_700_000_180])
    let identifiers = batch.rows.map { $0.claims.split(separator: "\"")[5] }
    #expect(Set(identifiers).count == 2)
  }
}
