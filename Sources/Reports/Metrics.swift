import Bytes
import Findings

/// The report in the text format of Prometheus, for the textfile collector of node_exporter.
package enum Metrics {
  /// A file before that is longer is not ours, and is not searched.
  private static let previousBytesMax = 1 << 20

  /// The whole file, ending with a line break. The order of lines is fixed.
  ///
  /// - Parameter previous: the file as it was, so that the time of the last success outlives a
  ///   failure whose report does not know it.
  package static func text(_ report: JobReport, previous: [UInt8]?) -> [UInt8] {
    var page = MetricsPage(job: report.job)
    addRun(report, previous, &page)
    addCounts(report.counts, &page)
    addFindings(report.groups, &page)
    addEffects(report.effects, &page)
    page.begin("muster_job_limit_exceeded", "1 where the last run was beyond the limit, else 0.")
    for limit in report.limits {
      page.add([("limit", limit.name)], limit.isExceeded ? "1" : "0")
    }
    page.begin(
      "muster_job_earliest_best_before_timestamp_seconds",
      "When the first artifact of the last run can no longer be used.")
    if let date = report.earliestBestBefore { page.add(date) }
    page.begin(
      "muster_job_latest_best_before_timestamp_seconds",
      "When the last artifact of the last run can no longer be used.")
    if let date = report.latestBestBefore { page.add(date) }
    return page.finish()
  }

  private static func addRun(
    _ report: JobReport, _ previous: [UInt8]?, _ page: inout MetricsPage
  ) {
    page.begin("muster_job_last_run_timestamp_seconds", "When the last run ended.")
    page.add(report.finishedAt)
    page.begin(
      "muster_job_last_success_timestamp_seconds", "When a run last came to a good end.")
    if let date = report.lastSuccessAt {
      page.add(date)
    } else if let seconds = page.value(in: previous ?? [], bytesMax: previousBytesMax) {
      page.add([], seconds)
    }
    page.begin("muster_job_last_exit_code", "The exit code of the last run.")
    page.add([], String(report.exitCode))
    page.begin("muster_job_duration_seconds", "How long the last run took.")
    page.add([], Seconds.decimal(report.durationSeconds))
  }

  private static func addCounts(_ counts: JobReport.Counts, _ page: inout MetricsPage) {
    page.begin("muster_job_rows", "Rows of the last run; each has one outcome.")
    for (outcome, count) in counts.outcomes { page.add([("outcome", outcome)], String(count)) }
    page.begin("muster_job_issued_artifacts", "Artifacts that the last run issued.")
    page.add([], String(counts.issued))
    page.begin("muster_job_known_users", "Users whom the ledger knew before the last run.")
    page.add([], String(counts.known))
    page.begin(
      "muster_job_vanished_users", "Users whom the ledger knows and no input of the last run has.")
    page.add([], String(counts.vanished))
  }

  /// One line for each code and severity; the rules of a code are counted together.
  private static func addFindings(_ groups: [JobReport.Group], _ page: inout MetricsPage) {
    page.begin("muster_job_findings", "Findings of the last run.")
    var counts: [(code: String, severity: Severity, count: Int)] = []
    for group in groups {
      let code = group.code.rawValue
      if let index = counts.firstIndex(where: { $0.code == code && $0.severity == group.severity })
      {
        counts[index].count += group.count
      } else {
        counts.append((code, group.severity, group.count))
      }
    }
    counts.sort { ($0.code, $1.severity) < ($1.code, $0.severity) }
    for (code, severity, count) in counts {
      page.add([("code", code), ("severity", severity.rawValue)], String(count))
    }
  }

  private static func addEffects(_ effects: [JobReport.Effect], _ page: inout MetricsPage) {
    page.begin(
      "muster_job_effect_rows", "Rows of the last run with an effect, issued or held back.")
    for effect in effects {
      for (state, count) in [("issued", effect.rows), ("held", effect.held)] {
        page.add(
          [
            ("effect", effect.id), ("destructive", effect.isDestructive ? "true" : "false"),
            ("state", state),
          ], String(count))
      }
    }
  }
}

/// Writes families of gauges that all have the label `job`. A family without a sample is left out.
private struct MetricsPage {
  private var bytes: [UInt8] = []
  private let jobLabel: String
  private var name = ""
  /// The lines before the family's first sample.
  private var head = ""

  init(job: String) { jobLabel = "job=\"\(Self.escaped(job))\"" }

  mutating func begin(_ name: String, _ help: StaticString) {
    self.name = name
    head = "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
  }

  mutating func add(_ labels: [(name: String, value: String)], _ value: String) {
    bytes += Array(head.utf8)
    head = ""
    let all = [jobLabel] + labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
    bytes += Array("\(name){\(all.joined(separator: ","))} \(value)\n".utf8)
  }

  mutating func add(_ date: NumericDate) { add([], String(date.secondsSinceEpoch)) }

  func finish() -> [UInt8] { bytes }

  /// The value of this family and job in an earlier page; nil if it has none, or no whole number.
  func value(in previous: [UInt8], bytesMax: Int) -> String? {
    guard previous.count <= bytesMax else { return nil }
    let start = Array("\(name){\(jobLabel)} ".utf8)
    for line in previous.split(separator: 0x0A) where line.starts(with: start) {
      let value = line.dropFirst(start.count)
      // Whole seconds, as this writes them: twelve digits reach far beyond the year 9999.
      guard (1...12).contains(value.count), value.allSatisfy({ (0x30...0x39).contains($0) })
      else { continue }
      return String(decoding: value, as: Unicode.UTF8.self)
    }
    return nil
  }

  /// A label's value as the exposition format escapes it.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
