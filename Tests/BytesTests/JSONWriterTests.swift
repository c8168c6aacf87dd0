import Bytes
import Testing

@Suite struct JSONWriterTests {
  @Test(arguments: [
    ("", #""""#), ("abc", #""abc""#), ("a/b", #""a/b""#), ("é😀\u{2028}", "\"é😀\u{2028}\""),
    ("\"\\", #""\"\\""#), ("\n\t\r\u{8}\u{c}", #""\n\t\r\b\f""#),
    ("\u{0}\u{1}\u{1f}\u{7f}", "\"\\u0000\\u0001\\u001f\u{7f}\""), ("a\nb", #""a\nb""#),
  ])
  func escapesOnlyWhatJSONWantsEscaped(text: String, expected: String) {
    var output: [UInt8] = []
    JSONWriter.appendString(Array(text.utf8).span, to: &output)
    #expect(String(decoding: output, as: Unicode.UTF8.self) == expected)
  }

  @Test(arguments: [0, 7, -7, 10, 1_234_567_890, Int.max, Int.min])
  func writesIntegers(value: Int) {
    var output = Array("n".utf8)
    JSONWriter.appendInteger(value, to: &output)
    #expect(output == Array("n\(value)".utf8))
  }
}
