package import Bytes

/// HMAC-SHA256 (RFC 2104) with one key, for texts that shall be recognised and not be known. Nothing in
/// it changes, so that threads may share it.
package final class KeyedHash: @unchecked Sendable {
  private let state: HMACState<SHA256State>

  /// - Parameter key: as long as the digest, or longer; it is not kept.
  package init(key: Span<UInt8>) {
    precondition(key.count >= SHA256State.digestByteCount, "A keyed hash needs a whole key.")
    state = HMACState(key: key)
  }

  /// Another keyed hash, whose key is the whole HMAC of `label` under this one: texts of two kinds
  /// never have one digest.
  package func derived(_ label: Span<UInt8>) -> KeyedHash {
    var key: [UInt8] = []
    state.append(of: label, to: &key)
    defer { OpenSSLMemory.wipe(&key) }
    return KeyedHash(key: key.span)
  }

  /// The whole HMAC of `text`, 32 bytes, as a key for something else. The hash is one that ``derived(_:)``
  /// gave for this alone: a key is never half a digest that somebody stores.
  package func key(_ text: Span<UInt8>) -> SecretBytes {
    var key: [UInt8] = []
    key.reserveCapacity(SHA256State.digestByteCount)
    state.append(of: text, to: &key)
    let secret = SecretBytes(copying: key.span)
    OpenSSLMemory.wipe(&key)
    return secret
  }

  /// The digest of `text`.
  package func digest(_ text: Span<UInt8>) -> KeyedDigest {
    var tag = DigestBytes(repeating: 0)
    var output = tag.mutableSpan
    unsafe output.withUnsafeMutableBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe HMACState<SHA256State>.write(state.borrowed, of: text, to: start)
    }
    return KeyedDigest(tag.span)
  }
}
