import Foundation
import Testing

@testable import ServerConfigs
@testable import Serving

@Suite struct ConnectionTests {
  private static let mint =
    "POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada-secret\r\n"

  private func server(_ change: (inout ServerLimits) -> Void = { _ in }) throws -> MusterServer {
    var trial = ServerTrial { change(&$0.limits) }
    try trial.mount()
    return trial.server()
  }

  private func ending(_ refusal: Refusal) -> String {
    String(decoding: Answer.body(refusal), as: UTF8.self)
  }

  /// What every answer has, also one that no handler made.
  private func expectGuarded(_ text: String) {
    let text = text.lowercased()
    for header in [
      "cache-control: no-store", "referrer-policy: no-referrer",
      "x-content-type-options: nosniff", "content-security-policy: default-src 'none'",
    ] { #expect(text.contains("\r\n\(header)")) }
    #expect(!text.contains("\r\nserver:"))
  }

  @Test func answersSeveralRequestsOfOneConnection() async throws {
    try await withServer(try server()) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(Self.mint + "Content-Length: 0\r\n\r\n")
      _ = try await connection.until("\"}")
      // Two at once, the second cut in the middle.
      let body = "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
      try await connection.send(Self.mint + body + Self.mint + "Content-Le")
      _ = try await connection.until("\"}", times: 2)
      try await connection.send("ngth: 0\r\n\r\n")
      let text = try await connection.until("\"}", times: 3)
      #expect(text.ranges(of: "HTTP/1.1 200 OK\r\n").count == 3)
      expectGuarded(text)
      try await connection.close()
    }
  }

  @Test func sendsNoBodyWhereNoneMayFollow() async throws {
    try await withServer(try server()) { running in
      let connection = try await RawConnection.open(running.port)
      for start in ["HEAD /a", "HEAD /v1/token/tinydrive", "OPTIONS /v1/token/tinydrive"] {
        try await connection.send("\(start) HTTP/1.1\r\nHost: a\r\n\r\n")
      }
      let text = try await connection.until("\r\n\r\n", times: 3)
      let heads = text.components(separatedBy: "\r\n\r\n")
      #expect(heads.count == 4 && heads[3] == "")
      #expect(heads[0].hasPrefix("HTTP/1.1 404 Not Found\r\n"))
      #expect(heads[1].hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
      #expect(heads[2].hasPrefix("HTTP/1.1 204 No Content\r\n"))
      #expect(!heads[2].lowercased().contains("content-length"))
      try await connection.close()
    }
  }

