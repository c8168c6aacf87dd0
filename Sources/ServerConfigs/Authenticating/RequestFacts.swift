package import Bytes

/// What a request says that authenticators look at.
package struct RequestFacts: Sendable {
  /// The address of the connection itself, whatever headers say; nil where it has none.
  package let peer: IPAddress?
  private let headers: @Sendable (String) -> [String]

  /// - Parameters:
  ///   - peer: the address of the connection as text. `X-Forwarded-For` has no place here.
  ///   - headers: the values of all fields with a name, whose letters count without their case; one for
  ///     each field, not joined.
  package init(peer: String, headers: @escaping @Sendable (String) -> [String]) {
    self.peer = IPAddress(peer)
    self.headers = headers
  }

  /// The one value of a header; nil where there is none.
  func header(_ name: String) throws(AuthenticationFailure) -> [UInt8]? {
    let values = headers(name)
    if values.count > 1 { throw .ambiguous }
    return values.first.map { Array($0.utf8) }
  }

  /// The token of `Authorization: Bearer` (RFC 6750, 2.1; RFC 9110, 11.4).
  func bearer(bytesMax: Int) throws(AuthenticationFailure) -> [UInt8] {
    guard let value = try header("Authorization") else { throw .missing }
    let scheme = Array("bearer".utf8)
    let isBearer =
      value.count > scheme.count && value[scheme.count] == 0x20
      && zip(value, scheme).allSatisfy { $0 | 0x20 == $1 }
    guard isBearer else { throw .missing }
    let token = Array(value[scheme.count...].drop { $0 == 0x20 })
    guard token.count <= bytesMax else { throw .tooLong }
    guard !token.isEmpty, token.allSatisfy(Self.isTokenByte) else { throw .malformed }
    return token
  }

  /// What `token68` is made of.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      || "-._~+/=".utf8.contains(byte)
  }

  /// Cookies that are looked through.
  static let cookiesMax = 200

  /// The one value of a cookie (RFC 6265, 4.2.1). One that is there twice is refused: which one a browser
  /// puts first can be chosen by whoever sets it for another path or a subdomain.
  func cookie(_ name: String, bytesMax: Int) throws(AuthenticationFailure) -> [UInt8] {
    var found: [UInt8]?
    var count = 0
    for field in headers("Cookie") {
      for pair in Array(field.utf8).split(separator: UInt8(ascii: ";")) {
        count += 1
        guard count <= Self.cookiesMax else { throw .tooLong }
        let pair = pair.drop { $0 == 0x20 || $0 == 0x09 }
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
          pair[..<equals].elementsEqual(name.utf8)
        else { continue }
        guard found == nil else { throw .ambiguous }
        found = Array(pair[(equals + 1)...])
      }
    }
    guard var value = found else { throw .missing }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    guard !value.isEmpty else { throw .missing }
    guard value.count <= bytesMax else { throw .tooLong }
    return value
  }
}
