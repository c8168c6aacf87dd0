import Foundation
import Testing

/// `muster plan`, `apply` and `runs` as cron and its reader see them.
@Suite struct ApplyTests {
  private static let now = "--now 2026-11-21T02:15:00Z"
  private static let later = "--now 2026-11-22T02:15:00Z"

  private static func job(_ extra: String = "") -> String {
    """
    muster: 1
    name: members
    profile: bettermode
    parameters: { domain: community.example.com }
    lifetime: 5m
    inputs: [{ file: users.csv }]
    key: { file: sso.key }
    output: { file: urls.txt }
    rejects: rejects.csv
    ledger: { file: ledger.sqlite }
    \(extra)
    """
  }

  private static let users = """
    sub,email,name
    u1,u1@example.com,Ada
    u2,u2@example.com,Grace
    u3,u3@example.com,Alan
    u4,u4@example.com,Edsger

    """

  private static func folder(_ extra: String = "", users: String = users) throws -> Folder {
    let folder = try Folder([
      "job.yaml": job(extra), "users.csv": users,
      "sso.key": "a secret that is made for tests and nothing else",
    ])
    try folder.protect("sso.key")
    return folder
  }

  private static func subjects(_ folder: Folder, _ name: String = "urls.txt") throws -> [String] {
    try folder.text(name).split(separator: "\n").map { line in
      let token = line.split(separator: "jwt=")[1].split(separator: ".")[1]
      var text = token.replacingOccurrences(of: "-", with: "+")
        .replacingOccurrences(of: "_", with: "/")
      while text.utf8.count % 4 != 0 { text += "=" }
      let json = try JSONSerialization.jsonObject(with: try #require(Data(base64Encoded: text)))
      return try #require((json as? [String: Any])?["sub"] as? String)
    }
  }

  // MARK: Nights

  @Test func issuesWhatIsNewOrHasChangedAndNothingElse() async throws {
    let folder = try Self.folder()
    try await folder.expect(
      "muster plan job.yaml \(Self.now)",
      err: """
        members: 4 rows: 4 new, 0 changed, 0 unchanged, 0 rejected, 0 vanished
          best before: 2026-11-21T02:20:00Z (in 5 minutes)
        """)
    // A plan changes nothing.
    #expect(try folder.names == ["job.yaml", "sso.key", "users.csv"])
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    #expect(try Self.subjects(folder) == ["u1", "u2", "u3", "u4"])
    #expect(try folder.mode("urls.txt") == "600")
    #expect(try folder.mode("ledger.sqlite") == "600")
    #expect(try folder.mode("ledger.key") == "600")
    let first = try folder.bytes("urls.txt")
    try await folder.expect(
      "muster apply job.yaml \(Self.now)",
      err: "members: 4 rows: 0 new, 0 changed, 4 unchanged, 0 issued, 0 rejected, 0 vanished")
    #expect(try folder.bytes("urls.txt") == first)

    try folder.write(
      "users.csv",
      "name,sub,email\nAda,u1,u1@example.com\nGrace H.,u2,u2@example.com\nBarbara,u5,u5@example.com\n"
        + "Alan,u3,not an address\n")
    let outcome = try await folder.run("muster apply job.yaml \(Self.later)")
    #expect(outcome.exit == 3)
    #expect(
      outcome.err.contains(
        "members: 4 rows: 1 new, 1 changed, 1 unchanged, 2 issued, 1 rejected, 1 vanished"))
    #expect(try Self.subjects(folder) == ["u2", "u5"])
    #expect(try folder.text("rejects.csv").contains("not an address"))
    // Who is in the file and is refused has not vanished; who had vanished and comes back is new.
    try folder.write("users.csv", Self.users)
    try await folder.expect(
      "muster plan job.yaml \(Self.later)",
      err: """
        members: 4 rows: 1 new, 1 changed, 2 unchanged, 0 rejected, 1 vanished
          best before: 2026-11-22T02:20:00Z (in 5 minutes)
        """)
  }

  @Test func saysByTheExitCodeWhetherThereIsSomethingToDo() async throws {
    let folder = try Self.folder()
    let plan = "muster plan job.yaml --quiet --detailed-exitcode \(Self.now)"
    try await folder.expect(plan, exit: 2)
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    try await folder.expect(plan)
    try await folder.expect(plan + " --all", exit: 2)
  }

