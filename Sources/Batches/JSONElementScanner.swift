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
    while index < range.upperBound {
      if inString {
        index = endOfString(text, index..<range.upperBound)
        continue
      }
      switch text[index] {
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
      case UInt8(ascii: ","): if depth == 0 { return index }
      default: break
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
