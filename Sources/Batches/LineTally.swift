import Bytes

/// How many records and physical lines end in a part of a batch. It is counted where the batch is cut,
/// sixteen bytes at a time, so that a chunk's records have their numbers before they are read.
package struct LineTally: Sendable, Hashable {
  package internal(set) var rows = 0
  package internal(set) var lines = 0

  package init() {}

  static func - (left: LineTally, right: LineTally) -> LineTally {
    var rest = left
    rest.rows -= right.rows
    rest.lines -= right.lines
    return rest
  }

  /// Steps of sixteen bytes before a lane of eight bits could overflow.
  private static let stepsMax = 255

  // MARK: CSV

  /// Adds what ends in the range, all of it inside or all of it outside quotes. A line ends with LF,
  /// CRLF or CR, and outside quotes a record ends with the first of the line ends behind it: the
  /// others are blank lines. The text begins with a record.
  mutating func addCSV(_ text: Span<UInt8>, _ range: Range<Int>, inQuotes: Bool) {
    var index = range.lowerBound
    if index == 0 && !range.isEmpty {
      // Nothing stands before it, as if a line had ended there.
      if text[0] == CSVByte.lineFeed || text[0] == CSVByte.carriageReturn { lines += 1 }
      index = 1
    }
    while index + 16 <= range.upperBound {
      let end = min(range.upperBound, index + 16 * Self.stepsMax)
      index = addCSVWide(text, index..<end, inQuotes: inQuotes)
    }
    while index < range.upperBound {
      addCSV(text[index], behind: text[index - 1], inQuotes: inQuotes)
      index += 1
    }
  }

  private mutating func addCSV(_ byte: UInt8, behind before: UInt8, inQuotes: Bool) {
    let isReturn = byte == CSVByte.carriageReturn
    guard isReturn || byte == CSVByte.lineFeed else { return }
    let isBehindReturn = before == CSVByte.carriageReturn
    if isReturn || !isBehindReturn { lines += 1 }
    if !inQuotes && !isBehindReturn && before != CSVByte.lineFeed { rows += 1 }
  }

  /// The same for whole steps of sixteen bytes. Returns where the rest begins.
  private mutating func addCSVWide(
    _ text: Span<UInt8>, _ range: Range<Int>, inQuotes: Bool
  ) -> Int {
    let feed = SIMD16(repeating: CSVByte.lineFeed)
    let carriageReturn = SIMD16(repeating: CSVByte.carriageReturn)
    var rowLanes = SIMD16<UInt8>(repeating: 0)
    var lineLanes = rowLanes
    var index = range.lowerBound
    while index + 16 <= range.upperBound {
      let bytes = ByteSearch.wide(text, at: index)
      let before = ByteSearch.wide(text, at: index - 1)
      let feeds = Self.ones(bytes .== feed)
      let returns = Self.ones(bytes .== carriageReturn)
      let returnsBefore = Self.ones(before .== carriageReturn)
      let endsBefore = returnsBefore | Self.ones(before .== feed)
      rowLanes &+= (feeds | returns) & ~endsBefore & 1
      lineLanes &+= (returns | feeds & ~returnsBefore) & 1
      index += 16
    }
    if !inQuotes { rows += Self.sum(rowLanes) }
    lines += Self.sum(lineLanes)
    return index
  }

  // MARK: Lines

  /// Which lines are no records.
  package enum Blank: Sendable {
    /// Those of white space only.
    case whiteSpace
    /// Those of nothing, or of nothing but the CR of their end.
    case empty
  }

  /// Adds the lines that end in the range with LF, and those of them that are records. The text begins
  /// with a line.
  mutating func addLines(_ text: Span<UInt8>, _ range: Range<Int>, blank: Blank) {
    var index = range.lowerBound
    if index == 0 && !range.isEmpty {
      if text[0] == CSVByte.lineFeed { lines += 1 }
      index = 1
    }
    while index + 16 <= range.upperBound {
      let end = min(range.upperBound, index + 16 * Self.stepsMax)
      index = addLinesWide(text, index..<end, blank)
    }
    while index < range.upperBound {
      if text[index] == CSVByte.lineFeed {
        lines += 1
        if !Self.isBlank(text, lineEnd: index, blank) { rows += 1 }
      }
      index += 1
    }
  }

  private mutating func addLinesWide(
    _ text: Span<UInt8>, _ range: Range<Int>, _ blank: Blank
  ) -> Int {
    let feed = SIMD16(repeating: CSVByte.lineFeed)
    let space = SIMD16(repeating: UInt8(ascii: " "))
    var lineLanes = SIMD16<UInt8>(repeating: 0)
    var index = range.lowerBound
    while index + 16 <= range.upperBound {
      let feeds = Self.ones(ByteSearch.wide(text, at: index) .== feed)
      lineLanes &+= feeds & 1
      // Such a line may be blank: it ends in white space, which is rare but for CRLF.
      let doubtful = feeds & Self.ones(ByteSearch.wide(text, at: index - 1) .<= space)
      let words = Self.words(doubtful)
      if words.low | words.high != 0 { removeBlank(text, index, words.low, words.high, blank) }
      index += 16
    }
    let count = Self.sum(lineLanes)
    lines += count
    rows += count
    return index
  }

  /// Takes back, of sixteen bytes, those line ends among the marked ones whose lines are blank.
  private mutating func removeBlank(
    _ text: Span<UInt8>, _ start: Int, _ low: UInt64, _ high: UInt64, _ blank: Blank
  ) {
    for (word, base) in [(low, start), (high, start + 8)] {
      var left = word
      while left != 0 {
        let place = left.trailingZeroBitCount / 8
        left &= ~(0xFF << UInt64(place * 8))
        if Self.isBlank(text, lineEnd: base + place, blank) { rows -= 1 }
      }
    }
  }

  private static func isBlank(_ text: Span<UInt8>, lineEnd: Int, _ blank: Blank) -> Bool {
    var index = lineEnd
    if blank == .empty {
      if index > 0 && text[index - 1] == CSVByte.carriageReturn { index -= 1 }
      return index == 0 || text[index - 1] == CSVByte.lineFeed
    }
    while index > 0 && text[index - 1] != CSVByte.lineFeed {
      index -= 1
      if !JSONReader.isBlank(text[index]) { return false }
    }
    return true
  }

  // MARK: Lanes

  /// A lane mask as bytes: 255 where it is true.
  @inline(__always)
  private static func ones(_ mask: SIMDMask<SIMD16<Int8>>) -> SIMD16<UInt8> {
    // A true lane is a byte of ones; both types are the same 16 bytes.
    unsafe unsafeBitCast(mask, to: SIMD16<UInt8>.self)
  }

  @inline(__always)
  private static func words(_ lanes: SIMD16<UInt8>) -> (low: UInt64, high: UInt64) {
    // Every bit pattern is an integer; both types are the same 16 bytes.
    let halves = unsafe unsafeBitCast(lanes, to: SIMD2<UInt64>.self)
    return (UInt64(littleEndian: halves[0]), UInt64(littleEndian: halves[1]))
  }

  @inline(__always)
  private static func sum(_ lanes: SIMD16<UInt8>) -> Int {
    let (low, high) = words(lanes)
    return sum(low) + sum(high)
  }

  /// The sum of a word's eight bytes: in pairs first, then by one multiplication.
  private static func sum(_ word: UInt64) -> Int {
    let even: UInt64 = 0x00FF_00FF_00FF_00FF
    let pairs = (word & even) + (word >> 8 & even)
    return Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) >> 48)
  }
}
