import CLibCrypto

/// Makes keys: new ones, and ones from their numbers.
enum OpenSSLKeyMaker {
  /// What EVP_PKEY_PUBLIC_KEY and EVP_PKEY_KEYPAIR stand for, which are macros that Swift does not
  /// import.
  private static let publicKey =
    OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS | OSSL_KEYMGMT_SELECT_OTHER_PARAMETERS
    | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
  private static let keyPair = publicKey | OSSL_KEYMGMT_SELECT_PRIVATE_KEY

  /// A new key with the algorithm's kind and curve; `nil` with an error in the queue.
  static func generate(for algorithm: Algorithm, rsaBits: Int) -> OpenSSLKey? {
    let name: String
    switch algorithm.keyKind {
    case .secret: return nil
    case .rsa: name = "RSA"
    case .ec: name = "EC"
    case .ed25519: name = "ED25519"
    }
    guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, name, nil) else { return nil }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    guard unsafe EVP_PKEY_keygen_init(context) == 1 else { return nil }
    if algorithm.keyKind == .rsa {
      guard let bits = Int32(exactly: rsaBits),
        unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1
      else { return nil }
    }
    if let curve = algorithm.curve {
      guard let group = OpenSSLKey.groups.first(where: { $0.0 == curve })?.1,
        unsafe EVP_PKEY_CTX_set_group_name(context, group) == 1
      else { return nil }
    }
    var made: OpaquePointer?
    guard unsafe EVP_PKEY_generate(context, &made) == 1 else { return nil }
    return unsafe OpenSSLKey(owning: made, isPrivate: true)
  }

  /// An Ed25519 key from its 32 bytes (RFC 8032 section 5.1.5).
  static func ed25519(_ raw: SecretBytes, isPrivate: Bool) -> OpenSSLKey? {
    raw.withBytes { bytes in
      unsafe bytes.withUnsafeBufferPointer { buffer in
        let pointer =
          unsafe isPrivate
          ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, buffer.baseAddress, buffer.count)
          : EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, buffer.baseAddress, buffer.count)
        return unsafe OpenSSLKey(owning: pointer, isPrivate: isPrivate)
      }
    }
  }

  /// An RSA key from its numbers (RFC 8017 section 3): modulus and exponent, then the private ones.
  static func rsa(_ numbers: [(name: RSANumber, value: SecretBytes)]) -> OpenSSLKey? {
    let isPrivate = numbers.contains { $0.name == .privateExponent }
    return make("RSA", isPrivate: isPrivate) { parameters in
      for number in numbers {
        guard parameters.add(number.name.parameter, number: number.value) else { return false }
      }
      return true
    }
  }

  /// An elliptic curve key from its point, uncompressed (SEC 1 section 2.3.3), and its private number.
  static func ec(_ curve: EllipticCurve, point: SecretBytes, d: SecretBytes?) -> OpenSSLKey? {
    guard let group = OpenSSLKey.groups.first(where: { $0.0 == curve })?.1 else { return nil }
    return make("EC", isPrivate: d != nil) { parameters in
      guard parameters.add("group", text: group), parameters.add("pub", octets: point) else {
        return false
      }
      guard let d else { return true }
      return parameters.add("priv", number: d)
    }
  }

  private static func make(
    _ type: String, isPrivate: Bool, _ fill: (OpenSSLParameters) -> Bool
  ) -> OpenSSLKey? {
    defer { OpenSSLErrors.drain() }
    guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, type, nil) else { return nil }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    guard let parameters = OpenSSLParameters(), fill(parameters) else { return nil }
    var made: OpaquePointer?
    return unsafe parameters.withList { list in
      guard unsafe EVP_PKEY_fromdata_init(context) == 1,
        unsafe EVP_PKEY_fromdata(context, &made, isPrivate ? keyPair : publicKey, list) == 1
      else { return nil }
      return unsafe OpenSSLKey(owning: made, isPrivate: isPrivate)
    }
  }
}
