import BundledProfiles
import Cases
import Findings
import Profiles
import Runs

/// A profile and its cases, wherever they stand.
struct CaseSource {
  let profile: Profile
  /// The cases' text, and its name for findings.
  let text: [UInt8]
  let file: String
  /// The path of the cases, where they can be written; nil where they are built in.
  let path: String?
  private let keyFile: (String) -> [UInt8]?

  /// Finds the cases of a profile; nil where a built-in profile has none.
  static func find(
    _ nameOrFile: String, cases: String?
  ) throws(CommandFailure) -> CaseSource? {
    let isFile = ProfileSource.isFile(nameOrFile)
    let profile = try ProfileSource.load(nameOrFile)
    if let path = cases ?? (isFile ? beside(nameOrFile, "cases.yaml") : nil) {
      let text = try ProfileSource.read(path, status: .noInput)
      return CaseSource(profile: profile, text: text, file: path, path: path) { name in
        try? ProfileSource.read(beside(path, name), status: .noInput)
      }
    }
    guard let text = BundledProfiles.cases(nameOrFile) else { return nil }
    let file = "\(nameOrFile)/cases.yaml (built in)"
    return CaseSource(profile: profile, text: Array(text.utf8), file: file, path: nil) { name in
      BundledProfiles.testKey(name, of: nameOrFile).map { Array($0.utf8) }
    }
  }

  /// The path of another file in the folder of a file.
  private static func beside(_ path: String, _ name: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return name }
    return String(path[...slash]) + name
  }

  /// Which cases are to be recorded.
  enum Recording {
    case none
    /// Those that expect nothing yet.
    case new
    /// Those, and those that fail.
    case failing
  }

  /// Reads the cases, runs those whose names hold the filter's text, and records what is asked for.
  func run(
    filter: String?, coverage: Bool, recording: Recording
  ) throws(CommandFailure) -> CaseReport {
    let cases = try read(text)
    let runner = CaseRunner(
      profile, keyFile: keyFile, uptimeSeconds: { SystemClock.uptimeSeconds() })
    let chosen = cases.cases.filter { filter.map($0.name.contains) ?? true }
    let results = chosen.map { runner.run($0) }
    var report = CaseReport(
      name: profile.name, file: file, text: text, results: results,
      coverage: coverage ? Coverage(profile, cases, results) : nil)
    let wanted = results.filter { $0.problem == nil && isWanted($0, recording) }
    if !wanted.isEmpty {
      try record(wanted)
      report.recorded = Set(wanted.map(\.testCase.name))
    }
    return report
  }

  private func isWanted(_ result: CaseResult, _ recording: Recording) -> Bool {
    switch recording {
    case .none: false
    case .new: result.differences == nil
    case .failing: !result.hasPassed
    }
  }

  private func record(_ results: [CaseResult]) throws(CommandFailure) {
    guard let path else {
      throw CommandFailure(
        .usage, "The cases \(file) cannot be written.",
        help: "Give the profile's file in place of its name.")
    }
    let recorded = CaseRecorder(text).text(recording: results)
    // Whatever is written must be read again.
    _ = try read(recorded)
    do {
      let output = try OutputFile(path, keepsPermissions: true)
      try output.write(recorded.span)
      try output.finish()
    } catch {
      throw CommandFailure(error)
    }
  }

  private func read(_ text: [UInt8]) throws(CommandFailure) -> CaseFile {
    let (cases, findings) = CaseReader.read(text, file: file, of: profile)
    let shown = findings.map { FindingText($0, source: text) }
    guard let cases else {
      throw CommandFailure(
        .badProfile, "The cases \(file) cannot be used.", help: "Correct them.", findings: shown)
    }
    for finding in shown { Notices.say(finding) }
    return cases
  }
}
