package import Bytes

extension Ledger {
  // MARK: Reading

  /// Looks up members of a job by their identities.
  ///
  /// - Parameter members: becomes as long as `identities`, in the same order; nil where nobody is
  ///   known. Its storage is reused.
  package func lookUp(
    _ identities: [KeyedDigest], of job: Int64, into members: inout [LedgerMember?]
  ) throws(LedgerError) {
    members.removeAll(keepingCapacity: true)
    members.append(contentsOf: repeatElement(nil, count: identities.count))
    // Neighbours in the index are looked up one after the other.
    let order = identities.indices.sorted { left, right in
      let (left, right) = (identities[left], identities[right])
      return left.high != right.high ? left.high < right.high : left.low < right.low
    }
    var found: [LedgerMember?] = []
    swap(&found, &members)
    defer { swap(&found, &members) }
    let sql = """
      SELECT id, claims, run_id, change, gone_run, expires_at FROM members
      WHERE job_id = ? AND identity = ?
      """
    try read { session in
      try session.with(sql) { call in
        try session.faults?.check(.read)
        try call.bind(job, at: 1)
        for index in order {
          try call.bind(identities[index], at: 2)
          if try call.next() { found[index] = try Self.member(call) }
          call.reset()
        }
      }
    }
  }

  static func member(_ row: SQLiteCall) throws -> LedgerMember {
    LedgerMember(
      id: row.integer(0), claims: try row.digest(1), run: row.integer(2),
      change: row.integer(3) == LedgerChange.new.rawValue ? .new : .changed,
      isGone: !row.isNull(4), expiresAt: row.date(5))
  }

  /// No member has a greater number, of whatever job.
  package func memberIDMax() throws(LedgerError) -> Int64 {
    try read { try $0.integer("SELECT max(id) FROM members") ?? 0 }
  }

  /// Goes through the members of a job that are not gone, in the order of their numbers. Nothing is
  /// locked meanwhile, and the body may use the ledger.
  ///
  /// - Parameter body: returns whether to go on.
  package func forEachPresentMember(
    of job: Int64, _ body: (LedgerPresentMember) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    var page: [LedgerPresentMember] = []
    var last: Int64 = 0
    repeat {
      try presentMembers(of: job, after: last, limit: Self.pageRows, into: &page)
      for member in page where try !body(member) { return }
      last = page.last?.id ?? last
    } while page.count == Self.pageRows
  }

  /// The next members of a job that are not gone, in the order of their numbers; an empty page is
  /// the end.
  package func presentMembers(
    of job: Int64, after id: Int64, limit: Int, into page: inout [LedgerPresentMember]
  ) throws(LedgerError) {
    page.removeAll(keepingCapacity: true)
    var found: [LedgerPresentMember] = []
    swap(&found, &page)
    defer { swap(&found, &page) }
    // The plus keeps SQLite from the index by identity: in it they stand in another order.
    let sql = """
      SELECT id, identity, first_run, run_id, row, input FROM members
      WHERE id > ? AND +job_id = ? AND gone_run IS NULL ORDER BY id LIMIT ?
      """
    try read { session in
      try session.rows(sql, [.integer(id), .integer(job), LedgerValue(limit)]) { row in
        found.append(
          LedgerPresentMember(
            id: row.integer(0), identity: try row.requiredDigest(1), firstRun: row.integer(2),
            lastRun: row.integer(3), row: row.integer(4), input: row.number(5)))
      }
    }
  }

  // MARK: Writing

  private static let upsert = """
    INSERT INTO members (
      job_id, run_id, identity, claims, jti, expires_at, outcome, row, input, change, first_run)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?2)
    ON CONFLICT (job_id, identity) DO UPDATE SET
      claims = excluded.claims, jti = excluded.jti, expires_at = excluded.expires_at,
      outcome = excluded.outcome, row = excluded.row, input = excluded.input,
      change = CASE WHEN run_id = excluded.run_id THEN change ELSE 1 END,
      run_id = excluded.run_id
    """

  /// Stores, in one transaction, that these members got what they were to get, and how far the run
  /// is. Call it when what they got is stored.
  ///
  /// Members that were not known are new; those that were, gone or not, are changed, and stay gone
  /// until the run is finished.
  ///
  /// - Returns: how many were not known.
  /// - Throws: `runNotOpen` if the run is not running; other ``LedgerError``s. Nothing is stored then,
  ///   unless the failure was in SQLite's last step: whoever goes on has to look.
  @discardableResult
  package func commit(
    _ members: [MemberWrite], of run: Int64, progress: RunProgress
  ) throws(LedgerError) -> Int {
    try write { session in
      let sql = """
        UPDATE runs SET artifact_bytes = ?, issued = ?, earliest_best_before = ?,
          commits = commits + 1
        WHERE id = ? AND state = 'running'
        """
      let changed = try session.run(
        sql,
        [
          .integer(progress.artifactBytes), .integer(progress.issued),
          LedgerValue(progress.earliestBestBefore), .integer(run),
        ])
      let job = try session.integer("SELECT job_id FROM runs WHERE id = ?", [.integer(run)])
      guard changed == 1, let job else { throw LedgerError.runNotOpen(path: path, run: run) }
      return try session.with(Self.upsert) { call in
        try call.bind(job, at: 1)
        try call.bind(run, at: 2)
        return try Self.store(members, call, session)
      }
    }
  }

  private static func store(
    _ members: [MemberWrite], _ call: SQLiteCall, _ session: LedgerSession
  ) throws -> Int {
    var newCount = 0
    for member in members {
      try call.bind(member.identity, at: 3)
      try call.bind(member.claims, at: 4)
      try call.bind(LedgerValue(member.tokenID), at: 5)
      try call.bind(LedgerValue(member.expiresAt), at: 6)
      try call.bind(.text(member.outcome.rawValue), at: 7)
      try call.bind(member.row, at: 8)
      try call.bind(Int64(member.input), at: 9)
      // An update leaves it as it is, an insert never gives 0.
      session.lastInsertedID = 0
      try call.execute()
      if session.lastInsertedID != 0 { newCount += 1 }
    }
    return newCount
  }
}
