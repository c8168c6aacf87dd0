import Applying
import Bytes
import Findings
import Glibc
import Jobs
import Ledgers
import Reports
import Runs
import Testing

/// Lets the n-th write, sync, rename or statement fail, n rising until a whole apply passes, and applies
/// again.
@Suite struct FaultLoopTests {
  static let stepsMax = 2_000

  /// What fails.
  struct Fault: Sendable, CustomTestStringConvertible {
    enum Place: Sendable { case files, statements }

    var place: Place
    var code: Int32
    /// Everything that comes later fails, too.
    var isLasting: Bool

    static let all = [
      Fault(place: .files, code: ENOSPC, isLasting: false),
      Fault(place: .files, code: ENOSPC, isLasting: true),
      Fault(place: .files, code: EIO, isLasting: false),
      Fault(place: .files, code: EIO, isLasting: true),
      Fault(place: .statements, code: LedgerFaults.full, isLasting: false),
      Fault(place: .statements, code: LedgerFaults.full, isLasting: true),
      Fault(place: .statements, code: LedgerFaults.ioError, isLasting: true),
      Fault(place: .statements, code: LedgerFaults.busy, isLasting: false),
    ]

    var testDescription: String { "\(place) \(code)\(isLasting ? " from then on" : "")" }

    /// Whether it is said as what it was.
    func isSaid(by failure: JobFailure) -> Bool {
      switch (place, failure) {
      case (.files, .output(let error)), (.files, .run(.output(let error), _)):
        error.code == code && !error.message.isEmpty && !error.help.isEmpty
      case (.statements, .ledger(let error)):
        switch error {
        case .diskFull: code == LedgerFaults.full
        case .storageFailed(_, let found, _): code == LedgerFaults.ioError && found == code
        case .locked: code == LedgerFaults.busy
        default: false
        }
      default: false
      }
    }
  }

  enum Night: CaseIterable {
    /// Nothing is known; outputs of something else are there.
    case first
    /// Rows have changed, vanished and come.
    case second
    /// The second, which was killed in its middle.
    case resumed
  }

  /// What there is to see when a job is over.
  struct Outcome: Equatable {
    var issued: [String]
    var rejects: [String?]
    var findings: String?
    var present: [String]
    var lastRun: RunState?
    var names: [String]

    init(_ folder: JobFolder) throws {
      issued = try folder.issued()
      rejects = ["tokens.rejects0", "tokens.rejects1"].map { folder.text($0) }
      findings = folder.text("tokens.findings")
      present = try folder.present((1...70).map { "u\($0)" })
      lastRun = try folder.runs().first?.state
      names = folder.names
    }
  }

  // MARK: The batch

  /// Rows of the first night from 1 to 60, of which the last 20 stand in an input of their own.
  private static func row(_ number: Int, night: Int) -> String {
    switch number {
    case 4, 19, 34: "u\(number),A name that is too long,member\n"
    case 9, 39: "u\(number),Held,none\n"
    case 47: ",Nobody,member\n"
    // Stands in the other input, too.
    case 50: "u10,Again,member\n"
    default: "u\(number),Name \(number)\(changes(number, night) ? "b" : ""),member\n"
    }
  }

  private static let suppressed = ["u13", "u33", "u53"]

  private static func changes(_ number: Int, _ night: Int) -> Bool {
    night == 2 && number % 2 == 0
  }

  private static func isGood(_ number: Int) -> Bool {
    ![4, 9, 19, 34, 39, 47, 50].contains(number) && !suppressed.contains("u\(number)")
  }

  /// The numbers of the rows: in the second night some have vanished, and others come.
  private static func numbers(night: Int) -> [Int] {
    night == 1 ? Array(1...60) : Array(6...65)
  }

  private static func issued(night: Int) -> [String] {
    numbers(night: night).filter { isGood($0) && (night == 1 || changes($0, 2) || $0 > 60) }
      .map { "u\($0) Name \($0)\(changes($0, night) ? "b" : "")" }
  }

  private static func plant(night: Int, in folder: JobFolder) throws {
    let numbers = numbers(night: night)
    for (name, part) in [("users.csv", numbers.prefix(40)), ("more.csv", numbers.dropFirst(40))] {
      try folder.plant(
        name, "sub,name,role\n" + part.map { row($0, night: night) }.joined())
    }
  }

  // MARK: The loop

  /// A job at the beginning of the night, which comes to its end where nothing fails.
  private static func begin(_ night: Night, in folder: JobFolder) throws -> SmallJob {
    var job = SmallJob()
    job.inputs = ["users.csv", "more.csv"]
    job.suppressed = suppressed
    job.rowsPerCommit = 7
    job.chunkBytes = 130
    try plant(night: 1, in: folder)
    for name in ["tokens", "tokens.rejects0", "tokens.rejects1", "tokens.findings"] {
      try folder.plant(name, "old\n")
    }
    guard night != .first else { return job }
    job.format = .csv
    try job.succeed(in: folder)
    try plant(night: 2, in: folder)
    job = job.later(86_400)
    guard night == .resumed else { return job }
    job.statements = LedgerFaults(
      failing: .commit, at: 4, isLasting: true, code: LedgerFaults.full)
    #expect(try job.failure(in: folder) != nil)
    let run = try #require(try folder.runs().first)
    #expect(run.state == .running)
    #expect((5...30).contains(run.progress.issued))
    job.threads = 3
    return job.healthy
  }

