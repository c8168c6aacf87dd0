import Bytes

/// Reads the records of a chunk that holds whole CSV records only.
package struct CSVChunkReader: Sendable {
  /// The number of records read so far; the next one's number is one more.
  package var row = 0
  /// The physical line of the next byte to read.
  package var line = 1
  let delimiter: UInt8
  let limits: BatchLimits
  /// Cells that had to be decoded, until the record's original bytes are in place.
  var decoded: [UInt8] = []
  var decodedCells: [Int] = []

  /// What is known of the record that is being read.
  struct State {
    /// The record's first byte, the current cell's first byte, and the current cell's index.
    let record: Int
    var start: Int
    var index = 0
    /// The columns there are; nil while the header itself is read.
    let columns: Int?
    /// Whether there may be bytes beyond ASCII, or NULs.
    var isSuspicious = false
    /// The last cell with a stray quote.
    var strayCell = -1

    init(record: Int, columns: Int?) {
      self.record = record
      self.start = record
      self.columns = columns
    }
  }

  package init(dialect: CSVDialect, limits: BatchLimits) {
    delimiter = dialect.delimiter
    self.limits = limits
  }

  /// Reads the record at `position` and moves it behind the record's line end. `columns` is the
  /// number of columns, nil to take as many as there are cells. Returns false at the chunk's end.
  package mutating func next(
    _ chunk: Span<UInt8>, at position: inout Int, columns: Int?, into record: inout Record
  ) -> Bool {
    skipBlankLines(chunk, &position)
    guard position < chunk.count else { return false }
    row += 1
    record.begin(row: row, line: line)
    if record.fields.count != columns ?? 0 { record.clearFields(count: columns ?? 0) }
    var state = State(record: position, columns: columns)
    let end = readCells(chunk, &state, into: &record)
    finish(chunk, end: end, state, into: &record)
    position = behindLineEnd(chunk, end)
    return true
  }

  private mutating func skipBlankLines(_ chunk: Span<UInt8>, _ position: inout Int) {
    while position < chunk.count {
      let byte = chunk[position]
      guard byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn else { return }
      position = behindLineEnd(chunk, position)
    }
  }

  /// The offset behind the LF, CRLF or CR at `end`, counted as a line.
  private mutating func behindLineEnd(_ chunk: Span<UInt8>, _ end: Int) -> Int {
    guard end < chunk.count else { return end }
    line += 1
    let isPair =
      chunk[end] == CSVByte.carriageReturn && end + 1 < chunk.count
      && chunk[end + 1] == CSVByte.lineFeed
    return end + (isPair ? 2 : 1)
  }

  /// Reads cells up to the record's line end and returns where that stands.
  private mutating func readCells(
    _ chunk: Span<UInt8>, _ state: inout State, into record: inout Record
  ) -> Int {
    let delimiters = SIMD16(repeating: delimiter)
    let quotes = SIMD16(repeating: CSVByte.quote)
    let feeds = SIMD16(repeating: CSVByte.lineFeed)
    let returns = SIMD16(repeating: CSVByte.carriageReturn)
    let nuls = SIMD16<UInt8>(repeating: 0)
    var seen = nuls
    var index = state.start
    scan: while index + 16 <= chunk.count {
      let bytes = ByteSearch.wide(chunk, at: index)
      let special =
        (bytes .== delimiters) .| (bytes .== quotes) .| (bytes .== feeds) .| (bytes .== returns)
      seen |= bytes.replacing(with: 0xFF, where: bytes .== nuls)
      var (found, later) = ByteSearch.words(special)
      var base = index
      while found | later != 0 {
        if found == 0 {
          found = later
          later = 0
          base += 8
        }
        let at = base + found.trailingZeroBitCount / 8
        found &= found &- 1
        let byte = chunk[at]
        if byte == delimiter {
          add(state.start..<at, &state, &record)
          state.start = at + 1
        } else if byte == CSVByte.quote {
          let read = readQuote(chunk, at: at, &state, &record)
          if read.isEnd { return read.index }
          index = read.index
          continue scan
        } else {
          add(state.start..<at, &state, &record)
          noteSuspicion(seen, &state)
          return at
        }
      }
      index += 16
    }
    noteSuspicion(seen, &state)
    return readTail(chunk, from: index, &state, into: &record)
  }

  /// `seen` has the high bit in each lane that met a byte beyond ASCII or a NUL.
  @inline(__always)
  private func noteSuspicion(_ seen: SIMD16<UInt8>, _ state: inout State) {
    let (low, high) = ByteSearch.words(seen .>= SIMD16(repeating: 0x80))
    if low | high != 0 { state.isSuspicious = true }
  }

  /// What `readCells` does, byte by byte, for the last few of the chunk.
  private mutating func readTail(
    _ chunk: Span<UInt8>, from start: Int, _ state: inout State, into record: inout Record
  ) -> Int {
    var index = start
    while index < chunk.count {
      let byte = chunk[index]
      if byte == 0 || byte >= 0x80 { state.isSuspicious = true }
      if byte == delimiter {
        add(state.start..<index, &state, &record)
        state.start = index + 1
      } else if byte == CSVByte.quote {
        let read = readQuote(chunk, at: index, &state, &record)
        if read.isEnd { return read.index }
        index = read.index
        continue
      } else if byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn {
        break
      }
      index += 1
    }
    add(state.start..<index, &state, &record)
    return index
  }

  /// Adds a cell that stands in the chunk as it is.
  @inline(__always)
  func add(_ range: Range<Int>, _ state: inout State, _ record: inout Record) {
    let place = (range.lowerBound - state.record)..<(range.upperBound - state.record)
    put(Field(range.isEmpty ? .absent : .cell, place), &state, &record)
  }

  @inline(__always)
  func put(_ field: Field, _ state: inout State, _ record: inout Record) {
    let index = state.index
    state.index += 1
    if index < record.fields.count {
      record.fields[index] = field
    } else {
      putBehind(field, state, &record)
    }
    let count = field.range.count
    if count > limits.fieldBytesMax {
      let kind = RecordProblem.Kind.fieldTooLong(bytes: count, max: limits.fieldBytesMax)
      record.add(problem(kind, at: index, state), max: limits.problemsMax)
    }
  }

  private func putBehind(_ field: Field, _ state: State, _ record: inout Record) {
    if state.columns == nil {
      // One more than allowed is kept, so that the header's reader sees the excess.
      if record.fields.count <= limits.columnsMax { record.fields.append(field) }
    } else if record.extraCells.count < limits.columnsMax {
      record.extraCells.append(field)
    }
  }

  func problem(
    _ kind: RecordProblem.Kind, at index: Int, _ state: State
  ) -> RecordProblem {
    RecordProblem(kind, column: index < state.columns ?? Int.max ? index : nil, line: line)
  }
}
