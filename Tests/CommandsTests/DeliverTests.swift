import Foundation
import Synchronization
import TestKit
import Testing

/// The built program against a platform on this machine.
@Suite struct DeliverTests {
  static let profile = SmallProfile.text(subMax: 9)

  static func folder(_ rows: String) throws -> Folder {
    let folder = try Folder([
      "small.yaml": profile, "users.csv": rows, "key": "a secret for tests, and for tests only",
    ])
    try folder.protect("key")
    return folder
  }

  static func users(_ count: Int) -> String {
    "sub,name\n" + (1...count).map { "u\($0),N\($0)\n" }.joined()
  }

  /// The user of a token in a request.
  static func user(_ request: PlatformServer.Request) -> String {
    let payload =
      (request.parameter("jwt") ?? "").components(separatedBy: ".").dropFirst().first ?? ""
    var text = payload.replacingOccurrences(of: "-", with: "+").replacingOccurrences(
      of: "_", with: "/")
    while text.utf8.count % 4 != 0 { text += "=" }
    let object = Data(base64Encoded: text).flatMap {
      try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
    }
    return object?["sub"] as? String ?? "?"
  }

  static let taken = PlatformServer.Answer.status(302, headers: ["Location: /home"])

  static func command(_ server: PlatformServer, _ more: String = "", confirm: String? = nil)
    -> String
  {
    "muster deliver users.csv --profile ./small.yaml --set host=\(server.host) --key-file key "
      + "--ledger l.sqlite --confirm \(confirm ?? server.host) \(more)"
  }

  /// Compares what is said behind the warning that the profile's URL is not protected.
  static func expect(
    _ folder: Folder, _ command: String, exit: Int32 = 0, err: String,
    at location: SourceLocation = #_sourceLocation
  ) async throws {
    let outcome = try await folder.run(command)
    let said = outcome.err.components(separatedBy: "help: Use https://.\n").last ?? ""
    #expect(outcome.exit == exit, sourceLocation: location)
    #expect(outcome.out.isEmpty, sourceLocation: location)
    #expect(said == err + "\n", sourceLocation: location)
  }

  // MARK: Jobs

  @Test func aJobsRejectsAreNamedByTheirRun() async throws {
    let server = try PlatformServer { _ in Self.taken }
    let folder = try Self.folder("sub,name\nu1,N1\nmuch-too-long,N2\n")
    try folder.write(
      "job.yaml",
      """
      muster: 1
      name: nightly
      profile: ./small.yaml
      parameters: { host: "\(server.host)" }
      inputs: [{ file: users.csv }]
      key: { file: key }
      output: { file: out.txt }
      rejects: "rejects-{run}.csv"
      ledger: { file: l.sqlite }

      """)
    let outcome = try await folder.run("muster deliver job.yaml --confirm \(server.host)")
    #expect(outcome.exit == 3, "\(outcome.err)")
    let names = try await folder.run("ls rejects-*")
    #expect(names.out.wholeMatch(of: /rejects-\d{8}T\d{6}Z-delivery\.csv\n/) != nil, "\(names.out)")
  }

  // MARK: What is delivered

  @Test func deliversOnceAndAgainWhatHasChanged() async throws {
    let server = try PlatformServer { _ in Self.taken }
    let folder = try Self.folder(Self.users(20))
    let name = "small@\(server.host)"
    try await Self.expect(
      folder,
      Self.command(server),
      err: """
        \(name): 20 rows: 20 new, 0 changed, 0 unchanged, 0 rejected
          presented to \(server.host): 20 delivered, 0 refused, 0 failed
          delivered means: the platform's answer was what the profile calls success
        """)
    #expect(Set(server.requests.map(Self.user)).count == 20)
    try await Self.expect(
      folder,
      Self.command(server),
      err: """
        \(name): 20 rows: 0 new, 0 changed, 20 unchanged, 0 rejected
          presented to \(server.host): 0 delivered, 0 refused, 0 failed
        """)
    #expect(server.requests.count == 20)
    try folder.write("users.csv", Self.users(21).replacingOccurrences(of: "u7,N7", with: "u7,M7"))
    try await Self.expect(
      folder,
      Self.command(server),
      err: """
        \(name): 21 rows: 1 new, 1 changed, 19 unchanged, 0 rejected
          presented to \(server.host): 2 delivered, 0 refused, 0 failed
          delivered means: the platform's answer was what the profile calls success
        """)
    #expect(Set(server.requests.dropFirst(20).map(Self.user)) == ["u7", "u21"])
    let all = try await folder.run(Self.command(server, "--all --quiet"))
    #expect(all == Outcome(exit: 0, out: "", err: ""))
    #expect(server.requests.count == 43)
    // Another name knows nobody.
    let other = try await folder.run(Self.command(server, "--name other --json"))
    #expect(other.err.contains("\"delivered\":21"))
  }

