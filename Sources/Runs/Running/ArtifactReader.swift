import Batches
import Bytes

/// Reads artifacts back from the three output formats.
struct ArtifactReader {
  struct Artifact {
    var bytes: [UInt8]
    var row: Int
    var line: Int
  }

  /// A line of artifacts is at most as long as a record.
  private static let lineBytesMax = BatchLimits().recordBytesMax

  private let input: InputFile
  private let format: RunRequest.OutputFormat
  private var reader: BatchReader?
  private var record = Record()
  private var buffer: [UInt8] = []
  private var position = 0
  private var line = 0
  private var row = 0

  init(_ input: InputFile, format: RunRequest.OutputFormat) {
    self.input = input
    self.format = format
  }

  /// The next artifact; nil at the end.
  mutating func next() throws(RunFailure) -> Artifact? {
    format == .lines ? try nextLine() : try nextRecord()
  }

  private mutating func nextLine() throws(RunFailure) -> Artifact? {
    while true {
      if let end = buffer[position...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        if let artifact = artifact(position..<end) { return artifact }
        continue
      }
      buffer.removeFirst(position)
      position = 0
      guard buffer.count < Self.lineBytesMax else {
        throw .unreadable(.recordTooLong(line: line + 1, max: Self.lineBytesMax))
      }
      do {
        if try input.read(into: &buffer, upTo: 1 << 18) > 0 { continue }
      } catch {
        throw .input(error)
      }
      guard !buffer.isEmpty else { return nil }
      defer { position = buffer.count }
      return artifact(0..<buffer.count)
    }
  }

  /// A line without its end; nil for a blank one.
  private mutating func artifact(_ range: Range<Int>) -> Artifact? {
    line += 1
    var range = range
    if range.upperBound > range.lowerBound && buffer[range.upperBound - 1] == 0x0D {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    guard !range.isEmpty else { return nil }
    row += 1
    return Artifact(bytes: Array(buffer[range]), row: row, line: line)
  }

  private mutating func nextRecord() throws(RunFailure) -> Artifact? {
    do {
      var reader = try self.reader ?? opened()
      defer { self.reader = reader }
      guard try reader.next(into: &record) else { return nil }
      let column = reader.columns.index(of: Array("artifact".utf8).span)
      let field = column.flatMap { $0 < record.fields.count ? record.fields[$0] : nil } ?? .absent
      return Artifact(
        bytes: Array(record.bytes[field.range]), row: record.row, line: record.line)
    } catch let error as BatchError {
      throw .unreadable(error)
    } catch {
      preconditionFailure("Only a batch can fail here.")
    }
  }

  private func opened() throws(BatchError) -> BatchReader {
    var reader = BatchReader(
      format: format == .csv ? .csv : .jsonl, source: input.batchSource)
    _ = try reader.readHeader()
    if format == .csv, reader.columns.index(of: Array("artifact".utf8).span) == nil {
      throw .missingColumn(name: "artifact")
    }
    return reader
  }
}
