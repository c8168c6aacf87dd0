import Batches
import Testing

@Suite struct CSVReadingTests {
  @Test(arguments: [
    // Quotes
    ("a,b\n\"x,y\",\"p\"\"q\"\n", ["1@2 x,y|p\"q"]),
    ("a,b\n\"\"\"\",\"\"\"\"\"\"\n", ["1@2 \"|\"\""]),
    ("a,b\n\"\",\n", ["1@2 -|-"]),
    ("a,b\nx\"y,z\n", ["1@2 x\"y|z !stray-quote[0]@2"]),
    ("a,b\n\"x\"y\"z,w\n", ["1@2 xy\"z|w !stray-quote[0]@2"]),
    ("a,b\n \"x\",y\n", ["1@2  \"x\"|y !stray-quote[0]@2"]),
    ("a,b\n1,\"x\n2,y\n", ["1@2 1|x\n2,y\n !unclosed-quote[1]@2"]),
    ("a,b\n1,2\n\"x\ny\",\"z", ["1@2 1|2", "2@3 x\ny|z !unclosed-quote[1]@4"]),
    // Line ends
    ("a,b\r\n1,2\r\n3,4", ["1@2 1|2", "2@3 3|4"]),
    ("a,b\r1,2\r3,4\r", ["1@2 1|2", "2@3 3|4"]),
    ("a,b\n1,2\r\n3,4\r5,6", ["1@2 1|2", "2@3 3|4", "3@4 5|6"]),
    ("\r\n\na,b\n\n1,2\n\r\n\r3,4\n\n", ["1@5 1|2", "2@8 3|4"]),
    ("a,b\n\"1\r\n2\r3\n4\",x\n5,6\n", ["1@2 1\r\n2\r3\n4|x", "2@6 5|6"]),
    // Rows that do not fit
    ("a,b\n1\n", ["1@2 1|- !ragged-row@2"]),
    ("a,b\n1,2,3\n", ["1@2 1|2 +3 !ragged-row@2"]),
    ("a,b\n1,2,\n", ["1@2 1|2 +- !ragged-row@2"]),
    ("a,b\n1,2,\"x\"\"y\"\n4,5\n", ["1@2 1|2 +x\"y !ragged-row@2", "2@3 4|5"]),
    ("a,b,c\n1,2,3\n4\n", ["1@2 1|2|3", "2@3 4|-|- !ragged-row@3"]),
    ("a\n \n", ["1@2  "]),
    // Text
    ("a,b\n,\n", ["1@2 -|-"]),
    ("a,b\n\u{0},\"x\u{0}\"\n", ["1@2 \u{0}|x\u{0} !nul-character[0]@2 !nul-character[1]@2"]),
    ("a,b\nnull,NULL\n", ["1@2 null|NULL"]),
    ("a\n\u{feff}x\n", ["1@2 \u{feff}x"]),
    ("a,b\n", []), ("a,b", []), ("\u{feff}a,b\n1,2", ["1@2 1|2"]),
  ])
  func readsRows(text: String, expected: [String]) {
    let reading = Reading(text, format: .csv, dialect: .comma)
    #expect(reading.records == expected)
    #expect(reading.error == nil)
  }

  @Test func splitsBytesNotCharacters() {
    let reading = Reading("x,y,z\na,\u{301}b,c\n\"a\"\u{301},b,c\n", format: .csv)
    #expect(
      reading.records.map { Array($0.utf8) }
        == [
          "1@2 a|\u{301}b|c", "2@3 a\u{301}|b|c !stray-quote[0]@3",
        ].map { Array($0.utf8) })
  }

  @Test func namesTheColumnWithBytesThatAreNotUTF8() {
    let bytes = Array("a,b,c\nx,".utf8) + [0xE9] + Array(",z\n\u{e9},".utf8) + [0xC3, 0x2C, 0xA9]
    #expect(
      Reading(bytes, format: .csv).records == [
        "1@2 x|\u{fffd}|z !invalid-utf8[1]@2",
        "2@3 é|\u{fffd}|\u{fffd} !invalid-utf8[1]@3 !invalid-utf8[2]@3",
      ])
  }

  @Test(arguments: [(65_536, false), (65_537, true)])
  func limitsAField(count: Int, isRefused: Bool) {
    let value = String(repeating: "x", count: count)
    for cell in [value, "\"\(value)\""] {
      let reading = Reading("a,b\n1,\(cell)\n", format: .csv)
      let problem = isRefused ? " !field-too-long[1]@2" : ""
      #expect(reading.records == ["1@2 1|\(value)\(problem)"])
    }
  }

  @Test(arguments: [1, 7, 100, 1 << 20])
  func limitsARecord(pieceBytes: Int) {
    let limits = BatchLimits(recordBytesMax: 10)
    func reading(_ text: String) -> Reading {
      Reading(text, format: .csv, limits: limits, pieceBytes: pieceBytes)
    }
    #expect(reading("a,b\n\n12345,6789\r\n1,2").records == ["1@3 12345|6789", "2@4 1|2"])
    let long = reading("a,b\n1,2\n12345,67890\r\n1,2")
    #expect(long.records == ["1@2 1|2"])
    #expect(long.error == .recordTooLong(line: 3, max: 10))
    let open = reading("a,b\n1,2\n3,\"4\n5,6\n7,8\n9,10\n11,12\n")
    #expect(open.records == ["1@2 1|2"])
    #expect(open.error == .recordTooLong(line: 3, max: 10))
    #expect(reading("abcde,fghij\n").error == .recordTooLong(line: 1, max: 10))
  }

  @Test(arguments: [1, 2, 1 << 20])
  func holdsOneRecordAtATimeWhateverEndsItsLine(pieceBytes: Int) {
    for lineEnd in ["\n", "\r\n", "\r"] {
      let rows = (1...9).map { "row\($0),x\(lineEnd)" }
      let reading = Reading(
        "a,b\(lineEnd)" + rows.joined(), format: .csv, limits: BatchLimits(recordBytesMax: 8),
        pieceBytes: pieceBytes)
      #expect(reading.records == (1...9).map { "\($0)@\($0 + 1) row\($0)|x" })
      #expect(reading.error == nil)
    }
  }

  @Test func keepsTheOriginalBytesWithoutTheLineEnd() {
    let text = "a,b\r\n\"x\"\"y\", z \r\n\n1\r\n\"2\n3\",4"
    #expect(Reading(text, format: .csv).raw == ["\"x\"\"y\", z ", "1", "\"2\n3\",4"])
  }

  @Test func keepsABoundedNumberOfProblemsAndExtraCells() {
    let limits = BatchLimits(columnsMax: 3, problemsMax: 2)
    let reading = Reading("a,b\nx\"x,y\"y,z\"z,1,2,3,4,5\n", format: .csv, limits: limits)
    #expect(
      reading.records == ["1@2 x\"x|y\"y +z\"z|1|2 !stray-quote[0]@2 !stray-quote[1]@2"])
  }
}

