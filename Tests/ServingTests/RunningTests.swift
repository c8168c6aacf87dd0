import Rosters
import Synchronization
import Testing

@testable import ServerConfigs
@testable import Serving

@Suite struct RunningTests {
  private func get(_ port: Int, _ path: String, _ method: String = "GET") async throws -> String {
    let connection = try await RawConnection.open(port)
    try await connection.send("\(method) \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    return try await connection.untilClosed()
  }

  private func trial(_ change: (inout ServerConfig) -> Void = { _ in }) throws -> ServerTrial {
    var trial = ServerTrial(change)
    try trial.mount()
    return trial
  }

  // MARK: The admin listener

  @Test func saysThatItIsThereAndReady() async throws {
    let fit = Shared()
    let parts = [Readiness.Part("ledger") { fit.value.load(ordering: .relaxed) }]
    try await withServer(try trial().server(parts: parts)) { running in
      #expect(try await get(running.adminPort, "/healthz").hasSuffix("\r\n\r\nok\n"))
      #expect(try await get(running.adminPort, "/readyz").hasSuffix("\r\n\r\nready\n"))
      #expect(try await get(running.adminPort, "/readyz", "HEAD").hasSuffix("\r\n\r\n"))
      fit.value.store(false, ordering: .relaxed)
      let unfit = try await get(running.adminPort, "/readyz")
      #expect(unfit.hasPrefix("HTTP/1.1 503 "))
      #expect(unfit.hasSuffix("\r\n\r\nnot ready: ledger\n"))
      #expect(try await get(running.adminPort, "/healthz").hasPrefix("HTTP/1.1 200 "))
      #expect(try await get(running.adminPort, "/v1/token/tinydrive", "POST").contains(" 404 "))
      #expect(try await get(running.adminPort, "/metrics", "POST").hasPrefix("HTTP/1.1 405 "))
      for path in ["/healthz", "/readyz", "/metrics"] {
        #expect(try await get(running.port, path).hasPrefix("HTTP/1.1 404 "))
      }
    }
  }

  @Test func countsWhatItDoes() async throws {
    try await withServer(try trial().server()) { running in
      let connection = try await RawConnection.open(running.port)
      for token in ["ada-secret", "ada-secret", "eve-secret", "wrong"] {
        try await connection.send(
          """
          POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\
          Authorization: Bearer \(token)\r\n\r\n
          """)
      }
      _ = try await connection.until("HTTP/1.1 401")
      let page = try await get(running.adminPort, "/metrics")
      #expect(page.contains("text/plain; version=0.0.4; charset=utf-8\r\n"))
      let lines = page.split(separator: "\r\n\r\n").last?.split(separator: "\n") ?? []
      for line in [
        #"muster_http_requests_total{route="/v1/token/{name}",status="2xx"} 2"#,
        #"muster_http_requests_total{route="/v1/token/{name}",status="4xx"} 2"#,
        #"muster_tokens_minted_total{mount="tinydrive",offer="token"} 2"#,
        #"muster_requests_refused_total{reason="not_allowed"} 1"#,
        #"muster_requests_refused_total{reason="unauthenticated"} 1"#,
        #"muster_http_request_duration_seconds_bucket{route="/v1/token/{name}",le="+Inf"} 4"#,
        #"muster_http_request_duration_seconds_count{route="/v1/token/{name}"} 4"#,
        #"muster_http_request_duration_seconds_bucket{route="/t/{ticket}",le="0.00025"} 0"#,
        "muster_http_connections 1", "muster_http_requests_in_flight 0",
      ] { #expect(lines.contains { $0 == line }, "\(line)") }
      // Each family says what it is before its samples.
      var known: Set<Substring> = []
      for line in lines where line.hasPrefix("# TYPE ") {
        known.insert(line.split(separator: " ")[2])
      }
      for line in lines where !line.hasPrefix("#") {
        var name = line.prefix { $0 != "{" && $0 != " " }
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
          name = name.dropLast(suffix.count)
        }
        #expect(known.contains(name), "\(line)")
      }
      try await connection.close()
    }
  }

  @Test func escapesLabelsAndWritesPlainNumbers() {
    #expect(MetricsPage.escaped("a\\b\"c\nd é") == "a\\\\b\\\"c\\nd é")
    let seconds = [
      (0, "0"), (250, "0.00025"), (1_000_000, "1"), (2_500_000, "2.5"), (1, "0.000001"),
    ]
    for (microseconds, text) in seconds { #expect(MetricsPage.seconds(microseconds) == text) }
  }

  // MARK: The log

  @Test func logsEachRequestWithoutWhatItBrought() async throws {
    let trial = try trial()
    try await withServer(trial.server()) { running in
      let connection = try await RawConnection.open(running.port)
      try await connection.send(
        """
        POST /v1/token/tinydrive?jwt=query-secret HTTP/1.1\r\nHost: host-secret\r\n\
        Content-Length: 19\r\nContent-Type: application/json\r\nUser-Agent: agent-secret\r\n\
        Authorization: Bearer ada-secret\r\n\r\n{"a":"body-secret"}
        """)
      _ = try await connection.until("\r\n\r\n")
      try await connection.close()
      _ = try await get(running.port, "/t/abcdefghijklmnopqrstuv")
      _ = try await get(running.port, "/path-secret", "PATHSECRET")
    }
    let log = await trial.lines.text()
    #expect(!log.contains("secret") && !log.contains("127.0.0.1") && !log.contains("Ada"))
    #expect(!log.contains("SECRET") && !log.contains("abcdefg") && !log.contains("eyJ"))
    let lines = log.split(separator: "\n")
    #expect(lines.count == 3)
    let first = try #require(lines.first)
    #expect(first.hasPrefix(#"{"time":"2023-11-14T22:13:20Z","level":"info","message":"request","#))
    #expect(first.contains(#""method":"POST","#) && first.contains(#""route":"/v1/token/{name}","#))
    #expect(first.contains(#""status":200"#) && first.contains(#""outcome":"minted""#))
    #expect(first.hasSuffix("}"))
    #expect(lines[1].contains(#""outcome":"not_found""#))
  }

  // MARK: Beginning and end

  @Test func saysWhyItCannotListen() async throws {
    try await withServer(try trial().server()) { running in
      let second = try trial {
        $0.adminListen = ListenAddress(host: "127.0.0.1", port: running.adminPort)
      }
      await #expect(
        throws: ServerFailure.cannotListen(
          listener: "admin listener", address: "127.0.0.1:\(running.adminPort)", code: 98)
      ) { try await second.server().run(signals: []) }
      let third = try trial { $0.listen = ListenAddress(host: "192.0.2.1", port: 0) }
      await #expect(
        throws: ServerFailure.cannotListen(
          listener: "listener", address: "192.0.2.1:0", code: 99)
      ) { try await third.server().run(signals: []) }
    }
  }

