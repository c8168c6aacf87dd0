/// The formats that `format` may name: JSON Schema 2020-12 section 7.3, and some that tokens need.
package enum Format: String, CaseIterable, Sendable {
  case email
  case idnEmail = "idn-email"
  case hostname
  case hostPort = "host-port"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case httpURL = "http-url"
  case httpsURL = "https-url"
  case relativePath = "relative-path"
  case stringOrURI = "string-or-uri"
  case uuid
  case dateTime = "date-time"
  case date
  case time
  case duration
  case jsonPointer = "json-pointer"
  case regex

  /// Whether `text`, which must be valid UTF-8, has this format. Only `regex` allocates.
  package func accepts(_ text: Span<UInt8>) -> Bool {
    switch self {
    case .email: MailSyntax.isAddress(text, allowsNonASCII: false)
    case .idnEmail: MailSyntax.isAddress(text, allowsNonASCII: true)
    case .hostname: HostSyntax.isHostname(text)
    case .hostPort: HostSyntax.isHostPort(text)
    case .ipv4: HostSyntax.isIPv4(text)
    case .ipv6: HostSyntax.isIPv6(text)
    case .uri: URISyntax.isURI(text)
    case .uriReference: URISyntax.isReference(text)
    case .httpURL: WebSyntax.isWebURL(text, allowsPlain: true)
    case .httpsURL: WebSyntax.isWebURL(text, allowsPlain: false)
    case .relativePath: RelativePath.accepts(text)
    case .stringOrURI: URISyntax.isStringOrURI(text)
    case .uuid: Self.isUUID(text)
    case .dateTime: TimeSyntax.isDateTime(text)
    case .date: TimeSyntax.isDate(text)
    case .time: TimeSyntax.isTime(text)
    case .duration: TimeSyntax.isDuration(text)
    case .jsonPointer: Self.isJSONPointer(text)
    case .regex: Self.isRegularExpression(text)
    }
  }

  /// What a text of this format looks like, with an example: the end of a sentence.
  package var hint: String {
    switch self {
    case .email: "an e-mail address such as ada@example.com"
    case .idnEmail: "an e-mail address, perhaps beyond ASCII, such as ada@exämple.com"
    case .hostname: "a host name such as login.example.com"
    case .hostPort: "a host and perhaps a port, such as login.example.com:8443"
    case .ipv4: "an IPv4 address such as 192.0.2.1"
    case .ipv6: "an IPv6 address such as 2001:db8::1"
    case .uri: "a URI with its scheme, such as urn:example:ada"
    case .uriReference: "a URI or a relative reference, such as ../welcome?step=1"
    case .httpURL: "a full http or https URL without user name, such as https://example.com/welcome"
    case .httpsURL: "a full https URL without user name, such as https://example.com/welcome"
    case .relativePath: "a path on the same site that begins with one /, such as /welcome"
    case .stringOrURI: "plain text without \":\", or a URI, such as muster or https://example.com"
    case .uuid: "a UUID such as 123e4567-e89b-12d3-a456-426614174000"
    case .dateTime: "a date and time with its offset, such as 2026-01-31T09:30:00Z"
    case .date: "a date such as 2026-01-31"
    case .time: "a time with its offset, such as 09:30:00Z"
    case .duration: "a duration such as P1DT12H"
    case .jsonPointer: "a JSON Pointer such as /user/email"
    case .regex: "a regular expression such as ^[a-z]+$"
    }
  }

  /// RFC 9562, section 4.
  private static func isUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    for index in 0..<36 {
      switch index {
      case 8, 13, 18, 23: guard text[index] == UInt8(ascii: "-") else { return false }
      default: guard text[index].isHexDigit else { return false }
      }
    }
    return true
  }

  /// RFC 6901, section 3.
  private static func isJSONPointer(_ text: Span<UInt8>) -> Bool {
    if text.isEmpty { return true }
    guard text[0] == UInt8(ascii: "/") else { return false }
    for index in 0..<text.count where text[index] == UInt8(ascii: "~") {
      guard index + 1 < text.count, text[index + 1] & ~1 == 0x30 else { return false }
    }
    return true
  }

  /// Whether `Pattern` takes it.
  private static func isRegularExpression(_ text: Span<UInt8>) -> Bool {
    // A code point is at most four bytes: anything longer is over the limit.
    guard text.count <= 4 * PatternLimits.sourceMax else { return false }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for index in 0..<text.count { bytes.append(text[index]) }
    do {
      _ = try Pattern(String(decoding: bytes, as: Unicode.UTF8.self))
      return true
    } catch {
      return false
    }
  }
}
