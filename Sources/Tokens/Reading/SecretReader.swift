/// Reads the secret of an HS algorithm.
enum SecretReader {
  /// The bytes that sign: `material` without one line break at its end, then derived.
  ///
  /// Refuses whatever is a key in another form, before the derivation and behind each of its steps:
  /// who takes a public key for a secret accepts tokens from everybody. Only a text out of which the
  /// next step takes a member may be a JSON object with a key in it.
  static func read(
    _ material: SecretBytes, for algorithm: Algorithm, derivation: [KeyStep]
  ) throws(KeyError) -> SecretBytes {
    guard material.count <= KeyLimits.materialBytesMax else { throw .tooLong }
    var current = material.withBytes { bytes in
      SecretBytes(copying: bytes.extracting(0..<endWithoutLineBreak(bytes)))
    }
    guard current.count > 0 else { throw .empty }
    if case .jsonMember = derivation.first {
    } else if let symmetric = try symmetricKey(current, algorithm) {
      current = symmetric
    }
    for (index, step) in derivation.enumerated() {
      if case .jsonMember = step {} else { try refuseOtherForms(current) }
      current = try step.apply(to: current, number: index + 1)
    }
    try refuseOtherForms(current)
    guard current.count > 0 else { throw .empty }
    return current
  }

  /// The value of a symmetric JWK (RFC 7518 section 6.4); nil where the text is none.
  private static func symmetricKey(
    _ text: SecretBytes, _ algorithm: Algorithm
  ) throws(KeyError) -> SecretBytes? {
    guard let jwk = text.withBytes({ JSONObjectScanner.read($0) }),
      jwk.isString("kty", "oct") == true
    else { return nil }
    guard let value = jwk.string("k") else { throw .jwk(.missing(member: "k")) }
    if jwk.isString("alg", algorithm.rawValue) == false { throw .jwk(.otherAlgorithm) }
    if jwk.isString("use", "sig") == false { throw .jwk(.otherUse) }
    do throws(KeyError) {
      return try KeyStep.apply([.base64URLDecode], to: value)
    } catch {
      throw .jwk(.malformed(member: "k"))
    }
  }

  private static func refuseOtherForms(_ secret: SecretBytes) throws(KeyError) {
    let form = secret.withBytes { KeyRecogniser.form(of: $0) }
    if let form { throw .keyInsteadOfSecret(form) }
  }

  /// The end of `bytes` without one LF or CR LF, which editors and `echo` put there.
  static func endWithoutLineBreak(_ bytes: Span<UInt8>) -> Int {
    let count = bytes.count
    guard count > 0 && bytes[count - 1] == 0x0A else { return count }
    return count > 1 && bytes[count - 2] == 0x0D ? count - 2 : count - 1
  }
}
