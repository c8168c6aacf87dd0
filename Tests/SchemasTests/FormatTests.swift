import Schemas
import Testing

@Suite struct FormatTests {
  static func label(_ count: Int) -> String { String(repeating: "a", count: count) }

  static let longHost = [label(63), label(63), label(63), label(61)].joined(separator: ".")
  /// 64 bytes, "@", and a domain that makes 254 bytes in all.
  static let longMail =
    label(64) + "@" + [label(63), label(63), label(58), "ab"].joined(separator: ".")

  static let table: [(Format, yes: [String], no: [String])] = [
    (
      .email,
      [
        "ada@example.com", "a.b+c_d-e@x-1.example.co", "!#$%&'*+-/=?^_`{|}~@example.com", "1@2.a",
        "\"a b\"@example.com", "\"a@b\\\"c\"@example.com", "\"\"@example.com",
        "a@xn--p1ai.xn--p1ai",
        "a@1.2.3.com", longMail,
      ],
      [
        "", "@", "ada", "ada@", "@example.com", "ada@example", "ada@@example.com",
        "a@b@example.com",
        ".a@example.com", "a.@example.com", "a..b@example.com", "a b@example.com",
        "ada@.example.com", "ada@example..com", "ada@example.com.", "ada@-a.com", "ada@a-.com",
        "ada@a_b.com", "ada@[192.0.2.1]", "ada@192.0.2.1", "ada@example.com\n", "\nada@example.com",
        " ada@example.com", "ada@example.com ", "ada@exa mple.com", "ada@example.com,b@c.de",
        "Ada <ada@example.com>", "mailto:ada@example.com", "\"a@example.com", "\"a\"b@example.com",
        "\"a\\\"@example.com", "\"a\n\"@example.com", "\"a\"", "\"", "adä@example.com",
        "ada@exämple.com", "ada(x)@example.com", "a\u{0}@example.com", "a" + longMail,
        label(65) + "@example.com", longMail + "c",
      ]
    ),
    (
      .idnEmail,
      ["ada@example.com", "adä@exämple.com", "实例@实例.中国", "\"é\"@example.com", "a@é.é"],
      [
        "", "é", "é@é", "é@é.", "é\u{A0}@example.com", "é\u{3000}@example.com", "é@a\u{2028}b.com",
        "é@a\u{85}b.com", "é\u{200A}@example.com", "\"\u{A0}\"@example.com", "é é@example.com",
        "é@" + String(repeating: "é", count: 32) + ".com",
        String(repeating: "é", count: 33) + "@example.com", "\u{FEFF}a@example.com",
      ]
    ),
    (
      .hostname,
      [
        "a", "localhost", "example.com", "3com.com", "a-b.c--d", "1.2.3.4", "xn--bcher-kva.example",
        label(63), longHost,
      ],
      [
        "", ".", "a.", ".a", "a..b", "-a", "a-", "a.-b", "a-.b", "a_b", "a b", "a\n", "é", "a:1",
        "[::1]", "a/b", label(64), longHost + "a", "a\u{0}",
      ]
    ),
    (
      .hostPort,
      [
        "localhost", "example.com:8443", "192.0.2.1:1", "[::1]", "[2001:db8::1]:65535", "a:80",
        longHost + ":65535",
      ],
      [
        "", ":", ":80", "a:", "a:0", "a:65536", "a:080", "a:100000", "a:8a", "a:80:80", "::1",
        "::1:80", "[::1", "[::1]80", "[::1]:", "[]", "[a]", "[192.0.2.1]", "a b:80", "a:-1",
        "a: 80",
        "u@a:80", "http://a", "a:80/",
      ]
    ),
    (
      .ipv4,
      ["0.0.0.0", "255.255.255.255", "192.0.2.1"],
      [
        "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.256", "01.2.3.4", "1.2.3.00", "1.2.3.",
        ".1.2.3", "1..2.3", "1.2.3.4 ", "1.2.3.4\n", "0x7f.0.0.1", "1.2.3.a", "1,2,3,4", "1.2.3.٤",
        "1.2.3.4000", "-1.2.3.4",
      ]
    ),
    (
      .ipv6,
      [
        "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
        "1::8", "ABCD:ef01::", "::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "64:ff9b::192.0.2.33",
      ],
      [
        "", ":", ":::", "1", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::12345",
        "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7", "1:2:3:4::5:6:7:8", "::g", "::1%eth0", "[::1]", "::1 ",
        "::1.2.3", "::256.1.1.1", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5", "1.2.3.4", "::1/64",
        "1:::2", "::1\n",
      ]
    ),
    (
      .uri,
      [
        "https://example.com", "urn:example:ada", "mailto:ada@example.com", "a:", "a+b-c.1:x",
        "http://u:p@h:80/p/a;b=c,d?q=/?#f/?", "file:///etc", "http://[::1]:8080/", "tag:a,2026:x",
        "http://[v1.a:b]/", "http://h:/", "http://h?q", "http://h#f", "a:%20", "http:///x",
        "a:b:c@d",
      ],
      [
        "", ":", "a", "/a", "//a", "1a:b", "a b:c", "a:b c", "a:é", "a:%", "a:%2", "a:%zz", "a:\\b",
        "a:<b>", "a:\"b\"", "a:{b}", "a:[b]", "a:^", "a:`", "a:|", "a:#b#c", "http://[::1/",
        "http://[::g]/", "http://[v.a]/", "http://[vx.a]/", "http://[v1.]/", "http://a:b/",
        "http://a@b@c/",
        "http://a:1:2/", "a:\n", "\na:b", "é:a", "-a:b", "http://[::1]x/", "http://a[b/",
      ]
    ),
    (
      .uriReference,
      [
        "", "a", "/a", "//h/p", "?q", "#f", "../a?b#c", "a/b:c", "./a:b", "?a:b", "#a:b", "a:b",
        "https://example.com/", "@", "//u@h:1",
      ],
      ["1:b", ":", ":a", "a b", "\\\\a\\b", "é", "%", "#a#b", "//[", "//h:x", "a\n", "1a:b/c"]
    ),
    (
      .httpURL,
      [
        "https://example.com", "http://example.com/", "HTTPS://EXAMPLE.COM/A",
        "http://localhost:8080/a",
        "https://192.0.2.1/", "https://[::1]:443/a?b#c", "https://a.b?q", "https://a.b#f",
        "https://a.b/é?q=😀", "https://a.b/%20", "https://a.b/a@b:c//d", "https://a.b/{x}|[y]^",
        "https://1a.2b/",
      ],
      [
        "", "http", "http:", "http:/", "http://", "http:///a", "http://:80", "http:example.com",
        "http:/example.com", "http:\\\\example.com", "ftp://a.b", "httpx://a.b", "htt://a.b",
        "xttp://a.b", "//a.b", "a.b", "javascript:alert(1)", "javascript://a.b/%0aalert(1)",
        "http://u@a.b", "http://u:p@a.b", "http://@a.b", "http://a.b@evil/", "http://a.b:0/",
        "http://a.b:65536/", "http://a.b:/", "http://a.b:x/", "http://a b/", "http://a.b/ ",
        " http://a.b", "http://a.b/\n", "http://a.b/\t", "ht\ntp://a.b", "http://a.b\\c",
        "http://a.b/\\c", "http://a.b/\"", "http://a.b/'", "http://a.b/`", "http://a.b/<x>",
        "http://a.b/\u{85}", "http://a.b/\u{A0}", "http://a.b/\u{3000}", "http://a.b/\u{2028}",
        "http://a.b/\u{7F}", "http://a.b/%", "http://a.b/%2", "http://a.b/%zz", "http://é.b/",
        "http://a_b/", "http://a.b./", "http://256.1.1.1/", "http://1.2.3/", "http://0x7f.1/",
        "http://a.0x/", "http://a.1/", "http://2130706433/", "http://[::1", "http://[::1]a/",
        "http://%61.b/", "http://a.b%2fc/",
      ]
    ),
    (
      .httpsURL, ["https://example.com/a", "hTTps://a"],
      ["http://example.com", "", "https://", "https:a", "httpS:/a", "https://u@a", "httpt://a"]
    ),
    (
      .stringOrURI,
      ["", "muster", "a b/é", "https://example.com", "urn:x", "a:", "no colon \n"],
      ["a b:c", ":", "1:2", "a:é", "http://[", "é:a", "a: b"]
    ),
    (
      .uuid,
      [
        "123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000",
        "ABCDEF01-2345-6789-abcd-EF0123456789",
      ],
      [
        "", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}",
        "123e4567-e89b-12d3-a456-42661417400", "123e4567-e89b-12d3-a456-4266141740000",
        "123e4567-e89b-12d3-a456-42661417400g", "123e45670e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456_426614174000", "-23e4567-e89b-12d3-a456-426614174000",
      ]
    ),
    (
      .dateTime,
      [
        "2026-01-31T09:30:00Z", "2026-01-31t09:30:00z", "2026-01-31T09:30:00.123456789+05:30",
        "2024-02-29T00:00:00-23:59", "2016-12-31T23:59:60Z", "2016-12-31T15:59:60.5-08:00",
        "2017-01-01T05:29:60+05:30", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
      ],
      [
        "", "2026-01-31", "2026-01-31T09:30:00", "2026-01-31 09:30:00Z", "2026-01-31T09:30Z",
        "2026-01-31T24:00:00Z", "2026-01-31T09:60:00Z", "2026-01-31T09:30:61Z",
        "2026-01-31T09:30:60Z", "2016-12-31T23:59:60+01:00", "2026-01-31T09:30:00.Z",
        "2026-01-31T09:30:00,5Z", "2026-01-31T09:30:00+0530", "2026-01-31T09:30:00+24:00",
        "2026-01-31T09:30:00+00:60", "2026-01-31T09:30:00+5:30", "2026-02-30T09:30:00Z",
        "26-01-31T09:30:00Z", "2026-1-31T09:30:00Z", "+2026-01-31T09:30:00Z",
        "2026-01-31T09:30:00Z\n", "2026-01-31T٠9:30:00Z", "2026-01-31T", "2026-01-31T09:30:00ZZ",
      ]
    ),
    (
      .date,
      ["2026-01-31", "2024-02-29", "2000-02-29", "2026-12-31", "2026-04-30"],
      [
        "", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-01", "2026-13-01", "2026-01-00",
        "2026-01-32", "20260131", "2026-1-31", "2026/01/31", "2026-01-31 ", "202a-01-31",
        "2026-01-3١", "2026-W05-6",
      ]
    ),
    (
      .time,
      ["09:30:00Z", "09:30:00.5+01:00", "23:59:60Z", "00:59:60+01:00", "15:59:60-08:00"],
      [
        "", "09:30:00", "09:30Z", "9:30:00Z", "24:00:00Z", "22:59:60Z", "23:59:60+01:00",
        "09:30:00.Z", "09:30:00 Z", "09:30:00+1:00", "09:30:00Z0", "09:30:00+01:00:00", "09-30-00Z",
      ]
    ),
    (
      .duration,
      ["P1Y", "P1Y2M3DT4H5M6S", "P2W", "PT0S", "P1DT12H", "PT5M", "P1M2D", "P01D", "PT1M2S"],
      [
        "", "P", "PT", "P1", "1D", "P1DT", "PT1D", "P1H", "P1S", "PT1Y", "P1D1Y", "P1Y2D", "PT1H2S",
        "P1Y1Y", "P1W1D", "P1D1W", "PT1W", "P1.5D", "PT0.5S", "-P1D", "P-1D", "p1d", "P1D ", "P١D",
        "P1DT1HT1M",
      ]
    ),
    (
      .jsonPointer,
      ["", "/", "/a", "/a/b", "//", "/~0~1", "/é\n ", "/%25"],
      ["a", "#", "#/a", "/~", "/~2", "/a~", "/~a", "0"]
    ),
    (
      .regex,
      ["", "^[a-z]+$", "é", "\\u{1F600}", String(repeating: "😀", count: 1_000)],
      ["(", "[", "a**", "\\1", "(?=a)", "\\Z", String(repeating: "😀", count: 1_001)]
    ),
  ]

  @Test(arguments: table)
  func acceptsWhatTheFormatSays(_ format: Format, _ yes: [String], _ no: [String]) {
    for text in yes { #expect(Self.accepts(format, text), "\(format) \(text.debugDescription)") }
    for text in no { #expect(!Self.accepts(format, text), "\(format) \(text.debugDescription)") }
  }

  static func accepts(_ format: Format, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return format.accepts(bytes.span)
  }

  /// Relative paths have a suite of their own.
  @Test func coversEveryFormat() {
    let covered = Set(Self.table.map(\.0)).union([.relativePath])
    #expect(covered == Set(Format.allCases))
  }

  @Test(arguments: Format.allCases)
  func hintsWithAnExampleOfItsOwn(_ format: Format) {
    let words = format.hint.split(separator: " ").map(String.init)
    let example = words.last ?? ""
    #expect(Self.accepts(format, example), "\(format.hint)")
    #expect(Format(rawValue: format.rawValue) == format)
  }

  /// Neither cut-off texts nor stray bytes may trap.
  @Test(arguments: Format.allCases)
  func survivesEveryCutAndEveryByte(_ format: Format) {
    let samples = Self.table.filter { $0.0 == format }.flatMap { $0.yes }.map {
      Array($0.utf8.prefix(60))
    }
    for sample in samples {
      for end in 0...sample.count { _ = format.accepts(sample.span.extracting(0..<end)) }
      for place in sample.indices where format != .regex {
        for byte in [0x00, 0x25, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x80, 0xC2, 0xE2, 0xF4, 0xFF]
          as [UInt8]
        {
          var changed = sample
          changed[place] = byte
          _ = format.accepts(changed.span)
        }
      }
    }
  }
}
