import Pings
import Testing

/// These talk to a server on this machine.
@Suite struct PingTests {
  private static let id = "6a1e7a0c-8f3d-4f57-9d0e-2f1f6f0f9d11"

  @Test(arguments: [
    (Ping.Event.start, "/abc/start"), (.success, "/abc"), (.failure(exitCode: 10), "/abc/10"),
    (.failure(exitCode: 255), "/abc/255"), (.failure(exitCode: 256), "/abc/fail"),
    (.failure(exitCode: -1), "/abc/fail"), (.failure(exitCode: 0), "/abc/fail"),
  ])
  func postsTheEventWithTheSummary(event: Ping.Event, path: String) throws {
    let server = try LoopbackServer(.status(200, body: "OK"))
    let note = try Ping(server.url + "/abc/").send(
      event, runID: Self.id, body: Array("3 issued".utf8))
    #expect(note == nil)
    let request = try #require(server.requests.first)
    #expect(server.requests.count == 1)
    #expect(request.hasPrefix("POST \(path)?rid=\(Self.id) HTTP/1.1\r\n"))
    #expect(request.hasSuffix("\r\n\r\n3 issued"))
  }

  @Test func keepsTheQueryAndDropsTheFragment() throws {
    let server = try LoopbackServer(.status(204))
    let note = try Ping(server.url + "/a?key=v#frag\n").send(.start, runID: Self.id, body: [])
    #expect(note == nil)
    #expect(server.requests.first?.hasPrefix("POST /a/start?key=v&rid=\(Self.id) ") == true)
  }

  @Test(arguments: [(500, 2), (503, 2), (404, 1), (301, 1), (307, 1), (100_000, 2)])
  func triesTwiceWhereThatMayHelp(status: Int, tries: Int) throws {
    let server = try LoopbackServer(
      .status(status, headers: "Location: http://127.0.0.1:9/other\r\n"))
    let ping = try Ping(server.url + "/secret-path", seconds: 5)
    let note = try #require(ping.send(.success, runID: Self.id, body: []))
    #expect(server.requests.count == tries)
    #expect(!note.message.contains("secret-path"))
    #expect(note.host == "127.0.0.1:\(server.port)")
    if status < 600 { #expect(note.problem == .answer(status)) }
  }

  @Test func takesTheSecondTry() throws {
    let server = try LoopbackServer(.status(502), .status(200))
    let note = try Ping(server.url).send(.success, runID: Self.id, body: [])
    #expect(note == nil)
    #expect(server.requests.count == 2)
  }

  @Test func givesUpOnAServerThatIsSilent() throws {
    let server = try LoopbackServer(.silence)
    let clock = ContinuousClock()
    let start = clock.now
    let note = try Ping(server.url, seconds: 0.3).send(.start, runID: Self.id, body: [])
    #expect(note?.problem == .timedOut)
    #expect(clock.now - start < .seconds(5))
    #expect(server.requests.count == 2)
  }

  @Test func readsNoEndlessAnswer() throws {
    let server = try LoopbackServer(.status(200, body: String(repeating: "x", count: 1 << 20)))
    let note = try Ping(server.url).send(.start, runID: Self.id, body: [])
    #expect(note?.problem == .unreachable)
  }

  @Test func cutsALongBody() throws {
    let server = try LoopbackServer(.status(200))
    let body = [UInt8](repeating: 0x78, count: Ping.bodyBytesMax + 1)
    #expect(try Ping(server.url).send(.start, runID: Self.id, body: body) == nil)
    #expect(server.requests.first?.contains("\r\nContent-Length: \(Ping.bodyBytesMax)\r\n") == true)
  }

  @Test(arguments: [
    "http://127.0.0.1:1/x", "http://no-such-host.invalid/x", "https://127.0.0.1:1/x",
  ])
  func notesWhatItCannotReach(url: String) throws {
    let note = try #require(try Ping(url, seconds: 3).send(.start, runID: Self.id, body: []))
    #expect([.unreachable, .timedOut].contains(note.problem))
    #expect(!note.message.contains("/x"))
  }

  @Test(arguments: [
    ("", PingError.badScheme), ("ftp://a/b", .badScheme), ("file:///etc/passwd", .badScheme),
    ("hc-ping.com/x", .badScheme), ("http://", .noHost), ("http:///x", .noHost),
    ("https://user@/x", .noHost), ("http://a b/", .badCharacter),
    ("http://a/\r\nX: y", .badCharacter), ("http://é/", .badCharacter),
    ("http://a/" + String(repeating: "x", count: 2_000), .tooLong),
  ])
  func refusesABadURL(url: String, error: PingError) {
    #expect(throws: error) { try Ping(url) }
  }

  @Test(arguments: [
    ("HTTPS://hc-ping.com/uuid", "ping of hc-ping.com"),
    ("http://user:pass@host.example:8/p", "ping of host.example:8"),
    ("http://ho$t/p", "ping of the monitor"), ("http://[::1]:80/p", "ping of [::1]:80"),
  ])
  func showsNothingButTheHost(url: String, shown: String) throws {
    #expect(try Ping(url).description == shown)
  }
}
