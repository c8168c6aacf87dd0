import CScan

/// Finds the end of one element of a JSON array without reading it: the comma or `]` that is outside
/// strings and brackets. It takes any closing bracket for any opening one, so it also delimits
/// elements that are malformed inside.
struct JSONElementScanner: Sendable {
  private var depth = 0
  private var inString = false
  private var isEscaped = false

  /// The offset of the element's end in the range; nil when the element goes on behind it.
  mutating func end(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index + Self.wideBytes <= range.upperBound {
      let wide = index..<(index + Self.wideBytes)
      if let end = isEscaped ? slowEnd(in: text, wide) : wideEnd(in: text, wide) { return end }
      index += Self.wideBytes
    }
    return slowEnd(in: text, index..<range.upperBound)
  }

  /// How many bytes are looked at at once.
  private static let wideBytes = 64

  /// What `end` does, for 64 bytes that do not begin with an escaped one.
  private mutating func wideEnd(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let bytes = text.extracting(range)
    // The span has the 64 bytes that are read.
    let marks = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe scan_json($0) } ?? scan_json_marks()
    }
    if marks.backslashes != 0 { return slowEnd(in: text, range) }
    var inside = Self.parity(marks.quotes)
    if inString { inside = ~inside }
    let closers = marks.closers & ~inside
    let openers = marks.openers & ~inside
    if depth > closers.nonzeroBitCount {
      // However they are ordered, the element is not closed here.
      depth += openers.nonzeroBitCount - closers.nonzeroBitCount
      inString = inside >> 63 != 0
      return nil
    }
    var left = (marks.commas | marks.closers | marks.openers) & ~inside
    while left != 0 {
      let place = range.lowerBound + left.trailingZeroBitCount
      left &= left &- 1
      if isEnd(text[place]) { return place }
    }
    inString = inside >> 63 != 0
    return nil
  }

  /// For each bit, whether an odd number of bits up to it is set.
  private static func parity(_ bits: UInt64) -> UInt64 {
    var bits = bits
    bits ^= bits << 1
    bits ^= bits << 2
    bits ^= bits << 4
    bits ^= bits << 8
    bits ^= bits << 16
    return bits ^ bits << 32
  }

  /// Counts a byte that is outside strings. Returns whether the element ends before it.
  private mutating func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"): depth = max(0, depth - 1)
    case UInt8(ascii: "]"):
      if depth == 0 { return true }
      depth -= 1
    case UInt8(ascii: ","): return depth == 0
    default: break
    }
    return false
  }

  /// What `end` does, byte by byte outside strings.
  private mutating func slowEnd(in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if inString {
        index = endOfString(text, index..<range.upperBound)
        continue
      }
      if text[index] == CSVByte.quote {
        inString = true
      } else if isEnd(text[index]) {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The offset behind the string that is open, or the range's end when it goes on behind that.
  private mutating func endOfString(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    if isEscaped {
      isEscaped = false
      index += 1
    }
    while index < range.upperBound {
      index = ByteSearch.first(
        CSVByte.quote, or: UInt8(ascii: "\\"), in: text, index..<range.upperBound)
      guard index < range.upperBound else { break }
      if text[index] == CSVByte.quote {
        inString = false
        return index + 1
      }
      isEscaped = index + 1 == range.upperBound
      index += 2
    }
    return range.upperBound
  }
}
