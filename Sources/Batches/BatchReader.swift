import Bytes

/// Reads a batch record by record from a source of bytes, in one thread. It holds one piece of the
/// batch and at most one unfinished record.
package struct BatchReader {
  /// How many bytes are asked from the source at once.
  package static let pieceBytes = 1 << 20

  /// The format; settled by `readHeader` when none was given.
  package private(set) var format: BatchFormat?
  /// The dialect of a CSV batch; settled by `readHeader` when none was given.
  package private(set) var dialect: CSVDialect?
  package let limits: BatchLimits
  /// The columns. For CSV those of the header; for JSON the keys of the records read so far.
  package private(set) var columns = ColumnTable()
  /// How many records have been read.
  package private(set) var recordCount = 0

  private var feed: ByteFeed
  private let pieceBytes: Int
  private var buffer: [UInt8] = []
  /// The next byte to read, and the end of the whole records in the buffer.
  private var position = 0
  private var isEmptyArray = false
  private var cutEnd = 0
  // The cutter and the reader of each format: the batch uses those of its own.
  private var csvCutter = CSVCutter(dialect: .comma)
  private var lineCutter = JSONLinesCutter()
  private var arrayCutter = JSONArrayCutter()
  private var csv: CSVChunkReader
  private var json: JSONChunkReader

  /// A reader of the bytes that `source` gives. `pieceBytes` changes no result, only the memory used.
  package init(
    format: BatchFormat? = nil, dialect: CSVDialect? = nil, limits: BatchLimits = BatchLimits(),
    pieceBytes: Int = BatchReader.pieceBytes, source: @escaping BatchSource
  ) {
    precondition(pieceBytes > 0, "a piece has at least one byte")
    self.format = format
    self.dialect = dialect
    self.limits = limits
    self.pieceBytes = pieceBytes
    feed = ByteFeed(source: source)
    csv = CSVChunkReader(dialect: .comma, limits: limits)
    json = JSONChunkReader(limits: limits)
  }

  /// A reader of bytes in memory.
  package init(
    _ bytes: [UInt8], format: BatchFormat? = nil, dialect: CSVDialect? = nil,
    limits: BatchLimits = BatchLimits(), pieceBytes: Int = BatchReader.pieceBytes
  ) {
    var given = 0
    self.init(format: format, dialect: dialect, limits: limits, pieceBytes: pieceBytes) {
      buffer, countMax in
      let count = min(countMax, bytes.count - given)
      buffer.append(contentsOf: bytes[given..<(given + count)])
      given += count
      return count
    }
  }

  /// Opens the batch: refuses what is no text, settles format and dialect and, for CSV, reads the
  /// header into `columns`. Call it once, before `next`.
  package mutating func readHeader() throws(BatchError) -> [HeaderProblem] {
    try feed.open()
    let first = try firstNotBlank()
    let format = format ?? BatchFormat.suggested(byFirst: buffer[first])
    self.format = format
    switch format {
    case .csv: return try readCSVHeader(at: first)
    case .json: try openArray(at: first)
    case .jsonl: break
    }
    return []
  }

  /// Reads the next record. Returns false at the batch's end.
  package mutating func next(into record: inout Record) throws(BatchError) -> Bool {
    precondition(format != nil, "readHeader comes before next")
    if isEmptyArray { return false }
    while try prepare() {
      guard readRecord(columnCount: columns.count, into: &record) else { continue }
      try refuseLong(record)
      recordCount += 1
      return true
    }
    return false
  }

  private mutating func readRecord(columnCount: Int?, into record: inout Record) -> Bool {
    // A span of a stored buffer would borrow all of the reader.
    let buffer = buffer
    let chunk = buffer.span.extracting(0..<cutEnd)
    return switch format {
    case .json:
      json.nextElement(
        chunk, at: &position, columns: &columns, into: &record)
    case .jsonl:
      json.nextLine(
        chunk, at: &position, columns: &columns, into: &record)
    case .csv, nil:
      csv.next(
        chunk, at: &position, columns: columnCount, into: &record)
    }
  }

  private func refuseLong(_ record: Record) throws(BatchError) {
    if record.isTooLong {
      throw .recordTooLong(line: record.line, max: limits.recordBytesMax)
    }
  }
}

// MARK: - Beginnings

extension BatchReader {
  /// Reads up to the first byte that is not white space and returns its place in the buffer.
  private mutating func firstNotBlank() throws(BatchError) -> Int {
    var index = 0
    while true {
      index = JSONReader.skipBlank(buffer.span, from: index)
      if index == buffer.count && feed.isAtEnd { throw .empty }
      if index > limits.recordBytesMax {
        throw .recordTooLong(line: 1, max: limits.recordBytesMax)
      }
      if index < buffer.count { return index }
      try feed.fill(&buffer, count: pieceBytes)
    }
  }

