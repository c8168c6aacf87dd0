import Bytes
import GRDB
import Glibc
import Testing

@testable import Ledgers

struct LedgerFaultTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  /// Two runs with everything in them, each step of which may fail.
  private func story(_ ledger: Ledger) throws {
    let job = try ledger.addJob(named: "nightly")
    let first = try ledger.begin(newRun(job))
    try ledger.commit(writes(1...3), of: first.id, progress: RunProgress(issued: 3))
    try ledger.commit(writes(4...5), of: first.id, progress: RunProgress(issued: 5))
    try ledger.prepareFinish(first.id, renames: [RunRename(temporary: "a", final: "b")])
    _ = try ledger.finish(first.id, end(), isSeen: nil)
    let second = try ledger.begin(newRun(job))
    try ledger.commit(writes(2...7, claims: 1), of: second.id, progress: RunProgress(issued: 6))
    _ = try ledger.finish(second.id, end(at: 200), isSeen: { _ in false })
    let third = try ledger.begin(newRun(job))
    try ledger.commit(writes(8...9), of: third.id, progress: RunProgress(issued: 2))
    try ledger.fail(third.id, "No room.", at: time(201))
    try ledger.abandon(third.id, at: time(202))
    _ = try ledger.prune(keepingSince: time(150), keepLast: 1, of: nil)
  }

  /// Everything that the ledger holds, as text.
  private func contents(_ name: String) throws -> String {
    try folder.plainly(name) { database in
      try ["jobs", "runs", "renames", "members"].map { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1").map(\.description)
          .joined(separator: "\n")
      }.joined(separator: "\n\n")
    }
  }

  /// What the ledger holds after each of the story's transactions, the first being none.
  private func chapters() throws -> [String] {
    var chapters: [String] = []
    var last = ""
    for first in 1... {
      let name = "chapter\(first)"
      let faults = LedgerFaults(failing: .commit, at: first, code: LedgerFaults.full)
      try? story(folder.open(name, faults: faults))
      last = try contents(name)
      chapters.append(last)
      if !faults.hasStruck { break }
    }
    return chapters
  }

  @Test(arguments: [
    (LedgerFaults.full, LedgerError.diskFull(path: ""), 1),
    (LedgerFaults.busy, .locked(path: ""), 13),
    (LedgerFaults.corrupt, .corrupted(path: ""), 17),
    (LedgerFaults.fsyncFailed, .storageFailed(path: "", code: 1_034, systemCode: 0), 19),
  ])
  func stepThatFailsIsSaidAndLeavesWholeTransactions(
    code: Int32, expected: LedgerError, every steps: Int
  ) throws {
    let chapters = try chapters()
    #expect(Set(chapters).count == 15)
    for first in stride(from: 1, to: 1_000, by: steps) {
      let name = "ledger\(first)"
      let faults = LedgerFaults(failing: nil, at: first, code: code)
      var thrown: LedgerError?
      do {
        try story(try folder.open(name, faults: faults))
      } catch let error as LedgerError {
        thrown = error
      }
      let found = try contents(name)
      #expect(chapters.contains(found), "step \(first)")
      guard faults.hasStruck else {
        #expect(thrown == nil)
        #expect(found == chapters.last)
        #expect(first > 60)
        return
      }
      #expect(
        thrown.map { "\($0)" } == "\(expected)".replacing("\"\"", with: "\"\(folder[name])\""))
    }
  }

  @Test func confirmationThatIsLostLeavesWhatWasStored() throws {
    let faults = LedgerFaults(failing: .committed, at: 3, code: LedgerFaults.ioError)
    #expect(throws: LedgerError.self) { try story(folder.open(faults: faults)) }
    let ledger = try folder.open()
    let run = try ledger.job(named: "nightly")?.unfinished
    #expect(run?.progress.issued == 3)
    #expect(run?.commits == 1)
  }

  // Each step of issuing and using tickets fails once: what is told as failed may have been stored, and
  // what is told as done was.
  @Test func ticketsAreWholeWhateverStepFails() throws {
    for first in 1..<100 {
      let name = "tickets\(first)"
      let faults = LedgerFaults(failing: nil, at: first, code: LedgerFaults.full)
      var isIssued = false
      var word: String?
      do throws(LedgerError) {
        let ledger = try folder.open(name, faults: faults)
        try ledger.issueTickets(newTicketRun(), newTickets(1...3))
        isIssued = true
        word = try ledger.use(2, at: 5)
      } catch {
        #expect(error == .diskFull(path: folder[name]))
      }
      let ledger = try folder.open(name)
      // All of a run's tickets can be used, or none.
      let words = try [1, 3].map { try ledger.use($0, at: 6) }
      #expect(words == ["granted", "granted"] || (words == ["unknown", "unknown"] && !isIssued))
      // Who was told of trouble tries again; who got in was counted.
      if isIssued {
        let again = try ledger.use(2, at: 7)
        #expect(word == nil ? ["granted", "repeated"].contains(again) : again == "repeated")
        #expect(try ledger.ticket(digest(2))?.uses == 1)
      }
      if !faults.hasStruck { return }
    }
    Issue.record("The last attempt meets no fault.")
  }

  @Test func countsStepsWithoutAFault() throws {
    let faults = LedgerFaults(failing: .commit, at: 0, code: LedgerFaults.full)
    try story(folder.open(faults: faults))
    #expect(faults.count == 14)
    #expect(!faults.hasStruck)
  }

  // MARK: The world

  @Test func ledgerThatAnotherWritesToIsWaitedForAndThenSaid() throws {
    let ledger = try folder.open(busySeconds: 0.05)
    try folder.plainly { other in
      try other.inTransaction(.immediate) {
        #expect(throws: LedgerError.locked(path: folder.ledgerPath)) {
          try ledger.addJob(named: "nightly")
        }
        // Reading goes on.
        let none = try ledger.job(named: "nightly")
        #expect(none == nil)
        return .rollback
      }
    }
    _ = try ledger.addJob(named: "nightly")
  }

  // In a process of its own, because the limit belongs to all of a process's threads.
  @Test func fileThatMayNotGrowIsADiskThatIsFull() async throws {
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      let folder = LedgerFolder(of: path)
      _ = signal(SIGXFSZ, SIG_IGN)
      let ledger = try folder.open()
      let job = try ledger.addJob(named: "nightly")
      let run = try ledger.begin(newRun(job))
      try ledger.commit(writes(1...10), of: run.id, progress: RunProgress(issued: 10))
      var limit = rlimit(rlim_cur: 300_000, rlim_max: 300_000)
      guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
        exit(1)
      }
      #expect(throws: LedgerError.diskFull(path: folder.ledgerPath)) {
        try ledger.commit(writes(11...10_000), of: run.id, progress: RunProgress(issued: 10_000))
      }
      let issued = try ledger.run(run.id)?.progress.issued
      #expect(issued == 10)
    }
    let ledger = try folder.open()
    try ledger.checkThoroughly()
    let job = try #require(try ledger.job(named: "nightly"))
    #expect(job.unfinished?.progress.issued == 10)
    let members = try ledger.lookUp(10...11, of: job)
    #expect(members.map { $0?.id } == [10, nil])
  }

  // MARK: Death

  private static let commitMembers = 500

  @Test(arguments: 1...12)
  func deathInTheMiddleLeavesAWholeNumberOfCommits(seed: Int) async throws {
    let path = folder.path
    try folder.open().runOnce(folder.open().addJob(named: "nightly"), [])
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, seed = seed as Int] in
      let ledger = try LedgerFolder(of: path).open()
      guard let job = try ledger.job(named: "nightly") else { return }
      let run = try ledger.begin(newRun(job))
      try Death.schedule(microseconds: seed * 7_919 % 90_000)
      for number in 0..<10_000 {
        let first = number * Self.commitMembers
        try ledger.commit(
          writes(first..<first + Self.commitMembers), of: run.id,
          progress: RunProgress(
            artifactBytes: Int64(first + Self.commitMembers),
            issued: Int64(first + Self.commitMembers)))
      }
    }
    let ledger = try folder.open()
    try ledger.checkThoroughly()
    let run = try #require(try ledger.job(named: "nightly")?.unfinished)
    let count = run.commits * Self.commitMembers
    #expect(run.progress == RunProgress(artifactBytes: Int64(count), issued: Int64(count)))
    let found = try ledger.read { session in
      try session.first("SELECT count(*), max(row) + 1 FROM members") {
        [$0.number(0), $0.number(1)]
      }
    }
    #expect(found == [count, count])
    // And it goes on.
    let added = try ledger.commit(
      writes(count..<count + 1), of: run.id, progress: RunProgress(issued: Int64(count + 1)))
    #expect(added == 1)
  }
}

/// Lets the process die by SIGKILL after a while, whatever it is doing then.
enum Death {
  static func schedule(microseconds: Int) throws {
    let digits = String(1_000_000 + microseconds).dropFirst()
    try startProgram(["/bin/sh", "-c", "sleep 0.\(digits); kill -9 \(getpid())"])
  }
}
