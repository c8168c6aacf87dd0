import Glibc

/// Reads the machine's clocks.
enum POSIXClock {
  static func wallSeconds() -> Int { read(CLOCK_REALTIME).seconds }

  static func wallNanoseconds() -> Int {
    let (seconds, nanoseconds) = read(CLOCK_REALTIME)
    return seconds &* 1_000_000_000 &+ nanoseconds
  }

  static func uptimeSeconds() -> Double {
    let (seconds, nanoseconds) = read(CLOCK_BOOTTIME)
    return Double(seconds) + Double(nanoseconds) / 1e9
  }

  private static func read(_ clock: clockid_t) -> (seconds: Int, nanoseconds: Int) {
    var time = timespec()
    let result = unsafe clock_gettime(clock, &time)
    precondition(result == 0, "The clocks asked for are there on every Linux.")
    return (Int(time.tv_sec), Int(time.tv_nsec))
  }
}
