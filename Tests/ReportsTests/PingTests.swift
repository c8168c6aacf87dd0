import Pings
import TestKit
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
    let server = try PlatformServer { _ in .status(200, body: "OK") }
    let note = try Ping("http://\(server.host)/abc/").send(
      event, runID: Self.id, body: Array("3 issued".utf8))
    #expect(note == nil)
    let request = try #require(server.requests.first)
    #expect(server.requests.count == 1)
    #expect(request.line == "POST \(path)?rid=\(Self.id) HTTP/1.1")
    #expect(request.body == "3 issued")
  }

  @Test func keepsTheQueryAndDropsTheFragment() throws {
    let server = try PlatformServer { _ in .status(204) }
    let note = try Ping("http://\(server.host)/a?key=v#frag\n").send(
      .start, runID: Self.id, body: [])
    #expect(note == nil)
    #expect(server.requests.first?.line == "POST /a/start?key=v&rid=\(Self.id) HTTP/1.1")
  }

  @Test(arguments: [(500, 2), (503, 2), (404, 1), (301, 1), (307, 1), (100_000, 2)])
  func triesTwiceWhereThatMayHelp(status: Int, tries: Int) throws {
    let server = try PlatformServer { _ in
      .status(status, headers: ["Location: http://127.0.0.1:9/other"])
    }
    let ping = try Ping("http://\(server.host)/secret-path", seconds: 5)
    let note = try #require(ping.send(.success, runID: Self.id, body: []))
    #expect(server.requests.count == tries)
    #expect(!note.message.contains("secret-path"))
    #expect(note.host == "127.0.0.1:\(server.port)")
    if status < 600 { #expect(note.problem == .answer(status)) }
  }

  @Test func takesTheSecondTry() throws {
    let server = try PlatformServer { .status($0.number == 1 ? 502 : 200) }
    let note = try Ping("http://\(server.host)").send(.success, runID: Self.id, body: [])
    #expect(note == nil)
    #expect(server.requests.count == 2)
  }

  @Test func givesUpOnAServerThatIsSilent() throws {
    let server = try PlatformServer { _ in .silence }
    let note = try Ping("http://\(server.host)", seconds: 1).send(.start, runID: Self.id, body: [])
    #expect(note?.problem == .timedOut)
    #expect(server.requests.count == 2)
  }

  @Test func readsNoEndlessAnswer() throws {
    let server = try PlatformServer { _ in
      .status(200, body: String(repeating: "x", count: 1 << 20))
    }
    let note = try Ping("http://\(server.host)").send(.start, runID: Self.id, body: [])
    #expect(note?.problem == .unreachable)
  }

  @Test func cutsALongBody() throws {
    let server = try PlatformServer { _ in .status(200) }
    let body = [UInt8](repeating: 0x78, count: Ping.bodyBytesMax + 1)
    #expect(try Ping("http://\(server.host)").send(.start, runID: Self.id, body: body) == nil)
    #expect(server.requests.first?.field("content-length") == "\(Ping.bodyBytesMax)")
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
