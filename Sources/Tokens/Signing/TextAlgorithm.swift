/// How a signed text that is no JWS is signed.
package enum TextAlgorithm: Sendable, Hashable {
  /// HMAC (RFC 2104) over the text.
  case mac(Digest)
  /// A digest over a text in which the secret itself stands.
  case digest(Digest)
  /// The signature function of a JWS algorithm with a key pair, over the text.
  case signature(Algorithm)

  /// All of them by name, as profiles write them.
  package static let named: [(name: String, algorithm: TextAlgorithm)] =
    [
      ("HMAC-SHA256", .mac(.sha256)), ("HMAC-SHA384", .mac(.sha384)),
      ("HMAC-SHA512", .mac(.sha512)), ("HMAC-SHA1", .mac(.sha1)), ("HMAC-MD5", .mac(.md5)),
      ("SHA256", .digest(.sha256)), ("SHA384", .digest(.sha384)), ("SHA512", .digest(.sha512)),
      ("SHA1", .digest(.sha1)), ("MD5", .digest(.md5)),
    ]
    + Algorithm.allCases.filter { $0.keyKind != .secret }.map { ($0.rawValue, .signature($0)) }

  package init?(name: String) {
    guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
    self = found.algorithm
  }

  package var name: String { Self.named.first { $0.algorithm == self }?.name ?? "" }

  /// The JWS algorithm as which the key is loaded; for a secret, the one that asks for the least.
  package var keyAlgorithm: Algorithm {
    if case .signature(let algorithm) = self { algorithm } else { .hs256 }
  }

  /// Whether signing the same again gives the same signature.
  package var isRepeatable: Bool {
    if case .signature(let algorithm) = self { algorithm.isRepeatable } else { true }
  }

  /// Bytes of a signature; nil where they depend on the key.
  package var signatureByteCount: Int? {
    switch self {
    case .mac(let digest), .digest(let digest): digest.byteCount
    case .signature: nil
    }
  }
}
