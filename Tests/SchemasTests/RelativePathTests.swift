import Schemas
import Testing

struct RelativePathTests {
  private func accepts(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Format.relativePath.accepts(bytes.span)
  }

  static let onSite = [
    "/", "/a", "/feed?tab=new", "/a/b/c#d", "/a//b", "/a/", "/?", "/#", "/?next=//evil.com",
    "/?next=https://evil.com/", "/#//evil.com", "/a?b=%0A%5C%2F", "/a%20b", "/a%2Fb", "/.", "/./",
    "/./a", "/../a", "/a/../b", "/a/./b/..", "/.well-known/x", "/.../a",
    "/é/ü", "/@user", "/~ada", "/a:b", "/a@b", "/a;b=c", "/a/b//", "/a/b/..//c", "/evil.com",
    "/https:/x", "/%E4%BD%A0", "/a.b/../c", "/a[0]", "/a|b", "/a'b", "/(a)", "/a,b", "/a=b", "/$",
    "/..", "/a/..", "/a/../",
  ]

  @Test(arguments: onSite)
  func takesPathsThatStayOnTheSite(text: String) {
    #expect(accepts(text))
  }

  static let hostile = [
    // No path at all, or another scheme.
    "", "evil.com", "http://evil.com", "https://evil.com", "https:evil.com", "http:/evil.com",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "?a", "#a", ".", "..",
    "./a", "../a", " /a", "\t/a", "\n//evil.com", "\u{0}//evil.com", "\u{1}/a", "\u{A0}/a",
    "\u{FEFF}/a", "\\evil.com", "\\\\evil.com", "\\/evil.com", "@evil.com", ":80/a", ".evil.com",
    // Two slashes, as browsers see them.
    "//", "//evil.com", "///evil.com", "////evil.com", "//evil.com/..", "//evil.com@good.example",
    "//good.example@evil.com", "//[::1]/", "//1.2.3.4", "//google%E3%80%82com", "/\\",
    "/\\evil.com",
    "/\\/evil.com", "/\\\\evil.com", "\\/\\/evil.com", "//\\evil.com", "/\\/\\evil.com",
    // Characters that browsers drop.
    "/\t/evil.com", "/\n/evil.com", "/\r/evil.com", "/\r\n/evil.com", "/\t\\evil.com",
    "/\u{0}/evil.com", "/\u{B}/evil.com", "/\u{C}/evil.com", "/\u{1B}/evil.com", "/\u{7F}/evil.com",
    "/\u{85}/evil.com", "/\u{9F}/evil.com", "/a\tb", "/a\n", "/a\r\nSet-Cookie: x=y", "/ /evil.com",
    "/a b", "/a ", "/\u{A0}/evil.com", "/\u{AD}/evil.com", "/\u{200B}/evil.com",
    "/\u{2028}/evil.com",
    "/\u{202E}moc.live", "/\u{3000}/evil.com", "/\u{FEFF}/evil.com",
    // Backslashes further on.
    "/a\\b", "/a/\\evil.com", "/.\\evil.com", "/..\\\\evil.com", "/?a=\\", "/#\\",
    // What a site makes of it after decoding once.
    "/%2fevil.com", "/%2Fevil.com", "/%2f%2fevil.com", "/%2f/evil.com", "/%5cevil.com",
    "/%5Cevil.com", "/%5c/evil.com", "/%5c%5cevil.com", "/a/%5cevil.com", "/%09/evil.com",
    "/%0a/evil.com", "/%0d/evil.com", "/%0d%0aLocation:%20//evil.com", "/%0D%0ASet-Cookie:x",
    "/%00/evil.com", "/%1f/a", "/%7f/a", "/%c0%af/evil.com", "/%c1%9cevil.com", "/%C0%AE%C0%AE",
    // Two slashes once the dot segments are gone.
    "/.//evil.com", "/..//evil.com", "/././/evil.com", "/../..//evil.com", "/a/..//evil.com",
    "/a/../..//evil.com", "/a/b/../..//evil.com", "/%2e//evil.com", "/%2e%2e//evil.com",
    "/.%2e//evil.com", "/%2E.//evil.com", "/.%2f/evil.com", "/a/%2e%2e//evil.com",
    "/a/..%2f/evil.com", "/a/..%2f%2fevil.com", "/a%2f..%2f%2fevil.com", "/.///evil.com",
    // Slashes in disguise.
    "/\u{FF0F}evil.com", "/\u{FF0F}/evil.com", "/\u{FF3C}evil.com", "/\u{FE68}evil.com",
    "\u{FF0F}\u{FF0F}evil.com", "/a/\u{FF0F}evil.com",
    // Broken encodings and characters that no path has.
    "/%", "/%2", "/%zz", "/a%", "/<script>", "/\"onmouseover=x", "/`", "/{", "/}", "/^",
    "/\u{FFFD}", "/\u{FFFF}",
  ]

  @Test(arguments: hostile)
  func refusesWhatLeadsElsewhere(text: String) {
    #expect(!accepts(text))
  }
}
