import Cases
import Findings

/// What became of a profile that was named: its cases were run, or it or they cannot be used.
enum CaseOutcome {
  case report(CaseReport)
  case failure(CommandFailure, of: String)

  var report: CaseReport? {
    if case .report(let report) = self { report } else { nil }
  }

  var failure: CommandFailure? {
    if case .failure(let failure, _) = self { failure } else { nil }
  }
}

/// What became of the cases of one profile.
struct CaseReport {
  let name: String
  let file: String
  let text: [UInt8]
  let results: [CaseResult]
  /// Nil where nobody asked for it.
  let coverage: Coverage?
  /// Names of the cases whose expectations were written just now.
  var recorded: Set<String> = []

  var hasPassed: Bool {
    failures.isEmpty && coverageLines.isEmpty
  }

  /// Cases that fail; those that expect nothing, and those that were just recorded, among them.
  var failures: [CaseResult] { results.filter { !$0.hasPassed } }

  /// What is wrong, line by line.
  var details: [String] { failures.flatMap { lines($0) } + coverageLines }

  private func lines(_ result: CaseResult) -> [String] {
    let place = result.testCase.location
    return ["\(place.file):\(place.line): \(result.testCase.name)"]
      + reasons(result).map { "    " + $0 }
  }

  /// Why a case fails, one line for each difference.
  func reasons(_ result: CaseResult) -> [String] {
    if recorded.contains(result.testCase.name) {
      return ["recorded; look at what it expects now, and run again"]
    }
    guard let differences = result.differences else {
      return ["expects nothing yet; --record writes what is"]
    }
    return differences.map(\.text)
  }

  /// What the cases do not show.
  var coverageLines: [String] {
    guard let coverage else { return [] }
    return coverage.findings.map { FindingText($0, source: text).text }
      + coverage.missing.map { "\(file): no case for: \($0.words)" }
  }

  /// One line.
  var summary: String {
    let passed = results.count - failures.count
    let failed = failures.count - recorded.count
    var parts = ["\(Terminal.count(passed, "case")) passed"]
    if failed > 0 { parts.append("\(failed) failed") }
    if !recorded.isEmpty { parts.append("\(recorded.count) recorded") }
    if let (shown, all) = coverage?.counts { parts.append("\(shown) of \(all) shown") }
    return "\(name): " + parts.joined(separator: ", ")
  }
}
