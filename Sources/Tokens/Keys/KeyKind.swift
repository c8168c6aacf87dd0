/// The kind of key that an algorithm takes. A key of another kind is refused, so that a public key
/// is never taken for a secret (RFC 8725 section 2.1).
public enum KeyKind: String, Sendable, CaseIterable {
  /// A shared secret, for HMAC.
  case secret
  case rsa
  /// An elliptic curve key on a NIST curve, for ECDSA.
  case ec
  case ed25519
}
