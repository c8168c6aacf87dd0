import Bytes
import Findings
import Testing
import Tokens

@testable import ServerConfigs

@Suite struct BearerTests {
  private static let place = SourceLocation(file: "server.yaml", line: 3, column: 5)
  private static let authenticator = Authenticator(
    name: "editors", kind: .bearer(file: "tokens.txt"), location: place)
  private static let now = NumericDate(secondsSinceEpoch: 1_800_000_000)

  private func load(_ text: String) -> (LoadedAuthenticator?, [String]) {
    let (loaded, findings) = Self.authenticator.load(Array(text.utf8))
    for finding in findings { #expect(finding.place == .source(Self.place)) }
    return (loaded, findings.map { "\($0.code.rawValue) \($0.message.prefix { $0 != " " })" })
  }

  private func ask(_ loaded: LoadedAuthenticator?, _ fields: [String]) -> String {
    let facts = RequestFacts(peer: "192.0.2.1") { $0.lowercased() == "authorization" ? fields : [] }
    return loaded.map { words($0.authenticate(facts, at: Self.now)) } ?? "not loaded"
  }

  private func token(_ seed: UInt64) -> String {
    String(decoding: BearerToken.make(.seeded(seed)), as: UTF8.self)
  }

  private func line(_ seed: UInt64, _ user: String) throws -> String {
    try #require(BearerToken.line(for: BearerToken.make(.seeded(seed)), user: user))
  }

  @Test func makesTokensOfTwoHundredAndFiftySixBits() throws {
    #expect(token(1).hasPrefix("muster_") && token(1).utf8.count == 7 + 43)
    #expect(token(1) != token(2))
    // SHA-256 as sha256sum has it.
    let line = BearerToken.line(for: Array("abc".utf8), user: "ada")
    #expect(
      line == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ada")
    for user in [
      "", " ada", "ada ", "a\nb", "a\u{0}", "a\u{85}b", String(repeating: "x", count: 1_025),
    ] {
      #expect(BearerToken.line(for: [1], user: user) == nil)
    }
  }

  @Test func findsWhomATokenStandsFor() throws {
    let text =
      "\u{FEFF}# editors\r\n\r\n" + (try line(1, "00042")) + "\r\n  "
      + (try line(2, "Zoë Müller, desk")).uppercasedDigest + "\n" + (try line(3, "00042")) + "\n"
    let (loaded, findings) = load(text)
    #expect(findings == [])
    for (seed, user) in [(1, "00042"), (2, "Zoë Müller, desk"), (3, "00042")] as [(UInt64, String)]
    {
      #expect(ask(loaded, ["Bearer \(token(seed))"]) == "user:" + user)
    }
    #expect(ask(loaded, ["Bearer \(token(4))"]) == "unknown-token")
  }

  @Test(arguments: [
    ([], "no-credentials"), (["Basic YTpi"], "no-credentials"), (["Bearer"], "no-credentials"),
    (["Bearer "], "malformed"), (["Bearer a b"], "malformed"),
    (["Bearer TOKEN TOKEN"], "malformed"),
    (["Bearer TOKEN", "Bearer TOKEN"], "several-credentials"), (["BearerTOKEN"], "no-credentials"),
    (["bearer TOKEN"], "user:ada"), (["BEARER   TOKEN"], "user:ada"),
    (["Bearer TOKEN "], "malformed"),
    (["Bearer ä"], "malformed"), (["Bearer TOKEN="], "unknown-token"),
    (["Bearer\tTOKEN"], "no-credentials"),
    ([" Bearer TOKEN"], "no-credentials"), (["Bearer token"], "unknown-token"),
    (["Bearer " + String(repeating: "a", count: 512)], "unknown-token"),
    (["Bearer " + String(repeating: "a", count: 513)], "too-long"),
  ])
  func readsOneAuthorization(fields: [String], expected: String) throws {
    let (loaded, _) = load(try line(7, "ada"))
    let filled = fields.map { $0.replacing("TOKEN", with: token(7)) }
    #expect(ask(loaded, filled) == expected)
  }

  @Test func saysWhichLinesAreWrongAndShowsNothingOfThem() throws {
    let good = try line(1, "ada")
    let digest = String(good.prefix(64))
    let text = [
      good, "hunter2 ada", digest, digest + " ", good, token(2) + " ada",
      digest.dropLast() + " ada",
      "0" + digest.dropFirst() + "\tbob\u{7}",
    ].joined(separator: "\n")
    let (loaded, findings) = Self.authenticator.load(Array(text.utf8))
    #expect(loaded == nil)
    #expect(
      findings.map { "\($0.code.rawValue) \($0.message.prefix { $0 != " " })" } == [
        "bad-credentials tokens.txt:2:", "bad-credentials tokens.txt:3:",
        "bad-credentials tokens.txt:4:", "bad-credentials tokens.txt:5:",
        "clear-secret tokens.txt:6:", "bad-credentials tokens.txt:7:",
        "bad-credentials tokens.txt:8:",
      ])
    for finding in findings {
      let said = finding.message + (finding.help ?? "")
      #expect(finding.help != nil)
      #expect(!said.contains("hunter2") && !said.contains(token(2)) && !said.contains(digest))
    }
  }

