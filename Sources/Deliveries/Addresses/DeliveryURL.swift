/// Why a URL is not one that a token is sent to.
package enum DeliveryURLProblem: Error, Sendable, Hashable {
  case tooLong
  case badScheme
  case badCharacter
  case userInfo
  case badHost
  case badPort
  /// `http://` to somewhere else than this machine.
  case insecure

  /// In one sentence, without the URL.
  package var message: String {
    switch self {
    case .tooLong: "The URL is longer than \(DeliveryURL.bytesMax) bytes."
    case .badScheme: "The URL begins with neither https:// nor http://."
    case .badCharacter: "The URL holds a character that no URL holds, such as a blank."
    case .userInfo: "The URL has a user name before its host."
    case .badHost: "The URL names no host in plain ASCII."
    case .badPort: "The URL has a port that is none."
    case .insecure: "The URL begins with http://, and a token would go through the net unprotected."
    }
  }
}

/// Scheme, host and port: where a token may go.
package struct DeliveryOrigin: Sendable, Hashable {
  package enum Scheme: String, Sendable {
    case http, https

    var port: Int { self == .http ? 80 : 443 }
  }

  package let scheme: Scheme
  /// In lower case; an IPv6 address in brackets.
  package let host: String
  package let port: Int

  /// As `--confirm` takes it: the port only where it is not the scheme's own.
  package var shown: String { port == scheme.port ? host : "\(host):\(port)" }

  /// The host that a certificate has to name; nil where there is none, or where it is an address, which is
  /// held against that of the connection.
  package var certifiedHost: String? {
    let isAddress =
      host.hasPrefix("[") || (host.split(separator: ".").last.map { UInt8($0) != nil } ?? false)
    return scheme == .https && !isAddress ? host : nil
  }

  /// Whether it is this machine, and cannot be anybody else.
  package var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// A URL that was taken apart so strictly that no other reader can take it for another one: plain ASCII,
/// no user name, a host of letters, digits, dots and hyphens.
package struct DeliveryURL: Sendable, Hashable {
  package static let bytesMax = 1 << 16
  private static let hostBytesMax = 253

  package let origin: DeliveryOrigin
  /// Path and query, from the slash on.
  package let target: String

  init(origin: DeliveryOrigin, target: String) {
    self.origin = origin
    self.target = target
  }

  /// Takes the URL apart; a fragment, which is never sent, is left out.
  package init(_ text: [UInt8]) throws(DeliveryURLProblem) {
    guard text.count <= Self.bytesMax else { throw .tooLong }
    guard text.allSatisfy(Self.isURLByte) else { throw .badCharacter }
    let lower = text.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let scheme: DeliveryOrigin.Scheme
    if lower.starts(with: Array("https://".utf8)) {
      scheme = .https
    } else if lower.starts(with: Array("http://".utf8)) {
      scheme = .http
    } else {
      throw .badScheme
    }
    let rest = text.dropFirst(scheme.rawValue.utf8.count + 3)
    let authority = rest.prefix { !Self.endsAuthority($0) }
    origin = try Self.origin(scheme, authority)
    target = try Self.target(rest.dropFirst(authority.count))
  }

  /// The whole URL; it holds the token.
  package var text: String {
    let port = origin.port == origin.scheme.port ? "" : ":\(origin.port)"
    return "\(origin.scheme.rawValue)://\(origin.host)\(port)\(target)"
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// Printable ASCII without what RFC 3986 does not know and readers take differently.
  static func isURLByte(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
  }

  // MARK: Parts

  static func origin(
    _ scheme: DeliveryOrigin.Scheme, _ authority: ArraySlice<UInt8>
  ) throws(DeliveryURLProblem) -> DeliveryOrigin {
    if authority.contains(UInt8(ascii: "@")) { throw .userInfo }
    var host = authority
    var port = scheme.port
    let bracket = authority.lastIndex(of: UInt8(ascii: "]"))
    let colon = authority.lastIndex(of: UInt8(ascii: ":"))
    if let colon, colon > bracket ?? -1 {
      host = authority[..<colon]
      let digits = authority[(colon + 1)...]
      guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(number)
      else { throw .badPort }
      port = number
    }
    return DeliveryOrigin(scheme: scheme, host: try name(host), port: port)
  }

  private static func name(_ host: ArraySlice<UInt8>) throws(DeliveryURLProblem) -> String {
    let lower = host.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard (1...hostBytesMax).contains(lower.count) else { throw .badHost }
    let text = String(decoding: lower, as: UTF8.self)
    if lower.first == UInt8(ascii: "[") {
      let inner = lower.dropFirst().dropLast()
      let isAddress =
        lower.last == UInt8(ascii: "]") && inner.contains(UInt8(ascii: ":"))
        && inner.allSatisfy { isHex($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
      guard isAddress else { throw .badHost }
      return text
    }
    guard lower.allSatisfy({ isNameByte($0) }), lower.first != UInt8(ascii: ".") else {
      throw .badHost
    }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    // `0x7f.1` and `2130706433` are addresses to some readers and names to others.
    if let last = labels.last(where: { !$0.isEmpty }), last.utf8.first.map(isDigit) ?? false {
      guard labels.count == 4,
        labels.allSatisfy({ UInt8($0).map { "\($0)" } == String($0) })
      else { throw .badHost }
    }
    return text
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x66).contains(byte)
  }
  private static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte) || "-._".utf8.contains(byte)
  }

  /// - Parameter rest: what stands behind the authority.
  static func target(_ rest: ArraySlice<UInt8>) throws(DeliveryURLProblem) -> String {
    let sent = rest.prefix { $0 != UInt8(ascii: "#") }
    guard sent.allSatisfy(isURLByte) else { throw .badCharacter }
    let text = String(decoding: sent, as: UTF8.self)
    return sent.first == UInt8(ascii: "/") ? text : "/" + text
  }

  // MARK: Rules

  /// - Throws: `insecure` unless the way there is protected, or does not leave this machine.
  package func requireSafeWay() throws(DeliveryURLProblem) {
    guard origin.scheme == .https || origin.isLoopback else { throw .insecure }
  }
}

/// The host that a person confirmed: `community.example.com`, `127.0.0.1:8080`.
package struct ConfirmedHost: Sendable, Hashable {
  private let host: String
  private let port: Int?

  /// Nil where the text is no host.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy(DeliveryURL.isURLByte),
      !bytes.contains(where: { "/?#".utf8.contains($0) }),
      let origin = try? DeliveryURL.origin(.https, bytes[...])
    else { return nil }
    host = origin.host
    let name = origin.host.utf8.count
    port = bytes.count == name ? nil : origin.port
  }

  /// The same for each way to write it, where the tokens go over TLS.
  package var name: String { port.map { $0 == 443 ? host : "\(host):\($0)" } ?? host }

  /// Whether the tokens go to nowhere else.
  package func isHost(of origin: DeliveryOrigin) -> Bool {
    host.utf8.elementsEqual(origin.host.utf8) && (port ?? origin.scheme.port) == origin.port
  }
}
