package import Bytes
import Findings
import Jobs
package import Ledgers
import Profiles
import Provisioning
import Reports
import Runs
package import Tokens

/// What signs.
package enum SigningKeys {
  case one(SigningKey)
  /// One for each value of the profile's route, in its order.
  case perValue([SigningKey])
}

/// What an apply is asked to do.
package struct ApplyOptions {
  /// Issues unchanged rows, too.
  package var issuesAll = false
  /// Names of limits that do not stop this run, and `clock`.
  package var overridden: Set<String> = []
  /// The saved plan that is to be carried out; nil to plan now.
  package var saved: SavedPlan?

  package init() {}
}

/// What an apply did.
package struct AppliedJob {
  package var plan: JobPlan
  package var run: Int64
  package var issued: Int
  /// Where the artifacts are; a run that is gone on with keeps the path that it began with.
  package var artifactPath: String
  /// The run that had been killed when everything was stored, and that has been completed now.
  package var completed: LedgerRun?
  /// Whether nothing but that was done, as the next run's artifacts would take the place of its own.
  package var hasOnlyCompleted = false
  package var startedAt: NumericDate
  package var finishedAt: NumericDate
}

/// Carries out a job: plans, issues what is new or has changed, and remembers it.
///
/// The order of what is stored keeps every accepted row in the outputs exactly once, wherever the process
/// is killed: artifacts, then the rows in the ledger, then that everything is there, then the names of
/// the files, then the end. What was stored last tells the next run where to go on.
package struct Applier {
  /// A clock may run behind that of the last run by as much as this.
  static let clockSlackSeconds = 120
  /// A job that runs again after so long has been forgotten, or the clock is wrong.
  static let clockLeapSeconds = 366 * 86_400
  /// No clock is right that shows a time before this program was written: 2026-01-01.
  static let earliestSeconds = 1_767_225_600

  let materials: JobMaterials
  let world: JobWorld
  let options: ApplyOptions
  let ledger: Ledger
  let key: KeyedHash

  package init(
    _ materials: JobMaterials, _ world: JobWorld, _ options: ApplyOptions, _ ledger: Ledger,
    key: KeyedHash
  ) {
    self.materials = materials
    self.world = world
    self.options = options
    self.ledger = ledger
    self.key = key
  }

  /// Runs the job, of which the caller holds the lock.
  ///
  /// - Parameters:
  ///   - keys: what signs.
  ///   - keyText: bytes that stand for the keys, to tell whether an interrupted run had the same.
  ///   - planned: told what is going to be done, before anything is signed.
  /// - Throws: ``JobFailure``
  package func apply(
    keys: SigningKeys, keyText: [UInt8], planned: (JobPlan) -> Void = { _ in }
  ) throws(JobFailure) -> AppliedJob {
    let startedAt = world.clock.now()
    var job = try findJob()
    try checkClock(startedAt, job)
    let identity = RunIdentity(materials, key, keys: keyText, issuesAll: options.issuesAll)
    let recovery = Recovery(ledger: ledger, now: startedAt, faults: world.faults)
    let (resumed, completed) = try recovery.recover(job.unfinished, for: identity)
    // What was recovered has changed what the ledger knows.
    if job.unfinished != nil { job = try findJob() }
    let keeper = PlanKeeper(
      ledger, job, materials.compiled, resumed.map { .resumed(run: $0.id) } ?? .none,
      issuesAll: options.issuesAll)
    let sinks = try SideOutputs(
      materials.paths, job: stageName, world.faults)
    do throws(JobFailure) {
      var plan = try Planner(
        materials: materials, world: world, digester: materials.digester(key),
        overridden: options.overridden, findings: sinks.findings, rejects: sinks.rejects
      ).plan(keeper)
      plan.isResumed = resumed != nil
      plan.hasNewContract = job.contract.map { $0 != identity.contract } ?? false
      if let completed, isInTheWay(completed, plan) {
        sinks.remove()
        return AppliedJob(
          plan: plan, run: completed.id, issued: Int(completed.progress.issued),
          artifactPath: completed.artifactPath, completed: completed, hasOnlyCompleted: true,
          startedAt: startedAt, finishedAt: world.clock.now())
      }
      try checkSaved(plan, job)
      planned(plan)
      if !plan.exceeded.isEmpty {
        try tellWhy(plan, sinks)
        throw .limits(plan.exceeded)
      }
      var run = resumed
      if run == nil { run = try begin(job, identity, startedAt, plan) }
      guard let run else { preconditionFailure("There is a run by now.") }
      do throws(JobFailure) {
        var applied = try issue(run, keys, &plan, sinks, startedAt)
        applied.completed = completed
        return applied
      } catch {
        // The ledger may be what failed.
        let isOver = try? ledger.fail(run.id, error.kind, at: world.clock.now())
        if isOver == true {
          // Nobody goes on with it.
          StagedFile.remove(at: run.partialPath)
          sinks.isHandedOver = false
        }
        throw error
      }
    } catch {
      // What waits for its name is the next run's.
      if !sinks.isHandedOver { sinks.remove() }
      throw error
    }
  }

  /// Gives rejects and findings of a run that a limit stops: whoever is to decide needs them.
  private func tellWhy(_ plan: JobPlan, _ sinks: SideOutputs) throws(JobFailure) {
    do throws(RunFailure) {
      for outputs in plan.outputs { try outputs.close() }
    } catch {
      throw .run(error, input: materials.job.name)
    }
    do throws(FileError) {
      try sinks.prepare()
      for rename in sinks.renames {
        try StagedFile.putInPlace(rename.temporary, as: rename.final, faults: world.faults)
      }
    } catch {
      throw .output(error)
    }
  }

  /// Whether artifacts that nobody can have seen yet would be replaced.
  private func isInTheWay(_ completed: LedgerRun, _ plan: JobPlan) -> Bool {
    plan.issueCount > 0 && completed.progress.issued > 0
      && completed.artifactPath.utf8.elementsEqual(materials.paths.artifacts.utf8)
  }

  /// Names the job and its ledger: another ledger's run of the same job is another one.
  private var stageName: String { "\(materials.job.name)-\(ledger.id.prefix(8))" }

  private func findJob() throws(JobFailure) -> LedgerJob {
    do throws(LedgerError) {
      let name = materials.job.name
      if let job = try ledger.job(named: name) { return job }
      return try ledger.addJob(named: name)
    } catch {
      throw .ledger(error)
    }
  }

  private func checkClock(_ now: NumericDate, _ job: LedgerJob) throws(JobFailure) {
    if options.overridden.contains(JobGates.clock) { return }
    if now.secondsSinceEpoch < Self.earliestSeconds {
      throw .clock("The clock says \(now), which is before this program was written.")
    }
    guard let last = job.lastFinishedAt else { return }
    if now.advanced(bySeconds: Self.clockSlackSeconds) < last {
      throw .clock(
        "The clock says \(now), and the job's last run ended at \(last): it is wrong now, or was then."
      )
    }
    if now > last.advanced(bySeconds: Self.clockLeapSeconds) {
      throw .clock(
        "The clock says \(now), more than a year after the job's last run, which ended at \(last).")
    }
  }

  private func checkSaved(_ plan: JobPlan, _ job: LedgerJob) throws(JobFailure) {
    guard let saved = options.saved else { return }
    let reasons = saved.differences(materials, ledgerID: ledger.id, serial: job.serial, plan)
    if !reasons.isEmpty { throw .stale(reasons) }
  }

  private func begin(
    _ job: LedgerJob, _ identity: RunIdentity, _ now: NumericDate, _ plan: JobPlan
  ) throws(JobFailure) -> LedgerRun {
    do {
      return try ledger.begin(
        NewRun(
          job: job.id, startedAt: now, profileName: materials.compiled.profile.name,
          profile: identity.profile, jobFile: identity.jobFile, input: identity.input,
          keys: identity.keys, contract: identity.contract,
          artifactPath: materials.paths.artifacts,
          partialPath: StagedFile.stagePath(
            materials.paths.artifacts, job: stageName, kind: "artifacts"),
          counts: plan.runCounts))
    } catch {
      throw .ledger(error)
    }
  }

  // MARK: Issuing

  private func issue(
    _ run: LedgerRun, _ keys: SigningKeys, _ plan: inout JobPlan, _ sinks: SideOutputs,
    _ startedAt: NumericDate
  ) throws(JobFailure) -> AppliedJob {
    var issued = 0
    var staged: StagedFile?
    // Nothing to issue leaves the artifacts of the last run where they are.
    if plan.issueCount > 0 || run.progress.issued > 0 {
      let file = try stage(run)
      staged = file
      let keeper = IssueKeeper(
        ledger, run, file, rowsPerCommit: world.rowsPerCommit, uptime: world.uptime,
        checkOwner: checkOwner)
      try issueInputs(file, keeper, keys, run, &plan)
      try keeper.commit()
      issued = keeper.issued
      if issued == 0 {
        // All of them came to be refused by the time that has gone by.
        file.discard()
        staged = nil
      }
    }
    try finish(run, staged, sinks, plan)
    return AppliedJob(
      plan: plan, run: run.id, issued: issued, artifactPath: run.artifactPath,
      startedAt: startedAt, finishedAt: world.clock.now())
  }

  private func stage(_ run: LedgerRun) throws(JobFailure) -> StagedFile {
    do {
      return try StagedFile(
        run.artifactPath, stagePath: run.partialPath, stored: Int(run.progress.artifactBytes),
        faults: world.faults)
    } catch {
      throw .output(error)
    }
  }

  private func issueInputs(
    _ staged: StagedFile, _ keeper: IssueKeeper, _ keys: SigningKeys, _ run: LedgerRun,
    _ plan: inout JobPlan
  ) throws(JobFailure) {
    let digester = materials.digester(key)
    let head = ArtifactHead(isWritten: run.progress.artifactBytes > 0)
    let batch = BatchMemory(key: Array(repeating: 0, count: 16))
    plan.earliestBestBefore = run.progress.earliestBestBefore
    plan.latestBestBefore = run.progress.earliestBestBefore
    var outputs = plan.outputs[...]
    var issued = RunReport()
    for (index, input) in materials.inputs.inputs.enumerated() {
      guard var request = try materials.request(input), let open = outputs.popFirst() else {
        continue
      }
      // An input of which nothing is wanted needs no second look.
      if plan.wanted[index].count == 0 { continue }
      keeper.input = index
      open.artifacts = staged
      request.artifacts = staged
      request.chunkBytes = world.chunkBytes
      switch keys {
      case .one(let key): request.key = key
      case .perValue(let keys): request.routedKeys = keys
      }
      request.pass = JobPass(
        keeper: keeper, digester: digester, batch: batch, outputs: open,
        rows: plan.wanted[index], head: head)
      do {
        let report = try world.run(request, index, of: materials.inputs.inputs, after: issued)
        issued.accepted += report.accepted
        plan.found.add(report.groups, input.name)
        plan.findingCount += report.findingCount
        // A row can come to be refused by the time that has gone by.
        plan.counts.rejected += report.rejected
        plan.add(bestBefore: report.earliestBestBefore, report.latestBestBefore)
      } catch {
        if case .stopped = error, let failure = keeper.failure { throw failure }
        throw .run(error, input: input.name)
      }
    }
  }

  /// Ends the run where its lock or its ledger has been taken away: another run may be at work.
  private func checkOwner() throws(JobFailure) {
    if let path = world.lost() ?? (ledger.isInPlace ? nil : ledger.path) {
      throw .state(.lost(path: path))
    }
  }

  // MARK: The end

  private func finish(
    _ run: LedgerRun, _ staged: StagedFile?, _ sinks: SideOutputs, _ plan: JobPlan
  ) throws(JobFailure) {
    do throws(RunFailure) {
      for outputs in plan.outputs { try outputs.close() }
    } catch {
      throw .run(error, input: run.jobName)
    }
    var renames: [RunRename] = []
    do throws(FileError) {
      try sinks.prepare()
      try staged?.prepare()
      renames = sinks.renames
      if staged != nil {
        // The last: who sees the artifacts can see why others are missing.
        renames.append(RunRename(temporary: run.partialPath, final: run.artifactPath))
      } else {
        // A run that was killed may have begun it.
        StagedFile.remove(at: run.partialPath)
      }
    } catch {
      throw .output(error)
    }
    try checkOwner()
    // From here on the files are the next run's, should this one not come to its end.
    sinks.isHandedOver = true
    do throws(LedgerError) {
      try ledger.prepareFinish(run.id, renames: renames)
    } catch {
      throw .ledger(error)
    }
    for rename in renames {
      do throws(FileError) {
        try StagedFile.putInPlace(rename.temporary, as: rename.final, faults: world.faults)
      } catch {
        throw .output(error)
      }
    }
    try checkOwner()
    do throws(LedgerError) {
      _ = try ledger.finish(
        run.id,
        RunEnd(
          finishedAt: world.clock.now(), counts: plan.runCounts, contract: run.contract,
          isSuccess: true),
        isSeen: { plan.seen.contains(Int($0)) })
    } catch {
      throw .ledger(error)
    }
  }
}

extension JobPlan {
  /// The counts as the ledger keeps them.
  var runCounts: RunCounts {
    var counts = RunCounts()
    counts.rows = self.counts.rows
    counts.new = self.counts.new
    counts.changed = self.counts.changed
    counts.unchanged = self.counts.unchanged
    counts.vanished = self.counts.vanished
    counts.rejected = self.counts.rejected
    counts.heldBack = self.counts.held
    counts.suppressed = self.counts.suppressed
    return counts
  }
}