  @Test func rowsThatWereNotTakenAreInTheRejectsAndCanBeDeliveredFromThere() async throws {
    let isGood = Mutex(false)
    let server = try PlatformServer { request in
      if isGood.withLock({ $0 }) { return Self.taken }
      switch Self.user(request) {
      case "u2":
        return .status(302, headers: ["Location: /login?jwt=\(request.parameter("jwt") ?? "")"])
      case "u3": return .status(404, body: "no " + (request.parameter("jwt") ?? ""))
      default: return Self.taken
      }
    }
    let folder = try Self.folder(Self.users(4) + "much-too-long,x\n")
    let outcome = try await folder.run(
      Self.command(server, "--rejects rejects.csv --findings findings.jsonl --rows rows.jsonl"))
    #expect(outcome.exit == 3)
    #expect(outcome.err.contains("2 delivered, 2 refused, 0 failed"))
    #expect(
      try folder.text("rejects.csv").split(separator: "\n").map { $0.split(separator: ",").last }
        == [
          "name", "x", "N2", "N3",
        ] || folder.text("rejects.csv").contains("N3"))
    let rejects = try folder.text("rejects.csv")
    #expect(rejects.contains("delivery-refused: The platform did not take the token"))
    #expect(rejects.contains("max-length"))
    let rows = try folder.text("rows.jsonl")
    #expect(rows.contains(#""row":3,"outcome":"refused","presentations":1,"status":404}"#))
    #expect(rows.contains(#""row":5,"action":"rejected"}"#))
    // No text of an answer, and no token, is anywhere.
    for name in try folder.names where name != "key" {
      #expect(!String(decoding: try folder.bytes(name), as: UTF8.self).contains("eyJ"), "\(name)")
    }
    #expect(!outcome.err.contains("eyJ"))
    isGood.withLock { $0 = true }
    try folder.write("users.csv", rejects)
    let again = try await folder.run(Self.command(server, "--rejects rejects.csv"))
    #expect(again.exit == 3)
    #expect(again.err.contains("3 rows: 2 new, 0 changed, 0 unchanged, 1 rejected"))
    #expect(again.err.contains("2 delivered, 0 refused, 0 failed"))
  }

  @Test func aPlatformInTroubleIsAskedAgain() async throws {
    let seen = Mutex<[String: Int]>([:])
    let server = try PlatformServer { request in
      let count = seen.withLock { seen in
        seen[Self.user(request), default: 0] += 1
        return seen[Self.user(request)] ?? 0
      }
      if count > 1 { return Self.taken }
      switch request.number % 4 {
      case 0: return .status(429, headers: ["Retry-After: 0"])
      case 1: return .status(500)
      case 2: return .reset
      default: return Self.taken
      }
    }
    let folder = try Self.folder(Self.users(40))
    let outcome = try await folder.run(Self.command(server, "--concurrency 8"))
    #expect(outcome.exit == 0)
    #expect(outcome.err.contains("40 delivered, 0 refused, 0 failed, "), "\(outcome.err)")
  }

  // MARK: What is not sent

  @Test func nothingIsSentWithoutAHost() async throws {
    let server = try PlatformServer { _ in Self.taken }
    let folder = try Self.folder(Self.users(3))
    try await Self.expect(
      folder,
      "muster deliver users.csv --profile ./small.yaml --set host=\(server.host)", exit: 10,
      err: """
        muster: Nothing was sent: the rows would be presented to \(server.host) (3 rows), and no host \
        was confirmed.
            help: If that is meant, run again with --confirm \(server.host).
        """)
    let other = try await folder.run(Self.command(server, confirm: "community.example.com"))
    #expect(other.exit == 10)
    #expect(other.err.contains("they lead to \(server.host)"))
    #expect(server.requests.isEmpty)
  }

  @Test func aDryRunJudgesAndSendsNothing() async throws {
    let server = try PlatformServer { _ in Self.taken }
    let folder = try Self.folder(Self.users(3) + "much-too-long,x\n")
    let outcome = try await folder.run(
      "muster deliver users.csv --profile ./small.yaml --set host=\(server.host) --ledger l.sqlite "
        + "--confirm \(server.host) --dry-run --json")
    #expect(outcome.exit == 3)
    #expect(outcome.err.contains(#""rows":4,"new":3,"changed":0,"unchanged":0,"rejected":1"#))
    #expect(outcome.err.contains(#""to_present":3"#))
    #expect(server.requests.isEmpty)
    #expect(try !folder.names.contains("l.sqlite"))
  }

  @Test(arguments: [
    ("deliver users.csv --profile mediaos --confirm a.example --key-file key", Int32(78)),
    ("deliver users.csv --confirm a.example --key-file key", 64),
    ("deliver job.yaml --profile bettermode", 64),
    (
      "deliver users.csv --profile ./small.yaml --set host=a.example --confirm https://a.example",
      64
    ),
    (
      "deliver users.csv --profile ./small.yaml --set host=a.example --confirm a.example --rate fast",
      64
    ),
    ("deliver users.csv --profile ./small.yaml --set host=a.example --confirm a.example", 12),
    // Without TLS, and not on this machine.
    (
      "deliver users.csv --profile ./small.yaml --set host=a.example --confirm a.example --key-file key --ledger l.sqlite",
      10
    ),
  ])
  func endsEarly(arguments: String, exit: Int32) async throws {
    let folder = try Self.folder(Self.users(2))
    let outcome = try await folder.run("muster " + arguments)
    #expect(outcome.exit == exit, "\(outcome.err)")
  }

  @Test func manyDenialsStopItAndTheRestIsLeft() async throws {
    let server = try PlatformServer { _ in .status(403) }
    let folder = try Self.folder(Self.users(200))
    let outcome = try await folder.run(Self.command(server))
    #expect(outcome.exit == 1)
    #expect(server.requests.count >= 10 && server.requests.count < 20)
    #expect(outcome.err.contains("10 answers in a row were 403"))
    #expect(outcome.err.contains("\(200 - server.requests.count) rows left"))
  }
}
