import Bytes
package import CScan

/// Reads CSV rows in which all is as it should be, without copying them: the fields point into the
/// chunk. What is not so plain is left to ``CSVChunkReader``.
@safe package struct PlainCSVReader: ~Copyable {
  /// Longer rows are left to the other reader.
  package static let rowBytesMax = 1 << 16

  /// Whether the last row has no byte beyond ASCII.
  package private(set) var isASCII = true
  private let delimiter: UInt8
  private let fieldBytesMax: Int
  /// The 64 bytes that are marked, by their offset, and their marks.
  private var block = -1
  private var special: UInt64 = 0
  private var odd: UInt64 = 0
  /// Texts of cells with doubled quotes.
  private let decoded: UnsafeMutablePointer<UInt8>
  private var decodedCount = 0

  package init(delimiter: UInt8, fieldBytesMax: Int) {
    self.delimiter = delimiter
    self.fieldBytesMax = fieldBytesMax
    unsafe decoded = .allocate(capacity: Self.rowBytesMax + scan_slack)
  }

  deinit { unsafe decoded.deallocate() }

  /// Says that the next row stands in another chunk.
  package mutating func begin() { block = -1 }

  /// Reads the row at `position` into `columns` fields and moves behind its line end.
  ///
  /// - Parameter text: the chunk, behind whose end ``scan_slack`` bytes may be read.
  /// - Returns: false, with `position` as it was, where the row is not plain or not there.
  package mutating func next(
    _ text: UnsafePointer<UInt8>, _ count: Int, at position: inout Int, columns: Int,
    into fields: UnsafeMutablePointer<scan_field>
  ) -> Bool {
    decodedCount = 0
    var marks = unsafe RowMarks(self, text, count, from: position)
    defer { (block, special, odd) = (marks.block, marks.special, marks.odd) }
    var start = position
    var column = 0
    while true {
      var end = unsafe marks.next(text)
      guard end >= 0 else { return false }
      var cell = start..<end
      var isDoubled = false
      if unsafe text[end] == CSVByte.quote {
        guard end == start, let closed = unsafe marks.closeQuote(text, end) else { return false }
        cell = (start + 1)..<closed.quote
        isDoubled = closed.isDoubled
        end = closed.quote + 1
      }
      guard column < columns else { return false }
      unsafe put(text, cell, isDoubled, &fields[column])
      column += 1
      if unsafe text[end] == delimiter {
        start = end + 1
        continue
      }
      let isPair = unsafe text[end] == CSVByte.carriageReturn
      // A NUL is marked, too, and a lone CR ends a row: neither is plain.
      guard unsafe text[isPair ? end + 1 : end] == CSVByte.lineFeed, end < count else {
        return false
      }
      guard column == columns, end > position, unsafe isPlain(text, &marks, position..<end) else {
        return false
      }
      guard marks.isWell else { return false }
      isASCII = marks.isASCII
      position = end + (isPair ? 2 : 1)
      return true
    }
  }

  @inline(__always)
  private func isPlain(
    _ text: UnsafePointer<UInt8>, _ marks: inout RowMarks, _ row: Range<Int>
  ) -> Bool {
    unsafe marks.finish(text, row.upperBound)
    return row.count <= min(Self.rowBytesMax, fieldBytesMax)
  }

  private mutating func put(
    _ text: UnsafePointer<UInt8>, _ cell: Range<Int>, _ isDoubled: Bool,
    _ field: inout scan_field
  ) {
    guard isDoubled else {
      unsafe field = scan_field(
        bytes: text + cell.lowerBound, count: UInt32(truncatingIfNeeded: cell.count),
        kind: cell.isEmpty ? 0 : 1)
      return
    }
    let start = decodedCount
    var index = cell.lowerBound
    while index < cell.upperBound {
      let byte = unsafe text[index]
      unsafe decoded[decodedCount] = byte
      decodedCount += 1
      // The second quote of a pair is left out.
      index += byte == CSVByte.quote ? 2 : 1
    }
    unsafe field = scan_field(
      bytes: decoded + start, count: UInt32(truncatingIfNeeded: decodedCount - start), kind: 1)
  }

  /// The marks of the row that is being read.
  struct RowMarks {
    var block: Int
    var special: UInt64
    var odd: UInt64
    var isASCII = true
    /// Whether all characters so far are well-formed, and where the last one ends.
    private(set) var isWell = true
    private var wellEnd = 0
    private var rest: UInt64
    private var oddRest: UInt64
    private let count: Int
    private let delimiter: UInt8

    @inline(__always)
    init(
      _ reader: borrowing PlainCSVReader, _ text: UnsafePointer<UInt8>, _ count: Int,
      from position: Int
    ) {
      self.count = count
      delimiter = reader.delimiter
      (block, special, odd) = (reader.block, reader.special, reader.odd)
      rest = 0
      oddRest = 0
      if block != position & ~63 { unsafe mark(text, position & ~63) }
      rest = special & (~0 &<< UInt64(position & 63))
      oddRest = odd & (~0 &<< UInt64(position & 63))
    }

    @inline(__always)
    private mutating func mark(_ text: UnsafePointer<UInt8>, _ place: Int) {
      block = place
      let marks = unsafe scan_csv(text + place, delimiter)
      special = marks.special
      odd = marks.odd
    }

    /// The next delimiter, quote or line end; -1 at the chunk's end.
    @inline(__always)
    mutating func next(_ text: UnsafePointer<UInt8>) -> Int {
      while rest == 0 {
        if oddRest != 0 { unsafe checkText(text) }
        guard block + 64 < count else { return -1 }
        unsafe mark(text, block + 64)
        rest = special
        oddRest = odd
      }
      let place = block + rest.trailingZeroBitCount
      rest &= rest &- 1
      return place < count ? place : -1
    }

    /// The quote that closes the cell which `quote` opens, where the cell ends behind it; nil where
    /// the cell is not plain.
    mutating func closeQuote(
      _ text: UnsafePointer<UInt8>, _ quote: Int
    ) -> (quote: Int, isDoubled: Bool)? {
      var isDoubled = false
      while true {
        let place = unsafe next(text)
        guard place >= 0 else { return nil }
        let byte = unsafe text[place]
        if byte == delimiter { continue }
        guard byte == CSVByte.quote, place + 1 < count else { return nil }
        let behind = unsafe next(text)
        guard behind == place + 1 else { return nil }
        guard unsafe text[behind] == CSVByte.quote else { return (place, isDoubled) }
        isDoubled = true
      }
    }

    /// Says that the row ends at `end`.
    @inline(__always)
    mutating func finish(_ text: UnsafePointer<UInt8>, _ end: Int) {
      let bit = end - block
      if bit < 64 { oddRest &= (1 &<< UInt64(max(bit, 0))) &- 1 }
      if oddRest != 0 { unsafe checkText(text) }
      if wellEnd > end { isWell = false }
    }

    /// Checks the characters beyond ASCII of which the marked bytes are.
    private mutating func checkText(_ text: UnsafePointer<UInt8>) {
      isASCII = false
      let bytes = unsafe UnsafeBufferPointer(start: text, count: count).span
      while oddRest != 0 {
        let place = block + oddRest.trailingZeroBitCount
        oddRest &= oddRest &- 1
        // Behind the chunk's end stands anything.
        if place >= count { return }
        if place < wellEnd { continue }
        let length = UTF8Bytes.sequenceLength(bytes, at: place)
        if length == 0 {
          isWell = false
          return
        }
        wellEnd = place + length
      }
    }
  }
}
