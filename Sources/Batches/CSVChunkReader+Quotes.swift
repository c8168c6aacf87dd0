import Bytes

extension CSVChunkReader {
  /// Reads on from a quote. One at the cell's begin opens a quoted cell, which is read with its
  /// delimiter; any other is text, and a problem. Returns where to read on, or the record's end.
  mutating func readQuote(
    _ chunk: Span<UInt8>, at quote: Int, _ state: inout State, _ record: inout Record
  ) -> (index: Int, isEnd: Bool) {
    guard quote == state.start else {
      addStrayQuote(&state, &record)
      return (quote + 1, false)
    }
    state.isSuspicious = true
    let decodedStart = decoded.count
    var runStart = quote + 1
    let close = closingQuote(chunk, &runStart)
    var end = min(close + 1, chunk.count)
    if close == chunk.count {
      record.add(problem(.unclosedQuote, at: state.index, state), max: limits.problemsMax)
    } else if !isCellEnd(chunk, end) {
      addStrayQuote(&state, &record)
      JSONWriter.appendRaw(chunk.extracting(runStart..<close), to: &decoded)
      runStart = end
      while !isCellEnd(chunk, end) { end += 1 }
      JSONWriter.appendRaw(chunk.extracting(runStart..<end), to: &decoded)
      runStart = end
    }
    let text = min(runStart, close)..<close
    if decoded.count == decodedStart {
      add(text, &state, &record)
    } else {
      if runStart < close { JSONWriter.appendRaw(chunk.extracting(text), to: &decoded) }
      decodedCells.append(state.index)
      put(Field(.cell, decodedStart..<decoded.count), &state, &record)
    }
    line += Self.lineEnds(chunk, quote..<min(close, chunk.count))
    state.start = end + 1
    let goesOn = end < chunk.count && chunk[end] == delimiter
    return (goesOn ? end + 1 : end, !goesOn)
  }

  /// The offset of the quote that closes the cell whose text begins at `runStart`, or the chunk's
  /// count. Text up to the last doubled quote is appended to `decoded`, and `runStart` moves behind.
  private mutating func closingQuote(_ chunk: Span<UInt8>, _ runStart: inout Int) -> Int {
    while true {
      let quote = ByteSearch.first(CSVByte.quote, in: chunk, runStart..<chunk.count)
      guard quote + 1 < chunk.count, chunk[quote + 1] == CSVByte.quote else { return quote }
      // One of the two quotes belongs to the text.
      JSONWriter.appendRaw(chunk.extracting(runStart...quote), to: &decoded)
      runStart = quote + 2
    }
  }

  private func isCellEnd(_ chunk: Span<UInt8>, _ index: Int) -> Bool {
    guard index < chunk.count else { return true }
    let byte = chunk[index]
    return byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
  }

  /// One such problem per cell is enough.
  private func addStrayQuote(_ state: inout State, _ record: inout Record) {
    if state.strayCell == state.index { return }
    state.strayCell = state.index
    record.add(problem(.strayQuote, at: state.index, state), max: limits.problemsMax)
  }

  /// How many lines end in the range; CRLF is one end.
  static func lineEnds(_ chunk: Span<UInt8>, _ range: Range<Int>) -> Int {
    var ends = 0
    for index in range {
      if chunk[index] == CSVByte.lineFeed {
        ends += 1
      } else if chunk[index] == CSVByte.carriageReturn {
        let isPair = index + 1 < chunk.count && chunk[index + 1] == CSVByte.lineFeed
        ends += isPair ? 0 : 1
      }
    }
    return ends
  }
}
