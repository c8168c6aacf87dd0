import Applying
import ArgumentParser
import Jobs
import Profiles
import Reports
import Runs

struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Carries out a job: issues what is new or has changed, and remembers it.",
    discussion: """
      Examples:
        muster apply newsletter.yaml --quiet
        muster apply newsletter.yaml --override max-change --report report.html
        muster apply plan.json

      Exit codes:
      \(ExitStatus.help(without: .changes))
      """)

  @Argument(help: ArgumentHelp("The job file, or a saved plan.", valueName: "job|plan"))
  var job: String

  @OptionGroup var options: JobRunOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var jobs: JobOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long to wait for another run of the same job: 30s, 5m.", valueName: "duration"))
  var wait: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Write metrics for a textfile collector.", valueName: "file"))
  var metrics: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Tell this monitor of start and end.", valueName: "url"))
  var ping: String?

  func run() throws {
    var report: JobReport?
    try conclude(json: options.json, report: { report }) {
      () throws(CommandFailure) -> ExitStatus in
      try apply(&report)
    }
  }

  private func waitSeconds() throws(CommandFailure) -> Int {
    guard let wait else { return 0 }
    guard let seconds = Duration.seconds(wait), seconds >= 0 else {
      throw CommandFailure(
        .usage, "--wait takes a duration, and \"\(wait)\" is none.", help: "For example: --wait 5m")
    }
    return seconds
  }

  private func apply(_ report: inout JobReport?) throws(CommandFailure) -> ExitStatus {
    // Cron mails whatever is said: under --quiet nothing is, unless there is trouble.
    if options.quiet { Notices.keep(forJSON: false) }
    let waitSeconds = try waitSeconds()
    let saved = try savedPlan()
    var options = options
    options.ledger = options.ledger ?? saved?.ledgerFile
    let clock = try clock.clock()
    let loaded: LoadedJob
    let lock: HeldLock
    do throws(CommandFailure) {
      (loaded, lock) = try lockedJob(saved?.jobFile ?? job, options, clock, waitSeconds)
    } catch {
      // What tells of the job is the run's that has the lock.
      if error.status == .locked { throw error }
      // Where an output is a file that is needed, none is written.
      JobReporter.tell(
        of: error, job, at: clock.now(), metrics: error.status == .cannotWrite ? nil : metrics,
        pingURL: ping)
      throw error
    }
    var session = JobSession(loaded, .apply, options, clock, threads: jobs.count)
    let reporter = JobReporter(
      loaded, session.paths, options, metrics: metrics, pingURL: ping, pings: true,
      entropy: session.entropy)
    do throws(CommandFailure) {
      try guardOutputs(session)
    } catch {
      session.conclude(error.status, error)
      reporter.fail(error)
      report = session.report
      throw error
    }
    do throws(CommandFailure) {
      reporter.start()
      let plan = try session.apply(saved, lock)
      let counts = session.report.counts
      let status: ExitStatus = counts.rejected + counts.held > 0 ? .someRejected : .done
      session.conclude(status, nil)
      let view = JobView(report: session.report, plan: plan)
      reporter.finish(session.report, summary: view.summary)
      if options.json {
        Terminal.say(String(decoding: ReportJSON.text(session.report).dropLast(), as: UTF8.self))
      } else if !options.quiet || status != .done {
        Notices.sayKept()
        Terminal.say(view.text)
      }
      return status
    } catch {
      session.conclude(error.status, error)
      if let plan = session.planned, error.status == .gate, !options.json {
        // What the person needs who is to decide.
        Notices.sayKept()
        Terminal.say(JobView(report: session.report, plan: plan).text)
      }
      reporter.finish(
        session.report,
        summary: [error.message, error.help].compactMap { $0 }.joined(separator: "\n"))
      report = session.report
      throw error
    }
  }

  private func guardOutputs(_ session: JobSession) throws(CommandFailure) {
    var outputs = OutputGuard(
      session.loaded, session.paths, try session.ledger,
      given: [
        ("--report", options.report), ("--report-json", options.reportJson), ("--metrics", metrics),
      ])
    if job != session.loaded.file { outputs.need(job, "the plan") }
    try outputs.check()
  }

  /// Reads the job and takes its lock. What was read before a wait is read again.
  private func lockedJob(
    _ file: String, _ options: JobRunOptions, _ clock: WallClock, _ waitSeconds: Int
  ) throws(CommandFailure) -> (LoadedJob, HeldLock) {
    let early = try LoadedJob(file)
    try guardOutputs(JobSession(early, .apply, options, clock, threads: jobs.count))
    let place = try JobLedger(early, given: options.ledger)
    try JobLedger.makeFolder(of: place.path)
    let lock = try place.lock(early.job.name, now: clock.now(), waitSeconds: waitSeconds)
    let loaded = waitSeconds == 0 ? early : try LoadedJob(file, after: early)
    let isSame =
      loaded.job.name == early.job.name
      && loaded.job.ledger.file == early.job.ledger.file
    guard isSame else {
      throw CommandFailure(
        .gate,
        "The job \(file) was given another name or ledger while it waited, and nothing was done.",
        help: "Run it again.")
    }
    return (loaded, lock)
  }

  /// The plan that the argument is; nil where it is a job file.
  private func savedPlan() throws(CommandFailure) -> SavedPlan? {
    let isNamedSo = job.hasSuffix(".json")
    // What is no file may be read but once, and what is missing is told as a job.
    guard isNamedSo || FileIdentity.isRegularFile(job) else { return nil }
    let text = try ProfileSource.read(job)
    guard isNamedSo || text.first == UInt8(ascii: "{") else { return nil }
    guard let plan = SavedPlan(text) else {
      // A job file may begin with a brace, too.
      if !isNamedSo { return nil }
      throw CommandFailure(
        .badProfile, "\"\(job)\" is no plan that muster plan --out has written.",
        help: "Give a job file, or make the plan anew.")
    }
    guard !options.all else {
      throw CommandFailure(
        .usage, "A saved plan says itself which rows are issued, so --all says nothing here.",
        help: "Make the plan with muster plan --all.")
    }
    return plan
  }
}
