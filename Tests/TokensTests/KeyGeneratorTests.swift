import Bytes
import Testing
import Tokens

struct KeyGeneratorTests {
  @Test(arguments: Algorithm.allCases.filter { $0.keyKind != .secret })
  func makesAKeyPairForEveryAlgorithm(algorithm: Algorithm) throws {
    let pem = try KeyGenerator.privateKeyPEM(for: algorithm)
    #expect(text(content(pem)).hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    let key = try SigningKey.load(pem, for: algorithm)
    let publicPEM = try KeyGenerator.publicKeyPEM(of: pem)
    #expect(text(publicPEM).hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
    let half = try VerificationKey.load(SecretBytes(publicPEM), for: algorithm)
    #expect(half.fingerprint == key.fingerprint)
    let made = try signature(key, bytes("header.claims"))
    #expect(try isValid(Verifier(key: half), made, bytes("header.claims")))
    #expect(key.bitCount == (algorithm.curve?.bitCount ?? (algorithm == .edDSA ? 256 : 2048)))
  }

  @Test func refusesAKeyPairForASecret() {
    #expect(throws: KeyError.noKeyPair(.hs256)) { try KeyGenerator.privateKeyPEM(for: .hs256) }
  }

  @Test(arguments: [
    (2047, KeyError.rsaTooShort(bits: 2047)), (0, .rsaTooShort(bits: 0)),
    (16_385, .rsaTooLong(bits: 16_385)),
  ])
  func refusesASizeThatIsNotReadAgain(bits: Int, expected: KeyError) {
    #expect(throws: expected) { try KeyGenerator.privateKeyPEM(for: .rs256, rsaBits: bits) }
  }

  @Test func makesAnRSAKeyOfTheSizeAskedFor() throws {
    let pem = try KeyGenerator.privateKeyPEM(for: .rs256, rsaBits: 3072)
    #expect(try SigningKey.load(pem, for: .ps256).bitCount == 3072)
  }

  @Test(arguments: [(32, 43), (64, 86), (1024, 1366)])
  func makesASecretOfText(byteCount: Int, characters: Int) throws {
    let made = try KeyGenerator.secret(byteCount: byteCount)
    #expect(made.count == characters)
    var raw: [UInt8] = []
    #expect(Base64URL.decode(content(made).span, into: &raw))
    #expect(raw.count == byteCount)
    #expect(try content(made) != content(KeyGenerator.secret(byteCount: byteCount)))
    #expect(try SigningKey.load(made, for: .hs256).doubts == [])
  }

  private static let rsa: [Algorithm] = [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]

  @Test(arguments: [
    (TestKeys.rsaPKCS1, KeyInspection.Role.privateKey, KeyEncoding.pkcs1, rsa),
    (TestKeys.rsaPKCS8, .privateKey, .pkcs8, rsa), (TestKeys.rsaSPKI, .publicKey, .spki, rsa),
    (TestKeys.rsaPublicPKCS1, .publicKey, .pkcs1, rsa),
    (TestKeys.rsaCertificate, .certificate, .certificate, rsa),
    (TestKeys.p256SEC1, .privateKey, .sec1, [.es256]),
    (TestKeys.p384PKCS8, .privateKey, .pkcs8, [.es384]),
    (KeyRefusalTests.publicJWK, .publicKey, .jwk, [.es256]),
    (TestKeys.ed25519SPKI, .publicKey, .spki, [.edDSA]),
    ("a shared secret\n", .secret, .raw, [.hs256, .hs384, .hs512]),
  ])
  func saysWhatAKeyIs(
    material: Material, role: KeyInspection.Role, encoding: KeyEncoding, algorithms: [Algorithm]
  ) {
    let inspection = KeyGenerator.inspect(secret(material))
    #expect(inspection.role == role)
    #expect(inspection.encoding == encoding)
    #expect(inspection.algorithms == algorithms)
    #expect(inspection.problem == nil)
    #expect((inspection.fingerprint == nil) == (role == .secret))
  }

  @Test(arguments: [
    (Material(""), KeyInspection.Role.unusable, KeyShape?.none, KeyError.empty),
    (TestKeys.rsaEncryptedPKCS8, .encryptedPrivateKey, nil, .encrypted),
    (TestKeys.rsaEncryptedPKCS1, .encryptedPrivateKey, nil, .encrypted),
    (TestKeys.rsa1024, .privateKey, .rsa(bits: 1024), .rsaTooShort(bits: 1024)),
    (TestKeys.secp256k1, .privateKey, .ecOther, .noAlgorithm(.ecOther)),
    (TestKeys.x25519, .privateKey, .other, .noAlgorithm(.other)),
    (TestKeys.openSSH, .unusable, nil, .unsupportedForm(.sshPrivate)),
  ])
  func saysWhyAKeyCannotBeUsed(
    material: Material, role: KeyInspection.Role, shape: KeyShape?, problem: KeyError
  ) {
    let inspection = KeyGenerator.inspect(secret(material))
    #expect(inspection.role == role)
    #expect(inspection.shape == shape)
    #expect(inspection.problem == problem)
    #expect(inspection.algorithms == [])
  }

  @Test func measuresASecret() {
    let inspection = KeyGenerator.inspect(secret("0123456789abcdef\r\n"))
    #expect(inspection.shape == .secret(bits: 128))
  }
}
