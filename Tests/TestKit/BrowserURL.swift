/// Where a browser goes for a reference on an https page: the basic URL parser of the WHATWG URL Standard
/// (section 4.4), as far as scheme, authority and path go, written apart from what it judges.
///
/// Hosts are left as they stand: whether a reference has an authority of its own is what matters here.
package struct BrowserURL: Equatable {
  package var scheme: String
  /// What stands before the last `@` of the authority; nil where there is none.
  package var credentials: String?
  /// Host and port, in lower case.
  package var host: String
  /// Nil for a scheme without an authority, such as `javascript`.
  package var path: String?

  private static let special = ["http", "https", "ws", "wss", "ftp", "file"]

  /// - Parameter base: the page's own host; its scheme is https.
  package init(_ reference: String, onPageOf base: String) {
    // Leading and trailing C0 controls and blanks go, and tabs and line breaks wherever they are.
    var text = Array(reference.unicodeScalars)
    while let first = text.first, first.value <= 0x20 { text.removeFirst() }
    while let last = text.last, last.value <= 0x20 { text.removeLast() }
    text.removeAll { [0x09, 0x0A, 0x0D].contains($0.value) }
    self.init(scheme: "https", credentials: nil, host: base, path: "/")
    guard let (name, rest) = Self.scheme(text) else {
      followRelative(text)
      return
    }
    scheme = name
    if name == "https" {
      // The page's own scheme without two slashes is a relative reference.
      if rest.count >= 2, Self.isSlash(rest[0]), rest[0] == "/", rest[1] == "/" {
        readAuthority(rest)
      } else {
        followRelative(rest)
      }
    } else if Self.special.contains(name) {
      // However many slashes, and of whichever kind, there are.
      readAuthority(rest)
    } else {
      (host, path) = ("", nil)
    }
  }

  private init(scheme: String, credentials: String?, host: String, path: String?) {
    (self.scheme, self.credentials, self.host, self.path) = (scheme, credentials, host, path)
  }

  private static func isSlash(_ scalar: Unicode.Scalar) -> Bool { scalar == "/" || scalar == "\\" }

  private static func scheme(
    _ text: [Unicode.Scalar]
  ) -> (name: String, rest: [Unicode.Scalar])? {
    guard let first = text.first, first.isASCII, first.properties.isAlphabetic,
      let colon = text.firstIndex(of: ":")
    else { return nil }
    let name = text[..<colon]
    let isName = name.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
          || scalar == "+" || scalar == "-" || scalar == ".")
    }
    guard isName else { return nil }
    return (Self.text(name).lowercased(), Array(text[(colon + 1)...]))
  }

  private mutating func followRelative(_ text: [Unicode.Scalar]) {
    if text.count >= 2, Self.isSlash(text[0]), Self.isSlash(text[1]) {
      readAuthority(text)
    } else {
      path = Self.text(text)
    }
  }

  private mutating func readAuthority(_ text: [Unicode.Scalar]) {
    let start = text.firstIndex { !Self.isSlash($0) } ?? text.count
    let end =
      text[start...].firstIndex { Self.isSlash($0) || $0 == "?" || $0 == "#" } ?? text.count
    var authority = text[start..<end]
    if let at = authority.lastIndex(of: "@") {
      credentials = Self.text(authority[..<at])
      authority = authority[(at + 1)...]
    }
    host = Self.text(authority).lowercased()
    path = Self.text(text[end...])
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }

  /// The text with every complete percent-encoding decoded once, as servers do; what is no UTF-8 then is
  /// repaired.
  package static func decodedOnce(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  private static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46, 0x61...0x66: (digit | 0x20) - 0x57
    default: nil
    }
  }
}

/// References, put together of what bypasses are made of, the same for each seed.
package struct HostileReferences {
  private static let pieces = [
    "/", "/", "/", "//", "\\", "%2f", "%2F", "%5c", "%252f", "\t", "\n", "\r\n", "\u{0}", "\u{B}",
    " ",
    "\u{A0}", "\u{FF0F}", "\u{FF3C}", "\u{2044}", "\u{2215}", "\u{29F8}", "\u{FE68}", "\u{3002}",
    "\u{202E}", "\u{200B}", ".", "..", "%2e", "%2E%2e", ";", "?", "#", "@", ":", ":443",
    "evil.example",
    "evil", "[::1]", "2130706433", "home", "é", "http:", "https:", "HTTPS:", "javascript:", "data:",
    "%0d%0a", "%0aLocation:", "%09", "%00", "%c0%af", "&jwt=x", "=", "+", "%", "%zz", "user:pw@",
    "community.example.com",
  ]

  private var random: SplitMix

  package init(seed: UInt64) { random = SplitMix(seed) }

  /// One to seven pieces; most begin with a slash, as what passes has to.
  package mutating func next() -> String {
    var text = random.below(4) == 0 ? "" : "/"
    for _ in 0...random.below(7) { text += Self.pieces[random.below(Self.pieces.count)] }
    return text
  }
}
