import Bytes

/// Finds where whole elements of a JSON array end in a growing buffer that begins behind its `[`.
package struct JSONArrayCutter: Sendable {
  private enum Phase { case beforeElement, inElement, afterArray }

  private var phase = Phase.beforeElement
  private var scanned = 0
  private var lastEnd = 0
  private var element = JSONElementScanner()
  /// How many elements end before the last whole element's end.
  package private(set) var elementCount = 0
  /// What is wrong with the array, and where in the buffer; all before it is whole.
  package private(set) var fault: (kind: BatchError.ArrayFault, offset: Int)?

  package init() {}

  /// Whether the array has been closed, so that only white space may follow.
  package var isClosed: Bool { phase == .afterArray }

  /// The end of the last whole element with its comma, 0 when there is none yet. `isLast` says that
  /// nothing follows the buffer.
  package mutating func cut(_ buffer: Span<UInt8>, isLast: Bool) -> Int {
    while fault == nil && scanned < buffer.count {
      switch phase {
      case .beforeElement: beginElement(buffer)
      case .inElement: endElement(buffer)
      case .afterArray:
        scanned = JSONReader.skipBlank(buffer, from: scanned)
        if scanned < buffer.count { fault = (.trailingText, scanned) }
      }
    }
    if isLast && fault == nil && phase != .afterArray {
      fault = (.notClosed, JSONReader.skipBlank(buffer, from: lastEnd))
    }
    return lastEnd
  }

  /// Says that the buffer's first `count` bytes have been removed.
  package mutating func removed(_ count: Int) {
    scanned = max(0, scanned - count)
    lastEnd = max(0, lastEnd - count)
    elementCount = 0
    fault?.offset -= count
  }

  private mutating func beginElement(_ buffer: Span<UInt8>) {
    scanned = JSONReader.skipBlank(buffer, from: scanned)
    guard scanned < buffer.count else { return }
    switch buffer[scanned] {
    case UInt8(ascii: "]"): fault = (.trailingComma, scanned)
    case UInt8(ascii: ","): fault = (.missingElement, scanned)
    default:
      element = JSONElementScanner()
      phase = .inElement
    }
  }

  private mutating func endElement(_ buffer: Span<UInt8>) {
    guard let end = element.end(in: buffer, scanned..<buffer.count) else {
      scanned = buffer.count
      return
    }
    elementCount += 1
    let isComma = buffer[end] == UInt8(ascii: ",")
    lastEnd = isComma ? end + 1 : end
    phase = isComma ? .beforeElement : .afterArray
    scanned = end + 1
  }
}
