extension Ledger {
  private static let jobColumns = """
    SELECT id, name, serial, known, contract, last_finished_at, last_success_at FROM jobs
    """

  /// The job of that name, compared byte by byte; nil if the ledger does not know it.
  package func job(named name: String) throws(LedgerError) -> LedgerJob? {
    try read { session in
      try Self.job(session, "\(Self.jobColumns) WHERE name = ?", .text(name))
    }
  }

  /// All jobs in the order in which they were added.
  package func jobs() throws(LedgerError) -> [LedgerJob] {
    try read { session in
      var jobs: [LedgerJob] = []
      try session.rows("\(Self.jobColumns) ORDER BY id") { jobs.append(try Self.job($0)) }
      for index in jobs.indices {
        jobs[index].unfinished = try Self.unfinishedRun(session, ofJob: jobs[index].id)
      }
      return jobs
    }
  }

  /// Adds the job; one that is there stays as it is.
  package func addJob(named name: String) throws(LedgerError) -> LedgerJob {
    try write { session in
      try session.run("INSERT INTO jobs (name) VALUES (?) ON CONFLICT DO NOTHING", [.text(name)])
      let job = try Self.job(session, "\(Self.jobColumns) WHERE name = ?", .text(name))
      guard let job else { throw LedgerError.corrupted(path: path) }
      return job
    }
  }

  private static func job(
    _ session: LedgerSession, _ sql: String, _ value: LedgerValue
  ) throws -> LedgerJob? {
    guard var job = try session.first(sql, [value], { try job($0) }) else { return nil }
    job.unfinished = try unfinishedRun(session, ofJob: job.id)
    return job
  }

  private static func job(_ row: SQLiteCall) throws -> LedgerJob {
    LedgerJob(
      id: row.integer(0), name: row.text(1), serial: row.integer(2), known: row.number(3),
      contract: try row.digest(4), lastFinishedAt: row.date(5), lastSuccessAt: row.date(6),
      unfinished: nil)
  }
}
