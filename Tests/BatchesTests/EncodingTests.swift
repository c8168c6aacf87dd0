import Batches
import Testing

@Suite struct EncodingTests {
  /// UTF-16 with its mark.
  private func utf16(_ units: [UInt16], bigEndian: Bool) -> [UInt8] {
    ([0xFEFF] + units).flatMap { unit in
      let high = UInt8(unit >> 8)
      let low = UInt8(unit & 0xFF)
      return bigEndian ? [high, low] : [low, high]
    }
  }

  @Test(arguments: [false, true], [1, 2, 3, 7, 1 << 20])
  func readsUTF16WithItsMark(bigEndian: Bool, pieceBytes: Int) {
    let text = "name;x\r\nZoë;😀\r\n\"a;\nb\";\n"
    let reading = Reading(utf16(Array(text.utf16), bigEndian: bigEndian), pieceBytes: pieceBytes)
    #expect(reading.names == ["name", "x"])
    #expect(reading.records == ["1@2 Zoë|😀", "2@3 a;\nb|-"])
  }

  @Test(
    arguments: [
      [0xD800], [0xDC00], [0xD800, 0xD800], [0xD83D, 0x0061], [0xDE00, 0xD83D],
    ] as [[UInt16]], [false, true])
  func flagsALoneSurrogate(units: [UInt16], bigEndian: Bool) {
    let text = Array("a,b\nx,".utf16) + units + Array("\ny,z".utf16)
    let reading = Reading(utf16(text, bigEndian: bigEndian), format: .csv)
    #expect(reading.records.count == 2)
    #expect(reading.records.first?.hasSuffix(" !invalid-utf8[1]@2") == true)
    #expect(reading.records.last == "2@3 y|z")
  }

  @Test func flagsHalfAUnitAndAnOpenPairAtTheEnd() {
    let odd = utf16(Array("a\nx".utf16), bigEndian: false) + [0x41]
    #expect(Reading(odd, format: .csv).records == ["1@2 x\u{fffd} !invalid-utf8[0]@2"])
    let open = utf16(Array("a\nx".utf16) + [0xD83D], bigEndian: true)
    #expect(Reading(open).records.last?.hasSuffix("!invalid-utf8[0]@2") == true)
  }

  @Test func showsUTF16WithoutAMarkAsNULs() {
    let bytes = Array(utf16(Array("a,b\n1,2\n".utf16), bigEndian: false).dropFirst(2))
    let reading = Reading(bytes)
    #expect(
      reading.header.contains(.record(RecordProblem(.nulCharacter, column: 0, line: 1))))
    #expect(reading.records.allSatisfy { $0.contains("!nul-character") })
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], .unsupportedEncoding),
      ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], .unsupportedEncoding),
      ([0x1F, 0x8B, 8, 0], .compressed(.gzip)), ([0x28, 0xB5, 0x2F, 0xFD], .compressed(.zstd)),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .compressed(.xz)),
      (Array("BZh91AY&SY".utf8), .compressed(.bzip2)),
      (Array("PK\u{3}\u{4}rest".utf8), .compressed(.zip)),
      (Array("PK\u{5}\u{6}".utf8), .compressed(.zip)),
      (Array("%PDF-1.7\n".utf8), .compressed(.pdf)),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .compressed(.ole)),
      (Array("PAR1\u{15}\u{4}".utf8), .compressed(.parquet)),
      (Array("BZh9,name\n".utf8), nil), (Array("PAR1,name\n".utf8), nil),
      (Array("PK,x\n".utf8), nil),
    ] as [([UInt8], BatchError?)])
  func refusesWhatIsNoText(bytes: [UInt8], error: BatchError?) {
    #expect(Reading(bytes, pieceBytes: 1).error == error)
    #expect(Reading(bytes, format: .csv).error == error)
  }

  @Test func namesThePipeToUse() {
    #expect(BatchError.compressed(.gzip).help.contains("zcat FILE | muster issue -"))
    for signature in FileSignature.allCases {
      #expect(!BatchError.compressed(signature).message.isEmpty)
    }
  }

  @Test(arguments: BatchFormat.allCases.map { Optional($0) } + [nil])
  func tellsAnEmptyBatch(format: BatchFormat?) {
    for text in ["", " ", "\n\r\n\t ", "\u{feff}", "\u{feff}\n"] {
      for pieceBytes in [1, 1_000] {
        #expect(Reading(text, format: format, pieceBytes: pieceBytes).error == .empty)
      }
    }
  }

  @Test(
    arguments: [
      ("a,b\n1,2", .csv), (" \n[ {} ]", .json), ("\n{\"a\":1}", .jsonl), ("\"a\"", .csv),
    ] as [(String, BatchFormat)])
  func detectsTheFormatByItsFirstByte(text: String, expected: BatchFormat) throws {
    var reader = BatchReader(Array(text.utf8), pieceBytes: 1)
    _ = try reader.readHeader()
    #expect(reader.format == expected)
  }

  @Test(
    arguments: [
      ("a.csv", .csv, nil), ("b/users.CSV", .csv, nil), ("x.tsv", .csv, .tab),
      ("x.json", .json, nil),
      ("x.jsonl", .jsonl, nil), ("x.v2.ndjson", .jsonl, nil), ("csv", nil, nil), ("x.", nil, nil),
      ("x.csv.gz", nil, nil), ("-", nil, nil),
    ] as [(String, BatchFormat?, CSVDialect?)])
  func takesAFileNameAtItsWord(name: String, format: BatchFormat?, dialect: CSVDialect?) {
    let promised = BatchFormat.promised(byFileName: name)
    #expect(promised?.format == format)
    #expect(promised?.dialect == dialect)
  }

  @Test func passesOnTheSourcesFailure() {
    var calls = 0
    var reader = BatchReader(format: .csv) { buffer, _ throws(BatchError) in
      calls += 1
      if calls > 2 { throw .readFailed(code: 5) }
      buffer += Array("a,b\n1,2\n3,".utf8)
      return 10
    }
    var record = Record()
    #expect(throws: BatchError.readFailed(code: 5)) {
      _ = try reader.readHeader()
      while try reader.next(into: &record) {}
    }
    #expect(reader.recordCount > 0)
  }
}
