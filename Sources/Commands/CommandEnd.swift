import ArgumentParser
import Batches
import Reports
import Runs

/// Runs a command's body, says why it failed if it did, and turns the end into an exit code.
///
/// - Parameter report: what a job that failed has to report, as the JSON object.
func conclude(
  json: Bool = false, report: () -> JobReport? = { nil },
  _ body: () throws(CommandFailure) -> ExitStatus
) throws {
  let status: ExitStatus
  if json { Notices.keep(forJSON: true) }
  do {
    status = try body()
  } catch {
    status = error.status
    if status == .done {
      // Whoever read standard output has gone: a quiet end, without a summary that nobody earned.
    } else if json, let report = report() {
      Terminal.say(String(decoding: ReportJSON.text(report).dropLast(), as: UTF8.self))
    } else if json {
      Terminal.say(SummaryJSON.text(error))
    } else {
      Notices.sayKept()
      let words = error.words
      if !words.isEmpty { Terminal.say(words) }
    }
  }
  if status != .done { throw ArgumentParser.ExitCode(status.rawValue) }
}

extension CommandFailure {
  /// A failure of a file or of standard output. A closed pipe is a quiet end.
  init(_ error: FileError, status: ExitStatus = .cannotWrite) {
    if case .brokenPipe = error {
      self.init(.done, nil)
    } else if case .interrupted = error, let signal = Interruption.requested {
      self.init(signal: signal)
    } else {
      self.init(status, error.message, help: error.help)
    }
  }

  init(_ failure: RunFailure, file: String) {
    switch failure {
    case .unreadable(let error):
      self.init(.unreadable, "\(file): \(error.message)", help: error.help)
    case .header(let findings):
      self.init(
        .unreadable, "\(file): the header does not fit the profile, and nothing was done.",
        findings: findings.map { FindingText($0, file: file) })
    case .gate(let findings):
      self.init(
        .gate, "A gate stopped the run, and nothing was signed.",
        findings: findings.map { FindingText($0, file: file) })
    case .limit(let finding):
      self.init(
        .unreadable, "\(file): more than one run can take; no output file was changed.",
        findings: [FindingText(finding, file: file)])
    case .input(let error): self.init(error, status: .unreadable)
    case .output(let error): self.init(error)
    case .signing: self.init(.failed, "Signing failed inside OpenSSL; no output file was changed.")
    case .stopped: self.init(.failed, "The run was ended early; no output file was changed.")
    case .interrupted(let signal): self.init(signal: signal)
    }
  }

  /// The end by a signal, before any output had its name.
  init(signal: Int32) {
    self.init(
      signal == 2 ? .interrupted : .terminated, "Ended by a signal; no output file was changed.")
  }
}
