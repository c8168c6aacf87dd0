import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct HostileMediaOSTests {
  private static let base: KeyValuePairs = ["email": "a@b.co"]
  private static let md5 = "5f4dcc3b5aa765d61d8327deb882cf99"

  private static func named(_ more: String) -> String {
    #"{"email":"a@b.co",\#(more),"expires":1700000060}"#
  }

  private static func claims(_ more: String = "") -> String {
    #"{"email":"a@b.co","expires":1700000060\#(more.isEmpty ? "" : ",")\#(more)}"#
  }

  static let rows: [HostileRow] = [
    // A blank cell is no value: no claim, no [], no "".
    .csv(
      [
        "first_name": "", "last_name": "", "company": "", "passwordMD5": "", "forumGroupIds": "",
        "audienceIds": "", "avatar": "", "newsletterIds": "",
      ], claims()),
    .json(#""first_name":null,"forumGroupIds":null,"passwordMD5":null"#, claims()),
    .json(#""first_name":"""#, "rejected: min-length"),
    // Lists are arrays of numbers.
    .csv(["forumGroupIds": "1,2,3"], claims(#""forumGroupIds":[1,2,3]"#)),
    .csv(["forumGroupIds": " 1 , 2 "], claims(#""forumGroupIds":[1,2]"#)),
    .csv(["forumGroupIds": "[ 1, 2 ]"], claims(#""forumGroupIds":[1,2]"#)),
    .csv(["forumGroupIds": "7"], claims(#""forumGroupIds":[7]"#)),
    .json(#""forumGroupIds":[1, 2]"#, claims(#""forumGroupIds":[1,2]"#)),
    .csv(
      ["newsletterIds": "98765432109876543210"], claims(#""newsletterIds":[98765432109876543210]"#)),
    .json(
      #""newsletterIds":[98765432109876543210]"#, claims(#""newsletterIds":[98765432109876543210]"#)
    ),
    .csv(["forumGroupIds": "1,,2"], "rejected: type"),
    .csv(["forumGroupIds": "1,"], "rejected: type"),
    .csv(["forumGroupIds": "1;2"], "rejected: type"),
    .csv(["forumGroupIds": "gold"], "rejected: type"),
    .csv(["forumGroupIds": "1.5"], "rejected: type"),
    .csv(["forumGroupIds": "1e3"], "rejected: type"),
    .csv(["forumGroupIds": "1.0"], "rejected: type"),
    .csv(["forumGroupIds": "007"], "rejected: type"),
    .csv(["forumGroupIds": "+1"], "rejected: type"),
    .csv(["forumGroupIds": "0x10"], "rejected: type"),
    .csv(["forumGroupIds": "１,２"], "rejected: type"),
    .csv(["forumGroupIds": "0"], "rejected: minimum"),
    .csv(["forumGroupIds": "-1"], "rejected: minimum"),
    .csv(["forumGroupIds": "1,1"], "rejected: unique-items"),
    .csv(["forumGroupIds": "[]"], "rejected: min-items"),
    .json(#""forumGroupIds":[]"#, "rejected: min-items"),
    .csv(["forumGroupIds": #"["1"]"#], "rejected: type"),
    .csv(["forumGroupIds": "[1"], "rejected: invalid-json"),
    .csv(["forumGroupIds": "[1]]"], "rejected: invalid-json"),
    .csv(["forumGroupIds": "[1e400]"], "rejected: type"),
    .json(#""forumGroupIds":"1,2,3""#, "rejected: type"),
    .json(#""forumGroupIds":1"#, "rejected: type"),
    .json(#""forumGroupIds":[1.0]"#, "rejected: type"),
    .json(#""forumGroupIds":[null]"#, "rejected: type"),
    .json(#""forumGroupIds":{"0":1}"#, "rejected: type"),
    // The password: an md5 or nothing, and never without being asked.
    .csv(["passwordMD5": md5], "held: set-password"),
    .csv(["passwordMD5": md5], claims("\"passwordMD5\":\"\(md5)\"")).allowing("set-password"),
    .csv(["passwordMD5": "hunter2"], "rejected: pattern"),
    .csv(["passwordMD5": "5F4DCC3B5AA765D61D8327DEB882CF99"], "rejected: pattern"),
    .csv(["passwordMD5": "\(md5)0"], "rejected: pattern"),
    .csv(["passwordMD5": String(md5.dropLast())], "rejected: pattern"),
    .csv(["passwordMD5": "\(md5)\n"], "rejected: pattern"),
    .csv(["passwordMD5": " \(md5)"], "rejected: pattern"),
    .csv(["passwordMD5": "<redacted>"], "rejected: redacted-value"),
    .json(#""passwordMD5":12345678901234567890123456789012"#, "rejected: type"),
    // Times are Muster's, and nobody else's.
    .csv(["expires": "1700000060"], "batch: unknown-column"),
    .csv(["exp": "1700000060"], "batch: unknown-column"),
    .csv(["iat": "1700000000"], "batch: unknown-column"),
    .json(#""expires":1700000060000"#, "rejected: unknown-column"),
    .json(#""exp":1700000060"#, "rejected: unknown-column"),
    // The identity.
    .csv(["email": ""], "rejected: required"),
    .csv(["email": "  "], "rejected: required"),
    .csv(["email": "nobody"], "rejected: format"),
    .csv(["email": "a@b@c.co"], "rejected: format"),
    .csv(["email": "Ada <a@b.co>"], "rejected: format"),
    .csv(["email": "a@b.co,c@d.co"], "rejected: format"),
    .json(#""email":17"#, "rejected: type"),
    .json(#""email":["a@b.co"]"#, "rejected: type"),
    .csv(["email": " Ada@B.co "], #"{"email":"Ada@B.co","expires":1700000060}"#),
    // Addresses.
    .csv(["avatar": "javascript:alert(1)"], "rejected: format"),
    .csv(["avatar": "//cdn.example.com/a.png"], "rejected: format"),
    .csv(["avatar": "cdn.example.com/a.png"], "rejected: format"),
    .csv(["avatar": "https://u:p@cdn.example.com/a.png"], "rejected: format"),
    .csv(["avatar": "https://cdn.example.com/a b.png"], "rejected: format"),
    // Unknown columns.
    .csv(["phone": "1"], "batch: unknown-column"),
    .csv(["forumGroupID": "1"], "batch: near-miss-column,unknown-column"),
    .csv(["FORUMGROUPIDS": "1"], claims(#""forumGroupIds":[1]"#) + " !column-case"),
    .json(#""phone":1"#, "rejected: unknown-column"),
    .json(#""phone":null"#, claims()),
    .csv(["muster_row": "17"], claims()),
    // Texts stay as they are.
    .csv(["first_name": "007"], named(#""first_name":"007""#)),
    .csv(["first_name": " Ada\u{301} "], named("\"first_name\":\" Ada\u{301} \"")),
    .csv(["company": "=cmd|' /C calc'!A0"], named("\"company\":\"=cmd|' /C calc'!A0\"")),
    .csv(["company": "a/b\u{7}\u{2028}"], named("\"company\":\"a/b\\u0007\u{2028}\"")),
    .json(#""first_name":true"#, "rejected: type"),
    .json(#""first_name":{"a":1}"#, "rejected: type"),
    .json(#""first_name":"\ud800""#, "rejected: lone-surrogate"),
    .json(#""first_name":"\ud83d\ude00""#, named("\"first_name\":\"\u{1F600}\"")),
    .json(#""first_name":"a","first_name":"b""#, "rejected: duplicate-member"),
    .json(#""first_name":"a","first\u005fname":"b""#, "rejected: duplicate-member"),
  ]

  @Test(arguments: rows)
  func judges(row: HostileRow) throws {
    #expect(try row.verdict(Issuing("mediaos"), base: Self.base) == row.expected)
  }

  @Test(arguments: ["hunter2", "correct horse battery staple", "<script>", "5F4DCC3B5AA765D6"])
  func showsNoPasswordInAnyFinding(password: String) throws {
    let issuing = try Issuing("mediaos")
    for row in [
      try issuing.row(["email": "a@b.co", "passwordMD5": password]),
      try issuing.row(json: "{\"email\":\"a@b.co\",\"passwordMD5\":\"\(password)\"}"),
      try issuing.row(json: "{\"email\":\"a@b.co\",\"passwordMD5\":[\"\(password)\"]}"),
      try issuing.row(json: "{\"email\":\"a@b.co\",\"passwordMD5\":{\"\(password)\":1}}"),
    ] {
      #expect(row.outcome == .rejected)
      #expect(row.findings.first?.excerpt == "<redacted>")
      for text in row.findingTexts { #expect(!text.contains(password)) }
    }
  }

  @Test(arguments: [
    (1, []), (60, []), (61, ["lifetime"]), (300, ["lifetime"]), (301, ["lifetime"]),
    (0, ["lifetime"]), (-1, ["lifetime"]), (Int.max, ["lifetime"]),
  ])
  func holdsTheLifetimeToItsBounds(seconds: Int, expected: [String]) throws {
    let (compiled, findings) = try Issuing("mediaos")
      .with { $0.options.lifetimeSeconds = seconds }.compile()
    #expect(codes(findings) == expected)
    #expect((compiled != nil) == (1...300).contains(seconds))
    #expect(findings.allSatisfy { ($0.severity == .warning) == (61...300).contains(seconds) })
  }

  @Test func countsTheLifetimeFromIssue() throws {
    let row = try Issuing("mediaos").with { $0.options.lifetimeSeconds = 300 }
      .row(["email": "a@b.co"])
    #expect(row.claims == #"{"email":"a@b.co","expires":1700000300}"#)
    #expect(row.bestBefore == 1_700_000_300)
  }
}
