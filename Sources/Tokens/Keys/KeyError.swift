/// Why key material was refused. No case carries a byte of it.
public enum KeyError: Error, Sendable, Hashable {
  /// There is nothing, or only a line break.
  case empty
  /// Longer than `KeyLimits.materialBytesMax`.
  case tooLong
  /// A key that is written down in some form is offered as an HMAC secret. Whoever verifies with
  /// the public half as a secret would accept forged tokens (RFC 8725 section 2.1).
  case keyInsteadOfSecret(KeyForm)
  /// The material is not a key in any form, for example a secret.
  case notAKey
  /// A key in a form that is not read here.
  case unsupportedForm(KeyForm)
  /// The lines of a PEM block are there, but what is between them is damaged or unknown.
  case brokenPEM
  /// More than one key, so that it would be a guess which one is meant.
  case severalKeys
  case publicInsteadOfPrivate
  case certificateInsteadOfPrivate
  /// The private key is protected with a passphrase.
  case encrypted
  case wrongKind(wanted: KeyKind, found: KeyShape)
  /// An elliptic curve key on another curve than the algorithm's; `nil` for an unknown one.
  case wrongCurve(wanted: EllipticCurve, found: EllipticCurve?)
  case rsaTooShort(bits: Int)
  case rsaTooLong(bits: Int)
  /// An RSA key whose public exponent is even or 1.
  case rsaExponent
  /// The private half and the public half do not belong together.
  case inconsistent
  case jwk(JWKFault)
  /// A derivation step does not fit; `step` counts from 1.
  case derivationFailed(step: Int, name: String, DerivationFault)
  /// A key that no algorithm here takes.
  case noAlgorithm(KeyShape)
  /// A key pair was asked for, and the algorithm signs with a secret.
  case noKeyPair(Algorithm)
  /// OpenSSL failed, with its code.
  case providerFailed(code: UInt)
}
