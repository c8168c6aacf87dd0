import Findings
import Runs

/// The findings of profiles or jobs in the form that was asked for.
struct LintView {
  var reports: [LintReport]
  var format: LintFormat
  /// What one report is of: `profile`, `job`.
  var noun: String
  var showsUnverified: Bool

  /// What goes to standard output, with a line break at its end; empty where there is nothing.
  var answer: [UInt8] {
    switch format {
    case .text: text
    case .json: Self.printable(json)
    case .github: Array(findings.map { GitHubAnnotation.line($0) + "\n" }.joined().utf8)
    case .sarif: Self.printable(SarifLog.bytes(findings, version: RootCommand.version))
    }
  }

  /// Lines of JSON in which nothing steers a terminal.
  private static func printable(_ lines: [UInt8]) -> [UInt8] {
    let parts = lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let shown = parts.map { part in
      Array(PrintableText.shown(json: String(decoding: part, as: Unicode.UTF8.self)).utf8)
    }
    return Array(shown.joined(separator: [UInt8(ascii: "\n")]))
  }

  /// One line for each file, for standard error.
  var counts: [String] {
    var lines = reports.map { report in
      var line = report.file + ": " + Self.counts([report])
      if format == .text, !showsUnverified, report.unverifiedCount > 0 {
        line +=
          "; " + Terminal.count(report.unverifiedCount, "reading")
          + " of our own (--unverified lists them)"
      }
      return line
    }
    if reports.count > 1 {
      lines.append(Terminal.count(reports.count, noun) + ": " + Self.counts(reports))
    }
    return lines
  }

  private static func counts(_ reports: [LintReport]) -> String {
    let errors = reports.reduce(0) { $0 + $1.count(.error) }
    let warnings = reports.reduce(0) { $0 + $1.count(.warning) }
    return Terminal.count(errors, "error") + ", " + Terminal.count(warnings, "warning")
  }

  private var findings: [Finding] { reports.flatMap(\.findings) }

  private var text: [UInt8] {
    var lines = ""
    for report in reports {
      for finding in report.findings where showsUnverified || finding.code != .unverified {
        lines += Terminal.safe(FindingText(finding, source: report.text).text) + "\n"
      }
    }
    return Array(lines.utf8)
  }

  /// One object on each line, as `--findings` writes them.
  private var json: [UInt8] {
    var output: [UInt8] = []
    for report in reports {
      for finding in report.findings {
        FindingJSON.append(finding, file: report.file, to: &output)
        output.append(UInt8(ascii: "\n"))
      }
    }
    return output
  }
}
