import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdCore

extension RequestFacts {
  /// Cookies that are looked at in one request.
  static let cookiesMax = 64

  /// What of a request tells who sent it.
  init(_ request: Request, peer: String) {
    let fields = request.headers
    self.init(
      bearer: Self.bearer(fields), cookies: Self.cookies(fields),
      headers: { name in HTTPField.Name(name).map { fields[values: $0] } ?? [] }, peer: peer)
  }

  /// The token of `Authorization: Bearer` (RFC 6750, 2.1); nil where there are two such headers.
  private static func bearer(_ fields: HTTPFields) -> [UInt8]? {
    let values = fields[values: .authorization]
    guard values.count == 1 else { return nil }
    let bytes = Array(values[0].utf8)
    let scheme = Array("bearer ".utf8)
    guard bytes.count > scheme.count else { return nil }
    for (byte, letter) in zip(bytes, scheme)
    where letter == 0x20 ? byte != 0x20 : byte | 0x20 != letter {
      return nil
    }
    return Array(bytes[scheme.count...].drop { $0 == 0x20 })
  }

  /// `name=value` pairs as they stand (RFC 6265, 4.2.1).
  private static func cookies(_ fields: HTTPFields) -> [(name: String, value: String)] {
    var cookies: [(name: String, value: String)] = []
    for header in fields[values: .cookie] {
      for pair in header.utf8.split(separator: UInt8(ascii: ";")) where cookies.count < cookiesMax {
        let parts = pair.drop { $0 == 0x20 }
          .split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { continue }
        cookies.append((String(Substring(parts[0])), String(Substring(parts[1]))))
      }
    }
    return cookies
  }
}
