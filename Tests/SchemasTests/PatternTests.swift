import Schemas
import Testing

@Suite struct PatternTests {
  static func matches(_ source: String, _ text: String) throws -> Bool {
    let pattern = try Pattern(source)
    var scratch = PatternScratch()
    let bytes = Array(text.utf8)
    let first = pattern.matches(bytes.span, scratch: &scratch)
    // The second time the table is already built.
    #expect(pattern.matches(bytes.span, scratch: &scratch) == first)
    return first
  }

  @Test(arguments: [
    // pattern, texts it matches, texts it does not match
    ("", ["", "a"], []),
    ("abc", ["abc", "xabcx", "ababc"], ["", "ab", "acb"]),
    ("^abc$", ["abc"], ["abc\n", "\nabc", "xabc", "abcx", "abc\nabc", "abc\r", "abc\u{2028}"]),
    ("^$", [""], ["a", "\n"]),
    ("$^", [""], ["a", "\n"]),
    ("^^$$", [""], ["a"]),
    ("a^", [], ["", "a", "aa"]),
    ("$a", [], ["", "a"]),
    ("^a|b$", ["ax", "xb", "a", "b"], ["xa", "bx", ""]),
    ("(^|,)a(,|$)", ["a", "a,b", "b,a", "b,a,c"], ["ab", "b,ab", ""]),
    ("a*", ["", "b", "aaa"], []),
    ("^a*$", ["", "a", "aaa"], ["b", "ab"]),
    ("^a+?$", ["a", "aaa"], ["", "b"]),
    ("^a?b??$", ["", "a", "b", "ab"], ["ba", "aab"]),
    ("^a{3}$", ["aaa"], ["aa", "aaaa"]),
    ("^a{2,}$", ["aa", "aaaaa"], ["", "a"]),
    ("^a{0,2}?$", ["", "a", "aa"], ["aaa"]),
    ("^a{0}$", [""], ["a"]),
    ("^(ab){2,3}$", ["abab", "ababab"], ["ab", "abababab", "abba"]),
    ("^(?:a|bc)*d$", ["d", "ad", "bcad"], ["bd", "a"]),
    ("^(?<year>\\d{4})-(?<$m_1>\\d\\d)$", ["2024-01"], ["2024-1", "٢٠٢٤-٠١"]),
    ("^(|a)$", ["", "a"], ["aa"]),
    ("^(a|)+$", ["", "a", "aaa"], ["b"]),
    ("^(a*)*$", ["", "aaaa"], ["b"]),
    ("()", ["", "a"], []),
    (
      "^.$", ["a", "é", "€", "😀", "\u{0}", "\u{85}"],
      ["", "\n", "\r", "\u{2028}", "\u{2029}", "ab"]
    ),
    ("^.{3}$", ["aé😀"], ["aé", "e\u{301}é€x"]),
    ("^[abc]$", ["a", "b", "c"], ["d", "", "ab"]),
    ("^[^abc]$", ["d", "\n", "€", "😀"], ["a", ""]),
    ("^[a-cx-]$", ["a", "b", "x", "-"], ["d", "y"]),
    ("^[-a]$", ["-", "a"], ["b"]),
    ("^[a\\-z]$", ["a", "-", "z"], ["b"]),
    ("^[\\]\\\\^]$", ["]", "\\", "^"], ["["]),
    ("^[.*+?(){}|$/]$", [".", "*", "$", "{", "|"], ["a"]),
    ("^[]$", [], ["", "a"]),
    ("^[^]$", ["a", "\n", "😀"], ["", "ab"]),
    ("^[\\d_]+$", ["12_"], ["a", "٣"]),
    ("^[^\\d\\s]$", ["a", "é"], ["1", " ", "\u{3000}"]),
    ("^[\\b]$", ["\u{8}"], ["b"]),
    ("^[α-ω]+$", ["λόγος".replacing("ό", with: "ο")], ["λόγος", "abc", "Α"]),
    (
      "^[\u{7F}-\u{80}\u{7FF}-\u{800}\u{FFFF}-\u{10000}]+$",
      ["\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}"],
      ["\u{7E}", "\u{81}", "\u{7FE}", "\u{801}", "\u{FFFE}", "\u{10001}"]
    ),
    ("^[😀-😂]$", ["😀", "😁", "😂"], ["😃", "\u{1F5FF}"]),
    ("^[^😀]$", ["😁", "a", "\u{E000}", "\u{D7FF}"], ["😀"]),
    (
      "^\\d\\w\\s$", ["1_ ", "9Z\u{A0}", "0a\u{FEFF}", "0a\u{2003}"], ["a1 ", "1é ", "1a\u{200B}"]
    ),
    ("^\\D\\W\\S$", ["éé€", "a-b"], ["1-b", "aab", "a- "]),
    ("^\\t\\n\\v\\f\\r\\0$", ["\t\n\u{B}\u{C}\r\u{0}"], ["tnvfr0"]),
    ("^\\x41\\u0042\\u{43}\\u{1F600}\\uD83D\\uDE00\\cJ$", ["ABC😀😀\n"], ["ABC😀😀J"]),
    ("^[\\uD83D\\uDE00-\\u{1F602}]$", ["😁"], ["😃"]),
    ("^[\\uD800-\\uDFFF]$", [], ["\u{D7FF}", "\u{E000}", "a"]),
    ("^\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/$", ["^$\\.*+?()[]{}|/"], [""]),
    (
      "^[0-9a-f]{32}$", ["0123456789abcdef0123456789abcdef"],
      ["0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef\n"]
    ),
    ("é", ["é", "café"], ["e", "e\u{301}"]),
    ("a.c|x", ["a\u{E9}c", "ax"], ["a\nc"]),
  ])
  func matchesWhatEcmaScriptMatches(_ source: String, _ yes: [String], _ no: [String]) throws {
    for text in yes {
      #expect(try Self.matches(source, text), "\(source) on \(text.debugDescription)")
    }
    for text in no {
      #expect(try !Self.matches(source, text), "\(source) on \(text.debugDescription)")
    }
  }

