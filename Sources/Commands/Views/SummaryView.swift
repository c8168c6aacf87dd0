import Bytes
import Findings
import Provisioning
import Runs

/// The end of a run in a few lines.
struct SummaryView {
  let report: RunReport
  let file: String
  let now: NumericDate
  /// What accepted rows became.
  let verb: String

  /// The findings worth showing, and the counts.
  var text: String {
    var lines = report.shown.map { FindingText($0, file: file).text }
    let rest = report.findingCount - report.shown.count
    if rest > 0 {
      lines.append(
        "… and \(Terminal.count(rest, "more finding")); --findings FILE has all of them.")
    }
    lines.append(counts)
    lines += effects
    if let earliest = report.earliestBestBefore, let latest = report.latestBestBefore {
      lines.append(bestBefore(earliest, latest))
    }
    return lines.joined(separator: "\n")
  }

  private var counts: String {
    var parts = ["\(report.accepted) \(verb)"]
    parts.append("\(report.rejected) rejected")
    if report.held > 0 { parts.append("\(report.held) held back") }
    let codes = report.groups.countByCode.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    .map { "\($0.key.rawValue) \($0.value)" }
    let found = codes.isEmpty ? "" : "\n  findings: " + codes.joined(separator: ", ")
    return "\(report.profileName): \(Terminal.count(report.rows, "row")): "
      + parts.joined(separator: ", ") + found
  }

  private var effects: [String] {
    report.effectIDs.indices.compactMap { index in
      let accepted = report.acceptedEffects[index]
      let held = report.heldEffects[index]
      guard accepted + held > 0 else { return nil }
      let parts = [
        accepted > 0 ? "\(accepted) \(verb)" : nil, held > 0 ? "\(held) held back" : nil,
      ]
      return "  effect \(report.effectIDs[index]): "
        + parts.compactMap { $0 }.joined(separator: ", ")
    }
  }

  private func bestBefore(_ earliest: NumericDate, _ latest: NumericDate) -> String {
    let left = earliest.secondsSinceEpoch - now.secondsSinceEpoch
    let relation = left > 0 ? "in \(Words.duration(left))" : "already past"
    let range = earliest == latest ? "\(earliest)" : "\(earliest) to \(latest)"
    return "  best before: \(range) (\(relation))"
  }
}
