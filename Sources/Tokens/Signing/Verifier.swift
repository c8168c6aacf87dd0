/// Checks signatures with one key. The key fixes the algorithm, and nothing in a token does (RFC 8725
/// section 3.1). One per worker; it is not to be shared between threads.
public final class Verifier {
  private enum Engine {
    case hmac(HMACEngine)
    case rsa(OpenSSLKeyContext, Digest, byteCount: Int)
    case ecdsa(OpenSSLKeyContext, Digest, coordinateByteCount: Int)
    case ed25519(OpenSSLEd25519)
  }

  private let engine: Engine
  private var storage: [UInt8] = []
  private var der: [UInt8] = []

  /// Prepares `key` for verifying.
  public init(key: VerificationKey) throws(SigningError) {
    switch key.material {
    case .secret(let secret): engine = .hmac(HMACEngine(key.algorithm, secret: secret))
    case .key(let half): engine = try Self.engine(half, key.algorithm)
    }
  }

  private static func engine(
    _ half: OpenSSLKey, _ algorithm: Algorithm
  ) throws(SigningError) -> Engine {
    guard let digest = algorithm.digest else {
      guard let context = OpenSSLEd25519(half) else { throw failure() }
      return .ed25519(context)
    }
    let made = OpenSSLKeyContext(half, use: .verify, algorithm: algorithm, digest: digest)
    guard let context = made else { throw failure() }
    guard let curve = algorithm.curve else {
      return .rsa(context, digest, byteCount: half.signatureByteCountMax)
    }
    return .ecdsa(context, digest, coordinateByteCount: curve.coordinateByteCount)
  }

  private static func failure() -> SigningError { .providerFailed(code: OpenSSLErrors.drain()) }

  /// Whether `signature`, as raw bytes, is the signature of `signingInput` (RFC 7515 section 5.2).
  ///
  /// Strict about the length, which is fixed for every algorithm; HMAC is compared in constant time;
  /// for ECDSA both numbers must be above zero and below the order of the curve.
  public func isValid(signature: Span<UInt8>, of signingInput: Span<UInt8>) -> Bool {
    switch engine {
    case .hmac(let hmac):
      storage.removeAll(keepingCapacity: true)
      hmac.append(of: signingInput, to: &storage)
      let tag = storage
      return OpenSSLMemory.areEqual(tag.span, signature)
    case .rsa(let context, let function, let byteCount):
      guard signature.count == byteCount else { return false }
      let digest = digest(function, of: signingInput)
      return context.isValid(signature, of: digest.span)
    case .ecdsa(let context, let function, let width):
      guard ECDSASignature.makeDER(signature, coordinateByteCount: width, into: &der) else {
        return false
      }
      let digest = digest(function, of: signingInput)
      let der = der
      return context.isValid(der.span, of: digest.span)
    case .ed25519(let context):
      guard signature.count == OpenSSLEd25519.signatureByteCount else { return false }
      return context.isValid(signature, of: signingInput)
    }
  }

  /// The digest, in storage that is used again for the next one.
  private func digest(_ function: Digest, of input: Span<UInt8>) -> [UInt8] {
    storage.removeAll(keepingCapacity: true)
    function.append(of: input, to: &storage)
    return storage
  }
}
