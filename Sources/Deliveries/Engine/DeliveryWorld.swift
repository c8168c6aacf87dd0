package import Bytes
package import Tokens

/// What a delivery asks of the world.
package struct DeliveryWorld: Sendable {
  package var now: @Sendable () -> NumericDate
  /// Seconds of a clock that never jumps.
  package var uptime: @Sendable () -> Double
  package var sleep: @Sendable (Double) async -> Void
  package var entropy: Entropy
  /// The signal that asked the process to end, if one did.
  package var interruption: @Sendable () -> Int32?

  package init(
    now: @escaping @Sendable () -> NumericDate, uptime: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) async -> Void, entropy: Entropy,
    interruption: @escaping @Sendable () -> Int32?
  ) {
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
    self.entropy = entropy
    self.interruption = interruption
  }

  /// From 0 up to 1.
  func random() -> Double {
    var bytes: [UInt8] = []
    entropy.append(8, to: &bytes)
    let word = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(word >> 11) / Double(UInt64(1) << 53)
  }
}
