/// A SHA-256 of bytes that come one piece after the other.
package struct RunningDigest {
  private var state = SHA256State()

  package init() {}

  package mutating func absorb(_ bytes: Span<UInt8>) { state.absorb(bytes) }

  /// The 32 bytes of the digest of all that was absorbed; nothing can be absorbed after it.
  package consuming func finish() -> [UInt8] {
    var digest = DigestBytes(repeating: 0)
    state.finish(into: &digest)
    return (0..<SHA256State.digestByteCount).map { digest[$0] }
  }
}
