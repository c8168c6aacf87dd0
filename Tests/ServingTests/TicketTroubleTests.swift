import Bytes
import Dispatch
import HTTPTypes
import HummingbirdTesting
import Ledgers
import Provisioning
import Synchronization
import Testing
import Tokens

@testable import ServerConfigs
@testable import Serving

@Suite struct TicketTroubleTests {
  private static let broken = "sub,name,email\n1,,ada@example.com\n2,Bo,bo@example.com\n"

  @Test func aUseThatComesToNothingIsGivenBack() async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue(Self.broken)[0]
    try await trial.test { client in
      let answer = try await client.post(code)
      #expect(answer.status == .internalServerError)
      #expect(answer.heading == "Something went wrong on our side")
      #expect(answer.text.contains("the link still works"))
      #expect(answer.headers[.location] == nil)
      #expect(try await trial.ticket(code).uses == 0)
      #expect(try await client.get(code).status == .ok)
      let bytes = Array(answer.text.utf8)
      let start = try #require(bytes.place(of: Array("<code>".utf8))) + 6
      let end = try #require(bytes.place(of: Array("</code>".utf8)))
      let reference = String(decoding: bytes[start..<end], as: UTF8.self)
      let log = await trial.trial.lines.text()
      let line = try #require(log.split(separator: "\n").first { $0.contains("row_refused") })
      #expect(line.contains("\"request\":\"\(reference)\""))
      #expect(line.contains("\"findings\":[\"required name\"]"))
    }
  }

  @Test func whatIsRefusedIsCountedAndTroubleIsLoggedInAnyCase() async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue(Self.broken)[0]
    let server = trial.server(logsRequests: false)
    let base = trial.trial.config.publicURL.path
    try await server.application().test(.router) { client in
      let client = TicketClient(client: client, base: base)
      #expect(try await client.get(code).status == .ok)
      let foreign = try await client.post(code, headers: [.secFetchSite: "cross-site"])
      #expect(foreign.status == .forbidden)
      #expect(try await client.post(code, body: "x=y").status == .badRequest)
      #expect(try await client.post(code).status == .internalServerError)
    }
    let page = MetricsPage(server.metrics, droppedLogLines: 0).text
    for reason in ["foreign_origin", "bad_request", "row_refused"] {
      #expect(page.contains("muster_requests_refused_total{reason=\"\(reason)\"} 1\n"), "\(reason)")
    }
    // Requests are not logged here; the one with our own trouble is.
    let log = await trial.trial.lines.text()
    #expect(log.split(separator: "\n").count == 1)
    #expect(log.contains("\"outcome\":\"row_refused\""))
  }

  @Test func aLogThatNobodyReadsIsGivenUp() async {
    let isRead = DispatchSemaphore(value: 0)
    let writer = LogWriter { _ in
      isRead.wait()
      return true
    }
    writer.take(Array("a\n".utf8))
    await writer.close(secondsMax: 0.05)
    isRead.signal()
  }

  @Test func neitherTicketsNorTokensAreLogged() async throws {
    let trial = try TicketTrial { $0.tickets.graceSeconds = 0 }
    let codes = try await trial.issue(Self.broken)
    var tokens: [String] = []
    let seen = KeptTexts()
    try await trial.test { client in
      for code in codes + ["AAAAAAAAAAAAAAAAAAAAAA", "not-a-ticket-at-all"] {
        for method in [HTTPRequest.Method.get, .head, .post, .post, .put] {
          let answer = try await client.send(
            method, code + "?utm=mailer", headers: [.referer: "https://x.example/t/\(code)"])
          if let location = answer.headers[.location] {
            #expect(answer.status == .seeOther)
            seen.add(location)
          }
          #expect(!answer.text.contains(code))
        }
      }
      #expect(try await client.send(.get, codes[0] + "/more").status == .notFound)
      #expect(try await client.send(.post, codes[0] + "/more").headers[.location] == nil)
    }
    tokens = seen.all
    #expect(tokens.count == 1)
    let log = await trial.trial.lines.text()
    #expect(log.split(separator: "\n").count > 20)
    for secret in codes + ["not-a-ticket-at-all", "utm", "x.example", "Bo", "bo@example"] {
      #expect(!log.contains(secret), "\(secret)")
    }
    for token in tokens {
      let value = try #require(token.split(separator: "=").last)
      #expect(!log.contains(value))
    }
    #expect(log.contains("\"route\":\"/t/{ticket}\""))
    #expect(log.contains("\"outcome\":\"unknown\""))
  }

  @Test func aTicketOfAMountThatIsGoneDoesNotWork() async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue(mount: "elsewhere")[0]
    try await trial.test { client in
      let page = try await client.get(code)
      #expect(page.heading == "This link does not work")
      let answer = try await client.post(code)
      #expect(answer.status == .notFound)
      #expect(answer.heading == "This link does not work")
      #expect(try await trial.ticket(code).uses == 0)
    }
    #expect(await trial.trial.lines.text().contains("A ticket is for a mount that offers none."))
  }

  @Test func aLedgerThatIsClosedIsAskedForLater() async throws {
    let trial = try TicketTrial()
    let code = try await trial.issue()[0]
    await trial.worker.shutdown()
    try await trial.test { client in
      for method in [HTTPRequest.Method.get, .post] {
        let answer = try await client.send(method, code)
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "2")
        #expect(answer.heading == "One moment, please")
      }
    }
  }

  // MARK: Other kinds of artifacts

  private static func mediaos(_ artifact: String, next: String? = nil) throws -> TicketTrial {
    try TicketTrial(mount: { trial in
      try trial.mount("mediaos", roster: "email\na@example.com\n", offers: [.tickets]) {
        mount, options, _ in
        mount.artifact = artifact
        mount.continueURL = next
        options.parameters = []
      }
    })
  }

  @Test func aSnippetIsShownUnderAPolicyOfItsDigests() async throws {
    let trial = try Self.mediaos("snippet", next: "https://site.example/?a=1&b=2")
    let code = try await trial.issue("email\na@example.com\n", mount: "mediaos")[0]
    try await trial.test { client in
      #expect(
        try await client.get(code).headers[.contentSecurityPolicy]?.contains("form-action 'self';")
          == true)
      let answer = try await client.post(code)
      #expect(answer.status == .ok)
      let scripts = SnippetScripts(Array(answer.text.utf8))
      #expect(scripts.inline.count == 1)
      let inline = String(decoding: scripts.inline[0], as: UTF8.self)
      #expect(inline.hasPrefix("window.mediaosSSO = 'ey") && inline.hasSuffix("';"))
      let policy = try #require(answer.headers[.contentSecurityPolicy])
      #expect(
        policy.contains(
          "; script-src \(PagePolicy.hashSource(scripts.inline[0])) https://mos-scripts.com; "))
      #expect(answer.text.contains("href=\"https://site.example/?a=1&amp;b=2\">Continue</a>"))
      #expect(answer.headers[.cacheControl] == "no-store")
    }
  }

  @Test func aSnippetWithANonceHasANewOneEachTime() async throws {
    let trial = try Self.mediaos("snippet-csp")
    let code = try await trial.issue("email\na@example.com\n", mount: "mediaos")[0]
    try await trial.test { client in
      var nonces: [String] = []
      for _ in 0..<2 {
        let answer = try await client.post(code)
        #expect(answer.status == .ok)
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        let parts = policy.split(separator: "'").map(String.init)
        let nonce = try #require(parts.first { $0.hasPrefix("nonce-") }).dropFirst(6)
        #expect(nonce.utf8.count == 22)
        #expect(policy.contains("; script-src 'nonce-\(nonce)' 'strict-dynamic'; "))
        #expect(Array(answer.text.utf8).count(of: Array(" nonce=\"\(nonce)\"".utf8)) == 2)
        nonces.append(String(nonce))
      }
      #expect(nonces[0] != nonces[1])
    }
  }

  @Test func aFormIsPostedToItsPlatform() async throws {
    let trial = try TicketTrial(mount: { trial in
      try trial.mount("zendesk", roster: "email,name\na@example.com,Ada\n", offers: [.tickets]) {
        mount, _, _ in mount.artifact = "form"
      }
    })
    let code = try await trial.issue("email,name\na@example.com,Ada\n", mount: "zendesk")[0]
    try await trial.test { client in
      let answer = try await client.post(code)
      #expect(answer.status == .ok)
      #expect(
        answer.text.contains(
          "<form method=\"post\" action=\"https://community.example.com/access/jwt\">\n"
            + "<input type=\"hidden\" name=\"jwt\" value=\"ey"))
      let policy = try #require(answer.headers[.contentSecurityPolicy])
      #expect(policy.contains("; form-action https:; "))
      #expect(policy.contains("script-src 'sha256-"))
    }
  }
}

private final class KeptTexts: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }
  func add(_ text: String) { texts.withLock { $0.append(text) } }
}
