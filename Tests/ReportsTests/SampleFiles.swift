import Foundation
import Reports
import Testing

/// Writes every sample for scripts/check-report, which shows them to a browser and to a parser that
/// are not ours.
@Suite struct SampleFiles {
  @Test(.enabled(if: ProcessInfo.processInfo.environment["MUSTER_REPORT_SAMPLES"] != nil))
  func writesSamplesWhereAsked() throws {
    let folder = URL(
      fileURLWithPath: ProcessInfo.processInfo.environment["MUSTER_REPORT_SAMPLES"] ?? "")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, report) in SampleReports.all {
      let base = folder.appending(path: name)
      try Data(ReportPage.html(report)).write(to: base.appendingPathExtension("html"))
      try Data(ReportJSON.text(report)).write(to: base.appendingPathExtension("json"))
      try Data(Metrics.text(report, previous: nil)).write(to: base.appendingPathExtension("prom"))
    }
  }
}
