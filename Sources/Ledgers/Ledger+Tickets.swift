package import Bytes

extension Ledger {
  // MARK: Issuing

  /// Begins a run of tickets. None of them can be used before ``completeTicketRun(_:form:proof:at:)``: a
  /// run that is killed in between leaves tickets that nobody knows and that do nothing.
  ///
  /// - Returns: the run's number, which is never used again.
  package func beginTicketRun(_ run: NewTicketRun) throws(LedgerError) -> Int64 {
    precondition(run.usesMax > 0, "A ticket can be used once at least.")
    return try write { session in
      try session.run(
        """
        INSERT INTO ticket_runs (mount, purpose, created_at, not_before, not_after, uses_max)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          .text(run.mount), .text(run.purpose), LedgerValue(run.createdAt),
          LedgerValue(run.notBefore), LedgerValue(run.notAfter), LedgerValue(run.usesMax),
        ])
      return session.lastInsertedID
    }
  }

  /// Adds tickets to a run that is not complete, in one transaction.
  package func addTickets(_ tickets: [NewTicket], run: Int64) throws(LedgerError) {
    try write { session in
      let isOpen = try session.integer(
        "SELECT 1 FROM ticket_runs WHERE id = ? AND completed_at IS NULL", [.integer(run)])
      guard isOpen != nil else { throw LedgerError.ticketRunNotOpen(path: path, run: run) }
      let sql = "INSERT INTO tickets (run_id, hash, user, row, sealed) VALUES (?, ?, ?, ?, ?)"
      try session.with(sql) { call in
        try call.bind(run, at: 1)
        for ticket in tickets {
          try call.bind(ticket.hash, at: 2)
          try call.bind(ticket.user, at: 3)
          try call.bind(Int64(ticket.row), at: 4)
          try call.bind(.bytes(ticket.sealed), at: 5)
          try call.execute()
        }
      }
    }
  }

  /// Says that all tickets of a run are there: from now on they can be used.
  ///
  /// - Parameters:
  ///   - form: how the rows of the batch stand in it.
  ///   - proof: stands for the run's facts and the form, under the ledger's key.
  package func completeTicketRun(
    _ run: Int64, form: [UInt8], proof: KeyedDigest, at time: NumericDate
  ) throws(LedgerError) {
    try write { session in
      let changed = try session.run(
        """
        UPDATE ticket_runs SET form = ?, proof = ?, completed_at = ?
        WHERE id = ? AND completed_at IS NULL
        """, [.bytes(form), .digest(proof), LedgerValue(time), .integer(run)])
      guard changed == 1 else { throw LedgerError.ticketRunNotOpen(path: path, run: run) }
    }
  }

  /// Removes a run that is not complete, with its tickets, page by page.
  package func abandonTicketRun(_ run: Int64) throws(LedgerError) {
    let open = "id = ? AND completed_at IS NULL"
    var count = 0
    repeat {
      count = try write { session in
        try session.run(
          """
          DELETE FROM tickets WHERE id IN (
            SELECT id FROM tickets
            WHERE run_id = (SELECT id FROM ticket_runs WHERE \(open)) LIMIT ?)
          """, [.integer(run), LedgerValue(Self.pageRows)])
      }
    } while count > 0
    _ = try write { session in
      try session.run("DELETE FROM ticket_runs WHERE \(open)", [.integer(run)])
    }
  }

  // MARK: Using

  private static let ticketColumns = """
    SELECT tickets.id, run_id, mount, purpose, not_before, not_after, uses_max, uses, repeats,
      last_used_at, coalesce(ticket_runs.revoked_at, tickets.revoked_at), user, row
    FROM tickets JOIN ticket_runs ON ticket_runs.id = run_id
    """
  private static let byHash = "\(ticketColumns) WHERE hash = ? AND completed_at IS NOT NULL"

  private static func ticket(_ row: SQLiteCall) throws -> LedgerTicket {
    guard let notBefore = row.date(4), let notAfter = row.date(5) else { throw corrupted }
    return LedgerTicket(
      id: row.integer(0), run: row.integer(1), mount: row.text(2), purpose: row.text(3),
      notBefore: notBefore, notAfter: notAfter, usesMax: row.number(6), uses: row.number(7),
      repeats: row.number(8), lastUsedAt: row.date(9), revokedAt: row.date(10),
      user: try row.requiredDigest(11), row: row.number(12))
  }

  /// The ticket of that hash; nil if there is none, or its run is not complete. Nothing is counted.
  package func ticket(_ hash: KeyedDigest) throws(LedgerError) -> LedgerTicket? {
    try requireTickets()
    return try read { session in
      try session.first(Self.byHash, [.digest(hash)]) { try Self.ticket($0) }
    }
  }

  /// Uses tickets, all in one transaction and in their order: when this returns, every use that counts is
  /// stored. One ticket may be among them more than once.
  ///
  /// - Parameter graceSeconds: a use this long after the last one that counted repeats it, and does not
  ///   count, ``LedgerTicket/repeatsMax`` times at most; 0 repeats nothing.
  /// - Returns: what became of each, in the same order.
  package func redeem(
    _ hashes: [KeyedDigest], at time: NumericDate, graceSeconds: Int
  ) throws(LedgerError) -> [Redemption] {
    try write { session in
      var redemptions: [Redemption] = []
      redemptions.reserveCapacity(hashes.count)
      for hash in hashes {
        redemptions.append(try Self.redeem(hash, time, graceSeconds, session))
      }
      return redemptions
    }
  }

  private static func redeem(
    _ hash: KeyedDigest, _ time: NumericDate, _ graceSeconds: Int, _ session: LedgerSession
  ) throws -> Redemption {
    let found = try session.first(byHash, [.digest(hash)]) { try ticket($0) }
    guard let found else { return .unknown }
    switch found.state(at: time, graceSeconds: graceSeconds) {
    case .notYet: return .notYet(found)
    case .expired: return .expired(found)
    case .used: return .used(found)
    case .revoked: return .revoked(found)
    case .ready: break
    }
    let isRepeat = found.isRepeat(at: time, graceSeconds: graceSeconds)
    if isRepeat {
      try session.run(
        "UPDATE tickets SET repeats = repeats + 1 WHERE id = ?", [.integer(found.id)])
    } else {
      try session.run(
        "UPDATE tickets SET uses = uses + 1, repeats = 0, last_used_at = ? WHERE id = ?",
        [LedgerValue(time), .integer(found.id)])
    }
    return .granted(found, try content(of: found, session), isRepeat: isRepeat)
  }

  private static func content(
    of ticket: LedgerTicket, _ session: LedgerSession
  ) throws -> TicketContent {
    guard let run = try ticketRun(ticket.run, session) else { throw corrupted }
    let sql = """
      SELECT sealed, form, proof FROM tickets JOIN ticket_runs ON ticket_runs.id = run_id
      WHERE tickets.id = ?
      """
    let content = try session.first(sql, [.integer(ticket.id)]) {
      TicketContent(
        sealed: $0.bytes(0), form: $0.bytes(1), proof: try $0.requiredDigest(2), run: run)
    }
    guard let content else { throw corrupted }
    return content
  }

  /// Gives uses back that counted and came to nothing, for a reason that was not the user's.
  ///
  /// - Parameters:
  ///   - count: how many counted.
  ///   - time: when the last of them was. If another one was counted since then, all stay. Whether a
  ///     repetition of them came to something, the caller knows.
  /// - Returns: whether they were given back.
  @discardableResult
  package func returnUses(
    _ count: Int, of ticket: Int64, at time: NumericDate
  ) throws(LedgerError) -> Bool {
    try write { session in
      try session.run(
        """
        UPDATE tickets SET uses = uses - ?1, repeats = 0, last_used_at = NULL
        WHERE id = ?2 AND uses >= ?1 AND last_used_at = ?3
        """, [LedgerValue(count), .integer(ticket), LedgerValue(time)]) == 1
    }
  }

  // MARK: Looking

  /// Tickets in the order of their numbers, of runs that are complete.
  ///
  /// - Parameters:
  ///   - after: only tickets with greater numbers, to go on from a page.
  ///   - limit: how many at most.
  package func tickets(
    _ selection: TicketSelection, after id: Int64 = 0, limit: Int
  ) throws(LedgerError) -> [LedgerTicket] {
    try requireTickets()
    let (condition, values) = Self.condition(selection)
    let sql = """
      \(Self.ticketColumns) WHERE \(condition) AND completed_at IS NOT NULL AND tickets.id > ?
      ORDER BY tickets.id LIMIT ?
      """
    return try read { session in
      var tickets: [LedgerTicket] = []
      try session.rows(sql, values + [.integer(id), LedgerValue(limit)]) {
        tickets.append(try Self.ticket($0))
      }
      return tickets
    }
  }

  private static func condition(
    _ selection: TicketSelection
  ) -> (sql: String, values: [LedgerValue]) {
    switch selection {
    case .run(let run): ("run_id = ?", [.integer(run)])
    case .ticket(let hash): ("hash = ?", [.digest(hash)])
    case .user(let user, nil): ("user = ?", [.digest(user)])
    case .user(let user, let mount?): ("user = ? AND mount = ?", [.digest(user), .text(mount)])
    }
  }
}
