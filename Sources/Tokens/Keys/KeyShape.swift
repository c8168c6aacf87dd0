/// What a key turned out to be.
public enum KeyShape: Sendable, Hashable {
  case secret(bits: Int)
  case rsa(bits: Int)
  /// An RSA key bound to the PSS scheme (id-RSASSA-PSS).
  case rsaPSS(bits: Int)
  case ec(EllipticCurve)
  /// An elliptic curve key on a curve that JWS does not know.
  case ecOther
  case ed25519
  /// A key for none of the algorithms here: DSA, X25519, Ed448...
  case other

  /// The kind that algorithms ask for, if any does.
  public var kind: KeyKind? {
    switch self {
    case .secret: .secret
    case .rsa: .rsa
    case .ec: .ec
    case .ed25519: .ed25519
    case .rsaPSS, .ecOther, .other: nil
    }
  }

  /// The size of the key in bits, where it is known.
  public var bitCount: Int? {
    switch self {
    case .secret(let bits), .rsa(let bits), .rsaPSS(let bits): bits
    case .ec(let curve): curve.bitCount
    case .ed25519: 256
    case .ecOther, .other: nil
    }
  }

  /// The curve of an elliptic curve key.
  public var curve: EllipticCurve? {
    if case .ec(let curve) = self { curve } else { nil }
  }

  /// The shape in words: "an RSA key of 2048 bits".
  public var words: String {
    switch self {
    case .secret(let bits): "a secret of \(bits) bits"
    case .rsa(let bits): "an RSA key of \(bits) bits"
    case .rsaPSS(let bits): "an RSA key of \(bits) bits that is bound to PSS"
    case .ec(let curve): "an elliptic curve key on \(curve.rawValue)"
    case .ecOther: "an elliptic curve key on another curve"
    case .ed25519: "an Ed25519 key"
    case .other: "a key for another purpose"
    }
  }
}
