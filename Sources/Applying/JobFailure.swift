package import Ledgers
package import Reports
package import Runs

/// Why a plan or an apply ended before its time. Final outputs are then as they were, and what an apply
/// had done the next one takes up.
package enum JobFailure: Error, Sendable {
  /// Reading, judging or issuing an input.
  case run(RunFailure, input: String)
  case ledger(LedgerError)
  /// The ledger's key, or the lock.
  case state(StateFileError)
  case input(InputError)
  case output(FileError)
  /// Limits that are exceeded and not overridden; nothing was signed.
  case limits([JobReport.Limit])
  /// What is no longer as it was when the plan was made.
  case stale([String])
  /// The clock cannot be right: the reason in a sentence.
  case clock(String)

  /// In a word, for the ledger.
  var kind: String {
    switch self {
    case .run(.interrupted, _): "interrupted"
    case .run: "run"
    case .ledger: "ledger"
    case .state: "state"
    case .input: "input"
    case .output: "output"
    case .limits: "limits"
    case .stale: "stale"
    case .clock: "clock"
    }
  }
}