  @Test(arguments: [
    ("(a)\\1", 3, "back-references"), ("\\k<a>", 0, "back-references"),
    ("x(?=a)", 1, "lookahead"), ("(?!a)", 0, "lookahead"),
    ("(?<=a)", 0, "lookbehind"), ("(?<!a)", 0, "lookbehind"),
    ("\\bx", 0, "word boundaries"), ("x\\B", 1, "word boundaries"),
    ("\\p{L}", 0, "unicode properties"), ("[a\\P{L}]", 2, "unicode properties"),
    ("(?i)a", 0, "flags"), ("(?i:a)", 0, "flags"), ("(?", 0, "flags"), ("(?P<a>b)", 0, "flags"),
    ("(?<1a>b)", 3, "group name"), ("(?<>b)", 3, "group name"), ("(?<a", 3, "group name"),
    ("a(b", 1, "never closed"), ("é(b", 1, "never closed"), ("ab)", 2, "closes no group"),
    ("[ab", 0, "never closed"), ("[a-", 0, "never closed"), ("[a\\]", 0, "never closed"),
    ("a]", 1, "stands alone"), ("a{", 1, "a repetition is"), ("a}", 1, "stands alone"),
    ("{1}", 0, "stands alone"), ("a{,2}", 1, "a repetition is"), ("a{1", 1, "a repetition is"),
    ("a{x}", 1, "a repetition is"), ("a{2,x}", 1, "a repetition is"), ("a{2,1}", 1, "out of order"),
    ("*a", 0, "nothing before"), ("a**", 2, "nothing before"), ("a|+", 2, "nothing before"),
    ("(?:*)", 3, "nothing before"), ("a{1}{2}", 4, "stands alone"),
    ("^*", 1, "cannot be repeated"), ("a$?", 2, "cannot be repeated"),
    ("\\", 0, "lone"), ("\\q", 0, "not an escape"), ("\\-", 0, "not an escape"),
    ("\\_", 0, "not an escape"), ("\\é", 0, "not an escape"), ("\\A", 0, "not an escape"),
    ("\\z", 0, "not an escape"), ("[\\q]", 1, "not an escape"), ("[\\1]", 1, "not an escape"),
    ("[\\B]", 1, "not an escape"), ("\\01", 0, "octal"), ("\\x4", 0, "two hexadecimal"),
    ("\\u004", 0, "four hexadecimal"), ("\\u{110000}", 0, "10FFFF"), ("\\u{}", 0, "hexadecimal"),
    ("\\u{41", 0, "hexadecimal"), ("\\c1", 0, "letter"), ("[b-a]", 1, "out of order"),
    ("[\\d-z]", 1, "single character"), ("[a-\\w]", 1, "single character"),
    ("a{10001}", 2, "at most 10000"), ("a{0,99999999999999999999}", 4, "at most 10000"),
  ])
  func refusesWithAMessageAndAPosition(_ source: String, _ offset: Int, _ part: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(source) }
    #expect(error?.offset == offset, "\(source): \(error?.message ?? "")")
    #expect(error?.message.contains(part) == true, "\(source): \(error?.message ?? "")")
  }

  @Test func keepsTheLimits() throws {
    _ = try Pattern(String(repeating: "a", count: PatternLimits.sourceMax))
    let long = #expect(throws: PatternError.self) {
      try Pattern(String(repeating: "a", count: PatternLimits.sourceMax + 1))
    }
    #expect(long?.offset == PatternLimits.sourceMax)
    let nesting = PatternLimits.nestingMax
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
    }
    _ = try Pattern(nested(nesting))
    let deep = #expect(throws: PatternError.self) { try Pattern(nested(nesting + 1)) }
    #expect(deep?.offset == nesting)
    // One state is acceptance.
    _ = try Pattern("x{\(PatternLimits.statesMax - 1)}")
    let large = #expect(throws: PatternError.self) {
      try Pattern("yx{\(PatternLimits.statesMax - 1)}")
    }
    #expect(large?.message.contains("10000 states") == true)
    for source in ["((a{100}){100}){100}", "(((){9999}){9999}){9999}", "(x*){9999}", ".{9999}"] {
      #expect(throws: PatternError.self) { try Pattern(source) }
    }
    _ = try Pattern("^.{1,255}$")
    _ = try Pattern("^[^\\s]{0,500}$")
  }
}
