import Bytes
import Schemas

extension ListenAddress {
  /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`; nil for anything else.
  package init?(text: String) {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let digits = text[text.utf8.index(after: colon)...]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
      (0...65_535).contains(port)
    else { return nil }
    let host = text[..<colon]
    if host.utf8.elementsEqual("localhost".utf8) {
      self.init(host: "localhost", port: port)
    } else if host.hasPrefix("["), host.hasSuffix("]") {
      let inner = host.dropFirst().dropLast()
      guard inner.utf8.contains(UInt8(ascii: ":")), IPAddress(inner) != nil else { return nil }
      self.init(host: String(inner), port: port)
    } else {
      guard !host.utf8.contains(UInt8(ascii: ":")), IPAddress(host) != nil else { return nil }
      self.init(host: String(host), port: port)
    }
  }
}

extension PublicURL {
  /// Reads an http or https URL; slashes at its end are left out. Nil for anything else, and where it has
  /// a user name, a query, a fragment, or a path with empty or dotted segments.
  package init?(_ text: String) {
    var bytes = Array(text.utf8)
    guard Format.httpURL.accepts(bytes.span),
      bytes.allSatisfy({ $0 < 0x80 && !"?#".utf8.contains($0) })
    else { return nil }
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon + 3 < bytes.count else {
      return nil
    }
    let start = colon + 3
    let slash = bytes[start...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
    let path = bytes[slash...]
    let segments = path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isPlain = segments.allSatisfy { segment in
      !segment.isEmpty && segment.contains { $0 != UInt8(ascii: ".") }
    }
    guard path.isEmpty || isPlain else { return nil }
    func words(_ slice: ArraySlice<UInt8>) -> String {
      String(decoding: slice, as: Unicode.UTF8.self)
    }
    // As browsers write an origin, with which it is compared: the port that goes without saying is not there.
    let standard = colon == 5 ? ":443" : ":80"
    var authority = words(bytes[start..<slash]).lowercased()
    if authority.hasSuffix(standard) { authority.removeLast(standard.count) }
    // A port stands behind the last colon, unless that is within the brackets of an address.
    var host = Substring(authority)
    if let last = authority.utf8.lastIndex(of: UInt8(ascii: ":")),
      !authority[last...].utf8.contains(UInt8(ascii: "]"))
    {
      host = authority[..<last]
    }
    self.init(
      text: words(bytes[...colon]).lowercased() + "//" + authority + words(path),
      isHTTPS: colon == 5, host: String(host), path: words(path))
  }

  /// Whether only this machine can be meant.
  package var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost")
      || IPAddress(host.filter { $0 != "[" && $0 != "]" })?.isLoopback == true
  }
}

/// What a browser sends as `Origin` (RFC 6454, 7.1).
enum WebOrigin {
  enum Problem { case everybody, opaque, noOrigin, hasPath, capitals, standardPort }

  /// What is wrong with a text that should be an origin; nil where nothing is.
  static func problem(_ text: String) -> Problem? {
    if text == "*" { return .everybody }
    if text == "null" { return .opaque }
    let bytes = Array(text.utf8)
    guard Format.httpURL.accepts(bytes.span) else { return .noOrigin }
    let rest = text.drop { $0 != ":" }.dropFirst(3)
    if rest.utf8.contains(where: { "/?#".utf8.contains($0) }) { return .hasPath }
    if bytes.contains(where: { (0x41...0x5A).contains($0) }) { return .capitals }
    let standard = text.hasPrefix("https:") ? ":443" : ":80"
    return text.hasSuffix(standard) ? .standardPort : nil
  }

  /// Whether it is this machine, or encrypted on the way.
  static func isSafe(_ text: String) -> Bool {
    text.hasPrefix("https:") || PublicURL(text)?.isLoopback == true
  }
}
