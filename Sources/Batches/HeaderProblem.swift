package import Findings

/// One thing that is wrong with a CSV header.
package struct HeaderProblem: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The column's name is that of an earlier column.
    case duplicateColumn(first: Int)
    /// The column has no name.
    case emptyName
    /// What is wrong with the header as a record.
    case record(RecordProblem)
  }

  package var kind: Kind
  /// The column concerned.
  package var column: Int?
  /// The physical line on which the header begins.
  package var line: Int

  package init(_ kind: Kind, column: Int?, line: Int) {
    self.kind = kind
    self.column = column
    self.line = line
  }

  /// What is wrong, in one sentence.
  package var message: String {
    let ordinal = (column ?? 0) + 1
    return switch kind {
    case .duplicateColumn(let first):
      "Column \(ordinal) of the header has the same name as column \(first + 1)."
    case .emptyName: "Column \(ordinal) of the header has no name."
    case .record(let problem): "The header is malformed: \(problem.message)"
    }
  }

  package var code: FindingCode {
    switch kind {
    case .duplicateColumn: .duplicateColumn
    case .emptyName: .missingColumn
    case .record(let problem): problem.code
    }
  }

  package var help: String? {
    switch kind {
    case .duplicateColumn: "Rename one of the two columns, or remove it."
    case .emptyName: "Give the column a name, or remove it."
    case .record(let problem): problem.help
    }
  }
}
