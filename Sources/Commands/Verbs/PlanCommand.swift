import Applying
import ArgumentParser
import Reports
import Runs

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Says what apply would do with a job, and changes nothing.",
    discussion: """
      Examples:
        muster plan newsletter.yaml
        muster plan newsletter.yaml --rows rows.jsonl --report plan.html
        muster plan newsletter.yaml --out plan.json && muster apply plan.json

      Exit codes:
      \(ExitStatus.help())
      """)

  @Argument(help: ArgumentHelp("The job file.", valueName: "job"))
  var job: String

  @OptionGroup var options: JobRunOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var jobs: JobOptions

  @Option(
    name: .long,
    help: ArgumentHelp("Save the plan, to be applied as it is.", valueName: "file"))
  var out: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write what would become of each row, as JSON Lines; - for standard output.",
      valueName: "file"))
  var rows: String?

  @Flag(name: .long, help: "Exit with 0 where there is nothing to do, and with 2 where there is.")
  var detailedExitcode = false

  func run() throws {
    try conclude(json: options.json) { () throws(CommandFailure) -> ExitStatus in try plan() }
  }

  private func plan() throws(CommandFailure) -> ExitStatus {
    let loaded = try LoadedJob(job)
    var session = JobSession(
      loaded, .plan, options, try clock.clock(), threads: jobs.count)
    let reporter = JobReporter(
      loaded, session.paths, options, metrics: nil, pingURL: nil, pings: false,
      entropy: session.entropy)
    try OutputGuard(
      loaded, session.paths, try session.ledger,
      given: [
        ("--report", options.report), ("--report-json", options.reportJson), ("--out", out),
        ("--rows", rows),
      ]
    ).check()
    let sink = try OutputOptions.sink(rows)
    let (plan, saved) = try session.plan(rows: sink)
    try Self.finish(sink)
    if let out {
      let file = try OutputOptions.sink(out)
      do {
        try file?.write(saved.json.span)
      } catch {
        throw CommandFailure(error)
      }
      try Self.finish(file)
    }
    let status: ExitStatus = detailedExitcode && plan.hasChanges ? .changes : .done
    session.report.outcome = .planned
    session.conclude(status, nil)
    let view = JobView(report: session.report, plan: plan)
    reporter.finish(session.report, summary: view.summary)
    if options.json {
      Terminal.say(String(decoding: ReportJSON.text(session.report).dropLast(), as: UTF8.self))
    } else if !options.quiet {
      Terminal.say(view.text)
    }
    return status
  }

  private static func finish(_ sink: (any ByteSink)?) throws(CommandFailure) {
    do {
      try sink?.prepare()
      try sink?.finish()
    } catch {
      throw CommandFailure(error)
    }
  }
}
