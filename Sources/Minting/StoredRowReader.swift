package import Batches

/// Reads rows that were taken out of their batch as they were read in it.
package struct StoredRowReader {
  private let columns: ColumnTable
  private var reader: ChunkReader
  private var chunk = BatchChunk()

  package init(_ form: RowForm) {
    columns = form.columns
    reader = ChunkReader(
      format: form.format, dialect: form.dialect, limits: BatchLimits(), columns: form.columns)
  }

  /// Reads the row into a record, whose storage is used again.
  package mutating func read(_ row: StoredRow, into record: inout Record) {
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
  }
}