@Suite struct CSVHeaderTests {
  @Test(
    arguments: [
      ("a,b,a\n", ["a", "b", "a"], [.duplicateColumn(first: 0)]),
      ("a,,\n", ["a", "", ""], [.emptyName, .emptyName]),
      ("a,A, a,\"a\"\n", ["a", "A", " a", "a"], [.duplicateColumn(first: 0)]),
      ("\u{e9},e\u{301}\n", ["\u{e9}", "e\u{301}"], []),
      ("\u{feff}\"a\",\"b\nc\"\n1,2", ["a", "b\nc"], []),
      (
        "a,b\"\n", ["a", "b\""],
        [.record(RecordProblem(.strayQuote, column: 1, line: 1))]
      ),
      (
        "a\u{0}\n", ["a\u{0}"],
        [.record(RecordProblem(.nulCharacter, column: 0, line: 1))]
      ),
    ] as [(String, [String], [HeaderProblem.Kind])])
  func readsTheHeader(text: String, names: [String], problems: [HeaderProblem.Kind]) {
    let reading = Reading(text, format: .csv)
    #expect(reading.names.map { Array($0.utf8) } == names.map { Array($0.utf8) })
    #expect(reading.header == problems)
    #expect(reading.error == nil)
  }

  @Test(arguments: [(1_024, nil), (1_025, .tooManyColumns(max: 1_024))] as [(Int, BatchError?)])
  func limitsTheColumns(count: Int, error: BatchError?) {
    let header = (0..<count).map { "c\($0)" }.joined(separator: ",")
    #expect(Reading(header + "\n", format: .csv).error == error)
  }

  @Test(
    arguments: [
      ("a,b;c,d\n", .comma), ("a;b;c,d\n", .semicolon), ("a\tb\n", .tab), ("abc\n", .comma),
      ("a;b,c\n", .comma), ("\"a,b,c,d\";e\n1,2,3,4\n", .semicolon),
      ("\"a;b\",\"c;d;e\",f\n", .comma), ("\"a,\"\",,\"\tb\n", .tab),
      ("\n\r\na;b\n,,,,\n", .semicolon),
      ("\"a,\n,,\"\tb\tc", .tab), ("a\"b;c\n,,,", .semicolon), ("a|b\n", .comma),
    ] as [(String, CSVDialect)])
  func detectsTheDelimiter(text: String, expected: CSVDialect) throws {
    for pieceBytes in [1, 2, 5, 1_000] {
      var reader = BatchReader(Array(text.utf8), format: .csv, pieceBytes: pieceBytes)
      _ = try reader.readHeader()
      #expect(reader.dialect == expected)
    }
  }

  @Test func takesTheGivenDialect() {
    let reading = Reading("a|b,c\n1|2,3\n", dialect: .pipe)
    #expect(reading.names == ["a", "b,c"])
    #expect(reading.records == ["1@2 1|2,3"])
    #expect(CSVDialect(delimiter: UInt8(ascii: "|")) == .pipe)
    #expect(CSVDialect(delimiter: UInt8(ascii: "\"")) == nil)
  }

  @Test func findsColumnsByTheirBytes() throws {
    var table = ColumnTable()
    for index in 0..<1_000 { table.append(Array("column \(index % 900)".utf8)) }
    #expect(table.count == 1_000)
    for index in 0..<900 { #expect(table.index(of: Array("column \(index)".utf8).span) == index) }
    #expect(table.index(of: Array("column".utf8).span) == nil)
    #expect(table.displayName(950) == "column 50")
  }
}
