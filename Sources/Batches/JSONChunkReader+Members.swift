import Bytes

extension JSONChunkReader {
  /// Reads the object that `text` begins with into the record's fields. Returns the offset behind
  /// it and the white space that follows.
  mutating func readRecord(
    _ text: Span<UInt8>, _ columns: inout ColumnTable, _ record: inout Record
  ) throws(JSONProblem) -> Int {
    currentColumn = nil
    guard text[0] == UInt8(ascii: "{") else { return try readOther(text, &record) }
    var index = JSONReader.skipBlank(text, from: 1)
    if index < text.count && text[index] == UInt8(ascii: "}") {
      return JSONReader.skipBlank(text, from: index + 1)
    }
    var member = 0
    while true {
      currentColumn = nil
      let named = try readName(text, at: index, member: member, &columns, &record)
      currentColumn = named.column
      index = try JSONReader.readColon(text, after: named.end)
      index = try readValue(text, at: index, column: named.column, &record)
      index = JSONReader.skipBlank(text, from: index)
      currentColumn = nil
      if index < text.count && text[index] == UInt8(ascii: "}") { break }
      index = try JSONReader.readComma(
        text, at: index, before: UInt8(ascii: "}"), .commaOrBrace)
      member += 1
    }
    return JSONReader.skipBlank(text, from: index + 1)
  }

  /// Reads a record that is no object; if it is at least JSON, says just that.
  private mutating func readOther(
    _ text: Span<UInt8>, _ record: inout Record
  ) throws(JSONProblem) -> Int {
    let count = record.bytes.count
    let end = try reader.read(text, from: 0, into: &record.bytes)
    record.bytes.removeSubrange(count...)
    record.add(RecordProblem(.notAnObject, line: record.line), max: limits.problemsMax)
    return JSONReader.skipBlank(text, from: end)
  }

  /// Reads a member's name. Its column is nil when its value is not to be kept: the record has it
  /// already, or the table is full.
  private mutating func readName(
    _ text: Span<UInt8>, at start: Int, member: Int, _ columns: inout ColumnTable,
    _ record: inout Record
  ) throws(JSONProblem) -> (column: Int?, end: Int) {
    guard start < text.count, text[start] == UInt8(ascii: "\"") else {
      throw JSONReader.unexpected(text, at: start, .memberName)
    }
    if member < order.count {
      let column = order[member]
      let end = columns.endOfLiteral(text, at: start, ifColumn: column)
      if end > start { return (take(column, &record), end) }
    }
    name.removeAll(keepingCapacity: true)
    let end = try JSONReader.readText(text, from: start, into: &name)
    guard let column = find(&columns, &record) else { return (nil, end) }
    if member < order.count {
      order[member] = column
    } else if order.count < limits.columnsMax {
      order.append(column)
    }
    return (take(column, &record), end)
  }

  /// The column of `name`, which is added when it is new and the table is not full.
  private mutating func find(_ columns: inout ColumnTable, _ record: inout Record) -> Int? {
    if let known = columns.index(of: name.span) { return known }
    guard columns.count < limits.columnsMax else {
      let kind = RecordProblem.Kind.tooManyColumns(max: limits.columnsMax)
      if !record.problems.contains(where: { $0.kind == kind }) {
        record.add(RecordProblem(kind, line: record.line), max: limits.problemsMax)
      }
      return nil
    }
    columns.append(name)
    record.fields.append(.absent)
    return columns.count - 1
  }

  /// The column, if this record has not had it yet.
  private mutating func take(_ column: Int, _ record: inout Record) -> Int? {
    while lastRow.count <= column { lastRow.append(0) }
    if lastRow[column] == row {
      record.add(
        RecordProblem(.duplicateMember, column: column, line: record.line),
        max: limits.problemsMax)
      return nil
    }
    lastRow[column] = row
    return column
  }

  /// Reads the value at `start` into its field and returns the offset behind it.
  private mutating func readValue(
    _ text: Span<UInt8>, at start: Int, column: Int?, _ record: inout Record
  ) throws(JSONProblem) -> Int {
    let valueStart = record.bytes.count
    guard start < text.count, text[start] == UInt8(ascii: "\"") else {
      let end = try reader.read(text, from: start, into: &record.bytes)
      let isNull = text[start] == UInt8(ascii: "n")
      put(isNull ? .absent : .json, valueStart, column, &record)
      return end
    }
    let end = try JSONReader.readText(text, from: start, into: &record.bytes)
    put(.string, valueStart, column, &record)
    return end
  }

  private func put(
    _ kind: Field.Kind, _ start: Int, _ column: Int?, _ record: inout Record
  ) {
    guard let column, kind != .absent else {
      record.bytes.removeSubrange(start...)
      return
    }
    let count = record.bytes.count - start
    record.fields[column] = Field(kind, start..<record.bytes.count)
    if count > limits.fieldBytesMax {
      let kind = RecordProblem.Kind.fieldTooLong(bytes: count, max: limits.fieldBytesMax)
      record.add(RecordProblem(kind, column: column, line: record.line), max: limits.problemsMax)
    }
  }
}
