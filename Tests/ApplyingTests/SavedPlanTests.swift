import Applying
import Bytes
import Findings
import Jobs
import Ledgers
import Reports
import Runs
import Testing

/// Plans that were saved, and what makes them stale.
@Suite struct SavedPlanTests {
  private let folder: JobFolder

  init() throws {
    folder = try JobFolder()
    try folder.plant("users.csv", "sub,name\nu1,Ann\nu2,Bea\n")
    try SmallJob().succeed(in: folder)
    try folder.plant("users.csv", "sub,name\nu1,Ann\nu2,Bee\nu3,Cid\n")
  }

  @Test func aPlanIsReadAsItWasWrittenAndTellsNothingOfRows() throws {
    let saved = try SmallJob().later(60).plan(in: folder).saved
    #expect(SavedPlan(saved.json) == saved)
    let text = String(decoding: saved.json, as: UTF8.self)
    #expect(!["u1", "Ann", "Bee", "eyJ"].contains { text.contains($0) })
    try folder.removeLedger()
    let first = try SmallJob().plan(in: folder).saved
    #expect(SavedPlan(first.json) == first)
    #expect(first.ledger == nil)
  }

  @Test func aPlanIsAppliedWhereNothingHasChanged() throws {
    var job = SmallJob().later(60)
    job.saved = try job.plan(in: folder).saved
    #expect(
      try job.later(3_600).succeed(in: folder)
        == "3 rows, 1 new, 1 changed, 1 unchanged, 2 known, 2 issued")
    #expect(try folder.issued() == ["u2 Bee", "u3 Cid"])
    let message = "The ledger has moved on, from 1 to 2."
    guard case .stale([message]) = try job.later(3_660).failure(in: folder) else {
      Issue.record("It was applied twice.")
      return
    }
  }

  @Test func thePlanOfAFirstRunIsAppliedThoughTheLedgerIsMadeByIt() throws {
    try folder.removeLedger()
    var job = SmallJob()
    job.saved = try job.plan(in: folder).saved
    #expect(try job.succeed(in: folder) == "3 rows, 3 new, 3 issued")
  }

  enum Change: CaseIterable {
    case job, jobFile, profile, suppression, input, otherInputs, inputOrder, ledger, serial, time
  }

  private func expected(_ change: Change) -> [String] {
    switch change {
    case .job:
      ["The job has another name.", "The ledger has moved on, from 1 to 0."]
    case .jobFile: ["The job file has changed."]
    case .profile: ["The profile has changed."]
    case .suppression: ["A suppression list has changed."]
    case .input: ["The input \("users.csv") has changed."]
    case .otherInputs, .inputOrder: ["There are other inputs."]
    case .ledger: ["There is another ledger.", "The ledger has moved on, from 1 to 0."]
    case .serial: ["The ledger has moved on, from 1 to 2."]
    case .time: ["The same rows come to another result, as with a rule over the time."]
    }
  }

  @Test(arguments: Change.allCases)
  func aPlanIsStaleForWhateverHasChanged(change: Change) throws {
    var job = SmallJob().later(60)
    try folder.plant("more.csv", "sub,name\n")
    job.inputs.append("more.csv")
    if change == .time {
      job.profile = SmallJob.seenLately
      try folder.plant("users.csv", "sub,name,seen\nu1,Ann,1800000000\nu2,Bee,1800000000\n")
    }
    job.saved = try job.plan(in: folder).saved
    switch change {
    case .job: job.name = "weekly"
    case .jobFile: job.jobText += " "
    case .profile: job.profile += "\n"
    case .suppression: job.suppressed = ["nobody"]
    case .input: try folder.plant("users.csv", "sub,name\nu1,Ann\nu2,Bee\nu3,Cyd\n")
    case .otherInputs: job.inputs.removeLast()
    case .inputOrder: job.inputs.reverse()
    case .ledger:
      try folder.removeLedger()
      _ = try folder.ledger(id: 2)
    case .serial:
      var other = SmallJob().later(60)
      other.inputs = ["more.csv"]
      try other.succeed(in: folder)
    case .time: job = job.later(600)
    }
    let before = try (folder.issued("tokens", ["jti"]), folder.runs().count)
    guard case .stale(let reasons) = try job.failure(in: folder) else {
      Issue.record("It was applied.")
      return
    }
    #expect(reasons == expected(change))
    #expect(try folder.issued("tokens", ["jti"]) == before.0)
    #expect(try folder.runs().count == before.1)
    #expect(!folder.names.contains { $0.hasSuffix(".partial") })
  }

  @Test(arguments: [
    "", "{}", "null", "- 1", "{\"muster_plan\": 2}", "{\"muster_plan\": 1, \"job\": \"a\"}",
  ])
  func whatIsNoPlanIsNotRead(text: String) {
    #expect(SavedPlan(Array(text.utf8)) == nil)
  }

  @Test func aPlanThatIsCutIsNotRead() throws {
    let json = try SmallJob().later(60).plan(in: folder).saved.json
    for count in 0..<(json.count - 2) {
      #expect(SavedPlan(Array(json.prefix(count))) == nil, "\(count)")
    }
  }
}
