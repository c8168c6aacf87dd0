package import Findings

/// Collects what is wrong with one profile while it is decoded.
package final class DecodingContext {
  package private(set) var findings: [Finding] = []
  /// Whether doubts are wanted too, as `lint` shows them, and not only what makes a profile useless.
  package let isThorough: Bool

  package init(isThorough: Bool = false) { self.isThorough = isThorough }

  package func report(
    _ code: FindingCode, _ severity: Severity = .error, at location: SourceLocation,
    _ message: String, help: String? = nil
  ) {
    findings.append(Finding(code, severity, at: .source(location), message, help: help))
  }

  package func add(_ more: [Finding]) { findings += more }

  /// Reports a name that is not among those known, with the nearest of them.
  package func reportUnknown(
    _ code: FindingCode, _ what: String, _ name: String, known: [String],
    at location: SourceLocation
  ) {
    let help =
      if let near = nearest(name, in: known) {
        "Did you mean \"\(near)\"?" + Self.lookalike(name, near)
      } else if known.isEmpty {
        "There is none here."
      } else {
        "Known are \(known.prefix(40).joined(separator: ", "))."
      }
    report(code, at: location, "Unknown \(what) \"\(name)\".", help: help)
  }

  /// Names the first character that is not the one it looks like, or nearly so.
  private static func lookalike(_ name: String, _ near: String) -> String {
    let (given, meant) = (Array(name.unicodeScalars), Array(near.unicodeScalars))
    guard given.count == meant.count,
      let (wrong, right) = zip(given, meant).first(where: { $0 != $1 }), !wrong.isASCII,
      right.isASCII
    else { return "" }
    let digits = String(wrong.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return " Here U+\(code) stands in the place of \"\(right)\"."
  }

  package var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// Whether something is wrong inside a value, so that what follows from it says nothing.
  func hasErrors(within node: YAMLNode) -> Bool {
    findings.contains { finding in
      guard finding.severity == .error, case .source(let place) = finding.place else {
        return false
      }
      return node.location <= place && place < node.end
    }
  }

  /// The findings in the order of the file, none of them twice.
  package var sortedFindings: [Finding] { Self.sorted(findings) }

  /// In the order of the file, none twice.
  package static func sorted(_ findings: [Finding]) -> [Finding] {
    var seen: Set<Finding> = []
    return findings.filter { seen.insert($0).inserted }.sorted { left, right in
      guard case .source(let a) = left.place, case .source(let b) = right.place else {
        return false
      }
      return a < b
    }
  }
}
