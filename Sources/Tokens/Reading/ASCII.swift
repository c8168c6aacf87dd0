/// The few questions about ASCII text that reading keys asks.
enum ASCII {
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// Where the text without the white space at its ends stands.
  static func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
    var start = 0
    var end = bytes.count
    while start < end && isSpace(bytes[start]) { start += 1 }
    while start < end && isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The first place of `needle` at or after `start`.
  static func find(_ needle: [UInt8], in bytes: Span<UInt8>, from start: Int) -> Int? {
    guard !needle.isEmpty && bytes.count >= needle.count else { return nil }
    var index = start
    while index <= bytes.count - needle.count {
      var matched = 0
      while matched < needle.count && bytes[index + matched] == needle[matched] { matched += 1 }
      if matched == needle.count { return index }
      index += 1
    }
    return nil
  }

  static func find(_ needle: StaticString, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    find(Array("\(needle)".utf8), in: bytes, from: start)
  }

  static func areEqual(_ bytes: Span<UInt8>, _ text: String) -> Bool {
    let other = text.utf8.span
    guard bytes.count == other.count else { return false }
    for index in bytes.indices where bytes[index] != other[index] { return false }
    return true
  }
}
