/// Reads keys of key pairs, in whatever form they come, and checks them against an algorithm.
enum KeyReader {
  /// The private key that signs with `algorithm`.
  static func privateKey(
    _ material: SecretBytes, for algorithm: Algorithm
  ) throws(KeyError) -> OpenSSLKey {
    let found = try find(material)
    guard let key = found.privateKey else {
      throw found.isCertificate ? .certificateInsteadOfPrivate : .publicInsteadOfPrivate
    }
    try check(found, algorithm)
    try found.jwk?.checkOperation("sign")
    return key
  }

  /// The key that verifies `algorithm`: a public one, or the public half of a private one.
  static func publicKey(
    _ material: SecretBytes, for algorithm: Algorithm
  ) throws(KeyError) -> OpenSSLKey {
    let found = try find(material)
    guard let key = found.publicKey ?? found.privateKey?.publicHalf() else {
      throw .providerFailed(code: OpenSSLErrors.drain())
    }
    try check(found, algorithm)
    try found.jwk?.checkOperation("verify")
    return key
  }

  /// Checks kind, curve and size (RFC 7518 sections 3.3 to 3.5), and what a JWK says it is for.
  static func check(_ found: FoundKey, _ algorithm: Algorithm) throws(KeyError) {
    let key = found.key
    let wanted = algorithm.keyKind
    switch (key.shape, algorithm.curve) {
    case (.ec(let curve), .some(let asked)) where curve != asked:
      throw .wrongCurve(wanted: asked, found: curve)
    case (.ecOther, .some(let asked)): throw .wrongCurve(wanted: asked, found: nil)
    default: break
    }
    guard key.shape.kind == wanted else { throw .wrongKind(wanted: wanted, found: key.shape) }
    if case .rsa(let bits) = key.shape {
      guard bits >= KeyLimits.rsaBitsMin else { throw .rsaTooShort(bits: bits) }
      guard bits <= KeyLimits.rsaBitsMax else { throw .rsaTooLong(bits: bits) }
      guard key.hasSoundExponent else { throw .rsaExponent }
    }
    try found.jwk?.check(algorithm)
  }

  /// What the material holds, before it is asked to fit anything.
  static func find(_ material: SecretBytes) throws(KeyError) -> FoundKey {
    guard material.count <= KeyLimits.materialBytesMax else { throw .tooLong }
    let found = material.withBytes { bytes -> Result<FoundKey, KeyError> in
      guard !ASCII.trimmed(bytes).isEmpty else { return .failure(.empty) }
      if let object = JSONObjectScanner.read(bytes), object.member("kty") != nil {
        return JWKReader.read(object)
      }
      if PEMReader.hasBlock(bytes) { return choose(PEMReader.blocks(bytes)) }
      switch KeyRecogniser.form(of: bytes) {
      case .jwk: return .failure(.jwk(.notJSON))
      case .some(let form): return .failure(.unsupportedForm(form))
      case nil: return .failure(.notAKey)
      }
    }
    return try found.get()
  }

  /// The one key among the blocks: the private one, or the public one, or the certificate.
  private static func choose(_ blocks: [PEMBlock]) -> Result<FoundKey, KeyError> {
    for role in [PEMBlock.Role.privateKey, .openSSHPrivateKey, .publicKey, .certificate] {
      let candidates = blocks.filter { $0.role == role }
      guard let block = candidates.first else { continue }
      guard candidates.count == 1 else { return .failure(.severalKeys) }
      if role == .openSSHPrivateKey { return .failure(.unsupportedForm(.sshPrivate)) }
      return read(block)
    }
    return .failure(.brokenPEM)
  }

  private static func read(_ block: PEMBlock) -> Result<FoundKey, KeyError> {
    if block.isEncrypted { return .failure(.encrypted) }
    guard let der = block.der else { return .failure(.brokenPEM) }
    return der.withBytes { bytes in
      guard let (encoding, decoded) = OpenSSLDecoder.recognise(bytes),
        decoded.byteCount == bytes.count
      else { return .failure(.brokenPEM) }
      guard let key = decoded.key else { return .failure(.encrypted) }
      return .success(FoundKey(key: key, encoding: encoding, jwk: nil))
    }
  }
}
