package import Bytes

/// What the ledger knows about a job.
package struct LedgerJob: Sendable, Equatable {
  package var id: Int64
  package var name: String
  /// Goes up with each change of what the ledger remembers of the job, except inside a run: a saved
  /// plan holds for one number only.
  package var serial: Int64
  /// Members that were there when the last run was finished.
  package var known: Int
  /// The digest of what a member's claims depend on besides its row, as of the last finished run.
  package var contract: KeyedDigest?
  package var lastFinishedAt: NumericDate?
  package var lastSuccessAt: NumericDate?
  /// The run that was begun and neither finished nor abandoned.
  package var unfinished: LedgerRun?
}
