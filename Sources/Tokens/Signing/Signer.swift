/// Signs with one key: everything that can be made once is made in the initialiser. One per worker;
/// it is not to be shared between threads.
public final class Signer {
  private enum Engine {
    case hmac(HMACEngine)
    case rsa(OpenSSLKeyContext, Digest)
    case ecdsa(OpenSSLKeyContext, Digest, coordinateByteCount: Int)
    case ed25519(OpenSSLEd25519)
  }

  private let engine: Engine
  /// The number of bytes of every signature: all algorithms here have a fixed one.
  public let signatureByteCount: Int
  private var storage: [UInt8] = []
  private var der: [UInt8] = []

  /// Prepares `key` for signing.
  public init(key: SigningKey) throws(SigningError) {
    switch key.material {
    case .secret(let secret):
      let hmac = HMACEngine(key.algorithm, secret: secret)
      engine = .hmac(hmac)
      signatureByteCount = hmac.byteCount
    case .key(let pair):
      (engine, signatureByteCount) = try Self.engine(pair, key.algorithm)
    }
  }

  private static func engine(
    _ pair: OpenSSLKey, _ algorithm: Algorithm
  ) throws(SigningError) -> (Engine, Int) {
    guard let digest = algorithm.digest else {
      guard let context = OpenSSLEd25519(pair) else { throw failure() }
      return (.ed25519(context), OpenSSLEd25519.signatureByteCount)
    }
    let made = OpenSSLKeyContext(pair, use: .sign, algorithm: algorithm, digest: digest)
    guard let context = made else { throw failure() }
    guard let curve = algorithm.curve else {
      return (.rsa(context, digest), pair.signatureByteCountMax)
    }
    let width = curve.coordinateByteCount
    return (.ecdsa(context, digest, coordinateByteCount: width), 2 * width)
  }

  private static func failure() -> SigningError { .providerFailed(code: OpenSSLErrors.drain()) }

  /// Replaces the content of `signature` with the JWS signature of `signingInput` (RFC 7515 section
  /// 5.1): raw bytes, for ECDSA both numbers in full width.
  public func sign(
    _ signingInput: Span<UInt8>, into signature: inout [UInt8]
  ) throws(SigningError) {
    switch engine {
    case .hmac(let hmac):
      signature.removeAll(keepingCapacity: true)
      hmac.append(of: signingInput, to: &signature)
    case .rsa(let context, let function):
      let digest = digest(function, of: signingInput)
      guard context.sign(digest.span, into: &signature) else { throw Self.failure() }
    case .ecdsa(let context, let function, let width):
      let digest = digest(function, of: signingInput)
      guard context.sign(digest.span, into: &der) else { throw Self.failure() }
      let der = der
      guard ECDSASignature.makeRaw(der.span, coordinateByteCount: width, into: &signature) else {
        throw Self.failure()
      }
    case .ed25519(let context):
      guard context.sign(signingInput, into: &signature) else { throw Self.failure() }
    }
  }

  /// The HMAC, where that is what signs; good as long as the signer is.
  package var borrowedHMAC: BorrowedHMAC? {
    guard case .hmac(let hmac) = engine else { return nil }
    return unsafe BorrowedHMAC(hmac)
  }

  /// The digest, in storage that is used again for the next one.
  private func digest(_ function: Digest, of input: Span<UInt8>) -> [UInt8] {
    storage.removeAll(keepingCapacity: true)
    function.append(of: input, to: &storage)
    return storage
  }
}
