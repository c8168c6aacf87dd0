package import Bytes
package import Findings

/// One thing that is wrong with one record.
package struct RecordProblem: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case raggedRow(expected: Int, found: Int)
    case unclosedQuote
    case strayQuote
    case invalidUTF8
    case nulCharacter
    case fieldTooLong(bytes: Int, max: Int)
    case tooManyColumns(max: Int)
    /// `column` is the 1-based byte column within the line.
    case json(JSONProblem.Kind, column: Int)
    case notAnObject
    case duplicateMember
  }

  package var kind: Kind
  /// The column concerned, if it is one that the table has.
  package var column: Int?
  /// The physical line of the problem, which may come after the line where the record begins.
  package var line: Int

  package init(_ kind: Kind, column: Int? = nil, line: Int) {
    self.kind = kind
    self.column = column
    self.line = line
  }

  /// The code of the finding that tells of this problem.
  /// Whether reading stopped here, so that what follows in the record is unknown.
  package var endsRecord: Bool {
    if case .json = kind { return true }
    return false
  }

  package var code: FindingCode {
    switch kind {
    case .raggedRow: .raggedRow
    case .unclosedQuote: .unclosedQuote
    case .strayQuote: .strayQuote
    case .invalidUTF8: .invalidUTF8
    case .nulCharacter: .nulCharacter
    case .fieldTooLong: .fieldTooLong
    case .tooManyColumns: .batchLimit
    case .notAnObject: .notAnObject
    case .duplicateMember: .duplicateMember
    case .json(let kind, _): Self.code(of: kind)
    }
  }

  private static func code(of kind: JSONProblem.Kind) -> FindingCode {
    switch kind {
    case .invalidUTF8: .invalidUTF8
    case .nulCharacter: .nulCharacter
    case .loneSurrogate: .loneSurrogate
    case .duplicateMember: .duplicateMember
    case .tooDeep: .tooDeep
    case .tooManyMembers: .batchLimit
    case .expected, .unexpectedEnd, .trailingComma, .badNumber, .badEscape, .byteOrderMark,
      .controlCharacter:
      .invalidJSON
    }
  }

  /// What is wrong, in one sentence.
  package var message: String {
    switch kind {
    case .raggedRow(let expected, let found):
      "The row has \(found) cells, the header has \(expected)."
    case .unclosedQuote: "A quote opens on line \(line) and is never closed."
    case .strayQuote: "A quote stands inside a cell that is not quoted as a whole (line \(line))."
    case .invalidUTF8: "The text holds bytes that are not UTF-8."
    case .nulCharacter: "The text holds a NUL character."
    case .fieldTooLong(let bytes, let max):
      "The value has \(bytes) bytes; at most \(max) are allowed (fieldBytesMax)."
    case .tooManyColumns(let max):
      "The batch has more than \(max) different keys (columnsMax); the values of others are lost."
    case .json(let kind, let column):
      "Line \(line), byte \(column): \(JSONProblem(kind, at: 0).message)."
    case .notAnObject: "The record is a JSON value, but not an object."
    case .duplicateMember: "The record names this key twice."
    }
  }

  /// What to do about it, in one sentence, where that is not plain.
  package var help: String? {
    switch kind {
    case .raggedRow: "Quote cells that hold the delimiter, and give each row every cell."
    case .unclosedQuote: "Close the quote; the rows behind it were read as part of this cell."
    case .strayQuote: "Write the cell in quotes and double each quote inside it."
    case .invalidUTF8: "Save the file as UTF-8."
    case .nulCharacter: "Save the file as UTF-8; NUL bytes often mean UTF-16 without its mark."
    default: nil
    }
  }
}
