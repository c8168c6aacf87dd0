/// Cells in columns, for a terminal.
struct TextTable {
  let text: String

  /// - Parameter right: columns, counted from 0, whose cells stand to the right, as numbers do.
  init(_ head: [String], _ rows: [[String]], toTheRight right: Set<Int>) {
    let all = [head] + rows
    let widths = head.indices.map { column in
      all.map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    text = all.map { cells in
      let line = cells.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
        return right.contains(column) ? blanks + cell : cell + blanks
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
