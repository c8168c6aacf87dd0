/// A key as it was found in some material.
struct FoundKey {
  var key: OpenSSLKey
  var encoding: KeyEncoding
  /// What a JWK says about its own use.
  var jwk: JWKTerms?

  var privateKey: OpenSSLKey? { key.isPrivate ? key : nil }
  var publicKey: OpenSSLKey? { key.isPrivate ? nil : key }
  var isCertificate: Bool { encoding == .certificate }
}
