package import Batches

/// Reads rows that were taken out of their batch as they were read in it.
package struct StoredRowReader {
  private let columns: ColumnTable
  private var reader: ChunkReader
  private var chunk = BatchChunk()
  private var record = Record()

  package init(_ form: RowForm) {
    columns = form.columns
    reader = ChunkReader(
      format: form.format, dialect: form.dialect, limits: BatchLimits(), columns: form.columns)
  }

  /// The row as a record, which is used again for the next one.
  package mutating func read(_ row: StoredRow) -> Record {
    var bytes = row.bytes
    if reader.format == .csv { bytes.append(0x0A) }
    let end = bytes.count
    chunk.begin(rowsBefore: row.row - 1, line: row.line)
    chunk.take(&bytes, upTo: end)
    reader.take(columns)
    reader.begin(chunk)
    let text = chunk.bytes
    let isThere = (try? reader.next(text.span, into: &record)) ?? false
    precondition(
      isThere && reader.columns.count == columns.count,
      "A row that was read once can be read again.")
    return record
  }
}
