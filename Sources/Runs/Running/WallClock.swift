package import Bytes

/// The time of day, injected: built where the process begins, or fixed by `--now`.
package struct WallClock: Sendable {
  package let now: @Sendable () -> NumericDate
  /// Seconds of a clock that never jumps; nil where the time is fixed.
  package let uptimeSeconds: (@Sendable () -> Double)?

  package init(
    now: @escaping @Sendable () -> NumericDate,
    uptimeSeconds: (@Sendable () -> Double)? = nil
  ) {
    self.now = now
    self.uptimeSeconds = uptimeSeconds
  }

  package static func fixed(_ date: NumericDate) -> WallClock {
    WallClock(now: { date })
  }
}
