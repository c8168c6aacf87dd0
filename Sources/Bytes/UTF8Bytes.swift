/// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
package enum UTF8Bytes {
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The offset of the first byte that begins an ill-formed sequence, or nil when all is well.
  package static func firstInvalid(_ bytes: Span<UInt8>) -> Int? {
    var index = 0
    while true {
      index = firstNotASCII(bytes, from: index)
      if index >= bytes.count { return nil }
      let length = sequenceLength(bytes, at: index)
      if length == 0 { return index }
      index += length
    }
  }

  /// The number of Unicode scalar values in well-formed text, as JSON Schema counts characters.
  package static func scalarCount(_ text: Span<UInt8>) -> Int {
    var continuations = 0
    for index in text.indices where text[index] & 0xC0 == 0x80 { continuations += 1 }
    return text.count - continuations
  }

  /// The number of UTF-16 code units that well-formed text would take.
  package static func utf16Count(_ text: Span<UInt8>) -> Int {
    var units = 0
    for index in text.indices {
      let byte = text[index]
      if byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
    }
    return units
  }

  /// The length of the well-formed sequence at `index`, or 0 when there is none.
  package static func sequenceLength(_ bytes: Span<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    let left = bytes.count - index
    if first < 0x80 { return 1 }
    if first < 0xC2 || first > 0xF4 || left < 2 { return 0 }
    let second = bytes[index + 1]
    if first < 0xE0 { return second & 0xC0 == 0x80 ? 2 : 0 }
    if left < 3 || bytes[index + 2] & 0xC0 != 0x80 { return 0 }
    // RFC 3629 section 4: only the second byte has narrower bounds than 80..BF.
    switch first {
    case 0xE0: return second >= 0xA0 && second <= 0xBF ? 3 : 0
    case 0xED: return second >= 0x80 && second <= 0x9F ? 3 : 0
    case 0xE1...0xEF: return second & 0xC0 == 0x80 ? 3 : 0
    default: break
    }
    if left < 4 || bytes[index + 3] & 0xC0 != 0x80 { return 0 }
    switch first {
    case 0xF0: return second >= 0x90 && second <= 0xBF ? 4 : 0
    case 0xF4: return second >= 0x80 && second <= 0x8F ? 4 : 0
    default: return second & 0xC0 == 0x80 ? 4 : 0
    }
  }

  /// Appends the UTF-8 form of a code point. A surrogate comes out as three bytes which
  /// `firstInvalid` refuses, so that bad input stays visible.
  package static func append(codePoint: UInt32, to output: inout [UInt8]) {
    precondition(codePoint <= 0x10FFFF, "code points end at U+10FFFF")
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (codePoint >> shift) & 0x3F) }
    if codePoint < 0x80 {
      output.append(UInt8(codePoint))
    } else if codePoint < 0x800 {
      output.append(UInt8(0xC0 | codePoint >> 6))
      output.append(tail(0))
    } else if codePoint < 0x10000 {
      output.append(UInt8(0xE0 | codePoint >> 12))
      output.append(tail(6))
      output.append(tail(0))
    } else {
      output.append(UInt8(0xF0 | codePoint >> 18))
      output.append(tail(12))
      output.append(tail(6))
      output.append(tail(0))
    }
  }

  /// The first offset from `start` on whose byte is 0x80 or more; the count when there is none.
  private static func firstNotASCII(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      // The load checks its bounds, and every bit pattern is an integer.
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word & highBits != 0 {
        return index + (UInt64(littleEndian: word) & highBits).trailingZeroBitCount / 8
      }
      index += 8
    }
    while index < bytes.count && bytes[index] < 0x80 { index += 1 }
    return index
  }
}
