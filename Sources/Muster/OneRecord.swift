import Batches
import Bytes
import Findings

/// A record that stands alone, read as a batch of one would be.
struct OneRecord {
  private(set) var columns = ColumnTable()
  private(set) var record = Record()
  /// Why it cannot be read as one record.
  private(set) var findings: [Finding] = []

  /// Reads one JSON object.
  init(json: [UInt8]) { read(json) }

  private mutating func read(_ json: [UInt8]) {
    let limits = BatchLimits()
    var reader = JSONChunkReader(limits: limits)
    var position = 0
    guard reader.nextElement(json.span, at: &position, columns: &columns, into: &record) else {
      refuse(.emptyBatch, "There is no record.")
      return
    }
    if record.isTooLong {
      refuse(
        .recordTooLong,
        "The record is longer than \(limits.recordBytesMax) bytes (recordBytesMax).")
    } else if JSONReader.skipBlank(json.span, from: record.rawRange.upperBound) < json.count {
      refuse(.invalidJSON, "Something follows the record; one JSON object is one record.")
    }
  }

  /// Takes texts, each as a quoted cell.
  init(values: [String: String]) {
    guard !values.isEmpty else {
      read(Array("{}".utf8))
      return
    }
    var csv: [UInt8] = []
    let sorted = values.sorted { $0.key < $1.key }
    Self.append(sorted.map(\.key), to: &csv)
    Self.append(sorted.map(\.value), to: &csv)
    var reader = BatchReader(csv, format: .csv, dialect: .comma)
    do {
      for problem in try reader.readHeader() { refuse(problem.code, problem.message) }
      _ = try reader.next(into: &record)
      columns = reader.columns
    } catch {
      refuse(Self.code(error), error.message)
    }
  }

  private mutating func refuse(_ code: FindingCode, _ message: String) {
    findings.append(Finding(code, at: .row(1, line: 1), message))
  }

  private static func code(_ error: BatchError) -> FindingCode {
    if case .recordTooLong = error { return .recordTooLong }
    return .batchLimit
  }

  /// Appends a line on which every cell is quoted, so that no text is taken for structure.
  private static func append(_ cells: [String], to csv: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { csv.append(UInt8(ascii: ",")) }
      csv.append(UInt8(ascii: "\""))
      for byte in cell.utf8 {
        if byte == UInt8(ascii: "\"") { csv.append(byte) }
        csv.append(byte)
      }
      csv.append(UInt8(ascii: "\""))
    }
    csv.append(0x0A)
  }
}