  @Test(arguments: Night.allCases, Fault.all)
  func whateverFailsTheNextApplyMakesItWhole(night: Night, fault: Fault) throws {
    let folder = try JobFolder()
    let job = try Self.begin(night, in: folder).ready()
    let start = folder.snapshot
    let numbers = Self.numbers(night: night == .first ? 1 : 2)

    try job.succeed(in: folder)
    let whole = try Outcome(folder)
    #expect(whole.issued == Self.issued(night: night == .first ? 1 : 2))
    #expect(whole.present == numbers.filter(Self.isGood).map { "u\($0)" }.sorted())
    #expect(whole.lastRun == .done)
    #expect(
      whole.names == [
        "more.csv", "tokens", "tokens.findings", "tokens.rejects0", "tokens.rejects1", "users.csv",
      ])
    let good = folder.snapshot

    var isPassed = false
    var number = 0
    while !isPassed {
      number += 1
      try #require(number < Self.stepsMax)
      try folder.restore(start)
      isPassed = try tryOnce(job, fault, number, folder, old: start, good: good, whole)
    }
    // As many steps as there are commits, at least.
    #expect(number > 20)
  }

  /// Returns whether nothing has failed.
  private func tryOnce(
    _ job: SmallJob, _ fault: Fault, _ number: Int, _ folder: JobFolder,
    old: [String: [UInt8]], good: [String: [UInt8]], _ whole: Outcome
  ) throws -> Bool {
    let step: Comment = "step \(number)"
    var rigged = job
    switch fault.place {
    case .files:
      rigged.files = FileFaults(
        failing: nil, at: number, isLasting: fault.isLasting, code: fault.code)
    case .statements:
      rigged.statements = LedgerFaults(
        failing: nil, at: number, isLasting: fault.isLasting, code: fault.code)
    }
    let failure = try rigged.failure(in: folder)
    let hasStruck = rigged.files?.hasStruck ?? rigged.statements?.hasStruck ?? false
    #expect((failure != nil) == hasStruck, step)
    if let failure {
      #expect(fault.isSaid(by: failure), "\(step): \(failure)")
      try expectOldOrWhole(folder, old, good, whole, step)
      if fault.isLasting { try tear(folder) }
      let next = try job.later(night(job) + 60).failure(in: folder)
      #expect(next == nil, step)
    }
    #expect(try Outcome(folder) == whole, step)
    let plan = try job.later(night(job) + 120).plan(in: folder).plan
    #expect(!plan.hasChanges, step)
    #expect(plan.counts.unchanged == whole.present.count, step)
    return !hasStruck
  }

  /// Seconds from the first night to the job's.
  private func night(_ job: SmallJob) -> Int {
    job.clock.now().secondsSinceEpoch - SmallJob.start.secondsSinceEpoch
  }

  private func expectOldOrWhole(
    _ folder: JobFolder, _ old: [String: [UInt8]], _ good: [String: [UInt8]], _ whole: Outcome,
    _ step: Comment
  ) throws {
    for name in ["tokens.rejects0", "tokens.rejects1", "tokens.findings"] {
      let bytes = folder.bytes(name)
      #expect(bytes == old[name] || bytes == good[name], "\(step): \(name)")
    }
    if folder.bytes("tokens") != old["tokens"] {
      #expect(try folder.issued() == whole.issued, step)
    }
  }

  /// What was never known to be stored may be there in part.
  private func tear(_ folder: JobFolder) throws {
    guard try folder.runs().first?.state == .running else { return }
    for name in folder.names where name.hasSuffix(".partial") { try folder.tear(name) }
  }

  @Test(arguments: Night.allCases)
  func aSignalAtAnyRowLosesNothing(night: Night) throws {
    let folder = try JobFolder()
    let job = try Self.begin(night, in: folder).ready()
    let start = folder.snapshot
    try job.succeed(in: folder)
    let whole = try Outcome(folder)
    var count = 0
    var isPassed = false
    while !isPassed {
      count += 1
      try #require(count < Self.stepsMax)
      try folder.restore(start)
      var stopped = job
      let countdown = Countdown(count)
      stopped.interruption = { countdown.isOver() ? SIGTERM : nil }
      switch try stopped.failure(in: folder) {
      case nil: isPassed = true
      case .run(.interrupted(let signal), _): #expect(signal == SIGTERM)
      case let other: Issue.record("\(other)")
      }
      try job.later(self.night(job) + 60).succeed(in: folder)
      #expect(try Outcome(folder) == whole, "interruption \(count)")
    }
    #expect(count > 20)
  }
}
