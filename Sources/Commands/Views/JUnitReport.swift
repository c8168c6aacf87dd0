import Cases
import Findings

/// Reports of cases as JUnit XML, as test servers read it.
enum JUnitReport {
  /// The document, with a line break at its end.
  static func text(_ reports: [CaseReport]) -> String {
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    let suites = reports.map(Suite.init)
    lines.append(
      "<testsuites\(counts(suites.flatMap(\.cases)))>")
    for suite in suites {
      lines.append("  <testsuite name=\"\(escaped(suite.name))\"\(counts(suite.cases))>")
      for it in suite.cases {
        let head =
          "    <testcase name=\"\(escaped(it.name))\" classname=\"\(escaped(suite.name))\" "
          + "file=\"\(escaped(it.file))\" line=\"\(it.line)\" time=\"\(seconds(it.milliseconds))\""
        guard !it.reasons.isEmpty else {
          lines.append(head + "/>")
          continue
        }
        lines.append(head + ">")
        let text = it.reasons.joined(separator: "\n")
        lines.append(
          "      <failure message=\"\(escaped(it.reasons[0]))\">\(escaped(text))</failure>")
        lines.append("    </testcase>")
      }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Case {
    var name: String
    var file: String
    var line: Int
    var milliseconds = 0.0
    /// Empty where it passed.
    var reasons: [String]
  }

  private struct Suite {
    var name: String
    var cases: [Case]

    init(_ report: CaseReport) {
      name = report.name
      cases = report.results.map { result in
        Case(
          name: result.testCase.name, file: result.testCase.location.file,
          line: result.testCase.location.line, milliseconds: result.milliseconds,
          reasons: result.hasPassed ? [] : report.reasons(result))
      }
      if report.coverage != nil {
        cases.append(
          Case(name: "coverage", file: report.file, line: 1, reasons: report.coverageLines))
      }
    }
  }

  private static func counts(_ cases: [Case]) -> String {
    let failures = cases.count { !$0.reasons.isEmpty }
    let time = cases.reduce(0) { $0 + $1.milliseconds }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"0\" "
      + "time=\"\(seconds(time))\""
  }

  /// Seconds with six digits behind the point.
  private static func seconds(_ milliseconds: Double) -> String {
    let micro = Int((milliseconds * 1_000).rounded())
    let digits = String(micro % 1_000_000)
    return "\(micro / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Text for XML 1.0: markup escaped, and what may not stand in a document, or would steer whoever
  /// reads it, shown as `\u{..}`.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      default: result += PrintableText.shown(String(scalar))
      }
    }
    return result
  }
}