  @Test func finishesWhatIsAtWorkBeforeItEnds() async throws {
    let roster = SlowRoster()
    var trial = ServerTrial()
    try trial.mount()
    roster.inner = trial.mounts[0].roster
    trial.mounts[0].replaceRoster(roster)
    let running = try await RunningServer.start(trial.server())
    let idle = try await RawConnection.open(running.port)
    let busy = try await RawConnection.open(running.port)
    try await busy.send(
      "POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada-secret\r\n\r\n")
    await roster.untilAsked()
    running.trigger()
    // Whoever does nothing is let go, nobody new comes in, and the other listener says so.
    _ = try await idle.untilClosed()
    let unready = try await get(running.adminPort, "/readyz")
    #expect(unready.hasSuffix("\r\n\r\nnot ready: shutdown\n"))
    await #expect(throws: (any Error).self) { _ = try await RawConnection.open(running.port) }
    roster.release()
    let answer = try await busy.untilClosed()
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.hasSuffix("\"}"))
    try await running.end().get()
  }

  @Test func endsInItsTimeWhoeverHolds() async throws {
    let roster = SlowRoster()
    var trial = ServerTrial { $0.limits.shutdownSeconds = 1 }
    try trial.mount()
    trial.mounts[0].replaceRoster(roster)
    let running = try await RunningServer.start(trial.server())
    let busy = try await RawConnection.open(running.port)
    try await busy.send(
      "POST /v1/token/tinydrive HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ada-secret\r\n\r\n")
    await roster.untilAsked()
    running.trigger()
    _ = try await busy.untilClosed()
    // The request is let go of while its user is still looked up.
    roster.release()
    _ = await running.end()
  }
}

/// Holds an atomic, which cannot be captured.
private final class Shared: Sendable {
  let value = Atomic<Bool>(true)
}

/// A roster that answers when a test lets it.
private final class SlowRoster: RosterSource, @unchecked Sendable {
  var inner: (any RosterSource)?
  private let asked = AsyncStream.makeStream(of: Void.self)
  private let released = AsyncStream.makeStream(of: Void.self)

  func untilAsked() async { for await _ in asked.stream { return } }

  func release() { released.continuation.finish() }

  func find(_ user: [UInt8]) async throws -> RosterEntry? {
    asked.continuation.yield()
    for await _ in released.stream {}
    return try await inner?.find(user)
  }
}
