package import Bytes
package import Logging
package import Tokens

/// The world outside, as a server sees it: built where the process begins.
package struct ServerWorld: Sendable {
  /// The time of day, which tokens are stamped with.
  package var now: @Sendable () -> NumericDate
  /// Seconds of a clock that never jumps, for durations and rates.
  package var uptimeSeconds: @Sendable () -> Double
  package var entropy: Entropy
  /// Where lines of the log go; nil for nowhere.
  package var log: LogWriter?
  /// Whether each request is logged, or only what goes wrong.
  package var logsRequests = true
  /// How many rows may be judged at once.
  package var seats: Int

  package init(
    now: @escaping @Sendable () -> NumericDate, uptimeSeconds: @escaping @Sendable () -> Double,
    entropy: Entropy, log: LogWriter?, seats: Int
  ) {
    self.now = now
    self.uptimeSeconds = uptimeSeconds
    self.entropy = entropy
    self.log = log
    self.seats = seats
  }

  /// A logger into the log.
  package func logger(_ label: String, _ level: Logger.Level = .notice) -> Logger {
    guard let log else { return Logger(label: label, factory: { _ in SwiftLogNoOpLogHandler() }) }
    let now = now
    return Logger(label: label, factory: { _ in JSONLogHandler(log, level: level, now: now) })
  }
}
