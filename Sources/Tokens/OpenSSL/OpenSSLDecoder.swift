import CLibCrypto

/// Reads keys from DER. Each structure is read by its own function, so that nothing is guessed, and
/// none of these functions ever asks for a passphrase.
enum OpenSSLDecoder {
  struct Decoded {
    /// `nil` for an encrypted key.
    var key: OpenSSLKey?
    /// How many of the bytes belong to the structure.
    var byteCount: Int
  }

  /// Every structure, in the order in which they are tried.
  static let encodings: [KeyEncoding] = [
    .pkcs8, .pkcs1, .sec1, .spki, .encryptedPKCS8, .certificate,
  ]

  /// The key that `der` begins with, and its structure.
  static func recognise(_ der: Span<UInt8>) -> (encoding: KeyEncoding, decoded: Decoded)? {
    // Every key is an ASN.1 SEQUENCE; this only saves the other attempts.
    guard der.count > 8, der[0] == 0x30 else { return nil }
    for encoding in encodings {
      if let decoded = decode(der, as: encoding) { return (encoding, decoded) }
    }
    return nil
  }

  /// The key that `der` begins with, if it is in this structure.
  static func decode(_ der: Span<UInt8>, as encoding: KeyEncoding) -> Decoded? {
    let decoded: Decoded? = unsafe der.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var next: UnsafePointer<UInt8>? = unsafe start
      let key: OpenSSLKey?
      switch encoding {
      case .pkcs8: key = unsafe pkcs8(&next, buffer.count)
      case .pkcs1:
        key =
          unsafe privateKey(EVP_PKEY_RSA, &next, buffer.count)
          ?? publicRSA(&next, start, buffer.count)
      case .sec1: key = unsafe privateKey(EVP_PKEY_EC, &next, buffer.count)
      case .spki:
        key = unsafe OpenSSLKey(owning: d2i_PUBKEY(nil, &next, buffer.count), isPrivate: false)
      case .certificate: key = unsafe certificate(&next, buffer.count)
      case .encryptedPKCS8:
        guard unsafe skipEncrypted(&next, buffer.count), let end = unsafe next else { return nil }
        return unsafe Decoded(key: nil, byteCount: end - start)
      case .jwk, .openSSH, .raw: return nil
      }
      guard let key, let end = unsafe next else { return nil }
      return unsafe Decoded(key: key, byteCount: end - start)
    }
    OpenSSLErrors.drain()
    return decoded
  }

  private static func pkcs8(_ next: inout UnsafePointer<UInt8>?, _ count: Int) -> OpenSSLKey? {
    guard let info = unsafe d2i_PKCS8_PRIV_KEY_INFO(nil, &next, count) else { return nil }
    defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
    return unsafe OpenSSLKey(owning: EVP_PKCS82PKEY(info), isPrivate: true)
  }

  private static func privateKey(
    _ type: Int32, _ next: inout UnsafePointer<UInt8>?, _ count: Int
  ) -> OpenSSLKey? {
    unsafe OpenSSLKey(owning: d2i_PrivateKey(type, nil, &next, count), isPrivate: true)
  }

  private static func publicRSA(
    _ next: inout UnsafePointer<UInt8>?, _ start: UnsafePointer<UInt8>, _ count: Int
  ) -> OpenSSLKey? {
    unsafe next = start
    let key = unsafe OpenSSLKey(
      owning: d2i_PublicKey(EVP_PKEY_RSA, nil, &next, count), isPrivate: false)
    // Two numbers in a row are a key only if the first is as long as a modulus.
    guard let key, (key.shape.bitCount ?? 0) >= 512 else { return nil }
    return key
  }

  private static func certificate(
    _ next: inout UnsafePointer<UInt8>?, _ count: Int
  ) -> OpenSSLKey? {
    guard let certificate = unsafe d2i_X509(nil, &next, count) else { return nil }
    defer { unsafe X509_free(certificate) }
    return unsafe OpenSSLKey(owning: X509_get_pubkey(certificate), isPrivate: false)
  }

  /// Passes over an EncryptedPrivateKeyInfo (RFC 5958 section 3).
  private static func skipEncrypted(
    _ next: inout UnsafePointer<UInt8>?, _ count: Int
  ) -> Bool {
    guard let info = unsafe d2i_X509_SIG(nil, &next, count) else { return false }
    unsafe X509_SIG_free(info)
    return true
  }
}
