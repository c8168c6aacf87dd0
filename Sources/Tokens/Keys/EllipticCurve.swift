/// The curves of ES256, ES384 and ES512 (RFC 7518 section 3.4).
public enum EllipticCurve: String, Sendable, CaseIterable {
  case p256 = "P-256"
  case p384 = "P-384"
  case p521 = "P-521"

  /// The number of bits of the curve's order.
  public var bitCount: Int {
    switch self {
    case .p256: 256
    case .p384: 384
    case .p521: 521
    }
  }

  /// The number of bytes of a coordinate, and of each half of a signature.
  var coordinateByteCount: Int { (bitCount + 7) / 8 }
}
