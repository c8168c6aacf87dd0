import Foundation
import Testing

/// Where `muster plan` and `apply` may write, what they keep from commands, and what they refuse.
@Suite struct ApplyOutputTests {
  private static let now = "--now 2026-11-21T02:15:00Z"

  private static func job(
    output: String = "urls.txt", inputs: String = "{ file: users.csv }",
    key: String = "{ file: sso.key }", _ extra: String = ""
  ) -> String {
    """
    muster: 1
    name: members
    profile: bettermode
    parameters: { domain: community.example.com }
    lifetime: 5m
    inputs: [\(inputs)]
    key: \(key)
    output: { file: "\(output)" }
    ledger: { file: ledger.sqlite }
    suppression: [{ file: never.txt, match: [email] }]
    \(extra)
    """
  }

  private static let users = "sub,email,name\nu1,u1@example.com,Ada\nu2,u2@example.com,Grace\n"

  private static func folder(_ job: String) throws -> Folder {
    let folder = try Folder([
      "job.yaml": job, "users.csv": users, "never.txt": "u9@example.com\n",
      "sso.key": "a secret that is made for tests and nothing else",
    ])
    try folder.protect("sso.key")
    return folder
  }

  /// All files of the folder, by name.
  private static func contents(_ folder: Folder) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in try folder.names where name != "lnk" { contents[name] = try folder.bytes(name) }
    return contents
  }

  @Test(arguments: [
    ("apply job.yaml --report job.yaml", "the job file"),
    ("apply job.yaml --report-json users.csv", "an input"),
    ("apply job.yaml --metrics lnk/never.txt", "a suppression file"),
    ("apply job.yaml --report lnk/sso.key", "a key file"),
    ("apply job.yaml --report ledger.sqlite", "the ledger"),
    ("apply job.yaml --report ledger.sqlite-wal", "a file of the ledger"),
    ("apply job.yaml --report ledger.key", "the key of the ledger"),
    ("apply job.yaml --report ledger.sqlite.members.lock", "the lock of the ledger"),
    ("apply job.yaml --report lnk/urls.txt", "the artifacts"),
    ("apply job.yaml --report a --metrics lnk/a", "--report"),
    ("apply plan.json --report lnk/plan.json", "the plan"),
    ("plan job.yaml --out job.yaml", "the job file"),
    ("plan job.yaml --rows lnk/users.csv", "an input"),
    ("plan job.yaml --report sso.key", "a key file"),
    ("plan job.yaml --report-json never.txt", "a suppression file"),
    ("plan job.yaml --out x --rows lnk/x", "--out"),
    ("plan job.yaml --out urls.txt", "the artifacts"),
  ])
  func overwritesNothingThatIsNeeded(command: String, words: String) async throws {
    let folder = try Self.folder(Self.job())
    _ = try await folder.run("ln -s . lnk")
    try await folder.expect("muster plan job.yaml --quiet --out plan.json \(Self.now)")
    let before = try Self.contents(folder)
    let outcome = try await folder.run("muster \(command) \(Self.now)")
    #expect(outcome.exit == 73, "\(outcome.err)")
    #expect(outcome.err.contains(words), "\(outcome.err)")
    #expect(try Self.contents(folder) == before)
  }

  @Test(arguments: ["lnk/sso.key", "lnk/job.yaml", "lnk/users.csv", "lnk/never.txt"])
  func aJobsOwnOutputsFollowLinks(output: String) async throws {
    let folder = try Self.folder(Self.job(output: output))
    _ = try await folder.run("ln -s . lnk")
    let before = try Self.contents(folder)
    for verb in ["plan", "apply"] {
      let outcome = try await folder.run("muster \(verb) job.yaml \(Self.now)")
      #expect(outcome.exit == 73, "\(outcome.err)")
      #expect(outcome.err.contains(output) && outcome.err.contains("the artifacts"))
      #expect(try Self.contents(folder) == before)
    }
  }

  @Test func refusesTheBatchThatTheShellHasOpened() async throws {
    let folder = try Self.folder(Self.job(inputs: "{ stdin: true }"))
    let outcome = try await folder.run(
      "muster apply job.yaml --report users.csv \(Self.now) < users.csv")
    #expect(outcome.exit == 73, "\(outcome.err)")
    #expect(try folder.text("users.csv") == Self.users)
  }

  @Test func refusesAListThatIsNone() async throws {
    let folder = try Self.folder(Self.job())
    try folder.write("never.txt", "id,mail\n1,u1@example.com\n")
    let table = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(table.exit == 66)
    #expect(table.err.contains("name the column"), "\(table.err)")
    let pipe = try await folder.run("rm never.txt; mkfifo never.txt; muster plan job.yaml")
    #expect(pipe.exit == 66)
    #expect(pipe.err.contains("a named pipe"), "\(pipe.err)")
  }

  @Test func makesTheFoldersOfEachInput() async throws {
    let folder = try Self.folder(
      Self.job(
        inputs: "{ file: users.csv }, { command: \"printf 'sub,email,name\\n'\" }",
        "rejects: \"rej/{input}/r.csv\""
      ).replacingOccurrences(
        of: "ledger: { file: ledger.sqlite }",
        with: "ledger: { file: ledger.sqlite, key: keys/ledger.key }"))
    try folder.write("users.csv", Self.users + "u3,no address,Alan\n")
    let outcome = try await folder.run("muster apply job.yaml \(Self.now); ls rej rej/users keys")
    #expect(
      outcome.out == "keys:\nledger.key\n\nrej:\ncommand\nusers\n\nrej/users:\nr.csv\n",
      "\(outcome.err)")
  }

  @Test func tellsOfRefusedRowsInTheirOrder() async throws {
    let folder = try Self.folder(Self.job())
    try folder.write(
      "users.csv",
      "sub,email,name\nu1,no address,Ada\nu2,u2@example.com,Grace\nu2,u3@example.com,Alan\n"
        + "u4,u9@example.com,Edsger\nu5,,\nu6,u6@example.com,Tony\n")
    try await folder.expect(
      "muster plan job.yaml --quiet --rows - \(Self.now)",
      out: """
        {"input":"users.csv","row":1,"action":"rejected"}
        {"input":"users.csv","row":2,"action":"new"}
        {"input":"users.csv","row":3,"action":"rejected"}
        {"input":"users.csv","row":4,"action":"suppressed"}
        {"input":"users.csv","row":5,"action":"rejected"}
        {"input":"users.csv","row":6,"action":"new"}
        """)
  }

  @Test func keepsItsSecretsFromItsCommands() async throws {
    let command = "env > seen.txt; cat users.csv"
    let folder = try Self.folder(
      Self.job(
        inputs: "{ command: \"\(command)\" }", key: "{ environment: SSO_KEY }",
        "report: { ping: { environment: PING } }"))
    let variables =
      "SSO_KEY='a secret that is made for tests and nothing else' PING=http://127.0.0.1:1/"
    for verb in ["plan", "apply --wait 1s"] {
      let outcome = try await folder.run("OTHER=1 \(variables) muster \(verb) job.yaml \(Self.now)")
      #expect(outcome.exit == 0, "\(outcome.err)")
      let seen = try folder.text("seen.txt")
      #expect(seen.contains("OTHER=1") && !seen.contains("SSO_KEY") && !seen.contains("PING"))
    }
  }

  @Test func takesASavedPlanByItsContent() async throws {
    let folder = try Self.folder(Self.job())
    try await folder.expect("muster plan job.yaml --quiet --out tonight \(Self.now)")
    let all = try await folder.run("muster apply tonight --all \(Self.now)")
    #expect(all.exit == 64)
    #expect(all.err.contains("--all"), "\(all.err)")
    #expect(try !folder.names.contains("urls.txt"))
    try await folder.expect("muster apply tonight --quiet \(Self.now)")
    #expect(try folder.text("urls.txt").split(separator: "\n").count == 2)
  }

  @Test func hasRoomForManyOutputs() async throws {
    let folder = try Self.folder(
      Self.job(inputs: "{ file: \"in/*.csv\" }", "rejects: \"rej/{input}.csv\""))
    let make = "mkdir in; for i in $(seq 100); do echo sub,email,name > in/$i.csv; done"
    let outcome = try await folder.run(
      "\(make); ulimit -Sn 64; muster apply job.yaml --quiet \(Self.now)")
    #expect(outcome.exit == 0, "\(outcome.err)")
    let few = try await folder.run(
      "echo x,x@example.com,x >> in/1.csv; ulimit -n 64; muster apply job.yaml --quiet \(Self.now); ls -A rej"
    )
    #expect(!few.err.isEmpty && !few.out.contains("partial"), "\(few.out)\(few.err)")
  }
}
