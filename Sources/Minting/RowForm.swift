package import Batches

/// How the rows of a batch stand in it: with this, one of them can be read by itself.
package struct RowForm: Sendable {
  package let format: BatchFormat
  package let dialect: CSVDialect
  /// For CSV those of the header; for JSON every key that the rows have.
  package let columns: ColumnTable

  package init(format: BatchFormat, dialect: CSVDialect, columns: ColumnTable) {
    self.format = format
    self.dialect = dialect
    self.columns = columns
  }
}

/// A row as it stood in its batch.
package struct StoredRow: Sendable, Hashable {
  /// The original bytes, without their line end.
  package var bytes: [UInt8]
  /// The 1-based number of the row, and the 1-based line on which it begins.
  package var row: Int
  package var line: Int

  package init(bytes: [UInt8], row: Int, line: Int) {
    self.bytes = bytes
    self.row = row
    self.line = line
  }

  /// The original bytes of a record that has been read.
  package init(_ record: borrowing Record) {
    self.init(bytes: Array(record.bytes[record.raw]), row: record.row, line: record.line)
  }
}
