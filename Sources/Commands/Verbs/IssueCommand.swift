import ArgumentParser
import Batches
import Profiles
import Provisioning
import Runs
import Tokens

struct IssueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue",
    abstract: "Issues an artifact for each row that the profile accepts.",
    discussion: """
      Examples:
        muster issue users.csv --profile bettermode \\
          --set domain=community.example.com \\
          --key-file sso.key --output urls.txt --rejects rejects.csv
        zcat users.jsonl.gz | muster issue - --profile tinydrive --key-env TINY_KEY \\
          --output-format jsonl > tokens.jsonl

      Exit codes:
      \(ExitStatus.help(without: .changes, .locked, .ledger))
      """)

  @OptionGroup var batch: BatchOptions
  @OptionGroup var profile: ProfileOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var outputs: OutputOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var jobs: JobOptions

  @Option(
    name: [.long, .customShort("o")],
    help: ArgumentHelp("File for the artifacts, or - for standard output.", valueName: "file"))
  var output = "-"

  @Option(name: .long, help: ArgumentHelp("lines, csv or jsonl.", valueName: "format"))
  var outputFormat: RunRequest.OutputFormat = .lines

  func run() throws {
    try conclude(json: outputs.json) { () throws(CommandFailure) -> ExitStatus in try issue() }
  }

  private func issue() throws(CommandFailure) -> ExitStatus {
    let (profile, compileAgain) = try self.profile.loadProfile()
    var options = try self.profile.provisioningOptions()
    let clock = try self.clock.clock()
    let form = try batch.form()
    _ = try self.profile.compile(profile, options, quiet: true)
    let material = try key.loadMaterial()
    options.keyParts = try KeyOptions.parts(of: material, profile)
    let compiled = try self.profile.compile(profile, options)
    let signingKey = try KeyOptions.loadSigningKey(material, profile, compiled.algorithm)
    KeyOptions.warn(material, signingKey, profile.key)

    var request = RunRequest(compiled: compiled, input: try batch.open())
    request.key = signingKey
    (request.inputFormat, request.dialect) = form
    request.jobs = jobs.count
    request.compileAgain = { [options] in compileAgain(options) }
    request.outputFormat = outputFormat
    try OutputOptions.requireDistinct([
      output, outputs.rejects, outputs.findings, batch.file, key.keyFile, self.profile.file,
    ])
    try OutputOptions.requireOther(
      [output, outputs.rejects, outputs.findings], than: request.input)
    request.artifacts = try OutputOptions.sink(output)
    request.rejects = try OutputOptions.sink(outputs.rejects)
    request.findings = try OutputOptions.sink(outputs.findings)
    Progress.begin(
      "rows", isSilent: outputs.quiet || outputs.json,
      outputs: [output, outputs.rejects, outputs.findings])
    defer { Progress.end() }
    let report: RunReport
    do {
      let controller = RunController(
        clock: clock, entropy: .system(), interruption: { Interruption.requested },
        notice: { Notices.say(FindingText($0)) }, progress: Progress.ofRows)
      report = try controller.run(request)
    } catch {
      throw CommandFailure(error, file: batch.name)
    }
    return outputs.conclude(
      report,
      SummaryView(report: report, file: batch.name, now: clock.now(), verb: "issued"))
  }
}

extension RunRequest.OutputFormat: ExpressibleByArgument {}
