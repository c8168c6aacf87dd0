import Bytes

/// Cuts a batch into chunks of whole records, in one thread. It reads no record but a CSV header, and
/// holds one chunk and at most one unfinished record.
package struct ChunkSource {
  /// How many bytes are asked from the source at once: about what a chunk holds.
  package static let chunkBytes = 1 << 18

  /// The format; settled by `readHeader` when none was given.
  package private(set) var format: BatchFormat?
  /// The dialect of a CSV batch; settled by `readHeader` when none was given.
  package private(set) var dialect: CSVDialect?
  package let limits: BatchLimits
  /// The columns of a CSV header; none for JSON.
  package private(set) var columns = ColumnTable()

  private var feed: ByteFeed
  private let chunkBytes: Int
  private var buffer: [UInt8] = []
  /// The first byte that was not given yet, and the end of the whole records in the buffer.
  private var position = 0
  private var cutEnd = 0
  /// How many records stand before `position`, and its line.
  private var rows = 0
  private var line = 1
  private var isEmptyArray = false
  // The cutter of each format: the batch uses that of its own.
  private var csvCutter = CSVCutter(dialect: .comma)
  private var lineCutter = LineCutter(.whiteSpace)
  private var arrayCutter = JSONArrayCutter()

  /// A source of the bytes that `source` gives. `chunkBytes` changes no record.
  package init(
    format: BatchFormat? = nil, dialect: CSVDialect? = nil, limits: BatchLimits = BatchLimits(),
    chunkBytes: Int = ChunkSource.chunkBytes, source: @escaping BatchSource
  ) {
    precondition(chunkBytes > 0, "a chunk has at least one byte")
    self.format = format
    self.dialect = dialect
    self.limits = limits
    self.chunkBytes = chunkBytes
    feed = ByteFeed(source: source)
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

  /// Gives the next chunk, which takes the buffer over. Returns false at the batch's end.
  package mutating func next(into chunk: inout BatchChunk) throws(BatchError) -> Bool {
    precondition(format != nil, "readHeader comes before next")
    if isEmptyArray { return false }
    guard try prepare() else { return false }
    chunk.begin(rowsBefore: rows, line: line)
    chunk.take(&buffer, from: position, upTo: cutEnd)
    noteGiven(chunk)
    return true
  }

  /// Counts the chunk, whose bytes are no longer in the buffer.
  private mutating func noteGiven(_ chunk: borrowing BatchChunk) {
    switch format {
    case .json:
      rows += arrayCutter.elementCount
      line += ByteSearch.count(CSVByte.lineFeed, in: chunk.bytes.span, chunk.range)
      arrayCutter.removed(cutEnd)
    case .jsonl:
      rows += lineCutter.tally.rows
      line += lineCutter.tally.lines
      lineCutter.removed(cutEnd)
    case .csv, nil:
      rows += csvCutter.tally.rows
      line += csvCutter.tally.lines
      csvCutter.removed(cutEnd)
    }
    position = 0
    cutEnd = 0
  }
}

// MARK: - Beginnings

extension ChunkSource {
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
      try feed.fill(&buffer, count: chunkBytes)
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
      try feed.fill(&buffer, count: chunkBytes)
    }
    let dialect = dialect ?? .comma
    csvCutter = CSVCutter(dialect: dialect)
    var csv = CSVChunkReader(dialect: dialect, limits: limits)
    var header = Record()
    cutEnd = cut()
    repeat {
      guard try prepare() else { throw .empty }
      csv.line = line
    } while !readHeader(&csv, into: &header)
    if header.isTooLong { throw .recordTooLong(line: header.line, max: limits.recordBytesMax) }
    csvCutter.forgetHeader(lines: csv.line - line)
    line = csv.line
    return try takeHeader(header)
  }

  /// Reads the header from the buffer. Blank lines before it may fill all that is there.
  private mutating func readHeader(_ csv: inout CSVChunkReader, into header: inout Record) -> Bool {
    let buffer = buffer
    let chunk = buffer.span.extracting(0..<cutEnd)
    return csv.next(chunk, at: &position, columns: nil, into: &header)
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
    line = 1 + ByteSearch.count(CSVByte.lineFeed, in: buffer.span, 0..<first)
    guard buffer[first] == UInt8(ascii: "[") else { throw .notAnArray(line: line) }
    buffer.removeSubrange(0...first)
    let element: Int
    do throws(BatchError) {
      element = try firstNotBlank()
    } catch {
      throw error == .empty ? .malformedArray(.notClosed, line: line) : error
    }
    if buffer[element] == UInt8(ascii: "]") { try closeEmptyArray(at: element) }
  }

  /// `[]` is a batch without records, and nothing may stand behind it.
  private mutating func closeEmptyArray(at bracket: Int) throws(BatchError) {
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

// MARK: - Pieces

extension ChunkSource {
  /// Makes sure that whole records, or blank lines, wait in the buffer. Returns false at the end.
  private mutating func prepare() throws(BatchError) -> Bool {
    while position >= cutEnd {
      removeGiven()
      try refuseMalformedArray()
      if feed.isAtEnd && (buffer.isEmpty || format == .json && arrayCutter.isClosed) {
        return false
      }
      if !feed.isAtEnd { try feed.fill(&buffer, count: chunkBytes) }
      cutEnd = cut()
      if format == .json && cutEnd == 0 { skipBlankBeforeElement() }
      if cutEnd == 0 { try refuseUnfinished() }
    }
    return true
  }

  private func refuseMalformedArray() throws(BatchError) {
    guard format == .json, let fault = arrayCutter.fault else { return }
    let line = line + ByteSearch.count(CSVByte.lineFeed, in: buffer.span, 0..<fault.offset)
    if fault.kind == .notClosed && buffer.count - fault.offset > limits.recordBytesMax + 1 {
      throw .recordTooLong(line: line, max: limits.recordBytesMax)
    }
    throw .malformedArray(fault.kind, line: line)
  }

  /// White space between elements belongs to none of them, however much there is.
  private mutating func skipBlankBeforeElement() {
    position = JSONReader.skipBlank(buffer.span, from: 0)
    line += ByteSearch.count(CSVByte.lineFeed, in: buffer.span, 0..<position)
  }

  private func refuseUnfinished() throws(BatchError) {
    if format == .json && (arrayCutter.fault != nil || arrayCutter.isClosed) { return }
    // One byte more may be a CR that waits for its LF.
    if buffer.count - position <= limits.recordBytesMax + 1 { return }
    throw .recordTooLong(line: line, max: limits.recordBytesMax)
  }

  /// Removes the bytes before `position` that were no part of a chunk: a header, and white space.
  private mutating func removeGiven() {
    if format == .json && arrayCutter.isClosed && arrayCutter.fault == nil {
      // Only the bracket and white space are left.
      line += ByteSearch.count(CSVByte.lineFeed, in: buffer.span, position..<buffer.count)
      position = buffer.count
    }
    if position == 0 { return }
    buffer.removeSubrange(0..<position)
    switch format {
    case .json: arrayCutter.removed(position)
    case .jsonl: lineCutter.removed(position)
    case .csv, nil:
      line += csvCutter.tally.lines
      csvCutter.removed(position)
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
