import Cases
import Findings

/// Reports of cases as JUnit XML, as test servers read it.
enum JUnitReport {
  /// The document, with a line break at its end.
  static func text(_ outcomes: [CaseOutcome]) -> String {
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    let suites = outcomes.map(Suite.init)
    lines.append("<testsuites\(counts(suites.flatMap(\.cases)))>")
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
        let element = it.isError ? "error" : "failure"
        lines.append(
          "      <\(element) message=\"\(escaped(it.message ?? it.reasons[0]))\">\(escaped(text))</\(element)>"
        )
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
    /// Nil for the first of the reasons.
    var message: String?
    /// Whether it could not be run at all.
    var isError = false
  }

  private struct Suite {
    var name: String
    var cases: [Case]

    init(_ outcome: CaseOutcome) {
      switch outcome {
      case .report(let report): (name, cases) = (report.name, Self.cases(report))
      case .failure(let failure, let profile):
        name = profile
        cases = [
          Case(
            name: "profile", file: profile, line: 1, reasons: [failure.words],
            message: failure.message, isError: true)
        ]
      }
    }

    private static func cases(_ report: CaseReport) -> [Case] {
      var cases = report.results.map { result in
        Case(
          name: result.testCase.name, file: result.testCase.location.file,
          line: result.testCase.location.line, milliseconds: result.milliseconds,
          reasons: result.hasPassed ? [] : report.reasons(result))
      }
      if report.coverage != nil {
        cases.append(
          Case(name: "coverage", file: report.file, line: 1, reasons: report.coverageLines))
      }
      return cases
    }
  }

  private static func counts(_ cases: [Case]) -> String {
    let errors = cases.count(where: \.isError)
    let failures = cases.count { !$0.reasons.isEmpty && !$0.isError }
    let time = cases.reduce(0) { $0 + $1.milliseconds }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"0\" "
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
