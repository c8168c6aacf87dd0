import Batches
import Bytes
package import Findings
import Profiles
package import Provisioning
package import Tokens

/// Runs one batch from its first byte to the last: reads, judges, signs, writes. It holds a few chunks
/// of the batch at a time, and what tells the unique values of its accepted rows apart.
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
  /// Told after each chunk what has been done, and the share of the input that was read.
  private let progress: ((RunReport, Double?) -> Void)?

  package init(
    clock: WallClock, entropy: Entropy, interruption: @escaping @Sendable () -> Int32? = { nil },
    notice: @escaping (Finding) -> Void = { _ in },
    explain: @escaping (RowExplanation) -> Void = { _ in },
    progress: ((RunReport, Double?) -> Void)? = nil
  ) {
    self.clock = clock
    self.entropy = entropy
    self.interruption = interruption
    self.notice = notice
    self.explain = explain
    self.progress = progress
  }

  /// Runs the request.
  ///
  /// - Returns: what was done, with all outputs finished under their final names.
  /// - Throws: ``RunFailure``; every output file is then as it was before the run.
  package func run(_ request: consuming RunRequest) throws(RunFailure) -> RunReport {
    let jobs = request.jobs
    let work = RowWork(
      request, SharedWatch(clock), entropy, interruption: interruption, notice: notice,
      explain: explain, progress: progress)
    do throws(RunFailure) {
      var worker = try work.open()
      try OrderedPipeline(work, jobs: jobs, interruption: interruption).run(&worker)
      try stopIfAsked()
      try work.finish()
      return work.report
    } catch {
      work.discard()
      throw error.considering(interruption())
    }
  }

  private func stopIfAsked() throws(RunFailure) {
    if let signal = interruption() { throw .interrupted(signal: signal) }
  }
}
