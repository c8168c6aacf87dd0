import Applying
import Bytes
import Findings
import Jobs
import Ledgers
import Reports
import Runs
import Testing

/// What becomes of a run that was killed.
@Suite struct ResumeTests {
  private let folder: JobFolder

  init() throws {
    folder = try JobFolder()
    try plant((1...30).map { "u\($0),Ann" })
  }

  private func plant(_ rows: [String]) throws {
    try folder.plant("users.csv", "sub,name\n" + rows.map { $0 + "\n" }.joined())
  }

  private static let users = (1...40).map { "u\($0)" }

  private static var job: SmallJob {
    var job = SmallJob()
    job.rowsPerCommit = 7
    job.chunkBytes = 60
    return job
  }

  /// The artifacts of a run that is not over.
  private var partial: String? {
    folder.names.first { $0.hasPrefix(".muster-nightly-") && $0.hasSuffix("-artifacts.partial") }
  }

  /// Kills the first run after some commits; everything fails from then on, as if nobody was there.
  private func kill(_ job: SmallJob = Self.job, afterCommits count: Int = 2) throws {
    var killed = job
    // The job is added, the run begins, and then come the commits.
    killed.statements = LedgerFaults(
      failing: .commit, at: count + 3, isLasting: true, code: LedgerFaults.ioError)
    #expect(try killed.failure(in: folder) != nil)
    let run = try #require(try folder.runs().first)
    #expect(run.state == .running)
    #expect(run.commits == count)
  }

  /// Kills the run when everything is stored, and nothing has its name yet.
  private func killFinishing(_ job: SmallJob) throws {
    var killed = job
    killed.files = FileFaults(failing: .rename, at: 1, isLasting: true, code: 5)
    #expect(try killed.failure(in: folder) != nil)
    #expect(try folder.runs().first?.state == .finishing)
  }

  @Test(arguments: 0...4)
  func aRunGoesOnWhereItWasKilled(commits: Int) throws {
    try kill(afterCommits: commits)
    let early = try #require(try folder.runs().first)
    #expect(folder.text("tokens") == nil)
    let applied = try Self.job.later(60).apply(in: folder).get()
    #expect(SmallJob.shown(applied) == "30 rows, 30 new, 30 issued")
    #expect(applied.plan.isResumed)
    #expect(applied.run == early.id)
    #expect(try folder.issued("tokens", ["sub"]) == (1...30).map { "u\($0)" })
    // What was there was kept, the rest is younger.
    let times = try folder.issued("tokens", ["iat"])
    let old = times.filter { $0 == "1800000000" }.count
    #expect(Int64(old) == early.progress.issued)
    #expect(times.filter { $0 == "1800000060" }.count == 30 - old)
    #expect(try folder.present(Self.users) == (1...30).map { "u\($0)" }.sorted())
    #expect(folder.names == ["tokens", "tokens.findings", "tokens.rejects0", "users.csv"])
    #expect(try folder.runs().map(\.state) == [.done])
  }

  @Test func planOfAKilledRunSaysTheSameAsTheFirst() throws {
    let before = SmallJob.shown(try Self.job.plan(in: folder).plan)
    try kill()
    let plan = try Self.job.later(60).plan(in: folder).plan
    #expect(SmallJob.shown(plan) == before)
    #expect(plan.isResumed)
    #expect(plan.hasChanges)
  }

  // MARK: What cannot be gone on with

  enum Reason: CaseIterable {
    case input, profile, job, all, key, suppression, lost, cut, dead
  }

