import Bytes
import Findings
import Runs

/// The end of a run as one JSON object.
enum SummaryJSON {
  /// - Parameter further: adds members of the command's own.
  static func text(
    _ report: RunReport, status: ExitStatus,
    _ further: (inout JSONMembers, inout [UInt8]) -> Void = { _, _ in }
  ) -> String {
    var bytes: [UInt8] = []
    var members = JSONMembers(&bytes)
    members.add("profile", report.profileName, &bytes)
    members.add("artifact", report.artifactName, &bytes)
    members.add("rows", report.rows, &bytes)
    members.add("accepted", report.accepted, &bytes)
    members.add("rejected", report.rejected, &bytes)
    members.add("held", report.held, &bytes)
    members.name("findings", &bytes)
    counts(report.groups.countByCode.map { ($0.key.rawValue, $0.value) }, &bytes)
    members.name("rules", &bytes)
    counts(report.groups.countByRule.map { ($0.key, $0.value) }, &bytes)
    members.name("effects", &bytes)
    effects(report, &bytes)
    members.name("earliest_best_before", &bytes)
    date(report.earliestBestBefore, &bytes)
    members.name("latest_best_before", &bytes)
    date(report.latestBestBefore, &bytes)
    further(&members, &bytes)
    notices(&members, &bytes)
    members.add("exit", Int(status.rawValue), &bytes)
    members.close(&bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  /// A command that failed: the message and its findings.
  static func text(_ failure: CommandFailure) -> String {
    var bytes: [UInt8] = []
    var members = JSONMembers(&bytes)
    members.add("error", failure.message, &bytes)
    members.add("help", failure.help, &bytes)
    members.name("findings", &bytes)
    list(failure.findings, &bytes)
    notices(&members, &bytes)
    members.add("exit", Int(failure.status.rawValue), &bytes)
    members.close(&bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  /// The warnings that came before the run, if there were any.
  static func notices(_ members: inout JSONMembers, _ bytes: inout [UInt8]) {
    if Notices.all.isEmpty { return }
    members.name("notices", &bytes)
    list(Notices.all, &bytes)
  }

  private static func list(_ findings: [FindingText], _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, text) in findings.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      FindingJSON.append(text.finding, file: text.file, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func counts(_ counts: [(String, Int)], _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    for (name, count) in counts.sorted(by: { $0.0 < $1.0 }) { members.add(name, count, &bytes) }
    members.close(&bytes)
  }

  private static func effects(_ report: RunReport, _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    for (index, id) in report.effectIDs.enumerated() {
      members.name(id, &bytes)
      var counts = JSONMembers(&bytes)
      counts.add("accepted", report.acceptedEffects[index], &bytes)
      counts.add("held", report.heldEffects[index], &bytes)
      counts.close(&bytes)
    }
    members.close(&bytes)
  }

  private static func date(_ date: NumericDate?, _ bytes: inout [UInt8]) {
    if let date {
      JSONWriter.appendString(Array(date.description.utf8).span, to: &bytes)
    } else {
      bytes += Array("null".utf8)
    }
  }
}
