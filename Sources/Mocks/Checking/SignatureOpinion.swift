import JWTKit
import Tokens

/// Whether a signature is good, as a library says that shares no code with Muster's own.
///
/// Muster reads the key, in whatever form it is, and follows the profile's way to the bytes that sign;
/// the signature is that library's to judge. Its header's algorithm, which that library does not look
/// at, is held against the key's before it is asked.
struct SignatureOpinion: Sendable {
  /// Claims are looked at elsewhere.
  private struct NoClaims: JWTPayload {
    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }

  private let keys = JWTKeyCollection()

  /// - Parameter material: as it stands in its file; of a key pair either half.
  init(
    _ material: SecretBytes, for algorithm: Algorithm, derivation: [KeyStep]
  ) async throws(MockError) {
    do throws(KeyError) {
      // What is no key for this algorithm is told better here than by the library.
      _ = try VerificationKey.load(material, for: algorithm, derivation: derivation)
      if algorithm.keyKind == .secret {
        let secret = try Self.secret(material, derivation)
        await add(secret, algorithm)
        return
      }
    } catch {
      throw .key(error)
    }
    let pem: String
    do throws(KeyError) {
      let derived = try KeyStep.apply(derivation, to: material)
      pem = ClaimText.string(try KeyGenerator.publicKeyPEM(of: derived))
    } catch {
      throw .key(error)
    }
    do {
      try await add(pem: pem, algorithm)
    } catch {
      throw .unfitKey
    }
  }

  func isGood(_ token: [UInt8]) async -> Bool {
    (try? await keys.verify(token, as: NoClaims.self)) != nil
  }

  // MARK: Keys

  private func add(_ secret: SecretBytes, _ algorithm: Algorithm) async {
    let (digest, least): (DigestAlgorithm, Int) =
      switch algorithm {
      case .hs384: (.sha384, 48)
      case .hs512: (.sha512, 64)
      default: (.sha256, 32)
      }
    var bytes = secret.withBytes { span in span.indices.map { span[$0] } }
    // The library's debug builds trap on secrets shorter than the digest. Zeros at the end change
    // nothing of an HMAC, which adds them itself (RFC 2104 section 2).
    while bytes.count < least { bytes.append(0) }
    await keys.add(hmac: HMACKey(from: bytes), digestAlgorithm: digest)
  }

  private func add(pem: String, _ algorithm: Algorithm) async throws {
    switch algorithm {
    case .rs256, .hs256:
      await keys.add(rsa: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: .sha256)
    case .rs384, .hs384:
      await keys.add(rsa: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: .sha384)
    case .rs512, .hs512:
      await keys.add(rsa: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: .sha512)
    case .ps256:
      await keys.add(pss: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: .sha256)
    case .ps384:
      await keys.add(pss: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: .sha384)
    case .ps512:
      await keys.add(pss: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: .sha512)
    case .es256: await keys.add(ecdsa: try ES256PublicKey(pem: pem))
    case .es384: await keys.add(ecdsa: try ES384PublicKey(pem: pem))
    case .es512: await keys.add(ecdsa: try ES512PublicKey(pem: pem))
    case .edDSA: await keys.add(eddsa: try EdDSA.PublicKey(pem: pem))
    }
  }

  /// The bytes that sign: without one line break at the end, then derived. A symmetric JWK is what it
  /// holds (RFC 7518 section 6.4).
  private static func secret(
    _ material: SecretBytes, _ derivation: [KeyStep]
  ) throws(KeyError) -> SecretBytes {
    var secret = SecretBytes(
      material.withBytes { span -> [UInt8] in
        var end = span.count
        if end > 0 && span[end - 1] == 0x0A { end -= 1 }
        if end > 0 && end < span.count && span[end - 1] == 0x0D { end -= 1 }
        return (0..<end).map { span[$0] }
      })
    let kind = try? KeyStep.apply([.jsonMember("kty")], to: secret)
    let isJWK = kind?.withBytes { span in span.count == 3 && span[0] == UInt8(ascii: "o") } == true
    if isJWK { secret = try KeyStep.apply([.jsonMember("k"), .base64URLDecode], to: secret) }
    return try KeyStep.apply(derivation, to: secret)
  }
}
