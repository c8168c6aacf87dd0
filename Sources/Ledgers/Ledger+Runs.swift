package import Bytes
import GRDB

extension Ledger {
  /// Begins a run of a job.
  ///
  /// - Throws: `hasUnfinishedRun` if one was begun and neither finished nor abandoned.
  package func begin(_ run: NewRun) throws(LedgerError) -> LedgerRun {
    let sql = """
      INSERT INTO runs (
        job_id, state, started_at, profile_name, profile, job_file, input, keys, contract,
        artifact_path, partial_path, row_count, new_count, changed_count, unchanged_count,
        vanished_count, returned_count, rejected_count, held_back_count, suppressed_count)
      VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    return try write { session in
      if try Self.unfinishedRun(session, ofJob: run.job) != nil {
        throw LedgerError.hasUnfinishedRun(path: path, job: run.job)
      }
      try session.run(
        sql,
        [
          .integer(run.job), LedgerValue(run.startedAt), .text(run.profileName),
          .digest(run.profile), .digest(run.jobFile), .digest(run.input), .digest(run.keys),
          .digest(run.contract), .text(run.artifactPath), .text(run.partialPath),
        ] + Self.values(of: run.counts))
      return try open(session.lastInsertedID, session)
    }
  }

  /// Says that everything is committed, and which files are to get their final names.
  package func prepareFinish(
    _ run: Int64, renames: [RunRename]
  ) throws(LedgerError) {
    try write { session in
      let sql = "UPDATE runs SET state = 'finishing' WHERE id = ? AND state = 'running'"
      guard try session.run(sql, [.integer(run)]) == 1 else {
        throw LedgerError.runNotOpen(path: path, run: run)
      }
      for (index, rename) in renames.enumerated() {
        try session.run(
          "INSERT INTO renames (run_id, position, temporary, final) VALUES (?, ?, ?, ?)",
          [.integer(run), LedgerValue(index), .text(rename.temporary), .text(rename.final)])
      }
    }
  }

  /// Finishes a run in one transaction: members that were not seen are gone, those seen again are
  /// back, and the job's serial goes up.
  ///
  /// - Parameter isSeen: is asked for each member of the job that the run did not write, gone or
  ///   not, in the order of their numbers; nil leaves all of them as they are.
  /// - Returns: the run; its counts say how many vanished and returned.
  package func finish(
    _ run: Int64, _ end: RunEnd, isSeen: ((Int64) -> Bool)?
  ) throws(LedgerError) -> LedgerRun {
    try write { session in
      let open = try open(run, session)
      let walk = try Self.mark(run, open.job, end.finishedAt, session, isSeen)
      var counts = end.counts
      counts.vanished = walk.vanished
      counts.returned = walk.returned
      try session.run(
        """
        UPDATE runs SET state = 'done', finished_at = ?, is_success = ?, contract = ?,
          row_count = ?, new_count = ?, changed_count = ?, unchanged_count = ?,
          vanished_count = ?, returned_count = ?, rejected_count = ?, held_back_count = ?,
          suppressed_count = ?
        WHERE id = ?
        """,
        [
          LedgerValue(end.finishedAt), LedgerValue(end.isSuccess ? 1 : 0), .digest(end.contract),
        ] + Self.values(of: counts) + [.integer(run)])
      try session.run(
        """
        UPDATE jobs SET serial = serial + 1, known = ?1, contract = ?2, last_finished_at = ?3,
          last_success_at = CASE WHEN ?4 THEN ?3 ELSE last_success_at END,
          last_success_run = CASE WHEN ?4 THEN ?5 ELSE last_success_run END
        WHERE id = ?6
        """,
        [
          LedgerValue(walk.present), .digest(end.contract), LedgerValue(end.finishedAt),
          LedgerValue(end.isSuccess ? 1 : 0), .integer(run), .integer(open.job),
        ])
      return try self.run(run, session)
    }
  }

  /// Gives up an unfinished run in one transaction: who was new in it is forgotten, who was changed
  /// in it counts as changed again, and the job's serial goes up. Its files are the caller's matter,
  /// and go after this.
  package func abandon(_ run: Int64, at time: NumericDate) throws(LedgerError) {
    try write { session in
      let open = try open(run, session)
      try session.run("DELETE FROM members WHERE run_id = ? AND change = 0", [.integer(run)])
      try session.run("UPDATE members SET claims = NULL WHERE run_id = ?", [.integer(run)])
      try session.run(
        "UPDATE runs SET state = 'abandoned', finished_at = ? WHERE id = ?",
        [LedgerValue(time), .integer(run)])
      try session.run("UPDATE jobs SET serial = serial + 1 WHERE id = ?", [.integer(open.job)])
    }
  }

  /// Records what went wrong in an unfinished run. One that had committed something stays
  /// unfinished, so that a later one goes on with it; one that had not is over.
  ///
  /// - Parameter message: without secrets, and without what stands in rows.
  /// - Returns: whether the run is over.
  @discardableResult
  package func fail(
    _ run: Int64, _ message: String, at time: NumericDate
  ) throws(LedgerError) -> Bool {
    try write { session in
      let isOver = try open(run, session).commits == 0
      try session.run(
        "UPDATE runs SET failure = ?, failed_at = ? WHERE id = ?",
        [.text(message), LedgerValue(time), .integer(run)])
      if isOver {
        try session.run(
          "UPDATE runs SET state = 'failed', finished_at = ? WHERE id = ?",
          [LedgerValue(time), .integer(run)])
      }
      return isOver
    }
  }

  // MARK: Reading

  /// Runs from the last to the first, of one job or of all.
  ///
  /// - Parameter before: only runs with smaller numbers, to go on from a page.
  package func runs(
    job: String?, limit: Int, before: Int64? = nil
  ) throws(LedgerError) -> [LedgerRun] {
    try read { session in
      var runs: [LedgerRun] = []
      let sql = """
        \(Self.runColumns) WHERE (?1 IS NULL OR jobs.name = ?1) AND (?2 IS NULL OR runs.id < ?2)
        ORDER BY runs.id DESC LIMIT ?3
        """
      let values: [LedgerValue] = [
        job.map { .text($0) } ?? .null, before.map { .integer($0) } ?? .null, LedgerValue(limit),
      ]
      try session.rows(sql, values) { runs.append(try Self.run($0)) }
      for index in runs.indices { try Self.addRenames(&runs[index], session) }
      return runs
    }
  }

  /// Nil if there is no such run.
  package func run(_ id: Int64) throws(LedgerError) -> LedgerRun? {
    try read { session in try Self.run(session, "runs.id = ?", [.integer(id)]) }
  }

  /// The run, which has to be there.
  private func run(_ id: Int64, _ session: LedgerSession) throws -> LedgerRun {
    guard let run = try Self.run(session, "runs.id = ?", [.integer(id)]) else {
      throw LedgerError.runNotOpen(path: path, run: id)
    }
    return run
  }

  /// The run, which has to be unfinished.
  private func open(_ id: Int64, _ session: LedgerSession) throws -> LedgerRun {
    let run = try run(id, session)
    guard run.state.isUnfinished else { throw LedgerError.runNotOpen(path: path, run: id) }
    return run
  }
}
