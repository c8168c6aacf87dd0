/// The server's public URL, until its reader is here.
struct URLParts {
  let text: String
  let isHTTPS: Bool
  let isLoopback: Bool

  init?(_ given: String) {
    var rest = Substring(given)
    isHTTPS = rest.hasPrefix("https://")
    guard isHTTPS || rest.hasPrefix("http://") else { return nil }
    rest = rest.dropFirst(isHTTPS ? 8 : 7)
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    let isPlain = rest.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
        || "-._~:/[]".utf8.contains(byte)
    }
    guard isPlain, !rest.isEmpty else { return nil }
    text = (isHTTPS ? "https://" : "http://") + rest
    isLoopback = ["localhost", "127.0.0.1", "[::1]"].contains { host in
      rest.hasPrefix(host)
        && ["", ":", "/"].contains(String(rest.dropFirst(host.utf8.count).prefix(1)))
    }
  }
}