  @Test func tellsWhatBecomesOfEachRow() async throws {
    let folder = try Self.folder("suppression: [{ file: never.txt, match: [email] }]")
    try folder.write("never.txt", "# told us so\n  U3@Example.com \n")
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    #expect(try Self.subjects(folder) == ["u1", "u2", "u4"])
    try folder.write(
      "users.csv",
      "sub,email,name\nu1,u1@example.com,Ada L.\nu3,u3@example.com,Alan\n"
        + "u4,u4@example.com,Edsger\nu6,u6@example.com,Tony\n")
    try await folder.expect(
      "muster plan job.yaml --quiet --rows - \(Self.now)",
      out: """
        {"input":"users.csv","row":1,"action":"changed"}
        {"input":"users.csv","row":2,"action":"suppressed"}
        {"input":"users.csv","row":3,"action":"unchanged"}
        {"input":"users.csv","row":4,"action":"new"}
        {"action":"vanished","last_run":1,"last_row":2}
        """)
    try FileManager.default.removeItem(atPath: folder.path + "/never.txt")
    let outcome = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(outcome.exit == 66)
    #expect(outcome.err.contains("never.txt"))
  }

  // MARK: Gates

  @Test func stopsBeforeALimitAndGoesOnWhenItIsOverriddenByName() async throws {
    let folder = try Self.folder("limits: { max-change: 25%, max-vanished: 1 }")
    // The first run is all change, and so is one with another ledger than the last time.
    let first = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(first.exit == 10)
    #expect(
      first.err.contains(
        "max-change allows 25% of the users whom the ledger knows, and there are 4; it knows nobody yet"
      ))
    try await folder.expect(
      "muster apply job.yaml --quiet --override max-change \(Self.now)")
    let before = try folder.bytes("urls.txt")
    try folder.write("users.csv", "sub,email,name\nu1,u1@example.com,A\nu2,u2@example.com,B\n")
    try await folder.expect(
      "muster apply job.yaml --quiet \(Self.later)", exit: 10,
      err: """
        members: 2 rows: 0 new, 2 changed, 0 unchanged, 0 issued, 0 rejected, 2 vanished
          limit max-change: 2, allowed 25% of 4 (apply stops here)
          limit max-vanished: 2, allowed 1 (apply stops here)
          best before: 2026-11-22T02:20:00Z (in 5 minutes)
        muster: A limit stopped the job, and nothing was signed: max-change allows 25% of 4 known users, and there \
        are 2. \
        max-vanished allows 1, and there are 2.
            help: Look at muster plan, or for a delivery at its --dry-run; if this is meant, run \
        again with --override max-change --override max-vanished.
        """)
    #expect(try folder.bytes("urls.txt") == before)
    #expect(
      try await folder.run("muster apply job.yaml --override max-change \(Self.later)").exit == 10)
    try await folder.expect(
      "muster apply job.yaml --quiet --override max-change --override max-vanished \(Self.later)")
    #expect(try Self.subjects(folder) == ["u1", "u2"])
    try await folder.expect(
      "muster apply job.yaml --override max-chnage", exit: 64,
      err: """
        Error: There is no limit "max-chnage" to override; there are max-change, max-vanished, \
        max-destructive, max-rejected, clock.
        Usage: muster apply [<options>] <job|plan>
          See 'muster apply --help' for more information.
        """)
  }

  @Test func refusesAStalePlan() async throws {
    let folder = try Self.folder()
    try await folder.expect("muster plan job.yaml --quiet --out plan.json \(Self.now)")
    let plan = try folder.text("plan.json")
    #expect(!plan.contains("u1") && !plan.contains("secret") && !plan.contains("eyJ"))
    try folder.write("users.csv", Self.users + "u9,u9@example.com,Nine\n")
    let help = "\n    help: Make a new one with muster plan."
    try await folder.expect(
      "muster apply plan.json \(Self.now)", exit: 10,
      err: "muster: The plan is stale, and nothing was done: The input users.csv has changed."
        + help)
    try folder.write("users.csv", Self.users)
    try await folder.expect("mkdir sub && cd sub && muster apply ../plan.json --quiet \(Self.now)")
    #expect(try Self.subjects(folder) == ["u1", "u2", "u3", "u4"])
    try await folder.expect(
      "muster apply plan.json \(Self.now)", exit: 10,
      err: "muster: The plan is stale, and nothing was done: The ledger has moved on, from 0 to 1."
        + help)
  }

  @Test func findsTheLedgersOwnKeyFromAPlan() async throws {
    let folder = try Self.folder()
    try folder.write(
      "job.yaml",
      Self.job().replacingOccurrences(
        of: "ledger.sqlite }", with: "ledger.sqlite, key: elsewhere/of-the-ledger.key }"))
    try await folder.expect("mkdir elsewhere; muster apply job.yaml --quiet \(Self.now)")
    try folder.write("users.csv", Self.users + "u9,u9@example.com,Nine\n")
    try await folder.expect("muster plan job.yaml --quiet --out plan.json \(Self.later)")
    try await folder.expect("muster apply plan.json --quiet \(Self.later)")
    #expect(try Self.subjects(folder) == ["u9"])
  }

  @Test func doesNotTrustAClockThatCannotBeRight() async throws {
    let folder = try Self.folder()
    let first = try await folder.run("muster apply job.yaml --now 2001-01-01T00:00:00Z")
    #expect(first.exit == 10)
    #expect(first.err.contains("which is before this program was written"))
    try await folder.expect("muster apply job.yaml --quiet \(Self.later)")
    let second = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(second.exit == 10)
    #expect(second.err.contains("the job's last run ended at 2026-11-22T02:15:00Z"))
    try await folder.expect("muster apply job.yaml --quiet --override clock \(Self.now)")
  }

  // MARK: Trouble

  @Test func letsOneRunOfAJobWorkAtATime() async throws {
    let folder = try Self.folder()
    let waiting = "while [ ! -e go ]; do sleep 0.1; done; cat users.csv"
    try folder.write(
      "slow.yaml",
      Self.job().replacingOccurrences(
        of: "{ file: users.csv }", with: "{ command: \"touch here; \(waiting)\" }"))
    async let slow = folder.run("muster apply slow.yaml --quiet \(Self.now)")
    // It holds the lock when its input is read.
    _ = try await folder.run("while [ ! -e here ]; do sleep 0.1; done")
    let second = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(second.exit == 11)
    #expect(second.err.contains("This is being run by process "))
    async let third = folder.run("muster apply job.yaml --wait 10m \(Self.now)")
    try folder.write("go", "")
    #expect(try await third.exit == 0)
    #expect(try await slow == Outcome(exit: 0, out: "", err: ""))
    #expect(try Self.subjects(folder) == ["u1", "u2", "u3", "u4"])
  }

  /// Two runs that both think that they have the job to themselves would undo each other's work.
  @Test(arguments: ["ledger.sqlite.members.lock", "ledger.sqlite"])
  func endsWhenItsLockOrLedgerIsTakenAway(name: String) async throws {
    let folder = try Self.folder()
    try folder.write(
      "slow.yaml",
      Self.job().replacingOccurrences(
        of: "{ file: users.csv }", with: "{ command: \"rm \(name); cat users.csv\" }"))
    let outcome = try await folder.run("muster apply slow.yaml --quiet \(Self.now)")
    #expect(outcome.exit == 74)
    #expect(outcome.err.contains("\(name)\" was removed or replaced while the job was at work"))
    #expect(!(try folder.names.contains("urls.txt")))
    try await folder.expect("muster apply job.yaml --quiet \(Self.later)")
    #expect(try Self.subjects(folder) == ["u1", "u2", "u3", "u4"])
  }

  @Test func knowsALedgerByAnyOfItsNames() async throws {
    let folder = try Self.folder()
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    try await folder.expect("ln -s ledger.sqlite alias.sqlite && ln -s ledger.key alias.key")
    try folder.write(
      "other.yaml",
      Self.job().replacingOccurrences(of: "file: ledger.sqlite", with: "file: alias.sqlite"))
    let outcome = try await folder.run(
      "flock -n ledger.sqlite.members.lock muster apply other.yaml \(Self.now)")
    #expect(outcome.exit == 11)
  }

  @Test func saysWhatItCouldNotTellAlsoWhenItIsQuiet() async throws {
    let folder = try Self.folder(
      "report: { metrics: taken.prom, ping: { url: \"http://127.0.0.1:9/x\" } }")
    try await folder.expect("mkdir taken.prom")
    let outcome = try await folder.run("muster apply job.yaml --quiet \(Self.now)")
    #expect(outcome.exit == 0)
    #expect(outcome.err.contains("taken.prom"))
    #expect(outcome.err.contains("127.0.0.1"))
    #expect(!outcome.err.contains("/x"))
  }

  @Test func tellsTheMonitorOfTheCommandLineOfAJobThatCannotBeRead() async throws {
    let folder = try Self.folder()
    try folder.write("bad.yaml", "muster: 1\nname: members\nprofile: none\n")
    let outcome = try await folder.run(
      "muster apply bad.yaml --metrics members.prom \(Self.now)")
    #expect(outcome.exit == 78)
    #expect(
      try folder.text("members.prom").contains("muster_job_last_exit_code{job=\"members\"} 78"))
  }

  @Test func saysWhatIsWrongWithTheLedger() async throws {
    let folder = try Self.folder()
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    let (ledger, key) = (try folder.bytes("ledger.sqlite"), try folder.bytes("ledger.key"))
    try FileManager.default.removeItem(atPath: folder.path + "/ledger.key")
    var outcome = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(outcome.exit == 12)
    #expect(outcome.err.contains("ledger.key\" is not there"))
    try folder.write("ledger.key", [UInt8](repeating: 1, count: 32))
    try folder.protect("ledger.key")
    outcome = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(outcome.exit == 12)
    #expect(outcome.err.contains("was made with another key"))
    try folder.write("ledger.key", key)
    try folder.protect("ledger.key")
    try folder.write("ledger.sqlite", Array(ledger.prefix(5_000)))
    outcome = try await folder.run("muster apply job.yaml \(Self.now)")
    #expect(outcome.exit == 74)
    #expect(outcome.err.contains("damaged"))
    try folder.write("ledger.sqlite", Array("not a database at all".utf8))
    outcome = try await folder.run("muster plan job.yaml \(Self.now)")
    #expect(outcome.exit == 74)
    try folder.write("ledger.sqlite", ledger)
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
  }

  @Test func neverTakesHalfAnExportForAWholeOne() async throws {
    let folder = try Self.folder()
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    let before = try folder.bytes("urls.txt")
    try folder.write(
      "half.yaml",
      Self.job().replacingOccurrences(
        of: "{ file: users.csv }", with: "{ command: \"head -n 3 users.csv; exit 4\" }"))
    let outcome = try await folder.run("muster apply half.yaml \(Self.later)")
    #expect(outcome.exit == 66)
    #expect(outcome.err.contains("4"))
    try FileManager.default.removeItem(atPath: folder.path + "/users.csv")
    let gone = try await folder.run("muster apply job.yaml \(Self.later)")
    #expect(gone.exit == 66)
    #expect(gone.err.contains("users.csv"))
    #expect(try folder.bytes("urls.txt") == before)
  }

  // MARK: Telling

  @Test func tellsMachinesAndMonitorsAlsoOfFailures() async throws {
    let folder = try Self.folder(
      "limits: { max-rejected: 0 }\nreport: { html: out/report.html, json: out/report.json, "
        + "metrics: out/members.prom }")
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    #expect(
      try folder.text("out/members.prom").contains("muster_job_last_exit_code{job=\"members\"} 0"))
    #expect(try folder.mode("out/members.prom") == "644")
    #expect(try folder.text("out/report.html").contains("<title>"))
    try folder.write("users.csv", Self.users + "u9,nobody,Nine\n")
    let outcome = try await folder.run("muster apply job.yaml --json \(Self.later)")
    #expect(outcome.exit == 10)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.err.utf8)) as? [String: Any])
    #expect(object["outcome"] as? String == "stopped")
    #expect(object["exit"] as? Int == 10)
    #expect((object["counts"] as? [String: Any])?["rejected"] as? Int == 1)
    let metrics = try folder.text("out/members.prom")
    #expect(metrics.contains("muster_job_last_exit_code{job=\"members\"} 10"))
    // The last good end is still known: 2026-11-21T02:15:00Z.
    #expect(
      metrics.contains("muster_job_last_success_timestamp_seconds{job=\"members\"} 1795227300"))
    #expect(try folder.text("out/report.json").contains("\"outcome\":\"stopped\""))
  }

  @Test func showsAndForgetsRuns() async throws {
    let folder = try Self.folder()
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    try await folder.expect("muster apply job.yaml --quiet \(Self.later)")
    try await folder.expect(
      "muster runs list job.yaml",
      out: """
        run  job      state  started               rows  new  changed  vanished  rejected  issued
          2  members  done   2026-11-22T02:15:00Z     4    0        0         0         0       0
          1  members  done   2026-11-21T02:15:00Z     4    4        0         0         0       4
        """)
    let shown = try await folder.run("muster runs show job.yaml --run 1")
    #expect(shown.out.hasPrefix("run 1 of members: done\n"))
    #expect(try await folder.run("muster runs show job.yaml --run 7").exit == 66)
    try await folder.expect(
      "muster runs prune job.yaml --older-than 1h --keep-last 0 --now 2026-11-23T00:00:00Z",
      out: "Forgot 1 run and 0 users who had vanished.")
    #expect(try await folder.run("muster runs list --ledger none.sqlite").exit == 66)
    let users = try await folder.run("XDG_STATE_HOME=$PWD/state muster runs list")
    #expect(users.exit == 66)
    #expect(users.err.contains("/state/muster/ledger.sqlite"))
  }

  @Test func hidesWhoIsInTheLedger() async throws {
    let folder = try Self.folder()
    try await folder.expect("muster apply job.yaml --quiet \(Self.now)")
    let names = try folder.names.filter { $0.hasPrefix("ledger") }
    for name in names {
      let text = String(decoding: try folder.bytes(name), as: UTF8.self)
      #expect(!text.contains("u1@example.com") && !text.contains("Grace"), "\(name)")
      #expect(!text.contains("eyJ") && !text.contains("made for tests"), "\(name)")
    }
  }
}
