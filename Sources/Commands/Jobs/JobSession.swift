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
  /// What is going to be done, when that is known.
  private(set) var planned: JobPlan?

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
    paths = Self.paths(loaded, startedAt)
  }

  /// Runs that begin in one second have names of their own, where the artifacts are named by them.
  private static let runsPerSecondMax = 1_000

  private static func paths(_ loaded: LoadedJob, _ startedAt: NumericDate) -> JobPaths {
    let label = JobPaths.label(startedAt)
    func paths(_ run: String) -> JobPaths {
      JobPaths(jobFile: loaded.file, job: loaded.job.name, run: run, time: startedAt)
    }
    let template = loaded.job.output.path
    guard PathTemplate(template).holds(.run) else { return paths(label) }
    for number in 1...runsPerSecondMax {
      let candidate = paths(number == 1 ? label : "\(label)-\(number)")
      if !JobSource.isFile(candidate.resolve(template: template)) { return candidate }
    }
    return paths(label)
  }

  var world: JobWorld {
    var world = JobWorld(
      clock: clock, entropy: entropy, uptime: { SystemClock.uptimeSeconds() },
      interruption: { Interruption.requested })
    world.notice = { Notices.say(FindingText($0)) }
    world.progress = { report, share in
      Progress.update(done: report.rows, rejected: report.rejected + report.held, share: share)
    }
    return world
  }

  var ledger: JobLedger {
    get throws(CommandFailure) { try JobLedger(loaded, given: options.ledger) }
  }

  private func beginProgress(_ noun: String) {
    Progress.begin(noun, isSilent: options.quiet || options.json, outputs: [])
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
      beginProgress("rows judged")
      defer { Progress.end() }
      let (plan, job) = try planning.plan(rows: rows)
      take(plan)
      report.lastSuccessAt = job?.lastSuccessAt
      return (
        plan,
        SavedPlan(
          materials, jobFile: try LoadedJob.absolute(loaded.file), madeAt: startedAt,
          issuesAll: options.all, ledger: opened?.0.id,
          ledgerFile: try LoadedJob.absolute(place.path), serial: job?.serial ?? 0, plan)
      )
    } catch let failure as JobFailure {
      throw CommandFailure(failure)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      preconditionFailure("Nothing else is thrown here.")
    }
  }

  // MARK: Apply

  /// Applies the job, or a plan of it.
  ///
  /// - Parameter lock: the job's lock.
  /// - Returns: what was planned, and done.
  mutating func apply(
    _ saved: SavedPlan?, _ lock: HeldLock
  ) throws(CommandFailure) -> JobPlan {
    var provisioning = loaded.options()
    _ = try loaded.compile(provisioning, quiet: true)
    let keys = try JobKeys(loaded)
    provisioning.keyParts = keys.parts
    let compiled = try loaded.compile(provisioning, quiet: false)
    report.artifact = compiled.artifact.name
    let key = try keys.signingKeys(loaded, compiled)
    let place = try ledger
    for file in [place.path, place.keyPath] + loaded.outputs(paths) {
      try JobLedger.makeFolder(of: file)
    }
    if !place.exists {
      report.advice.append(
        "A new ledger is made, \(place.path): it knows nobody, so everybody is new.")
    }
    let (ledger, hash) = try place.openToWrite(entropy)
    let known = try lastSuccess(ledger)
    report.lastSuccessAt = known
    let materials = try loaded.materials(
      compiled, provisioning, paths: paths, threads: threads, entropy: entropy)
    var options = ApplyOptions()
    options.issuesAll = saved?.issuesAll ?? self.options.all
    options.overridden = Set(self.options.override)
    options.saved = saved
    do {
      var world = world
      world.lost = { lock.lost }
      let applier = Applier(materials, world, options, ledger, key: hash)
      beginProgress("rows judged")
      defer { Progress.end() }
      let applied = try applier.apply(keys: key, keyText: keys.text) { plan in
        self.planned = plan
        Progress.end()
        beginProgress("rows issued")
      }
      take(applied.plan)
      tell(applied, materials.paths)
      report.lastSuccessAt = applied.finishedAt
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

  private mutating func tell(_ applied: AppliedJob, _ paths: JobOutputPaths) {
    report.run = Int(applied.run)
    report.counts.issued = applied.issued
    var artifacts = applied.issued > 0 ? [applied.artifactPath] : []
    if let completed = applied.completed, completed.progress.issued > 0 {
      let issued = Int(completed.progress.issued)
      if !applied.hasOnlyCompleted {
        artifacts.insert(completed.artifactPath, at: 0)
        report.counts.issued += issued
      }
      report.isResumed = true
      report.advice.append(
        "Run \(completed.id) had been killed when all was stored; its "
          + "\(Terminal.count(issued, "artifact")) have their name now."
          + (applied.hasOnlyCompleted
            ? " What has changed since then waits for the next run, so that they are not replaced "
              + "before anybody has seen them." : ""))
    }
    report.outputs = artifacts.map { JobReport.Output(kind: "artifacts", path: $0) }
    if !applied.hasOnlyCompleted {
      report.outputs += (paths.rejects ?? []).map { JobReport.Output(kind: "rejects", path: $0) }
      report.outputs += [paths.findings].compactMap { $0 }.map {
        JobReport.Output(kind: "findings", path: $0)
      }
    }
    report.outcome = report.counts.issued > 0 ? .done : .unchanged
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
    report.advice += Notices.all.map(\.finding.message)
    report.finishedAt = clock.now()
    report.durationSeconds = SystemClock.uptimeSeconds() - startedUptime
    guard let failure else { return }
    report.outcome = status == .gate ? .stopped : .failed
    report.failure = failure.message ?? failure.findings.first?.finding.message
    report.help = failure.help
  }
}
