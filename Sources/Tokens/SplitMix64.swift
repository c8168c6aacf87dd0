/// Steele, Lea and Flood's SplitMix64: small, and the same everywhere. For what is repeated from a seed; never
/// for secrets.
package struct SplitMix64: Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// One of many that a seed stands for.
  package init(seed: UInt64, number: Int) {
    state = seed ^ UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
