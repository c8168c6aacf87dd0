import ArgumentParser
import Provisioning
import Runs
import Tokens

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judges each row as issue does, without a key and without issuing anything.",
    discussion: """
      Example:
        muster check users.csv --profile bettermode \\
          --set domain=community.example.com \\
          --rejects rejects.csv --findings findings.jsonl
        muster check users.csv --profile bettermode \\
          --set domain=community.example.com \\
          --explain 3

      Exit codes:
      \(ExitStatus.help(without: .changes, .locked, .ledger))
      """)

  @OptionGroup var batch: BatchOptions
  @OptionGroup var profile: ProfileOptions
  @OptionGroup var outputs: OutputOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var jobs: JobOptions

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp(
      "Explain on standard output how this row was judged; may be given again.", valueName: "row"))
  var explain: [Int] = []

  /// Rows that are explained at most: each is held until the run is over.
  static let explainedRowsMax = 100

  func run() throws {
    try conclude(json: outputs.json) { () throws(CommandFailure) -> ExitStatus in try check() }
  }

  func validate() throws {
    if let row = explain.first(where: { $0 < 1 }) {
      throw ValidationError("--explain takes the number of a row, from 1 on, and \(row) is none.")
    }
    if explain.count > Self.explainedRowsMax {
      throw ValidationError("--explain takes \(Self.explainedRowsMax) rows at most.")
    }
  }

  private func check() throws(CommandFailure) -> ExitStatus {
    let (profile, compileAgain) = try self.profile.loadProfile()
    let options = try self.profile.provisioningOptions()
    let compiled = try self.profile.compile(profile, options)
    let clock = try self.clock.clock()
    let form = try batch.form()
    var request = RunRequest(compiled: compiled, input: try batch.open())
    (request.inputFormat, request.dialect) = form
    request.jobs = jobs.count
    request.compileAgain = { compileAgain(options) }
    try OutputOptions.requireDistinct([
      outputs.rejects, outputs.findings, batch.file, self.profile.file,
      explain.isEmpty ? nil : "-",
    ])
    try OutputOptions.requireOther([outputs.rejects, outputs.findings], than: request.input)
    request.rejects = try OutputOptions.sink(outputs.rejects)
    request.findings = try OutputOptions.sink(outputs.findings)
    request.explainedRows = Set(explain)
    Progress.begin(
      "rows", isSilent: outputs.quiet || outputs.json,
      outputs: [outputs.rejects, outputs.findings])
    defer { Progress.end() }
    var explanations: [RowExplanation] = []
    let report: RunReport
    do {
      let controller = RunController(
        clock: clock, entropy: .system(), interruption: { Interruption.requested },
        notice: { Notices.say(FindingText($0)) }, explain: { explanations.append($0) },
        progress: Progress.ofRows)
      report = try controller.run(request)
    } catch {
      try tell(explanations)
      throw CommandFailure(error, file: batch.name)
    }
    try tell(explanations)
    let missing = explain.first { $0 > report.rows }
    if let missing, outputs.json { throw noRow(missing, report) }
    let status = outputs.conclude(
      report, SummaryView(report: report, file: batch.name, now: clock.now(), verb: "accepted"))
    if let missing { throw noRow(missing, report) }
    return status
  }

  private func noRow(_ row: Int, _ report: RunReport) -> CommandFailure {
    CommandFailure(
      .usage,
      "There is no row \(row) to explain: \(batch.name) has "
        + "\(Terminal.count(report.rows, "row")).",
      help: "Rows are counted as in findings: from 1 on, without the header.")
  }

  /// Writes how the rows were judged, in their order.
  private func tell(_ explanations: [RowExplanation]) throws(CommandFailure) {
    Progress.end()
    for (index, explanation) in explanations.enumerated() {
      if outputs.json {
        try Terminal.answer(
          Array((ExplanationJSON.text(explanation, file: batch.name) + "\n").utf8))
      } else {
        let text = ExplanationText(explanation: explanation, file: batch.name).text
        try Terminal.answer(index == 0 ? text : "\n" + text)
      }
    }
  }
}
