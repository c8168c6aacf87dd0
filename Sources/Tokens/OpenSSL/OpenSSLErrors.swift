import CLibCrypto

/// OpenSSL's queue of errors, one per thread. An entry left behind would be read as the reason of
/// the next failure.
enum OpenSSLErrors {
  /// Empties the queue and returns the first code in it, 0 if there was none.
  @discardableResult
  static func drain() -> UInt {
    let code = ERR_get_error()
    ERR_clear_error()
    return code
  }
}
