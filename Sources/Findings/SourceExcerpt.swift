/// The line of a text file that a finding points at, and a caret under the place.
///
///     profile.yaml:7:3: error[unknown-key]: There is no key `expiry`.
///       expiry: 60
///       ^
package struct SourceExcerpt: Sendable, Hashable {
  /// The line, cut around the place if it is long, with nothing in it that steers a terminal.
  package var line: String
  /// Blanks and a `^`, to be printed under `line`.
  package var caret: String

  /// The columns of a line that are shown at most.
  package static let columnsMax = 100
  private static let tabStops = 4

  /// Reads line `location.line` of `bytes`; `nil` when the text has no such line.
  ///
  /// A column behind the end of the line points just behind it.
  package init?(of bytes: [UInt8], at location: SourceLocation) {
    guard let range = Self.lineRange(location.line, in: bytes) else { return nil }
    var cells: [(text: String, width: Int)] = []
    var column = 0
    var caretCell = 0
    var at = range.lowerBound
    var scalars = 0
    while at < range.upperBound {
      if scalars == location.column - 1 { caretCell = cells.count }
      if scalars - Self.columnsMax > location.column { break }
      let (scalar, length) = Self.scalar(bytes, at, range.upperBound)
      var cell = scalar.map { PrintableText.cell($0) } ?? Self.badByte(bytes[at])
      if scalar == "\t" {
        let width = Self.tabStops - column % Self.tabStops
        cell = (String(repeating: " ", count: width), width)
      }
      cells.append(cell)
      column += cell.width
      scalars += 1
      at += length
    }
    if location.column > scalars { caretCell = cells.count }
    self.init(cells: cells, caretCell: caretCell)
  }

  /// Cuts a window of `columnsMax` columns around the caret.
  private init(cells: [(text: String, width: Int)], caretCell: Int) {
    var first = caretCell
    var last = caretCell
    var width = 0
    // A third of the room for what follows, then as much as fits before, then the rest behind.
    while last < cells.count, width + cells[last].width <= Self.columnsMax / 3 {
      width += cells[last].width
      last += 1
    }
    while first > 0, width + cells[first - 1].width <= Self.columnsMax {
      first -= 1
      width += cells[first].width
    }
    while last < cells.count, width + cells[last].width <= Self.columnsMax {
      width += cells[last].width
      last += 1
    }
    let before = first > 0 ? "…" : ""
    let after = last < cells.count ? "…" : ""
    line = before + cells[first..<last].map(\.text).joined() + after
    let indent = before.unicodeScalars.count + cells[first..<caretCell].reduce(0) { $0 + $1.width }
    caret = String(repeating: " ", count: indent) + "^"
  }

  /// The bytes of a 1-based line, without its line break, and without a byte order mark.
  private static func lineRange(_ line: Int, in bytes: [UInt8]) -> Range<Int>? {
    guard line >= 1 else { return nil }
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 1
    var at = start
    while at < bytes.count, number < line {
      if bytes[at] == 0x0D || bytes[at] == 0x0A {
        if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
        number += 1
        start = at + 1
      }
      at += 1
    }
    guard number == line else { return nil }
    let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    return start..<end
  }

  /// The character at `at`, or `nil` for a byte that is not UTF-8, and the bytes it takes.
  private static func scalar(
    _ bytes: [UInt8], _ at: Int, _ end: Int
  ) -> (scalar: Unicode.Scalar?, length: Int) {
    var decoder = UTF8()
    var input = bytes[at..<min(at + 4, end)].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&input) else { return (nil, 1) }
    return (scalar, UTF8.width(scalar))
  }

  private static func badByte(_ byte: UInt8) -> (text: String, width: Int) {
    ("\\x{" + String(byte, radix: 16, uppercase: true) + "}", 6)
  }
}
