import Applying
import Bytes
import Findings
import Foundation
import Jobs
import Ledgers
import Reports
import Runs
import Testing

/// Outputs in other formats, several inputs, and inputs without rows.
@Suite struct FormatTests {
  private let folder: JobFolder

  init() throws {
    folder = try JobFolder()
    try folder.plant("users.csv", "sub,name\nu1,Ann\nu2,Bea\n")
  }

  private var csv: SmallJob {
    var job = SmallJob()
    job.format = .csv
    job.inputs = ["users.csv", "more.csv"]
    return job
  }

  /// The output with `TOKEN` in the place of each token.
  private func masked(_ name: String = "tokens") -> String? {
    folder.text(name)?.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.hasPrefix("eyJ") ? "TOKEN" : String($0) }.joined(separator: ",")
    }.joined(separator: "\n")
  }

  // MARK: CSV

  @Test func csvOfTwoInputsHasOneHead() throws {
    try folder.plant("more.csv", "sub,name\r\nu3,\"Cid, the\"\r\n")
    #expect(try csv.succeed(in: folder) == "3 rows, 3 new, 3 issued")
    #expect(
      masked() == """
        sub,name,artifact,best_before
        u1,Ann,TOKEN,2027-01-15T08:05:00Z
        u2,Bea,TOKEN,2027-01-15T08:05:00Z
        u3,"Cid, the",TOKEN,2027-01-15T08:05:00Z

        """)
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea", "u3 Cid, the"])
  }

  @Test func csvHasItsHeadWhereOnlyTheSecondInputHasSomethingNew() throws {
    try folder.plant("more.csv", "sub,name\nu3,Cid\n")
    try csv.succeed(in: folder)
    try folder.plant("more.csv", "sub,name\nu3,Cyd\n")
    try csv.later(86_400).succeed(in: folder)
    #expect(
      masked()
        == "sub,name,artifact,best_before\nu3,Cyd,TOKEN,2027-01-16T08:05:00Z\n")
  }

  @Test func csvOfInputsWithDifferentColumnsIsRefusedBeforeAnythingIsSigned() throws {
    try folder.plant("more.csv", "name,sub\nCid,u3\n")
    try folder.plant("tokens", "old")
    guard case .run(.gate(let findings), let input) = try csv.failure(in: folder) else {
      Issue.record("It was not refused.")
      return
    }
    #expect(input == folder["more.csv"])
    #expect(
      findings.map(\.message) == [
        "The inputs have different columns, and artifacts in the format csv repeat them."
      ])
    #expect(try folder.runs() == [])
    #expect(folder.names == ["more.csv", "tokens", "users.csv"])
    #expect(folder.text("tokens") == "old")
    for format in [SmallJob().format, .jsonl] {
      var job = csv
      job.format = format
      #expect(try job.plan(in: folder).plan.counts.new == 3)
    }
    #expect(throws: JobFailure.self) { try csv.plan(in: folder) }
  }

  @Test func csvOfAResumedRunHasOneHead() throws {
    try folder.plant("more.csv", "sub,name\nu3,Cid\nu4,Dee\n")
    var job = csv
    job.rowsPerCommit = 1
    job.statements = LedgerFaults(
      failing: .commit, at: 4, isLasting: true, code: LedgerFaults.full)
    #expect(try job.failure(in: folder) != nil)
    #expect(try folder.runs().first?.progress.issued == 2)
    try job.healthy.later(60).succeed(in: folder)
    #expect(
      masked() == """
        sub,name,artifact,best_before
        u1,Ann,TOKEN,2027-01-15T08:05:00Z
        u2,Bea,TOKEN,2027-01-15T08:05:00Z
        u3,Cid,TOKEN,2027-01-15T08:06:00Z
        u4,Dee,TOKEN,2027-01-15T08:06:00Z

        """)
  }

  // MARK: JSON Lines

  @Test func jsonLinesTellRowAndIdentity() throws {
    var job = SmallJob()
    job.format = .jsonl
    try job.succeed(in: folder)
    let lines = try (folder.text("tokens") ?? "").split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(lines.map { $0["row"] as? Int } == [1, 2])
    #expect(lines.map { $0["expires_at"] as? Int } == [1_800_000_300, 1_800_000_300])
    #expect(lines.map { "\($0["identity"] ?? "")" }.map { $0.contains("u1") } == [true, false])
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea"])
  }

  @Test func rejectsHaveTheFormOfTheirInput() throws {
    try folder.plant("more.jsonl", "{\"sub\":\"u3\"}\n{\"sub\":\"u4\",\"name\":\"Dee\"}\n")
    try folder.plant("last.json", "[{\"sub\":\"u5\"}]")
    try folder.plant("users.csv", "sub,name\nu1,\n")
    var job = SmallJob()
    job.inputs = ["users.csv", "more.jsonl", "last.json"]
    #expect(try job.succeed(in: folder) == "4 rows, 1 new, 3 rejected, 1 issued")
    let rejects = (0..<3).map { folder.text("tokens.rejects\($0)") ?? "" }
    #expect(rejects[0].hasPrefix("muster_row,muster_findings,sub,name\n1,"))
    #expect(rejects[1].hasPrefix("{\"muster_row\":1,"))
    #expect(rejects[1].hasSuffix("\"sub\":\"u3\"}\n"))
    #expect(rejects[2].hasPrefix("[\n{\"muster_row\":1,"))
    #expect(rejects[2].hasSuffix("\"sub\":\"u5\"}\n]\n"))
  }

  // MARK: No rows

  @Test func anInputWithNothingButAHeaderSaysThatAllHaveVanished() throws {
    try SmallJob().succeed(in: folder)
    try folder.plant("users.csv", "sub,name\n")
    var job = SmallJob().later(86_400)
    job.limits.maxVanished = .count(1)
    #expect(try job.failure(in: folder)?.isLimit == true)
    job.limits.maxVanished = .count(2)
    #expect(try job.succeed(in: folder) == "2 vanished, 2 known")
    #expect(try folder.present(["u1", "u2"]) == [])
    #expect(folder.text("tokens.findings")?.contains("\"code\":\"empty-batch\"") == true)
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea"])
    #expect(try job.succeed(in: folder) == "")
  }

  @Test(arguments: ["users.csv", "users.jsonl", "users.json"])
  func anEmptyFileIsAnExportThatFailed(name: String) throws {
    try SmallJob().succeed(in: folder)
    try folder.plant(name, "")
    var job = SmallJob().later(86_400)
    job.inputs = [name]
    guard case .run(.unreadable, _) = try job.failure(in: folder) else {
      Issue.record("It was read.")
      return
    }
    #expect(try folder.present(["u1", "u2"]) == ["u1", "u2"])
    #expect(try folder.runs().count == 1)
  }

  @Test func aQueryWithoutRowsIsReadAsSuch() throws {
    try SmallJob().succeed(in: folder)
    var job = SmallJob().later(86_400)
    job.sources = [
      .sqlite(
        file: folder["users.csv"] + ".db", query: "SELECT 'u1' AS sub, 'Ann' AS name WHERE 0"),
      .files(folder["users.csv"]),
    ]
    try folder.plant("users.csv.db", "")
    #expect(try job.succeed(in: folder) == "2 rows, 2 unchanged, 2 known")
    #expect(folder.text("tokens.rejects0") == "")
    #expect(folder.text("tokens.rejects1") == "muster_row,muster_findings,sub,name\n")
    job.sources.removeLast()
    #expect(try job.succeed(in: folder) == "2 vanished, 2 known")
  }

  @Test func aVanishedInputLosesNothing() throws {
    try SmallJob().succeed(in: folder)
    try folder.remove("users.csv")
    #expect(throws: InputError.file(.notFound(path: folder["users.csv"]))) {
      try SmallJob().later(60).apply(in: folder)
    }
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea"])
  }

  // MARK: Jobs

  @Test func twoJobsInOneLedgerDoNotSeeEachOther() throws {
    var other = SmallJob()
    other.name = "weekly"
    other.output = "others"
    try SmallJob().succeed(in: folder)
    try folder.plant("users.csv", "sub,name\nu2,Bea\nu3,Cid\n")
    var killed = other
    killed.statements = LedgerFaults(
      failing: .commit, at: 4, isLasting: true, code: LedgerFaults.full)
    killed.rowsPerCommit = 1
    killed.chunkBytes = 8
    #expect(try killed.failure(in: folder) != nil)
    #expect(try folder.runs("weekly").map(\.progress.issued) == [1])
    let first = SmallJob().later(86_400)
    #expect(
      try first.succeed(in: folder)
        == "2 rows, 1 new, 1 unchanged, 1 vanished, 2 known, 1 issued")
    #expect(try other.later(60).succeed(in: folder) == "2 rows, 2 new, 2 issued")
    #expect(try folder.issued() == ["u3 Cid"])
    #expect(try folder.issued("others") == ["u2 Bea", "u3 Cid"])
    #expect(try folder.present(["u1", "u2", "u3"]) == ["u2", "u3"])
    #expect(try folder.present(["u1", "u2", "u3"], job: "weekly") == ["u2", "u3"])
    #expect(try !first.plan(in: folder).plan.hasChanges)
  }
}
