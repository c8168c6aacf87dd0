import Batches
import Bytes

/// Cuts a file of artifacts, in one of the three output formats, into chunks of whole ones.
struct ArtifactSource {
  /// A line of artifacts is at most as long as a record.
  private static let lineBytesMax = BatchLimits().recordBytesMax

  private let input: InputFile
  // One of the two.
  private var lines: LineSource?
  private var records: ChunkSource?
  /// The column of the artifacts.
  private var column = 0

  /// - Throws: ``RunFailure`` where the file has no column of artifacts.
  init(
    _ input: InputFile, format: RunRequest.OutputFormat, chunkBytes: Int
  ) throws(RunFailure) {
    self.input = input
    guard format != .lines else {
      lines = LineSource(input, lineBytesMax: Self.lineBytesMax, chunkBytes: chunkBytes)
      return
    }
    var source = ChunkSource(
      format: format == .csv ? .csv : .jsonl, chunkBytes: chunkBytes, source: input.batchSource)
    do throws(BatchError) {
      _ = try source.readHeader()
      if format == .csv {
        guard let column = source.columns.index(of: Self.columnName.span) else {
          throw .missingColumn(name: "artifact")
        }
        self.column = column
      }
    } catch {
      throw .unreadable(error)
    }
    records = source
  }

  private static let columnName = Array("artifact".utf8)

  /// How much of the input has been read; nil if nobody knows how much there is.
  var shareRead: Double? {
    input.byteCount.map { Double(input.bytesRead) / Double(max($0, 1)) }
  }

  /// Gives the next chunk. Returns false at the end.
  mutating func next(into chunk: inout BatchChunk) throws(RunFailure) -> Bool {
    if lines != nil { return try lines?.next(into: &chunk) ?? false }
    do {
      return try records?.next(into: &chunk) ?? false
    } catch {
      throw .unreadable(error)
    }
  }

  /// A reader of the chunks; one for each worker.
  func reader() -> ArtifactReader {
    guard let records else { return ArtifactReader() }
    var reader = ChunkReader(records)
    if records.format == .jsonl {
      // Known from the beginning, so that it is found however many other keys there are.
      var columns = ColumnTable()
      columns.append(Self.columnName)
      reader.take(columns)
    }
    return ArtifactReader(reader, column: column)
  }
}

/// Reads the artifacts of chunks.
struct ArtifactReader {
  /// nil where each line is one.
  private var reader: ChunkReader?
  private let column: Int
  private var record = Record()
  private var position = 0
  /// The number of the last artifact, and the line on which it begins.
  private(set) var row = 0
  private(set) var line = 0

  /// A reader of lines.
  init() { column = 0 }

  init(_ reader: ChunkReader, column: Int) {
    self.reader = reader
    self.column = column
  }

  mutating func begin(_ chunk: borrowing BatchChunk) {
    reader?.begin(chunk)
    position = chunk.range.lowerBound
    row = chunk.rowsBefore
    line = chunk.line - 1
  }

  /// Reads the next artifact of the chunk whose bytes these are, up to its end. Returns false there.
  mutating func next(
    _ bytes: Span<UInt8>, into artifact: inout [UInt8]
  ) throws(BatchError) -> Bool {
    artifact.removeAll(keepingCapacity: true)
    guard reader != nil else { return nextLine(bytes, into: &artifact) }
    guard try reader?.next(bytes, into: &record) ?? false else { return false }
    row = record.row
    line = record.line
    let field = column < record.fields.count ? record.fields[column] : .absent
    artifact.append(contentsOf: record.bytes[field.range])
    return true
  }

  /// The next line that is not blank, without its end.
  private mutating func nextLine(_ bytes: Span<UInt8>, into artifact: inout [UInt8]) -> Bool {
    while position < bytes.count {
      let start = position
      var end = ByteSearch.first(0x0A, in: bytes, start..<bytes.count)
      position = end + 1
      line += 1
      if end > start && bytes[end - 1] == 0x0D { end -= 1 }
      if end == start { continue }
      row += 1
      JSONWriter.appendRaw(bytes.extracting(start..<end), to: &artifact)
      return true
    }
    return false
  }
}
