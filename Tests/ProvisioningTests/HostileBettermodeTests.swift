import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct HostileBettermodeTests {
  private static let base: KeyValuePairs = ["sub": "1", "name": "N", "email": "a@b.co"]

  private static func claims(_ more: String = "") -> String {
    #"{"sub":"1","name":"N","email":"a@b.co",\#(times)\#(more.isEmpty ? "" : ",")\#(more)}"#
  }
  private static let times = #""iat":1700000000,"exp":1700000060"#

  private static func sub(_ text: String) -> String {
    #"{"sub":"\#(text)","name":"N","email":"a@b.co",\#(times)}"#
  }
  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  static let identities: [HostileRow] = [
    .csv(["sub": "0042"], sub("0042")),
    .csv(["sub": "1e3"], sub("1e3")),
    .csv(["sub": " 7 "], sub("7")),
    .csv(["sub": "12345678901234567890"], sub("12345678901234567890")),
    .json(#""sub":42"#, "rejected: type"),
    .json(#""sub":"0042""#, sub("0042")),
    .json(#""sub":"""#, "rejected: min-length"),
    .json(#""sub":" ""#, "rejected: min-length"),
    .json(#""sub":null"#, "rejected: required"),
    .csv(["sub": ""], "rejected: required"),
    .csv(["name": ""], "rejected: required"),
    .csv(["name": " \t"], "rejected: required"),
    .csv(["email": ""], "rejected: required"),
    .csv(["sub": "", "name": "", "email": ""], "rejected: required,required,required"),
    // Fifty characters, as a JavaScript service counts them.
    .csv(["sub": repeated("x", 50)], sub(repeated("x", 50))),
    .csv(["sub": repeated("x", 51)], "rejected: max-length"),
    .csv(["sub": repeated("é", 50)], sub(repeated("é", 50))),
    .csv(["sub": repeated("é", 51)], "rejected: max-length"),
    .csv(["sub": repeated("日", 50)], sub(repeated("日", 50))),
    .csv(["sub": repeated("😀", 25)], sub(repeated("😀", 25))),
    .csv(["sub": repeated("😀", 25) + "x"], "rejected: max-length"),
    .csv(["sub": repeated("😀", 24) + "xx"], sub(repeated("😀", 24) + "xx")),
    .csv(["sub": repeated("e\u{301}", 25)], sub(repeated("e\u{301}", 25))),
    .csv(["sub": repeated("e\u{301}", 26)], "rejected: max-length"),
    .csv(["sub": repeated("👨‍👩‍👧‍👦", 5)], "rejected: max-length"),
    .json("\"sub\":\"\(repeated(#"\ud83d\ude00"#, 25))\"", sub(repeated("😀", 25))),
    .json("\"sub\":\"\(repeated(#"\u0041"#, 51))\"", "rejected: max-length"),
    // Two hundred characters of an address.
    .csv(["email": address(200)], claims().replacing("a@b.co", with: address(200))),
    .csv(["email": address(201)], "rejected: max-length"),
  ]

  private static func address(_ count: Int) -> String {
    let domain = "\(repeated("b", 63)).\(repeated("c", 63)).\(repeated("d", count - 193))"
    return "\(repeated("a", 64))@\(domain)"
  }

  static let fields: [HostileRow] = [
    .csv(["tagline": "", "picture": "", "spaceIds": "", "spaces": "", "extra": ""], claims()),
    .json(#""tagline":"""#, "rejected: min-length"),
    .json(#""tagline":null,"spaceIds":null,"extra":null"#, claims()),
    .csv(["picture": "cdn.example.com/a.png"], "rejected: format"),
    .csv(["picture": "ftp://cdn.example.com/a.png"], "rejected: format"),
    .csv(
      ["picture": "HTTPS://CDN.example.com/a.png"],
      claims().replacing(times, with: #""picture":"HTTPS://CDN.example.com/a.png",\#(times)"#)),
    // Times are Muster's; registered claims are no custom fields.
    .csv(["exp": "4102444800"], "batch: unknown-column"),
    .csv(["iat": "1"], "batch: unknown-column"),
    .csv(["nbf": "1"], "batch: unknown-column"),
    .csv(["iss": "me"], "batch: unknown-column"),
    .csv(["aud": "me"], "batch: unknown-column"),
    .csv(["jti": "me"], "batch: unknown-column"),
    .json(#""exp":4102444800"#, "rejected: unknown-column"),
    .json(#""aud":["me"]"#, "rejected: unknown-column"),
    // Custom fields pass through, typed as written.
    .csv(["plan": "007"], claims(#""plan":"007""#)),
    .csv(["meta.tier": "gold"], claims(#""meta.tier":"gold""#)),
    .csv(["a\"b": "x"], claims(#""a\"b":"x""#)),
    .json(#""plan":98765432109876543210"#, claims(#""plan":98765432109876543210"#)),
    .json(#""plan":1.50"#, claims(#""plan":1.50"#)),
    .json(#""plan":false"#, claims(#""plan":false"#)),
    .json(#""plan":"""#, "rejected: min-length"),
    .json(#""plan":[1]"#, "rejected: type"),
    .json(#""plan":{"a":1}"#, "rejected: type"),
    // A misspelt name must not silently become a custom field.
    .csv(["spaceIDs": "a"], claims(#""spaceIds":["a"]"#) + " !column-case"),
    .csv(["spacesOperations": "ADD"], claims(#""spacesOperations":"ADD""#) + " !near-miss-column"),
    .csv(["spaceId": "a"], claims(#""spaceId":"a""#) + " !near-miss-column"),
    .json(
      #""spacesOperations":"ADD""#, claims(#""spacesOperations":"ADD""#) + " !near-miss-column"),
    .csv(["redirect_url": "/x"], claims(#""redirect_url":"/x""#) + " !near-miss-column"),
  ]

  private static let join = #"{"spaceId":"a","role":"MEMBER","action":"JOIN"}"#
  private static let leave = #"{"spaceId":"b","role":"MEMBER","action":"LEAVE"}"#

  static let spaces: [HostileRow] = [
    .csv(["spaceIds": "a,b"], claims(#""spaceIds":["a","b"]"#)),
    .csv(["spaceIds": "1"], claims(#""spaceIds":["1"]"#)),
    .csv(["spaceIds": #"["a,b"]"#], claims(#""spaceIds":["a,b"]"#)),
    .csv(["spaceIds": "a,,b"], "rejected: type"),
    .csv(["spaceIds": "a,a"], "rejected: unique-items"),
    .csv(["spaceIds": "[1]"], "rejected: type"),
    .json(#""spaceIds":[""]"#, "rejected: min-length"),
    .json(#""spaceIds":"a""#, "rejected: type"),
    .json("\"spaces\":[\(join)]", claims("\"spaces\":[\(join)]")),
    .csv(["spaces": "[\(join)]"], claims("\"spaces\":[\(join)]")),
    .json("\"spaces\":[\(join),\(join)]", "rejected: unique-items"),
    .json("\"spaces\":[\(join.replacing("MEMBER", with: "ADMIN"))]", "rejected: enum"),
    .json("\"spaces\":[\(join.replacing("MEMBER", with: "member"))]", "rejected: enum"),
    .json("\"spaces\":[\(join.replacing("JOIN", with: "KICK"))]", "rejected: enum"),
    .json(#""spaces":[{"spaceId":"a","action":"JOIN"}]"#, "rejected: required"),
    .json(#""spaces":[{"spaceId":"a","role":"MEMBER"}]"#, "rejected: required"),
    .json(#""spaces":[{"role":"MEMBER","action":"JOIN"}]"#, "rejected: required"),
    .json(#""spaces":[{"spaceId":7,"role":"MEMBER","action":"JOIN"}]"#, "rejected: type"),
    .json(
      "\"spaces\":[\(join.replacing("}", with: #","x":1}"#))]", "rejected: additional-properties"),
    .json(#""spaces":["a"]"#, "rejected: type"),
    // What to do with spaces.
    .csv(["spacesOperation": "ADD"], "rejected: rule"),
    .csv(["spacesOperation": "REPLACE"], "rejected: rule"),
    .csv(["spacesOperation": "add", "spaceIds": "a"], "rejected: enum"),
    .csv(["spacesOperation": "MERGE", "spaceIds": "a"], "rejected: enum"),
    .csv(
      ["spacesOperation": "ADD", "spaceIds": "a"],
      claims(#""spaceIds":["a"],"spacesOperation":"ADD""#)),
    .json("\"spaceIds\":[\"a\"],\"spaces\":[\(join)]", "rejected: rule"),
    .csv(["spacesOperation": "REPLACE", "spaceIds": "a"], "held: replace-spaces,join-spaces"),
    .csv(
      ["spacesOperation": "REPLACE", "spaceIds": "a"],
      claims(#""spaceIds":["a"],"spacesOperation":"REPLACE""#)
    ).allowing("replace-spaces"),
    .csv(
      ["spacesOperation": "REPLACE", "spaceIds": "[]"],
      "held: replace-spaces,remove-all-spaces"),
    .csv(
      ["spacesOperation": "REPLACE", "spaceIds": "[]"],
      "held: replace-spaces,remove-all-spaces"
    ).allowing("replace-spaces"),
    .csv(
      ["spacesOperation": "REPLACE", "spaceIds": "[]"],
      claims(#""spaceIds":[],"spacesOperation":"REPLACE""#)
    )
    .allowing("replace-spaces", "remove-all-spaces"),
    .json(#""spacesOperation":"REPLACE","spaces":[]"#, "held: replace-spaces,remove-all-spaces"),
    .json("\"spacesOperation\":\"REPLACE\",\"spaces\":[\(join),\(leave)]", "rejected: rule")
      .allowing("replace-spaces", "leave-spaces"),
    .json("\"spaces\":[\(leave)]", "held: leave-spaces"),
    .json("\"spaces\":[\(leave)]", claims("\"spaces\":[\(leave)]")).allowing("leave-spaces"),
    .json("\"spaces\":[\(join),\(leave)]", "held: leave-spaces,join-spaces"),
  ]

  static let redirects: [(String, String?)] = [
    ("/", "%2F"), ("/spaces", "%2Fspaces"), ("/a?b=c&d=e#f", "%2Fa%3Fb%3Dc%26d%3De%23f"),
    ("/a+b", "%2Fa%2Bb"), ("/%2F%2Fevil.example", nil),
    ("/ä", "%2F%C3%A4"), ("/a~b-c_d.e", "%2Fa~b-c_d.e"), ("/a;b", "%2Fa%3Bb"),
    ("//evil.example", nil), ("///evil.example", nil), ("/\\evil.example", nil),
    ("/\\/evil.example", nil), ("\\/evil.example", nil), ("/\t/evil.example", nil),
    ("/\n/evil.example", nil), ("/\r/evil.example", nil), ("/a\u{0}b", nil), ("/a b", nil),
    ("https://evil.example", nil), ("https:/evil.example", nil), ("javascript:alert(1)", nil),
    ("evil.example", nil), ("?x", nil), ("#x", nil), (" /x", nil), ("\u{FEFF}/x", nil),
    ("/a\u{7F}", nil), ("/a\u{85}b", nil), ("./x", nil), ("/x\\..\\y", nil),
  ]

  @Test(arguments: identities + fields + spaces)
  func judges(row: HostileRow) throws {
    #expect(try row.verdict(Issuing("bettermode"), base: Self.base) == row.expected)
  }

  @Test(arguments: ["bettermode", "acadio"], redirects)
  func letsNoRedirectLeaveTheSite(profile: String, redirect: (String, String?)) throws {
    let (path, encoded) = redirect
    let name = profile == "acadio" ? "go" : "redirect_uri"
    let issuing = try Issuing(profile).with { $0.options.ignoresUnknownColumns = true }
    let row = try issuing.row(["sub": "1", "name": "N", "email": "a@b.co", name: path])
    if let encoded {
      #expect(row.codes == [])
      #expect(row.artifact.hasSuffix("&\(name)=\(encoded)"))
    } else {
      #expect(row.errors == (path.contains("\u{0}") ? ["nul-character"] : ["format"]))
      #expect(row.artifact == "")
    }
    // The same rule holds for a redirect that is given for the whole run.
    guard !path.contains("\u{0}") else { return }
    let (compiled, findings) = issuing.setting(name, path).compile()
    #expect((compiled != nil) == (encoded != nil), "\(findings)")
  }

  @Test func sendsTheRowsOwnRedirectBeforeTheRuns() throws {
    let batch = try Issuing("bettermode").setting("redirect_uri", "/all")
      .issue("sub,name,email,redirect_uri\n1,N,a@b.co,/own\n2,M,c@d.co,\n")
    #expect(
      batch.rows.map { $0.artifact.split(separator: "&").last } == [
        "redirect_uri=%2Fown", "redirect_uri=%2Fall",
      ])
  }

  @Test func refusesAUserWhoComesTwice() throws {
    let batch = try Issuing("bettermode").issue(
      """
      sub,name,email
      1,N,a@b.co
      2,M,a@b.co
      1,O,c@d.co
      3,P,A@b.co
      2,M,e@f.co
      """)
    #expect(
      batch.rows.map(\.errors) == [
        [], ["duplicate-identity"], ["duplicate-identity"], [], [],
      ])
    #expect(batch.rows[1].findings.first?.message.contains("row 1") == true)
  }

  @Test func letsARejectedRowLeaveNoTraceOfItsIdentity() throws {
    let batch = try Issuing("bettermode").issue(
      "sub,name,email\n1,,a@b.co\n1,N,a@b.co\n")
    #expect(batch.rows.map(\.errors) == [["required"], []])
  }
}
