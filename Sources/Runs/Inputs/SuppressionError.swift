package import Batches

/// Why a list of suppressed values cannot be used. A list that is read in part is no list: a value
/// that is missing from it would be enrolled again.
package enum SuppressionError: Error, Sendable, Hashable {
  case file(FileError)
  /// A pipe, a device or a socket: whoever writes into it may never end.
  case notRegular(path: String, kind: FileKind)
  /// A line that looks like a row of a table, and that no value would ever equal.
  case separator(path: String, line: Int)
  /// Not text, no header, or no such column.
  case unreadable(path: String, BatchError)
  case columnTwice(path: String, column: String)
  /// A row that is malformed; `problem` is a sentence.
  case malformed(path: String, line: Int, problem: String)
  case lineTooLong(path: String, line: Int, max: Int)
  case tooManyEntries(path: String, max: Int)

  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .file(let error): error.message
    case .notRegular(let path, let kind):
      "\"\(FileError.shown(path))\" is \(kind.words), and a list of suppressed values is a regular file."
    case .separator(let path, let line):
      "\"\(FileError.shown(path))\", line \(line), holds a comma, a semicolon or a tab, and a list of "
        + "lines has one value on each."
    case .unreadable(let path, .missingColumn(let name)):
      "\"\(FileError.shown(path))\" has no column \"\(FileError.shown(name))\"."
    case .unreadable(let path, let error):
      "\"\(FileError.shown(path))\" cannot be read: \(error.message)"
    case .columnTwice(let path, let column):
      "\"\(FileError.shown(path))\" has two columns \"\(FileError.shown(column))\"."
    case .malformed(let path, let line, let problem):
      "\"\(FileError.shown(path))\", line \(line): \(problem)"
    case .lineTooLong(let path, let line, let max):
      "\"\(FileError.shown(path))\", line \(line), is longer than \(max) bytes (lineBytesMax)."
    case .tooManyEntries(let path, let max):
      "\"\(FileError.shown(path))\" has more than \(max) different values (entriesMax)."
    }
  }

  /// What to do about it, in one sentence.
  package var help: String {
    switch self {
    case .file(let error): error.help
    case .notRegular: "Write the list to a file first."
    case .separator: "If it is a CSV file, name the column with the values: column: NAME."
    case .unreadable(_, .missingColumn): "Name a column that the file's header has."
    case .unreadable(_, .compressed): "Unpack the file first, as text."
    case .unreadable(_, .empty): "A CSV file has at least its header; check that it is written."
    case .unreadable(_, let error): error.help
    case .columnTwice: "Rename one of them."
    case .malformed: "Correct the file there; nothing goes on with half a list."
    case .lineTooLong: "Write one value on each line."
    case .tooManyEntries: "Check that this is the list of suppressed values, or split the job."
    }
  }
}
