import Batches
import Bytes

/// Cuts a file of lines into chunks of whole ones. A line that is empty but for its end is no row.
struct LineSource {
  private let input: InputFile
  private let lineBytesMax: Int
  private let chunkBytes: Int
  private var cutter = LineCutter(.empty)
  private var buffer: [UInt8] = []
  private var rows = 0
  private var line = 1
  private var isAtEnd = false

  init(_ input: InputFile, lineBytesMax: Int, chunkBytes: Int) {
    self.input = input
    self.lineBytesMax = lineBytesMax
    self.chunkBytes = chunkBytes
  }

  /// Gives the next chunk, which takes the buffer over. Returns false at the end.
  mutating func next(into chunk: inout BatchChunk) throws(RunFailure) -> Bool {
    var end = 0
    while end == 0 {
      if isAtEnd && buffer.isEmpty { return false }
      guard buffer.count < lineBytesMax else {
        throw .unreadable(.recordTooLong(line: line, max: lineBytesMax))
      }
      try fill()
      let buffer = buffer
      end = cutter.cut(buffer.span, isLast: isAtEnd)
    }
    chunk.begin(rowsBefore: rows, line: line)
    rows += cutter.tally.rows
    line += cutter.tally.lines
    chunk.take(&buffer, upTo: end)
    cutter.removed(end)
    return true
  }

  private mutating func fill() throws(RunFailure) {
    do {
      if try input.read(into: &buffer, upTo: chunkBytes) == 0 { isAtEnd = true }
    } catch {
      throw .input(error)
    }
  }
}
