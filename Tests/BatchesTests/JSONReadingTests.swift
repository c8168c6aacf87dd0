import Batches
import Bytes
import Testing

@Suite struct JSONLinesTests {
  @Test(arguments: [
    (#"{"a":"x","b":1}"#, ["1@1 'x'|#1"]),
    ("\n \t\r\n{\"a\":1}\r\n\n{\"a\":2}", ["1@3 #1", "2@5 #2"]),
    (
      #"{"a":null,"b":"","c":[ 1, {"x" : null} ],"d":1e400,"e":true}"#,
      [#"1@1 -|''|#[1,{"x":null}]|#1e400|#true"#]
    ),
    ("{\"a\":1}\n{\"b\":2,\"a\":3}\n{\"c\":4}", ["1@1 #1", "2@2 #3|#2", "3@3 -|-|#4"]),
    (#"{"a":"\u00e9\n\"\ud83d\ude00"}"#, ["1@1 'é\n\"😀'"]),
    (#"{"\u0061":1,"b":2}"# + "\n" + #"{"a":3,"\u0062":4}"#, ["1@1 #1|#2", "2@2 #3|#4"]),
    ("{}", ["1@1 "]), (#"{"":1}"#, ["1@1 #1"]),
    (#"{"n":12345678901234567890}"#, ["1@1 #12345678901234567890"]),
  ])
  func readsLines(text: String, expected: [String]) {
    let reading = Reading(text, format: .jsonl)
    #expect(reading.records == expected)
    #expect(reading.error == nil)
  }

  @Test(arguments: [
    ("[1]", "1@2  !not-an-object@2"), ("null", "1@2  !not-an-object@2"),
    (#"{"k":1,"k":2}"#, "1@2 #1 !duplicate-member[0]@2"),
    (
      #"{"k":1,"\u006b":2,"z":3,"z":4}"#,
      "1@2 #1|#3 !duplicate-member[0]@2 !duplicate-member[1]@2"
    ),
    (#"{"k":{"x":1,"\u0078":1}}"#, "1@2 - !duplicate-member[0]@2"),
    (#"{"k":"\ud800"}"#, "1@2 - !lone-surrogate[0]@2"),
    (#"{"k":"\u0000"}"#, "1@2 - !nul-character[0]@2"),
    ("{\"k\":\"\u{0}\"}", "1@2 - !nul-character[0]@2"),
    ("{\"k\":1,}", "1@2 #1 !invalid-json@2"), ("{\"k\":01}", "1@2 - !invalid-json[0]@2"),
    ("{\"k\":1", "1@2 #1 !invalid-json@2"), ("{\"k\":1} x", "1@2 #1 !invalid-json@2"),
    ("{\"k\":1}{\"k\":2}", "1@2 #1 !invalid-json@2"), ("{k:1}", "1@2  !invalid-json@2"),
    ("\u{feff}{\"k\":1}", "1@2  !invalid-json@2"), ("x", "1@2  !invalid-json@2"),
    ("{\"k\":\"\t\"}", "1@2 - !invalid-json[0]@2"), ("{\"k\":NaN}", "1@2 - !invalid-json[0]@2"),
    (#"{"j":1,"k":+1}"#, "1@2 #1|- !invalid-json[1]@2"),
  ])
  func spoilsOnlyTheLine(line: String, expected: String) {
    let reading = Reading("\n\(line)\n{\"ok\":1}\n", format: .jsonl)
    #expect(reading.records.count == 2)
    #expect(reading.error == nil)
    #expect(reading.records.first == expected)
    #expect(reading.records.last?.hasSuffix("#1") == true)
  }

  @Test func saysWhereALineIsMalformed() throws {
    var reader = BatchReader(Array("{}\n {\"a\": 01}\n".utf8), format: .jsonl)
    var record = Record()
    _ = try reader.readHeader()
    _ = try reader.next(into: &record)
    _ = try reader.next(into: &record)
    #expect(
      record.problems == [RecordProblem(.json(.badNumber, column: 7), column: 0, line: 2)])
  }

  @Test func refusesBytesThatAreNotUTF8() {
    let bytes = Array("{\"a\":\"".utf8) + [0xE9] + Array("\"}\n{\"a\":\"é\"}".utf8)
    #expect(
      Reading(bytes, format: .jsonl).records == ["1@1 - !invalid-utf8[0]@1", "2@2 'é'"])
  }

  @Test func countsTheRecordAsTheFirstLevel() {
    func line(_ depth: Int) -> String {
      let inner = depth - 1
      return "{\"a\":" + String(repeating: "[", count: inner)
        + String(repeating: "]", count: inner) + "}"
    }
    #expect(Reading(line(64)).records.first?.contains("!") == false)
    #expect(Reading(line(65)).records == ["1@1 - !too-deep[0]@1"])
  }

  @Test func limitsFieldsKeysAndRecords() {
    let limits = BatchLimits(fieldBytesMax: 3, recordBytesMax: 20, columnsMax: 2)
    let reading = Reading(
      "{\"a\":\"abc\",\"b\":[1]}\n{\"a\":\"abcd\",\"b\":1234}\n{\"c\":1,\"a\":2,\"d\":3}\n",
      format: .jsonl, limits: limits)
    #expect(reading.records == ["1@1 'abc'|#[1]"])
    #expect(reading.error == .recordTooLong(line: 2, max: 20))
    let wide = Reading(
      "{\"a\":\"abcd\",\"b\":1234}\n{\"c\":1,\"a\":2,\"d\":3}\n", format: .jsonl,
      limits: BatchLimits(fieldBytesMax: 3, columnsMax: 2))
    #expect(
      wide.records == [
        "1@1 'abcd'|#1234 !field-too-long[0]@1 !field-too-long[1]@1", "2@2 #2|- !batch-limit@2",
      ])
  }
}

@Suite struct JSONArrayTests {
  @Test(arguments: [
    (#"[{"a":1},{"a":2}]"#, ["1@1 #1", "2@1 #2"]),
    ("\n[\n  {\n    \"a\": [1,\n 2]\n  },\n  {\"b\": \"x\"}\n]\n\n", ["1@3 #[1,2]", "2@7 -|'x'"]),
    (#"[{"a":"]},{[\"\\"},{"a":{"b":[[],{}]}}]"#, ["1@1 ']},{[\"\\'", "2@1 #{\"b\":[[],{}]}"]),
    ("[{\"a\":1,},\n{\"a\":2}]", ["1@1 #1 !invalid-json@1", "2@2 #2"]),
    (
      "[{\"a\"},{\"a\":01},\n{\"a\":[1}],\n{\"a\":2}]",
      [
        "1@1 - !invalid-json[0]@1", "2@1 - !invalid-json[0]@1", "3@2 - !invalid-json[0]@2",
        "4@3 #2",
      ]
    ),
    (
      "[1,[2,3],null,\"x,]\",{\"a\":1}]",
      [
        "1@1  !not-an-object@1", "2@1  !not-an-object@1", "3@1  !not-an-object@1",
        "4@1  !not-an-object@1", "5@1 #1",
      ]
    ),
    (
      "[{\"a\":\"\n\u{b}......\"},{\"a\":2}]", ["1@1 - !invalid-json[0]@1", "2@2 #2"]
    ),
    ("[{\"a\":1} {\"a\":2},{\"a\":3}]", ["1@1 #1 !invalid-json@1", "2@1 #3"]),
  ])
  func readsElements(text: String, expected: [String]) {
    for pieceBytes in [1, 2, 3, 7, 1_000] {
      let reading = Reading(text, format: .json, pieceBytes: pieceBytes)
      #expect(reading.records == expected)
      #expect(reading.error == nil)
    }
  }

  @Test(
    arguments: [
      ("[{},{},]", 2, .malformedArray(.trailingComma, line: 1)),
      ("[{},\n{}\n,\n]", 2, .malformedArray(.trailingComma, line: 4)),
      ("[\n,{}]", 0, .malformedArray(.missingElement, line: 2)),
      ("[{},\n,{}]", 1, .malformedArray(.missingElement, line: 2)),
      ("[{}]\n\nx", 1, .malformedArray(.trailingText, line: 3)),
      ("[{}\n]\n\n\n]", 1, .malformedArray(.trailingText, line: 5)),
      ("[{}][{}]", 1, .malformedArray(.trailingText, line: 1)),
      ("[", 0, .malformedArray(.notClosed, line: 1)),
      ("\n[ \n", 0, .malformedArray(.notClosed, line: 2)),
      ("[{},\n{\"a\":\n1", 1, .malformedArray(.notClosed, line: 2)),
      ("[{},\n{}", 1, .malformedArray(.notClosed, line: 2)),
      ("[{},\n{\"a\":\"x},\n{}]", 1, .malformedArray(.notClosed, line: 2)),
      ("\n{\"a\":1}", 0, .notAnArray(line: 2)), ("a,b", 0, .notAnArray(line: 1)),
      ("[]x", 0, .malformedArray(.trailingText, line: 1)),
    ] as [(String, Int, BatchError)])
  func refusesAMalformedArrayBehindItsGoodRecords(text: String, count: Int, error: BatchError) {
    for pieceBytes in [1, 2, 3, 7, 1_000] {
      let reading = Reading(text, format: .json, pieceBytes: pieceBytes)
      #expect(reading.records.count == count)
      #expect(reading.error == error)
    }
  }

  @Test(arguments: ["[]", " [ \n ] "])
  func anEmptyArrayIsABatchWithoutRecords(text: String) {
    for pieceBytes in [1, 2, 3, 7, 1_000] {
      let reading = Reading(text, format: .json, pieceBytes: pieceBytes)
      #expect(reading.records == [])
      #expect(reading.error == nil)
    }
  }

  @Test(arguments: [1, 8, 1_000])
  func limitsAnElement(pieceBytes: Int) {
    let limits = BatchLimits(recordBytesMax: 20)
    let reading = Reading(
      "[{\"a\":\"0123456789ab\"},\n{\"a\":\"0123456789abc\"},{}]", format: .json, limits: limits,
      pieceBytes: pieceBytes)
    #expect(reading.records == ["1@1 '0123456789ab'"])
    #expect(reading.error == .recordTooLong(line: 2, max: 20))
  }

  @Test(arguments: [1, 8, 1_000])
  func takesAnyWhiteSpaceBetweenElements(pieceBytes: Int) {
    let blank = String(repeating: " ", count: 50) + "\n"
    let reading = Reading(
      "[{\"a\":1},\(blank){\"a\":2},\(blank){\"a\":3}]\(blank)\(blank)", format: .json,
      limits: BatchLimits(recordBytesMax: 20), pieceBytes: pieceBytes)
    #expect(reading.records == ["1@1 #1", "2@2 #2", "3@3 #3"])
    #expect(reading.error == nil)
  }

  @Test(arguments: 0..<4)
  func givesTheSameWithEveryPieceSize(stream: UInt64) {
    let words = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\"a\":1", "\n", " ", "{\"a\":1},", "é", "1",
      "\u{0}",
      "{\"b\":\"x\\\"]\"},",
    ]
    for step in 0..<300 {
      let seed = stream << 32 | UInt64(step)
      var generator = SeededGenerator(state: seed)
      let count = Int.random(in: 1...20, using: &generator)
      let body = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined()
      for format in [BatchFormat.json, .jsonl] {
        let text = format == .json ? "[\(body)" : body
        let whole = Reading(text, format: format)
        for pieceBytes in [1, 2, 3, 7] {
          #expect(Reading(text, format: format, pieceBytes: pieceBytes) == whole, "seed \(seed)")
        }
      }
    }
  }
}
