import Bytes

/// One record of a batch. Give the same one to each read: it keeps its storage.
package struct Record: Sendable {
  /// The record's original bytes, followed by what had to be decoded: `Field.range` points in here.
  package internal(set) var bytes: [UInt8] = []
  /// The fields by column index, as many as the column table has.
  package internal(set) var fields: [Field] = []
  /// The 1-based number of the record; a header is not counted.
  package internal(set) var row = 0
  /// The 1-based physical line on which the record begins.
  package internal(set) var line = 0
  /// The place of the original bytes, without their line end, in the chunk.
  package internal(set) var rawRange = 0..<0
  /// What is wrong with the record, in order of discovery.
  package internal(set) var problems: [RecordProblem] = []
  /// The cells behind the last column of a CSV row that is too long; at most
  /// `BatchLimits.columnsMax` of them.
  package internal(set) var extraCells: [Field] = []

  /// Whether the record is longer than `BatchLimits.recordBytesMax`: the batch is then to be refused
  /// with `BatchError.recordTooLong`. Of a JSON record nothing but the original bytes is there.
  package internal(set) var isTooLong = false

  package init() {}

  /// The place of the record's original bytes, without their line end, in `bytes`.
  package var raw: Range<Int> { 0..<rawRange.count }

  /// Starts a new record.
  mutating func begin(row: Int, line: Int) {
    bytes.removeAll(keepingCapacity: true)
    problems.removeAll(keepingCapacity: true)
    extraCells.removeAll(keepingCapacity: true)
    isTooLong = false
    self.row = row
    self.line = line
  }

  /// Makes all fields absent, for a table of `count` columns.
  mutating func clearFields(count: Int) {
    fields.removeAll(keepingCapacity: true)
    fields.append(contentsOf: repeatElement(.absent, count: count))
  }

  /// Adds a problem, unless there are `max` already.
  mutating func add(_ problem: RecordProblem, max: Int) {
    if problems.count < max { problems.append(problem) }
  }

  /// Appends the original bytes, which stand first.
  mutating func appendRaw(_ chunk: Span<UInt8>, _ range: Range<Int>) {
    rawRange = range
    JSONWriter.appendRaw(chunk.extracting(range), to: &bytes)
  }

  // MARK: Values from elsewhere

  /// Adds absent fields for columns that stand behind those of the batch.
  package mutating func addFields(upTo count: Int) {
    while fields.count < count { fields.append(.absent) }
  }

  /// Puts a text in the place of a column's value.
  package mutating func setString(_ text: [UInt8], at column: Int) {
    let start = bytes.count
    bytes += text
    fields[column] = text.isEmpty ? .absent : Field(.string, start..<bytes.count)
  }
}
