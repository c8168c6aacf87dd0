/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012): a keyed hash for tables that
/// hostile input must not be able to fill with collisions.
package struct SipHash: Sendable {
  private let key0: UInt64
  private let key1: UInt64

  /// - Parameter key: 16 bytes.
  package init(key: [UInt8]) {
    precondition(key.count == 16, "A SipHash key has 16 bytes.")
    key0 = Self.word(key.span, 0, 8)
    key1 = Self.word(key.span, 8, 8)
  }

  /// The two halves of the hash, as little-endian words.
  package func digest(_ text: Span<UInt8>) -> (UInt64, UInt64) {
    var state = State(key0, key1)
    var index = 0
    while index + 8 <= text.count {
      // The load checks its bounds, and every bit pattern is an integer.
      let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      state.absorb(UInt64(littleEndian: word))
      index += 8
    }
    let last = Self.word(text, index, text.count - index)
    state.absorb(last | UInt64(truncatingIfNeeded: text.count) << 56)
    return state.finish()
  }

  private static func word(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in 0..<count {
      word |= UInt64(text[start + offset]) << UInt64(offset * 8)
    }
    return word
  }

  private struct State {
    var v0: UInt64
    var v1: UInt64
    var v2: UInt64
    var v3: UInt64

    init(_ key0: UInt64, _ key1: UInt64) {
      v0 = key0 ^ 0x736F_6D65_7073_6575
      v1 = key1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE
      v2 = key0 ^ 0x6C79_6765_6E65_7261
      v3 = key1 ^ 0x7465_6462_7974_6573
    }

    mutating func absorb(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    mutating func finish() -> (UInt64, UInt64) {
      v2 ^= 0xEE
      for _ in 0..<4 { round() }
      let first = v0 ^ v1 ^ v2 ^ v3
      v1 ^= 0xDD
      for _ in 0..<4 { round() }
      return (first, v0 ^ v1 ^ v2 ^ v3)
    }

    private mutating func round() {
      v0 &+= v1
      v1 = Self.rotate(v1, 13) ^ v0
      v0 = Self.rotate(v0, 32)
      v2 &+= v3
      v3 = Self.rotate(v3, 16) ^ v2
      v0 &+= v3
      v3 = Self.rotate(v3, 21) ^ v0
      v2 &+= v1
      v1 = Self.rotate(v1, 17) ^ v2
      v2 = Self.rotate(v2, 32)
    }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
      word &<< count | word &>> (64 - count)
    }
  }
}
