import Bytes

/// A monitor's URL, taken apart so far that an event can be put into its path.
struct PingURL: Sendable {
  private static let schemes = ["http://", "https://"]

  /// Everything up to the path's end, without a slash there.
  private let base: String
  private let query: String?
  /// The host and port, or words where they hold something unusual.
  let shownHost: String
  /// The name that a certificate has to hold; nil for an address, and without TLS.
  let certifiedHost: String?

  init(_ text: String) throws(PingError) {
    var bytes = Array(text.utf8)
    while let last = bytes.last, last == 0x0A || last == 0x0D || last == 0x20 { bytes.removeLast() }
    guard bytes.count <= Ping.urlBytesMax else { throw .tooLong }
    // Printable ASCII only: a URL with anything else is not one that a monitor gives.
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .badCharacter }
    guard
      let scheme = Self.schemes.first(where: {
        String(decoding: bytes.prefix($0.utf8.count), as: Unicode.UTF8.self).lowercased() == $0
      })
    else { throw .badScheme }
    let rest = bytes.dropFirst(scheme.utf8.count)
    let authority = rest.prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
    }
    // A name and password before the host are not for eyes either.
    let host = authority.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).last
    guard let host, !host.isEmpty else { throw .noHost }
    shownHost =
      host.allSatisfy(Self.isHostByte)
      ? String(decoding: host, as: Unicode.UTF8.self) : "the monitor"
    certifiedHost = scheme == "https://" ? Self.name(host) : nil
    let noFragment = bytes.prefix { $0 != UInt8(ascii: "#") }
    var path = Array(noFragment.prefix { $0 != UInt8(ascii: "?") })
    let query = noFragment.dropFirst(path.count + 1)
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    base = String(decoding: path, as: Unicode.UTF8.self)
    self.query = query.isEmpty ? nil : String(decoding: query, as: Unicode.UTF8.self)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      || ".-:[]_".utf8.contains(byte)
  }

  /// The host without its port, where it is a name.
  private static func name(_ host: ArraySlice<UInt8>) -> String? {
    let name = String(
      decoding: host.prefix { $0 != UInt8(ascii: ":") }, as: Unicode.UTF8.self)
    return host.first == UInt8(ascii: "[") || IPAddress(name) != nil ? nil : name
  }

  /// The URL for an event.
  func text(for event: Ping.Event, runID: String) -> String {
    let suffix =
      switch event {
      case .start: "/start"
      case .success: ""
      // Monitors know codes up to 255, and 0 is a success.
      case .failure(let code): (1...255).contains(code) ? "/\(code)" : "/fail"
      }
    return base + suffix + "?" + (query.map { $0 + "&" } ?? "") + "rid=" + runID
  }
}
