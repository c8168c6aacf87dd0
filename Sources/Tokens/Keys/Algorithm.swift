/// The algorithms that Muster signs with: RFC 7518 section 3.1, and EdDSA (RFC 8037) with Ed25519.
/// `none` is not among them and cannot be expressed.
public enum Algorithm: String, CaseIterable, Sendable {
  case hs256 = "HS256"
  case hs384 = "HS384"
  case hs512 = "HS512"
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case edDSA = "EdDSA"

  /// The kind of key that this algorithm takes.
  public var keyKind: KeyKind {
    switch self {
    case .hs256, .hs384, .hs512: .secret
    case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: .rsa
    case .es256, .es384, .es512: .ec
    case .edDSA: .ed25519
    }
  }

  /// The curve that an ECDSA algorithm is bound to (RFC 7518 section 3.4).
  public var curve: EllipticCurve? {
    switch self {
    case .es256: .p256
    case .es384: .p384
    case .es512: .p521
    default: nil
    }
  }

  /// The digest of the signing input; Ed25519 has its own.
  var digest: Digest? {
    switch self {
    case .hs256, .rs256, .ps256, .es256: .sha256
    case .hs384, .rs384, .ps384, .es384: .sha384
    case .hs512, .rs512, .ps512, .es512: .sha512
    case .edDSA: nil
    }
  }

  /// Whether signing the same again gives the same signature: PSS and ECDSA draw a random number.
  package var isRepeatable: Bool { !isPSS && keyKind != .ec }

  /// Whether RSA signs with the probabilistic scheme (RFC 7518 section 3.5).
  var isPSS: Bool {
    switch self {
    case .ps256, .ps384, .ps512: true
    default: false
    }
  }
}
