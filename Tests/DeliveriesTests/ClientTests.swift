import Deliveries
import Profiles
import TestKit
import Testing

/// The client against a server that misbehaves.
@Suite struct ClientTests {
  private static func policy(_ seconds: Double) -> DeliveryPolicy {
    var policy = DeliveryPolicy()
    policy.connectSeconds = 60
    policy.answerSeconds = seconds
    return policy
  }

  /// Presents one URL.
  private static func present(
    _ url: String, form: String? = nil, redirectsMax: Int = 0, readsBody: Bool = false,
    seconds: Double = 120, times: Int = 1
  ) async throws -> [DeliveryExchange] {
    let artifact = form.map { url + "\n" + $0 } ?? url
    let request = try DeliveryRequest(Array(artifact.utf8), form == nil ? .url : .form)
    let client = try DeliveryClient(
      policy(seconds), host: request.url.origin.certifiedHost, version: "0.0.0", connections: 2)
    var exchanges: [DeliveryExchange] = []
    for _ in 0..<times {
      exchanges.append(
        await client.present(request, redirectsMax: redirectsMax, readsBody: readsBody))
    }
    await client.shutdown()
    return exchanges
  }

  private static func words(_ exchange: DeliveryExchange?) -> String {
    switch exchange {
    case nil: "nothing"
    case .unreachable: "unreachable"
    case .untrusted: "untrusted"
    case .lost: "lost"
    case .answer(let answer):
      "\(answer.status)"
        + answer.locations.map { " " + String(decoding: $0, as: UTF8.self) }.joined()
        + (answer.body.isEmpty ? "" : " \(answer.body.count) bytes")
    }
  }

  @Test func visitsAURLAsABrowserDoesAndKeepsNothing() async throws {
    let server = try PlatformServer { _ in
      .status(302, headers: ["Location: /home", "Set-Cookie: session=1; Path=/"])
    }
    let exchanges = try await Self.present("http://\(server.host)/sso?jwt=abc", times: 3)
    #expect(exchanges.map(Self.words) == Array(repeating: "302 /home", count: 3))
    #expect(server.requests.map(\.line) == Array(repeating: "GET /sso?jwt=abc HTTP/1.1", count: 3))
    for request in server.requests {
      #expect(request.field("cookie") == nil)
      #expect(request.field("referer") == nil)
      #expect(request.field("user-agent") == "muster/0.0.0")
      #expect(request.field("host") == server.host)
    }
  }

  @Test func postsAForm() async throws {
    let server = try PlatformServer { _ in .status(200) }
    let exchanges = try await Self.present("http://\(server.host)/sso", form: "jwt=abc&x=1")
    #expect(exchanges.map(Self.words) == ["200"])
    #expect(server.requests.map(\.line) == ["POST /sso HTTP/1.1"])
    #expect(server.requests.map(\.body) == ["jwt=abc&x=1"])
    #expect(server.requests[0].field("content-type") == "application/x-www-form-urlencoded")
  }

  @Test(arguments: [
    ("/next", 3, "200", 2), ("/next", 1, "200", 2), ("/next", 0, "302 /next", 1),
    ("next?a=b", 1, "200", 2), ("//evil.example/x", 5, "302 //evil.example/x", 1),
    ("/\\evil.example", 5, "302 /\\evil.example", 1),
    ("https://127.0.0.1/x", 5, "302 https://127.0.0.1/x", 1),
    ("http://127.0.0.1:1/x", 5, "302 http://127.0.0.1:1/x", 1),
    ("http://localhost/x", 5, "302 http://localhost/x", 1),
  ])
  func redirectsAreFollowedOnTheSameOriginOnly(
    location: String, redirectsMax: Int, answer: String, requests: Int
  ) async throws {
    let server = try PlatformServer { request in
      request.number == 1 ? .status(302, headers: ["Location: \(location)"]) : .status(200)
    }
    let exchanges = try await Self.present(
      "http://\(server.host)/sso?jwt=abc", redirectsMax: redirectsMax)
    #expect(exchanges.map(Self.words) == [answer])
    #expect(server.requests.count == requests)
    #expect(server.requests.dropFirst().allSatisfy { !$0.head.contains("abc") })
  }

  @Test func redirectsThatHaveNoEndAreFollowedSoOften() async throws {
    let server = try PlatformServer { _ in .status(302, headers: ["Location: /sso"]) }
    let exchanges = try await Self.present("http://\(server.host)/sso", redirectsMax: 4)
    #expect(exchanges.map(Self.words) == ["302 /sso"])
    #expect(server.requests.count == 5)
  }

