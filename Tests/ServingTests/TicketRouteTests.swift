import Bytes
import HTTPTypes
import HummingbirdTesting
import Ledgers
import Testing
import Tokens

@testable import ServerConfigs
@testable import Serving

@Suite struct TicketRouteTests {
  private static let platform = "https://community.example.com/api/auth/sso?jwt="
  private static let pageFields = [
    "cache-control: no-store", "content-type: text/html; charset=utf-8",
    "cross-origin-opener-policy: same-origin", "cross-origin-resource-policy: same-origin",
    "referrer-policy: no-referrer", "x-content-type-options: nosniff",
  ]

  private static func policy(_ formAction: String) -> String {
    "content-security-policy: default-src 'none'; style-src \(TicketStyle.source); "
      + "form-action \(formAction); frame-ancestors 'none'; base-uri 'none'"
  }

  // MARK: Looking and using

  @Test func programsThatOpenEveryLinkUseNothingUp() async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue()[0]
    try await trial.test { client in
      for method in [HTTPRequest.Method.head, .get, .get, .head, .get] {
        let answer = try await client.send(method, code)
        #expect(answer.status == .ok)
        #expect(answer.headers[.location] == nil)
      }
      #expect(try await trial.ticket(code).uses == 0)
      let answer = try await client.post(code)
      #expect(answer.status == .seeOther)
      #expect(answer.headers[.location]?.hasPrefix(Self.platform) == true)
      #expect(answer.text == "")
      #expect(
        answer.fields.filter { !$0.hasPrefix("location:") } == [
          "cache-control: no-store", "content-length: 0",
          "content-security-policy: default-src 'none'; frame-ancestors 'none'",
          "referrer-policy: no-referrer", "x-content-type-options: nosniff",
        ])
      #expect(try await trial.ticket(code).uses == 1)
    }
  }

  @Test func theTokenIsOfTheMomentOfTheClick() async throws {
    let trial = try TicketTrial()
    let codes = try await trial.issue()
    trial.pass(3_600)
    try await trial.test { client in
      let location = try #require(try await client.post(codes[1]).headers[.location])
      let token = location.utf8.dropFirst(Self.platform.utf8.count)
      var claims: [UInt8] = []
      let isText = Base64URL.decode(
        Array(token.split(separator: UInt8(ascii: "."))[1]).span, into: &claims)
      #expect(isText)
      #expect(
        String(decoding: claims, as: UTF8.self)
          == #"{"sub":"2","name":"Bo","email":"bo@example.com","iat":1700003600,"exp":1700003660}"#)
    }
  }

  @Test func thePageIsTheWholeAnswer() async throws {
    let trial = try TicketTrial { $0.tickets.title = "Example & Co." }
    let code = try await trial.issue()[0]
    try await trial.test { client in
      let answer = try await client.get(code)
      #expect(answer.heading == "Example &amp; Co.")
      let length = "content-length: \(answer.text.utf8.count)"
      let expected = (Self.pageFields + [Self.policy("'self' https:"), length]).sorted()
      #expect(answer.fields == expected)
      let head = try await client.send(.head, code)
      #expect(head.status == .ok)
      #expect(head.text == "")
      #expect(head.fields == expected)
    }
  }

  @Test func aDoubleClickIsOneUse() async throws {
    let trial = try TicketTrial { $0.tickets.graceSeconds = 10 }
    let code = try await trial.issue()[0]
    try await trial.test { client in
      let first = try await client.post(code)
      trial.pass(10)
      let second = try await client.post(code)
      #expect(first.status == .seeOther && second.status == .seeOther)
      #expect(first.headers[.location] != second.headers[.location])
      #expect(try await trial.ticket(code).uses == 1)
      trial.pass(1)
      let third = try await client.post(code)
      #expect(third.status == .gone)
      #expect(third.heading == "This link has been used")
      #expect(third.fields.contains(Self.policy("'none'")))
      #expect(third.headers[.location] == nil)
      let look = try await client.get(code)
      #expect(look.status == .gone && look.text == third.text)
    }
  }

  @Test func aTicketOfTwoUsesWorksTwice() async throws {
    let trial = try TicketTrial { $0.tickets.graceSeconds = 0 }
    let code = try await trial.issue(uses: 2)[0]
    try await trial.test { client in
      let page = try await client.get(code)
      #expect(!page.text.contains("works once"))
      var statuses: [Int] = []
      for _ in 0..<3 { statuses.append(try await client.post(code).status.code) }
      #expect(statuses == [303, 303, 410])
    }
  }

  @Test func ofManyAtOnceOneIsFirst() async throws {
    let trial = try TicketTrial {
      $0.tickets.graceSeconds = 0
      $0.limits.perTicket = Rate(count: 100, seconds: 1)
    }
    let code = try await trial.issue()[0]
    try await trial.test { client in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<24 { group.addTask { try await client.post(code).status.code } }
        return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      }
      #expect(statuses == [303: 1, 410: 23])
      #expect(try await trial.ticket(code).uses == 1)
    }
  }

  // MARK: Windows and revocation

  @Test func unknownAndExpiredAreTheSameToTheByte() async throws {
    let trial = try TicketTrial { $0.tickets.help = "Ask us." }
    let code = try await trial.issue(until: 60)[0]
    trial.pass(60)
    try await trial.test { client in
      for method in [HTTPRequest.Method.get, .head, .post] {
        let expired = try await client.send(method, code)
        #expect(expired.status == .notFound)
        #expect(expired.heading == (method == .head ? "" : "This link does not work"))
        let others = [
          "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAB", "x", "%2e%2e", "a%20b", code + "A",
          String(code.dropLast()), String(repeating: "A", count: 2_000),
        ]
        for other in others {
          let unknown = try await client.send(method, other)
          #expect(unknown.status == expired.status, "\(other)")
          #expect(unknown.fields == expired.fields, "\(other)")
          #expect(unknown.text == expired.text, "\(other)")
        }
      }
    }
  }

  @Test func aTicketWorksInItsWindowOnly() async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue(from: 100, until: 200)[0]
    try await trial.test { client in
      trial.pass(99)
      let early = try await client.post(code)
      #expect(early.status == .forbidden)
      #expect(early.heading == "This link does not work yet")
      #expect(early.text.contains("14 November 2023, 22:15 UTC"))
      #expect(try await client.get(code).text == early.text)
      trial.pass(1)
      #expect(try await client.get(code).status == .ok)
      trial.pass(99)
      #expect(try await client.post(code).status == .seeOther)
    }
  }

  @Test func aRevokedTicketSaysSo() async throws {
    let trial = try TicketTrial { $0.tickets.help = "Write to <help@example.com>." }
    let codes = try await trial.issue()
    try await trial.revoke(codes[0])
    try await trial.test { client in
      for method in [HTTPRequest.Method.get, .post] {
        let answer = try await client.send(method, codes[0])
        #expect(answer.status == .gone)
        #expect(answer.heading == "This link was taken back")
        #expect(answer.text.contains("<p class=\"help\">Write to &lt;help@example.com&gt;.</p>"))
      }
      #expect(try await client.post(codes[1]).status == .seeOther)
    }
  }

  // MARK: Who asks, and how

  @Test(arguments: [
    ("Sec-Fetch-Site", "cross-site", false), ("Sec-Fetch-Site", "same-site", false),
    ("Sec-Fetch-Site", "same-origin", true), ("Sec-Fetch-Site", "none", true),
    ("Sec-Fetch-Site", "nonsense", false), ("Origin", "https://evil.example", false),
    ("Origin", "null", true), ("Origin", "https://sso.example.com", true),
    ("Origin", "https://sso.example.com.evil.example", false),
  ])
  func anotherSitesPageCannotUseATicket(name: String, value: String, isTaken: Bool) async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue()[0]
    try await trial.test { client in
      let field = try #require(HTTPField.Name(name))
      let answer = try await client.post(code, headers: [field: value])
      #expect(answer.status == (isTaken ? .seeOther : .forbidden))
      if !isTaken { #expect(answer.heading == "Open the link yourself") }
      #expect(try await trial.ticket(code).uses == (isTaken ? 1 : 0))
      // Opening the page from somewhere else is what links are for.
      #expect(try await client.get(code, headers: [field: value]).status != .forbidden)
    }
  }

  @Test func aBodyIsNotWhatTheFormSends() async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue()[0]
    try await trial.test { client in
      let some = try await client.post(code, body: "a=b")
      #expect(some.status == .badRequest && some.heading == "That did not work")
      let much = try await client.post(
        code, body: String(repeating: "a", count: TicketRoutes.bodyBytesMax + 1))
      #expect(much.status == .contentTooLarge && much.heading == "That did not work")
      #expect(try await trial.ticket(code).uses == 0)
    }
  }

  @Test(arguments: ["PUT", "DELETE", "PATCH", "OPTIONS"])
  func takesNoOtherMethod(name: String) async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue()[0]
    try await trial.test { client in
      let answer = try await client.send(try #require(HTTPRequest.Method(name)), code)
      #expect(answer.status == .methodNotAllowed)
      #expect(answer.headers[.allow] == "GET, HEAD, POST")
      #expect(try await trial.ticket(code).uses == 0)
    }
  }

  @Test func aTicketIsTriedSoOften() async throws {
    let trial = try TicketTrial { $0.limits.perTicket = Rate(count: 2, seconds: 60) }
    let codes = try await trial.issue(uses: 9)
    try await trial.test { client in
      for _ in 0..<2 { #expect(try await client.post(codes[0]).status == .seeOther) }
      let answer = try await client.post(codes[0])
      #expect(answer.status == .tooManyRequests)
      #expect(answer.headers[.retryAfter] == "30")
      #expect(answer.text.contains("Wait 30 seconds, and open the link again."))
      // Looking is free, and others are not concerned.
      #expect(try await client.get(codes[0]).status == .ok)
      #expect(try await client.post(codes[1]).status == .seeOther)
      trial.trial.clock.advance(by: 30)
      #expect(try await client.post(codes[0]).status == .seeOther)
    }
  }

  @Test func anAddressThatTriesTooOftenGetsAPageToo() async throws {
    let trial = try TicketTrial { $0.limits.perAddress = Rate(count: 2, seconds: 60) }
    let code = try await trial.issue()[0]
    try await trial.test(.live) { client in
      #expect(try await client.get(code).status == .ok)
      // On a real connection, HEAD leaves nothing behind that the next answer would begin with.
      let head = try await client.send(.head, code)
      #expect(head.status == .ok && head.text == "")
      let answer = try await client.get(code)
      #expect(answer.status == .tooManyRequests)
      #expect(answer.headers[.retryAfter] == "30")
      #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
      #expect(answer.heading == "Too many tries")
      #expect(try await client.send(.head, code).text == "")
      #expect(try await client.get(code).heading == "Too many tries")
    }
  }

  @Test func standsUnderThePublicPath() async throws {
    let trial = try TicketTrial {
      $0.publicURL = PublicURL(
        text: "https://sso.example.com/in", isHTTPS: true, host: "sso.example.com", path: "/in")
    }
    let code = try await trial.issue()[0]
    try await trial.test { client in
      let page = try await client.get(code)
      #expect(page.heading == "Sign in")
      let answer = try await client.post(code)
      #expect(answer.status == .seeOther)
      let outside = try await TicketClient(client: client.client).get(code)
      #expect(outside.status == .notFound)
    }
  }
}
