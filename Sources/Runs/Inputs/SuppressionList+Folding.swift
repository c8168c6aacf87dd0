extension SuppressionList {
  /// Writes the form in which values are compared.
  static func fold(_ value: Span<UInt8>, into folded: inout [UInt8]) {
    folded.removeAll(keepingCapacity: true)
    let core = core(of: value)
    var isASCII = true
    for index in core {
      let byte = value[index]
      if byte >= 0x80 { isASCII = false }
      folded.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    if !isASCII { folded = Array(String(decoding: folded, as: UTF8.self).lowercased().utf8) }
  }

  /// The part of a value that counts: without white space around it, `mailto:` and angle brackets.
  private static func core(of value: Span<UInt8>) -> Range<Int> {
    var core = trimmed(value, 0..<value.count)
    var (hasBrackets, hasScheme) = (true, true)
    while !core.isEmpty {
      let isBracketed =
        core.count > 1 && value[core.lowerBound] == UInt8(ascii: "<")
        && value[core.upperBound - 1] == UInt8(ascii: ">")
      if hasBrackets && isBracketed {
        hasBrackets = false
        core = trimmed(value, (core.lowerBound + 1)..<(core.upperBound - 1))
      } else if hasScheme && beginsWithScheme(value, core) {
        hasScheme = false
        core = trimmed(value, (core.lowerBound + scheme.count)..<core.upperBound)
      } else {
        break
      }
    }
    return core
  }

  private static let scheme = Array("mailto:".utf8)

  private static func beginsWithScheme(_ value: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count >= 7, value[range.lowerBound + 6] == UInt8(ascii: ":") else { return false }
    for (offset, letter) in scheme.dropLast().enumerated()
    where value[range.lowerBound + offset] | 0x20 != letter {
      return false
    }
    return true
  }

  /// The range without the white space at its ends.
  static func trimmed(_ value: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end {
      let length = blank(value, start, end)
      if length == 0 { break }
      start += length
    }
    trimming: while end > start {
      for length in 1...3 where end - length >= start && blank(value, end - length, end) == length {
        end -= length
        continue trimming
      }
      break
    }
    return start..<end
  }

  /// How many bytes a white space character takes that stands at an index: a control character of ASCII,
  /// or what Unicode calls `White_Space`; 0 where there is none.
  private static func blank(_ value: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    let first = value[index]
    if first <= 0x20 { return 1 }
    if first < 0xC2 || first > 0xE3 || index + 1 >= end { return 0 }
    let second = value[index + 1]
    if first == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : 0 }
    if first < 0xE1 || index + 2 >= end { return 0 }
    switch (first, second, value[index + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9),
      (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
      return 3
    default: return 0
    }
  }
}
