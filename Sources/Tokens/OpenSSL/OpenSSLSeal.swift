import CLibCrypto

/// AES-256-GCM (NIST SP 800-38D), through OpenSSL's EVP interface.
enum OpenSSLSeal {
  static let keyByteCount = 32
  static let nonceByteCount = 12
  static let tagByteCount = 16

  /// Looked up once: asking the providers by name for each message costs more than sealing a row.
  private static nonisolated(unsafe) let cipher = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

  /// Appends the sealed text and then the tag.
  ///
  /// - Throws: `providerFailed`; the output is then as it was.
  static func seal(
    _ plain: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>, context: Span<UInt8>,
    to output: inout [UInt8]
  ) throws(SigningError) {
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: plain.count + tagByteCount))
    let isDone = unsafe output.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      return unsafe run(
        plain, key, nonce, context, to: base + start, tag: base + start + plain.count,
        encrypts: true)
    }
    guard isDone else {
      output.removeLast(output.count - start)
      throw .providerFailed(code: OpenSSLErrors.drain())
    }
  }

  /// The text that was sealed; nil unless key, nonce, context, sealed text and tag belong together.
  static func open(
    _ sealed: Span<UInt8>, tag: Span<UInt8>, key: Span<UInt8>, nonce: Span<UInt8>,
    context: Span<UInt8>
  ) -> [UInt8]? {
    precondition(tag.count == tagByteCount, "A shorter tag would be easier to forge.")
    var expected = unsafe tag.withUnsafeBufferPointer { unsafe Array($0) }
    // One byte more, so that there is a place also for nothing.
    var plain = [UInt8](repeating: 0, count: sealed.count + 1)
    let isDone = unsafe plain.withUnsafeMutableBufferPointer { buffer in
      unsafe expected.withUnsafeMutableBufferPointer { tag in
        guard let base = buffer.baseAddress, let tag = tag.baseAddress else { return false }
        return unsafe run(sealed, key, nonce, context, to: base, tag: tag, encrypts: false)
      }
    }
    guard isDone else {
      // What does not belong together is nobody's to see.
      OpenSSLMemory.wipe(&plain)
      OpenSSLErrors.drain()
      return nil
    }
    plain.removeLast()
    return plain
  }

  private static func run(
    _ text: Span<UInt8>, _ key: Span<UInt8>, _ nonce: Span<UInt8>, _ context: Span<UInt8>,
    to output: UnsafeMutablePointer<UInt8>, tag: UnsafeMutablePointer<UInt8>, encrypts: Bool
  ) -> Bool {
    precondition(key.count == keyByteCount, "AES-256 has a key of 32 bytes.")
    precondition(nonce.count == nonceByteCount, "GCM's own nonce has 12 bytes.")
    guard let count = Int32(exactly: text.count), let contextCount = Int32(exactly: context.count),
      let cipher = unsafe cipher, let state = unsafe EVP_CIPHER_CTX_new()
    else { return false }
    // Which wipes the key's schedule.
    defer { unsafe EVP_CIPHER_CTX_free(state) }
    let direction: Int32 = encrypts ? 1 : 0
    let isBegun = unsafe key.withUnsafeBufferPointer { key in
      unsafe nonce.withUnsafeBufferPointer { nonce in
        unsafe EVP_CipherInit_ex2(
          state, cipher, key.baseAddress, nonce.baseAddress, direction, nil) == 1
      }
    }
    guard isBegun else { return false }
    var written: Int32 = 0
    if contextCount > 0 {
      let isTaken = unsafe context.withUnsafeBufferPointer {
        unsafe EVP_CipherUpdate(state, nil, &written, $0.baseAddress, contextCount) == 1
      }
      guard isTaken else { return false }
    }
    if count > 0 {
      let isTaken = unsafe text.withUnsafeBufferPointer {
        unsafe EVP_CipherUpdate(state, output, &written, $0.baseAddress, count) == 1
      }
      guard isTaken, written == count else { return false }
    }
    let tagCount = Int32(tagByteCount)
    if !encrypts {
      guard unsafe EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_SET_TAG, tagCount, tag) == 1 else {
        return false
      }
    }
    var last: Int32 = 0
    var none: UInt8 = 0
    guard unsafe EVP_CipherFinal_ex(state, &none, &last) == 1, last == 0 else { return false }
    return unsafe !encrypts || EVP_CIPHER_CTX_ctrl(state, EVP_CTRL_AEAD_GET_TAG, tagCount, tag) == 1
  }
}