  @Test(arguments: [
    "GET /a HTTP/1.0\r\n\r\n", "GET /a HTTP/1.0\r\nHost: a\r\n\r\n",
    "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",
    "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
  ])
  func endsTheConnectionAfterTheLastRequest(text: String) async throws {
    try await withServer(try server()) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(text)
      let answer = try await connection.untilClosed()
      #expect(answer.ranges(of: "HTTP/1.1 ").count == 1)
      #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
    }
  }

  @Test func takesABodyInChunks() async throws {
    try await withServer(try server()) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(
        Self.mint + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
      )
      try await connection.send("1\r\n}\r\n0\r\n\r\n")
      #expect(try await connection.until("\"}").hasPrefix("HTTP/1.1 200 OK\r\n"))
      try await connection.close()
    }
  }

  @Test(arguments: [
    "GET", "\u{16}\u{3}\u{1}\u{0}\u{A5}\u{1}\u{0}\r\n\r\n", "\r\n\r\n\r\nhello\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nA\u{1}: b\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{0}\r\n\r\n",
  ])
  func refusesWhatIsNoRequest(text: String) async throws {
    try await withServer(try server { $0.requestSeconds = 1 }) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(text)
      let answer = try await connection.untilClosed()
      let isCut = text == "GET"
      #expect(
        answer.hasPrefix(
          isCut ? "HTTP/1.1 408 Request Timeout\r\n" : "HTTP/1.1 400 Bad Request\r\n"))
      #expect(answer.hasSuffix(ending(isCut ? .tooSlow : .badRequest)))
      expectGuarded(answer)
    }
  }

  @Test func answersWhatCameTogetherWithGarbage() async throws {
    try await withServer(try server()) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(Self.mint + "Content-Length: 0\r\n\r\ngarbage\r\n\r\n")
      let text = try await connection.untilClosed()
      #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(text.hasSuffix("\"}"))
    }
  }

  @Test func answersWhatCameBeforeGarbage() async throws {
    try await withServer(try server()) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(Self.mint + "Content-Length: 0\r\n\r\n")
      _ = try await connection.until("\"}")
      try await connection.send("garbage\r\n\r\n")
      let text = try await connection.untilClosed()
      #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(text.contains("HTTP/1.1 400 Bad Request\r\n"))
    }
  }

  // MARK: Sizes

  @Test(arguments: [
    (64, "HTTP/1.1 404 Not Found", Refusal.unknownName),
    (65, "HTTP/1.1 414 URI Too Long", .targetTooLong),
    (70_000, "HTTP/1.1 414 URI Too Long", .targetTooLong),
  ])
  func holdsTargetsAgainstTheirLimit(bytes: Int, status: String, refusal: Refusal) async throws {
    try await withServer(try server { $0.targetBytesMax = 64 }) { running in
      let connection = try await RawConnection.open(running.port)
      let path = "/" + String(repeating: "a", count: bytes - 1)
      try await connection.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      let answer = try await connection.untilClosed()
      #expect(answer.hasPrefix(status + "\r\n"))
      #expect(answer.hasSuffix(ending(refusal)))
      expectGuarded(answer)
    }
  }

  @Test(arguments: [
    (1_000, "HTTP/1.1 404 Not Found", Refusal.unknownName),
    (1_001, "HTTP/1.1 431 Request Header Fields Too Large", .headersTooLarge),
    (90_000, "HTTP/1.1 431 Request Header Fields Too Large", .headersTooLarge),
  ])
  func holdsHeadersAgainstTheirLimit(bytes: Int, status: String, refusal: Refusal) async throws {
    try await withServer(
      try server {
        $0.targetBytesMax = 200
        $0.headerBytesMax = 1_000
      }
    ) { running in
      let connection = try await RawConnection.open(running.port)
      // "connection", "close" and the name count as well; the host does not.
      let value = String(repeating: "a", count: bytes - 16)
      try await connection.send(
        "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nx: \(value)\r\n\r\n")
      let answer = try await connection.untilClosed()
      #expect(answer.hasPrefix(status + "\r\n"))
      #expect(answer.hasSuffix(ending(refusal)))
      expectGuarded(answer)
    }
  }

  @Test(arguments: [(96, "404"), (110, "431")])
  func takesNoMoreFieldsThanItMay(count: Int, status: String) async throws {
    try await withServer(try server()) { running in
      let connection = try await RawConnection.open(running.port)
      let fields = (0..<count).map { "a\($0): 1\r\n" }.joined()
      try await connection.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(fields)\r\n")
      #expect(try await connection.untilClosed().hasPrefix("HTTP/1.1 \(status) "))
    }
  }

  @Test func refusesALargeBodyBeforeItHasCome() async throws {
    try await withServer(try server { $0.bodyBytesMax = 100 }) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(
        Self.mint + "Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n{")
      let answer = try await connection.untilClosed()
      #expect(answer.hasPrefix("HTTP/1.1 413 "))
      #expect(answer.hasSuffix(ending(.bodyTooLarge)))
      let chunked = try await RawConnection.open(running.port)
      try await chunked.send(
        Self.mint + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
      try await chunked.send("ff\r\n" + String(repeating: " ", count: 255) + "\r\n")
      #expect(try await chunked.untilClosed().hasPrefix("HTTP/1.1 413 "))
    }
  }

  // MARK: Times

  @Test(arguments: [
    "POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nX-Slow: ",
    mint + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
  ])
  func endsARequestThatDrips(beginning: String) async throws {
    try await withServer(try server { $0.requestSeconds = 1 }) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(beginning)
      let dripping = Task {
        while !Task.isCancelled {
          try await connection.send(" ")
          try await Task.sleep(for: .milliseconds(100))
        }
      }
      let answer = try await connection.untilClosed()
      dripping.cancel()
      #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
      #expect(answer.hasSuffix(ending(.tooSlow)))
      expectGuarded(answer)
    }
  }

  @Test func endsAConnectionThatIdles() async throws {
    try await withServer(try server { $0.idleSeconds = 1 }) { running in
      let silent = try await RawConnection.open(running.port)
      let used = try await RawConnection.open(running.port)
      try await used.send(Self.mint + "Content-Length: 0\r\n\r\n")
      #expect(try await silent.untilClosed() == "")
      #expect(try await used.untilClosed().hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
  }

  @Test func closesWhatIsTooMuchForOneAddress() async throws {
    try await withServer(try server { $0.connectionsPerAddressMax = 2 }) { running in
      let first = try await RawConnection.open(running.port)
      let second = try await RawConnection.open(running.port)
      for connection in [first, second] {
        try await connection.send(Self.mint + "Content-Length: 0\r\n\r\n")
        _ = try await connection.until("\"}")
      }
      // It is closed before it has said anything, so that it holds no place of others.
      let third = try await RawConnection.open(running.port)
      #expect(try await third.untilClosed() == "")
      try await first.close()
      // The place is free when the server has noticed.
      var answer = ""
      for _ in 0..<100 where answer.isEmpty {
        try await Task.sleep(for: .milliseconds(50))
        let fourth = try await RawConnection.open(running.port)
        try? await fourth.send(Self.mint + "Connection: close\r\nContent-Length: 0\r\n\r\n")
        answer = try await fourth.untilClosed()
      }
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      try await second.close()
    }
  }

  @Test(arguments: ["127.0.0.0/8", "127.0.0.1"])
  func countsNoConnectionsOfProxies(range: String) async throws {
    let proxies = [try #require(AddressRange(range))]
    var trial = ServerTrial { config in
      config.limits.connectionsPerAddressMax = 1
      config.proxies = proxies
    }
    try trial.mount()
    try await withServer(trial.server()) { running in
      for _ in 0..<3 {
        let connection = try await RawConnection.open(running.port)
        try await connection.send(Self.mint + "Content-Length: 0\r\n\r\n")
        _ = try await connection.until("\"}")
      }
    }
  }

  @Test func servesNoMoreConnectionsThanItMay() async throws {
    try await withServer(try server { $0.connectionsMax = 2 }) { running in
      let request = Self.mint + "Content-Length: 0\r\n\r\n"
      let first = try await RawConnection.open(running.port)
      let second = try await RawConnection.open(running.port)
      for connection in [first, second] {
        try await connection.send(request)
        _ = try await connection.until("\"}")
      }
      let third = try await RawConnection.open(running.port)
      try await third.send(request)
      let refused = try await third.untilClosed()
      #expect(refused.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
      #expect(refused.lowercased().contains("\r\nretry-after: 5\r\n"))
      #expect(refused.hasSuffix(ending(.tooManyConnections)))
      try await first.close()
      // The place is free when the server has noticed.
      var answer = refused
      for _ in 0..<100 where !answer.hasPrefix("HTTP/1.1 200") {
        try await Task.sleep(for: .milliseconds(50))
        let fourth = try await RawConnection.open(running.port)
        try await fourth.send(Self.mint + "Connection: close\r\nContent-Length: 0\r\n\r\n")
        answer = try await fourth.untilClosed()
      }
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      try await second.close()
    }
  }
}
