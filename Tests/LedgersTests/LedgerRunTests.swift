import Bytes
import Testing

@testable import Ledgers

struct LedgerRunTests {
  private let folder: LedgerFolder
  private let ledger: Ledger
  private let job: LedgerJob

  init() throws {
    folder = try LedgerFolder()
    ledger = try folder.open()
    job = try ledger.addJob(named: "nightly")
  }

  private func theJob() throws -> LedgerJob { try #require(try ledger.job(named: "nightly")) }

  // MARK: Members

  @Test func membersAreFoundInTheOrderInWhichTheyAreAskedFor() throws {
    let run = try ledger.runOnce(job, writes([5, 3, 9]))
    let members = try ledger.lookUp([9, 1, 5, 9, 3], of: job)
    #expect(members.map { $0?.id } == [3, nil, 1, 3, 2])
    #expect(
      members[0]
        == LedgerMember(
          id: 3, claims: digest(9), run: run.id, change: .new, isGone: false, expiresAt: time(9)))
    let highest = try ledger.memberIDMax()
    #expect(highest == 3)
    let none = try ledger.lookUp([], of: job)
    #expect(none == [])
  }

  @Test func jobsDoNotSeeEachOthersMembers() throws {
    try ledger.runOnce(job, writes(1...3))
    let other = try ledger.addJob(named: "weekly")
    let members = try ledger.lookUp(1...3, of: other)
    #expect(members == [nil, nil, nil])
    try ledger.runOnce(other, writes(1...2), isSeen: { _ in false })
    let known = try ledger.jobs().map(\.known)
    #expect(known == [3, 2])
  }

  // "é" as one scalar and as two: text is compared byte by byte.
  @Test func jobsOfCanonicallyEquivalentNamesAreTwo() throws {
    let one = try ledger.addJob(named: "caf\u{E9}")
    let two = try ledger.addJob(named: "cafe\u{301}")
    #expect(one.id != two.id)
    let again = try ledger.addJob(named: "caf\u{E9}")
    #expect(again == one)
  }

  @Test func memberThatIsWrittenAgainIsChanged() throws {
    try ledger.runOnce(job, writes(1...2))
    let run = try ledger.begin(newRun(job))
    let added = try ledger.commit(writes(2...4, claims: 10), of: run.id, progress: RunProgress())
    #expect(added == 2)
    // A second time in the same run, as after a confirmation that was lost.
    let addedAgain = try ledger.commit(
      writes(2...4, claims: 10), of: run.id, progress: RunProgress())
    #expect(addedAgain == 0)
    let members = try ledger.lookUp(1...4, of: job)
    #expect(members.map { $0?.change } == [.new, .changed, .new, .new])
    #expect(members.map { $0?.claims } == [digest(1), digest(12), digest(13), digest(14)])
    #expect(members.map { $0?.run } == [1, run.id, run.id, run.id])
  }

  @Test func membersThatAreNotSeenVanishAndComeBack() throws {
    try ledger.runOnce(job, writes(1...4))
    let second = try ledger.runOnce(job, writes(5...5), isSeen: { $0 == 1 })
    #expect(second.counts.vanished == 3)
    #expect(try theJob().known == 2)
    var members = try ledger.lookUp(1...5, of: job)
    #expect(members.map { $0?.isGone } == [false, true, true, true, false])
    // One comes back with other claims and is written, one as it was and is only seen.
    let third = try ledger.begin(newRun(job))
    try ledger.commit(writes(2...2, claims: 7), of: third.id, progress: RunProgress())
    members = try ledger.lookUp(2...2, of: job)
    #expect(members.map { $0?.isGone } == [true])
    let finished = try ledger.finish(third.id, end(), isSeen: { [1, 3, 5].contains($0) })
    #expect(finished.counts.vanished == 0)
    #expect(finished.counts.returned == 2)
    members = try ledger.lookUp(1...5, of: job)
    #expect(members.map { $0?.isGone } == [false, false, false, true, false])
    #expect(try theJob().known == 4)
  }

