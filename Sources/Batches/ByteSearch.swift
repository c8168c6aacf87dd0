/// Finding single bytes in a span, several at a time.
package enum ByteSearch {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The byte in all eight places of a word.
  @inline(__always)
  static func splat(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

  /// The eight bytes at `index`, the first in the lowest place.
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
    // The load checks its bounds, and every bit pattern is an integer.
    let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    return UInt64(littleEndian: word)
  }

  /// The high bit of each byte of `word` that equals the byte splatted, and no other bit.
  @inline(__always)
  static func matches(_ word: UInt64, _ splatted: UInt64) -> UInt64 {
    let difference = word ^ splatted
    return ~(((difference & lowBits) &+ lowBits) | difference) & highBits
  }

  /// The offset of the first `byte` in the range; its end when there is none.
  package static func first(_ byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    let wanted = SIMD16(repeating: byte)
    var index = range.lowerBound
    while index + 16 <= range.upperBound {
      let (low, high) = words(wide(bytes, at: index) .== wanted)
      if low | high != 0 {
        return index
          + (low != 0 ? low.trailingZeroBitCount / 8 : 8 + high.trailingZeroBitCount / 8)
      }
      index += 16
    }
    while index < range.upperBound && bytes[index] != byte { index += 1 }
    return index
  }

  /// The offset of the first of two bytes in the range; its end when there is none.
  static func first(
    _ byte: UInt8, or other: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Int {
    let (wanted, alternative) = (splat(byte), splat(other))
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let word = word(bytes, at: index)
      let found = matches(word, wanted) | matches(word, alternative)
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < range.upperBound && bytes[index] != byte && bytes[index] != other { index += 1 }
    return index
  }

  /// How often `byte` occurs in the range.
  static func count(_ byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    let wanted = splat(byte)
    var index = range.lowerBound
    var count = 0
    while index + 8 <= range.upperBound {
      count += matches(word(bytes, at: index), wanted).nonzeroBitCount
      index += 8
    }
    while index < range.upperBound {
      if bytes[index] == byte { count += 1 }
      index += 1
    }
    return count
  }

  /// The 16 bytes at `index`.
  @inline(__always)
  static func wide(_ bytes: Span<UInt8>, at index: Int) -> SIMD16<UInt8> {
    // The load checks its bounds, and every bit pattern is a vector of bytes.
    unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
  }

  /// A lane mask as two words: the high bit of each byte whose lane is true, and no other bit.
  @inline(__always)
  static func words(_ mask: SIMDMask<SIMD16<Int8>>) -> (low: UInt64, high: UInt64) {
    // A true lane is a byte of ones; both types are the same 16 bytes.
    let halves = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return (
      UInt64(littleEndian: halves[0]) & highBits, UInt64(littleEndian: halves[1]) & highBits
    )
  }
}
