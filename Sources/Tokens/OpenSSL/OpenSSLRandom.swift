import CLibCrypto

/// The system's random source, through OpenSSL's generator.
enum OpenSSLRandom {
  /// Overwrites all of `bytes`. Returns the code of the failure, if there was one.
  static func fill(_ bytes: inout [UInt8]) -> UInt? {
    guard let count = Int32(exactly: bytes.count) else {
      preconditionFailure("Randomness is asked for in small pieces.")
    }
    let filled = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe RAND_bytes(buffer.baseAddress, count)
    }
    return filled == 1 ? nil : OpenSSLErrors.drain()
  }
}
