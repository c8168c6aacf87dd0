import Bytes
import Ledgers

/// Runs of tickets and tickets, as the ledger knows them. No code of a ticket is in it.
enum TicketView {
  // MARK: A run that was issued

  /// What is said of a run behind the counts of its rows.
  static func words(_ facts: NewTicketRun, run: Int64?) -> [String] {
    guard let run else { return [] }
    let times = facts.usesMax == 1 ? "once" : "\(facts.usesMax) times"
    return [
      "  run \(run) at \(facts.mount): from \(facts.notBefore) until \(facts.notAfter), each \(times)"
    ]
  }

  static func add(
    _ facts: NewTicketRun, to members: inout JSONMembers, _ bytes: inout [UInt8]
  ) {
    members.add("mount", facts.mount, &bytes)
    members.add("purpose", facts.purpose, &bytes)
    members.add("not_before", "\(facts.notBefore)", &bytes)
    members.add("not_after", "\(facts.notAfter)", &bytes)
    members.add("uses_max", facts.usesMax, &bytes)
  }

  // MARK: Runs

  /// A run with its counts, and how it stands now.
  struct Run {
    let run: LedgerTicketRun
    let counts: TicketCounts
    let now: NumericDate

    var state: String {
      if run.completedAt == nil { return "incomplete" }
      if run.revokedAt != nil { return "revoked" }
      if now < run.notBefore { return "not-yet" }
      return now < run.notAfter ? "valid" : "expired"
    }
  }

  static func table(_ runs: [Run]) -> String {
    if runs.isEmpty { return "The ledger has no tickets." }
    return TextTable(
      ["run", "mount", "state", "from", "until", "uses", "tickets", "used", "revoked", "purpose"],
      runs.map { entry in
        [
          "\(entry.run.id)", entry.run.mount, entry.state, "\(entry.run.notBefore)",
          "\(entry.run.notAfter)", "\(entry.run.usesMax)", "\(entry.counts.tickets)",
          "\(entry.counts.touched)", "\(entry.counts.revoked)", entry.run.purpose,
        ]
      }, toTheRight: [0, 5, 6, 7, 8]
    ).text
  }

  static func json(_ entry: Run) -> String {
    var line: [UInt8] = []
    var members = JSONMembers(&line)
    members.add("run", Int(entry.run.id), &line)
    add(NewTicketRun(entry.run), to: &members, &line)
    members.add("state", entry.state, &line)
    members.add("created_at", "\(entry.run.createdAt)", &line)
    members.add("completed_at", entry.run.completedAt.map { "\($0)" }, &line)
    members.add("revoked_at", entry.run.revokedAt.map { "\($0)" }, &line)
    members.add("tickets", entry.counts.tickets, &line)
    members.add("used", entry.counts.touched, &line)
    members.add("spent", entry.counts.spent, &line)
    members.add("revoked", entry.counts.revoked, &line)
    members.close(&line)
    return String(decoding: line, as: UTF8.self)
  }

  // MARK: Tickets

  static let ticketHead = ["ticket", "run", "mount", "row", "state", "uses", "last used", "until"]

  static func cells(_ ticket: LedgerTicket, now: NumericDate) -> [String] {
    [
      "\(ticket.id)", "\(ticket.run)", ticket.mount, "\(ticket.row)",
      ticket.state(at: now, graceSeconds: 0).rawValue, "\(ticket.uses)/\(ticket.usesMax)",
      ticket.lastUsedAt.map { "\($0)" } ?? "-", "\(ticket.notAfter)",
    ]
  }

  static func json(_ ticket: LedgerTicket, now: NumericDate) -> String {
    var line: [UInt8] = []
    var members = JSONMembers(&line)
    members.add("ticket", Int(ticket.id), &line)
    members.add("run", Int(ticket.run), &line)
    members.add("mount", ticket.mount, &line)
    members.add("row", ticket.row, &line)
    members.add("state", ticket.state(at: now, graceSeconds: 0).rawValue, &line)
    members.add("uses", ticket.uses, &line)
    members.add("uses_max", ticket.usesMax, &line)
    members.add("last_used_at", ticket.lastUsedAt.map { "\($0)" }, &line)
    members.add("revoked_at", ticket.revokedAt.map { "\($0)" }, &line)
    members.add("not_before", "\(ticket.notBefore)", &line)
    members.add("not_after", "\(ticket.notAfter)", &line)
    members.close(&line)
    return String(decoding: line, as: UTF8.self)
  }
}
