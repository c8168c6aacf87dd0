/// Searches that several formats share.
enum ByteScan {
  /// The first place of `byte` at or after `start`.
  static func first(_ byte: UInt8, in text: Span<UInt8>, from start: Int = 0) -> Int? {
    for index in start..<text.count where text[index] == byte { return index }
    return nil
  }

  /// Whether a control character (C0, DEL, C1) or white space stands at `index`, itself the first byte
  /// of a code point.
  static func isBlankOrControl(_ text: Span<UInt8>, at index: Int) -> Bool {
    let byte = text[index]
    if byte <= 0x20 || byte == 0x7F { return true }
    if byte < 0xC2 { return false }
    let second = index + 1 < text.count ? text[index + 1] : 0
    let third = index + 2 < text.count ? text[index + 2] : 0
    switch (byte, second, third) {
    case (0xC2, 0x80...0xA0, _): return true  // C1, no-break space
    case (0xE1, 0x9A, 0x80): return true  // ogham space
    case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF): return true
    case (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return true
    default: return false
    }
  }
}
