import Batches
import Bytes

// How a row and the form of its batch are kept as bytes. Numbers are big-endian; the first byte is the
// version of what follows.

/// Reads what ``StoredRow/encoded`` and ``RowForm/encoded`` wrote.
private struct StoredReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number of so many bytes that fits.
  mutating func number(_ count: Int) -> Int? {
    var number: UInt64 = 0
    for _ in 0..<count {
      guard let byte = byte() else { return nil }
      number = number << 8 | UInt64(byte)
    }
    return Int(exactly: number)
  }

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard count <= bytes.count - position else { return nil }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func rest() -> [UInt8] {
    defer { position = bytes.count }
    return Array(bytes[position...])
  }
}

private func append(_ number: Int, _ count: Int, to bytes: inout [UInt8]) {
  for shift in stride(from: (count - 1) * 8, through: 0, by: -8) {
    bytes.append(UInt8(truncatingIfNeeded: number >> shift))
  }
}

/// The only version there is.
private let storedVersion: UInt8 = 1

extension StoredRow {
  /// The row as bytes, to be sealed.
  package var encoded: [UInt8] {
    var output: [UInt8] = [storedVersion]
    output.reserveCapacity(17 + bytes.count)
    append(row, 8, to: &output)
    append(line, 8, to: &output)
    output += bytes
    return output
  }

  /// Nil for bytes that are none of ours.
  package init?(encoded: [UInt8]) {
    var reader = StoredReader(encoded)
    guard reader.byte() == storedVersion, let row = reader.number(8), let line = reader.number(8),
      row > 0, line > 0
    else { return nil }
    self.init(bytes: reader.rest(), row: row, line: line)
  }
}

extension RowForm {
  /// The form as bytes: names of columns, and nothing that stands in rows.
  package var encoded: [UInt8] {
    var output: [UInt8] = [storedVersion, Self.code(format), dialect.delimiter]
    append(columns.count, 4, to: &output)
    for index in 0..<columns.count {
      let name = columns.name(index)
      append(name.count, 4, to: &output)
      output += name
    }
    return output
  }

  /// Nil for bytes that are none of ours.
  package init?(encoded: [UInt8]) {
    var reader = StoredReader(encoded)
    guard reader.byte() == storedVersion, let format = reader.byte().flatMap(Self.format),
      let dialect = reader.byte().flatMap({ CSVDialect(delimiter: $0) }),
      let count = reader.number(4), count <= BatchLimits().columnsMax
    else { return nil }
    var columns = ColumnTable()
    for _ in 0..<count {
      guard let length = reader.number(4), let name = reader.bytes(length) else { return nil }
      columns.append(name)
    }
    guard reader.isAtEnd else { return nil }
    self.init(format: format, dialect: dialect, columns: columns)
  }

  private static func code(_ format: BatchFormat) -> UInt8 {
    switch format {
    case .csv: 1
    case .json: 2
    case .jsonl: 3
    }
  }

  private static func format(_ code: UInt8) -> BatchFormat? {
    BatchFormat.allCases.first { self.code($0) == code }
  }
}
