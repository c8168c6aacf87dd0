import Findings

/// Collects what is wrong with one profile while it is decoded.
final class DecodingContext {
  private(set) var findings: [Finding] = []

  func report(
    _ code: FindingCode, _ severity: Severity = .error, at location: SourceLocation,
    _ message: String, help: String? = nil
  ) {
    findings.append(Finding(code, severity, at: .source(location), message, help: help))
  }

  func add(_ more: [Finding]) { findings += more }

  /// Reports a name that is not among those known, with the nearest of them.
  func reportUnknown(
    _ code: FindingCode, _ what: String, _ name: String, known: [String],
    at location: SourceLocation
  ) {
    let help =
      if let near = nearest(name, in: known) {
        "Did you mean \"\(near)\"?"
      } else if known.isEmpty {
        "There is none here."
      } else {
        "Known are \(known.prefix(40).joined(separator: ", "))."
      }
    report(code, at: location, "Unknown \(what) \"\(name)\".", help: help)
  }

  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// The findings in the order of the file.
  var sortedFindings: [Finding] {
    findings.sorted { left, right in
      guard case .source(let a) = left.place, case .source(let b) = right.place else {
        return false
      }
      return a < b
    }
  }
}
