/// Bytes that only who has the key can read, and that nobody can change unseen: AES-256-GCM (NIST
/// SP 800-38D), as `nonce ‖ sealed text ‖ tag`.
///
/// The nonce is random, so one key may seal about 2³² times (section 8.3); here each key seals a few.
package enum SealedBytes {
  package static let keyByteCount = OpenSSLSeal.keyByteCount
  /// How much longer sealed bytes are than what was sealed.
  package static let overhead = OpenSSLSeal.nonceByteCount + OpenSSLSeal.tagByteCount

  /// Seals bytes.
  ///
  /// - Parameters:
  ///   - key: 32 bytes.
  ///   - context: what the bytes belong to, which is not in the result: it opens with the same only.
  package static func seal(
    _ plain: Span<UInt8>, key: SecretBytes, context: Span<UInt8>, _ entropy: Entropy
  ) throws(SigningError) -> [UInt8] {
    var nonce: [UInt8] = []
    entropy.append(OpenSSLSeal.nonceByteCount, to: &nonce)
    return try seal(plain, key: key, nonce: nonce, context: context)
  }

  static func seal(
    _ plain: Span<UInt8>, key: SecretBytes, nonce: [UInt8], context: Span<UInt8>
  ) throws(SigningError) -> [UInt8] {
    var sealed: [UInt8] = []
    sealed.reserveCapacity(overhead + plain.count)
    sealed += nonce
    try key.withBytes { (key) throws(SigningError) in
      try OpenSSLSeal.seal(plain, key: key, nonce: nonce.span, context: context, to: &sealed)
    }
    return sealed
  }

  /// The bytes that were sealed; nil unless they were sealed with this key for this context, and are as
  /// they were.
  package static func open(
    _ sealed: Span<UInt8>, key: SecretBytes, context: Span<UInt8>
  ) -> [UInt8]? {
    guard sealed.count >= overhead else { return nil }
    let nonce = sealed.extracting(first: OpenSSLSeal.nonceByteCount)
    let tag = sealed.extracting(last: OpenSSLSeal.tagByteCount)
    let text = sealed.extracting(
      OpenSSLSeal.nonceByteCount..<(sealed.count - OpenSSLSeal.tagByteCount))
    return key.withBytes { key in
      OpenSSLSeal.open(text, tag: tag, key: key, nonce: nonce, context: context)
    }
  }
}
