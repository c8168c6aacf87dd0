import Foundation
import JWTKit
import Testing
import Tokens

/// The claims that travel between the two libraries.
private struct Claims: JWTPayload, Equatable {
  var sub: String
  var number: Int

  func verify(using algorithm: some JWTAlgorithm) {}
}

/// JWTKit accepts what Muster signed, and Muster accepts what JWTKit signed, with keys that Muster
/// made. JWTKit signs with BoringSSL's code and not with OpenSSL.
struct InteropTests {
  private static let claims = Claims(sub: "ada", number: 7)

  private static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  private static func decoded(_ text: Substring) -> [UInt8]? {
    let standard = text.replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
    return Data(base64Encoded: standard + padding).map { [UInt8]($0) }
  }

  private static func text(_ secret: SecretBytes) -> String {
    secret.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }

  private static func material(_ algorithm: Algorithm) throws -> SecretBytes {
    algorithm.keyKind == .secret
      ? try KeyGenerator.secret(byteCount: 64) : try KeyGenerator.privateKeyPEM(for: algorithm)
  }

  private static func add(
    _ material: SecretBytes, _ algorithm: Algorithm, isPrivate: Bool, to keys: JWTKeyCollection
  ) async throws {
    let digest: DigestAlgorithm =
      switch algorithm {
      case .hs384, .rs384, .ps384: .sha384
      case .hs512, .rs512, .ps512: .sha512
      default: .sha256
      }
    let pem: String
    if algorithm.keyKind == .secret || isPrivate {
      pem = text(material)
    } else {
      pem = String(decoding: try KeyGenerator.publicKeyPEM(of: material), as: UTF8.self)
    }
    switch (algorithm, isPrivate) {
    case (.hs256, _), (.hs384, _), (.hs512, _):
      await keys.add(hmac: HMACKey(from: pem), digestAlgorithm: digest)
    case (.rs256, true), (.rs384, true), (.rs512, true):
      await keys.add(rsa: try Insecure.RSA.PrivateKey(pem: pem), digestAlgorithm: digest)
    case (.rs256, false), (.rs384, false), (.rs512, false):
      await keys.add(rsa: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: digest)
    case (.ps256, true), (.ps384, true), (.ps512, true):
      await keys.add(pss: try Insecure.RSA.PrivateKey(pem: pem), digestAlgorithm: digest)
    case (.ps256, false), (.ps384, false), (.ps512, false):
      await keys.add(pss: try Insecure.RSA.PublicKey(pem: pem), digestAlgorithm: digest)
    case (.es256, true): await keys.add(ecdsa: try ES256PrivateKey(pem: pem))
    case (.es256, false): await keys.add(ecdsa: try ES256PublicKey(pem: pem))
    case (.es384, true): await keys.add(ecdsa: try ES384PrivateKey(pem: pem))
    case (.es384, false): await keys.add(ecdsa: try ES384PublicKey(pem: pem))
    case (.es512, true): await keys.add(ecdsa: try ES512PrivateKey(pem: pem))
    case (.es512, false): await keys.add(ecdsa: try ES512PublicKey(pem: pem))
    case (.edDSA, true): await keys.add(eddsa: try EdDSA.PrivateKey(pem: pem))
    case (.edDSA, false): await keys.add(eddsa: try EdDSA.PublicKey(pem: pem))
    }
  }

  private static func token(_ signer: Signer, _ algorithm: Algorithm) throws -> String {
    let header = base64URL(Array(#"{"alg":"\#(algorithm.rawValue)","typ":"JWT"}"#.utf8))
    let input = header + "." + base64URL(Array(#"{"sub":"ada","number":7}"#.utf8))
    var signature: [UInt8] = []
    try signer.sign(Array(input.utf8).span, into: &signature)
    return input + "." + base64URL(signature)
  }

  @Test(arguments: Algorithm.allCases)
  func theOtherLibraryAcceptsOurTokens(algorithm: Algorithm) async throws {
    let material = try Self.material(algorithm)
    let keys = JWTKeyCollection()
    try await Self.add(material, algorithm, isPrivate: false, to: keys)
    let signer = try Signer(key: SigningKey.load(material, for: algorithm))
    for _ in 0..<20 {
      let token = try Self.token(signer, algorithm)
      #expect(try await keys.verify(token, as: Claims.self) == Self.claims)
      let changed = try Self.token(signer, algorithm).replacing(".e", with: ".f")
      await #expect(throws: (any Error).self) {
        try await keys.verify(changed, as: Claims.self)
      }
    }
  }

  @Test(arguments: Algorithm.allCases)
  func weAcceptTheTokensOfTheOtherLibrary(algorithm: Algorithm) async throws {
    let material = try Self.material(algorithm)
    let keys = JWTKeyCollection()
    try await Self.add(material, algorithm, isPrivate: true, to: keys)
    let verifier = try Verifier(key: VerificationKey.load(material, for: algorithm))
    for _ in 0..<20 {
      let token = try await keys.sign(Self.claims)
      let parts = token.split(separator: ".")
      let signature = try #require(parts.last.flatMap { Self.decoded($0) })
      let input = Array((parts[0] + "." + parts[1]).utf8)
      let isValid = verifier.isValid(signature: signature.span, of: input.span)
      #expect(isValid)
      let isOther = verifier.isValid(signature: signature.span, of: Array("x".utf8).span)
      #expect(!isOther)
    }
  }
}
