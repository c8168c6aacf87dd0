import Bytes
import Findings
import Provisioning
import Runs

/// The end of a verification.
enum VerifyView {
  static func text(_ report: VerifyReport, file: String, now: NumericDate) -> String {
    var lines = report.shown.map { FindingText($0, file: file).text }
    let rest = report.findingCount - report.shown.count
    if rest > 0 {
      lines.append(
        "… and \(Terminal.count(rest, "more finding")); --findings FILE has all of them.")
    }
    lines.append(
      "\(report.profileName): \(Terminal.count(report.valid + report.invalid, "artifact")): \(report.valid) valid, "
        + "\(report.invalid) invalid")
    if let earliest = report.earliestBestBefore, earliest > now {
      let left = earliest.secondsSinceEpoch - now.secondsSinceEpoch
      lines.append("  best before: \(earliest) (in \(Words.duration(left)))")
    }
    return lines.joined(separator: "\n")
  }

  static func json(_ report: VerifyReport, status: ExitStatus) -> String {
    var bytes: [UInt8] = []
    var members = JSONMembers(&bytes)
    members.add("profile", report.profileName, &bytes)
    members.add("valid", report.valid, &bytes)
    members.add("invalid", report.invalid, &bytes)
    members.name("findings", &bytes)
    var counts = JSONMembers(&bytes)
    for (code, count) in report.countByCode.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      counts.add(code.rawValue, count, &bytes)
    }
    counts.close(&bytes)
    SummaryJSON.notices(&members, &bytes)
    members.add("exit", Int(status.rawValue), &bytes)
    members.close(&bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }
}
