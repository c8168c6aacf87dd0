import Bytes

/// Makes keys, and says what a key is.
public enum KeyGenerator {
  /// The fewest bytes of a new secret: the digest of HS256 (RFC 7518 section 3.2).
  public static let secretByteCountMin = 32
  /// The most bytes of a new secret.
  public static let secretByteCountMax = 1024

  /// A new secret: `byteCount` random bytes, from 32 to 1024, as base64url text without a line break.
  public static func secret(byteCount: Int = 64) throws(KeyError) -> SecretBytes {
    precondition(
      (secretByteCountMin...secretByteCountMax).contains(byteCount),
      "A secret has from 32 to 1024 bytes.")
    var raw = [UInt8](repeating: 0, count: byteCount)
    defer { OpenSSLMemory.wipe(&raw) }
    if let code = OpenSSLRandom.fill(&raw) { throw .providerFailed(code: code) }
    let text = SecretBytes.collect(capacity: Base64URL.encodedCount(byteCount)) { text in
      Base64URL.append(raw.span, to: &text)
      return true
    }
    guard let text else { throw .providerFailed(code: 0) }
    return text
  }

  /// A new private key that fits `algorithm`, as PKCS#8 in PEM, not encrypted.
  ///
  /// Throws `.noKeyPair` for the HS algorithms, and `.rsaTooShort` or `.rsaTooLong` for a size that
  /// would not be read again.
  public static func privateKeyPEM(
    for algorithm: Algorithm, rsaBits: Int = 2048
  ) throws(KeyError) -> SecretBytes {
    guard algorithm.keyKind != .secret else { throw .noKeyPair(algorithm) }
    if algorithm.keyKind == .rsa {
      guard rsaBits >= KeyLimits.rsaBitsMin else { throw .rsaTooShort(bits: rsaBits) }
      guard rsaBits <= KeyLimits.rsaBitsMax else { throw .rsaTooLong(bits: rsaBits) }
    }
    guard let key = OpenSSLKeyMaker.generate(for: algorithm, rsaBits: rsaBits),
      let text = OpenSSLPEM.privateKey(key)
    else { throw .providerFailed(code: OpenSSLErrors.drain()) }
    return text
  }

  /// The public half of a key in any form that is read, as SubjectPublicKeyInfo in PEM.
  public static func publicKeyPEM(of material: SecretBytes) throws(KeyError) -> [UInt8] {
    let found = try KeyReader.find(material)
    guard let text = OpenSSLPEM.publicKey(found.key) else {
      throw .providerFailed(code: OpenSSLErrors.drain())
    }
    return text.withBytes { bytes in
      var copy: [UInt8] = []
      copy.reserveCapacity(bytes.count)
      for index in bytes.indices { copy.append(bytes[index]) }
      return copy
    }
  }

  /// What `material` is, in facts without a byte of it.
  public static func inspect(_ material: SecretBytes) -> KeyInspection {
    KeyInspection.inspect(material)
  }
}
