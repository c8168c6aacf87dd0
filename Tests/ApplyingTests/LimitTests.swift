import Applying
import Bytes
import Findings
import Jobs
import Ledgers
import Reports
import Runs
import Testing

/// Limits, on both of their sides.
@Suite struct LimitTests {
  private let folder: JobFolder

  init() throws {
    folder = try JobFolder()
    try plant((1...20).map { "u\($0),Ann," })
  }

  private func plant(_ rows: [String]) throws {
    try folder.plant("users.csv", "sub,name,role\n" + rows.map { $0 + "\n" }.joined())
  }

  enum Gate: String, CaseIterable {
    case change = "max-change"
    case vanished = "max-vanished"
    case destructive = "max-destructive"
    case rejected = "max-rejected"
  }

  /// A second night in which as many rows of twenty do what the gate is for.
  private func night(_ gate: Gate, _ threshold: Job.Threshold, rows count: Int) throws -> SmallJob {
    try SmallJob().succeed(in: folder)
    var job = SmallJob().later(86_400)
    job.allowed = ["clear"]
    let others = ((count + 1)...20).map { "u\($0),Ann," }
    let numbers = Array(1..<(count + 1))
    switch gate {
    case .change:
      job.limits.maxChange = threshold
      // One of them is new, and stands in the place of one that is not there any more.
      try plant(others + numbers.dropFirst().map { "u\($0),Bea," } + ["u99,New,"])
    case .vanished:
      job.limits.maxVanished = threshold
      try plant(others)
    case .destructive:
      job.limits.maxDestructive = threshold
      try plant(others + numbers.map { "u\($0),Ann,none" })
    case .rejected:
      job.limits.maxRejected = threshold
      try plant(others + numbers.map { "u\($0),A name that is too long," })
    }
    return job
  }

  @Test(
    arguments: Gate.allCases,
    [
      (Job.Threshold.count(3), "3", 3), (.share(1_500), "15%", 3), (.share(1_999), "19.99%", 3),
      (.share(1_250), "12.5%", 2), (.count(1), "1", 1),
    ])
  func whatIsAllowedIsDoneAndOneMoreIsNot(
    gate: Gate, limit: (threshold: Job.Threshold, words: String, count: Int)
  ) throws {
    let job = try night(gate, limit.threshold, rows: limit.count)
    let start = folder.snapshot
    let allowed = JobReport.Limit(
      name: gate.rawValue, allowed: limit.words, actual: limit.count,
      base: limit.words.hasSuffix("%") ? 20 : nil, isExceeded: false, isOverridden: false)
    let good = try job.apply(in: folder).get()
    #expect(good.plan.limits == [allowed])

    try folder.restore(start)
    try folder.removeLedger()
    try plant((1...20).map { "u\($0),Ann," })
    let more = try night(gate, limit.threshold, rows: limit.count + 1)
    try expectRefusal(more, gate, limit.words, limit.count + 1)
  }

  private func expectRefusal(
    _ job: SmallJob, _ gate: Gate, _ words: String, _ actual: Int
  ) throws {
    var exceeded = JobReport.Limit(
      name: gate.rawValue, allowed: words, actual: actual,
      base: words.hasSuffix("%") ? 20 : nil, isExceeded: true, isOverridden: false)
    #expect(try job.plan(in: folder).plan.limits == [exceeded])
    let outputs = try (folder.issued("tokens", ["jti"]), folder.runs(), folder.names)
    guard case .limits(let limits) = try job.failure(in: folder) else {
      Issue.record("It was not stopped.")
      return
    }
    #expect(limits == [exceeded])
    #expect(try folder.issued("tokens", ["jti"]) == outputs.0)
    #expect(try folder.runs() == outputs.1)
    #expect(folder.names == outputs.2)
    var wrong = job
    wrong.overridden = Set(Gate.allCases.map(\.rawValue)).subtracting([gate.rawValue])
    #expect(try wrong.failure(in: folder) != nil)
    var right = job
    right.overridden = [gate.rawValue]
    exceeded.isOverridden = true
    #expect(try right.apply(in: folder).get().plan.limits == [exceeded])
  }

  /// A ledger that knows nobody may be another one than the last time.
  @Test func everyChangeIsTooMuchForAnEmptyLedgerUnlessItIsMeant() throws {
    var job = SmallJob()
    job.limits.maxChange = .count(19)
    #expect(try job.failure(in: folder)?.isLimit == true)
    // What was refused, and why, is told also where nothing is done.
    #expect(folder.names == ["tokens.findings", "tokens.rejects0", "users.csv"])
    job.limits.maxChange = .share(10_000)
    job.limits.maxVanished = .share(0)
    #expect(try job.failure(in: folder)?.isLimit == true)
    job.overridden = ["max-change"]
    #expect(try job.succeed(in: folder) == "20 rows, 20 new, 20 issued")
  }

  @Test func nothingIsAllowedWhereTheLimitIsNothing() throws {
    var job = SmallJob()
    try job.succeed(in: folder)
    job.limits.maxChange = .count(0)
    job.limits.maxVanished = .share(0)
    job.limits.maxDestructive = .count(0)
    job.limits.maxRejected = .share(0)
    #expect(try job.succeed(in: folder) == "20 rows, 20 unchanged, 20 known")
    try plant((1...19).map { "u\($0),Ann," } + ["u20,Bea,none", ",Nobody,"])
    job.allowed = ["clear"]
    guard case .limits(let limits) = try job.failure(in: folder) else {
      Issue.record("It was not stopped.")
      return
    }
    #expect(limits.map(\.name) == ["max-change", "max-destructive", "max-rejected"])
    #expect(limits.map(\.actual) == [1, 1, 1])
  }

  @Test func unchangedRowsAreNotDestructiveAgain() throws {
    try plant(["u1,Ann,none"])
    var job = SmallJob()
    job.allowed = ["clear"]
    try job.succeed(in: folder)
    job.limits.maxDestructive = .count(0)
    #expect(try job.succeed(in: folder) == "1 rows, 1 unchanged, 1 known")
    job.issuesAll = true
    #expect(try job.failure(in: folder)?.isLimit == true)
  }
}

extension JobFailure {
  var isLimit: Bool {
    if case .limits = self { return true }
    return false
  }
}
