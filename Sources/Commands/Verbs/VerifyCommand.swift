import ArgumentParser
import Bytes
import Profiles
import Provisioning
import Runs
import Tokens

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verifies artifacts: form, signature, header, claims, rules and lifetime.",
    discussion: """
      Example:
        muster verify urls.txt --profile bettermode \\
          --set domain=community.example.com \\
          --key-file sso.key

      Exit codes:
      \(ExitStatus.help(without: .changes, .locked, .ledger))
      """)

  @Argument(help: ArgumentHelp("The artifacts, or - for standard input.", valueName: "artifacts"))
  var artifacts = "-"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "lines, csv (column artifact) or jsonl (key artifact); the file's name decides otherwise.",
      valueName: "format"))
  var inputFormat: RunRequest.OutputFormat?

  @OptionGroup var profile: ProfileOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup var jobs: JobOptions

  @Option(
    name: .long, help: ArgumentHelp("File for all findings, as JSON Lines.", valueName: "file"))
  var findings: String?

  @Flag(name: .long, help: "Say nothing when all went well.")
  var quiet = false

  @Flag(name: .long, help: "Write the summary as one JSON object.")
  var json = false

  /// The name in findings.
  private var name: String { artifacts == "-" ? "<stdin>" : artifacts }

  func run() throws {
    try conclude(json: json) { () throws(CommandFailure) -> ExitStatus in try verify() }
  }

  private func verify() throws(CommandFailure) -> ExitStatus {
    let (profile, compileAgain) = try self.profile.loadProfile()
    var options = try self.profile.provisioningOptions()
    let clock = try self.clock.clock()
    let material = try key.loadMaterial()
    options.keyParts = try KeyOptions.parts(of: material, profile)
    let compiled = try self.profile.compile(profile, options)
    let verificationKey: VerificationKey
    do {
      verificationKey = try VerificationKey.load(
        material, for: compiled.algorithm, derivation: profile.key.derivation)
    } catch {
      throw CommandFailure(.key, error.message, help: error.help)
    }
    let input = try openInput()
    let sink = try OutputOptions.sink(findings)
    Progress.begin("artifacts", isSilent: quiet || json, outputs: [findings])
    defer { Progress.end() }
    let report: VerifyReport
    do {
      var run = VerifyRun(
        compiled: compiled, key: verificationKey, format: inputFormat ?? promisedFormat,
        now: clock.now(), interruption: { Interruption.requested })
      run.jobs = jobs.count
      run.progress = Progress.ofArtifacts
      run.compileAgain = { [options] in compileAgain(options) }
      report = try run.run(input, findings: sink)
    } catch {
      throw CommandFailure(error, file: name)
    }
    return finish(report, clock.now())
  }

  private func openInput() throws(CommandFailure) -> InputFile {
    do {
      return try InputFile(artifacts)
    } catch {
      throw CommandFailure(error, status: .noInput)
    }
  }

  private var promisedFormat: RunRequest.OutputFormat {
    if artifacts.hasSuffix(".csv") { return .csv }
    return artifacts.hasSuffix(".jsonl") || artifacts.hasSuffix(".ndjson") ? .jsonl : .lines
  }

  private func finish(_ report: VerifyReport, _ now: NumericDate) -> ExitStatus {
    let status: ExitStatus = report.invalid > 0 ? .someRejected : .done
    if json {
      Terminal.say(VerifyView.json(report, status: status))
    } else if !quiet || status != .done {
      Terminal.say(VerifyView.text(report, file: name, now: now))
    }
    return status
  }
}
