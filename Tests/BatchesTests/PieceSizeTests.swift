import Batches
import Testing

/// However a source cuts its bytes into pieces, the same is read from them.
@Suite struct PieceSizeTests {
  private static let words: [[UInt8]] =
    [
      "\"", "\"\"", "\n", "\r", "\r\n", ",", ";", "\t", "a", "{", "}", "[", "]", ":", "{\"a\":1}",
      "\"a\"", "\\", "\\u00", "\\ud83d\\ude00", "é", "0", "-1.e", "null", "tru", " ", "{\"k\":[",
      "},",
    ].map { Array($0.utf8) } + [[0xFF], [0], [0xFE, 0xFF], [0xED, 0xA0], [0xEF, 0xBB, 0xBF]]
  private static let beginnings: [[UInt8]] = [[], [0x5B], [0xFF, 0xFE], Array("a,b\n".utf8)]
  private static let small = BatchLimits(
    fieldBytesMax: 5, recordBytesMax: 30, columnsMax: 3, depthMax: 3, membersMax: 2, problemsMax: 3)

  @Test(arguments: 0..<6)
  func changeNoResult(stream: UInt64) {
    for step in 0..<400 {
      let seed = stream << 32 | UInt64(step)
      var generator = SeededGenerator(state: seed)
      var text = Self.beginnings.randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        text += Self.words.randomElement(using: &generator) ?? []
      }
      let formats: [BatchFormat?] = [nil, .csv, .json, .jsonl]
      let format = formats[step % formats.count]
      let limits = step / 4 % 2 == 0 ? BatchLimits() : Self.small
      let whole = Reading(text, format: format, limits: limits)
      for pieceBytes in [1, 2, 5, 17] {
        let pieces = Reading(text, format: format, limits: limits, pieceBytes: pieceBytes)
        #expect(pieces == whole, "seed \(seed), pieces of \(pieceBytes)")
      }
    }
  }

  @Test(arguments: [BatchFormat.json, .jsonl], [1, 16, 1 << 20])
  func countWhiteSpaceAroundAJSONRecordAsPartOfIt(format: BatchFormat, pieceBytes: Int) {
    for (blanks, error) in [(13, nil), (14, BatchError.recordTooLong(line: 1, max: 20))] {
      let record = "{\"a\":1}" + String(repeating: " ", count: blanks)
      let text = format == .json ? "[\(record),{}]" : "\(record)\r\n{}"
      let reading = Reading(
        text, format: format, limits: BatchLimits(recordBytesMax: 20), pieceBytes: pieceBytes)
      #expect(reading.error == error)
    }
  }
}
