import CLibCrypto

/// Writes keys as PEM (RFC 7468).
enum OpenSSLPEM {
  /// The private key as PKCS#8, not encrypted.
  static func privateKey(_ key: OpenSSLKey) -> SecretBytes? {
    unsafe write { unsafe PEM_write_bio_PKCS8PrivateKey($0, key.pointer, nil, nil, 0, nil, nil) }
  }

  /// The public half as SubjectPublicKeyInfo.
  static func publicKey(_ key: OpenSSLKey) -> SecretBytes? {
    unsafe write { unsafe PEM_write_bio_PUBKEY($0, key.pointer) }
  }

  private static func write(_ body: (OpaquePointer) -> Int32) -> SecretBytes? {
    defer { OpenSSLErrors.drain() }
    // Memory that OpenSSL wipes when it frees it.
    guard let sink = unsafe BIO_new(BIO_s_secmem()) else { return nil }
    defer { unsafe BIO_free(sink) }
    guard unsafe body(sink) == 1 else { return nil }
    let count = unsafe BIO_ctrl_pending(sink)
    return SecretBytes.collect(capacity: count) { text in
      text.append(contentsOf: repeatElement(0, count: count))
      return unsafe text.withUnsafeMutableBytes { buffer in
        unsafe Int(BIO_read(sink, buffer.baseAddress, Int32(truncatingIfNeeded: buffer.count)))
          == count
      }
    }
  }
}
