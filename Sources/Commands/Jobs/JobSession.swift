import Applying
import Bytes
import Findings
import Jobs
import Ledgers
import Profiles
import Provisioning
import Reports
import Runs
import Tokens

/// One plan or apply of a job, from its file to its report.
struct JobSession {
  let loaded: LoadedJob
  let options: JobRunOptions
  let clock: WallClock
  let entropy = Entropy.system()
  let threads: Int
  let startedAt: NumericDate
  let startedUptime: Double
  var report: JobReport
  let paths: JobPaths

  init(
    _ loaded: LoadedJob, _ verb: JobReport.Verb, _ options: JobRunOptions, _ clock: WallClock,
    threads: Int
  ) {
    self.loaded = loaded
    self.options = options
    self.clock = clock
    self.threads = threads
    startedAt = clock.now()
    startedUptime = SystemClock.uptimeSeconds()
    report = JobReport(job: loaded.job.name, verb: verb, startedAt: startedAt)
    report.profile = loaded.profile.name
    var label = "\(startedAt)"
    label.removeAll { $0 == "-" || $0 == ":" }
    paths = JobPaths(
      jobFile: loaded.file, job: loaded.job.name, run: label, time: startedAt)
  }

  var world: JobWorld {
    JobWorld(
      clock: clock, entropy: entropy, uptime: { SystemClock.uptimeSeconds() },
      interruption: { Interruption.requested })
  }

  var ledger: JobLedger {
    get throws(CommandFailure) { try JobLedger(loaded, given: options.ledger) }
  }

  // MARK: Plan

  /// Plans, and changes nothing.
  ///
  /// - Returns: the plan, and what it is to be saved as.
  mutating func plan(
    rows: (any ByteSink)?
  ) throws(CommandFailure) -> (plan: JobPlan, saved: SavedPlan) {
    let provisioning = loaded.options()
    let compiled = try loaded.compile(provisioning, quiet: false)
    report.artifact = compiled.artifact.name
    let place = try ledger
    let opened = try place.openToRead(entropy)
    let materials = try loaded.materials(
      compiled, provisioning, paths: paths, threads: threads, entropy: entropy)
    do {
      let planning = JobPlanning(
        materials, world, issuesAll: options.all, overridden: Set(options.override),
        ledger: opened?.0, key: opened?.1)
      let (plan, job) = try planning.plan(rows: rows)
      take(plan)
      report.lastSuccessAt = job?.lastSuccessAt
      return (
        plan,
        SavedPlan(
          materials, jobFile: try absolute(loaded.file), madeAt: startedAt,
          issuesAll: options.all, ledger: opened?.0.id, serial: job?.serial ?? 0, plan)
      )
    } catch let failure as JobFailure {
      throw CommandFailure(failure)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      preconditionFailure("Nothing else is thrown here.")
    }
  }

  private func absolute(_ path: String) throws(CommandFailure) -> String {
    if path.hasPrefix("/") { return path }
    guard let folder = POSIXProcess.workingDirectory else {
      throw CommandFailure(.noInput, "The working directory has no path.")
    }
    return JobPaths.normalized(folder + "/" + path)
  }

  // MARK: Apply

  /// Applies the job, or a plan of it.
  ///
  /// - Returns: what was planned, and done.
  mutating func apply(
    _ saved: SavedPlan?, waitSeconds: Int
  ) throws(CommandFailure) -> JobPlan {
    var provisioning = loaded.options()
    _ = try loaded.compile(provisioning, quiet: true)
    let keys = try JobKeys(loaded)
    provisioning.keyParts = keys.parts
    let compiled = try loaded.compile(provisioning, quiet: false)
    report.artifact = compiled.artifact.name
    let key = try keys.signingKeys(loaded, compiled)
    let place = try ledger
    for file in [place.path] + loaded.outputs(paths) { try JobLedger.makeFolder(of: file) }
    let lock = try place.lock(loaded.job.name, now: startedAt, waitSeconds: waitSeconds)
    let (ledger, hash) = try place.openToWrite(entropy)
    let known = try lastSuccess(ledger)
    report.lastSuccessAt = known
    let materials = try loaded.materials(
      compiled, provisioning, paths: paths, threads: threads, entropy: entropy)
    var options = ApplyOptions()
    options.issuesAll = saved?.issuesAll ?? self.options.all
    options.overridden = Set(self.options.override)
    options.saved = saved
    var planned: JobPlan?
    do {
      let applier = Applier(materials, world, options, ledger, key: hash)
      let applied = try applier.apply(keys: key, keyText: keys.text) { planned = $0 }
      take(applied.plan)
      report.run = Int(applied.run)
      report.counts.issued = applied.issued
      report.outputs = Self.outputs(materials.paths, hasArtifacts: applied.issued > 0)
      report.outcome = applied.issued > 0 ? .done : .unchanged
      report.lastSuccessAt = applied.finishedAt
      lock.release()
      return applied.plan
    } catch {
      if let planned { take(planned) }
      throw CommandFailure(error)
    }
  }

  private func lastSuccess(_ ledger: Ledger) throws(CommandFailure) -> NumericDate? {
    do {
      return try ledger.job(named: loaded.job.name)?.lastSuccessAt
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func outputs(
    _ paths: JobOutputPaths, hasArtifacts: Bool
  ) -> [JobReport.Output] {
    let artifacts = hasArtifacts ? [JobReport.Output(kind: "artifacts", path: paths.artifacts)] : []
    return artifacts
      + (paths.rejects ?? []).map { JobReport.Output(kind: "rejects", path: $0) }
      + (paths.findings.map { [JobReport.Output(kind: "findings", path: $0)] } ?? [])
  }

  // MARK: The report

  private mutating func take(_ plan: JobPlan) {
    report.counts = plan.counts
    report.effects = plan.effects
    report.limits = plan.limits
    report.groups = plan.groups
    report.inputs = plan.inputs
    report.earliestBestBefore = plan.earliestBestBefore
    report.latestBestBefore = plan.latestBestBefore
    report.isResumed = plan.isResumed
    if plan.hasNewContract {
      report.advice.append(
        "The profile's claims, or the parameters, are others than in the last run: every row "
          + "counts as changed. If that is not meant, look at muster profile diff.")
    }
  }

  /// Completes the report with how it ended.
  mutating func conclude(_ status: ExitStatus, _ failure: CommandFailure?) {
    report.exitCode = status.rawValue
    report.finishedAt = clock.now()
    report.durationSeconds = SystemClock.uptimeSeconds() - startedUptime
    guard let failure else { return }
    report.outcome = status == .gate ? .stopped : .failed
    report.failure = failure.message ?? failure.findings.first?.finding.message
    report.help = failure.help
  }
}
