/// Finds where whole CSV records end in a growing buffer that begins with a record.
///
/// It knows quotes as the reader does: one opens a quoted cell only where a cell begins.
package struct CSVCutter: Sendable {
  private let delimiter: UInt8
  /// All before this offset has been looked at.
  private var scanned = 0
  private var inQuotes = false
  /// The end of the last whole record before `scanned`.
  private var lastEnd = 0
  /// What ends before `scanned`.
  private var scannedTally = LineTally()
  /// What ends before the end of the last whole record.
  package private(set) var tally = LineTally()

  package init(dialect: CSVDialect) {
    delimiter = dialect.delimiter
  }

  /// The end of the last whole record, 0 when there is none yet. `isLast` says that nothing follows
  /// the buffer, so that all of it is whole.
  package mutating func cut(_ buffer: Span<UInt8>, isLast: Bool) -> Int {
    if isLast { return buffer.count }
    while scanned < buffer.count {
      let everything = scanned..<buffer.count
      let quote = ByteSearch.first(CSVByte.quote, in: buffer, everything)
      if inQuotes {
        scannedTally.addCSV(buffer, scanned..<quote, inQuotes: true)
        // A quote at the very end may be the first half of a doubled one.
        guard quote + 1 < buffer.count else {
          scanned = quote
          break
        }
        let isDoubled = buffer[quote + 1] == CSVByte.quote
        scanned = quote + (isDoubled ? 2 : 1)
        inQuotes = isDoubled
      } else {
        // A CR at the very end may be the first half of a CRLF.
        let isHalf = quote == buffer.count && buffer[quote - 1] == CSVByte.carriageReturn
        let end = isHalf ? quote - 1 : quote
        scannedTally.addCSV(buffer, scanned..<end, inQuotes: false)
        noteLineEnd(buffer, in: scanned..<end)
        if quote == buffer.count {
          scanned = end
          break
        }
        inQuotes = opensCell(buffer, at: quote)
        scanned = quote + 1
      }
    }
    return lastEnd
  }

  /// Says that the buffer's first `count` bytes, which were whole records, have been removed.
  package mutating func removed(_ count: Int) {
    scanned = max(0, scanned - count)
    lastEnd = max(0, lastEnd - count)
    scannedTally = scannedTally - tally
    tally = LineTally()
  }

  /// Leaves the header, which ends on that many lines, out of the tally.
  mutating func forgetHeader(lines: Int) {
    var header = LineTally()
    header.rows = 1
    header.lines = lines
    scannedTally = scannedTally - header
    tally = tally - header
  }

  private func opensCell(_ buffer: Span<UInt8>, at quote: Int) -> Bool {
    if quote == 0 { return true }
    let before = buffer[quote - 1]
    return before == delimiter || before == CSVByte.lineFeed || before == CSVByte.carriageReturn
  }

  private mutating func noteLineEnd(_ buffer: Span<UInt8>, in range: Range<Int>) {
    var index = range.upperBound
    while index > range.lowerBound {
      index -= 1
      let byte = buffer[index]
      if byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn {
        lastEnd = index + 1
        // No line ends between here and the end of the range.
        tally = scannedTally
        return
      }
    }
  }
}
