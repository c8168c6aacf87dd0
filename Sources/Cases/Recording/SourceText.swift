import Findings

/// A text by its lines, to find the byte at a place.
struct SourceText {
  let bytes: [UInt8]
  /// Where each line begins.
  private let starts: [Int]
  /// The line break that the file uses.
  let lineBreak: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    var lineBreak: [UInt8] = []
    var index = starts[0]
    while index < bytes.count {
      let length = Self.lineBreak(bytes, at: index)
      if length > 0 {
        if lineBreak.isEmpty { lineBreak = Array(bytes[index..<index + length]) }
        starts.append(index + length)
      }
      index += max(length, 1)
    }
    self.starts = starts
    self.lineBreak = lineBreak.isEmpty ? [0x0A] : lineBreak
  }

  /// The bytes of the line break at `index`: CR LF, CR or LF; 0 where there is none.
  private static func lineBreak(_ bytes: [UInt8], at index: Int) -> Int {
    if bytes[index] == 0x0A { return 1 }
    guard bytes[index] == 0x0D else { return 0 }
    return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
  }

  var lineCount: Int { starts.count }

  /// The byte at a place: columns count code points.
  func offset(_ location: SourceLocation) -> Int {
    guard location.line <= starts.count else { return bytes.count }
    var offset = starts[location.line - 1]
    var column = 1
    while column < location.column, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      column += 1
    }
    return offset
  }

  /// The bytes of a line without its line break.
  func line(_ number: Int) -> Range<Int> {
    let start = starts[number - 1]
    var end = number < starts.count ? starts[number] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// What stands on a line.
  enum LineKind: Equatable {
    case blank
    /// A comment alone, this far in.
    case comment(indent: Int)
    case content
  }

  func kind(_ number: Int) -> LineKind {
    let text = bytes[line(number)]
    guard let first = text.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return .blank }
    return text[first] == UInt8(ascii: "#")
      ? .comment(indent: first - text.startIndex) : .content
  }
}
