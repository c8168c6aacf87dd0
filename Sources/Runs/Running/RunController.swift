import Batches
import Bytes
import Profiles
import Provisioning
package import Tokens

/// Runs one batch from its first byte to the last: reads, judges, signs, writes. It holds one piece
/// of the batch and one row at a time, and 16 bytes for each accepted row and identity claim.
package struct RunController {
  /// Rows that share one reading of the clock: a tenth of a second of RSA signatures.
  package static let rowsPerClockReading = 256

  private let clock: WallClock
  private let entropy: Entropy
  /// Asked between rows: a signal that wants the run to end.
  private let interruption: @Sendable () -> Int32?

  package init(
    clock: WallClock, entropy: Entropy, interruption: @escaping @Sendable () -> Int32? = { nil }
  ) {
    self.clock = clock
    self.entropy = entropy
    self.interruption = interruption
  }

  /// Runs the request.
  ///
  /// - Returns: what was done, with all outputs finished under their final names.
  /// - Throws: ``RunFailure``; every output file is then as it was before the run.
  package func run(_ request: consuming RunRequest) throws(RunFailure) -> RunReport {
    var pipeline = try RowPipeline(request, entropy: entropy)
    do throws(RunFailure) {
      try pipeline.open(clock.now())
      var rowsLeft = 0
      while try pipeline.readRow() {
        if rowsLeft == 0 {
          if let signal = interruption() { throw RunFailure.interrupted(signal: signal) }
          pipeline.begin(at: clock.now())
          rowsLeft = Self.rowsPerClockReading
        }
        rowsLeft -= 1
        try pipeline.processRow()
      }
      if let signal = interruption() { throw RunFailure.interrupted(signal: signal) }
      pipeline.reportPerishability(at: clock.now())
      try pipeline.finish()
      return pipeline.report
    } catch {
      pipeline.discard()
      throw error
    }
  }
}
