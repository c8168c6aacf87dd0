package import Bytes

extension Ledger {
  /// Forgets old runs, and members that have been gone for long, of one job or of all.
  ///
  /// Unfinished runs stay, the last successful run of each job, and its last `keepLast` runs. Members
  /// of a job with an unfinished run stay, too: it may just be bringing them back. Where members are
  /// forgotten the job's serial goes up. What is forgotten is overwritten in the file and its log; the
  /// file keeps its size.
  ///
  /// - Parameter time: what ended before it, or is gone since before it, is forgotten.
  package func prune(
    keepingSince time: NumericDate, keepLast: Int, of job: String?
  ) throws(LedgerError) -> (runs: Int, goneMembers: Int) {
    let pruned = try write { session in
      var pruned = (runs: 0, goneMembers: 0)
      var jobs: [Int64] = []
      try session.rows(
        "SELECT id FROM jobs WHERE ?1 IS NULL OR name = ?1",
        [job.map { .text($0) } ?? .null]
      ) { jobs.append($0.integer(0)) }
      for job in jobs {
        pruned.runs += try Self.pruneRuns(of: job, time, keepLast, session)
        pruned.goneMembers += try Self.pruneMembers(of: job, time, session)
      }
      return pruned
    }
    // The log holds the old pages; it is emptied now if nobody else reads, and else later.
    try access { session in _ = try session.first("PRAGMA wal_checkpoint(TRUNCATE)") { _ in } }
    return pruned
  }

  private static func pruneRuns(
    of job: Int64, _ time: NumericDate, _ keepLast: Int, _ session: LedgerSession
  ) throws -> Int {
    try session.run(
      """
      DELETE FROM runs WHERE job_id = ?1 AND state NOT IN ('running', 'finishing')
        AND finished_at < ?2
        AND id IS NOT (SELECT last_success_run FROM jobs WHERE id = ?1)
        AND id NOT IN (SELECT id FROM runs WHERE job_id = ?1 ORDER BY id DESC LIMIT ?3)
      """, [.integer(job), LedgerValue(time), LedgerValue(max(keepLast, 0))])
  }

  private static func pruneMembers(
    of job: Int64, _ time: NumericDate, _ session: LedgerSession
  ) throws -> Int {
    guard try unfinishedRun(session, ofJob: job) == nil else { return 0 }
    let count = try session.run(
      "DELETE FROM members WHERE +job_id = ? AND gone_at < ?",
      [.integer(job), LedgerValue(time)])
    if count > 0 {
      try session.run("UPDATE jobs SET serial = serial + 1 WHERE id = ?", [.integer(job)])
    }
    return count
  }
}
