import CLibCrypto

/// Bytes at a place of their own, which are wiped before the memory is given back.
@safe
final class OpenSSLMemory: @unchecked Sendable {
  // Written in the initialisers only, so that many threads may read.
  private let base: UnsafeMutablePointer<UInt8>
  let count: Int

  init(copying bytes: Span<UInt8>) {
    count = bytes.count
    unsafe base = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, 1))
    unsafe base.initialize(repeating: 0, count: max(count, 1))
    unsafe bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress {
        unsafe base.update(from: start, count: source.count)
      }
    }
  }

  deinit {
    unsafe OPENSSL_cleanse(base, count)
    unsafe base.deallocate()
  }

  func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    defer { withExtendedLifetime(self) {} }
    let bytes = unsafe Span(_unsafeStart: base, count: count)
    return try body(bytes)
  }

  /// Overwrites an array's bytes where they are, if no other array shares them.
  static func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    }
  }

  /// Overwrites a plain value without references: a digest, or a hash state that has absorbed a key.
  static func wipe<T>(_ value: inout T) {
    unsafe withUnsafeMutableBytes(of: &value) { buffer in
      unsafe OPENSSL_cleanse(buffer.baseAddress, buffer.count)
    }
  }

  /// Compares in a time that depends on the lengths only.
  static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe left.count == 0
          || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
      }
    }
  }
}
