import Batches
import Bytes
package import Findings
import Profiles
package import Provisioning
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
  /// Told at once what a person should know before the run ends.
  private let notice: (Finding) -> Void
  /// Told how a row was judged, where the request asks for that.
  private let explain: (RowExplanation) -> Void

  package init(
    clock: WallClock, entropy: Entropy, interruption: @escaping @Sendable () -> Int32? = { nil },
    notice: @escaping (Finding) -> Void = { _ in },
    explain: @escaping (RowExplanation) -> Void = { _ in }
  ) {
    self.clock = clock
    self.entropy = entropy
    self.interruption = interruption
    self.notice = notice
    self.explain = explain
  }

  /// Runs the request.
  ///
  /// - Returns: what was done, with all outputs finished under their final names.
  /// - Throws: ``RunFailure``; every output file is then as it was before the run.
  package func run(_ request: consuming RunRequest) throws(RunFailure) -> RunReport {
    let input = request.input
    var watch = RunWatch(clock)
    var pipeline = try RowPipeline(request, entropy: entropy)
    do throws(RunFailure) {
      try pipeline.open()
      var rowsLeft = 0
      while try pipeline.readRow() {
        if rowsLeft == 0 {
          try stopIfAsked()
          pipeline.begin(at: watch.read())
          rowsLeft = Self.rowsPerClockReading
          for finding in watch.findings(pipeline.report, input) {
            notice(finding)
            try pipeline.note(finding)
          }
        }
        rowsLeft -= 1
        if let explanation = try pipeline.processRow() { explain(explanation) }
      }
      try stopIfAsked()
      try pipeline.reportEmptiness()
      try pipeline.reportPerishability(at: watch.read())
      try pipeline.finish()
      return pipeline.report
    } catch {
      pipeline.discard()
      throw error.considering(interruption())
    }
  }

  private func stopIfAsked() throws(RunFailure) {
    if let signal = interruption() { throw .interrupted(signal: signal) }
  }
}
