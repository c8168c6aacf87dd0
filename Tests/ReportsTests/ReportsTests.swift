import Bytes
import Findings
import Foundation
import Reports
import Testing

@Suite struct ReportTests {
  private static func page(_ report: JobReport) -> String {
    String(decoding: ReportPage.html(report), as: UTF8.self)
  }

  private static func metrics(_ report: JobReport, _ previous: String? = nil) -> String {
    String(
      decoding: Metrics.text(report, previous: previous.map { Array($0.utf8) }), as: UTF8.self)
  }

  private static func json(_ report: JobReport) -> String {
    String(decoding: ReportJSON.text(report), as: UTF8.self)
  }

  // MARK: report.json

  @Test func writesEveryMemberOfASmallReport() {
    var report = JobReport(
      job: "a\"b", verb: .apply, startedAt: NumericDate(secondsSinceEpoch: 1_795_226_400))
    report.outcome = .done
    report.exitCode = 3
    report.durationSeconds = 0.0336
    report.counts.rows = 2
    report.counts.new = 1
    report.counts.rejected = 1
    report.counts.issued = 1
    report.groups = [
      JobReport.Group(
        code: .requiredClaim, rule: nil, severity: .error, count: 1,
        first: [
          JobReport.Located(
            input: "u.csv",
            finding: Finding(.requiredClaim, at: .row(2, line: 3), "Missing.", column: "email"))
        ])
    ]
    #expect(
      Self.json(report)
        == #"{"version":1,"job":"a\"b","verb":"apply","outcome":"done","exit":3,"error":null,"#
        + #""help":null,"profile":"","artifact":"","run":null,"resumed":false,"#
        + #""started_at":"2026-11-21T02:00:00Z","finished_at":"2026-11-21T02:00:00Z","#
        + #""duration_seconds":0.034,"last_success_at":null,"inputs":[],"#
        + #""counts":{"rows":2,"new":1,"changed":0,"unchanged":0,"rejected":1,"held":0,"#
        + #""suppressed":0,"vanished":0,"known":0,"issued":1},"effects":[],"limits":[],"#
        + #""findings":[{"code":"required","severity":"error","count":1,"#
        + #""summary":"A claim, or a member of an object, has to be there and is absent.","#
        + #""remedy":"Fill the column named.","first":[{"code":"required","severity":"error","#
        + #""file":"u.csv","row":2,"line":3,"column":"email","message":"Missing."}]}],"#
        + #""earliest_best_before":null,"latest_best_before":null,"outputs":[],"#
        + #""advice":["Correct the 1 rejected row at its source, and the next run takes it up."]}"#
        + "\n")
  }

  @Test(arguments: SampleReports.all.map(\.name))
  func writesJSONThatCanBeRead(name: String) throws {
    let report = try #require(SampleReports.all.first { $0.name == name }).report
    let object = try JSONSerialization.jsonObject(with: Data(ReportJSON.text(report)))
    let members = try #require(object as? [String: Any])
    #expect(members["version"] as? Int == 1)
    let job = try #require(members["job"] as? String)
    #expect(job.utf8.elementsEqual(report.job.utf8))
    #expect((members["findings"] as? [Any])?.count == report.groups.count)
  }

  // MARK: The page

  @Test(arguments: SampleReports.all.map(\.name))
  func bringsNoTagOfARowIntoThePage(name: String) throws {
    let report = try #require(SampleReports.all.first { $0.name == name }).report
    // By scalars: a sign that a mark follows is another character, and the same to a browser.
    let page = Array(Self.page(report).unicodeScalars)
    var tags: Set<String> = []
    for index in page.indices where page[index] == "<" {
      let name = page[(index + 1)...].prefix { $0 != " " && $0 != ">" && $0 != "\n" && $0 != "/" }
      tags.insert(String(String.UnicodeScalarView(name)))
    }
    tags.remove("")  // Closing tags.
    #expect(
      tags.subtracting([
        "!DOCTYPE", "html", "head", "meta", "link", "title", "style", "body", "header", "main",
        "footer", "section", "h1", "h2", "p", "strong", "span", "dl", "dt", "dd", "div", "time",
        "ol", "li", "svg", "rect", "table", "caption", "thead", "tbody", "tr", "th", "td", "code",
        "details", "summary",
      ]) == [])
  }

  @Test(arguments: [
    ("\"\u{301} onfocus=x", "&quot;\u{301} onfocus=x"), ("\u{600}<b>", "\\u{600}&lt;b&gt;"),
    ("<\u{20DD}b>&'", "&lt;\u{20DD}b&gt;&amp;&#39;"), ("{{job}}", "{{job}}"),
    ("a\u{202E}b\u{0}\n", "a\\u{202E}b\\u{0}\\u{A}"),
  ])
  func escapesByBytesAndShowsWhatIsHidden(value: String, shown: String) {
    var report = SampleReports.done
    report.job = value
    #expect(Array(Self.page(report).utf8).contains(Array("<h1>\(shown)</h1>".utf8)))
  }

  @Test func keepsPilesOfMarksInTheirLine() {
    var report = SampleReports.done
    report.job = "e" + String(repeating: "\u{301}", count: 50)
    let shown = "<h1>e" + String(repeating: "\u{301}", count: 4) + "…</h1>"
    #expect(Array(Self.page(report).utf8).contains(Array(shown.utf8)))
  }

  @Test func takesNoHelpOfTheFailureForAFinding() {
    var report = SampleReports.stopped
    report.help = "HELP-OF-FAILURE"
    #expect(Self.page(report).split(separator: "HELP-OF-FAILURE").count == 2)
  }

  @Test func tellsAScreenReaderWhatTheBarShows() {
    #expect(
      Self.page(SampleReports.part).contains(
        "aria-label=\"100,000 rows: 8,204 new, 3,180 changed, 86,478 unchanged, 186 held back, "
          + "25 suppressed, 1,927 rejected\""))
  }

  @Test(arguments: [
    ("done", "Done"), ("part", "Done, in part"), ("unchanged", "Nothing to do"),
    ("stopped", "Stopped"), ("failed", "Failed"), ("planned", "Planned"),
  ])
  func saysTheOutcomeInAWord(name: String, word: String) throws {
    let report = try #require(SampleReports.all.first { $0.name == name }).report
    #expect(Self.page(report).contains("<strong class=\"word\">\(word)</strong>"))
  }

  @Test func cutsWhatIsTooLong() {
    #expect(ReportPage.html(SampleReports.hostile).count < 200_000)
  }

  // MARK: Metrics

  @Test func writesGaugesInAFixedOrder() {
    var report = JobReport(
      job: "a\\\"\n", verb: .apply, startedAt: NumericDate(secondsSinceEpoch: 100))
    report.effects = [
      JobReport.Effect(id: "e", meaning: "", isDestructive: true, rows: 2, held: 1)
    ]
    let lines = Self.metrics(report).split(separator: "\n").filter { !$0.hasPrefix("#") }
    let job = #"job="a\\\"\n""#
    #expect(
      lines == [
        "muster_job_last_run_timestamp_seconds{\(job)} 100",
        "muster_job_last_exit_code{\(job)} 1",
        "muster_job_duration_seconds{\(job)} 0.000",
        "muster_job_rows{\(job),outcome=\"new\"} 0",
        "muster_job_rows{\(job),outcome=\"changed\"} 0",
        "muster_job_rows{\(job),outcome=\"unchanged\"} 0",
        "muster_job_rows{\(job),outcome=\"rejected\"} 0",
        "muster_job_rows{\(job),outcome=\"held\"} 0",
        "muster_job_rows{\(job),outcome=\"suppressed\"} 0",
        "muster_job_issued_artifacts{\(job)} 0",
        "muster_job_known_users{\(job)} 0",
        "muster_job_vanished_users{\(job)} 0",
        "muster_job_effect_rows{\(job),effect=\"e\",destructive=\"true\",state=\"issued\"} 2",
        "muster_job_effect_rows{\(job),effect=\"e\",destructive=\"true\",state=\"held\"} 1",
      ])
  }

  @Test(arguments: [
    ("muster_job_last_success_timestamp_seconds{job=\"j\"} 77\n", "77"),
    ("x 1\nmuster_job_last_success_timestamp_seconds{job=\"j\"} 77", "77"),
    ("muster_job_last_success_timestamp_seconds{job=\"other\"} 77\n", nil),
    ("muster_job_last_success_timestamp_seconds{job=\"j\"} 77 x\n", nil),
    ("muster_job_last_success_timestamp_seconds{job=\"j\"} \n", nil),
    ("muster_job_last_success_timestamp_seconds{job=\"j\"} NaN\n", nil), ("", nil),
  ])
  func keepsTheTimeOfTheLastSuccess(previous: String, kept: String?) {
    var report = JobReport(
      job: "j", verb: .apply, startedAt: NumericDate(secondsSinceEpoch: 100))
    let name = "\nmuster_job_last_success_timestamp_seconds{job=\"j\"} "
    let failed = Self.metrics(report, previous)
    #expect(failed.contains(name) == (kept != nil))
    if let kept { #expect(failed.contains(name + kept + "\n")) }
    report.lastSuccessAt = NumericDate(secondsSinceEpoch: 99)
    #expect(Self.metrics(report, previous).contains(name + "99\n"))
  }

  @Test func countsTheRulesOfACodeTogether() {
    var report = SampleReports.done
    report.groups = ["a", "b"].map {
      JobReport.Group(code: .rule, rule: $0, severity: .error, count: 3, first: [])
    }
    let lines = Self.metrics(report).split(separator: "\n")
    #expect(
      lines.filter { $0.hasPrefix("muster_job_findings") } == [
        "muster_job_findings{job=\"community-members\",code=\"rule\",severity=\"error\"} 6"
      ])
  }
}

extension Array where Element == UInt8 {
  /// Whether the bytes stand in here.
  fileprivate func contains(_ part: [UInt8]) -> Bool {
    guard count >= part.count else { return false }
    return indices.dropLast(part.count - 1).contains { self[$0...].starts(with: part) }
  }
}
