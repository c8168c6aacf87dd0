/// Reads the records of chunks. One per worker: it reuses its storage, and it knows the columns of the
/// chunks that it has read.
package struct ChunkReader {
  /// The columns. For CSV those of the header; for JSON the keys of the records read so far, and
  /// those that somebody else has met.
  package private(set) var columns: ColumnTable
  /// Where the next record is looked for, and the number of records before it.
  package private(set) var place = Place()

  package let format: BatchFormat
  package let dialect: CSVDialect
  package let limits: BatchLimits
  private var csv: CSVChunkReader
  private var json: JSONChunkReader

  /// A place between two records of a chunk, to which a reader can return.
  package struct Place: Sendable, Hashable {
    /// The offset in the chunk's bytes.
    package var position = 0
    package var row = 0
    package var line = 1

    package init() {}
  }

  /// A reader of the chunks of a source whose header has been read.
  package init(_ source: borrowing ChunkSource) {
    self.init(
      format: source.format ?? .csv, dialect: source.dialect ?? .comma, limits: source.limits,
      columns: source.columns)
  }

  package init(
    format: BatchFormat, dialect: CSVDialect, limits: BatchLimits, columns: ColumnTable
  ) {
    self.format = format
    self.dialect = dialect
    self.limits = limits
    self.columns = columns
    csv = CSVChunkReader(dialect: dialect, limits: limits)
    json = JSONChunkReader(limits: limits)
  }

  /// Goes to the chunk's first record.
  package mutating func begin(_ chunk: borrowing BatchChunk) {
    var place = Place()
    place.position = chunk.range.lowerBound
    place.row = chunk.rowsBefore
    place.line = chunk.line
    go(to: place)
  }

  /// Goes to a place where it was before in the same chunk.
  package mutating func go(to place: Place) {
    self.place = place
    csv.row = place.row
    csv.line = place.line
    json.row = place.row
    json.line = place.line
    json.forgetRows()
  }

  /// Goes on behind records that somebody else has read.
  package mutating func skip(to position: Int, rows: Int, lines: Int) {
    place.position = position
    place.row += rows
    place.line += lines
    csv.row = place.row
    csv.line = place.line
    json.row = place.row
    json.line = place.line
  }

  /// Takes over a table that begins with the columns known here, or that is where it stood earlier.
  package mutating func take(_ columns: ColumnTable) {
    self.columns = columns
    json.forgetOrder()
  }

  /// Reads the next record. Returns false at the chunk's end.
  ///
  /// - Parameter bytes: the chunk's bytes up to the end of its records.
  /// - Throws: `recordTooLong` only.
  package mutating func next(
    _ bytes: Span<UInt8>, into record: inout Record
  ) throws(BatchError) -> Bool {
    let isThere: Bool
    switch format {
    case .json:
      isThere = json.nextElement(bytes, at: &place.position, columns: &columns, into: &record)
      place.row = json.row
      place.line = json.line
    case .jsonl:
      isThere = json.nextLine(bytes, at: &place.position, columns: &columns, into: &record)
      place.row = json.row
      place.line = json.line
    case .csv:
      isThere = csv.next(bytes, at: &place.position, columns: columns.count, into: &record)
      place.row = csv.row
      place.line = csv.line
    }
    if isThere && record.isTooLong {
      throw .recordTooLong(line: record.line, max: limits.recordBytesMax)
    }
    return isThere
  }
}

extension JSONChunkReader {
  /// Forgets which record last had which key, as records are read again under the same numbers.
  mutating func forgetRows() { lastRow.removeAll(keepingCapacity: true) }

  /// Forgets in which order the last record had its keys, which may not be there any more.
  mutating func forgetOrder() { order.removeAll(keepingCapacity: true) }
}
