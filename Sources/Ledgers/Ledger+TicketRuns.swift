package import Bytes
import GRDB

extension Ledger {
  /// What SQLite says of a value that cannot be there.
  static var corrupted: DatabaseError { DatabaseError(resultCode: .SQLITE_CORRUPT) }

  // MARK: Runs

  private static let ticketRunColumns = """
    SELECT id, mount, purpose, created_at, not_before, not_after, uses_max, completed_at, revoked_at
    FROM ticket_runs
    """

  private static func ticketRun(_ row: SQLiteCall) throws -> LedgerTicketRun {
    guard let createdAt = row.date(3), let notBefore = row.date(4), let notAfter = row.date(5)
    else { throw corrupted }
    return LedgerTicketRun(
      id: row.integer(0), mount: row.text(1), purpose: row.text(2), createdAt: createdAt,
      notBefore: notBefore, notAfter: notAfter, usesMax: row.number(6), completedAt: row.date(7),
      revokedAt: row.date(8))
  }

  static func ticketRun(_ id: Int64, _ session: LedgerSession) throws -> LedgerTicketRun? {
    try session.first("\(ticketRunColumns) WHERE id = ?", [.integer(id)]) { try ticketRun($0) }
  }

  /// Nil if there is no such run of tickets.
  package func ticketRun(_ id: Int64) throws(LedgerError) -> LedgerTicketRun? {
    try requireTickets()
    return try read { session in try Self.ticketRun(id, session) }
  }

  /// Runs of tickets from the last to the first, those that were never completed included.
  ///
  /// - Parameter before: only runs with smaller numbers, to go on from a page.
  package func ticketRuns(
    limit: Int, before: Int64? = nil
  ) throws(LedgerError) -> [LedgerTicketRun] {
    try requireTickets()
    return try read { session in
      var runs: [LedgerTicketRun] = []
      let sql = "\(Self.ticketRunColumns) WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2"
      let values: [LedgerValue] = [before.map { .integer($0) } ?? .null, LedgerValue(limit)]
      try session.rows(sql, values) { runs.append(try Self.ticketRun($0)) }
      return runs
    }
  }

  /// Counts a run's tickets, which takes as long as there are many.
  package func ticketCounts(ofRun run: Int64) throws(LedgerError) -> TicketCounts {
    try requireTickets()
    let sql = """
      SELECT count(*), coalesce(sum(uses > 0), 0), coalesce(sum(uses >= uses_max), 0),
        coalesce(sum(coalesce(ticket_runs.revoked_at, tickets.revoked_at) IS NOT NULL), 0)
      FROM tickets JOIN ticket_runs ON ticket_runs.id = run_id WHERE run_id = ?
      """
    return try read { session in
      try session.first(sql, [.integer(run)]) { row in
        var counts = TicketCounts()
        counts.tickets = row.number(0)
        counts.touched = row.number(1)
        counts.spent = row.number(2)
        counts.revoked = row.number(3)
        return counts
      } ?? TicketCounts()
    }
  }

  // MARK: Revoking

  /// Revokes tickets: from now on they cannot be used. That of a run is one step, however many it has.
  ///
  /// - Returns: how many were not revoked before; of runs that are complete.
  package func revokeTickets(
    _ selection: TicketSelection, at time: NumericDate
  ) throws(LedgerError) -> Int {
    try write { session in
      switch selection {
      case .run(let run): try Self.revoke(run: run, time, session)
      case .ticket(let hash):
        try session.run(
          """
          UPDATE tickets SET revoked_at = ?1 WHERE hash = ?2 AND revoked_at IS NULL
            AND run_id IN (SELECT id FROM ticket_runs
              WHERE completed_at IS NOT NULL AND revoked_at IS NULL)
          """, [LedgerValue(time), .digest(hash)])
      case .user(let user, let mount):
        try session.run(
          """
          UPDATE tickets SET revoked_at = ?1 WHERE user = ?2 AND revoked_at IS NULL
            AND run_id IN (SELECT id FROM ticket_runs
              WHERE completed_at IS NOT NULL AND revoked_at IS NULL AND (?3 IS NULL OR mount = ?3))
          """, [LedgerValue(time), .digest(user), mount.map { .text($0) } ?? .null])
      }
    }
  }

  private static func revoke(
    run: Int64, _ time: NumericDate, _ session: LedgerSession
  ) throws -> Int {
    let changed = try session.run(
      """
      UPDATE ticket_runs SET revoked_at = ?
      WHERE id = ? AND revoked_at IS NULL AND completed_at IS NOT NULL
      """, [LedgerValue(time), .integer(run)])
    guard changed == 1 else { return 0 }
    let count = try session.integer(
      "SELECT count(*) FROM tickets WHERE run_id = ? AND revoked_at IS NULL", [.integer(run)])
    return Int(count ?? 0)
  }

  /// Forgets runs of tickets that ended before this time, with all that was sealed in them, and runs
  /// that were begun before it and never completed. Who then comes with such a ticket is told that it is
  /// unknown.
  ///
  /// - Returns: how many runs and tickets are forgotten.
  package func pruneTickets(
    endedBefore time: NumericDate
  ) throws(LedgerError) -> (runs: Int, tickets: Int) {
    let old = "(not_after < ?1 OR (completed_at IS NULL AND created_at < ?1))"
    var pruned = (runs: 0, tickets: 0)
    var count = 0
    repeat {
      count = try write { session in
        try session.run(
          """
          DELETE FROM tickets WHERE id IN (
            SELECT tickets.id FROM tickets JOIN ticket_runs ON ticket_runs.id = run_id
            WHERE \(old) LIMIT ?2)
          """, [LedgerValue(time), LedgerValue(Self.pageRows)])
      }
      pruned.tickets += count
    } while count > 0
    pruned.runs = try write { session in
      try session.run("DELETE FROM ticket_runs WHERE \(old)", [LedgerValue(time)])
    }
    // The log holds the old pages; it is emptied now if nobody else reads, and else later.
    try access { session in _ = try session.first("PRAGMA wal_checkpoint(TRUNCATE)") { _ in } }
    return pruned
  }
}
