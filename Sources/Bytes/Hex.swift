/// Hexadecimal text (RFC 4648 section 8).
package enum Hex {
  /// Two lower-case digits for each byte.
  package static func text(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    append(bytes.span, to: &digits)
    return String(decoding: digits, as: Unicode.UTF8.self)
  }

  /// Appends two lower-case digits for each byte. The output grows once.
  package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    output.append(addingCapacity: bytes.count * 2) { text in
      for index in bytes.indices {
        text.append(digit(bytes[index] >> 4))
        text.append(digit(bytes[index] & 0x0F))
      }
    }
  }

  /// Replaces the content of `output` with the bytes that `text` stands for; both cases of the
  /// digits are read. Returns `false`, with `output` empty, for an odd count or another character.
  package static func decode(_ text: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    guard text.count % 2 == 0 else { return false }
    output.reserveCapacity(text.count / 2)
    var index = 0
    while index < text.count {
      guard let high = value(text[index]), let low = value(text[index + 1]) else {
        output.removeAll(keepingCapacity: true)
        return false
      }
      output.append(high << 4 | low)
      index += 2
    }
    return true
  }

  @inline(__always)
  private static func digit(_ value: UInt8) -> UInt8 {
    value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") &- 10)
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
