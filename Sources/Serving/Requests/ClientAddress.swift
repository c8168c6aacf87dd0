import Bytes
package import ServerConfigs

/// Whose request it is, by address.
package enum ClientAddress {
  /// Addresses of `X-Forwarded-For` that are looked at, from the right.
  static let hopsMax = 32

  /// The address of the client: that of the connection or, where this is one of the proxies, the
  /// rightmost address of `X-Forwarded-For` that is no proxy of ours. What stands to the left of it was
  /// written by somebody whom nobody vouches for.
  ///
  /// - Parameters:
  ///   - peer: the address of the connection.
  ///   - forwarded: the values of all `X-Forwarded-For` headers, in their order.
  package static func find(
    peer: String, forwarded: [String], proxies: [AddressRange]
  ) -> String {
    guard proxies.contains(where: { $0.contains(peer) }) else { return peer }
    var client = peer
    var hops = 0
    for value in forwarded.reversed() {
      for part in value.split(separator: ",", omittingEmptySubsequences: false).reversed() {
        hops += 1
        // A proxy of ours that writes no address, or too many: that proxy is all that is known.
        guard hops <= hopsMax, let address = address(part) else { return client }
        client = address
        if !proxies.contains(where: { $0.contains(address) }) { return client }
      }
    }
    return client
  }

  /// An address without blanks, brackets and port.
  private static func address(_ part: Substring) -> String? {
    var text = part
    while let first = text.utf8.first, first == 0x20 || first == 0x09 { text.removeFirst() }
    while let last = text.utf8.last, last == 0x20 || last == 0x09 { text.removeLast() }
    if text.utf8.first == UInt8(ascii: "[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      text = text[text.index(after: text.startIndex)..<end]
    } else if text.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1,
      let colon = text.firstIndex(of: ":")
    {
      text = text[..<colon]
    }
    let address = String(text)
    return IPAddress(address) == nil ? nil : address
  }
}