  @Test(arguments: Reason.allCases)
  func aRunThatCannotBeGoneOnWithIsAbandonedAndItsRowsAreIssuedOnce(reason: Reason) throws {
    try kill()
    var job = Self.job.later(60)
    var count = 30
    switch reason {
    case .input:
      // One of the rows that were issued has changed, one that was not has gone, and one has come.
      try plant(["u1,Anna"] + (2...29).map { "u\($0),Ann" } + ["u31,Ann"])
    case .profile: job.profile = "# Improved.\n" + job.profile
    case .job: job.jobText += "!"
    case .all: job.issuesAll = true
    case .key: job.keyText = [2]
    case .suppression:
      job.suppressed = ["u2", "u30"]
      count = 28
    case .lost: try folder.remove(try #require(partial))
    case .cut: try folder.plant(try #require(partial), "cut")
    case .dead: job = job.later(301)
    }
    #expect(try job.plan(in: folder).plan.isResumed == (reason == .key))
    let applied = try job.apply(in: folder).get()
    #expect(!applied.plan.isResumed)
    #expect(applied.issued == count)
    #expect(applied.plan.counts.new == count)
    let users = try folder.issued("tokens", ["sub"])
    #expect(Set(users).count == count)
    #expect(users.count == count)
    let time = job.clock.now().secondsSinceEpoch
    #expect(Set(try folder.issued("tokens", ["iat"])) == ["\(time)"])
    #expect(try folder.present(Self.users) == users.sorted())
    #expect(try folder.runs().map(\.state) == [.done, .abandoned])
    #expect(folder.names == ["tokens", "tokens.findings", "tokens.rejects0", "users.csv"])
    #expect(try !job.plan(in: folder).plan.hasChanges || job.issuesAll)
  }

  @Test func changedRowsOfAnAbandonedRunAreChangedStill() throws {
    try Self.job.succeed(in: folder)
    try plant((1...30).map { "u\($0),Bea" })
    var killed = Self.job.later(86_400)
    killed.statements = LedgerFaults(
      failing: .commit, at: 4, isLasting: true, code: LedgerFaults.full)
    #expect(try killed.failure(in: folder) != nil)
    // Back to what was there before the run.
    try plant((1...29).map { "u\($0),Ann" })
    let job = Self.job.later(86_460)
    let issued = Int(try #require(try folder.runs().first).progress.issued)
    let counts =
      "29 rows, \(issued) changed, \(29 - issued) unchanged, 1 vanished, 30 known"
    #expect(SmallJob.shown(try job.plan(in: folder).plan) == counts)
    #expect(try job.succeed(in: folder) == counts + ", \(issued) issued")
    #expect(try folder.issued() == (1...issued).map { "u\($0) Ann" })
  }

  @Test func aPlanCallsNobodyVanishedWhomOnlyTheKilledRunKnew() throws {
    try kill()
    try plant(["u29,Ann", "u30,Ann"])
    let rows = MemorySink()
    let plan = try Self.job.later(60).plan(in: folder, rows: rows).plan
    #expect(SmallJob.shown(plan) == "2 rows, 2 new")
    #expect(!String(decoding: rows.bytes, as: UTF8.self).contains("vanished"))
  }

  /// Artifacts must live when the last of them is made.
  @Test(arguments: [(299, true), (300, false), (301, false)])
  func aRunIsGoneOnWithWhileItsFirstArtifactLives(seconds: Int, expected: Bool) throws {
    try kill()
    let best = try #require(try folder.runs().first?.progress.earliestBestBefore)
    #expect(best == SmallJob.start.advanced(bySeconds: 300))
    let applied = try Self.job.later(seconds).apply(in: folder).get()
    #expect(applied.plan.isResumed == expected)
    #expect(applied.issued == 30)
    #expect(try folder.issued("tokens", ["sub"]) == (1...30).map { "u\($0)" })
  }

  // MARK: The end

  @Test func aRunThatWasKilledWhileItFinishedIsCompleted() throws {
    try killFinishing(Self.job)
    #expect(folder.text("tokens") == nil)
    #expect(try Self.job.later(60).succeed(in: folder) == "30 rows, 30 unchanged, 30 known")
    #expect(try folder.issued("tokens", ["iat"]) == Array(repeating: "1800000000", count: 30))
    #expect(try folder.runs().map(\.state) == [.done, .done])
    #expect(folder.names == ["tokens", "tokens.findings", "tokens.rejects0", "users.csv"])
  }

  /// Nobody has seen its artifacts.
  @Test(arguments: ["input", "dead", "lost", "suppressed"])
  func itIsGivenUpWhereItsArtifactsAreNotWhatIsWantedNow(reason: String) throws {
    try killFinishing(Self.job)
    var job = Self.job.later(60)
    var rows = 30
    switch reason {
    case "input":
      rows = 28
      try plant((3...30).map { "u\($0),Ann" })
    case "dead": job = Self.job.later(86_400)
    case "lost": try folder.remove(try #require(partial))
    default: job.suppressed = ["u30"]
    }
    let issued = reason == "suppressed" ? 29 : rows
    let applied = try job.apply(in: folder).get()
    #expect(applied.issued == issued)
    #expect(applied.plan.counts.new == issued)
    #expect(try folder.runs().map(\.state) == [.done, .abandoned])
    #expect(try folder.issued("tokens", ["sub"]).count == issued)
    #expect(folder.names == ["tokens", "tokens.findings", "tokens.rejects0", "users.csv"])
  }

  /// Kills the run when its artifacts have their name, and the ledger does not know it yet.
  private func killNamed() throws {
    // How many commits there are shows a run that comes to its end.
    let start = folder.snapshot
    try Self.job.succeed(in: folder)
    let commits = try #require(try folder.runs().first).commits
    try folder.restore(start)
    try folder.removeLedger()
    var killed = Self.job
    // The job, the run, its rows, that all is stored; and then the end.
    killed.statements = LedgerFaults(
      failing: .commit, at: commits + 4, isLasting: true, code: LedgerFaults.ioError)
    #expect(try killed.failure(in: folder) != nil)
    #expect(folder.text("tokens") != nil)
    #expect(try folder.runs().first?.state == .finishing)
  }

  @Test func itsArtifactsAreNotReplacedByThoseOfTheApplyThatCompletesIt() throws {
    try killNamed()
    try plant((1...31).map { "u\($0),Ann" })
    let first = try Self.job.later(60).apply(in: folder).get()
    #expect(first.hasOnlyCompleted)
    #expect(first.issued == 30)
    #expect(try folder.issued("tokens", ["sub"]) == (1...30).map { "u\($0)" })
    #expect(folder.names == ["tokens", "tokens.findings", "tokens.rejects0", "users.csv"])
    let second = try Self.job.later(120).apply(in: folder).get()
    #expect(!second.hasOnlyCompleted)
    #expect(SmallJob.shown(second) == "31 rows, 1 new, 30 unchanged, 30 known, 1 issued")
    #expect(try folder.issued("tokens", ["sub"]) == ["u31"])
    #expect(try folder.present(Self.users) == (1...31).map { "u\($0)" }.sorted())
  }

  /// Tokens that somebody took away before the ledger knew of them would never be issued again.
  @Test func itIsGivenUpWhereItsArtifactsHaveBeenTakenAway() throws {
    try killNamed()
    try folder.remove("tokens")
    #expect(try Self.job.later(60).succeed(in: folder) == "30 rows, 30 new, 30 issued")
    #expect(try folder.issued("tokens", ["sub"]) == (1...30).map { "u\($0)" })
  }

  @Test func planOfARunThatIsToBeCompletedCountsItsUsers() throws {
    try Self.job.succeed(in: folder)
    try plant((3...35).map { "u\($0),Ann" })
    try killFinishing(Self.job.later(86_400))
    let start = folder.storedFiles
    let rows = MemorySink()
    let plan = try Self.job.later(86_460).plan(in: folder, rows: rows).plan
    #expect(SmallJob.shown(plan) == "33 rows, 33 unchanged, 2 vanished, 35 known")
    #expect(plan.hasChanges)
    let told = String(decoding: rows.bytes, as: UTF8.self).split(separator: "\n")
    #expect(told.filter { $0.contains("vanished") }.count == 2)
    #expect(folder.storedFiles == start)
    #expect(try Self.job.later(86_460).succeed(in: folder) == SmallJob.shown(plan))
  }

  // MARK: What is left behind

  /// Tokens that nobody knows of do not stay in the folder.
  @Test func aRunThatFailedBeforeItsFirstCommitLeavesNoTokens() throws {
    var failing = Self.job
    failing.files = FileFaults(failing: .sync, at: 1, code: 28)
    #expect(try failing.failure(in: folder) != nil)
    #expect(folder.names == ["users.csv"])
    #expect(try folder.runs().map(\.state) == [.failed])
    #expect(try folder.runs().map(\.failure) == ["output"])
  }

  @Test func aRunThatHasNothingToIssueAnyMoreTakesTheRestsOfItsForerunnerAway() throws {
    try kill(afterCommits: 0)
    #expect(partial != nil)
    var job = Self.job.later(60)
    job.suppressed = Self.users
    #expect(try job.succeed(in: folder) == "30 rows, 30 suppressed")
    #expect(folder.names == ["tokens.findings", "tokens.rejects0", "users.csv"])
  }

  /// The ledger says that the run is given up, and the caller is told that it failed.
  @Test func tokensOfAnAbandonedRunGoBeforeTheLedgerForgetsThem() throws {
    try kill()
    var job = Self.job.later(60)
    job.suppressed = Self.users
    var failing = job
    failing.statements = LedgerFaults(failing: .committed, at: 1, code: LedgerFaults.ioError)
    #expect(try failing.failure(in: folder) != nil)
    #expect(try folder.runs().map(\.state) == [.abandoned])
    #expect(folder.names == ["users.csv"])
  }

  @Test func aDirectoryThatIsNotStoredIsToldAsSuch() throws {
    var job = Self.job
    // Four are stored before: artifacts, rejects and findings are prepared, and one is put in place.
    job.files = FileFaults(failing: .syncDirectory, at: 4, code: 5)
    guard case .output(.notDurable(_, code: 5)) = try job.failure(in: folder) else {
      Issue.record("It was not told.")
      return
    }
    #expect(try folder.runs().first?.state == .finishing)
    var next = Self.job.later(60)
    next.files = FileFaults(failing: .syncDirectory, at: 1, code: 5)
    #expect(try next.failure(in: folder) != nil)
    #expect(try folder.runs().first?.state == .finishing)
    #expect(try Self.job.later(60).succeed(in: folder) == "30 rows, 30 unchanged, 30 known")
  }

  /// Who sees the artifacts can see why the others are missing.
  @Test func rejectsAndFindingsGetTheirNamesBeforeTheArtifacts() throws {
    var job = Self.job
    job.files = FileFaults(failing: .rename, at: 3, code: 5)
    #expect(try job.failure(in: folder) != nil)
    #expect(
      folder.names == [
        try #require(partial), "tokens.findings", "tokens.rejects0", "users.csv",
      ])
  }
}
