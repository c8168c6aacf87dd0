/// Finds where whole lines, which end with LF, end in a growing buffer.
package struct LineCutter: Sendable {
  private let blank: LineTally.Blank
  private var scanned = 0
  /// What ends before the last whole line's end.
  package private(set) var tally = LineTally()

  /// - Parameter blank: which lines are no records.
  package init(_ blank: LineTally.Blank) { self.blank = blank }

  /// The end of the last whole line, 0 when there is none yet. `isLast` says that nothing follows
  /// the buffer, so that all of it is whole.
  package mutating func cut(_ buffer: Span<UInt8>, isLast: Bool) -> Int {
    if isLast { return buffer.count }
    var index = buffer.count
    while index > scanned {
      if buffer[index - 1] == CSVByte.lineFeed {
        tally = LineTally()
        tally.addLines(buffer, 0..<index, blank: blank)
        return index
      }
      index -= 1
    }
    scanned = buffer.count
    return 0
  }

  /// Says that the buffer's first `count` bytes, which were whole lines, have been removed.
  package mutating func removed(_ count: Int) {
    scanned = max(0, scanned - count)
    tally = LineTally()
  }
}
