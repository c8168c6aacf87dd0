import Bytes
import Provisioning

/// Values that must not be enrolled again, as far as it takes to recognise them: 96 bits of a keyed
/// hash of each, and never the values. It can be asked from several threads.
///
/// Two values are the same if their bytes are, after white space around them, a `mailto:` before them
/// and one pair of angle brackets around them are gone, and all letters are small ones. Nothing else is
/// made alike: `é` in two characters is not `é` in one.
package final class SuppressionList: Sendable {
  /// Different values that a list may have: some 1.1 GB, and 1.6 GB while it grows. Default of `read`.
  package static let entriesMax = 50_000_000
  /// Bytes that a line may have.
  package static let lineBytesMax = 1 << 16

  private let table: FingerprintTable
  private let hash: SipHash

  private init(_ table: FingerprintTable, _ hash: SipHash) {
    self.table = table
    self.hash = hash
  }

  /// How many different values the list has.
  package var count: Int { table.count }

  // MARK: Reading

  /// Reads a whole list.
  ///
  /// - Parameters:
  ///   - column: the column of a CSV file; nil for a file of lines, each a value. There, lines that are
  ///     blank or begin with `#` are none.
  ///   - key: 16 random bytes, so that nobody can choose values that collide.
  /// - Throws: ``SuppressionError`` for anything that may hide a value.
  package static func read(
    _ path: String, column: String?, key: [UInt8], entriesMax: Int = SuppressionList.entriesMax
  ) throws(SuppressionError) -> SuppressionList {
    let input: InputFile
    // A name in a job, and never standard input.
    let path = path == "-" ? "./-" : path
    if let kind = POSIXDescriptor.status(of: path)?.kind, kind != .regular, kind != .directory {
      throw .notRegular(path: path, kind: kind)
    }
    do {
      input = try InputFile(path)
    } catch {
      throw .file(error)
    }
    return try read(input, column: column, key: key, entriesMax: entriesMax)
  }

  /// Reads a whole list from a file that is open.
  package static func read(
    _ input: InputFile, column: String?, key: [UInt8],
    entriesMax: Int = SuppressionList.entriesMax
  ) throws(SuppressionError) -> SuppressionList {
    var collector = SuppressionReader(
      path: input.name, hash: SipHash(key: key), entriesMax: entriesMax)
    if let column {
      try collector.readRecords(input, column)
    } else {
      try collector.readLines(input)
    }
    return SuppressionList(collector.table, collector.hash)
  }

  // MARK: Asking

  /// Whether the value is on the list.
  package func contains(_ value: Span<UInt8>) -> Bool {
    var folded: [UInt8] = []
    return contains(value, &folded)
  }

  /// Whether a value, or one that is in it, is on the list: a text, each member of a list and of an
  /// object, and a number or a truth value by its literal, so that `7` and `"7"` are the same.
  ///
  /// - Parameter json: canonical JSON, as the judge writes it; escapes are looked through.
  package func contains(json: Span<UInt8>) -> Bool {
    guard !json.isEmpty else { return false }
    var folded: [UInt8] = []
    return contains(json, 0..<json.count, &folded)
  }

  private func contains(_ value: Span<UInt8>, _ folded: inout [UInt8]) -> Bool {
    Self.fold(value, into: &folded)
    if folded.isEmpty { return false }
    return table.row(showing: Fingerprint(hash.digest(folded.span))) != nil
  }

  /// JSON that was read is no deeper than its limit, and neither is this.
  private func contains(
    _ json: Span<UInt8>, _ range: Range<Int>, _ folded: inout [UInt8]
  ) -> Bool {
    switch JSONReader.kind(json, at: range.lowerBound) {
    case .string:
      var text: [UInt8] = []
      JSONReader.unescape(json, literal: range, into: &text)
      return contains(text.span, &folded)
    case .array, .object:
      let isObject = JSONReader.kind(json, at: range.lowerBound) == .object
      var index = range.lowerBound + 1
      while index < range.upperBound - 1 {
        if isObject { index = JSONReader.end(json, from: index) + 1 }
        let end = JSONReader.end(json, from: index)
        if contains(json, index..<end, &folded) { return true }
        index = JSONCursor.next(json, after: end)
      }
      return false
    case .number, .boolean, .null: return contains(json.extracting(range), &folded)
    }
  }
}
