import Bytes

extension CSVChunkReader {
  /// Completes the record that ends before `end`: puts its bytes in place and checks its row.
  mutating func finish(
    _ chunk: Span<UInt8>, end: Int, _ state: State, into record: inout Record
  ) {
    record.appendRaw(chunk, state.record..<end)
    record.isTooLong = end - state.record > limits.recordBytesMax
    if !decodedCells.isEmpty { placeDecoded(&record) }
    if let columns = state.columns, state.index != columns {
      for index in min(state.index, columns)..<columns { record.fields[index] = .absent }
      let kind = RecordProblem.Kind.raggedRow(expected: columns, found: state.index)
      record.add(RecordProblem(kind, line: record.line), max: limits.problemsMax)
    }
    if state.isSuspicious { checkText(&record) }
  }

  /// Appends the decoded cells behind the record's own bytes.
  private mutating func placeDecoded(_ record: inout Record) {
    let offset = record.bytes.count
    JSONWriter.appendRaw(decoded.span, to: &record.bytes)
    for index in decodedCells {
      if index < record.fields.count {
        record.fields[index].shift(by: offset)
      } else if index - record.fields.count < record.extraCells.count {
        record.extraCells[index - record.fields.count].shift(by: offset)
      }
    }
    decoded.removeAll(keepingCapacity: true)
    decodedCells.removeAll(keepingCapacity: true)
  }

  /// Looks for NULs and ill-formed UTF-8: in the whole record first, then cell by cell.
  private func checkText(_ record: inout Record) {
    let bytes = record.bytes
    let raw = bytes.span.extracting(record.raw)
    let isInvalid = UTF8Bytes.firstInvalid(raw) != nil
    let hasNUL = ByteSearch.first(0, in: raw, 0..<raw.count) < raw.count
    if !isInvalid && !hasNUL { return }
    for index in record.fields.indices {
      let text = bytes.span.extracting(record.fields[index].range)
      checkCell(text, column: index, &record)
    }
    for cell in record.extraCells {
      checkCell(bytes.span.extracting(cell.range), column: nil, &record)
    }
  }

  private func checkCell(_ text: Span<UInt8>, column: Int?, _ record: inout Record) {
    let isInvalid = UTF8Bytes.firstInvalid(text) != nil
    let hasNUL = ByteSearch.first(0, in: text, 0..<text.count) < text.count
    if isInvalid {
      record.add(
        RecordProblem(.invalidUTF8, column: column, line: record.line), max: limits.problemsMax)
    }
    if hasNUL {
      record.add(
        RecordProblem(.nulCharacter, column: column, line: record.line), max: limits.problemsMax)
    }
  }
}
