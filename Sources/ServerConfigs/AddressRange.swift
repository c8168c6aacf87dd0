package import Bytes

/// Addresses with a common prefix (RFC 4632, RFC 4291).
package struct AddressRange: Sendable, Hashable {
  private let bytes: [UInt8]
  /// How many bits are fixed; 0 for all addresses of a kind.
  package let bits: Int

  /// Takes `192.0.2.0/24`, `2001:db8::/32` or one address; nil for anything else, and where bits behind
  /// the prefix are set.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = IPAddress(parts[0])?.bytes else { return nil }
    var bits = bytes.count * 8
    if parts.count == 2 {
      let isNumber = parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
      guard isNumber, let given = Int(parts[1]), given <= bits else { return nil }
      bits = given
    }
    self.bytes = bytes
    self.bits = bits
    for bit in bits..<(bytes.count * 8) where bytes[bit / 8] >> UInt8(7 - bit % 8) & 1 == 1 {
      return nil
    }
  }

  /// Whether the address is one of these.
  package func contains(_ address: IPAddress) -> Bool {
    let other = address.bytes
    guard other.count == bytes.count else { return false }
    let whole = bits / 8
    guard bytes.prefix(whole) == other.prefix(whole) else { return false }
    let rest = bits % 8
    return rest == 0 || (bytes[whole] ^ other[whole]) >> UInt8(8 - rest) == 0
  }

  /// The same of an address as text; false where the text is none.
  package func contains(_ address: String) -> Bool {
    IPAddress(address).map { contains($0) } ?? false
  }

  /// Whether only this machine is in it.
  package var isLoopback: Bool {
    guard let first = IPAddress(bytes) else { return false }
    return first.isLoopback && bits >= (bytes.count == 4 ? 8 : 128)
  }
}

extension AddressRange {
  /// A number for whoever is behind the address: an IPv4 address is one party, and of an IPv6 address the
  /// first 64 bits are, for each site has all of the rest to itself. Nil where the text is no address.
  package static func party(_ text: String) -> UInt128? {
    guard let bytes = IPAddress(text)?.bytes else { return nil }
    let isLong = bytes.count == 16
    // A bit in front, so that no number is of both kinds.
    return bytes.prefix(8).reduce(isLong ? 2 : 1) { $0 << 8 | UInt128($1) }
  }
}
