import Bytes

/// Reads the records of a chunk that holds whole JSON records only: either lines, or elements of an
/// array each followed by its comma.
package struct JSONChunkReader: Sendable {
  /// The number of records read so far; the next one's number is one more.
  package var row = 0
  /// The physical line of the next byte to read.
  package var line = 1
  let limits: BatchLimits
  var reader: JSONReader
  /// The columns of the last record's members in their order: most records repeat it.
  var order: [Int] = []
  /// For each column, the last record that had it.
  var lastRow: [Int] = []
  var name: [UInt8] = []
  /// The column whose value is being read, for problems.
  var currentColumn: Int?

  package init(limits: BatchLimits) {
    self.limits = limits
    // The record itself is the first level.
    reader = JSONReader(
      limits: JSONLimits(depthMax: limits.depthMax - 1, membersMax: limits.membersMax))
  }

  /// Reads the record on the line at `position`, skipping blank lines, and moves it behind the line.
  /// New keys are added to `columns`. Returns false at the chunk's end.
  package mutating func nextLine(
    _ chunk: Span<UInt8>, at position: inout Int, columns: inout ColumnTable,
    into record: inout Record
  ) -> Bool {
    while position < chunk.count {
      let end = ByteSearch.first(CSVByte.lineFeed, in: chunk, position..<chunk.count)
      // Within the line: a run of blank lines is passed once, not once for each of them.
      let start =
        position + JSONReader.skipBlank(chunk.extracting(position..<end), from: 0)
      let hasReturn = end > position && chunk[end - 1] == CSVByte.carriageReturn
      let extent = end - position - (hasReturn ? 1 : 0)
      let lineNumber = line
      if end < chunk.count { line += 1 }
      position = min(end + 1, chunk.count)
      if start == end { continue }
      begin(chunk, start..<end, line: lineNumber, columns.count, &record)
      record.isTooLong = extent > limits.recordBytesMax
      readText(chunk, behind: .end, &columns, &record)
      return true
    }
    return false
  }

  /// Reads the array's element at `position` and moves it behind the element's comma. New keys are
  /// added to `columns`. Returns false at the chunk's end.
  package mutating func nextElement(
    _ chunk: Span<UInt8>, at position: inout Int, columns: inout ColumnTable,
    into record: inout Record
  ) -> Bool {
    let start = JSONReader.skipBlank(chunk, from: position)
    line += ByteSearch.count(CSVByte.lineFeed, in: chunk, position..<start)
    position = start
    guard start < chunk.count else { return false }
    var scanner = JSONElementScanner()
    let end = scanner.end(in: chunk, start..<chunk.count) ?? chunk.count
    begin(chunk, start..<end, line: line, columns.count, &record)
    record.isTooLong = end - start > limits.recordBytesMax
    readText(chunk, behind: .commaOrBracket, &columns, &record)
    line += ByteSearch.count(CSVByte.lineFeed, in: chunk, start..<end)
    position = min(end + 1, chunk.count)
    return true
  }

  /// Starts the record that stands in `range`, white space at its end left out.
  private mutating func begin(
    _ chunk: Span<UInt8>, _ range: Range<Int>, line: Int, _ columnCount: Int, _ record: inout Record
  ) {
    row += 1
    record.begin(row: row, line: line)
    record.clearFields(count: columnCount)
    var end = range.upperBound
    while end > range.lowerBound && JSONReader.isBlank(chunk[end - 1]) { end -= 1 }
    record.appendRaw(chunk, range.lowerBound..<end)
  }

  /// Reads the record's text, unless it is too long; `expectation` says what has to stand behind it.
  private mutating func readText(
    _ chunk: Span<UInt8>, behind expectation: JSONProblem.Expectation,
    _ columns: inout ColumnTable, _ record: inout Record
  ) {
    if record.isTooLong { return }
    let text = chunk.extracting(record.rawRange)
    do throws(JSONProblem) {
      let end = try readRecord(text, &columns, &record)
      if end != text.count { throw JSONReader.unexpected(text, at: end, expectation) }
    } catch {
      add(error, in: text, &record)
    }
  }

  /// Adds the problem that ended the reading of a record's text.
  private func add(_ problem: JSONProblem, in text: Span<UInt8>, _ record: inout Record) {
    let offset = min(problem.offset, text.count)
    let line = record.line + ByteSearch.count(CSVByte.lineFeed, in: text, 0..<offset)
    var lineStart = offset
    while lineStart > 0 && text[lineStart - 1] != CSVByte.lineFeed { lineStart -= 1 }
    let kind = RecordProblem.Kind.json(problem.kind, column: offset - lineStart + 1)
    record.add(
      RecordProblem(kind, column: currentColumn, line: line), max: limits.problemsMax)
  }
}
