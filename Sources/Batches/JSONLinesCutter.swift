/// Finds where whole lines end in a growing buffer.
package struct JSONLinesCutter: Sendable {
  private var scanned = 0

  package init() {}

  /// The end of the last whole line, 0 when there is none yet. `isLast` says that nothing follows
  /// the buffer, so that all of it is whole.
  package mutating func cut(_ buffer: Span<UInt8>, isLast: Bool) -> Int {
    if isLast { return buffer.count }
    var index = buffer.count
    while index > scanned {
      if buffer[index - 1] == CSVByte.lineFeed { return index }
      index -= 1
    }
    scanned = buffer.count
    return 0
  }

  /// Says that the buffer's first `count` bytes have been removed.
  package mutating func removed(_ count: Int) {
    scanned = max(0, scanned - count)
  }
}
