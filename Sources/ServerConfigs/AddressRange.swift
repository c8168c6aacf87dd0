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

  /// The bytes of an address; an IPv4 address in IPv6 form gives those of the IPv4 address.
  private static func address(_ text: String) -> [UInt8]? {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return version4(text) }
    guard let bytes = version6(text) else { return nil }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    return bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
  }

  /// Four decimal numbers without leading zeros, which some programs take for octal ones.
  private static func version4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      let isPlain = part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      guard isPlain, part.utf8.count == 1 || part.first != "0", let byte = UInt8(part) else {
        return nil
      }
      bytes.append(byte)
    }
    return bytes
  }

  /// Groups of hexadecimal digits (RFC 4291, 2.2), with one `::` at most, and at the end an IPv4 address
  /// or not.
  private static func version6(_ text: String) -> [UInt8]? {
    var halves: [[UInt8]] = []
    var rest = text[...]
    while let gap = rest.firstRange(of: "::") {
      guard let half = groups(rest[..<gap.lowerBound], isLast: false) else { return nil }
      halves.append(half)
      rest = rest[gap.upperBound...]
    }
    guard halves.count <= 1, let last = groups(rest, isLast: true) else { return nil }
    guard let first = halves.first else { return last.count == 16 ? last : nil }
    let missing = 16 - first.count - last.count
    guard missing >= 2 else { return nil }
    return first + [UInt8](repeating: 0, count: missing) + last
  }

  private static func groups(_ text: Substring, isLast: Bool) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if isLast, index == parts.count - 1, part.contains("."), let tail = version4(part) {
        bytes += tail
        continue
      }
      let isPlain = part.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
      }
      guard isPlain, (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16) else {
        return nil
      }
      bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
    }
    return bytes
  }
}

extension AddressRange {
  /// A number for whoever is behind the address: an IPv4 address is one party, and of an IPv6 address the
  /// first 64 bits are, for each site has all of the rest to itself. Nil where the text is no address.
  package static func party(_ text: String) -> UInt128? {
    guard let bytes = address(text) else { return nil }
    let isLong = bytes.count == 16
    // A bit in front, so that no number is of both kinds.
    return bytes.prefix(8).reduce(isLong ? 2 : 1) { $0 << 8 | UInt128($1) }
  }
}
