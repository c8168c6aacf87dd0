import Schemas
import Testing

@testable import Authoring

/// The patterns that stand for formats take all that the formats take.
@Suite struct FormatFormTests {
  /// Texts around the edges of formats; each is tried on every one.
  static let texts =
    [
      "", " ", "a", "ada@example.com", "Ada.B+c@sub.example.co.uk", "\"a b\\\" c\"@example.com",
      "\"a@b\"@example.com", "zoë@exämple.com", "用户@例子.广告", "ada@example", "ada@-a.com",
      "ada@@example.com", "a..b@example.com", "ada@example.c_m", "ada@[127.0.0.1]",
      "example.com", "localhost", "xn--a.example", "-a.example", "a_b.example", "example.com.",
      "example.com:8443", "example.com:0", "example.com:65535", "example.com:65536", "[::1]:443",
      "[2001:db8::1]", "192.0.2.1", "192.0.2.256", "01.2.3.4", "1.2.3", "::", "::1",
      "2001:db8::192.0.2.1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0",
      "urn:example:ada", "https://example.com/a?b=c#d", "HTTPS://Example.com", "http://a.b/%2F",
      "http://a.b/%2", "https://u:p@example.com/", "https://example.com:443/ä", "https://[::1]/x",
      "https://example.com/a b", "//host/x", "../a?b#c", "a:b", "/", "/welcome", "//evil", "/\\x",
      "/a/b?c=/d#e", "/ä/ö", "/a%2Fb", "/a%zz", "/a b", "/a<b", "muster", "mailto:ada@example.com",
      "1:a", "123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-42661417400F",
      "123e4567e89b12d3a456426614174000", "2026-01-31", "2026-02-31", "2024-02-29", "2023-02-29",
      "2026-13-01", "2026-1-31", "2026-01-31T09:30:00Z", "2026-01-31t09:30:00.123+05:30",
      "2026-01-31 09:30:00Z", "2016-12-31T23:59:60Z", "2026-01-31T09:30:60Z",
      "2026-01-31T24:00:00Z", "2026-01-31T09:30:00", "09:30:00Z", "09:30:00.5-23:59",
      "09:30:00+24:00", "P1D", "P1Y2M3D", "P1Y3D", "PT1H", "PT1H30M5S", "PT1H5S", "P1DT12H", "P1W",
      "P1WT1H", "P", "PT", "P1", "P1DT", "", "/a/b~0c~1", "/a~2", "/~", "a/b", "/ \"", "^[a-z]+$",
      "(", "\u{1F600}",
    ]

  @Test(arguments: Format.allCases)
  func takesWhatTheFormatTakes(_ format: Format) throws {
    guard let body = FormatForm.body(format) else {
      #expect(format == .regex)
      return
    }
    let pattern = try Pattern("^(?:\(body.source))$")
    var scratch = PatternScratch()
    var taken = 0
    for text in Self.texts {
      let bytes = Array(text.utf8)
      let isMatch = pattern.matches(bytes.span, scratch: &scratch)
      if format.accepts(bytes.span) {
        taken += 1
        #expect(isMatch, "\(format.rawValue): \(text)")
      } else if body.isExact {
        #expect(!isMatch, "\(format.rawValue): \(text)")
      }
    }
    #expect(taken > 0)
  }
}
