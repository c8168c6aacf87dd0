import Bytes
import CScan

/// A part of a batch that holds whole records only, and where it stands in the batch. Give the same
/// one to each read: it keeps its storage.
package struct BatchChunk: Sendable {
  /// How far its storage reaches behind its bytes.
  package static let slack = scan_slack

  /// The chunk's bytes, with others around them.
  package var bytes: [UInt8] = []
  /// The place of the records in `bytes`.
  package internal(set) var range = 0..<0
  /// How many records stand before it.
  package internal(set) var rowsBefore = 0
  /// The physical line on which it begins, from 1 on.
  package internal(set) var line = 1

  package init() {}

  /// Says where the chunk stands in the batch.
  package mutating func begin(rowsBefore: Int, line: Int) {
    self.rowsBefore = rowsBefore
    self.line = line
  }

  /// Takes over the buffer, of which the bytes up to `end` are the chunk's, and leaves the others in one
  /// of its own. `start` is where the chunk's bytes begin.
  package mutating func take(_ buffer: inout [UInt8], from start: Int = 0, upTo end: Int) {
    range = start..<end
    bytes.removeAll(keepingCapacity: true)
    JSONWriter.appendRaw(buffer.span.extracting(end..<buffer.count), to: &bytes)
    swap(&bytes, &buffer)
    // Readers of many bytes at once look behind the end.
    if bytes.capacity < bytes.count + Self.slack {
      bytes.reserveCapacity(bytes.count + Self.slack)
    }
  }
}
