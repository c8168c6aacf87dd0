import Bytes
import Findings
import Reports

/// Reports of every outcome, and such as an attacker would want.
enum SampleReports {
  static let start = NumericDate(secondsSinceEpoch: 1_795_226_400)

  static var all: [(name: String, report: JobReport)] {
    [
      ("done", done), ("part", part), ("unchanged", unchanged), ("stopped", stopped),
      ("failed", failed), ("planned", planned), ("hostile", hostile), ("many", many),
    ]
  }

  private static func base(_ outcome: JobReport.Outcome, _ exitCode: Int32) -> JobReport {
    var report = JobReport(
      job: "community-members", verb: outcome == .planned ? .plan : .apply, startedAt: start)
    report.outcome = outcome
    report.exitCode = exitCode
    report.profile = "academy"
    report.artifact = "login-url"
    report.run = 42
    report.finishedAt = start.advanced(bySeconds: 13)
    report.durationSeconds = 12.684
    report.inputs = [
      JobReport.Input(name: "export/members.csv", rows: 98_400, bytes: 8_123_456),
      JobReport.Input(name: "export/partners.csv", rows: 1_600, bytes: 143_210),
    ]
    report.outputs = [
      JobReport.Output(kind: "artifacts", path: "out/community-members-42.txt"),
      JobReport.Output(kind: "rejects", path: "out/rejects.csv"),
      JobReport.Output(kind: "findings", path: "out/findings.jsonl"),
    ]
    report.lastSuccessAt = start.advanced(bySeconds: -86_400)
    return report
  }

  private static func counts(
    new: Int = 0, changed: Int = 0, unchanged: Int = 0, rejected: Int = 0, held: Int = 0,
    suppressed: Int = 0, vanished: Int = 0, known: Int = 0, issued: Int = 0
  ) -> JobReport.Counts {
    var counts = JobReport.Counts()
    counts.rows = new + changed + unchanged + rejected + held + suppressed
    (counts.new, counts.changed, counts.unchanged) = (new, changed, unchanged)
    (counts.rejected, counts.held, counts.suppressed) = (rejected, held, suppressed)
    (counts.vanished, counts.known, counts.issued) = (vanished, known, issued)
    return counts
  }

  static var done: JobReport {
    var report = base(.done, 0)
    report.counts = counts(
      new: 1_204, changed: 318, unchanged: 98_478, known: 98_796, issued: 1_522)
    report.effects = [
      JobReport.Effect(
        id: "enrol", meaning: "Enrols the user in the spaces of the row.", isDestructive: false,
        rows: 1_204, held: 0)
    ]
    report.limits = [
      JobReport.Limit(
        name: "max-change", allowed: "10%", actual: 1_522, isExceeded: false, isOverridden: false)
    ]
    report.earliestBestBefore = start.advanced(bySeconds: 613)
    report.latestBestBefore = start.advanced(bySeconds: 626)
    report.lastSuccessAt = report.finishedAt
    return report
  }

  static var part: JobReport {
    var report = base(.done, 3)
    report.isResumed = true
    report.counts = counts(
      new: 8_204, changed: 3_180, unchanged: 86_478, rejected: 1_927, held: 186, suppressed: 25,
      vanished: 12, known: 89_870, issued: 11_384)
    report.effects = [
      JobReport.Effect(
        id: "enrol", meaning: "Enrols the user in the spaces of the row.", isDestructive: false,
        rows: 8_204, held: 0),
      JobReport.Effect(
        id: "replace-groups",
        meaning: "Takes the user out of every group that the row does not name.",
        isDestructive: true, rows: 0, held: 186),
    ]
    report.limits = [
      JobReport.Limit(
        name: "max-change", allowed: "10%", actual: 11_384, isExceeded: true, isOverridden: true),
      JobReport.Limit(
        name: "max-vanished", allowed: "500", actual: 12, isExceeded: false, isOverridden: false),
      JobReport.Limit(
        name: "max-rejected", allowed: "2.5%", actual: 1_927, isExceeded: false,
        isOverridden: false),
    ]
    report.groups = groups
    report.earliestBestBefore = start.advanced(bySeconds: 61)
    report.latestBestBefore = start.advanced(bySeconds: 72)
    return report
  }

  static var unchanged: JobReport {
    var report = base(.unchanged, 0)
    report.counts = counts(unchanged: 100_000, known: 100_000)
    report.lastSuccessAt = report.finishedAt
    report.outputs = []
    return report
  }

  static var stopped: JobReport {
    var report = base(.stopped, 10)
    report.failure = "31,500 users whom the ledger knows are in no input; the job allows 500."
    report.help = "Check the export. If it is right, override max-vanished by name for one run."
    report.counts = counts(
      new: 12, changed: 0, unchanged: 68_460, rejected: 28, vanished: 31_500, known: 99_972)
    report.limits = [
      JobReport.Limit(
        name: "max-change", allowed: "10%", actual: 12, isExceeded: false, isOverridden: false),
      JobReport.Limit(
        name: "max-vanished", allowed: "500", actual: 31_500, isExceeded: true,
        isOverridden: false),
    ]
    report.groups = [groups[1]]
    report.outputs = []
    return report
  }

