import Bytes
import Testing
import Tokens

struct VectorTests {
  @Test(arguments: MACVector.all)
  func agreesWithRFC4231(vector: MACVector) {
    let tags = [(Digest.sha256, vector.sha256), (.sha384, vector.sha384), (.sha512, vector.sha512)]
    for (digest, expected) in tags {
      var tag = bytes("kept")
      MAC.append(
        digest, key: unhex(vector.key).span, message: unhex(vector.message).span, to: &tag)
      #expect(hex(Array(tag.dropFirst(4))) == expected)
    }
  }

  @Test(arguments: [
    (Digest.md5, "750c783e6ab0b503eaa86e310a5db738"),
    (.sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
  ])
  func agreesWithRFC2202(digest: Digest, expected: String) {
    var tag: [UInt8] = []
    let message = bytes("what do ya want for nothing?")
    MAC.append(digest, key: bytes("Jefe").span, message: message.span, to: &tag)
    #expect(hex(tag) == expected)
  }

  @Test(arguments: [
    (Digest.md5, "900150983cd24fb0d6963f7d28e17f72"),
    (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha384,
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ])
  func digestsAsFIPS180Says(digest: Digest, expected: String) {
    var output: [UInt8] = []
    digest.append(of: bytes("abc").span, to: &output)
    #expect(hex(output) == expected)
    #expect(output.count == digest.byteCount)
  }

  private static func derivation(_ vector: TokenVector) -> [KeyStep] {
    vector.algorithm.keyKind == .secret ? [.base64URLDecode] : []
  }

  @Test(arguments: TokenVector.all)
  func verifiesTheTokensOfTheRFCs(vector: TokenVector) throws {
    let (input, good) = try #require(taken(vector.token))
    let key = try VerificationKey.load(
      secret(Material(vector.key)), for: vector.algorithm, derivation: Self.derivation(vector))
    let verifier = try Verifier(key: key)
    #expect(isValid(verifier, good, input))
    #expect(!isValid(verifier, good, input.dropLast()))
    var changed = good
    changed[changed.count / 2] ^= 1
    #expect(!isValid(verifier, changed, input))
  }

  @Test(arguments: TokenVector.all)
  func signsTheTokensOfTheRFCs(vector: TokenVector) throws {
    let (input, _) = try #require(taken(vector.token))
    let key = try SigningKey.load(
      secret(Material(vector.key)), for: vector.algorithm, derivation: Self.derivation(vector))
    let signer = try Signer(key: key)
    var made = input + bytes(".")
    var raw: [UInt8] = []
    try signer.sign(input.span, into: &raw)
    Base64URL.append(raw.span, to: &made)
    #expect(made.count == vector.token.utf8.count)
    if vector.isDeterministic { #expect(text(made) == vector.token) }
    let (_, signature) = try #require(taken(text(made)))
    let verifier = try Verifier(key: key.verificationKey())
    #expect(isValid(verifier, signature, input))
  }

  @Test func derivesAKeyAsAPlatformDocumentsIt() throws {
    let steps: [KeyStep] = [.md5, .hex]
    let derived = try KeyStep.apply(steps, to: secret("key goes here"))
    #expect(text(content(derived)) == "69f1e23de2fdc68e3ce1d9ac47c9d937")
    let key = try SigningKey.load(secret("key goes here"), for: .hs256, derivation: steps)
    let header = base64URL(bytes(#"{"typ":"JWT","alg":"HS256"}"#))
    let claims = base64URL(
      bytes(
        #"{"iat":1700000000,"jti":"0123456789abcdef0123456789abcdef","user_email":"acme@pros.com","#
          + #""site_access":"44567,77898"}"#))
    let made = try signature(key, bytes(header + "." + claims))
    #expect(base64URL(made) == "wlwAUct05Xb7za0nxPwOydK2PYjUkxcJv2Om8mrPoIw")
    #expect(key.bitCount == 256)
    #expect(key.doubts == [.placeholder])
  }
}
