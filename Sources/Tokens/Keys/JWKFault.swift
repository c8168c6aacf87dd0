/// What is wrong with a JSON Web Key (RFC 7517, RFC 7518 section 6, RFC 8037 section 2).
public enum JWKFault: Error, Sendable, Hashable {
  /// The text is not JSON, or has a member twice.
  case notJSON
  /// A member that the key type needs is missing.
  case missing(member: String)
  /// A member is not base64url, or has the wrong length.
  case malformed(member: String)
  case unknownKeyType
  case unknownCurve
  /// The parts do not make a key, for example a point that is not on the curve.
  case inconsistent
  /// `alg` names another algorithm than the one that is asked for.
  case otherAlgorithm
  /// `use` is not `sig`, or `key_ops` leaves out what is asked for.
  case otherUse
  /// RSA with more than two primes.
  case multiPrime

  /// The fault as a sentence about the JWK.
  var words: String {
    switch self {
    case .notJSON: "The JWK is not a JSON object with each member once."
    case .missing(let member): "The JWK has no member \"\(member)\"."
    case .malformed(let member):
      "The member \"\(member)\" of the JWK is not base64url of the right length."
    case .unknownKeyType: "The key type of the JWK is not RSA, EC or OKP."
    case .unknownCurve: "The curve of the JWK is not P-256, P-384, P-521 or Ed25519."
    case .inconsistent: "The parts of the JWK do not make a key."
    case .otherAlgorithm: "The JWK is for another algorithm than the one asked for."
    case .otherUse: "The JWK is not for this use."
    case .multiPrime: "The JWK is an RSA key with more than two primes."
    }
  }
}
