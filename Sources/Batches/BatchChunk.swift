/// A part of a batch that holds whole records only, and where it stands in the batch. Give the same
/// one to each read: it keeps its storage.
package struct BatchChunk: Sendable {
  /// The chunk's bytes, with others around them.
  package var bytes: [UInt8] = []
  /// The place of the records in `bytes`.
  package internal(set) var range = 0..<0
  /// How many records stand before it.
  package internal(set) var rowsBefore = 0
  /// The physical line on which it begins, from 1 on.
  package internal(set) var line = 1

  package init() {}
}
