import Applying
import Bytes
import Deliveries
import Findings
import Profiles
import Reports
import Runs

/// The end of a delivery, or of a dry run, in words and as JSON. "Delivered" is what the platform's answer
/// said by the profile's rule, and no more.
struct DeliveryView {
  let subject: DeliverySubject
  let name: String
  let host: String
  let plan: DeliveryPlan
  let limits: [JobReport.Limit]
  /// Nil for a dry run.
  let tally: DeliveryTally?
  /// Rows to be presented that nothing was decided about.
  let undecided: Int
  let stop: StopReason?

  var text: String {
    var lines = plan.shown.map { FindingText($0.finding, file: $0.input).text }
    let rest = plan.findingCount - plan.shown.count
    if rest > 0 {
      lines.append(
        "… and \(Terminal.count(rest, "more finding")); --findings FILE has all of them.")
    }
    lines.append(counts)
    if let tally {
      lines.append("  presented to \(host): " + presented(tally))
      if tally.repeated > 0 {
        lines.append(
          "  \(Terminal.count(tally.repeated, "row")) presented again that an earlier run, which was "
            + "ended, may have presented already")
      }
      if tally.delivered > 0 {
        lines.append("  delivered means: the platform's answer was what the profile calls success")
      }
    } else {
      lines.append(
        "  would be presented to \(host): \(Terminal.count(plan.presentCount, "row"))"
          + (plan.repeated > 0
            ? ", \(plan.repeated) of them perhaps again: an earlier run was ended, or is at work"
            : ""))
    }
    lines += effects
    for limit in limits where limit.isExceeded {
      let whole = limit.base.map { " of \($0)" } ?? ""
      lines.append(
        "  limit \(limit.name): \(limit.actual), allowed \(limit.allowed)\(whole)"
          + (limit.isOverridden ? " (overridden)" : " (nothing is sent)"))
    }
    if undecided > 0 {
      lines.append(
        "  \(Terminal.count(undecided, "row")) left: run again to go on; what was delivered is not "
          + "presented again")
    }
    if let stop { lines += ["muster: stopped: \(stop.message)", "    help: \(stop.help)"] }
    return lines.joined(separator: "\n")
  }

  private var counts: String {
    var parts = ["\(plan.new) new", "\(plan.changed) changed", "\(plan.unchanged) unchanged"]
    parts.append("\(plan.rejected) rejected")
    if plan.held > 0 { parts.append("\(plan.held) held back") }
    if plan.suppressed > 0 { parts.append("\(plan.suppressed) suppressed") }
    if plan.turnedAway > 0 { parts.append("\(plan.turnedAway) of another host") }
    if plan.vanished > 0 { parts.append("\(plan.vanished) delivered before and no longer there") }
    let codes = plan.groups.countByCode.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    .map { "\($0.key.rawValue) \($0.value)" }
    let found = codes.isEmpty ? "" : "\n  findings: " + codes.joined(separator: ", ")
    return "\(name): \(Terminal.count(plan.rows, "row")): " + parts.joined(separator: ", ") + found
  }

  private func presented(_ tally: DeliveryTally) -> String {
    var parts = [
      "\(tally.delivered) delivered", "\(tally.refused) refused", "\(tally.failed) failed",
    ]
    if tally.rejected > 0 { parts.append("\(tally.rejected) no longer accepted") }
    if tally.retries > 0 { parts.append(Terminal.count(tally.retries, "retry", "retries")) }
    return parts.joined(separator: ", ")
  }

  private var effects: [String] {
    subject.profile.effects.indices.compactMap { index in
      let (rows, held) = (plan.effectRows[index], plan.heldEffects[index])
      guard rows + held > 0 else { return nil }
      let parts = [
        rows > 0 ? "\(rows) to be presented" : nil, held > 0 ? "\(held) held back" : nil,
      ]
      return "  effect \(subject.profile.effects[index].id): "
        + parts.compactMap { $0 }.joined(separator: ", ")
    }
  }

  // MARK: JSON

  func json(_ status: ExitStatus) -> String {
    var bytes: [UInt8] = []
    var members = JSONMembers(&bytes)
    members.add("delivery", name, &bytes)
    members.add("profile", subject.profile.name, &bytes)
    members.add("host", host, &bytes)
    members.add("dry_run", tally == nil ? 1 : 0, &bytes)
    let counts = [
      ("rows", plan.rows), ("new", plan.new), ("changed", plan.changed),
      ("unchanged", plan.unchanged), ("rejected", plan.rejected + (tally?.rejected ?? 0)),
      ("held", plan.held), ("suppressed", plan.suppressed), ("other_host", plan.turnedAway),
      ("known", plan.known), ("vanished", plan.vanished), ("to_present", plan.presentCount),
    ]
    for (name, count) in counts { members.add(name, count, &bytes) }
    if let tally {
      let counts = [
        ("delivered", tally.delivered), ("refused", tally.refused), ("failed", tally.failed),
        ("left", undecided), ("presented_again", tally.repeated), ("retries", tally.retries),
      ]
      for (name, count) in counts { members.add(name, count, &bytes) }
    }
    members.add("stopped", stop?.message, &bytes)
    members.name("findings", &bytes)
    var found = JSONMembers(&bytes)
    for (code, count) in plan.groups.countByCode.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      found.add(code.rawValue, count, &bytes)
    }
    found.close(&bytes)
    SummaryJSON.notices(&members, &bytes)
    members.add("exit", Int(status.rawValue), &bytes)
    members.close(&bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }
}
