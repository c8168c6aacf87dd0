import Glibc

/// Addresses with a common prefix (RFC 4632, RFC 4291).
package struct AddressRange: Sendable, Hashable {
  /// 4 or 16 bytes.
  private let bytes: [UInt8]
  private let bits: Int

  /// Takes `192.0.2.0/24`, `2001:db8::/32` or one address; nil for anything else, and where bits behind
  /// the prefix are set.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = Self.address(String(parts[0])) else { return nil }
    var bits = bytes.count * 8
    if parts.count == 2 {
      guard let given = Int(parts[1]), (0...bits).contains(given), parts[1].first != "+" else {
        return nil
      }
      bits = given
    }
    self.bytes = bytes
    self.bits = bits
    for bit in bits..<(bytes.count * 8) where bytes[bit / 8] >> UInt8(7 - bit % 8) & 1 == 1 {
      return nil
    }
  }

  /// Whether the address, as text, is one of these. An IPv4 address in IPv6 form counts as itself.
  package func contains(_ address: String) -> Bool {
    guard let other = Self.address(address), other.count == bytes.count else { return false }
    let whole = bits / 8
    guard bytes.prefix(whole) == other.prefix(whole) else { return false }
    let rest = bits % 8
    return rest == 0 || (bytes[whole] ^ other[whole]) >> UInt8(8 - rest) == 0
  }

  private static func address(_ text: String) -> [UInt8]? {
    var v4 = in_addr()
    if unsafe inet_pton(AF_INET, text, &v4) == 1 {
      return unsafe withUnsafeBytes(of: v4.s_addr) { unsafe Array($0) }
    }
    var v6 = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
    let bytes = unsafe withUnsafeBytes(of: v6) { unsafe Array($0) }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    return bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
  }
}
