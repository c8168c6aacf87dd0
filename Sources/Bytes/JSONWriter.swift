/// Writes JSON text (RFC 8259) into a caller's buffer.
package enum JSONWriter {
  /// Appends a string literal. Only the quote, the backslash and control characters below U+0020
  /// are escaped; all else stays raw UTF-8. `text` must be well-formed UTF-8.
  package static func appendString(_ text: Span<UInt8>, to output: inout [UInt8]) {
    output.append(Ascii.quote)
    appendEscaped(text, to: &output)
    output.append(Ascii.quote)
  }

  /// Appends an integer in decimal digits.
  package static func appendInteger(_ value: Int, to output: inout [UInt8]) {
    if value < 0 { output.append(Ascii.minus) }
    var magnitude = value.magnitude
    let start = output.count
    repeat {
      output.append(Ascii.zero + UInt8(truncatingIfNeeded: magnitude % 10))
      magnitude /= 10
    } while magnitude != 0
    output[start...].reverse()
  }

  /// Appends the bytes as they are: one copy for the whole span.
  package static func appendRaw(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    if bytes.isEmpty { return }
    // The pointer lives for this call only, which copies from it.
    unsafe bytes.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
  }

  /// Appends the inside of a string literal: `appendString` without its two quotes.
  package static func appendEscaped(_ text: Span<UInt8>, to output: inout [UInt8]) {
    var runStart = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte >= 0x20 && byte != Ascii.quote && byte != Ascii.backslash {
        index += 1
        continue
      }
      appendRaw(text.extracting(runStart..<index), to: &output)
      appendEscape(byte, to: &output)
      index += 1
      runStart = index
    }
    appendRaw(text.extracting(runStart..<text.count), to: &output)
  }

  /// Appends the escape of one ASCII byte that may not stand raw in a string.
  package static func appendEscape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(Ascii.backslash)
    switch byte {
    case Ascii.quote, Ascii.backslash: output.append(byte)
    case 0x08: output.append(0x62)
    case 0x09: output.append(0x74)
    case 0x0A: output.append(0x6E)
    case 0x0C: output.append(0x66)
    case 0x0D: output.append(0x72)
    default:
      output.append(0x75)
      output.append(Ascii.zero)
      output.append(Ascii.zero)
      output.append(hexDigit(byte >> 4))
      output.append(hexDigit(byte & 15))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? Ascii.zero + value : 0x61 + value - 10
  }

  /// The bytes that this file and the reader name.
  enum Ascii {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let minus = UInt8(ascii: "-")
    static let zero = UInt8(ascii: "0")
    static let nine = UInt8(ascii: "9")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
  }
}
