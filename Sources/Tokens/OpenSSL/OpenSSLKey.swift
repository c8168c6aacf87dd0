import CLibCrypto

/// A key of OpenSSL's. It never changes, so that many threads may sign with it.
@safe
final class OpenSSLKey: @unchecked Sendable {
  let pointer: OpaquePointer
  /// Whether the private half is there.
  let isPrivate: Bool
  let shape: KeyShape

  /// Takes over the key.
  init?(owning pointer: OpaquePointer?, isPrivate: Bool) {
    guard let pointer = unsafe pointer else {
      OpenSSLErrors.drain()
      return nil
    }
    unsafe self.pointer = pointer
    self.isPrivate = isPrivate
    shape = unsafe Self.shape(of: pointer)
    OpenSSLErrors.drain()
  }

  deinit { unsafe EVP_PKEY_free(pointer) }

  private static func shape(of pointer: OpaquePointer) -> KeyShape {
    let bits = unsafe Int(EVP_PKEY_get_bits(pointer))
    switch unsafe EVP_PKEY_get_base_id(pointer) {
    case EVP_PKEY_RSA: return .rsa(bits: bits)
    case EVP_PKEY_RSA_PSS: return .rsaPSS(bits: bits)
    case EVP_PKEY_ED25519: return .ed25519
    case EVP_PKEY_EC:
      var name = [CChar](repeating: 0, count: 64)
      var count = 0
      let found = unsafe name.withUnsafeMutableBufferPointer { buffer in
        unsafe EVP_PKEY_get_group_name(pointer, buffer.baseAddress, buffer.count, &count)
      }
      guard found == 1 else { return .ecOther }
      let bytes = name.prefix(count).map { UInt8(bitPattern: $0) }
      for (curve, group) in groups where bytes.elementsEqual(group.utf8) { return .ec(curve) }
      return .ecOther
    default: return .other
    }
  }

  /// OpenSSL's names of the curves.
  static let groups: [(EllipticCurve, String)] = [
    (.p256, "prime256v1"), (.p384, "secp384r1"), (.p521, "secp521r1"),
  ]

  /// Whether the public exponent of an RSA key is odd and not 1: with 1, every signature is its own
  /// message.
  var hasSoundExponent: Bool {
    var exponent: OpaquePointer?
    guard unsafe EVP_PKEY_get_bn_param(pointer, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1 else {
      OpenSSLErrors.drain()
      return false
    }
    defer { unsafe BN_free(exponent) }
    return unsafe BN_is_odd(exponent) == 1 && BN_is_one(exponent) == 0
  }

  /// The public half as SubjectPublicKeyInfo in DER (RFC 5280 section 4.1).
  func subjectPublicKeyInfo() -> [UInt8]? {
    let count = unsafe Int(i2d_PUBKEY(pointer, nil))
    guard count > 0 else {
      OpenSSLErrors.drain()
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: count)
    let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      var next = buffer.baseAddress
      return unsafe Int(i2d_PUBKEY(pointer, &next))
    }
    guard written == count else {
      OpenSSLErrors.drain()
      return nil
    }
    return bytes
  }

  /// The raw public half of an Ed25519 key.
  func rawPublicKey() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 32)
    var count = bytes.count
    let found = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe EVP_PKEY_get_raw_public_key(pointer, buffer.baseAddress, &count)
    }
    guard found == 1, count == bytes.count else {
      OpenSSLErrors.drain()
      return nil
    }
    return bytes
  }

  /// The longest signature in OpenSSL's own form.
  var signatureByteCountMax: Int { unsafe Int(EVP_PKEY_get_size(pointer)) }

  /// A second reference to the same key, for a use that needs the public half only.
  func publicHalf() -> OpenSSLKey? {
    guard let info = subjectPublicKeyInfo() else { return nil }
    return OpenSSLDecoder.decode(info.span, as: .spki)?.key
  }
}
