package import Bytes

extension Ledger {
  // MARK: Runs

  /// Begins a delivery. One of the same name that was killed stays `running`; whoever begins holds a
  /// ``RunLock``, and so knows that it is not at work any more.
  ///
  /// - Returns: the run's number, which is never used again.
  package func beginDelivery(_ run: NewDelivery) throws(LedgerError) -> Int64 {
    try write { session in
      try session.run(
        "INSERT INTO delivery_names (name) VALUES (?) ON CONFLICT DO NOTHING", [.text(run.name)])
      try session.run(
        """
        INSERT INTO delivery_runs (name_id, host, profile_name, state, started_at)
        VALUES ((SELECT id FROM delivery_names WHERE name = ?), ?, ?, 'running', ?)
        """,
        [.text(run.name), .text(run.host), .text(run.profileName), LedgerValue(run.startedAt)])
      return session.lastInsertedID
    }
  }

  /// Ends a delivery.
  ///
  /// - Parameter isStopped: whether it ended before it went through all rows.
  package func finishDelivery(
    _ run: Int64, _ counts: DeliveryCounts, isStopped: Bool, at time: NumericDate
  ) throws(LedgerError) {
    try write { session in
      let changed = try session.run(
        """
        UPDATE delivery_runs SET state = ?, finished_at = ?, row_count = ?, delivered_count = ?,
          refused_count = ?, failed_count = ?, rejected_count = ?, unchanged_count = ?
        WHERE id = ? AND state = 'running'
        """,
        [
          .text(isStopped ? "stopped" : "done"), LedgerValue(time), LedgerValue(counts.rows),
          LedgerValue(counts.delivered), LedgerValue(counts.refused), LedgerValue(counts.failed),
          LedgerValue(counts.rejected), LedgerValue(counts.unchanged), .integer(run),
        ])
      guard changed == 1 else { throw LedgerError.deliveryNotOpen(path: path, run: run) }
    }
  }

  /// Deliveries from the last to the first, of one name or of all. Of one that is `running` the counts are
  /// what its rows came to so far.
  ///
  /// - Parameter before: only runs with smaller numbers, to go on from a page.
  package func deliveryRuns(
    name: String? = nil, limit: Int, before: Int64? = nil
  ) throws(LedgerError) -> [LedgerDeliveryRun] {
    try requireTickets()
    let sql = """
      SELECT delivery_runs.id, name, host, profile_name, state, started_at, finished_at, row_count,
        delivered_count, refused_count, failed_count, rejected_count, unchanged_count
      FROM delivery_runs JOIN delivery_names ON delivery_names.id = name_id
      WHERE (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR delivery_runs.id < ?2)
      ORDER BY delivery_runs.id DESC LIMIT ?3
      """
    let values: [LedgerValue] = [
      name.map { .text($0) } ?? .null, before.map { .integer($0) } ?? .null, LedgerValue(limit),
    ]
    return try read { session in
      var runs: [LedgerDeliveryRun] = []
      try session.rows(sql, values) { runs.append(try Self.deliveryRun($0)) }
      for index in runs.indices where runs[index].state == .running {
        try Self.countSoFar(&runs[index], session)
      }
      return runs
    }
  }

  private static func deliveryRun(_ row: SQLiteCall) throws -> LedgerDeliveryRun {
    guard let state = LedgerDeliveryRun.State(rawValue: row.text(4)), let startedAt = row.date(5)
    else { throw corrupted }
    var counts = DeliveryCounts()
    counts.rows = row.number(7)
    counts.delivered = row.number(8)
    counts.refused = row.number(9)
    counts.failed = row.number(10)
    counts.rejected = row.number(11)
    counts.unchanged = row.number(12)
    return LedgerDeliveryRun(
      id: row.integer(0), name: row.text(1), host: row.text(2), profileName: row.text(3),
      state: state, startedAt: startedAt, finishedAt: row.date(6), counts: counts)
  }

  private static func countSoFar(
    _ run: inout LedgerDeliveryRun, _ session: LedgerSession
  ) throws {
    let sql = """
      SELECT state, count(*) FROM deliveries
      WHERE name_id = (SELECT id FROM delivery_names WHERE name = ?) AND run_id = ? GROUP BY state
      """
    try session.rows(sql, [.text(run.name), .integer(run.id)]) { row in
      let count = row.number(1)
      switch DeliveryState(rawValue: row.text(0)) {
      case .delivered: run.counts.delivered = count
      case .refused: run.counts.refused = count
      case .failed: run.counts.failed = count
      case .presenting: break
      case nil: throw corrupted
      }
    }
  }

