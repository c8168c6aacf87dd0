import Findings
import Profiles

/// A profile in which `«code»` stands before each place where lint has something to say.
struct MarkedProfile {
  /// The text without its marks.
  var text = ""
  /// What the marks ask for, as `line:column severity code`; warnings where nothing else is said.
  var expected: [String] = []

  init(_ marked: String) {
    var line = 1, column = 1
    var mark: String?
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": mark = ""
      case "»":
        let words = (mark ?? "").split(separator: " ")
        let severity = words.count > 1 ? words[0] : "warning"
        expected.append("\(line):\(column) \(severity) \(words.last ?? "")")
        mark = nil
      case _ where mark != nil: mark?.unicodeScalars.append(scalar)
      default:
        text.unicodeScalars.append(scalar)
        (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      }
    }
  }

  var findings: [Finding] { ProfileReader.lint(Array(text.utf8), file: "p.yaml") }

  /// What lint says, in the same form.
  var found: [String] {
    findings.map { finding in
      guard case .source(let place) = finding.place else { return finding.code.rawValue }
      return "\(place.line):\(place.column) \(finding.severity.rawValue) \(finding.code.rawValue)"
    }
  }
}
