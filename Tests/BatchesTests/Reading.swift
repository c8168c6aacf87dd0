import Batches
import Findings

/// All that reading a batch shows, as text: one line per record, cells between bars.
struct Reading: Equatable {
  var names: [String] = []
  var header: [HeaderProblem.Kind] = []
  var records: [String] = []
  var raw: [String] = []
  var error: BatchError?

  /// Absent fields show as `-`, JSON strings in apostrophes, other JSON after a `#`.
  init(
    _ bytes: [UInt8], format: BatchFormat? = nil, dialect: CSVDialect? = nil,
    limits: BatchLimits = BatchLimits(), pieceBytes: Int = BatchReader.pieceBytes
  ) {
    var reader = BatchReader(
      bytes, format: format, dialect: dialect, limits: limits, pieceBytes: pieceBytes)
    var record = Record()
    do throws(BatchError) {
      header = try reader.readHeader().map(\.kind)
      while try reader.next(into: &record) {
        records.append(Self.show(record))
        raw.append(String(decoding: record.bytes[record.raw], as: Unicode.UTF8.self))
      }
    } catch {
      self.error = error
    }
    names = (0..<reader.columns.count).map { reader.columns.displayName($0) }
  }

  init(
    _ text: String, format: BatchFormat? = nil, dialect: CSVDialect? = nil,
    limits: BatchLimits = BatchLimits(), pieceBytes: Int = BatchReader.pieceBytes
  ) {
    self.init(
      Array(text.utf8), format: format, dialect: dialect, limits: limits, pieceBytes: pieceBytes)
  }

  static func show(_ record: Record) -> String {
    func show(_ field: Field) -> String {
      let text = String(decoding: record.bytes[field.range], as: Unicode.UTF8.self)
      return switch field.kind {
      case .absent: "-"
      case .cell: text
      case .string: "'\(text)'"
      case .json: "#\(text)"
      }
    }
    var line = "\(record.row)@\(record.line) " + record.fields.map(show).joined(separator: "|")
    if !record.extraCells.isEmpty {
      line += " +" + record.extraCells.map(show).joined(separator: "|")
    }
    for problem in record.problems {
      let column = problem.column.map { "[\($0)]" } ?? ""
      line += " !\(problem.code.rawValue)\(column)@\(problem.line)"
    }
    return line
  }
}

/// A small generator with a seed that a failing test can print.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
