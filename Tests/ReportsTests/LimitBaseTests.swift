import Bytes
import Testing

@testable import Reports

/// A share is told with what it is one of.
@Suite struct LimitBaseTests {
  @Test func aShareSaysOfHowManyAndACountDoesNot() {
    var report = JobReport(
      job: "nightly", verb: .apply, startedAt: NumericDate(secondsSinceEpoch: 1_795_000_000))
    report.outcome = .stopped
    report.limits = [
      JobReport.Limit(
        name: "max-change", allowed: "20%", actual: 5, base: 20, isExceeded: true,
        isOverridden: false),
      JobReport.Limit(
        name: "max-rejected", allowed: "3", actual: 4, isExceeded: true, isOverridden: false),
    ]
    let json = String(decoding: ReportJSON.text(report), as: UTF8.self)
    #expect(json.contains(#""name":"max-change","allowed":"20%","actual":5,"of":20,"#))
    #expect(json.contains(#""name":"max-rejected","allowed":"3","actual":4,"exceeded""#))
    let page = String(decoding: ReportPage.html(report), as: UTF8.self)
    #expect(page.contains("20% of 20"))
    #expect(page.contains("max-change allows 20% of 20, and there are 5."))
  }
}
