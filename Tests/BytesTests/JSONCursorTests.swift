import Bytes
import Testing

private func member(_ name: String, _ json: String, in range: Range<Int>? = nil) -> String? {
  let text = Array(json.utf8)
  let found = JSONCursor.member(
    Array(name.utf8).span, of: text.span, in: range ?? 0..<text.count)
  return found.map { String(decoding: text[$0], as: UTF8.self) }
}

@Suite struct JSONCursorTests {
  private static let object =
    #"{"a":1,"b":{"a":2,"c":"}\"{"},"":null,"é\"":[1,{"a":3}],"last":true}"#

  @Test(arguments: [
    ("a", "1"), ("b", #"{"a":2,"c":"}\"{"}"#), ("", "null"), ("é\"", #"[1,{"a":3}]"#),
    ("last", "true"), ("c", nil), ("A", nil), ("e\u{301}\"", nil), ("las", nil), ("lastt", nil),
  ])
  func findsMembersByTheirBytes(name: String, value: String?) {
    #expect(member(name, Self.object) == value)
  }

  @Test func looksIntoAPartOfTheText() {
    #expect(member("c", Self.object, in: 11..<30) == #""}\"{""#)
    #expect(member("a", "[1]") == nil)
    #expect(member("a", "7") == nil)
    #expect(member("a", "{}") == nil)
  }
}
