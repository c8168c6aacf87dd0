import Bytes
import Testing
import Tokens

struct KeyRefusalTests {
  static let publicJWK: Material = """
    {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
    """

  @Test(arguments: [
    (Material(""), Algorithm.rs256, KeyError.empty), (" \n\r\n", .rs256, .empty),
    ("", .hs256, .empty),
    ("\n", .hs256, .empty), ("\r\n", .hs256, .empty),
    ("a shared secret", .rs256, .notAKey), ("a shared secret", .es256, .notAKey),
    (TestKeys.rsaSPKI, .rs256, .publicInsteadOfPrivate),
    (TestKeys.rsaPublicPKCS1, .rs256, .publicInsteadOfPrivate),
    (publicJWK, .es256, .publicInsteadOfPrivate),
    (TestKeys.rsaCertificate, .rs256, .certificateInsteadOfPrivate),
    (TestKeys.rsaEncryptedPKCS8, .rs256, .encrypted),
    (TestKeys.rsaEncryptedPKCS1, .rs256, .encrypted),
    (TestKeys.rsaRequest, .rs256, .brokenPEM),
    (TestKeys.rsaPKCS8 + TestKeys.p256PKCS8, .rs256, .severalKeys),
    (TestKeys.openSSH, .edDSA, .unsupportedForm(.sshPrivate)),
    (TestKeys.rsaSSHPublic, .rs256, .unsupportedForm(.sshPublic)),
    (TestKeys.rsaPKCS8.body, .rs256, .unsupportedForm(.bareBase64)),
    (#"{"keys":[]}"#, .rs256, .unsupportedForm(.jwkSet)),
    (TestKeys.p256PKCS8, .rs256, .wrongKind(wanted: .rsa, found: .ec(.p256))),
    (TestKeys.ed25519PKCS8, .rs256, .wrongKind(wanted: .rsa, found: .ed25519)),
    (TestKeys.rsaPKCS8, .es256, .wrongKind(wanted: .ec, found: .rsa(bits: 2048))),
    (TestKeys.rsaPKCS8, .edDSA, .wrongKind(wanted: .ed25519, found: .rsa(bits: 2048))),
    (TestKeys.rsaPSS, .ps256, .wrongKind(wanted: .rsa, found: .rsaPSS(bits: 2048))),
    (TestKeys.x25519, .edDSA, .wrongKind(wanted: .ed25519, found: .other)),
    (TestKeys.p256PKCS8, .es384, .wrongCurve(wanted: .p384, found: .p256)),
    (TestKeys.p521PKCS8, .es256, .wrongCurve(wanted: .p256, found: .p521)),
    (TestKeys.secp256k1, .es256, .wrongCurve(wanted: .p256, found: nil)),
    (TestKeys.rsa1024, .rs256, .rsaTooShort(bits: 1024)),
    (TestKeys.rsa2047, .ps256, .rsaTooShort(bits: 2047)),
  ])
  func saysWhatIsWrongWithTheKey(material: Material, algorithm: Algorithm, expected: KeyError) {
    #expect(refusal(secret(material), algorithm) == expected)
  }

  @Test(arguments: [
    (TestKeys.rsaEncryptedPKCS8, Algorithm.rs256, KeyError.encrypted),
    (TestKeys.rsaRequest, .rs256, .brokenPEM),
    (TestKeys.rsaCertificate + TestKeys.rsaCertificate, .rs256, .severalKeys),
    (TestKeys.p256SPKI, .es384, .wrongCurve(wanted: .p384, found: .p256)),
    ("a shared secret", .rs256, .notAKey),
  ])
  func saysWhatIsWrongWithTheVerificationKey(
    material: Material, algorithm: Algorithm, expected: KeyError
  ) {
    #expect(verificationRefusal(secret(material), algorithm) == expected)
  }

  @Test func refusesADamagedPEM() {
    let lines = TestKeys.rsaPKCS8.lines
    let shorter = (lines.prefix(5) + lines.suffix(1)).joined(separator: "\n")
    let cut = lines.dropLast().joined(separator: "\n")
    let odd = TestKeys.rsaPKCS8.replacing("M", with: "*").text
    let doubled = (lines.dropLast() + lines.dropFirst()).joined(separator: "\n")
    for damaged in [shorter, cut, odd, doubled, "-----BEGIN PRIVATE KEY-----", "-----BEGIN "] {
      #expect(refusal(secret(Material(damaged)), .rs256) == .brokenPEM)
    }
  }

  @Test func refusesDERWhereTextIsWanted() {
    let material = SecretBytes(der(TestKeys.rsaPKCS8))
    #expect(refusal(material, .rs256) == .unsupportedForm(.der))
  }

  /// Every form of a key that libraries have taken for an HMAC secret, and some that they might.
  @Test(arguments: [
    (TestKeys.rsaSPKI, KeyForm.pem), (TestKeys.rsaPublicPKCS1, .pem), (TestKeys.rsaPKCS8, .pem),
    (TestKeys.rsaCertificate, .pem), (TestKeys.rsaEncryptedPKCS8, .pem),
    (TestKeys.p256SEC1, .pem), (TestKeys.ed25519SPKI, .pem), ("\n\n  " + TestKeys.rsaSPKI, .pem),
    ("words before " + TestKeys.rsaSPKI, .pem),
    (#"{"key":""# + TestKeys.p256SPKI.replacing("\n", with: "\\n") + #""}"#, .pem),
    ("-----BEGIN PUBLIC KEY-----", .pem),
    (TestKeys.rsaSPKI.body, .bareBase64), (TestKeys.ed25519SPKI.body, .bareBase64),
    (TestKeys.p256SPKI.body.replacing("+", with: "-").replacing("/", with: "_"), .bareBase64),
    (TestKeys.rsaSPKI.replacing("-----", with: "----"), .bareBase64),
    (TestKeys.rsaSPKI.replacing("-", with: "="), .bareBase64),
    (publicJWK, .jwk), (" \n" + publicJWK + "\n", .jwk),
    (publicJWK.replacing("kty", with: #"\u006bty"#), .jwk),
    (#"{"kty":"RSA",}"#, .jwk), (#"{"kty":"oct","k":"c2VjcmV0",}"#, .jwk),
    (#"{"keys":["# + publicJWK + "]}", .jwkSet), ("[" + publicJWK + "]", .jwkSet),
    (TestKeys.rsaSSHPublic, .sshPublic), ("from=\"*\" " + TestKeys.rsaSSHPublic, .sshPublic),
    ("some words " + TestKeys.rsaSPKI.body + " and more", .bareBase64),
    (TestKeys.openSSH, .sshPrivate),
  ])
  func refusesAKeyOfferedAsASecret(material: Material, form: KeyForm) {
    for algorithm in [Algorithm.hs256, .hs512] {
      #expect(refusal(secret(material), algorithm) == .keyInsteadOfSecret(form))
      #expect(verificationRefusal(secret(material), algorithm) == .keyInsteadOfSecret(form))
      // A digest of a public key is as public as the key.
      #expect(
        refusal(secret(material), algorithm, derivation: [.sha256, .hex])
          == .keyInsteadOfSecret(form))
    }
  }

  @Test(arguments: [
    TestKeys.rsaSPKI, TestKeys.rsaPublicPKCS1, TestKeys.rsaPKCS1, TestKeys.rsaPKCS8,
    TestKeys.rsaCertificate, TestKeys.p256SPKI, TestKeys.ed25519SPKI, TestKeys.rsaEncryptedPKCS8,
  ])
  func refusesDEROfferedAsASecret(pem: Material) {
    let binary = der(pem)
    #expect(refusal(SecretBytes(binary), .hs256) == .keyInsteadOfSecret(.der))
    #expect(refusal(SecretBytes(binary + bytes("\n\n")), .hs256) == .keyInsteadOfSecret(.der))
    var encoded: [UInt8] = []
    Base64.append(binary.span, to: &encoded)
    #expect(refusal(SecretBytes(encoded), .hs256) == .keyInsteadOfSecret(.bareBase64))
    #expect(
      refusal(SecretBytes(encoded), .hs256, derivation: [.base64Decode])
        == .keyInsteadOfSecret(.bareBase64))
    #expect(
      refusal(secret(Material(hex(binary))), .hs256, derivation: [.hexDecode])
        == .keyInsteadOfSecret(.der))
  }

  @Test(arguments: [
    Material("0"), "-----", "BEGIN PUBLIC KEY", "ssh-rsa", "ssh-rsa AAAA", "{}", #"{"k":1}"#, "kty",
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0123456789abcdefghijklmnopqrstuvwxyzABCDEF",
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQ", "0\u{3}\u{2}\u{1}\u{5}\u{2}\u{1}\u{3}zzzzzzzz",
  ])
  func takesASecretThatOnlyResemblesAKey(material: Material) {
    #expect(refusal(secret(material), .hs256) == nil)
  }

  @Test func takesASymmetricJWK() throws {
    let json: Material =
      #"{"kty":"oct","alg":"HS256","use":"sig","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"}"#
    #expect(try SigningKey.load(secret(json), for: .hs256).bitCount == 33 * 8)
    #expect(refusal(secret(json), .hs384) == .jwk(.otherAlgorithm))
    #expect(refusal(secret(#"{"kty":"oct"}"#), .hs256) == .jwk(.missing(member: "k")))
    #expect(refusal(secret(#"{"kty":"oct","k":"=="}"#), .hs256) == .jwk(.malformed(member: "k")))
    #expect(refusal(secret(#"{"kty":"oct","k":"AA","use":"enc"}"#), .hs256) == .jwk(.otherUse))
  }

  @Test func takesTheMemberOfAJWKThatIsAskedFor() throws {
    let jwk = secret(#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"}"#)
    let key = try SigningKey.load(
      jwk, for: .hs256, derivation: [.jsonMember("k"), .base64URLDecode])
    #expect(key.bitCount == 33 * 8)
  }

  @Test func readsKeyMaterialUpToItsLimit() {
    let limit = KeyLimits.materialBytesMax
    let longest = [UInt8](repeating: 0x78, count: limit)
    #expect(refusal(SecretBytes(longest), .hs256) == nil)
    #expect(refusal(SecretBytes(longest + [0x78]), .hs256) == .tooLong)
    #expect(refusal(SecretBytes(longest), .rs256) == .notAKey)
    #expect(refusal(SecretBytes(longest + [0x78]), .rs256) == .tooLong)
  }

  @Test func tellsNoByteOfTheMaterial() {
    let marker = "hunter2hunter2hunter2"
    let errors: [KeyError?] = [
      refusal(secret(Material(marker)), .rs256), refusal(secret("{\"kty\":\"\(marker)\"}"), .rs256),
      refusal(secret(Material(marker)), .hs256, derivation: [.hexDecode]),
      refusal(secret("-----BEGIN \(marker)-----\n\(marker)\n-----END \(marker)-----"), .rs256),
    ]
    for error in errors {
      #expect(error != nil)
      let words = "\(String(describing: error)) \(error?.message ?? "") \(error?.help ?? "")"
      #expect(!words.contains(marker))
    }
  }

  @Test func wordsEveryErrorAsASentence() {
    let errors: [KeyError] =
      [
        .empty, .tooLong, .notAKey, .brokenPEM, .severalKeys, .publicInsteadOfPrivate,
        .certificateInsteadOfPrivate, .encrypted, .wrongKind(wanted: .ec, found: .other),
        .wrongCurve(wanted: .p256, found: nil), .rsaTooShort(bits: 1024), .rsaTooLong(bits: 32768),
        .rsaExponent, .inconsistent, .jwk(.notJSON), .jwk(.missing(member: "n")), .jwk(.otherUse),
        .noKeyPair(.hs256), .noAlgorithm(.other), .providerFailed(code: 1),
      ] + KeyForm.allCases.flatMap { [.keyInsteadOfSecret($0), .unsupportedForm($0)] }
      + DerivationFault.allCases.map { .derivationFailed(step: 1, name: "hex", $0) }
    for error in errors {
      for sentence in [error.message, error.help] {
        #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true)
      }
    }
  }
}
