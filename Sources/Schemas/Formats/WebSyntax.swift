/// Addresses that a browser is going to follow, as the WHATWG URL Standard reads them.
enum WebSyntax {
  /// An absolute http or https URL: a host, perhaps a port, no user information, and nothing in path,
  /// query or fragment that could end the URL or be read as something else.
  static func isWebURL(_ text: Span<UInt8>, allowsPlain: Bool) -> Bool {
    guard let schemeEnd = URISyntax.endOfScheme(text) else { return false }
    let scheme = text.extracting(0..<schemeEnd)
    guard isWebScheme(scheme), allowsPlain || scheme.count == 5 else { return false }
    let hostStart = schemeEnd + 3
    guard hostStart < text.count, text[schemeEnd + 1] == UInt8(ascii: "/"),
      text[schemeEnd + 2] == UInt8(ascii: "/")
    else { return false }
    var hostEnd = hostStart
    while hostEnd < text.count, !URISyntax.endsAuthority(text[hostEnd]) { hostEnd += 1 }
    guard HostSyntax.isHostPort(text.extracting(hostStart..<hostEnd), refusesNumberNames: true)
    else {
      return false
    }
    return isQuietTail(text.extracting(hostEnd...))
  }

  /// Whether the scheme is "http", or "https" when it has five letters, in either case.
  private static func isWebScheme(_ text: Span<UInt8>) -> Bool {
    guard text.count == 4 || text.count == 5 && text[4] | 0x20 == 0x73 else { return false }
    return text[0] | 0x20 == 0x68 && text[1] | 0x20 == 0x74 && text[2] | 0x20 == 0x74
      && text[3] | 0x20 == 0x70
  }

  private static func isQuietTail(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
        UInt8(ascii: "<"), UInt8(ascii: ">"):
        return false
      case UInt8(ascii: "%"):
        guard let next = URISyntax.afterPercent(text, at: index) else { return false }
        index = next
      default:
        guard !ByteScan.isBlankOrControl(text, at: index) else { return false }
        index += 1
      }
    }
    return true
  }
}
