/// The clocks of the machine; only the process's beginning uses them, the rest is given a time.
package enum SystemClock {
  /// Seconds since 1970 by the time of day, which may be set back or forth.
  package static func wallSeconds() -> Int { POSIXClock.wallSeconds() }

  /// Seconds of a clock that never jumps, and that goes on while the machine sleeps.
  package static func uptimeSeconds() -> Double { POSIXClock.uptimeSeconds() }
}
