import CLibCrypto

/// What EVP_PKEY_fromdata makes a key of.
///
/// The builder keeps pointers to names and octets and copies neither: the names are therefore static,
/// and the octets are held here.
@safe
final class OpenSSLParameters {
  private let builder: OpaquePointer
  private var numbers: [OpaquePointer] = unsafe []
  private var octets: [SecretBytes] = []

  init?() {
    guard let builder = unsafe OSSL_PARAM_BLD_new() else { return nil }
    unsafe self.builder = builder
  }

  deinit {
    unsafe OSSL_PARAM_BLD_free(builder)
    unsafe numbers.forEach { unsafe BN_clear_free($0) }
  }

  func add(_ name: StaticString, number: SecretBytes) -> Bool {
    let made = unsafe number.withBytes { bytes in
      unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe BN_bin2bn(buffer.baseAddress, Int32(truncatingIfNeeded: buffer.count), nil)
      }
    }
    guard let made = unsafe made else { return false }
    unsafe numbers.append(made)
    return unsafe OSSL_PARAM_BLD_push_BN(builder, Self.cString(name), made) == 1
  }

  func add(_ name: StaticString, text: String) -> Bool {
    let value = SecretBytes(Array(text.utf8))
    octets.append(value)
    return value.withBytes { bytes in
      unsafe bytes.withUnsafeBytes { buffer in
        let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress
        return unsafe OSSL_PARAM_BLD_push_utf8_string(
          builder, Self.cString(name), start, buffer.count) == 1
      }
    }
  }

  func add(_ name: StaticString, octets value: SecretBytes) -> Bool {
    octets.append(value)
    return value.withBytes { bytes in
      unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe OSSL_PARAM_BLD_push_octet_string(
          builder, Self.cString(name), buffer.baseAddress, buffer.count) == 1
      }
    }
  }

  private static func cString(_ name: StaticString) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  func withList<R>(_ body: (UnsafeMutablePointer<OSSL_PARAM>) -> R?) -> R? {
    guard let list = unsafe OSSL_PARAM_BLD_to_param(builder) else { return nil }
    defer { unsafe OSSL_PARAM_free(list) }
    return unsafe body(list)
  }
}
