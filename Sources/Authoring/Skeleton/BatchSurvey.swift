package import Batches
import Schemas

/// What the first rows of a batch show of its columns.
package struct BatchSurvey {
  /// How many rows are looked at where nobody says.
  package static let rowsDefault = 100
  /// How many rows may be looked at: unique values are told apart in memory.
  package static let rowsMax = 100_000

  private(set) var columns: [ColumnEvidence] = []
  /// Rows that were looked at, and rows among them that could not be read.
  private(set) var rowCount = 0
  private(set) var unreadableCount = 0
  /// Whether the batch has more rows.
  private(set) var hasMore = false
  package private(set) var isJSON = false
  /// What is wrong with the header of a CSV batch, in sentences.
  package private(set) var headerProblems: [String] = []

  /// A survey of no batch at all.
  package init() {}

  /// Reads the header and at most `rows` rows, or as many as ``rowsMax``.
  ///
  /// - Throws: `BatchError` where the batch cannot be read that far.
  package init(_ reader: inout BatchReader, rows: Int) throws(BatchError) {
    headerProblems = try reader.readHeader().map(\.message)
    isJSON = reader.format != .csv
    var record = Record()
    addColumns(reader.columns)
    while try reader.next(into: &record) {
      guard rowCount < min(rows, Self.rowsMax) else {
        hasMore = true
        break
      }
      addColumns(reader.columns)
      rowCount += 1
      add(record)
    }
  }

  private mutating func addColumns(_ table: ColumnTable) {
    while columns.count < table.count {
      columns.append(ColumnEvidence(name: table.name(columns.count)))
    }
  }

  private mutating func add(_ record: Record) {
    guard record.problems.isEmpty else {
      unreadableCount += 1
      return
    }
    for index in columns.indices where index < record.fields.count {
      columns[index].add(record.fields[index], of: record)
    }
  }

  /// Whether there are rows, and none of them can be read: nothing is known of any column.
  package var isUnreadable: Bool { rowCount > 0 && unreadableCount == rowCount && columns.isEmpty }

  /// Rows that were read.
  var readableCount: Int { rowCount - unreadableCount }

  /// Whether data, and no names, seem to stand in the header or in the keys: an address is among
  /// the names, or half of them are numbers.
  package var headerLooksLikeData: Bool {
    let numbers = columns.count { column in
      !column.name.isEmpty && column.name.allSatisfy { (0x30...0x39).contains($0) }
    }
    return numbers > 0 && numbers * 2 >= columns.count
      || columns.contains { Format.idnEmail.accepts($0.name.span) }
  }
}
