import Applying
import Bytes
import Findings
import Provisioning
import Reports

/// A plan or an apply in a few lines.
struct JobView {
  let report: JobReport
  let plan: JobPlan?

  /// The counts without anything of a row: for monitors, too.
  var summary: String {
    let counts = report.counts
    var lines = ["\(report.job): \(Terminal.count(counts.rows, "row")): " + parts(counts)]
    for effect in report.effects {
      let parts = [
        effect.rows > 0 ? "\(effect.rows) \(report.verb == .plan ? "to issue" : "issued")" : nil,
        effect.held > 0 ? "\(effect.held) held back" : nil,
      ]
      lines.append(
        "  effect \(effect.id)\(effect.isDestructive ? " (destructive)" : ""): "
          + parts.compactMap { $0 }.joined(separator: ", "))
    }
    for limit in report.limits where limit.isExceeded {
      let whole = limit.base.map { " of \($0)" } ?? ""
      lines.append(
        "  limit \(limit.name): \(limit.actual), allowed \(limit.allowed)\(whole)"
          + (limit.isOverridden ? " (overridden)" : " (apply stops here)"))
    }
    if plan?.hasNewContract == true {
      lines.append(
        "  the profile's claims or the parameters have changed: every row counts as changed")
    }
    let found = report.groups.map { group in
      "\(group.code.rawValue)\(group.rule.map { " \($0)" } ?? "") \(group.count)"
    }
    if !found.isEmpty { lines.append("  findings: " + found.joined(separator: ", ")) }
    if let earliest = report.earliestBestBefore, let latest = report.latestBestBefore {
      let left = earliest.secondsSinceEpoch - report.finishedAt.secondsSinceEpoch
      let relation = left > 0 ? "in \(Words.duration(left))" : "already past"
      let range = earliest == latest ? "\(earliest)" : "\(earliest) to \(latest)"
      lines.append("  best before: \(range) (\(relation))")
    }
    if report.verb == .apply { lines += report.advice.map { "  " + $0 } }
    if report.isResumed {
      lines.append(
        report.verb == .plan
          ? "  a run is unfinished: it is at work just now, or was killed, and apply goes on with it"
          : "  went on with a run that was killed")
    }
    return lines.joined(separator: "\n")
  }

  private func parts(_ counts: JobReport.Counts) -> String {
    var parts = ["\(counts.new) new", "\(counts.changed) changed", "\(counts.unchanged) unchanged"]
    if report.verb == .apply { parts.append("\(counts.issued) issued") }
    parts.append("\(counts.rejected) rejected")
    if counts.held > 0 { parts.append("\(counts.held) held back") }
    if counts.suppressed > 0 { parts.append("\(counts.suppressed) suppressed") }
    parts.append("\(counts.vanished) vanished")
    return parts.joined(separator: ", ")
  }

  /// The findings worth showing, then the summary.
  var text: String {
    guard let plan else { return summary }
    var lines = plan.shown.map { FindingText($0.finding, file: $0.input).text }
    let rest = plan.findingCount - plan.shown.count
    if rest > 0 {
      lines.append(
        "… and \(Terminal.count(rest, "more finding")); the job's findings file has all of them.")
    }
    return (lines + [summary]).joined(separator: "\n")
  }
}
