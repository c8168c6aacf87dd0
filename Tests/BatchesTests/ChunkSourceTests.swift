import Batches
import Testing

/// Chunks know the numbers of their records before anybody has read them.
@Suite struct ChunkSourceTests {
  private static let alphabets: [[UInt8]] = [
    Array("ab,,\"\"\n\r".utf8), Array("a\n\r".utf8), Array("abc,\"\n".utf8),
    Array("\"\"\n\r,".utf8), Array("abcdefghijklmnop,,,\n".utf8), Array(" \t\r\na{}".utf8),
    Array("a;\"\r\n".utf8) + [0, 0xFF],
  ]
  private static let words: [[UInt8]] =
    [
      "{}", "{\"a\":1}", "{\"b\\\"\":\"}],\"}", ",", ",", "\n", "\r\n", " ", "\t", "[", "]",
      "[1,{}]", "\"",
      "\\", "x",
    ].map { Array($0.utf8) }

  /// What is read chunk by chunk, each by a reader that knows nothing of the chunks before.
  private struct Chunks {
    var shown: [String] = []
    var error: BatchError?
    var misplaced: [String] = []

    init(_ bytes: [UInt8], format: BatchFormat, chunkBytes: Int) {
      var given = 0
      var source = ChunkSource(format: format, chunkBytes: chunkBytes) {
        buffer, countMax throws(BatchError) in
        let count = min(countMax, bytes.count - given)
        buffer.append(contentsOf: bytes[given..<(given + count)])
        given += count
        return count
      }
      var chunk = BatchChunk()
      var record = Record()
      var columns: ColumnTable?
      var end: ChunkReader.Place?
      do throws(BatchError) {
        _ = try source.readHeader()
        while try source.next(into: &chunk) {
          var reader = ChunkReader(source)
          if let columns { reader.take(columns) }
          reader.begin(chunk)
          // White space between the elements of an array belongs to no chunk.
          let isElsewhere = format != .json && (end?.line ?? 1) != reader.place.line
          if let end, end.row != reader.place.row || isElsewhere {
            misplaced.append("\(end) is not \(reader.place)")
          }
          let bytes = chunk.bytes
          while try reader.next(
            bytes.span.extracting(0..<chunk.range.upperBound), into: &record)
          {
            shown.append(Reading.show(record))
          }
          end = reader.place
          columns = reader.columns
        }
      } catch {
        self.error = error
      }
    }
  }

  private func compare(_ text: [UInt8], _ format: BatchFormat, chunkBytes: Int, _ note: String) {
    let whole = Reading(text, format: format)
    let chunks = Chunks(text, format: format, chunkBytes: chunkBytes)
    #expect(
      chunks.misplaced == [] && chunks.shown == whole.records && chunks.error == whole.error,
      """
      \(note), chunks of \(chunkBytes): \
      \(String(decoding: text, as: Unicode.UTF8.self).debugDescription)
      \(whole)
      \(chunks)
      """)
  }

  @Test(arguments: 0..<8)
  func countsRecordsAndLinesOfCSVAsItsReaderDoes(stream: UInt64) {
    for step in 0..<500 {
      let seed = stream << 32 | UInt64(step)
      var generator = SeededGenerator(state: seed)
      let alphabet = Self.alphabets[step % Self.alphabets.count]
      let count = Int.random(in: 0...(step % 3 == 0 ? 300 : 40), using: &generator)
      var text = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      if step % 2 == 0 { text = Array("one,two\n".utf8) + text }
      for chunkBytes in [1, 2, 3, 7, 16, 33, 64] {
        compare(text, .csv, chunkBytes: chunkBytes, "seed \(seed)")
      }
    }
  }

  @Test(arguments: 0..<8)
  func countsRecordsAndLinesOfJSONAsItsReaderDoes(stream: UInt64) {
    for step in 0..<500 {
      let seed = stream << 32 | UInt64(step)
      var generator = SeededGenerator(state: seed)
      let format: BatchFormat = step % 2 == 0 ? .json : .jsonl
      var text: [UInt8] = format == .json ? [0x5B] : []
      for _ in 0..<Int.random(in: 0...(step % 3 == 0 ? 90 : 15), using: &generator) {
        text += Self.words.randomElement(using: &generator) ?? []
      }
      for chunkBytes in [1, 2, 3, 7, 16, 33, 64, 100] {
        compare(text, format, chunkBytes: chunkBytes, "seed \(seed)")
      }
    }
  }

  @Test(arguments: ["\n", "\r", "\r\n", "\n\r", "\r\r\n\n", "\"\r\n\"\r", "a\"\r\n\"\n"])
  func countsLongRunsOfLineEnds(end: String) {
    let text = Array(("a,b\n" + String(repeating: "1,2" + end, count: 6_000)).utf8)
    compare(text, .csv, chunkBytes: 50_000, "long")
  }

  @Test(arguments: ["\n", "\r\n", " \n", "\n\n", "\n \r\n"])
  func countsLongRunsOfLines(end: String) {
    let text = Array(String(repeating: "{}" + end, count: 6_000).utf8)
    compare(text, .jsonl, chunkBytes: 50_000, "long")
  }

  @Test func countsArtifactsAsLines() {
    for text in ["a\n\nb\r\n\r\n \n\n\r\r\nc", "\n\n", "\r\n", "a", "\r\r\n"] {
      let bytes = Array(text.utf8)
      var tally = LineTally()
      var cutter = LineCutter(.empty)
      let end = cutter.cut(bytes.span, isLast: false)
      tally = cutter.tally
      let lines = bytes[..<end].split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
      #expect(tally.lines == lines.count)
      #expect(tally.rows == lines.count { !$0.isEmpty && !$0.elementsEqual([0x0D]) }, "\(text)")
    }
  }
}
