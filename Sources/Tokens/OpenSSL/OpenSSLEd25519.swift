import CLibCrypto

/// Ed25519 (RFC 8032), which signs the message itself and not a digest; for one thread at a time.
@safe
final class OpenSSLEd25519 {
  static let signatureByteCount = 64

  private let key: OpenSSLKey
  private let context: OpaquePointer

  /// `nil` with an error in the queue.
  init?(_ key: OpenSSLKey) {
    guard let context = unsafe EVP_MD_CTX_new() else { return nil }
    self.key = key
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Replaces the content of `signature`. Returns `false` with an error in the queue.
  func sign(_ message: Span<UInt8>, into signature: inout [UInt8]) -> Bool {
    signature.removeAll(keepingCapacity: true)
    // A context signs once after each initialisation.
    guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key.pointer) == 1 else { return false }
    var isSigned = false
    signature.append(addingCapacity: Self.signatureByteCount) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialised in
        var count = buffer.count
        isSigned = unsafe message.withUnsafeBufferPointer { message in
          unsafe EVP_DigestSign(
            context, buffer.baseAddress, &count, message.baseAddress, message.count) == 1
        }
        initialised = isSigned ? count : 0
      }
    }
    return isSigned && signature.count == Self.signatureByteCount
  }

  func isValid(_ signature: Span<UInt8>, of message: Span<UInt8>) -> Bool {
    let isValid = unsafe signature.withUnsafeBufferPointer { signature in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer) == 1
          && EVP_DigestVerify(
            context, signature.baseAddress, signature.count, message.baseAddress, message.count)
            == 1
      }
    }
    if !isValid { OpenSSLErrors.drain() }
    return isValid
  }
}
