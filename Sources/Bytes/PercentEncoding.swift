/// Percent-encoding (RFC 3986 section 2.1).
package enum PercentEncoding {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Letters, digits, `-`, `.`, `_` and `~` (RFC 3986 section 2.3).
  package static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  /// Appends `text` with every byte encoded that is not unreserved.
  package static func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
    for index in text.indices {
      let byte = text[index]
      if isUnreserved(byte) {
        output.append(byte)
      } else {
        output.append(UInt8(ascii: "%"))
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
      }
    }
  }

  /// Appends the decoded form of a query component. `+` stays `+`. Returns false, leaving `output`
  /// as it was, where a percent sign is not followed by two hex digits.
  package static func decode(_ text: Span<UInt8>, into output: inout [UInt8]) -> Bool {
    let mark = output.count
    var index = 0
    while index < text.count {
      if text[index] != UInt8(ascii: "%") {
        output.append(text[index])
        index += 1
        continue
      }
      guard index + 2 < text.count, let high = value(text[index + 1]),
        let low = value(text[index + 2])
      else {
        output.removeSubrange(mark...)
        return false
      }
      output.append(high << 4 | low)
      index += 3
    }
    return true
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x41 + 10
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
