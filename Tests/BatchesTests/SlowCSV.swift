import Batches

/// CSV read byte by byte over the whole text: slow, and plain enough to be seen to be right.
struct SlowCSV {
  struct Row {
    var line: Int
    var raw: Range<Int>
    var cells: [[UInt8]]
    var problems: [RecordProblem] = []
  }

  private let text: [UInt8]
  private let delimiter: UInt8
  private let fieldBytesMax: Int
  private var index = 0
  private var line = 1

  static func rows(_ text: [UInt8], delimiter: UInt8, fieldBytesMax: Int) -> [Row] {
    var reader = SlowCSV(text: text, delimiter: delimiter, fieldBytesMax: fieldBytesMax)
    var rows: [Row] = []
    while let row = reader.row(columns: rows.first?.cells.count) { rows.append(row) }
    return rows
  }

  private init(text: [UInt8], delimiter: UInt8, fieldBytesMax: Int) {
    self.text = text
    self.delimiter = delimiter
    self.fieldBytesMax = fieldBytesMax
  }

  private func byte(_ index: Int) -> UInt8? { index < text.count ? text[index] : nil }

  private func isLineEnd(_ byte: UInt8?) -> Bool { byte == 0x0A || byte == 0x0D }

  private mutating func takeLineEnd() {
    index += byte(index) == 0x0D && byte(index + 1) == 0x0A ? 2 : 1
    line += 1
  }

  private mutating func row(columns: Int?) -> Row? {
    while isLineEnd(byte(index)) { takeLineEnd() }
    if index == text.count { return nil }
    let start = index
    var row = Row(line: line, raw: 0..<0, cells: [])
    while true {
      let cellLine = line
      let column = row.cells.count < columns ?? Int.max ? row.cells.count : nil
      let (cell, kind) = self.cell()
      if let kind { row.problems.append(RecordProblem(kind, column: column, line: cellLine)) }
      if cell.count > fieldBytesMax {
        let kind = RecordProblem.Kind.fieldTooLong(bytes: cell.count, max: fieldBytesMax)
        row.problems.append(RecordProblem(kind, column: column, line: cellLine))
      }
      row.cells.append(cell)
      guard byte(index) == delimiter else { break }
      index += 1
    }
    row.raw = start..<index
    if index < text.count { takeLineEnd() }
    check(&row, columns: columns)
    return row
  }

  private mutating func cell() -> (text: [UInt8], problem: RecordProblem.Kind?) {
    var cell: [UInt8] = []
    var problem: RecordProblem.Kind?
    if byte(index) == 0x22 {
      index += 1
      while true {
        guard let next = byte(index) else { return (cell, .unclosedQuote) }
        if next == 0x22 {
          index += 1
          if byte(index) != 0x22 { break }
        }
        if next == 0x0A || next == 0x0D && byte(index + 1) != 0x0A { line += 1 }
        cell.append(next)
        index += 1
      }
      if let next = byte(index), next != delimiter, !isLineEnd(next) { problem = .strayQuote }
    }
    while let next = byte(index), next != delimiter, !isLineEnd(next) {
      if next == 0x22 { problem = .strayQuote }
      cell.append(next)
      index += 1
    }
    return (cell, problem)
  }

  private func check(_ row: inout Row, columns: Int?) {
    if let columns, row.cells.count != columns {
      let kind = RecordProblem.Kind.raggedRow(expected: columns, found: row.cells.count)
      row.problems.append(RecordProblem(kind, line: row.line))
    }
    for (index, cell) in row.cells.enumerated() {
      let column = index < columns ?? Int.max ? index : nil
      if String(validating: cell, as: Unicode.UTF8.self) == nil {
        row.problems.append(RecordProblem(.invalidUTF8, column: column, line: row.line))
      }
      if cell.contains(0) {
        row.problems.append(RecordProblem(.nulCharacter, column: column, line: row.line))
      }
    }
  }
}
