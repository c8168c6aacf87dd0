import Bytes
import Jobs
package import Ledgers
import Provisioning
import Reports
package import Runs
package import Tokens

/// A plan that changes nothing.
package struct JobPlanning {
  private let materials: JobMaterials
  private let world: JobWorld
  private let issuesAll: Bool
  private let overridden: Set<String>
  private let ledger: Ledger?
  private let key: KeyedHash?

  /// - Parameters:
  ///   - ledger: opened for reading; nil where there is none yet.
  ///   - key: the ledger's key; nil where there is none yet.
  package init(
    _ materials: JobMaterials, _ world: JobWorld, issuesAll: Bool, overridden: Set<String>,
    ledger: Ledger?, key: KeyedHash?
  ) {
    self.materials = materials
    self.world = world
    self.issuesAll = issuesAll
    self.overridden = overridden
    self.ledger = ledger
    self.key = key
  }

  /// - Parameter rows: gets a JSON object for each row, and for each user who has vanished.
  package func plan(
    rows: (any ByteSink)?
  ) throws(JobFailure) -> (plan: JobPlan, job: LedgerJob?) {
    let job = try findJob()
    // Nobody knows the key that the first apply is going to make, and no row is known to any.
    let key = self.key ?? KeyedHash(key: [UInt8](repeating: 0, count: 32).span)
    let unfinished = unfinished(job, key)
    let writer = rows.map { PlannedRows($0) }
    let keeper = PlanKeeper(
      ledger, job, materials.compiled, unfinished, issuesAll: issuesAll, told: writer)
    var planner = Planner(
      materials: materials, world: world, digester: materials.digester(key),
      overridden: overridden)
    planner.begin = { writer?.input = $0 }
    var plan = try planner.plan(keeper)
    switch unfinished {
    case .resumed, .completed: plan.isResumed = true
    case .none, .restarted: break
    }
    plan.hasNewContract =
      job?.contract.map { $0 != RunIdentity.contract(materials, key) } ?? false
    if let writer, let ledger, let job { try tell(writer, ledger, job, plan, unfinished) }
    return (plan, job)
  }

  private func findJob() throws(JobFailure) -> LedgerJob? {
    do {
      return try ledger?.job(named: materials.job.name)
    } catch {
      throw .ledger(error)
    }
  }

  /// What an apply would make of a run that was killed. Its keys are not at hand; they are taken to be
  /// the same.
  private func unfinished(_ job: LedgerJob?, _ key: KeyedHash) -> PlanKeeper.Unfinished {
    guard let run = job?.unfinished, let ledger else { return .none }
    let identity = RunIdentity(materials, key, keyDigest: run.keys, issuesAll: issuesAll)
    switch Recovery(ledger: ledger, now: world.clock.now()).fate(of: run, identity) {
    case .resume: return .resumed(run: run.id)
    case .complete: return .completed(run: run.id, new: run.counts.new)
    case .abandon: return .restarted(run: run.id)
    }
  }

  private func tell(
    _ writer: PlannedRows, _ ledger: Ledger, _ job: LedgerJob, _ plan: JobPlan,
    _ unfinished: PlanKeeper.Unfinished
  ) throws(JobFailure) {
    var failure: FileError?
    do {
      try ledger.forEachPresentMember(of: job.id) { member in
        // Whom only a killed run knew was never there.
        if plan.seen.contains(Int(member.id)) || member.firstRun == unfinished.run { return true }
        do throws(FileError) {
          try writer.writeVanished(run: member.lastRun, row: member.row)
        } catch {
          failure = error
          return false
        }
        return true
      }
    } catch {
      throw .ledger(error)
    }
    if let failure { throw .output(failure) }
  }
}

/// The rows of a plan as JSON Lines: what would become of each.
final class PlannedRows {
  private let sink: any ByteSink
  /// The input whose rows come.
  var input = ""

  init(_ sink: any ByteSink) { self.sink = sink }

  func write(_ action: PlannedAction, _ row: Int) throws(FileError) {
    var line: [UInt8] = []
    var members = JSONMembers(&line)
    members.add("input", input, &line)
    members.add("row", row, &line)
    members.add("action", action.rawValue, &line)
    members.close(&line)
    line.append(0x0A)
    try sink.write(line.span)
  }

  /// - Parameters:
  ///   - run: the run in which the user was issued last.
  ///   - row: the user's row in it.
  func writeVanished(run: Int64, row: Int64) throws(FileError) {
    var line: [UInt8] = []
    var members = JSONMembers(&line)
    members.add("action", PlannedAction.vanished.rawValue, &line)
    members.add("last_run", Int(run), &line)
    members.add("last_row", Int(row), &line)
    members.close(&line)
    line.append(0x0A)
    try sink.write(line.span)
  }
}