  @Test func anAnswerSaysWhoGaveIt() async throws {
    let server = try PlatformServer { request in
      .status(302, headers: ["Location: \(request.number == 1 ? "/a/x" : "error")"])
    }
    let exchanges = try await Self.present("http://\(server.host)/sso", redirectsMax: 1)
    #expect(exchanges.map(Self.words) == ["302 error"])
    guard case .answer(let answer) = exchanges[0] else { return }
    #expect(answer.url?.target == "/a/x")
  }

  @Test(arguments: [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
  func whatFollowsAPost(status: Int, method: String) async throws {
    let server = try PlatformServer { request in
      request.number == 1 ? .status(status, headers: ["Location: /next"]) : .status(200)
    }
    _ = try await Self.present("http://\(server.host)/sso", form: "jwt=abc", redirectsMax: 1)
    #expect(server.requests.last?.line == "\(method) /next HTTP/1.1")
    #expect(server.requests.last?.body == (method == "POST" ? "jwt=abc" : ""))
  }

  @Test func aResetBeforeTheAnswerIsLost() async throws {
    let server = try PlatformServer { _ in .reset }
    #expect(try await Self.present("http://\(server.host)/").map(Self.words) == ["lost"])
    #expect(server.requests.count == 1)
  }

  @Test func aResetWithinTheHeadIsLost() async throws {
    let server = try PlatformServer { _ in .resetAfter("HTTP/1.1 302 X\r\nLocation: /ho") }
    #expect(try await Self.present("http://\(server.host)/").map(Self.words) == ["lost"])
  }

  @Test func aResetBehindTheHeadMattersOnlyWhereTheBodyDoes() async throws {
    let server = try PlatformServer { _ in
      .resetAfter("HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nabc")
    }
    #expect(try await Self.present("http://\(server.host)/").map(Self.words) == ["200"])
    #expect(
      try await Self.present("http://\(server.host)/", readsBody: true).map(Self.words) == ["lost"])
  }

  @Test func silenceEnds() async throws {
    let server = try PlatformServer { _ in .silence }
    #expect(
      try await Self.present("http://\(server.host)/", seconds: 0.5).map(Self.words) == ["lost"])
  }

  @Test func aSlowAnswerIsWaitedFor() async throws {
    let server = try PlatformServer { _ in .slow(0.5, .status(204)) }
    #expect(try await Self.present("http://\(server.host)/").map(Self.words) == ["204"])
  }

  @Test func noMoreOfABodyIsReadThanIsLookedAt() async throws {
    let server = try PlatformServer { _ in .endless(64 << 20, headers: []) }
    #expect(
      try await Self.present("http://\(server.host)/", readsBody: true).map(Self.words)
        == ["200 \(DeliveryAnswer.bodyBytesMax) bytes"])
    #expect(try await Self.present("http://\(server.host)/").map(Self.words) == ["200"])
  }

  @Test func aBodyThatSaysItIsHugeIsNotWaitedFor() async throws {
    let server = try PlatformServer { _ in
      .resetAfter("HTTP/1.1 302 X\r\nLocation: /home\r\nContent-Length: 99999999999\r\n\r\nabc")
    }
    #expect(try await Self.present("http://\(server.host)/").map(Self.words) == ["302 /home"])
  }

  @Test(arguments: [
    "HTTP/1.1 302 X\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.0 302\r\nLocation: /a\r\nlocation: /b\r\n\r\n",
  ])
  func twoLocationsAreBothThere(answer: String) async throws {
    let server = try PlatformServer { _ in .raw(answer) }
    #expect(
      try await Self.present("http://\(server.host)/", redirectsMax: 3).map(Self.words)
        == ["302 /a /b"])
  }

  @Test func whatIsNoHTTPIsLost() async throws {
    let server = try PlatformServer { _ in .raw("SSH-2.0-OpenSSH_9.6\r\n\r\n") }
    #expect(try await Self.present("http://\(server.host)/").map(Self.words) == ["lost"])
  }

  @Test func aPortThatNobodyListensOnIsUnreachable() async throws {
    #expect(try await Self.present("http://127.0.0.1:1/").map(Self.words) == ["unreachable"])
    #expect(try await Self.present("https://127.0.0.1:1/").map(Self.words) == ["unreachable"])
    #expect(
      try await Self.present("https://no-such-host.invalid/").map(Self.words) == ["unreachable"])
  }

  @Test func aServerWithoutTLSIsNotSpokenToInClear() async throws {
    let server = try PlatformServer { _ in .status(200) }
    let words = try await Self.present("https://\(server.host)/sso?jwt=abc").map(Self.words)
    #expect(words == ["unreachable"] || words == ["lost"])
    #expect(server.requests.isEmpty)
  }

  @Test func aTrustRootHasToBeACertificate() {
    #expect(throws: DeliveryClientError.badCertificate) {
      try DeliveryClient(
        DeliveryPolicy(), host: nil, version: "0", certificates: Array("no certificate".utf8),
        connections: 1)
    }
  }
}
