/// Why a batch cannot be read, or not be read on.
package enum BatchError: Error, Sendable, Hashable {
  /// Nothing but white space, or an empty JSON array.
  case empty
  /// Not text, by its first bytes.
  case compressed(FileSignature)
  /// A column that the file must have is not in its header.
  case missingColumn(name: String)
  /// The byte order mark of UTF-32.
  case unsupportedEncoding
  /// A header with more columns than the limit.
  case tooManyColumns(max: Int)
  /// A record that is longer than the limit and begins on this line.
  case recordTooLong(line: Int, max: Int)
  /// A JSON batch whose first character is not `[`.
  case notAnArray(line: Int)
  /// The array around the records is malformed, so the next record cannot be found.
  case malformedArray(ArrayFault, line: Int)
  /// The source failed; `code` is the system's error number.
  case readFailed(code: Int32)

  /// What is wrong with the array around the records.
  package enum ArrayFault: String, Sendable, Hashable {
    case trailingComma, missingElement, trailingText, notClosed
  }

  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .empty: "The batch is empty."
    case .compressed(let signature): "The batch is \(signature.words), not text."
    case .missingColumn(let name): "The file has no column \"\(name)\"."
    case .unsupportedEncoding: "The batch is encoded in UTF-32, which is not supported."
    case .tooManyColumns(let max): "The header has more than \(max) columns (columnsMax)."
    case .recordTooLong(let line, let max):
      "The record that begins on line \(line) is longer than \(max) bytes (recordBytesMax)."
    case .notAnArray(let line): "Line \(line): a JSON batch begins with [ and this one does not."
    case .malformedArray(let fault, let line): "Line \(line): \(fault.words)."
    case .readFailed(let code): "Reading the batch failed (system error \(code))."
    }
  }

  /// What to do about it, in one sentence.
  package var help: String {
    switch self {
    case .empty: "Check that the right file was given and that its export has finished."
    case .compressed(let signature): signature.help
    case .missingColumn: "Give the file as it was issued, or say its format with --input-format."
    case .unsupportedEncoding: "Save it as UTF-8, or convert it: iconv -f UTF-32 -t UTF-8 FILE"
    case .tooManyColumns: "Remove the columns that the profile does not use."
    case .recordTooLong:
      "Look for a quote on that line that is never closed; if the record is right, raise the limit."
    case .notAnArray: "Write one object per line as JSON Lines, or put the objects into an array."
    case .malformedArray(.notClosed, _):
      "The file may be cut off, or a quote or bracket in the last record is not closed."
    case .malformedArray: "Correct the file there; the records before it were read."
    case .readFailed: "Check the file's permissions and its disk, then run again."
    }
  }
}

extension BatchError.ArrayFault {
  var words: String {
    switch self {
    case .trailingComma: "a comma stands before the ] that closes the array"
    case .missingElement: "a record is missing between two commas"
    case .trailingText: "text follows the ] that closes the array"
    case .notClosed: "the array, or the record that begins here, is not closed"
    }
  }
}
