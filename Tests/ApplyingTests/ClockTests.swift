import Applying
import Bytes
import Findings
import Jobs
import Ledgers
import Reports
import Runs
import Testing

/// A clock that runs behind the ledger, or is plainly wrong.
@Suite struct ClockTests {
  private let folder: JobFolder

  init() throws {
    folder = try JobFolder()
    try folder.plant("users.csv", "sub,name\nu1,Ann\n")
  }

  private func isRefused(_ job: SmallJob) throws -> Bool {
    switch try job.failure(in: folder) {
    case nil: return false
    case .clock(let reason):
      #expect(reason.hasPrefix("The clock says \(job.clock.now())"))
      return true
    case let other:
      Issue.record("\(other)")
      return true
    }
  }

  @Test(arguments: [(0, false), (-120, false), (-121, true), (-86_400, true), (86_400, false)])
  func aClockMayRunBehindTheLastRunByTwoMinutes(seconds: Int, expected: Bool) throws {
    try SmallJob().succeed(in: folder)
    try folder.plant("users.csv", "sub,name\nu1,Ann\nu2,Bea\n")
    var job = SmallJob().later(seconds)
    let before = try folder.runs()
    #expect(try isRefused(job) == expected)
    guard expected else { return }
    #expect(try folder.runs() == before)
    #expect(try folder.issued() == ["u1 Ann"])
    job.overridden = ["clock"]
    #expect(try job.succeed(in: folder) == "2 rows, 1 new, 1 unchanged, 1 known, 1 issued")
  }

  @Test(arguments: [(1_767_225_599, true), (1_767_225_600, false), (0, true)])
  func noClockIsRightBeforeThisProgramWasWritten(seconds: Int, expected: Bool) throws {
    var job = SmallJob()
    job.clock = .fixed(NumericDate(secondsSinceEpoch: seconds))
    #expect(try isRefused(job) == expected)
    #expect(folder.names.contains("tokens") == !expected)
    job.overridden = ["clock"]
    #expect(try !isRefused(job))
  }
}
