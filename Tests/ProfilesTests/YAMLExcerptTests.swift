import Findings
import Testing

private func excerpt(_ text: String, _ line: Int, _ column: Int) -> [String]? {
  excerpt(Array(text.utf8), line, column)
}

private func excerpt(_ bytes: [UInt8], _ line: Int, _ column: Int) -> [String]? {
  let place = SourceLocation(file: "p.yaml", line: line, column: column)
  return SourceExcerpt(of: bytes, at: place).map { [$0.line, $0.caret] }
}

@Suite struct SourceExcerptTests {
  @Test(arguments: [
    ("a: 1\nbc: 2\n", 2, 1, ["bc: 2", "^"]),
    ("a: 1\r\nbc: 2\r\n", 2, 5, ["bc: 2", "    ^"]),
    ("a\rb\rc", 3, 1, ["c", "^"]),
    ("a: 1", 1, 9, ["a: 1", "    ^"]),
    ("a: 1\n", 2, 1, ["", "^"]),
    ("\u{FEFF}a: 1", 1, 1, ["a: 1", "^"]),
    ("é: ü", 1, 4, ["é: ü", "   ^"]),
    ("e\u{301}: x", 1, 5, ["e\u{301}: x", "   ^"]),
    ("日本: x", 1, 5, ["日本: x", "      ^"]),
    ("\tb: c", 1, 2, ["    b: c", "    ^"]),
    ("ab\tc", 1, 4, ["ab  c", "    ^"]),
    ("a\u{1B}[31mb", 1, 3, ["a\\u{1B}[31mb", "       ^"]),
    ("a\u{202E}b", 1, 3, ["a\\u{202E}b", "         ^"]),
  ])
  func showsTheLineAndACaretUnderThePlace(
    text: String, line: Int, column: Int, expected: [String]
  ) {
    #expect(excerpt(text, line, column) == expected)
  }

  @Test func showsBytesThatAreNotUTF8() {
    #expect(excerpt([0x61, 0xEB, 0x62], 1, 3) == ["a\\x{EB}b", "       ^"])
  }

  @Test func cutsALongLineAroundThePlace() throws {
    let text = String(repeating: "x", count: 5000) + "Y" + String(repeating: "z", count: 5000)
    let shown = try #require(excerpt(text, 1, 5001))
    #expect(shown[0].hasPrefix("…x"))
    #expect(shown[0].hasSuffix("z…"))
    #expect(shown[0].count == SourceExcerpt.columnsMax + 2)
    #expect(Array(shown[0])[shown[1].count - 1] == "Y")
    let begin = try #require(excerpt(text, 1, 1))
    #expect(begin[0] == String(repeating: "x", count: SourceExcerpt.columnsMax) + "…")
    #expect(begin[1] == "^")
  }

  @Test func hasNothingForALineThatIsNotThere() {
    #expect(excerpt("a: 1\n", 3, 1) == nil)
    #expect(excerpt("a: 1\n", 0, 1) == nil)
  }

  @Test func showsForeignTextOnOneSafeLine() {
    #expect(PrintableText.shown("a\nb\u{7F}\u{9B}") == "a\\u{A}b\\u{7F}\\u{9B}")
    #expect(PrintableText.shown("abcdef", scalarsMax: 3) == "abc…")
    #expect(PrintableText.shown("abc", scalarsMax: 3) == "abc")
  }
}

@Suite struct NearestNameTests {
  private let names = ["expires", "email", "emailVerified", "redirect_uri", "id", "sub", "Name"]

  @Test(arguments: [
    ("expire", "expires"), ("expries", "expires"), ("EMAIL", "email"), ("name", "Name"),
    ("emailverifed", "emailVerified"), ("redirectUri", "redirect_uri"), ("di", "id"),
    ("sbu", "sub"), ("subb", "sub"), ("phone", nil), ("x", nil), ("", nil), ("zebra", nil),
  ])
  func suggestsWhatWasMeant(name: String, expected: String?) {
    #expect(nearest(name, in: names) == expected)
  }

  @Test func prefersTheNearerThenTheEarlier() {
    #expect(nearest("abcdef", in: ["abcxyf", "abcdeg"]) == "abcdeg")
    #expect(nearest("abcdef", in: ["abcdeg", "abcdeh"]) == "abcdeg")
    #expect(nearest("abc", in: []) == nil)
    #expect(
      nearest(String(repeating: "a", count: 129), in: [String(repeating: "a", count: 128)]) == nil)
  }
}
