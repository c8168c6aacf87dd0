/// The first 128 bits of an HMAC-SHA256 (RFC 2104): what something is known by that shall not be known.
package struct KeyedDigest: Sendable, Hashable {
  package static let byteCount = 16

  /// The bytes 0 to 7, and 8 to 15, as big-endian numbers.
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// - Parameter bytes: at least ``byteCount`` bytes, of which the first are taken.
  package init(_ bytes: Span<UInt8>) {
    precondition(bytes.count >= Self.byteCount, "A keyed digest has 16 bytes.")
    high = 0
    low = 0
    for index in 0..<8 {
      high = high << 8 | UInt64(bytes[index])
      low = low << 8 | UInt64(bytes[index + 8])
    }
  }

  /// The 16 bytes.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for word in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return bytes
  }

  /// 32 lowercase hexadecimal digits.
  package var hexadecimal: String { Hex.text(bytes) }
}
