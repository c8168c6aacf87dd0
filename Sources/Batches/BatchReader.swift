/// Reads a batch record by record from a source of bytes, in one thread. It holds one chunk of the
/// batch and at most one unfinished record.
package struct BatchReader {
  /// How many bytes are asked from the source at once.
  package static let pieceBytes = ChunkSource.chunkBytes

  private var source: ChunkSource
  private var chunk = BatchChunk()
  private var reader: ChunkReader?

  /// A reader of the bytes that `source` gives. `pieceBytes` changes no result, only the memory used.
  package init(
    format: BatchFormat? = nil, dialect: CSVDialect? = nil, limits: BatchLimits = BatchLimits(),
    pieceBytes: Int = BatchReader.pieceBytes, source: @escaping BatchSource
  ) {
    self.source = ChunkSource(
      format: format, dialect: dialect, limits: limits, chunkBytes: pieceBytes, source: source)
  }

  /// A reader of bytes in memory.
  package init(
    _ bytes: [UInt8], format: BatchFormat? = nil, dialect: CSVDialect? = nil,
    limits: BatchLimits = BatchLimits(), pieceBytes: Int = BatchReader.pieceBytes
  ) {
    var given = 0
    self.init(format: format, dialect: dialect, limits: limits, pieceBytes: pieceBytes) {
      buffer, countMax in
      let count = min(countMax, bytes.count - given)
      buffer.append(contentsOf: bytes[given..<(given + count)])
      given += count
      return count
    }
  }

  /// The format; settled by `readHeader` when none was given.
  package var format: BatchFormat? { source.format }
  /// The dialect of a CSV batch; settled by `readHeader` when none was given.
  package var dialect: CSVDialect? { source.dialect }
  package var limits: BatchLimits { source.limits }
  /// The columns. For CSV those of the header; for JSON the keys of the records read so far.
  package var columns: ColumnTable { reader?.columns ?? source.columns }
  /// How many records have been read.
  package private(set) var recordCount = 0

  /// Opens the batch: refuses what is no text, settles format and dialect and, for CSV, reads the
  /// header into `columns`. Call it once, before `next`.
  package mutating func readHeader() throws(BatchError) -> [HeaderProblem] {
    let problems = try source.readHeader()
    reader = ChunkReader(source)
    return problems
  }

  /// Reads the next record. Returns false at the batch's end.
  package mutating func next(into record: inout Record) throws(BatchError) -> Bool {
    precondition(reader != nil, "readHeader comes before next")
    while true {
      // A span of the stored chunk would borrow all of the reader.
      let bytes = chunk.bytes
      let end = chunk.range.upperBound
      if try reader?.next(bytes.span.extracting(0..<end), into: &record) ?? false {
        recordCount += 1
        return true
      }
      guard try source.next(into: &chunk) else { return false }
      reader?.begin(chunk)
    }
  }
}
