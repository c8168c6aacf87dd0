import CLibCrypto

/// One key, set up once for signing or for verifying digests; for one thread at a time.
@safe
final class OpenSSLKeyContext {
  enum Use {
    case sign, verify
  }

  private let key: OpenSSLKey
  private let context: OpaquePointer

  /// `nil` with an error in the queue. `digest` is what the algorithm hashes with.
  init?(_ key: OpenSSLKey, use: Use, algorithm: Algorithm, digest: Digest) {
    guard let context = unsafe EVP_PKEY_CTX_new(key.pointer, nil) else { return nil }
    self.key = key
    unsafe self.context = context
    let start = unsafe use == .sign ? EVP_PKEY_sign_init(context) : EVP_PKEY_verify_init(context)
    guard start == 1 else { return nil }
    if algorithm.keyKind == .rsa {
      let padding = algorithm.isPSS ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING
      guard unsafe EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1 else { return nil }
    }
    let function = unsafe Self.function(digest)
    guard unsafe EVP_PKEY_CTX_set_signature_md(context, function) == 1 else { return nil }
    if algorithm.isPSS {
      // RFC 7518 section 3.5: MGF1 with the same hash, and a salt as long as its digest.
      guard unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, function) == 1,
        unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1
      else { return nil }
    }
  }

  deinit { unsafe EVP_PKEY_CTX_free(context) }

  private static func function(_ digest: Digest) -> OpaquePointer? {
    switch digest {
    case .md5: unsafe EVP_md5()
    case .sha1: unsafe EVP_sha1()
    case .sha256: unsafe EVP_sha256()
    case .sha384: unsafe EVP_sha384()
    case .sha512: unsafe EVP_sha512()
    }
  }

  /// Replaces the content of `signature`. Returns `false` with an error in the queue.
  func sign(_ digest: Span<UInt8>, into signature: inout [UInt8]) -> Bool {
    signature.removeAll(keepingCapacity: true)
    var isSigned = false
    signature.append(addingCapacity: key.signatureByteCountMax) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialised in
        var count = buffer.count
        isSigned = unsafe digest.withUnsafeBufferPointer { digest in
          unsafe EVP_PKEY_sign(
            context, buffer.baseAddress, &count, digest.baseAddress, digest.count) == 1
        }
        initialised = isSigned ? count : 0
      }
    }
    return isSigned
  }

  func isValid(_ signature: Span<UInt8>, of digest: Span<UInt8>) -> Bool {
    let isValid = unsafe signature.withUnsafeBufferPointer { signature in
      unsafe digest.withUnsafeBufferPointer { digest in
        unsafe EVP_PKEY_verify(
          context, signature.baseAddress, signature.count, digest.baseAddress, digest.count) == 1
      }
    }
    if !isValid { OpenSSLErrors.drain() }
    return isValid
  }
}
