import Batches
import Bytes
import Findings
import Jobs
import Profiles
import Provisioning
import Reports
import Runs
import Tokens

/// Judges all inputs of a job and holds their rows against the ledger: the first pass of an apply, and
/// all of a plan.
struct Planner {
  let materials: JobMaterials
  let world: JobWorld
  let digester: RowDigester
  let overridden: Set<String>
  /// The findings of all inputs go here, and rejects of each input there; nil in a plan.
  var findings: (any ByteSink)?
  var rejects: [any ByteSink]?
  /// Told the name of each input before its rows come.
  var begin: (String) -> Void = { _ in }

  /// - Throws: ``JobFailure``
  func plan(_ keeper: PlanKeeper) throws(JobFailure) -> JobPlan {
    var plan = JobPlan()
    var key: [UInt8] = []
    world.entropy.append(16, to: &key)
    let batch = BatchMemory(key: key)
    var groups = FoundGroups()
    var held = Array(repeating: 0, count: materials.compiled.profile.effects.count)
    for (index, input) in materials.inputs.inputs.enumerated() {
      begin(input.name)
      let report = try judge(index, input, keeper, batch, &plan)
      plan.wanted.append(keeper.takeWanted())
      plan.inputs.append(
        JobReport.Input(name: input.name, rows: report.rows, bytes: input.byteCount))
      plan.counts.rows += report.rows
      plan.counts.rejected += report.rejected
      plan.counts.held += report.held
      for effect in held.indices { held[effect] += report.heldEffects[effect] }
      plan.add(bestBefore: report.earliestBestBefore, report.latestBestBefore)
      groups.add(report.groups, input.name)
      plan.findingCount += report.findingCount
      plan.shown += report.shown.prefix(RunReport.shownFindingsMax - plan.shown.count).map {
        JobReport.Located(input: input.name, finding: $0)
      }
    }
    plan.groups = groups.groups
    conclude(keeper, held, &plan)
    return plan
  }

  private func judge(
    _ index: Int, _ input: SpooledInput, _ keeper: PlanKeeper, _ batch: BatchMemory,
    _ plan: inout JobPlan
  ) throws(JobFailure) -> RunReport {
    guard var request = try materials.request(input) else { return RunReport(materials.compiled) }
    request.rejects = rejects?[index]
    request.findings = findings
    let outputs = RunOutputs(request)
    plan.outputs.append(outputs)
    request.pass = JobPass(
      keeper: keeper, digester: digester, batch: batch, outputs: outputs, rows: nil,
      head: ArtifactHead(isWritten: false))
    do {
      return try world.controller.run(request)
    } catch {
      if case .stopped = error, let failure = keeper.failure { throw failure }
      throw .run(error, input: input.name)
    }
  }

  private func conclude(_ keeper: PlanKeeper, _ held: [Int], _ plan: inout JobPlan) {
    plan.counts.new = keeper.new
    plan.counts.changed = keeper.changed
    plan.counts.unchanged = keeper.unchanged
    plan.counts.suppressed = keeper.suppressed
    plan.counts.known = keeper.known
    plan.counts.vanished = keeper.vanished
    plan.destructive = keeper.destructive
    plan.seen = keeper.seen
    for (index, effect) in materials.compiled.profile.effects.enumerated()
    where keeper.effectRows[index] + held[index] > 0 {
      plan.effects.append(
        JobReport.Effect(
          id: effect.id, meaning: effect.description, isDestructive: effect.kind == .destructive,
          rows: keeper.effectRows[index], held: held[index]))
    }
    plan.limits = JobGates.limits(
      materials.job.limits, plan.counts, destructive: plan.destructive, overridden: overridden)
    if plan.issueCount == 0 {
      plan.earliestBestBefore = nil
      plan.latestBestBefore = nil
    }
  }
}

extension JobMaterials {
  /// A run over the input; nil where it has nothing to read.
  func request(_ input: SpooledInput) throws(JobFailure) -> RunRequest? {
    if input.hasNoRows { return nil }
    let file: InputFile
    do {
      file = try input.open()
    } catch {
      throw .output(error)
    }
    var request = RunRequest(compiled: compiled, input: file)
    request.compileAgain = compileAgain
    request.jobs = threads
    let promised = BatchFormat.promised(byFileName: input.name)
    request.inputFormat = job.inputFormat ?? (job.delimiter == nil ? promised?.format : .csv)
    request.dialect = job.delimiter.flatMap { CSVDialect(delimiter: $0) } ?? promised?.dialect
    request.outputFormat =
      switch job.output.format {
      case .lines: .lines
      case .csv: .csv
      case .jsonl: .jsonl
      }
    return request
  }
}

extension JobWorld {
  var controller: RunController {
    RunController(clock: clock, entropy: entropy, interruption: interruption)
  }
}

/// The findings of all inputs by kind.
private struct FoundGroups {
  private var found: [FindingGroups.Kind: (count: Int, first: [JobReport.Located])] = [:]

  mutating func add(_ groups: FindingGroups, _ input: String) {
    for (kind, group) in groups.groups {
      var entry = found[kind] ?? (0, [])
      entry.count += group.count
      entry.first += group.first.prefix(FindingGroups.firstMax - entry.first.count).map {
        JobReport.Located(input: input, finding: $0)
      }
      found[kind] = entry
    }
  }

  /// Errors first, then by their number.
  var groups: [JobReport.Group] {
    found.map { kind, entry in
      JobReport.Group(
        code: kind.code, rule: kind.rule, severity: kind.severity, count: entry.count,
        first: entry.first)
    }
    .sorted { one, other in
      let (left, right) = (one.severity == .error, other.severity == .error)
      if left != right { return left }
      if one.count != other.count { return one.count > other.count }
      return (one.code.rawValue, one.rule ?? "") < (other.code.rawValue, other.rule ?? "")
    }
  }
}