  @Test func refusesNobodyAndTooMany() {
    #expect(load("").1 == ["bad-credentials tokens.txt:1:"])
    #expect(load("# nobody\n").1 == ["bad-credentials tokens.txt:1:"])
    func lines(_ count: Int) -> String {
      (0..<count).map { index in
        let digits = String(index, radix: 16)
        return String(repeating: "0", count: 64 - digits.count) + digits + " u\(index)\n"
      }.joined()
    }
    #expect(load(lines(4_096)).1 == [])
    #expect(load(lines(4_097)).1 == ["bad-credentials tokens.txt:4097:"])
    #expect(
      load(String(repeating: "#", count: (1 << 20) + 1)).1 == ["bad-credentials tokens.txt:1:"])
    #expect(load(String(repeating: "x\n", count: 50)).1.count == 20)
  }
}

extension String {
  /// The line with its digest in capital letters.
  fileprivate var uppercasedDigest: String { prefix(64).uppercased() + dropFirst(64) }
}

@Suite struct TrustedHeaderTests {
  private func ask(_ peer: String, _ fields: [String]) throws -> String {
    let ranges = try ["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"].map {
      try #require(AddressRange($0))
    }
    let authenticator = Authenticator(
      name: "portal", kind: .header(name: "X-Remote-User", proxies: ranges),
      location: SourceLocation(file: "a", line: 1, column: 1))
    let (loaded, findings) = authenticator.load([])
    #expect(findings == [])
    let facts = RequestFacts(peer: peer) { $0.lowercased() == "x-remote-user" ? fields : ["x"] }
    return words(
      try #require(loaded).authenticate(facts, at: NumericDate(secondsSinceEpoch: 0)))
  }

  @Test(arguments: [
    ("127.0.0.1", ["ada"], "user:ada"), ("10.255.0.1", ["Zoë"], "user:Zoë"),
    ("::ffff:10.1.2.3", ["ada"], "user:ada"), ("2001:db8::7", ["ada"], "user:ada"),
    ("127.0.0.2", ["ada"], "untrusted-peer"), ("11.0.0.1", ["ada"], "untrusted-peer"),
    ("2001:db9::7", ["ada"], "untrusted-peer"), ("::1", ["ada"], "untrusted-peer"),
    ("", ["ada"], "untrusted-peer"), ("10.0.0.1:443", ["ada"], "untrusted-peer"),
    ("127.0.0.1", [], "no-credentials"), ("192.0.2.1", [], "no-credentials"),
    ("127.0.0.1", ["ada", "ada"], "several-credentials"), ("127.0.0.1", [""], "no-user"),
    ("127.0.0.1", ["a\u{0}"], "no-user"), ("127.0.0.1", ["a\tb"], "no-user"),
    ("127.0.0.1", ["a\u{9B}b"], "no-user"), ("127.0.0.1", ["a\u{FFFD}"], "no-user"),
    ("127.0.0.1", [String(repeating: "x", count: 1_025)], "no-user"),
    (
      "127.0.0.1", [String(repeating: "x", count: 1_024)],
      "user:" + String(repeating: "x", count: 1_024)
    ),
  ])
  func believesTheProxyAlone(peer: String, fields: [String], expected: String) throws {
    #expect(try ask(peer, fields) == expected)
  }
}
