/// HMAC (RFC 2104) with one key: the two states that have absorbed the key's pads are made once and
/// copied for each message, which saves two compressions and every look-up.
@safe final class HMACState<Hash: HashState> {
  /// The inner state, then the outer one: memory of its own, so that no access is checked at run time.
  private let states: UnsafeMutablePointer<Hash>

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
    unsafe states = .allocate(capacity: 2)
    unsafe states.initialize(repeating: Hash(), count: 2)
    unsafe states[0].absorb(block.span)
    for index in block.indices { block[index] ^= 0x36 ^ 0x5C }
    unsafe states[1].absorb(block.span)
    OpenSSLMemory.wipe(&block)
  }

  deinit {
    unsafe OpenSSLMemory.wipe(&states[0])
    unsafe OpenSSLMemory.wipe(&states[1])
    unsafe states.deallocate()
  }

  /// Appends the tag of `message`.
  func append(of message: Span<UInt8>, to output: inout [UInt8]) {
    output.append(addingCapacity: Hash.digestByteCount) { tag in
      unsafe tag.withUnsafeMutableBufferPointer { bytes, count in
        guard let start = bytes.baseAddress else { return }
        unsafe Self.write(borrowed, of: message, to: start + count)
        count += Hash.digestByteCount
      }
    }
  }

  /// Where the two states stand, as long as this object lives.
  var borrowed: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(states) }

  /// Writes the tag of `message` to `output`, which has room for it, with borrowed states.
  static func write(
    _ borrowed: UnsafeMutableRawPointer, of message: Span<UInt8>,
    to output: UnsafeMutablePointer<UInt8>
  ) {
    let states = unsafe borrowed.assumingMemoryBound(to: Hash.self)
    var state = unsafe states[0]
    state.absorb(message)
    unsafe state.finish(to: output)
    state = unsafe states[1]
    state.absorb(unsafe UnsafeBufferPointer(start: output, count: Hash.digestByteCount).span)
    unsafe state.finish(to: output)
  }
}