  static var failed: JobReport {
    var report = base(.failed, 73)
    report.failure = "\"out/community-members-42.txt\" cannot be written: No space left on device."
    report.help = "Make room on the device, and run the job again; it goes on where it stopped."
    report.counts = counts(new: 400, unchanged: 30_000)
    return report
  }

  static var planned: JobReport {
    var report = part
    report.verb = .plan
    report.outcome = .planned
    report.exitCode = 2
    report.run = nil
    report.isResumed = false
    report.counts.issued = 0
    report.outputs = []
    return report
  }

  private static var groups: [JobReport.Group] {
    [
      group(
        .formatMismatch, 1_620,
        (1...5).map { index in
          (
            "export/members.csv", index * 17, "email", "\"email\" is not an address.",
            "ada.lovelace\(index)@example", "Write an address such as ada@example.com."
          )
        }),
      group(
        .requiredClaim, 279,
        [
          ("export/members.csv", 204, "first_name", "\"first_name\" needs a value.", nil, nil),
          (
            "export/partners.csv", 9, "company", "\"company\" needs a value.", nil,
            "Fill the column \"company\"."
          ),
        ]),
      group(
        .rule, 28,
        [
          (
            "export/partners.csv", 77, "ends_at", "The membership ends before it begins.",
            "2025-01-31", "Correct one of the two dates."
          )
        ], rule: "ends-after-start"),
      group(
        .effectHeld, 186,
        [
          (
            "export/members.csv", 5_120, nil,
            "The row takes the user out of every group that it does not name.", nil,
            "Allow it by name if that is meant: --allow replace-groups."
          )
        ], rule: "replace-groups", .warning),
    ]
  }

  private typealias SampleRow = (
    input: String, row: Int, column: String?, message: String, excerpt: String?, help: String?
  )

  private static func group(
    _ code: FindingCode, _ count: Int, _ rows: [SampleRow], rule: String? = nil,
    _ severity: Severity = .error
  ) -> JobReport.Group {
    JobReport.Group(
      code: code, rule: rule, severity: severity, count: count,
      first: rows.map {
        JobReport.Located(
          input: $0.input,
          finding: Finding(
            code, severity, at: .row($0.row, line: $0.row + 1), $0.message, help: $0.help,
            column: $0.column, excerpt: $0.excerpt, rule: rule))
      })
  }

  /// What hands that mean ill put into cells. A combining mark behind a sign, or a mark that joins
  /// what follows, hides the sign from whoever looks for characters.
  static let payloads = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "\"\u{301} onmouseover=alert(1) autofocus onfocus=alert(1) x=\"",
    "\u{600}<script>alert(1)</script>", "<\u{301}script>", "'\u{20DD}><svg/onload=alert(1)>",
    "</title></style></table><script src=//evil.example/x.js></script>",
    "{{job}} {{{job}}} {{%CONTENT_TYPE:TEXT}}", "&lt;b&gt; &#x3c;script>",
    "\u{202E}gpj.exe\u{202C} \u{2066}x\u{2069} \u{200B}\u{FEFF}", "\u{0}\u{1B}[31m\r\n",
    "<link rel=stylesheet href=http://evil.example/a.css>", "javascript:alert(1)",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "e" + String(repeating: "\u{301}", count: 300),
  ]

  static var hostile: JobReport {
    let all = payloads.joined(separator: " ")
    var report = part
    report.job = all
    report.profile = payloads[0]
    report.artifact = payloads[1]
    report.failure = all
    report.help = all
    report.advice = payloads
    report.inputs = payloads.map { JobReport.Input(name: $0, rows: .max, bytes: .max) }
    report.outputs = payloads.map { JobReport.Output(kind: $0, path: $0) }
    report.effects = payloads.map {
      JobReport.Effect(id: $0, meaning: $0, isDestructive: true, rows: 1, held: 1)
    }
    report.limits = payloads.map {
      JobReport.Limit(name: $0, allowed: $0, actual: .min, isExceeded: true, isOverridden: false)
    }
    let long = String(repeating: "<b>W\u{301}\"'&", count: 1 << 13)
    report.groups = [
      group(
        .rule, .max / 2, (payloads + [long]).map { ($0, 1, $0, $0, $0, $0) }, rule: all)
    ]
    report.durationSeconds = .nan
    report.finishedAt = NumericDate(secondsSinceEpoch: 0)
    return report
  }

  static var many: JobReport {
    var report = part
    report.groups = (0..<100).map { index in
      let code = FindingCode.allCases[index % FindingCode.allCases.count]
      return group(
        code, index + 20,
        (1...20).map { ("export/members.csv", $0, "column\($0)", "Message \($0).", "value", nil) },
        rule: index.isMultiple(of: 3) ? "rule-\(index)" : nil,
        index.isMultiple(of: 2) ? .error : .note)
    }
    return report
  }
}
