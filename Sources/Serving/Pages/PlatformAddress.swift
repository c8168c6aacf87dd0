import Bytes
import Profiles
import Provisioning

/// Where an artifact leads a browser.
struct PlatformAddress: Sendable, Hashable {
  /// An absolute URL.
  let text: String
  let isHTTPS: Bool
  /// Scheme, host and port.
  let origin: String

  /// Takes an absolute URL of the web that fits into a header; nil for anything else.
  init?(_ bytes: [UInt8]) {
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    let schemes = [Array("https://".utf8), Array("http://".utf8)]
    guard let scheme = schemes.first(where: { bytes.starts(with: $0) }) else { return nil }
    let host = bytes[scheme.count...].prefix { !Self.endsHost($0) }
    guard !host.isEmpty, host.allSatisfy(Self.isOfHost) else { return nil }
    isHTTPS = scheme.count == 8
    text = String(decoding: bytes, as: Unicode.UTF8.self)
    origin = String(decoding: scheme + host, as: Unicode.UTF8.self)
  }

  private static func endsHost(_ byte: UInt8) -> Bool {
    // Browsers take a backslash for a slash (WHATWG URL, 4.4).
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
      || byte == UInt8(ascii: "\\")
  }

  /// Without user names, and without what would end a directive of a policy.
  private static func isOfHost(_ byte: UInt8) -> Bool {
    PercentEncoding.isUnreserved(byte) || ":[]".utf8.contains(byte)
  }

  /// Where a form that leads here may go, in a policy.
  ///
  /// A platform that takes a token often sends the browser on to another host of its own, and a policy
  /// that named the first only would end the sign-in there: so any host, if the connection is safe.
  var formAction: String { isHTTPS ? "https:" : "https: \(origin)" }
}

extension CompiledProfile {
  /// What an artifact's URL begins with, as far as it is the same for all rows.
  private var urlBeginning: [UInt8] {
    var bytes: [UInt8] = []
    for step in artifact.steps {
      guard case .literal(let literal) = step else { break }
      bytes += literal
    }
    return bytes
  }

  /// Where the form on a ticket's page may lead: back to the server, and from there to the platform if
  /// the answer is a redirect.
  var ticketFormAction: String {
    guard artifact.kind == .url else { return "'self'" }
    let beginning = urlBeginning
    if beginning.starts(with: Array("http://".utf8)) {
      // A host that stands in rows is known too late.
      let isWhole = beginning.count { $0 == UInt8(ascii: "/") } > 2
      let address = isWhole ? PlatformAddress(beginning) : nil
      return "'self' \(address?.formAction ?? "https: http:")"
    }
    return "'self' https:"
  }
}
