import Bytes
import Findings

/// The report as one JSON object, for machines: `report.json`.
///
/// Member order is fixed. A reader looks at `version` first: members may be added under the same
/// version, and are renamed, removed or given another meaning under a higher one only.
package enum ReportJSON {
  package static let version = 1

  /// The object, with a line break at its end. Dates are RFC 3339 in UTC; what is not known is null.
  package static func text(_ report: JobReport) -> [UInt8] {
    var bytes: [UInt8] = []
    var members = JSONMembers(&bytes)
    members.add("version", version, &bytes)
    members.add("job", report.job, &bytes)
    members.add("verb", report.verb.rawValue, &bytes)
    members.add("outcome", report.outcome.rawValue, &bytes)
    members.add("exit", Int(report.exitCode), &bytes)
    addOptional("error", report.failure, &members, &bytes)
    addOptional("help", report.help, &members, &bytes)
    members.add("profile", report.profile, &bytes)
    members.add("artifact", report.artifact, &bytes)
    members.name("run", &bytes)
    if let run = report.run { JSONWriter.appendInteger(run, to: &bytes) } else { null(&bytes) }
    addBool("resumed", report.isResumed, &members, &bytes)
    addDate("started_at", report.startedAt, &members, &bytes)
    addDate("finished_at", report.finishedAt, &members, &bytes)
    members.name("duration_seconds", &bytes)
    bytes += Array(Seconds.decimal(report.durationSeconds).utf8)
    addDate("last_success_at", report.lastSuccessAt, &members, &bytes)
    list("inputs", report.inputs, &members, &bytes, append)
    members.name("counts", &bytes)
    append(report.counts, &bytes)
    list("effects", report.effects, &members, &bytes, append)
    list("limits", report.limits, &members, &bytes, append)
    list("findings", report.groups, &members, &bytes, append)
    addDate("earliest_best_before", report.earliestBestBefore, &members, &bytes)
    addDate("latest_best_before", report.latestBestBefore, &members, &bytes)
    list("outputs", report.outputs, &members, &bytes, append)
    list("advice", NextSteps.of(report), &members, &bytes) { step, bytes in
      JSONWriter.appendString(Array(step.utf8).span, to: &bytes)
    }
    members.close(&bytes)
    bytes.append(0x0A)
    return bytes
  }

  // MARK: Parts

  private static func append(_ input: JobReport.Input, _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    members.add("name", input.name, &bytes)
    members.add("rows", input.rows, &bytes)
    members.add("bytes", input.bytes, &bytes)
    members.close(&bytes)
  }

  private static func append(_ counts: JobReport.Counts, _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    members.add("rows", counts.rows, &bytes)
    for (name, count) in counts.outcomes { members.add(name, count, &bytes) }
    members.add("vanished", counts.vanished, &bytes)
    members.add("known", counts.known, &bytes)
    members.add("issued", counts.issued, &bytes)
    members.close(&bytes)
  }

  private static func append(_ effect: JobReport.Effect, _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    members.add("id", effect.id, &bytes)
    members.add("meaning", effect.meaning, &bytes)
    addBool("destructive", effect.isDestructive, &members, &bytes)
    members.add("accepted", effect.rows, &bytes)
    members.add("held", effect.held, &bytes)
    members.close(&bytes)
  }

  private static func append(_ limit: JobReport.Limit, _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    members.add("name", limit.name, &bytes)
    members.add("allowed", limit.allowed, &bytes)
    members.add("actual", limit.actual, &bytes)
    if let base = limit.base { members.add("of", base, &bytes) }
    addBool("exceeded", limit.isExceeded, &members, &bytes)
    addBool("overridden", limit.isOverridden, &members, &bytes)
    members.close(&bytes)
  }

  private static func append(_ group: JobReport.Group, _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    members.add("code", group.code.rawValue, &bytes)
    members.add("severity", group.severity.rawValue, &bytes)
    members.add("rule", group.rule, &bytes)
    members.add("count", group.count, &bytes)
    members.add("summary", group.code.summary, &bytes)
    members.add("remedy", group.code.remedy, &bytes)
    list("first", group.first, &members, &bytes) { located, bytes in
      FindingJSON.append(located.finding, file: located.input, to: &bytes)
    }
    members.close(&bytes)
  }

  private static func append(_ output: JobReport.Output, _ bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    members.add("kind", output.kind, &bytes)
    members.add("path", output.path, &bytes)
    members.close(&bytes)
  }

  // MARK: Values

  private static func list<Element>(
    _ name: String, _ elements: [Element], _ members: inout JSONMembers, _ bytes: inout [UInt8],
    _ append: (Element, inout [UInt8]) -> Void
  ) {
    members.name(name, &bytes)
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(element, &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private static func addDate(
    _ name: String, _ date: NumericDate?, _ members: inout JSONMembers, _ bytes: inout [UInt8]
  ) {
    addOptional(name, date?.description, &members, &bytes)
  }

  private static func addOptional(
    _ name: String, _ text: String?, _ members: inout JSONMembers, _ bytes: inout [UInt8]
  ) {
    if let text { return members.add(name, text, &bytes) }
    members.name(name, &bytes)
    null(&bytes)
  }

  private static func addBool(
    _ name: String, _ value: Bool, _ members: inout JSONMembers, _ bytes: inout [UInt8]
  ) {
    members.name(name, &bytes)
    bytes += Array((value ? "true" : "false").utf8)
  }

  private static func null(_ bytes: inout [UInt8]) { bytes += Array("null".utf8) }
}

extension JobReport.Counts {
  /// What became of the rows: each row counts in one of these.
  var outcomes: [(name: String, count: Int)] {
    [
      ("new", new), ("changed", changed), ("unchanged", unchanged), ("rejected", rejected),
      ("held", held), ("suppressed", suppressed),
    ]
  }
}
