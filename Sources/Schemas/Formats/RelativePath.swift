import Bytes

/// A path to go to after sign-in that stays on the site, whoever resolves it.
///
/// A browser (WHATWG URL, section 4.4) leaves the site for "//host", "/\host" and, since it drops
/// tabs and line breaks, for "/<tab>/host". So: the first character is "/", the second is neither
/// "/" nor "\", and there are no backslashes, spaces or control characters at all.
///
/// A browser never decodes %2F or %5C in a path, but sites behind one do, and then send a redirect
/// of their own. So the path is also refused if it leaves the site after one decoding: with an
/// encoded backslash, control character or overlong slash, or if removing its dot segments leaves
/// "//" in front, as in "/%2Fhost", "/.//host" and "/a/..//host". Full-width "/" and "\" are
/// refused as well. Query and fragment may hold any complete percent-encoding.
enum RelativePath {
  static func accepts(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, text[0] == UInt8(ascii: "/") else { return false }
    guard isPrintable(text) else { return false }
    var end = 0
    while end < text.count, text[end] != UInt8(ascii: "?"), text[end] != UInt8(ascii: "#") {
      end += 1
    }
    return staysOnSite(text, 0..<end)
  }

  /// Follows the segments of the decoded path as "remove dot segments" does.
  private static func staysOnSite(_ text: Span<UInt8>, _ path: Range<Int>) -> Bool {
    var depth = 0
    var length = 0
    var isDots = true
    var index = path.lowerBound + 1
    while index < path.upperBound {
      guard let byte = decoded(text, &index, before: path.upperBound) else { return false }
      guard byte == UInt8(ascii: "/") else {
        length += 1
        isDots = isDots && byte == UInt8(ascii: ".")
        continue
      }
      if length == 0 {
        // An empty segment in front, and something behind it: "//host".
        guard depth > 0 else { return false }
        depth += 1
      } else if isDots && length <= 2 {
        depth = length == 2 ? max(0, depth - 1) : depth
      } else {
        depth += 1
      }
      length = 0
      isDots = true
    }
    return true
  }

  /// The next byte after one percent-decoding; `nil` if it has no business in a path.
  private static func decoded(
    _ text: Span<UInt8>, _ index: inout Int, before end: Int
  ) -> UInt8? {
    let start = index
    index += 1
    guard text[start] == UInt8(ascii: "%"), start + 2 < end,
      let high = hexValue(text[start + 1]), let low = hexValue(text[start + 2])
    else { return isFullWidthSlash(text, start, end) ? nil : text[start] }
    index = start + 3
    switch high << 4 | low {
    case 0x00...0x1F, 0x7F, UInt8(ascii: "\\"), 0xC0, 0xC1: return nil
    case let byte: return byte
    }
  }

  /// U+FF0F, U+FF3C and U+FE68, which compatibility normalisation turns into "/" and "\".
  private static func isFullWidthSlash(_ text: Span<UInt8>, _ index: Int, _ end: Int) -> Bool {
    guard text[index] == 0xEF, index + 2 < end else { return false }
    switch (text[index + 1], text[index + 2]) {
    case (0xBC, 0x8F), (0xBC, 0xBC), (0xB9, 0xA8): return true
    default: return false
    }
  }

  /// Whether the text holds only characters that may stand in an address and are seen, and only
  /// complete percent-encodings.
  private static func isPrintable(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte >= 0x80 {
        let length = UTF8Bytes.sequenceLength(text, at: index)
        if length == 0 || isInvisible(scalar(text, index, length)) { return false }
        index += length
      } else if byte == UInt8(ascii: "%") {
        guard index + 2 < text.count, text[index + 1].isHexDigit, text[index + 2].isHexDigit else {
          return false
        }
        index += 3
      } else {
        guard isAddressCharacter(byte) else { return false }
        index += 1
      }
    }
    return true
  }

  private static func isAddressCharacter(_ byte: UInt8) -> Bool {
    if byte.isURIUnreserved || byte.isURISubDelimiter { return true }
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "?"),
      UInt8(ascii: "#"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"):
      return true
    default: return false
    }
  }

  private static func scalar(_ text: Span<UInt8>, _ index: Int, _ length: Int) -> UInt32 {
    var value = UInt32(text[index]) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
    return value
  }

  /// C1 controls, spaces, line separators, direction and zero-width marks, noncharacters.
  private static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80...0xA0, 0xAD, 0x061C, 0x1680, 0x180E, 0x2000...0x200F, 0x2028...0x202F,
      0x205F...0x206F, 0x3000, 0xFEFF, 0xFFF0...0xFFFF:
      true
    default: false
    }
  }

  private static func hexValue(_ digit: UInt8) -> UInt8? {
    guard digit.isHexDigit else { return nil }
    return digit.isDigit ? digit - 0x30 : (digit | 0x20) - 0x61 + 10
  }
}
