import Bytes
import GRDB

/// Runs as the table has them.
extension Ledger {
  static let runColumns = """
    SELECT runs.id, job_id, name, state, started_at, finished_at, is_success, profile_name,
      profile, job_file, input, keys, runs.contract, artifact_path, partial_path, artifact_bytes,
      issued, earliest_best_before, commits, failure, failed_at, row_count, new_count,
      changed_count, unchanged_count, vanished_count, returned_count, rejected_count,
      held_back_count, suppressed_count
    FROM runs JOIN jobs ON jobs.id = job_id
    """

  /// The counts in the order of the table's columns.
  static func values(of counts: RunCounts) -> [LedgerValue] {
    [
      counts.rows, counts.new, counts.changed, counts.unchanged, counts.vanished, counts.returned,
      counts.rejected, counts.heldBack, counts.suppressed,
    ].map { LedgerValue($0) }
  }

  static func run(
    _ session: LedgerSession, _ condition: String, _ values: [LedgerValue]
  ) throws -> LedgerRun? {
    let sql = "\(runColumns) WHERE \(condition)"
    guard var run = try session.first(sql, values, { try run($0) }) else { return nil }
    try addRenames(&run, session)
    return run
  }

  static func unfinishedRun(_ session: LedgerSession, ofJob job: Int64) throws -> LedgerRun? {
    let condition = "job_id = ? AND state IN ('running', 'finishing')"
    return try run(session, condition, [.integer(job)])
  }

  static func run(_ row: SQLiteCall) throws -> LedgerRun {
    guard let state = RunState(rawValue: row.text(3)), let startedAt = row.date(4) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    return LedgerRun(
      id: row.integer(0), job: row.integer(1), jobName: row.text(2), state: state,
      startedAt: startedAt, finishedAt: row.date(5), isSuccess: row.integer(6) != 0,
      profileName: row.text(7), profile: try row.requiredDigest(8),
      jobFile: try row.requiredDigest(9), input: try row.requiredDigest(10),
      keys: try row.requiredDigest(11), contract: try row.requiredDigest(12),
      artifactPath: row.text(13), partialPath: row.text(14),
      progress: RunProgress(
        artifactBytes: row.integer(15), issued: row.integer(16), earliestBestBefore: row.date(17)),
      commits: row.number(18), counts: counts(row, from: 21),
      failure: row.isNull(19) ? nil : row.text(19), failedAt: row.date(20), renames: [])
  }

  private static func counts(_ row: SQLiteCall, from column: Int32) -> RunCounts {
    var counts = RunCounts()
    counts.rows = row.number(column)
    counts.new = row.number(column + 1)
    counts.changed = row.number(column + 2)
    counts.unchanged = row.number(column + 3)
    counts.vanished = row.number(column + 4)
    counts.returned = row.number(column + 5)
    counts.rejected = row.number(column + 6)
    counts.heldBack = row.number(column + 7)
    counts.suppressed = row.number(column + 8)
    return counts
  }

  static func addRenames(_ run: inout LedgerRun, _ session: LedgerSession) throws {
    let sql = "SELECT temporary, final FROM renames WHERE run_id = ? ORDER BY position"
    var renames: [RunRename] = []
    try session.rows(sql, [.integer(run.id)]) {
      renames.append(RunRename(temporary: $0.text(0), final: $0.text(1)))
    }
    run.renames = renames
  }
}

/// What a finished run found about the members of its job.
struct MemberWalk {
  var present = 0
  var vanished = 0
  var returned = 0
}

extension Ledger {
  /// Goes through the members of the job page by page, and marks who is gone and who is back.
  static func mark(
    _ run: Int64, _ job: Int64, _ time: NumericDate, _ session: LedgerSession,
    _ isSeen: ((Int64) -> Bool)?
  ) throws -> MemberWalk {
    var walk = MemberWalk()
    var last: Int64 = 0
    var pageCount = 0
    let sql = """
      SELECT id, run_id, gone_run FROM members WHERE id > ? AND +job_id = ? ORDER BY id LIMIT ?
      """
    repeat {
      var gone: [Int64] = []
      var back: [Int64] = []
      pageCount = 0
      try session.rows(sql, [.integer(last), .integer(job), LedgerValue(pageRows)]) { row in
        last = row.integer(0)
        pageCount += 1
        let wasPresent = row.isNull(2)
        let isPresent = row.integer(1) == run || isSeen?(last) ?? wasPresent
        if isPresent { walk.present += 1 }
        if wasPresent && !isPresent { gone.append(last) }
        if !wasPresent && isPresent { back.append(last) }
      }
      // When the page is read to its end: rows are not changed under a statement that reads them.
      for id in gone {
        try session.run(
          "UPDATE members SET gone_run = ?, gone_at = ? WHERE id = ?",
          [.integer(run), LedgerValue(time), .integer(id)])
      }
      for id in back {
        try session.run(
          "UPDATE members SET gone_run = NULL, gone_at = NULL WHERE id = ?", [.integer(id)])
      }
      walk.vanished += gone.count
      walk.returned += back.count
    } while pageCount == pageRows
    return walk
  }
}
