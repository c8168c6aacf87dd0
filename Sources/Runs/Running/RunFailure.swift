package import Batches
package import Findings
package import Tokens

/// Why a run ended without doing what it was asked to do. Outputs are then as they were before.
package enum RunFailure: Error, Sendable {
  /// The batch cannot be read on.
  case unreadable(BatchError)
  /// The header does not fit the profile; the findings say why.
  case header([Finding])
  /// A gate stopped the run, and nothing was signed.
  case gate([Finding])
  /// The batch is more than a run can take; the finding says why.
  case limit(Finding)
  /// The input file.
  case input(FileError)
  case output(FileError)
  case signing(SigningError)
  /// Whoever keeps the rows ended the run, and knows why.
  case stopped
  /// A signal asked the run to end.
  case interrupted(signal: Int32)

  /// What really ended the run: whatever the system said, a signal comes first.
  func considering(_ signal: Int32?) -> RunFailure {
    guard let signal else { return self }
    switch self {
    case .unreadable(.readFailed), .input, .output: return .interrupted(signal: signal)
    case .unreadable, .header, .gate, .limit, .signing, .stopped, .interrupted: return self
    }
  }
}
