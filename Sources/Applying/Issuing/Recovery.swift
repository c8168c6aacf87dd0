import Bytes
import Ledgers
import Runs

/// What is done about a run that was killed, before the next one begins.
struct Recovery {
  let ledger: Ledger
  let now: NumericDate
  var faults: FileFaults?

  /// - Returns: the run to go on with, if it can be gone on with; or the run, if it only had to be
  ///   completed.
  func recover(
    _ run: LedgerRun?, for identity: RunIdentity
  ) throws(JobFailure) -> (resumed: LedgerRun?, completed: LedgerRun?) {
    guard let run else { return (nil, nil) }
    if run.state == .finishing {
      try complete(run)
      return (nil, run)
    }
    if canResume(run, identity) { return (run, nil) }
    try abandon(run)
    return (nil, nil)
  }

  /// Whether the run's inputs are the same, what it issued is there, and can still be used.
  func canResume(_ run: LedgerRun, _ identity: RunIdentity) -> Bool {
    guard RunIdentity(run) == identity else { return false }
    if let earliest = run.progress.earliestBestBefore, earliest <= now { return false }
    guard run.progress.artifactBytes > 0 else { return true }
    return StagedFile.byteCount(at: run.partialPath).map { $0 >= run.progress.artifactBytes }
      ?? false
  }

  /// Everything was stored and known to the ledger: the files get their names.
  private func complete(_ run: LedgerRun) throws(JobFailure) {
    for rename in run.renames {
      do {
        try StagedFile.putInPlace(rename.temporary, as: rename.final, faults: faults)
      } catch {
        throw .output(error)
      }
    }
    do {
      // Who has vanished is not known any more; the next run finds out.
      _ = try ledger.finish(
        run.id,
        RunEnd(finishedAt: now, counts: run.counts, contract: run.contract, isSuccess: true),
        isSeen: nil)
    } catch {
      throw .ledger(error)
    }
  }

  private func abandon(_ run: LedgerRun) throws(JobFailure) {
    // First, as long as the ledger knows of the file; without it the run can only be given up.
    StagedFile.remove(at: run.partialPath)
    do {
      try ledger.abandon(run.id, at: now)
    } catch {
      throw .ledger(error)
    }
  }
}