  // MARK: Users

  /// What is known of users under a delivery's name, in the same order; nil where nothing is. One that
  /// stands on `presenting` while nobody is at work was in flight when its process was killed: whether
  /// the platform has seen it is not known.
  package func deliveryStates(
    _ name: String, users: [KeyedDigest]
  ) throws(LedgerError) -> [DeliveryRecord?] {
    try requireTickets()
    let sql = """
      SELECT claims, state, run_id, row, presentations, attempts, status, at FROM deliveries
      WHERE name_id = (SELECT id FROM delivery_names WHERE name = ?) AND user = ?
      """
    return try read { session in
      var records: [DeliveryRecord?] = []
      records.reserveCapacity(users.count)
      for user in users {
        records.append(
          try session.first(sql, [.text(name), .digest(user)]) { try Self.delivery($0, user) })
      }
      return records
    }
  }

  private static func delivery(_ row: SQLiteCall, _ user: KeyedDigest) throws -> DeliveryRecord {
    guard let state = DeliveryState(rawValue: row.text(1)), let time = row.date(7) else {
      throw corrupted
    }
    return DeliveryRecord(
      user: user, claims: try row.requiredDigest(0), state: state, run: row.integer(2),
      row: row.number(3), presentations: row.number(4), attempts: row.number(5),
      status: row.isNull(6) ? nil : row.number(6), at: time)
  }

  /// How many users stand where, under a delivery's name.
  package func deliveryCounts(_ name: String) throws(LedgerError) -> [DeliveryState: Int] {
    try requireTickets()
    let sql = """
      SELECT state, count(*) FROM deliveries
      WHERE name_id = (SELECT id FROM delivery_names WHERE name = ?) GROUP BY state
      """
    return try read { session in
      var counts: [DeliveryState: Int] = [:]
      try session.rows(sql, [.text(name)]) { row in
        guard let state = DeliveryState(rawValue: row.text(0)) else { throw Self.corrupted }
        counts[state] = row.number(1)
      }
      return counts
    }
  }

  /// Says, in one transaction, that tokens of these users are going to be presented. Call it before the
  /// first byte is sent: whoever goes on after a kill then knows who may have been presented.
  package func recordPresenting(
    _ users: [Presenting], run: Int64, at time: NumericDate
  ) throws(LedgerError) {
    let sql = """
      INSERT INTO deliveries (name_id, user, claims, state, run_id, row, presentations, at)
      VALUES (?1, ?2, ?3, 'presenting', ?4, ?5, 1, ?6)
      ON CONFLICT (name_id, user) DO UPDATE SET
        claims = excluded.claims, state = excluded.state, run_id = excluded.run_id,
        row = excluded.row, presentations = presentations + 1, attempts = 0, status = NULL,
        at = excluded.at
      """
    try write { session in
      let name = try openDelivery(run, session)
      try session.with(sql) { call in
        try call.bind(name, at: 1)
        try call.bind(run, at: 4)
        try call.bind(LedgerValue(time), at: 6)
        for user in users {
          try call.bind(user.user, at: 2)
          try call.bind(user.claims, at: 3)
          try call.bind(Int64(user.row), at: 5)
          try call.execute()
        }
      }
    }
  }

  /// Stores, in one transaction, how presentations of this run ended.
  package func recordOutcomes(
    _ outcomes: [DeliveryOutcome], run: Int64
  ) throws(LedgerError) {
    let sql = """
      UPDATE deliveries SET state = ?4, attempts = ?5, status = ?6, at = ?7
      WHERE name_id = ?1 AND user = ?2 AND run_id = ?3 AND state = 'presenting'
      """
    try write { session in
      let name = try openDelivery(run, session)
      for outcome in outcomes {
        precondition(outcome.state != .presenting, "An outcome is an end.")
        let changed = try session.run(
          sql,
          [
            .integer(name), .digest(outcome.user), .integer(run), .text(outcome.state.rawValue),
            LedgerValue(outcome.attempts), outcome.status.map { LedgerValue($0) } ?? .null,
            LedgerValue(outcome.at),
          ])
        guard changed == 1 else { throw LedgerError.deliveryNotOpen(path: path, run: run) }
      }
    }
  }

  /// The number of the run's name; the run has to be at work.
  private func openDelivery(_ run: Int64, _ session: LedgerSession) throws -> Int64 {
    let sql = "SELECT name_id FROM delivery_runs WHERE id = ? AND state = 'running'"
    guard let name = try session.integer(sql, [.integer(run)]) else {
      throw LedgerError.deliveryNotOpen(path: path, run: run)
    }
    return name
  }
}
