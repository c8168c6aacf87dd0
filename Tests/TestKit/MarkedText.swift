package import Findings

/// A text in which `«code»` stands before each place where lint has something to say.
package struct MarkedText: Sendable {
  /// The text without its marks.
  package var text = ""
  /// What the marks ask for, as `line:column severity code`.
  package var expected: [String] = []

  /// - Parameter severity: that of a mark which names none.
  package init(_ marked: String, severity standard: String = "error") {
    var line = 1, column = 1
    var mark: String?
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": mark = ""
      case "»":
        let words = (mark ?? "").split(separator: " ")
        let severity = words.count > 1 ? String(words[0]) : standard
        expected.append("\(line):\(column) \(severity) \(words.last ?? "")")
        mark = nil
      case _ where mark != nil: mark?.unicodeScalars.append(scalar)
      default:
        text.unicodeScalars.append(scalar)
        (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      }
    }
  }

  /// Findings in the form of the marks.
  package static func shown(_ findings: [Finding]) -> [String] {
    findings.map { finding in
      guard case .source(let place) = finding.place else { return finding.code.rawValue }
      return "\(place.line):\(place.column) \(finding.severity.rawValue) \(finding.code.rawValue)"
    }
  }
}
