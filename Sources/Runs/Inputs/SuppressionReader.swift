import Batches
import Bytes
import Provisioning

/// Reads the values of a ``SuppressionList``, all of them or none.
struct SuppressionReader {
  /// Bytes that are read at once.
  private static let pieceBytes = 1 << 18
  /// What stands between the cells of a table, and in no value of a list of lines.
  private static let separators = Array(",;\t".utf8)

  let path: String
  let hash: SipHash
  let entriesMax: Int
  private(set) var table = FingerprintTable()
  private var folded: [UInt8] = []

  init(path: String, hash: SipHash, entriesMax: Int) {
    self.path = path
    self.hash = hash
    self.entriesMax = entriesMax
  }

  /// Adds what is in `folded`.
  private mutating func addFolded() throws(SuppressionError) {
    if folded.isEmpty { return }
    _ = table.insert(Fingerprint(hash.digest(folded.span)), row: table.count + 1)
    guard table.count <= entriesMax else { throw .tooManyEntries(path: path, max: entriesMax) }
  }

  private func reading<Value>(
    _ input: InputFile, _ body: () throws(BatchError) -> Value
  ) throws(SuppressionError) -> Value {
    do {
      return try body()
    } catch {
      if let change = input.change { throw .file(change) }
      throw .unreadable(path: path, error)
    }
  }

  private func malformed(_ line: Int, _ kind: RecordProblem.Kind) -> SuppressionError {
    .malformed(path: path, line: line, problem: RecordProblem(kind, line: line).message)
  }

  // MARK: Lines

  /// Reads one value from each line.
  mutating func readLines(_ input: InputFile) throws(SuppressionError) {
    // The same reading as a batch has: byte order marks, UTF-16, and no archives.
    var feed = ByteFeed(source: input.batchSource)
    var buffer: [UInt8] = []
    var line = 1
    try reading(input) { () throws(BatchError) in try feed.open() }
    while !feed.isAtEnd {
      try reading(input) { () throws(BatchError) in
        try feed.fill(&buffer, count: Self.pieceBytes)
      }
      let taken = try takeLines(buffer, isLast: feed.isAtEnd, &line)
      buffer.removeSubrange(0..<taken)
    }
  }

  /// Takes the whole lines in; returns where the last of them ends.
  private mutating func takeLines(
    _ buffer: [UInt8], isLast: Bool, _ line: inout Int
  ) throws(SuppressionError) -> Int {
    let text = buffer.span
    let max = SuppressionList.lineBytesMax
    var start = 0
    while true {
      let end = ByteSearch.first(0x0A, in: text, start..<text.count)
      guard end - start <= max else { throw .lineTooLong(path: path, line: line, max: max) }
      if end == text.count && !isLast { return start }
      try takeLine(text.extracting(start..<end), line)
      if end == text.count { return end }
      start = end + 1
      line += 1
    }
  }

  private mutating func takeLine(_ bytes: Span<UInt8>, _ line: Int) throws(SuppressionError) {
    guard UTF8Bytes.firstInvalid(bytes) == nil else { throw malformed(line, .invalidUTF8) }
    guard ByteSearch.first(0, in: bytes, 0..<bytes.count) == bytes.count else {
      throw malformed(line, .nulCharacter)
    }
    // In files of old, a CR alone ends a line.
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == 0x0D {
      let value = SuppressionList.trimmed(bytes, start..<index)
      start = index + 1
      if value.isEmpty || bytes[value.lowerBound] == UInt8(ascii: "#") { continue }
      for byte in value where Self.separators.contains(bytes[byte]) {
        throw .separator(path: path, line: line)
      }
      SuppressionList.fold(bytes.extracting(value), into: &folded)
      try addFolded()
    }
  }

  // MARK: Records

  /// Reads the values of one column of a CSV file.
  mutating func readRecords(_ input: InputFile, _ name: String) throws(SuppressionError) {
    var reader = BatchReader(format: .csv, source: input.batchSource)
    let problems = try reading(input) { () throws(BatchError) in try reader.readHeader() }
    let wanted = Array(name.utf8)
    guard let column = reader.columns.index(of: wanted.span) else {
      throw .unreadable(path: path, .missingColumn(name: name))
    }
    for problem in problems {
      switch problem.kind {
      case .record:
        throw .malformed(path: path, line: problem.line, problem: problem.message)
      case .duplicateColumn(let first):
        if first == column { throw .columnTwice(path: path, column: name) }
      case .emptyName: break
      }
    }
    var record = Record()
    while try reading(input, { () throws(BatchError) in try reader.next(into: &record) }) {
      try take(record, column)
    }
  }

  private mutating func take(_ record: Record, _ column: Int) throws(SuppressionError) {
    if record.isTooLong {
      let max = BatchLimits().recordBytesMax
      throw .unreadable(path: path, .recordTooLong(line: record.line, max: max))
    }
    if let problem = record.problems.first {
      throw .malformed(path: path, line: problem.line, problem: problem.message)
    }
    let field = record.fields[column]
    if field.kind == .absent { return }
    let bytes = record.bytes
    SuppressionList.fold(bytes.span.extracting(field.range), into: &folded)
    try addFolded()
  }
}
