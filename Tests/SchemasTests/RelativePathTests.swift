import Schemas
import Testing

@Suite struct RelativePathTests {
  @Test(arguments: [
    "/", "/a", "/welcome", "/a/b/", "/a//b", "/a?b=c&d", "/a#b", "/.", "/..", "/../a", "/./a",
    "/.//a",
    "/%09/evil.example", "/%2F/evil.example", "/%2f%2fevil.example", "/%5Cevil.example",
    "/%5c%5cevil.example", "/%0d%0aLocation:%20x", "/%00", "/?//evil.example", "/#//evil.example",
    "/?u=https://evil.example", "/@evil.example", "/:80", "/:@evil.example", "/;//evil.example",
    "/https://evil.example", "/javascript:alert(1)", "/é", "/😀", "/?q=é", "/／evil.example",
    "/。evil.example", "/\u{A0}x", "/\u{2028}x", "/~a", "/a'b\"c<d>", "/%", "/{a}|^`",
  ])
  func acceptsAPathOnTheSite(_ text: String) {
    #expect(FormatTests.accepts(.relativePath, text))
  }

  @Test(arguments: [
    // Nothing, or no slash first.
    "", "a", "?a", "#a", ".", "..", "./a", "../a", "~", "@evil.example", ":", "%2F",
    "%2f%2fevil.example",
    "evil.example", "www.evil.example", " /a", "\u{FEFF}/a", "／evil.example", "／／evil.example",
    // Two slashes, in every spelling browsers take for two slashes.
    "//", "//evil.example", "//evil.example/", "///evil.example", "////evil.example",
    "/////evil.example",
    "//evil.example:80", "//u@evil.example", "//u:p@good.example@evil.example", "//[::1]",
    "//127.1",
    "//2130706433", "//0x7f000001", "//evil%2eexample", "//evil。example", "//\u{1}evil.example",
    "//google.com/%2f..", "//evil.example/%2f%2e%2e", "//%09/evil.example", "//;@evil.example",
    "//../evil.example", "//./evil.example", "//?evil", "//#evil", "//.", "//\u{AD}evil.example",
    // Backslashes.
    "\\", "\\evil.example", "\\\\evil.example", "/\\", "/\\evil.example", "/\\/evil.example",
    "/\\\\evil.example", "\\/evil.example", "\\//evil.example", "//\\evil.example", "/a\\b", "/a\\",
    "/.\\/evil.example", "/a/..\\\\evil.example", "/?a\\b", "/#\\", "\\\u{9}\\evil.example",
    "///\\;@evil.example", "/\\;@evil.example", "/\\.evil.example",
    // Tab, line feed and carriage return, which browsers remove before they read.
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/\r\n/evil.example",
    "/\t\\evil.example", "/\n\\evil.example", "\t//evil.example", "\n//evil.example", "\t/a", "/\t",
    "/a\n", "/a\r\nLocation: x", "/\t\t/evil.example", "/\t\n\r/evil.example", "//\tevil.example",
    "ht\ntps://evil.example", "https:\t//evil.example", "\r/\t/evil.example",
    // Leading controls and spaces, which browsers strip.
    " //evil.example", "\u{0}//evil.example", "\u{1}//evil.example", "\u{1F}//evil.example",
    "\u{C}/a", "\u{B}/a", "/ /evil.example", "/ evil", "/a ", "/\u{0}/evil.example", "/\u{0}",
    "/\u{1}", "/\u{8}/evil", "/\u{1F}", "/\u{7F}", "/\u{80}", "/\u{85}/evil.example", "/\u{9F}x",
    "/a\u{90}",
    // Schemes.
    "https:evil.example", "https:/evil.example", "https://evil.example", "https:///evil.example",
    "https:\\\\evil.example", "http:evil.example", "HTTP://evil.example", "ftp://evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)",
    "\u{1}javascript:alert(1)", "data:text/html,x", "vbscript:x", "blob:https://evil.example/x",
    "file:///etc/passwd", "mailto:ada@evil.example", "javascript://%0aalert(1)",
    "ws://evil.example",
    "x:", "about:blank", "view-source:https://evil.example", "intent://evil.example",
  ])
  func refusesWhatABrowserWouldFollowOffTheSite(_ text: String) {
    #expect(!FormatTests.accepts(.relativePath, text), "\(text.debugDescription)")
  }

  /// Every ASCII byte in the first three places, against the way browsers read: tabs and line ends go,
  /// a backslash is a slash, and two slashes name a host.
  @Test func refusesEveryShortTextThatNamesAHost() {
    for first in 0..<UInt8(0x80) {
      for second in 0..<UInt8(0x80) {
        for third in 0..<UInt8(0x80) {
          let text = [first, second, third, UInt8(ascii: "e")]
          guard Format.relativePath.accepts(text.span) else { continue }
          let read = text.filter { ![0x09, 0x0A, 0x0D].contains($0) }
            .map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
          #expect(read == text && text[0] == UInt8(ascii: "/") && text[1] != UInt8(ascii: "/"))
        }
      }
    }
  }
}
