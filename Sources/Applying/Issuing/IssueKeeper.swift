import Bytes
import Ledgers
import Provisioning
import Runs

/// Hears of rows that were issued, stores their artifacts, and then tells the ledger of them: in this
/// order, so that the ledger never knows of an artifact that is not there.
final class IssueKeeper: RowKeeper {
  /// Rows of one transaction, or what came together in this time.
  static let rowsPerCommit = 20_000
  static let secondsPerCommit = 1.0

  private let ledger: Ledger
  private let run: Int64
  private let staged: StagedFile
  private let uptime: () -> Double
  /// Ends a run that others may have taken over.
  private let checkOwner: () throws(JobFailure) -> Void
  private let rowsPerCommit: Int
  private var writes: [MemberWrite] = []
  private var progress: RunProgress
  private var lastCommit: Double
  /// The input whose rows come, from 0 on.
  var input = 0
  private(set) var failure: JobFailure?

  init(
    _ ledger: Ledger, _ run: LedgerRun, _ staged: StagedFile, rowsPerCommit: Int?,
    uptime: @escaping () -> Double, checkOwner: @escaping () throws(JobFailure) -> Void
  ) {
    self.ledger = ledger
    self.run = run.id
    self.staged = staged
    self.uptime = uptime
    self.checkOwner = checkOwner
    self.rowsPerCommit = rowsPerCommit ?? Self.rowsPerCommit
    progress = run.progress
    lastCommit = uptime()
  }

  /// Artifacts of this run, those of earlier processes included.
  var issued: Int { Int(progress.issued) }

  func keep(_ rows: [RememberedRow], refused: [RefusedRow]) throws(RunFailure) {
    for row in rows {
      writes.append(
        MemberWrite(
          identity: row.memo.identity, claims: row.memo.claims, tokenID: row.memo.tokenID,
          expiresAt: row.bestBefore, outcome: .issued, row: Int64(row.row), input: input))
      if let date = row.bestBefore {
        progress.earliestBestBefore = min(progress.earliestBestBefore ?? date, date)
      }
    }
    guard writes.count >= rowsPerCommit || uptime() - lastCommit >= Self.secondsPerCommit else {
      return
    }
    do throws(JobFailure) {
      try commit()
    } catch {
      failure = error
      throw .stopped
    }
  }

  /// Stores the artifacts and commits their rows.
  func commit() throws(JobFailure) {
    lastCommit = uptime()
    guard !writes.isEmpty else { return }
    try checkOwner()
    do {
      try staged.store()
    } catch {
      throw .output(error)
    }
    progress.artifactBytes = Int64(staged.byteCount)
    progress.issued += Int64(writes.count)
    do {
      _ = try ledger.commit(writes, of: run, progress: progress)
    } catch {
      throw .ledger(error)
    }
    writes.removeAll(keepingCapacity: true)
  }
}
