import Findings

/// A finding as a workflow command of GitHub Actions, which shows it beside the line.
enum GitHubAnnotation {
  static func line(_ finding: Finding) -> String {
    var properties: [String] = []
    if case .source(let location) = finding.place {
      properties = [
        "file=\(property(PrintableText.shown(location.file, scalarsMax: Int.max)))",
        "line=\(location.line)", "col=\(location.column)",
      ]
    }
    properties.append("title=\(property(finding.code.rawValue))")
    let message = finding.message + (finding.help.map { "\nhelp: \($0)" } ?? "")
    return
      "::\(command(finding.severity)) \(properties.joined(separator: ","))::\(data(printable(message)))"
  }

  /// The lines of a text, with nothing in them that steers the terminal of a log.
  private static func printable(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.shown(String($0), scalarsMax: 600) }.joined(separator: "\n")
  }

  private static func command(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// The runner ends a command at a line break, and takes `%` for an escape.
  private static func data(_ text: String) -> String { escaped(text, "%\r\n") }

  /// In a property, `:` and `,` end it too.
  private static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

  private static func escaped(_ text: String, _ special: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if special.unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