  @Test func presentMembersComeInTheOrderOfTheirNumbers() throws {
    let first = try ledger.runOnce(job, writes([8, 7, 6]))
    let second = try ledger.runOnce(job, writes(7...7, claims: 1), isSeen: { $0 != 3 })
    var present: [LedgerPresentMember] = []
    try ledger.forEachPresentMember(of: job.id) { member in
      present.append(member)
      return true
    }
    #expect(
      present == [
        LedgerPresentMember(
          id: 1, identity: digest(8), firstRun: first.id, lastRun: first.id, row: 8, input: 1),
        LedgerPresentMember(
          id: 2, identity: digest(7), firstRun: first.id, lastRun: second.id, row: 7, input: 1),
      ])
  }

  @Test func morePagesThanOneAreGoneThrough() throws {
    let count = 2 * Ledger.pageRows
    try ledger.runOnce(job, writes(1...count))
    var last: Int64 = 0
    try ledger.forEachPresentMember(of: job.id) { member in
      guard member.id == last + 1 else { return false }
      last = member.id
      return true
    }
    #expect(last == Int64(count))
    let run = try ledger.runOnce(job, [], isSeen: { $0 % 2 == 0 })
    #expect(run.counts.vanished == count / 2)
  }

  // MARK: Runs

  @Test func runHoldsWhatItWasBegunWith() throws {
    let run = try ledger.begin(newRun(job, at: 3))
    var expected = LedgerRun(
      id: 1, job: job.id, jobName: "nightly", state: .running, startedAt: time(3), finishedAt: nil,
      isSuccess: false, profileName: "acme", profile: digest(901), jobFile: digest(902),
      input: digest(903), keys: digest(904), contract: digest(905),
      artifactPath: "/out/tokens.csv", partialPath: "/out/.tokens.partial",
      progress: RunProgress(), commits: 0, counts: RunCounts(), failure: nil, failedAt: nil,
      renames: [])
    #expect(run == expected)
    let progress = RunProgress(artifactBytes: 77, issued: 2, earliestBestBefore: time(60))
    try ledger.commit(writes(1...2), of: run.id, progress: progress)
    expected.progress = progress
    expected.commits = 1
    #expect(try theJob().unfinished == expected)
    let renames = [RunRename(temporary: "a", final: "b"), RunRename(temporary: "c", final: "")]
    try ledger.prepareFinish(run.id, renames: renames)
    expected.state = .finishing
    expected.renames = renames
    #expect(try theJob().unfinished == expected)
    #expect(try theJob().serial == 0)
    var counts = RunCounts()
    counts.rows = 9
    counts.new = 2
    counts.suppressed = 3
    let finished = try ledger.finish(
      run.id,
      RunEnd(finishedAt: time(9), counts: counts, contract: digest(906), isSuccess: true),
      isSeen: nil)
    expected.state = .done
    expected.finishedAt = time(9)
    expected.isSuccess = true
    expected.contract = digest(906)
    expected.counts = counts
    #expect(finished == expected)
    #expect(
      try theJob()
        == LedgerJob(
          id: job.id, name: "nightly", serial: 1, known: 2, contract: digest(906),
          lastFinishedAt: time(9), lastSuccessAt: time(9), unfinished: nil))
  }

  @Test func jobHasOneUnfinishedRunAtATime() throws {
    let run = try ledger.begin(newRun(job))
    #expect(throws: LedgerError.hasUnfinishedRun(path: folder.ledgerPath, job: job.id)) {
      try ledger.begin(newRun(job))
    }
    try ledger.abandon(run.id, at: time(5))
    _ = try ledger.begin(newRun(job))
  }

  @Test func runThatIsOverTakesNothingMore() throws {
    let run = try ledger.runOnce(job, writes(1...1))
    let closed = LedgerError.runNotOpen(path: folder.ledgerPath, run: run.id)
    #expect(throws: closed) {
      try ledger.commit(writes(2...2), of: run.id, progress: RunProgress())
    }
    #expect(throws: closed) { try ledger.prepareFinish(run.id, renames: []) }
    #expect(throws: closed) { try ledger.finish(run.id, end(), isSeen: nil) }
    #expect(throws: closed) { try ledger.abandon(run.id, at: time(0)) }
    #expect(throws: closed) { try ledger.fail(run.id, "no", at: time(0)) }
    #expect(throws: LedgerError.runNotOpen(path: folder.ledgerPath, run: 99)) {
      try ledger.abandon(99, at: time(0))
    }
    let members = try ledger.lookUp(2...2, of: job)
    #expect(members == [nil])
  }

  @Test func abandonedRunForgetsWhatItWrote() throws {
    let first = try ledger.runOnce(job, writes(1...3))
    try ledger.runOnce(job, [], isSeen: { $0 != 3 })
    let run = try ledger.begin(newRun(job))
    // One changed, one back from having been gone, one new.
    try ledger.commit(writes([2, 3, 4], claims: 1), of: run.id, progress: RunProgress())
    try ledger.abandon(run.id, at: time(5))
    let members = try ledger.lookUp(1...4, of: job)
    #expect(members.map { $0?.claims } == [digest(1), nil, nil, nil])
    #expect(members.map { $0?.run } == [first.id, run.id, run.id, nil])
    #expect(members.map { $0?.isGone } == [false, false, true, nil])
    #expect(try theJob().serial == 3)
    #expect(try theJob().known == 2)
    let abandoned = try ledger.run(run.id)
    #expect(abandoned?.state == .abandoned)
    #expect(abandoned?.finishedAt == time(5))
  }

  @Test func failureIsRecordedAndTheRunGoesOnIfItHadCommitted() throws {
    let first = try ledger.begin(newRun(job))
    let isOver = try ledger.fail(first.id, "No room.", at: time(5))
    #expect(isOver)
    let failed = try ledger.run(first.id)
    #expect(failed?.state == .failed)
    #expect(failed?.failure == "No room.")
    #expect(failed?.failedAt == time(5))
    let second = try ledger.begin(newRun(job))
    try ledger.commit(writes(1...1), of: second.id, progress: RunProgress())
    let isSecondOver = try ledger.fail(second.id, "No room.", at: time(6))
    #expect(!isSecondOver)
    #expect(try theJob().unfinished?.failure == "No room.")
    #expect(try theJob().unfinished?.state == .running)
  }

  @Test func runThatDidNotSucceedLeavesTheLastSuccess() throws {
    try ledger.runOnce(job, [], at: 0)
    try ledger.runOnce(job, [], at: 1_000, isSuccess: false)
    let found = try theJob()
    #expect(found.lastSuccessAt == time(100))
    #expect(found.lastFinishedAt == time(1_100))
  }

  @Test func runsAreListedFromTheLast() throws {
    let other = try ledger.addJob(named: "weekly")
    for number in 0..<3 {
      try ledger.runOnce(job, [], at: number)
      try ledger.runOnce(other, [], at: number)
    }
    let all = try ledger.runs(job: nil, limit: 10).map(\.id)
    #expect(all == [6, 5, 4, 3, 2, 1])
    let page = try ledger.runs(job: "weekly", limit: 2, before: 6).map(\.id)
    #expect(page == [4, 2])
    let none = try ledger.runs(job: "hourly", limit: 2)
    #expect(none == [])
  }

  // MARK: Pruning

  @Test func pruningKeepsTheLastSuccessTheLastRunsAndTheUnfinished() throws {
    try ledger.runOnce(job, [], at: 0)
    try ledger.runOnce(job, [], at: 1)
    for number in 2..<6 { try ledger.runOnce(job, [], at: number, isSuccess: false) }
    _ = try ledger.begin(newRun(job, at: 6))
    let pruned = try ledger.prune(keepingSince: time(103), keepLast: 2, of: nil)
    #expect(pruned.runs == 2)
    var left = try ledger.runs(job: nil, limit: 10).map(\.id)
    #expect(left == [7, 6, 5, 4, 2])
    let prunedAll = try ledger.prune(keepingSince: time(9_999), keepLast: 0, of: "nightly")
    #expect(prunedAll.runs == 3)
    left = try ledger.runs(job: nil, limit: 10).map(\.id)
    #expect(left == [7, 2])
    // A number that was pruned is not given again.
    try ledger.abandon(7, at: time(8))
    _ = try ledger.prune(keepingSince: time(9_999), keepLast: 0, of: nil)
    let next = try ledger.begin(newRun(job)).id
    #expect(next == 8)
  }

  @Test func pruningForgetsWhoIsGoneForLongAndOverwritesIt() throws {
    try ledger.runOnce(job, writes(1...200))
    try ledger.runOnce(job, [], at: 0, isSeen: { $0 > 100 })
    try ledger.runOnce(job, [], at: 1_000, isSeen: { $0 > 150 })
    let serial = try theJob().serial
    let pruned = try ledger.prune(keepingSince: time(500), keepLast: 9, of: nil)
    #expect(pruned.goneMembers == 100)
    #expect(try theJob().serial == serial + 1)
    let members = try ledger.lookUp([100, 101, 200], of: job)
    #expect(members.map { $0?.isGone } == [nil, true, false])
    for name in folder.names() where name != "ledger.sqlite-shm" {
      let bytes = try folder.bytes(name)
      let hasForgotten = contains(bytes, digest(50).bytes)
      #expect(!hasForgotten, "\(name)")
    }
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0] == part[0] && bytes[$0...].starts(with: part) }
  }

  // It may just be bringing them back.
  @Test func membersOfAnUnfinishedRunsJobAreNotForgotten() throws {
    try ledger.runOnce(job, writes(1...3))
    try ledger.runOnce(job, [], isSeen: { _ in false })
    let run = try ledger.begin(newRun(job))
    try ledger.commit(writes(2...2), of: run.id, progress: RunProgress())
    let pruned = try ledger.prune(keepingSince: time(99_999), keepLast: 0, of: nil)
    #expect(pruned.goneMembers == 0)
    _ = try ledger.finish(run.id, end(), isSeen: { _ in false })
    let members = try ledger.lookUp(1...3, of: job)
    #expect(members.map { $0?.isGone } == [true, false, true])
  }
}
