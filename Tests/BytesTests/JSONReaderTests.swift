import Bytes
import Testing

@Suite struct JSONReaderTests {
  /// The canonical form of a whole text, or its problem.
  private func read(
    _ source: [UInt8], limits: JSONLimits = JSONLimits()
  ) -> Result<String, JSONProblem> {
    var reader = JSONReader(limits: limits)
    var output = Array(">".utf8)
    do throws(JSONProblem) {
      try reader.readWhole(source.span, into: &output)
    } catch {
      #expect(output == Array(">".utf8), "a refused text leaves the output as it was")
      return .failure(error)
    }
    return .success(String(decoding: output[1...], as: Unicode.UTF8.self))
  }

  private func read(_ source: String) -> Result<String, JSONProblem> { read(Array(source.utf8)) }

  @Test(arguments: [
    ("null", "null"), (" true ", "true"), ("\t\r\nfalse", "false"), ("\"\"", "\"\""),
    ("0", "0"), ("-0", "-0"), ("-1.50E+07", "-1.50E+07"), ("1e400", "1e400"), ("0e0", "0e0"),
    ("12345678901234567890", "12345678901234567890"), ("1.0", "1.0"), ("10", "10"),
    ("[]", "[]"), ("[ ]", "[]"), ("{ }", "{}"), ("[ 1 , 2 ]", "[1,2]"),
    ("{ \"b\" : 1 , \"a\" : [ { } ] }", "{\"b\":1,\"a\":[{}]}"),
    (#""\u00e9\u0041\/\b\f\n\r\t\"\\""#, #""éA/\b\f\n\r\t\"\\""#),
    (#""\ud83d\ude00""#, "\"😀\""), (#""\u001f\u007f""#, "\"\\u001f\u{7f}\""),
    ("\"\u{2028}\u{feff}\"", "\"\u{2028}\u{feff}\""),
    ("{\"\u{e9}\":1,\"e\u{301}\":2}", "{\"\u{e9}\":1,\"e\u{301}\":2}"),
    (#"[{"a":1},{"a":1},{"b":{"a":1},"a":2}]"#, #"[{"a":1},{"a":1},{"b":{"a":1},"a":2}]"#),
  ])
  func writesTheCanonicalForm(source: String, expected: String) {
    #expect(read(source) == .success(expected))
  }

  @Test(
    arguments: [
      ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[", .unexpectedEnd, 1),
      ("[1", .unexpectedEnd, 2), ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5),
      ("{\"a\":1", .unexpectedEnd, 6), ("\"a", .unexpectedEnd, 2), ("tru", .unexpectedEnd, 3),
      ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2),
      ("\"\\u00", .unexpectedEnd, 5), ("\"\\", .unexpectedEnd, 2), ("1 2", .expected(.end), 2),
      ("01", .badNumber, 0), ("-01", .badNumber, 0), ("+1", .badNumber, 0), (".5", .badNumber, 0),
      ("1.e5", .badNumber, 0), ("1e+x", .badNumber, 0), ("-x", .badNumber, 0),
      ("0x10", .expected(.end), 1), ("NaN", .expected(.value), 0), ("nan", .expected(.value), 0),
      ("Infinity", .expected(.value), 0), ("-Infinity", .badNumber, 0),
      ("trux", .expected(.value), 0),
      ("'a'", .expected(.value), 0), ("[1,]", .trailingComma, 2), ("{\"a\":1,}", .trailingComma, 6),
      ("[,1]", .expected(.value), 1), ("[1 2]", .expected(.commaOrBracket), 3),
      ("{a:1}", .expected(.memberName), 1), ("{\"a\" 1}", .expected(.colon), 5),
      ("{\"a\":1 \"b\":2}", .expected(.commaOrBrace), 7), ("]", .expected(.value), 0),
      ("[1}", .expected(.commaOrBracket), 2), ("// x\n1", .expected(.value), 0),
      ("\u{feff}1", .byteOrderMark, 0), ("[1,\u{feff}2]", .byteOrderMark, 3),
      ("\"a\nb\"", .controlCharacter, 2), ("\"\u{1f}\"", .controlCharacter, 1),
      ("\"\u{0}\"", .nulCharacter, 1), ("\u{0}", .nulCharacter, 0),
      (#""\u0000""#, .nulCharacter, 1),
      (#""\x41""#, .badEscape, 1), (#""\u00g0""#, .badEscape, 1), (#""\U0041""#, .badEscape, 1),
      (#""\ud800""#, .loneSurrogate, 1), (#""\udc00""#, .loneSurrogate, 1),
      (#""\ud800\ud800""#, .loneSurrogate, 1), (#""\ud800x""#, .loneSurrogate, 1),
      (#"{"a":1,"a":2}"#, .duplicateMember, 7), (#"{"a":1,"\u0061":2}"#, .duplicateMember, 7),
      (#"[{"x":{"b":1,"c":2,"b":3}}]"#, .duplicateMember, 19),
      (#"{"":1,"":2}"#, .duplicateMember, 6),
    ] as [(String, JSONProblem.Kind, Int)])
  func refuses(source: String, kind: JSONProblem.Kind, offset: Int) {
    #expect(read(source) == .failure(JSONProblem(kind, at: offset)))
  }

  @Test(
    arguments: [
      ([0x22, 0xFF, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xC3, 0x22], 1),
      ([0xFF], 0), ([0x5B, 0xC0, 0x80, 0x5D], 1),
    ] as [([UInt8], Int)])
  func refusesBytesThatAreNotUTF8(source: [UInt8], offset: Int) {
    #expect(read(source) == .failure(JSONProblem(.invalidUTF8, at: offset)))
  }

  @Test func nestsUpToTheLimitAndNotDeeper() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(read(nested(64)) == .success(nested(64)))
    #expect(read(nested(65)) == .failure(JSONProblem(.tooDeep(max: 64), at: 64)))
    #expect(
      read(String(repeating: "[", count: 200_000))
        == .failure(JSONProblem(.tooDeep(max: 64), at: 64)))
  }

  @Test func countsTheMembersOfEachObject() {
    func object(_ count: Int) -> String {
      "{" + (0..<count).map { "\"k\($0)\":0" }.joined(separator: ",") + "}"
    }
    #expect(read("[\(object(1_024)),\(object(1_024))]").isSuccess)
    guard case .failure(let problem) = read(object(1_025)) else {
      Issue.record("1,025 members were taken")
      return
    }
    #expect(problem.kind == .tooManyMembers(max: 1_024))
  }

  @Test(arguments: [15, 16, 17, 18, 500])
  func findsADuplicateInBigObjects(count: Int) {
    var names = (0..<count).map { "\"k\($0)\":0" }
    names[count - 1] = "\"\\u006b3\":0"
    let source = "{" + names.joined(separator: ",") + "}"
    let offset = source.utf8.count - names[count - 1].utf8.count - 1
    #expect(read(source) == .failure(JSONProblem(.duplicateMember, at: offset)))
  }

  @Test func looksAtEveryByteOfAString() {
    for position in 0..<24 {
      for byte in UInt8.min...UInt8.max {
        var text = Array("abcdefghijklmnopqrstuvwx".utf8)
        text[position] = byte
        let source = [0x22] + text + [0x22]
        let expected: Result<String, JSONProblem>
        switch byte {
        case 0: expected = .failure(JSONProblem(.nulCharacter, at: position + 1))
        case 1..<0x20: expected = .failure(JSONProblem(.controlCharacter, at: position + 1))
        case 0x22: expected = .failure(JSONProblem(.expected(.end), at: position + 2))
        case 0x5C where position == 23: expected = .failure(JSONProblem(.unexpectedEnd, at: 26))
        case 0x5C:
          // The letters behind it make some of them escapes.
          if "bfnrtu".utf8.contains(text[position + 1]) { continue }
          expected = .failure(JSONProblem(.badEscape, at: position + 1))
        case 0x80...: expected = .failure(JSONProblem(.invalidUTF8, at: position + 1))
        default: expected = .success(String(decoding: source, as: Unicode.UTF8.self))
        }
        #expect(read(source) == expected, "byte \(byte) at \(position)")
      }
    }
  }

  @Test(arguments: 0..<4)
  func readsItsOwnOutputUnchanged(stream: UInt64) {
    let words = [
      "{", "}", "[", "]", ",", ":", "\"a\":", "\"\\u0061\\n\"", "\"é\"", " ", "\n", "1", "-0.5e+3",
      "null", "[1,{\"b\":[]}]", "{\"x\":{\"y\":\"]\\\"\"}}",
    ]
    var accepted = 0
    for step in 0..<4_000 {
      let seed = stream << 32 | UInt64(step)
      var state = seed
      var text = ""
      for _ in 0..<(1 + step % 9) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += words[Int(state >> 60)]
      }
      for source in [text, "[\(text)]", "{\"k\":\(text)}"] {
        guard case .success(let canonical) = read(source) else { continue }
        accepted += 1
        #expect(read(canonical) == .success(canonical), "seed \(seed)")
        let bytes = Array("\(canonical),".utf8)
        #expect(JSONReader.end(bytes.span, from: 0) == bytes.count - 1, "seed \(seed)")
      }
    }
    #expect(accepted > 100)
  }

  @Test func readsAValueInTheMiddleOfAText() throws {
    var reader = JSONReader()
    var output: [UInt8] = []
    let source = Array(#"xx {"a" : 1} ,"#.utf8)
    let end = try reader.read(source.span, from: 2, into: &output)
    #expect(end == 12)
    #expect(output == Array(#"{"a":1}"#.utf8))
  }

  @Test(
    arguments: [
      ("null", .null, 4), ("true,", .boolean, 4), ("-1.5]", .number, 4), ("12", .number, 2),
      (#""a\"]",1"#, .string, 6), (#"{"a":["]"],"b":{}},"#, .object, 18), ("[[],[]]]", .array, 7),
    ] as [(String, JSONReader.ValueKind, Int)])
  func walksOverCanonicalText(text: String, kind: JSONReader.ValueKind, end: Int) {
    let bytes = Array(text.utf8)
    #expect(JSONReader.kind(bytes.span, at: 0) == kind)
    #expect(JSONReader.end(bytes.span, from: 0) == end)
  }

  @Test(arguments: [
    (#""abc""#, "abc", true), (#""""#, "", true), (#""a\nb\"\\\u0001é""#, "a\nb\"\\\u{1}é", false),
  ])
  func unescapesCanonicalLiterals(literal: String, text: String, isPlain: Bool) {
    let bytes = Array("[\(literal)]".utf8)
    let range = 1..<(bytes.count - 1)
    var output: [UInt8] = []
    JSONReader.unescape(bytes.span, literal: range, into: &output)
    #expect(output == Array(text.utf8))
    #expect(JSONReader.isPlain(bytes.span, literal: range) == isPlain)
  }
}

extension Result {
  fileprivate var isSuccess: Bool {
    if case .success = self { true } else { false }
  }
}
