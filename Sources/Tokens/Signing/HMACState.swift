/// HMAC (RFC 2104) with one key: the two states that have absorbed the key's pads are made once and
/// copied for each message, which saves two compressions and every look-up.
final class HMACState<Hash: HashState> {
  private var inner = Hash()
  private var outer = Hash()

  init(key: Span<UInt8>) {
    var block = [UInt8](repeating: 0, count: Hash.blockByteCount)
    if key.count > Hash.blockByteCount {
      var hash = Hash()
      var digest = DigestBytes(repeating: 0)
      hash.absorb(key)
      hash.finish(into: &digest)
      for index in 0..<Hash.digestByteCount { block[index] = digest[index] }
      OpenSSLMemory.wipe(&digest)
    } else {
      for index in key.indices { block[index] = key[index] }
    }
    for index in block.indices { block[index] ^= 0x36 }
    inner.absorb(block.span)
    for index in block.indices { block[index] ^= 0x36 ^ 0x5C }
    outer.absorb(block.span)
    OpenSSLMemory.wipe(&block)
  }

  deinit {
    OpenSSLMemory.wipe(&inner)
    OpenSSLMemory.wipe(&outer)
  }

  /// Appends the tag of `message`.
  func append(of message: Span<UInt8>, to output: inout [UInt8]) {
    var digest = DigestBytes(repeating: 0)
    var state = inner
    state.absorb(message)
    state.finish(into: &digest)
    state = outer
    state.absorb(digest.span.extracting(first: Hash.digestByteCount))
    state.finish(into: &digest)
    output.append(addingCapacity: Hash.digestByteCount) { tag in
      for index in 0..<Hash.digestByteCount { tag.append(digest[index]) }
    }
  }
}
