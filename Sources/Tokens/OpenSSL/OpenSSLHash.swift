import CLibCrypto

/// Room for the longest digest.
typealias DigestBytes = InlineArray<64, UInt8>

/// A hash in progress: a plain value, so that a state which has absorbed a key's pad can be copied
/// instead of computed anew. This is OpenSSL's low-level interface, which passes by the providers:
/// three to nine times as fast for short messages, and not to be used where FIPS 140 is required.
protocol HashState {
  static var digestByteCount: Int { get }
  static var blockByteCount: Int { get }
  init()
  mutating func absorb(_ bytes: Span<UInt8>)
  /// Writes the digest to memory with room for it. The state is spent.
  mutating func finish(to digest: UnsafeMutablePointer<UInt8>)
}

extension HashState {
  /// Writes the digest to the beginning of `digest`. The state is spent.
  mutating func finish(into digest: inout DigestBytes) {
    var span = digest.mutableSpan
    unsafe span.withUnsafeMutableBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe finish(to: start)
    }
  }
}

struct MD5State: HashState {
  static let digestByteCount = 16
  static let blockByteCount = 64
  private var context = MD5_CTX()

  init() { unsafe MD5_Init(&context) }

  mutating func absorb(_ bytes: Span<UInt8>) {
    _ = unsafe bytes.withUnsafeBytes { unsafe MD5_Update(&context, $0.baseAddress, $0.count) }
  }

  mutating func finish(to digest: UnsafeMutablePointer<UInt8>) {
    _ = unsafe MD5_Final(digest, &context)
  }
}

struct SHA1State: HashState {
  static let digestByteCount = 20
  static let blockByteCount = 64
  private var context = SHA_CTX()

  init() { unsafe SHA1_Init(&context) }

  mutating func absorb(_ bytes: Span<UInt8>) {
    _ = unsafe bytes.withUnsafeBytes { unsafe SHA1_Update(&context, $0.baseAddress, $0.count) }
  }

  mutating func finish(to digest: UnsafeMutablePointer<UInt8>) {
    _ = unsafe SHA1_Final(digest, &context)
  }
}

struct SHA256State: HashState {
  static let digestByteCount = 32
  static let blockByteCount = 64
  private var context = SHA256_CTX()

  init() { unsafe SHA256_Init(&context) }

  mutating func absorb(_ bytes: Span<UInt8>) {
    _ = unsafe bytes.withUnsafeBytes { unsafe SHA256_Update(&context, $0.baseAddress, $0.count) }
  }

  mutating func finish(to digest: UnsafeMutablePointer<UInt8>) {
    _ = unsafe SHA256_Final(digest, &context)
  }
}

struct SHA384State: HashState {
  static let digestByteCount = 48
  static let blockByteCount = 128
  private var context = SHA512_CTX()

  init() { unsafe SHA384_Init(&context) }

  mutating func absorb(_ bytes: Span<UInt8>) {
    _ = unsafe bytes.withUnsafeBytes { unsafe SHA384_Update(&context, $0.baseAddress, $0.count) }
  }

  mutating func finish(to digest: UnsafeMutablePointer<UInt8>) {
    _ = unsafe SHA384_Final(digest, &context)
  }
}

struct SHA512State: HashState {
  static let digestByteCount = 64
  static let blockByteCount = 128
  private var context = SHA512_CTX()

  init() { unsafe SHA512_Init(&context) }

  mutating func absorb(_ bytes: Span<UInt8>) {
    _ = unsafe bytes.withUnsafeBytes { unsafe SHA512_Update(&context, $0.baseAddress, $0.count) }
  }

  mutating func finish(to digest: UnsafeMutablePointer<UInt8>) {
    _ = unsafe SHA512_Final(digest, &context)
  }
}
