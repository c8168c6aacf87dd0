/// A key that signs with one algorithm, checked when it was loaded.
public final class SigningKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The algorithm that the key was loaded for.
  public let algorithm: Algorithm
  /// What a person should look at, although the key works.
  public let doubts: [KeyDoubt]
  let material: KeyMaterial

  private init(_ algorithm: Algorithm, _ material: KeyMaterial, doubts: [KeyDoubt] = []) {
    self.algorithm = algorithm
    self.material = material
    self.doubts = doubts
  }

  /// The same secret: there is but one half.
  convenience init(_ secret: VerificationKey) { self.init(secret.algorithm, secret.material) }

  /// Reads the key that signs with `algorithm`.
  ///
  /// For the HS algorithms, `material` is the secret: one line break at its end is dropped, then the
  /// derivation is applied, and the result is the key. Anything that is a key in another form is
  /// refused, whatever it is called. For the others, it is a private key in PEM (PKCS#8, PKCS#1 or
  /// SEC1; white space and text around it do not matter) or a private JWK (RFC 7517), behind the
  /// derivation if there is one. Throws what is wrong with it; nothing ever asks for a passphrase.
  public static func load(
    _ material: SecretBytes, for algorithm: Algorithm, derivation: [KeyStep] = []
  ) throws(KeyError) -> SigningKey {
    guard algorithm.keyKind != .secret else {
      let secret = try SecretReader.read(material, for: algorithm, derivation: derivation)
      let doubts = KeyDoubt.doubts(material, key: secret, algorithm)
      return SigningKey(algorithm, .secret(secret), doubts: doubts)
    }
    let derived = try KeyStep.apply(derivation, to: material)
    let key = try KeyReader.privateKey(derived, for: algorithm)
    let signingKey = SigningKey(algorithm, .key(key))
    try signingKey.proveHalvesBelongTogether()
    return signingKey
  }

  /// Signs and verifies once: a private half that was put together with another public half would
  /// sign tokens that nobody accepts.
  private func proveHalvesBelongTogether() throws(KeyError) {
    let text = Array("muster".utf8)
    var signature: [UInt8] = []
    let isValid: Bool
    do {
      try Signer(key: self).sign(text.span, into: &signature)
      isValid = try Verifier(key: verificationKey()).isValid(
        signature: signature.span, of: text.span)
    } catch {
      throw .inconsistent
    }
    guard isValid else { throw .inconsistent }
  }

  /// The size of the key: of the secret that signs, of the modulus, of the curve.
  public var bitCount: Int {
    switch material {
    case .secret(let secret): secret.count * 8
    case .key(let key): key.shape.bitCount ?? 0
    }
  }

  /// Whether a secret has fewer bytes than the digest (RFC 7518 section 3.2 asks for as many).
  public var isShorterThanHash: Bool { doubts.contains(.shorterThanHash) }

  /// The first 16 hexadecimal digits of the SHA-256 of the public half (SubjectPublicKeyInfo).
  /// `nil` for a secret, because a fingerprint would let a weak one be guessed.
  public var fingerprint: String? {
    guard case .key(let key) = material else { return nil }
    return KeyFingerprint.text(of: key)
  }

  /// The half that verifies what this key signs.
  public func verificationKey() -> VerificationKey {
    VerificationKey(algorithm, material)
  }

  public var description: String { "<redacted>" }
  public var debugDescription: String { "<redacted>" }
  public var customMirror: Mirror {
    Mirror(self, children: [(label: String?, value: Any)](), displayStyle: .class)
  }
}
