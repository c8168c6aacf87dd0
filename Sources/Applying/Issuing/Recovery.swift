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
    switch fate(of: run, identity) {
    case .resume: return (run, nil)
    case .complete:
      try complete(run)
      return (nil, run)
    case .abandon:
      try abandon(run)
      return (nil, nil)
    }
  }

  /// What becomes of a run that was killed.
  enum Fate { case resume, complete, abandon }

  /// A run is gone on with, or completed, as long as nobody can have seen its artifacts only if all is as
  /// it was: whoever has been suppressed since gets nothing, and no dead artifact gets a name.
  func fate(of run: LedgerRun, _ identity: RunIdentity) -> Fate {
    guard run.state == .finishing else { return canResume(run, identity) ? .resume : .abandon }
    if run.progress.issued == 0 { return .complete }
    if StagedFile.byteCount(at: run.partialPath) != nil {
      return canResume(run, identity) ? .complete : .abandon
    }
    // It has its name already, unless somebody has taken it away.
    let isThere = StagedFile.byteCount(at: run.artifactPath) == Int(run.progress.artifactBytes)
    return isThere ? .complete : .abandon
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
