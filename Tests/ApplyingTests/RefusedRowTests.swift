import Applying
import Bytes
import Findings
import Jobs
import Ledgers
import Reports
import Runs
import Synchronization
import Testing

/// Rows that are not issued, and what the ledger makes of their users.
@Suite struct RefusedRowTests {
  private let folder: JobFolder

  init() throws {
    folder = try JobFolder()
    try folder.plant("users.csv", "sub,name\nu1,Ann\nu2,Bea\nu3,Cid\n")
    #expect(try SmallJob().succeed(in: folder) == "3 rows, 3 new, 3 issued")
  }

  private func night(_ number: Int) -> SmallJob { SmallJob().later(number * 86_400) }

  private func plant(_ rows: String...) throws {
    try folder.plant("users.csv", "sub,name,role\n" + rows.map { $0 + "\n" }.joined())
  }

  @Test func suppressedRowsAreNeitherIssuedNorVanished() throws {
    try plant("u1,Ann,", "u2,Bea,", "u3,Changed,", "u4,New,")
    var job = night(1)
    job.suppressed = ["U2", " u3 ", "u4"]
    #expect(
      try job.succeed(in: folder) == "4 rows, 1 unchanged, 3 suppressed, 3 known")
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea", "u3 Cid"])
    #expect(try folder.present(["u1", "u2", "u3", "u4"]) == ["u1", "u2", "u3"])
    job = night(2)
    job.suppressed = ["u4"]
    #expect(
      try job.succeed(in: folder)
        == "4 rows, 1 changed, 2 unchanged, 1 suppressed, 3 known, 1 issued")
    #expect(try folder.issued() == ["u3 Changed"])
  }

  @Test func allIssuesNoSuppressedRow() throws {
    var job = night(1)
    job.issuesAll = true
    job.suppressed = ["u2"]
    #expect(
      try job.succeed(in: folder) == "3 rows, 2 unchanged, 1 suppressed, 3 known, 2 issued")
    #expect(try folder.issued() == ["u1 Ann", "u3 Cid"])
  }

  @Test func rejectedRowsWithAReadableIdentityHaveNotVanished() throws {
    try plant("u1,Ann,", "u2,A name that is too long,", ",Cid,")
    #expect(
      try night(1).succeed(in: folder)
        == "3 rows, 1 unchanged, 2 rejected, 1 vanished, 3 known")
    #expect(try folder.present(["u1", "u2", "u3"]) == ["u1", "u2"])
    let rejects = try #require(folder.text("tokens.rejects0"))
    #expect(
      rejects.split(separator: "\n").map { $0.prefix { $0 != ":" } } == [
        "muster_row,muster_findings,sub,name,role", "2,\"max-length", "3,\"required",
      ])
  }

  @Test func heldRowsHaveNotVanished() throws {
    try plant("u1,Ann,", "u2,Bea,none", "u3,Cid,", "u4,Dee,none")
    #expect(
      try night(1).succeed(in: folder) == "4 rows, 2 unchanged, 2 held, 3 known")
    #expect(try folder.present(["u1", "u2", "u3", "u4"]) == ["u1", "u2", "u3"])
    var job = night(2)
    job.allowed = ["clear"]
    #expect(
      try job.succeed(in: folder)
        == "4 rows, 1 new, 1 changed, 2 unchanged, 3 known, 2 issued")
    #expect(try folder.issued() == ["u2 Bea", "u4 Dee"])
  }

  @Test func aRepeatedRowIsRejectedAndItsUserStays() throws {
    try plant("u1,Ann,", "u2,Bea,", "u3,Cid,", "u2,Bee,")
    #expect(
      try night(1).succeed(in: folder) == "4 rows, 3 unchanged, 1 rejected, 3 known")
  }

  /// Being refused is no return: whoever has vanished is issued anew when there is a good row.
  @Test(arguments: ["u2,A name that is too long,", "u2,Bea,none", "suppressed"])
  func whoReturnsWithARefusedRowIsNewWithTheNextGoodOne(row: String) throws {
    try plant("u1,Ann,", "u3,Cid,")
    #expect(
      try night(1).succeed(in: folder) == "2 rows, 2 unchanged, 1 vanished, 3 known")
    var job = night(2)
    if row == "suppressed" {
      try plant("u1,Ann,", "u2,Bea,", "u3,Cid,")
      job.suppressed = ["u2"]
    } else {
      try plant("u1,Ann,", row, "u3,Cid,")
    }
    #expect(try job.succeed(in: folder).hasSuffix("2 known"))
    #expect(try folder.present(["u1", "u2", "u3"]) == ["u1", "u3"])
    try plant("u1,Ann,", "u2,Bea,", "u3,Cid,")
    #expect(
      try night(3).succeed(in: folder) == "3 rows, 1 new, 2 unchanged, 2 known, 1 issued")
    #expect(try folder.issued() == ["u2 Bea"])
  }

  /// Applies a job that takes so long that some rows are too old when they are to be issued.
  private func applySlowly(_ rows: String...) throws -> String {
    try folder.plant("users.csv", "sub,name,seen\n" + rows.map { $0 + "\n" }.joined())
    var job = SmallJob()
    job.profile = SmallJob.seenLately
    let time = Mutex(86_400)
    job.clock = WallClock(now: {
      SmallJob.start.advanced(bySeconds: time.withLock { $0 })
    })
    job.planned = { time.withLock { $0 += 200 } }
    return try job.succeed(in: folder)
  }

  @Test func rowsThatAreTooOldWhenTheyAreToBeIssuedAreRejectedThen() throws {
    #expect(
      try applySlowly("u1,Ann,1800086400", "u2,Bea,1800086200", "u4,Dee,1800086200")
        == "3 rows, 1 new, 2 changed, 2 rejected, 1 vanished, 3 known, 1 issued")
    #expect(try folder.issued() == ["u1 Ann"])
    #expect(try folder.present(["u1", "u2", "u3", "u4"]) == ["u1", "u2"])
    let rejects = try #require(folder.text("tokens.rejects0"))
    #expect(
      rejects.split(separator: "\n").map { $0.prefix { $0 != ":" } } == [
        "muster_row,muster_findings,sub,name,seen", "2,rule seen-lately", "3,rule seen-lately",
      ])
  }

  @Test func whereAllAreTooOldTheLastArtifactsStay() throws {
    #expect(
      try applySlowly("u1,Ann,1800086200")
        == "1 rows, 1 changed, 1 rejected, 2 vanished, 3 known")
    #expect(try folder.issued() == ["u1 Ann", "u2 Bea", "u3 Cid"])
    #expect(folder.names == ["tokens", "tokens.findings", "tokens.rejects0", "users.csv"])
  }

  @Test func aRowThatStandsInTwoInputsIsRefusedInTheSecondAndNamesTheFirst() throws {
    var job = night(1)
    job.inputs = ["users.csv", "more.csv"]
    try folder.plant("more.csv", "sub,name\nu4,Dee\nu2,Bea\nu5,Eve\n")
    #expect(
      try job.succeed(in: folder)
        == "6 rows, 2 new, 3 unchanged, 1 rejected, 3 known, 2 issued")
    #expect(try folder.issued() == ["u4 Dee", "u5 Eve"])
    let findings = try #require(folder.text("tokens.findings"))
    #expect(findings.split(separator: "\n").count == 1)
    #expect(
      findings.contains("has the same value as in row 2 of \(folder["users.csv"])"), "\(findings)")
    #expect(folder.text("tokens.rejects0") == "muster_row,muster_findings,sub,name\n")
    let rejects = try #require(folder.text("tokens.rejects1"))
    #expect(rejects.hasPrefix("muster_row,muster_findings,sub,name\n2,"))
    #expect(rejects.hasSuffix(",u2,Bea\n"))
  }
}