  private mutating func readCSVHeader(at first: Int) throws(BatchError) -> [HeaderProblem] {
    // No header that is to be read goes on behind this; a line end may take two bytes.
    let enough = first + limits.recordBytesMax + 2
    while dialect == nil {
      let isLast = feed.isAtEnd && buffer.count <= enough
      dialect = CSVDialect.detect(
        buffer.span.extracting(0..<min(buffer.count, enough)), isLast: isLast)
      if dialect != nil { break }
      if buffer.count >= enough {
        let line = 1 + CSVChunkReader.lineEnds(buffer.span, 0..<first)
        throw .recordTooLong(line: line, max: limits.recordBytesMax)
      }
      try feed.fill(&buffer, count: pieceBytes)
    }
    let chosen = dialect ?? .comma
    csvCutter = CSVCutter(dialect: chosen)
    csv = CSVChunkReader(dialect: chosen, limits: limits)
    cutEnd = cut()
    var header = Record()
    repeat {
      guard try prepare() else { throw .empty }
    } while !readRecord(columnCount: nil, into: &header)
    try refuseLong(header)
    csv.row = 0
    return try takeHeader(header)
  }

  private mutating func takeHeader(_ header: Record) throws(BatchError) -> [HeaderProblem] {
    guard header.fields.count <= limits.columnsMax else {
      throw .tooManyColumns(max: limits.columnsMax)
    }
    var problems = header.problems.map {
      HeaderProblem(.record($0), column: $0.column, line: header.line)
    }
    for (index, field) in header.fields.enumerated() {
      let name = Array(header.bytes[field.range])
      if field.kind == .absent {
        problems.append(HeaderProblem(.emptyName, column: index, line: header.line))
      } else if let first = columns.index(of: name.span) {
        let kind = HeaderProblem.Kind.duplicateColumn(first: first)
        problems.append(HeaderProblem(kind, column: index, line: header.line))
      }
      columns.append(name)
    }
    return problems
  }

  private mutating func openArray(at first: Int) throws(BatchError) {
    let line = 1 + ByteSearch.count(CSVByte.lineFeed, in: buffer.span, 0..<first)
    guard buffer[first] == UInt8(ascii: "[") else { throw .notAnArray(line: line) }
    json.line = line
    buffer.removeSubrange(0...first)
    let element: Int
    do throws(BatchError) {
      element = try firstNotBlank()
    } catch {
      throw error == .empty ? .malformedArray(.notClosed, line: line) : error
    }
    if buffer[element] == UInt8(ascii: "]") { try closeEmptyArray(at: element, line: line) }
  }
}

// MARK: - Pieces

extension BatchReader {
  /// `[]` is a batch without records, and nothing may stand behind it.
  private mutating func closeEmptyArray(at bracket: Int, line: Int) throws(BatchError) {
    isEmptyArray = true
    buffer.removeSubrange(0...bracket)
    do throws(BatchError) {
      _ = try firstNotBlank()
    } catch {
      if error == .empty { return }
      throw error
    }
    throw .malformedArray(.trailingText, line: line)
  }
}

extension BatchReader {
  /// Makes sure that whole records, or blank lines, wait in the buffer. Returns false at the end.
  private mutating func prepare() throws(BatchError) -> Bool {
    while position >= cutEnd {
      removeRead()
      try refuseMalformedArray()
      if feed.isAtEnd && (buffer.isEmpty || format == .json && arrayCutter.isClosed) {
        return false
      }
      if !feed.isAtEnd { try feed.fill(&buffer, count: pieceBytes) }
      cutEnd = cut()
      if format == .json && cutEnd == 0 { skipBlankBeforeElement() }
      if cutEnd == 0 { try refuseUnfinished() }
    }
    return true
  }

  private func refuseMalformedArray() throws(BatchError) {
    guard format == .json, let fault = arrayCutter.fault else { return }
    let line =
      json.line + ByteSearch.count(CSVByte.lineFeed, in: buffer.span, 0..<fault.offset)
    if fault.kind == .notClosed && buffer.count - fault.offset > limits.recordBytesMax + 1 {
      throw .recordTooLong(line: line, max: limits.recordBytesMax)
    }
    throw .malformedArray(fault.kind, line: line)
  }

  /// White space between elements belongs to none of them, however much there is.
  private mutating func skipBlankBeforeElement() {
    position = JSONReader.skipBlank(buffer.span, from: 0)
    json.line += ByteSearch.count(CSVByte.lineFeed, in: buffer.span, 0..<position)
  }

  private func refuseUnfinished() throws(BatchError) {
    if format == .json && (arrayCutter.fault != nil || arrayCutter.isClosed) { return }
    // One byte more may be a CR that waits for its LF.
    if buffer.count - position <= limits.recordBytesMax + 1 { return }
    let line = format == .csv ? csv.line : json.line
    throw .recordTooLong(line: line, max: limits.recordBytesMax)
  }

  /// Removes the bytes that have been read, so that the buffer begins with a record.
  private mutating func removeRead() {
    if format == .json && arrayCutter.isClosed && arrayCutter.fault == nil {
      // Only the bracket and white space are left.
      json.line += ByteSearch.count(CSVByte.lineFeed, in: buffer.span, position..<buffer.count)
      position = buffer.count
    }
    if position == 0 { return }
    buffer.removeSubrange(0..<position)
    switch format {
    case .json: arrayCutter.removed(position)
    case .jsonl: lineCutter.removed(position)
    case .csv, nil: csvCutter.removed(position)
    }
    position = 0
    cutEnd = 0
  }

  private mutating func cut() -> Int {
    let buffer = buffer
    let isLast = feed.isAtEnd
    return switch format {
    case .json: arrayCutter.cut(buffer.span, isLast: isLast)
    case .jsonl: lineCutter.cut(buffer.span, isLast: isLast)
    case .csv, nil: csvCutter.cut(buffer.span, isLast: isLast)
    }
  }
}
