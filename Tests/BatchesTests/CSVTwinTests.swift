import Batches
import Testing

/// The reader against its slow twin, on texts made to be hard.
@Suite struct CSVTwinTests {
  private static let limits = BatchLimits(fieldBytesMax: 9)

  /// Rows as the reader gives them, the header first.
  private func fastRows(_ text: [UInt8], pieceBytes: Int) throws -> [SlowCSV.Row] {
    var reader = BatchReader(
      text, format: .csv, dialect: .comma, limits: Self.limits, pieceBytes: pieceBytes)
    var rows: [SlowCSV.Row] = []
    let problems = try reader.readHeader()
    var header = SlowCSV.Row(
      line: problems.first?.line ?? 0, raw: 0..<0,
      cells: (0..<reader.columns.count).map { reader.columns.name($0) })
    for case .record(let problem) in problems.map(\.kind) { header.problems.append(problem) }
    rows.append(header)
    var record = Record()
    while try reader.next(into: &record) {
      #expect(record.row == rows.count)
      #expect(record.fields.count == header.cells.count)
      var cells = (record.fields + record.extraCells).map { Array(record.bytes[$0.range]) }
      for problem in record.problems {
        if case .raggedRow(_, let found) = problem.kind { cells = Array(cells.prefix(found)) }
      }
      rows.append(
        SlowCSV.Row(
          line: record.line, raw: record.raw, cells: cells, problems: record.problems))
      #expect(
        (record.fields + record.extraCells).allSatisfy { ($0.kind == .absent) == $0.range.isEmpty })
    }
    return rows
  }

  private func compare(_ text: [UInt8], pieceBytes: Int, _ note: String) throws {
    let slow = SlowCSV.rows(text, delimiter: 0x2C, fieldBytesMax: Self.limits.fieldBytesMax)
    let isBlank = text.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if isBlank {
      #expect(throws: BatchError.empty) { try fastRows(text, pieceBytes: pieceBytes) }
      return
    }
    let fast = try fastRows(text, pieceBytes: pieceBytes)
    let isSame =
      fast.count == slow.count
      && zip(fast, slow).enumerated().allSatisfy { index, pair in
        pair.0.cells == pair.1.cells && pair.0.problems == pair.1.problems
          && (index == 0 || pair.0.line == pair.1.line && pair.0.raw.count == pair.1.raw.count)
      }
    #expect(
      isSame,
      """
      \(note), pieces of \(pieceBytes): \
      \(String(decoding: text, as: Unicode.UTF8.self).debugDescription)
      \(fast)
      \(slow)
      """)
  }

  @Test(arguments: 0..<8)
  func readsRandomTextsAsItsTwinDoes(stream: UInt64) throws {
    let alphabets: [[UInt8]] = [
      Array("ab,,\"\"\n\r".utf8), Array("abcdefgh-#,\"\n\u{b}\u{c}".utf8),
      Array("a,\"\n\r;\u{301}".utf8) + [0, 0xFF, 0xC3], Array("abcdefghijklmnop,,,\n".utf8),
      Array("abcdefghijk,,\n".utf8) + [0],
    ]
    for step in 0..<600 {
      let seed = stream << 32 | UInt64(step)
      var generator = SeededGenerator(state: seed)
      let alphabet = alphabets[step % alphabets.count]
      let count = Int.random(in: 0...(step % 3 == 0 ? 200 : 30), using: &generator)
      var text = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      if step % 2 == 0 { text = Array("one,two,three\n".utf8) + text }
      // A text of compressed bytes, or one with a mark, is not CSV to begin with.
      if text.first == 0xFF { text[0] = 0x61 }
      let pieceBytes = [1, 2, 3, 7, 16, 64, 1 << 20][step % 7]
      try compare(text, pieceBytes: pieceBytes, "seed \(seed)")
    }
  }

  @Test(arguments: [
    "a,b\n\"x\"\"y\",\"z\r\nz\"\r\n1,2", "a,b\r\r\n\"\"\"\",\"\"\r\"\"x\"\",\"y\"z\",", "a\n\"",
    "a\n\"\"", "a\n\"\"\"", "a\n\"\"\"\"", "\"a\nb\",c\r\n\r\nd", "a,b\n,\n\n\r\r\n\"\n\",x\r",
    "é,\u{301}\n\"\u{301}\",\u{301}\"x\n", "a,b,c\nlonger than nine,\"also \"\"long\"\" here\",x",
    "a,b\n1,2,3,\"x\"\"y\",\"un", "a\u{0},b\n\u{0},\"\u{0}\"\n", "a,b\n1\n\n,2\n\"1\n2\",\n3,4,5",
  ])
  func givesTheSameWithEveryPieceSize(text: String) throws {
    for pieceBytes in 1...(text.utf8.count + 1) {
      try compare(Array(text.utf8), pieceBytes: pieceBytes, "table")
    }
  }
}
