package import Bytes

extension Ledger {
  // MARK: Loading

  /// Begins to load a roster beside the one of that name, which stays as it is until
  /// ``completeRoster(_:form:proof:)``. A load that is killed leaves rows that nobody sees, and that the
  /// next load of that name removes.
  ///
  /// - Returns: the roster's number, which is never used again.
  package func beginRoster(
    _ name: String, profileName: String, at time: NumericDate
  ) throws(LedgerError) -> Int64 {
    try write { session in
      try session.run(
        "INSERT INTO rosters (name, state, loaded_at, profile_name) VALUES (?, 'loading', ?, ?)",
        [.text(name), LedgerValue(time), .text(profileName)])
      return session.lastInsertedID
    }
  }

  /// Adds rows to a roster that is being loaded, in one transaction.
  ///
  /// - Returns: the rows whose user is in it already, by their index; they are not added.
  package func addRosterRows(
    _ rows: [RosterRowWrite], roster: Int64
  ) throws(LedgerError) -> [Int] {
    try write { session in
      let isOpen = try session.integer(
        "SELECT 1 FROM rosters WHERE id = ? AND state = 'loading'", [.integer(roster)])
      guard isOpen != nil else { throw LedgerError.rosterNotOpen(path: path, roster: roster) }
      let sql = """
        INSERT INTO roster_rows (roster_id, user, row, sealed) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """
      var known: [Int] = []
      try session.with(sql) { call in
        try call.bind(roster, at: 1)
        for (index, row) in rows.enumerated() {
          try call.bind(row.user, at: 2)
          try call.bind(Int64(row.row), at: 3)
          try call.bind(.bytes(row.sealed), at: 4)
          session.lastInsertedID = 0
          try call.execute()
          if session.lastInsertedID == 0 { known.append(index) }
        }
      }
      try session.run(
        "UPDATE rosters SET row_count = row_count + ? WHERE id = ?",
        [LedgerValue(rows.count - known.count), .integer(roster)])
      return known
    }
  }

  /// Puts a roster that was loaded in the place of the one of its name, in one step; then the old rows,
  /// and those of loads that were killed, are removed page by page.
  ///
  /// - Parameter time: a load of that name that began before it and is not complete counts as killed.
  package func completeRoster(
    _ roster: Int64, form: [UInt8], proof: KeyedDigest,
    givenUpBefore time: NumericDate
  ) throws(LedgerError) {
    try write { session in
      let name = try session.first(
        "SELECT name FROM rosters WHERE id = ? AND state = 'loading'", [.integer(roster)]
      ) { $0.text(0) }
      guard let name else { throw LedgerError.rosterNotOpen(path: path, roster: roster) }
      try session.run(
        """
        UPDATE rosters SET state = 'gone' WHERE name = ?1 AND id <> ?2
          AND (state = 'ready' OR (state = 'loading' AND loaded_at < ?3))
        """, [.text(name), .integer(roster), LedgerValue(time)])
      try session.run(
        "UPDATE rosters SET state = 'ready', form = ?, proof = ? WHERE id = ?",
        [.bytes(form), .digest(proof), .integer(roster)])
    }
    try removeGoneRosters()
  }

  /// Gives up a roster that is being loaded.
  package func abandonRoster(_ roster: Int64) throws(LedgerError) {
    _ = try write { session in
      try session.run(
        "UPDATE rosters SET state = 'gone' WHERE id = ? AND state = 'loading'",
        [.integer(roster)])
    }
    try removeGoneRosters()
  }

  /// Removes a roster and everything that was begun to be loaded under its name.
  ///
  /// - Returns: whether there was one.
  package func removeRoster(_ name: String) throws(LedgerError) -> Bool {
    let changed = try write { session in
      try session.run(
        "UPDATE rosters SET state = 'gone' WHERE name = ? AND state <> 'gone'", [.text(name)])
    }
    try removeGoneRosters()
    try access { session in _ = try session.first("PRAGMA wal_checkpoint(TRUNCATE)") { _ in } }
    return changed > 0
  }

  private func removeGoneRosters() throws(LedgerError) {
    let gone = "SELECT id FROM rosters WHERE state = 'gone'"
    var count = 0
    repeat {
      count = try write { session in
        try session.run(
          """
          DELETE FROM roster_rows WHERE id IN (
            SELECT id FROM roster_rows WHERE roster_id IN (\(gone)) LIMIT ?)
          """, [LedgerValue(Self.pageRows)])
      }
    } while count > 0
    _ = try write { session in
      try session.run(
        """
        DELETE FROM rosters WHERE state = 'gone'
          AND NOT EXISTS (SELECT 1 FROM roster_rows WHERE roster_id = rosters.id)
        """)
    }
  }

  // MARK: Reading

  private static let rosterColumns = """
    SELECT rosters.id, name, profile_name, loaded_at, row_count, form, proof FROM rosters
    """

  private static func roster(_ row: SQLiteCall) throws -> LedgerRoster {
    guard let loadedAt = row.date(3) else { throw corrupted }
    return LedgerRoster(
      id: row.integer(0), name: row.text(1), profileName: row.text(2), loadedAt: loadedAt,
      rows: row.number(4), form: row.bytes(5), proof: try row.requiredDigest(6))
  }

  /// The roster of that name, compared byte by byte; nil if there is none.
  package func roster(_ name: String) throws(LedgerError) -> LedgerRoster? {
    try requireTickets()
    return try read { session in try Self.roster(name, session) }
  }

  private static func roster(_ name: String, _ session: LedgerSession) throws -> LedgerRoster? {
    try session.first(
      "\(rosterColumns) WHERE name = ? AND state = 'ready'", [.text(name)]
    ) { try roster($0) }
  }

  /// All rosters that can be looked into, in the order of their names.
  package func rosters() throws(LedgerError) -> [LedgerRoster] {
    try requireTickets()
    return try read { session in
      var rosters: [LedgerRoster] = []
      try session.rows("\(Self.rosterColumns) WHERE state = 'ready' ORDER BY name") {
        rosters.append(try Self.roster($0))
      }
      return rosters
    }
  }

  /// A user's row in the roster of that name, as both are now; nil if the roster does not have the user,
  /// or is not there.
  package func rosterRow(
    _ name: String, user: KeyedDigest
  ) throws(LedgerError) -> LedgerRosterRow? {
    try requireTickets()
    return try read { session in
      guard let roster = try Self.roster(name, session) else { return nil }
      let sql = "SELECT sealed, row FROM roster_rows WHERE roster_id = ? AND user = ?"
      return try session.first(sql, [.integer(roster.id), .digest(user)]) {
        LedgerRosterRow(roster: roster, sealed: $0.bytes(0), row: $0.number(1))
      }
    }
  }
}
