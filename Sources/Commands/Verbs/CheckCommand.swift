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
        muster check users.csv --profile bettermode --set domain=community.example.com \\
          --rejects rejects.csv --findings findings.jsonl

      Exit codes:
      \(ExitStatus.help)
      """)

  @OptionGroup var batch: BatchOptions
  @OptionGroup var profile: ProfileOptions
  @OptionGroup var outputs: OutputOptions
  @OptionGroup var clock: ClockOptions

  func run() throws {
    try conclude(json: outputs.json) { () throws(CommandFailure) -> ExitStatus in try check() }
  }

  private func check() throws(CommandFailure) -> ExitStatus {
    let profile = try self.profile.loadProfile()
    let compiled = try self.profile.compile(profile, try self.profile.provisioningOptions())
    let clock = try self.clock.clock()
    let form = try batch.form()
    var request = RunRequest(compiled: compiled, input: try batch.open())
    (request.inputFormat, request.dialect) = form
    try OutputOptions.requireDistinct([
      outputs.rejects, outputs.findings, batch.file, self.profile.file,
    ])
    try OutputOptions.requireOther([outputs.rejects, outputs.findings], than: request.input)
    request.rejects = try OutputOptions.sink(outputs.rejects)
    request.findings = try OutputOptions.sink(outputs.findings)
    let report: RunReport
    do {
      let controller = RunController(
        clock: clock, entropy: .system(), interruption: { Interruption.requested },
        notice: { Notices.say(FindingText($0)) })
      report = try controller.run(request)
    } catch {
      throw CommandFailure(error, file: batch.name)
    }
    return outputs.conclude(
      report, SummaryView(report: report, file: batch.name, now: clock.now(), verb: "accepted"))
  }
}
