/// An IPv4 or IPv6 address. One of IPv4 in IPv6 form (RFC 4291, 2.5.5.2) is the IPv4 address that it
/// stands for, so that one machine is one address however it comes in.
package struct IPAddress: Sendable, Hashable {
  /// 4 or 16 bytes, the first of the text first.
  package let bytes: [UInt8]

  /// Reads four decimal numbers without leading zeros, or RFC 4291, 2.2; nil for anything else: names,
  /// brackets, ports, zones.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.textBytesMax else { return nil }
    let read = bytes.contains(UInt8(ascii: ":")) ? Self.six(bytes[...]) : Self.four(bytes[...])
    guard let read else { return nil }
    let isMapped =
      read.count == 16 && read[..<10].allSatisfy { $0 == 0 } && read[10] == 0xFF && read[11] == 0xFF
    self.bytes = isMapped ? Array(read[12...]) : read
  }

  /// An address of 4 or 16 bytes; nil for another count.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// The longest address in full, with an IPv4 address at its end.
  private static let textBytesMax = 45

  /// Whether it leads back to the machine itself (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3).
  package var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
  }

  private static func four(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }),
        part.count == 1 || part.first != 0x30
      else { return nil }
      let value = part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      guard let byte = UInt8(exactly: value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  private static func six(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let colon = UInt8(ascii: ":")
    let gap = text.indices.dropLast().first { text[$0] == colon && text[$0 + 1] == colon }
    guard let gap else {
      let bytes = groups(text, mayEndInFour: true)
      return bytes?.count == 16 ? bytes : nil
    }
    // What stands before the gap, and what stands behind it; at least one group is left out.
    guard let head = groups(text[..<gap], mayEndInFour: false),
      let tail = groups(text[(gap + 2)...], mayEndInFour: true), head.count + tail.count <= 14
    else { return nil }
    return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  /// Groups of hexadecimal digits between single colons; the last may be an IPv4 address.
  private static func groups(_ text: ArraySlice<UInt8>, mayEndInFour: Bool) -> [UInt8]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      if mayEndInFour, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let last = four(part) else { return nil }
        bytes += last
        continue
      }
      var value = 0
      guard (1...4).contains(part.count) else { return nil }
      for byte in part {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
          return nil
        }
        value = value << 4 | digit
      }
      bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
    }
    return bytes.count <= 16 ? bytes : nil
  }
}
