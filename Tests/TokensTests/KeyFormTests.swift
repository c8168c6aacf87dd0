import Testing
import Tokens

/// The same key in every dress in which people bring it.
struct KeyFormTests {
  private static func dresses(_ material: Material) -> [Material] {
    let pem = material.text
    let lines = material.lines
    let begin = lines.firstIndex { $0.hasPrefix("-----BEGIN") && !$0.contains("PARAMETERS") } ?? 0
    let block = lines[begin...]
    let dresses: [String] = [
      pem,
      lines.joined(separator: "\n"),
      lines.joined(separator: "\r\n") + "\r\n",
      lines.joined(separator: "\r"),
      "\n\n" + pem + "\n\n",
      "\u{FEFF}" + pem,
      lines.map { "    " + $0 }.joined(separator: "\n"),
      lines.map { "\t" + $0 + " \t" }.joined(separator: "\n"),
      lines.joined(separator: "\n\n"),
      "Bag Attributes\n    friendlyName: test\n" + pem + "trailing words\n",
      lines.joined(separator: "\\n"),
      lines.joined(separator: "\\r\\n") + "\\r\\n",
      block.joined(separator: " "),
      block.joined(),
      "{\"private_key\":\"" + lines.joined(separator: "\\n") + "\\n\"}",
      "KEY=\"" + pem + "\"",
    ]
    return dresses.map { Material($0) }
  }

  @Test(arguments: [
    (TestKeys.rsaPKCS1, Algorithm.rs256), (TestKeys.rsaPKCS8, .rs256), (TestKeys.rsaPKCS8, .ps512),
    (TestKeys.p256SEC1, .es256), (TestKeys.p256PKCS8, .es256), (TestKeys.p384PKCS8, .es384),
    (TestKeys.p521PKCS8, .es512), (TestKeys.ed25519PKCS8, .edDSA),
  ])
  func readsAPrivateKeyHoweverItWasCopied(pem: Material, algorithm: Algorithm) throws {
    let expected = try SigningKey.load(secret(pem), for: algorithm).fingerprint
    #expect(expected?.count == 16)
    for dress in Self.dresses(pem) {
      let key = try SigningKey.load(secret(dress), for: algorithm)
      #expect(key.fingerprint == expected)
      #expect(key.verificationKey().fingerprint == expected)
      let verification = try VerificationKey.load(secret(dress), for: algorithm)
      #expect(verification.fingerprint == expected)
    }
  }

  @Test(arguments: [
    (TestKeys.rsaSPKI, TestKeys.rsaPKCS1, Algorithm.rs256),
    (TestKeys.rsaPublicPKCS1, TestKeys.rsaPKCS1, .ps256),
    (TestKeys.rsaCertificate, TestKeys.rsaPKCS1, .rs256),
    (TestKeys.p256SPKI, TestKeys.p256SEC1, .es256),
    (TestKeys.ed25519SPKI, TestKeys.ed25519PKCS8, .edDSA),
  ])
  func verifiesWithThePublicHalfInEveryForm(
    pem: Material, privatePEM: Material, algorithm: Algorithm
  ) throws {
    let key = try SigningKey.load(secret(privatePEM), for: algorithm)
    let made = try signature(key, bytes("header.claims"))
    for dress in Self.dresses(pem) {
      let half = try VerificationKey.load(secret(dress), for: algorithm)
      #expect(half.fingerprint == key.fingerprint)
      let verifier = try Verifier(key: half)
      #expect(isValid(verifier, made, bytes("header.claims")))
    }
  }

  @Test func takesThePrivateKeyOutOfAFileWithItsCertificate() throws {
    let both = TestKeys.rsaCertificate + TestKeys.rsaPKCS8 + TestKeys.rsaSPKI
    let alone = try SigningKey.load(secret(TestKeys.rsaPKCS8), for: .rs256)
    #expect(try SigningKey.load(secret(both), for: .rs256).fingerprint == alone.fingerprint)
  }

  @Test func readsAKeyBehindItsDerivation() throws {
    let json = #"{"private_key":""# + TestKeys.ed25519PKCS8.replacing("\n", with: "\\n") + #""}"#
    let key = try SigningKey.load(
      secret(json), for: .edDSA, derivation: [.jsonMember("private_key"), .trim])
    let alone = try SigningKey.load(secret(TestKeys.ed25519PKCS8), for: .edDSA)
    #expect(key.fingerprint == alone.fingerprint)
  }

  @Test(arguments: [
    ("secret\n", "secret"), ("secret\r\n", "secret"), ("secret\n\n", "secret\n"),
    ("secret\r", "secret\r"), ("\nsecret", "\nsecret"), (" secret ", " secret "),
    ("\u{FEFF}secret", "\u{FEFF}secret"), ("se\ncret", "se\ncret"),
  ])
  func dropsOneLineBreakBehindASecretAndNothingElse(file: String, key: String) throws {
    let message = bytes("header.claims")
    var expected: [UInt8] = []
    MAC.append(.sha256, key: bytes(key).span, message: message.span, to: &expected)
    let loaded = try SigningKey.load(secret(Material(file)), for: .hs256)
    #expect(try signature(loaded, message) == expected)
    #expect(loaded.bitCount == key.utf8.count * 8)
    #expect(loaded.fingerprint == nil)
  }

  @Test(arguments: [
    (Algorithm.hs256, 31, true), (.hs256, 32, false), (.hs384, 47, true), (.hs384, 48, false),
    (.hs512, 63, true), (.hs512, 64, false),
  ])
  func saysWhetherASecretIsShorterThanTheHash(
    algorithm: Algorithm, count: Int, isShorter: Bool
  ) throws {
    let key = try SigningKey.load(
      SecretBytes([UInt8](repeating: 0x5A, count: count)), for: algorithm)
    #expect(key.isShorterThanHash == isShorter)
    #expect(key.doubts == (isShorter ? [.shorterThanHash] : []))
  }

  @Test(arguments: [
    ("your-256-bit-secret", [KeyDoubt.shorterThanHash, .placeholder]),
    ("Change_Me!\n", [.shorterThanHash, .placeholder]),
    (" 0123456789abcdef0123456789abcdef", [.outerWhiteSpace]),
    ("0123456789abcdef0123456789abcdef\n\n", [.outerWhiteSpace]),
    ("\u{FEFF}0123456789abcdef0123456789abcdef", [.byteOrderMark]),
    ("0123456789abcdef0123456789abcdef\n", []),
  ])
  func doubtsASecretThatLooksLikeAMistake(file: String, doubts: [KeyDoubt]) throws {
    #expect(try SigningKey.load(secret(Material(file)), for: .hs256).doubts == doubts)
  }
}
