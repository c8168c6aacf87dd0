/// What a JWK says that it is for (RFC 7517 sections 4.2 to 4.4).
struct JWKTerms {
  var algorithm: SecretBytes?
  var use: SecretBytes?
  var operations: [SecretBytes]?

  /// Checks `alg` and `use`.
  func check(_ asked: Algorithm) throws(KeyError) {
    // RFC 9864 renamed the only curve of EdDSA that is used here.
    let names = asked == .edDSA ? [asked.rawValue, "Ed25519"] : [asked.rawValue]
    if let algorithm,
      !names.contains(where: { name in algorithm.withBytes { ASCII.areEqual($0, name) } })
    {
      throw .jwk(.otherAlgorithm)
    }
    if let use, !use.withBytes({ ASCII.areEqual($0, "sig") }) { throw .jwk(.otherUse) }
  }

  /// Checks `key_ops`. A key that may sign may verify, for it contains the public half.
  func checkOperation(_ operation: String) throws(KeyError) {
    if let operations,
      !operations.contains(where: { listed in
        listed.withBytes { ASCII.areEqual($0, operation) || ASCII.areEqual($0, "sign") }
      })
    {
      throw .jwk(.otherUse)
    }
  }
}
