import Testing
import Tokens

struct JWKTests {
  private static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
  private static let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
  private static let d = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
  private static let edX = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
  private static let edD = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"

  private static func ec(_ more: String = "", x: String = x, y: String = y, d: String? = d)
    -> Material
  {
    let last = d.map { ",\"d\":\"\($0)\"" } ?? ""
    return Material(
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"\(x)\",\"y\":\"\(y)\"\(last)\(more)}")
  }

  private static func ed(x: String = edX, d: String = edD) -> Material {
    Material("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\(x)\",\"d\":\"\(d)\"}")
  }

  @Test(arguments: [
    (ec(), Algorithm.es256, KeyError?.none),
    (ec(#","alg":"ES256","use":"sig","key_ops":["sign"],"x5c":["AA=="],"ext":true"#), .es256, nil),
    (ed(), .edDSA, nil),
    (ec(#","alg":"ES384""#), .es256, .jwk(.otherAlgorithm)),
    (ec(#","alg":1"#), .es256, .jwk(.malformed(member: "alg"))),
    (ec(#","use":"enc""#), .es256, .jwk(.otherUse)),
    (ec(#","key_ops":["verify"]"#), .es256, .jwk(.otherUse)),
    (ec(#","x":"AA""#), .es256, .jwk(.notJSON)),
    (ec(d: nil), .es256, .publicInsteadOfPrivate),
    (ec(), .es384, .wrongCurve(wanted: .p384, found: .p256)),
    (ec(), .rs256, .wrongKind(wanted: .rsa, found: .ec(.p256))),
    (ec(x: y, y: x), .es256, .jwk(.inconsistent)),
    (ec(x: x + "=", y: y), .es256, .jwk(.malformed(member: "x"))),
    (ec(x: "AA" + x, y: y), .es256, .jwk(.malformed(member: "x"))),
    (ec(d: edD), .es256, .inconsistent),
    (ec(d: String(repeating: "A", count: 43)), .es256, .inconsistent),
    (ed(x: edD), .edDSA, .jwk(.inconsistent)),
    (ed(d: "AAAA"), .edDSA, .jwk(.malformed(member: "d"))),
    (#"{"kty":"OKP","crv":"Ed25519","d":"AA"}"#, .edDSA, .jwk(.missing(member: "x"))),
    (#"{"kty":"OKP","crv":"X25519","x":"AA"}"#, .edDSA, .jwk(.unknownCurve)),
    (#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#, .es256, .jwk(.unknownCurve)),
    (#"{"kty":"EC"}"#, .es256, .jwk(.missing(member: "crv"))),
    (#"{"kty":"RSA","n":"AQAB"}"#, .rs256, .jwk(.missing(member: "e"))),
    (#"{"kty":"RSA","n":"AQAB","e":"AQAB","oth":[]}"#, .rs256, .jwk(.multiPrime)),
    (
      #"{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","p":"AQAB"}"#, .rs256,
      .jwk(.missing(member: "q"))
    ),
    (#"{"kty":"oct","k":"AQAB"}"#, .rs256, .unsupportedForm(.jwk)),
    (#"{"kty":"rsa"}"#, .rs256, .jwk(.unknownKeyType)),
    (#"{"kty":1}"#, .rs256, .jwk(.unknownKeyType)),
    (#"{"n":"AQAB"}"#, .rs256, .notAKey),
  ])
  func readsOrRefusesAPrivateJWK(jwk: Material, algorithm: Algorithm, expected: KeyError?) {
    #expect(refusal(secret(jwk), algorithm) == expected)
  }

  @Test(arguments: [
    (ec(d: nil), KeyError?.none), (ec(), nil),
    (ec(#","key_ops":["verify"]"#, d: nil), nil), (ec(#","key_ops":["sign"]"#), nil),
    (ec(#","key_ops":["deriveKey"]"#, d: nil), .jwk(.otherUse)),
    (ec(#","use":"enc""#, d: nil), .jwk(.otherUse)),
    // On no curve: a point that is off it, and the point at infinity.
    (ec(y: x, d: nil), .jwk(.inconsistent)),
    (
      ec(
        x: String(repeating: "A", count: 43), y: String(repeating: "A", count: 43), d: nil),
      .jwk(.inconsistent)
    ),
  ])
  func readsOrRefusesAPublicJWK(jwk: Material, expected: KeyError?) {
    #expect(verificationRefusal(secret(jwk), .es256) == expected)
  }

  /// With an exponent of 1, everybody could sign.
  @Test(arguments: ["AQ", "Ag", "AQAA"])
  func refusesAnUnsoundExponent(exponent: String) throws {
    let n = try #require(TokenVector.all[1].key.split(separator: "\"").first { $0.count == 342 })
    let jwk: Material = "{\"kty\":\"RSA\",\"n\":\"\(String(n))\",\"e\":\"\(exponent)\"}"
    #expect(verificationRefusal(secret(jwk), .rs256) == .rsaExponent)
    let sound: Material = "{\"kty\":\"RSA\",\"n\":\"\(String(n))\",\"e\":\"AQAB\"}"
    #expect(verificationRefusal(secret(sound), .rs256) == nil)
  }

  @Test func givesTheSameKeyAsPEM() throws {
    let jwk = try SigningKey.load(secret(Self.ed()), for: .edDSA)
    let pem = try KeyGenerator.publicKeyPEM(of: secret(Self.ed()))
    let half = try VerificationKey.load(SecretBytes(pem), for: .edDSA)
    #expect(jwk.fingerprint == half.fingerprint)
  }
}
