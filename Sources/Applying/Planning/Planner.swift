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
    let head = ArtifactHead(isWritten: false)
    var held = Array(repeating: 0, count: materials.compiled.profile.effects.count)
    for (index, input) in materials.inputs.inputs.enumerated() {
      begin(input.name)
      let report = try judge(index, input, keeper, batch, head, &plan)
      plan.wanted.append(keeper.takeWanted())
      plan.inputs.append(
        JobReport.Input(name: input.name, rows: report.rows, bytes: input.byteCount))
      plan.counts.rows += report.rows
      plan.counts.rejected += report.rejected
      plan.counts.held += report.held
      for effect in held.indices { held[effect] += report.heldEffects[effect] }
      plan.add(bestBefore: report.earliestBestBefore, report.latestBestBefore)
      plan.found.add(report.groups, input.name)
      plan.findingCount += report.findingCount
      plan.shown += report.shown.prefix(RunReport.shownFindingsMax - plan.shown.count).map {
        JobReport.Located(input: input.name, finding: $0)
      }
    }
    conclude(keeper, held, &plan)
    return plan
  }

  private func judge(
    _ index: Int, _ input: SpooledInput, _ keeper: PlanKeeper, _ batch: BatchMemory,
    _ head: ArtifactHead, _ plan: inout JobPlan
  ) throws(JobFailure) -> RunReport {
    guard var request = try materials.request(input) else { return RunReport(materials.compiled) }
    request.chunkBytes = world.chunkBytes
    request.rejects = rejects?[index]
    request.findings = findings
    let outputs = RunOutputs(request)
    plan.outputs.append(outputs)
    request.pass = JobPass(
      keeper: keeper, digester: digester, batch: batch, outputs: outputs, rows: nil,
      head: head)
    do {
      return try world.run(request, index, of: materials.inputs.inputs, after: plan.rowsSoFar)
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
  /// Runs one pass over an input.
  ///
  /// - Parameters:
  ///   - inputs: all inputs, of which this is the one with this index.
  ///   - before: what became of the inputs before it.
  func run(
    _ request: consuming RunRequest, _ index: Int, of inputs: [SpooledInput],
    after before: RunReport
  ) throws(RunFailure) -> RunReport {
    let bytesBefore = inputs[..<index].reduce(0) { $0 + $1.byteCount }
    let (bytes, all) = (inputs[index].byteCount, inputs.reduce(0) { $0 + $1.byteCount })
    let told = progress.map { progress in
      { (report: RunReport, share: Double?) in
        var sum = before
        sum.accepted += report.accepted
        sum.rejected += report.rejected
        sum.held += report.held
        progress(
          sum, share.map { (Double(bytesBefore) + $0 * Double(bytes)) / Double(max(all, 1)) })
      }
    }
    return try RunController(
      clock: clock, entropy: entropy, interruption: interruption, notice: notice, progress: told
    ).run(request)
  }
}
