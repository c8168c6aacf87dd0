/// A key that verifies signatures of one algorithm, checked when it was loaded.
public final class VerificationKey: Sendable, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  /// The algorithm that the key was loaded for.
  public let algorithm: Algorithm
  let material: KeyMaterial

  init(_ algorithm: Algorithm, _ material: KeyMaterial) {
    self.algorithm = algorithm
    self.material = material
  }

  /// A secret signs as it verifies.
  func sameSecret() -> SigningKey { SigningKey(self) }

  /// Reads the key that verifies `algorithm`.
  ///
  /// For the HS algorithms as for `SigningKey.load`. For the others a public key in PEM (SPKI, PKCS#1
  /// or a certificate), a public JWK, or a private key, of which the public half is used.
  public static func load(
    _ material: SecretBytes, for algorithm: Algorithm, derivation: [KeyStep] = []
  ) throws(KeyError) -> VerificationKey {
    guard algorithm.keyKind != .secret else {
      let secret = try SecretReader.read(material, for: algorithm, derivation: derivation)
      return VerificationKey(algorithm, .secret(secret))
    }
    let derived = try KeyStep.apply(derivation, to: material)
    return VerificationKey(algorithm, .key(try KeyReader.publicKey(derived, for: algorithm)))
  }

  /// As for `SigningKey`: equal for the two halves of one key, `nil` for a secret.
  public var fingerprint: String? {
    guard case .key(let key) = material else { return nil }
    return KeyFingerprint.text(of: key)
  }

  public var description: String { "<redacted>" }
  public var debugDescription: String { "<redacted>" }
  public var customMirror: Mirror {
    Mirror(self, children: [(label: String?, value: Any)](), displayStyle: .class)
  }
}
