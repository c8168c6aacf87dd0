import Findings
import Profiles
import TestKit
import Testing

/// What the reader says about `text`, as "line:column code".
private func places(_ text: String, limits: YAMLLimits = .standard) -> [String] {
  places(Array(text.utf8), limits: limits)
}

private func places(_ bytes: [UInt8], limits: YAMLLimits = .standard) -> [String] {
  YAMLReader.read(bytes, file: "p.yaml", limits: limits).findings.map { finding in
    guard case .source(let place) = finding.place else { return finding.code.rawValue }
    return "\(place.line):\(place.column) \(finding.code.rawValue)"
  }
}

private func message(_ text: String) -> String? {
  YAMLReader.read(Array(text.utf8), file: "p.yaml").findings.first?.message
}

private func json(_ text: String) throws -> String {
  let (root, findings) = YAMLReader.read(Array(text.utf8), file: "p.yaml")
  try #require(findings.isEmpty)
  var output: [UInt8] = []
  #expect(try #require(root).appendJSON(to: &output) == [])
  return String(decoding: output, as: UTF8.self)
}

@Suite struct YAMLReaderTests {
  @Test(arguments: [
    ("a: 1\nb: [x, 'y', true]\n", #"{"a":1,"b":["x","y",true]}"#),
    ("z: 1\na: 2\n", #"{"z":1,"a":2}"#),
    ("a:\nb: ~\nc: null\nd: 'null'\n", #"{"a":null,"b":null,"c":null,"d":"null"}"#),
    (
      "a: 1.50\nb: 123456789012345678901234567890\nc: -0.0e+7\n",
      #"{"a":1.50,"b":123456789012345678901234567890,"c":-0.0e+7}"#
    ),
    (
      "a: yes\nb: 12:30\nc: 2024-01-01\nd: 1_000\n",
      #"{"a":"yes","b":"12:30","c":"2024-01-01","d":"1_000"}"#
    ),
    ("a: |\n  one\n  two\n", #"{"a":"one\ntwo\n"}"#),
    (#"a: "\"\\/\t\x01é""#, #"{"a":"\"\\/\t\u0001é"}"#),
    ("- 1\n- {}\n- []\n", "[1,{},[]]"),
    ("1: a\ntrue: b\n", #"{"1":"a","true":"b"}"#),
    ("# only a remark\n---\na: b\n...\n", #"{"a":"b"}"#),
    ("\u{FEFF}a: b\n", #"{"a":"b"}"#),
    ("a: b\r\nc: d\r\n", #"{"a":"b","c":"d"}"#),
    ("? a\n: b\n", #"{"a":"b"}"#),
    ("plain text", #""plain text""#),
    ("'<<': a\n", #"{"<<":"a"}"#),
  ])
  func readsAsTheCoreSchemaSays(yaml: String, expected: String) throws {
    #expect(try json(yaml) == expected)
  }

  @Test(arguments: ["0x1F", "0o17", "007", "+1", ".5", "5.", ".inf", "-.INF", ".nan", "-01"])
  func refusesNumbersThatJSONCannotWrite(number: String) throws {
    let (root, findings) = YAMLReader.read(Array("a: \(number)".utf8), file: "p.yaml")
    #expect(findings.isEmpty)
    var output: [UInt8] = []
    let refused = try #require(root).appendJSON(to: &output)
    #expect(
      refused.map(\.place) == [.source(SourceLocation(file: "p.yaml", line: 1, column: 4))])
    #expect(codes(refused) == ["bad-value"])
    #expect(root?["a"]?.asText == nil)
    #expect(root?["a"]?.asInt == nil)
  }

  @Test func givesEachValueItsPlaceInCodePoints() throws {
    let (root, _) = YAMLReader.read(Array("é: [ü, x]\nb:\n  c: d\n".utf8), file: "p.yaml")
    let list = try #require(root?["é"])
    #expect(list.location == SourceLocation(file: "p.yaml", line: 1, column: 4))
    #expect(list.end == SourceLocation(file: "p.yaml", line: 1, column: 10))
    #expect(list.asSequence?.last?.location.column == 8)
    #expect(root?["b"]?["c"]?.location == SourceLocation(file: "p.yaml", line: 3, column: 6))
    #expect(root?.entry("b")?.key.location == SourceLocation(file: "p.yaml", line: 2, column: 1))
    #expect(root?.keys == ["é", "b"])
  }

  @Test func findsAKeyByItsBytes() {
    let (root, findings) = YAMLReader.read(Array("\u{E9}: 1\ne\u{301}: 2\n".utf8), file: "p.yaml")
    #expect(findings.isEmpty)
    #expect(root?["\u{E9}"]?.asInt == 1)
    #expect(root?["e\u{301}"]?.asInt == 2)
    #expect(root?["e"] == nil)
  }

  @Test func typesScalarsForTheConsumer() {
    let yaml = "i: -12\nn: 1.50\nt: true\ny: Off\nq: '12'\ne:\nbig: 99999999999999999999\n"
    let (root, _) = YAMLReader.read(Array(yaml.utf8), file: "p.yaml")
    #expect(root?["i"]?.asInt == -12)
    #expect(root?["i"]?.asText == nil)
    #expect(root?["n"]?.asNumberLiteral == "1.50")
    #expect(root?["n"]?.asInt == nil)
    #expect(root?["t"]?.asBool == true)
    #expect(root?["y"]?.asBool == nil)
    #expect(root?["y"]?.asText == "Off")
    #expect(root?["y"]?.isYAML11Boolean == true)
    #expect(root?["q"]?.isYAML11Boolean == false)
    #expect(root?["q"]?.asText == "12")
    #expect(root?["q"]?.asInt == nil)
    #expect(root?["e"]?.asNull == true)
    #expect(root?["big"]?.asInt == nil)
    #expect(root?["big"]?.asNumberLiteral == "99999999999999999999")
    #expect(root?.kindDescription == "a mapping")
    #expect(root?["n"]?.kindDescription == "a number")
  }

  @Test(arguments: [
    ("a: &x 1\n", ["1:4 yaml-forbidden"]),
    ("a: *x\n", ["1:4 yaml-forbidden"]),
    ("a: &x [*x]\n", ["1:4 yaml-forbidden", "1:8 yaml-forbidden"]),
    (
      "a: !!str 1\nb: !env X\nc: ! y\n",
      ["1:4 yaml-forbidden", "2:4 yaml-forbidden", "3:4 yaml-forbidden"]
    ),
    ("a: !x!y 1\n", ["1:4 yaml-forbidden"]),
    ("a: {x: 1}\nb:\n  <<: {y: 2}\n", ["3:3 yaml-forbidden"]),
    ("? [a, b]\n: c\n", ["1:3 yaml-forbidden"]),
    ("{a: b}: c\n", ["1:1 yaml-forbidden"]),
    ("a: 1\n---\nb: 2\n", ["2:1 yaml-forbidden"]),
    (
      "%YAML 1.1\n%TAG ! x\n---\na: &x 1\n",
      ["1:1 yaml-forbidden", "2:1 yaml-forbidden", "4:4 yaml-forbidden"]
    ),
    ("%YAML 9.9\n---\na: 1\n", ["1:1 yaml-forbidden"]),
    ("'': a\n", ["1:1 yaml-forbidden"]),
    ("a: \"\\0\"\n", ["1:4 yaml-forbidden"]),
    ("a: x\u{2028}y\n", ["1:5 yaml-forbidden"]),
    ("a: x\u{FEFF}y\n", ["1:5 yaml-forbidden"]),
    ("a: 1\nb: 2\na: 3\n'a': 4\n", ["3:1 duplicate-key", "4:1 duplicate-key"]),
  ])
  func refusesByNameAndPlace(yaml: String, expected: [String]) {
    #expect(places(yaml) == expected)
  }

  @Test func keepsReadingBesideForbiddenThings() {
    let (root, findings) = YAMLReader.read(
      Array("a: &x 1\nb: 2\nb: 3\nc: *x\nd: 4\n".utf8), file: "p.yaml")
    #expect(codes(findings) == ["yaml-forbidden", "duplicate-key", "yaml-forbidden"])
    #expect(findings[1].message == "The key `b` stands twice; it stands in line 2 already.")
    #expect(root?["b"]?.asInt == 2)
    #expect(root?["d"]?.asInt == 4)
  }

  @Test(arguments: [
    ("a: [b, c\n", ["1:4 yaml-syntax"]),
    ("a: {b: c\n", ["1:4 yaml-syntax"]),
    ("a: \"b\nc: d\n", ["1:4 yaml-syntax"]),
    ("a: 'b", ["1:4 yaml-syntax"]),
    ("a: b: c\n", ["1:5 yaml-syntax"]),
    ("a:\n\tb: c\n", ["2:1 yaml-syntax"]),
    ("a: 1\n b: 2\n", ["2:3 yaml-syntax"]),
    ("a:\n  b: 1\n c: 2\n", ["3:2 yaml-syntax"]),
    ("a: 1\nb\n", ["2:1 yaml-syntax"]),
    ("a: @b\n", ["1:4 yaml-syntax"]),
    ("a: \"\\q\"\n", ["1:5 yaml-syntax"]),
    ("a: - b\n", ["1:4 yaml-syntax"]),
    ("a: ]\n", ["1:4 yaml-syntax"]),
    ("a: [b}\n", ["1:6 yaml-syntax"]),
    ("- a\nb: c\n", ["2:1 yaml-syntax"]),
    ("", ["1:1 yaml-syntax"]),
    ("\n  \n# nothing\n", ["1:1 yaml-syntax"]),
    ("---\n", ["2:1 yaml-syntax"]),
  ])
  func reportsSyntaxAtItsPlace(yaml: String, expected: [String]) {
    #expect(places(yaml) == expected)
    #expect(YAMLReader.read(Array(yaml.utf8), file: "p.yaml").root == nil)
  }

  @Test(arguments: [
    ("a: [b, c\n", "This list is never closed with `]`."),
    ("a: \"b", "This quoted text is never closed."),
    ("a:\n\tb: c\n", "A value cannot begin with this character."),
    (
      "a: [b\nc: d\ne: f]",
      "A comma or `]` is expected here, in the list that begins at line 1, column 4."
    ),
    (
      "a:\n  b: 1\n c: 2\n",
      "This line does not fit the mapping that begins at line 1, column 1."
    ),
  ])
  func saysPlainlyWhatIsWrong(yaml: String, expected: String) {
    #expect(message(yaml) == expected)
  }

  @Test func reportsEachUnreadableCharacter() {
    #expect(
      places(
        Array("a: x\u{0}\nb: ".utf8) + [0xEB, 0x20, 0xC0, 0xAF, 0x0A] + Array("c: \u{1}".utf8))
        == ["1:5 yaml-syntax", "2:4 yaml-syntax", "2:6 yaml-syntax", "3:4 yaml-syntax"])
    #expect(places([0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80]) == ["1:4 yaml-syntax"])
  }

  @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00] as [UInt8], [0xFE, 0xFF, 0x00, 0x61]])
  func refusesUTF16(bytes: [UInt8]) {
    #expect(places(bytes) == ["1:1 yaml-syntax"])
  }

  @Test func readsUpToEachLimit() {
    let limits = YAMLLimits(
      bytesMax: 100, depthMax: 3, nodesMax: 10, scalarBytesMax: 5, findingsMax: 3,
      directiveLinesMax: 1)
    #expect(places(String(repeating: "#", count: 99) + "\n", limits: limits) == ["1:1 yaml-syntax"])
    #expect(places(String(repeating: "#", count: 101), limits: limits) == ["1:1 yaml-limit"])
    #expect(places("[[[]]]", limits: limits) == [])
    #expect(places("[[[[]]]]", limits: limits) == ["1:4 yaml-limit"])
    #expect(places("[1,2,3,4,5,6,7,8,9]", limits: limits) == [])
    #expect(places("[1,2,3,4,5,6,7,8,9,0]", limits: limits) == ["1:1 yaml-limit"])
    #expect(places("a: 12345", limits: limits) == [])
    #expect(
      places("a: 123456\nb: 1234567", limits: limits) == ["1:4 yaml-limit", "2:4 yaml-limit"])
    #expect(places("[&a 1, &b 2, &c 3, &d 4]", limits: limits).count == 3)
    #expect(places("%A\n---\na", limits: limits) == ["1:1 yaml-forbidden"])
    #expect(places("%A\n%B\n---\na", limits: limits) == ["2:1 yaml-limit"])
  }

  @Test func stopsBombsAtOnce() {
    let levels = (0..<20_000).map { String(repeating: " ", count: $0 % 500) + "a:" }
    let bombs: [String] = [
      String(repeating: "[", count: 200_000),
      String(repeating: "{a: ", count: 200_000),
      String(repeating: "- ", count: 200_000),
      String(repeating: "? ", count: 200_000),
      levels.joined(separator: "\n"),
      "a: " + String(repeating: "x", count: 10 << 20),
      "a: \"" + String(repeating: "x", count: 1_000_000) + "\"",
      "a: \"" + String(repeating: "x\n", count: 400_000),
      String(repeating: "&a ", count: 300_000),
      String(repeating: "*a ", count: 300_000),
      String(repeating: "a: *b\n", count: 150_000),
      "[" + String(repeating: "a,", count: 500_000) + "]",
      (0..<60_000).map { "%TAG !h\($0)! x\n" }.joined(),
      "a: 1\n...\n" + (0..<60_000).map { "%TAG !h\($0)! x\n" }.joined(),
      String(repeating: "#\n", count: 500_000),
      String(repeating: "---\n", count: 200_000),
      String(repeating: "!", count: 500_000),
      "a: &x0 [1,1]\n" + (1...9).map { "b\($0): &x\($0) [*x\($0 - 1),*x\($0 - 1)]\n" }.joined(),
    ]
    for bomb in bombs {
      let found = places(bomb)
      #expect(!found.isEmpty, "\(bomb.prefix(20))")
      #expect(found.count <= 101)
    }
  }

  @Test func survivesEveryCutAndEveryBrokenByte() {
    let text = Array("a: [1, {b: 'c'}]\nd: |\n  x\ne: \"\\u00e9\"\n? f\n: &g !h i\n".utf8)
    for cut in text.indices {
      _ = places(Array(text[..<cut]))
      for byte in [0x00, 0x09, 0x22, 0x25, 0x2A, 0x3A, 0x5B, 0x7D, 0x80, 0xC3, 0xFF] as [UInt8] {
        var broken = text
        broken[cut] = byte
        _ = places(broken)
      }
    }
  }
}
