import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Rules over inputs, when the token is there already: each artifact is judged by its own inputs.
@Suite struct VerifyInputsTests {
  private static let profile = """
    muster: 1
    name: x
    title: X
    documents: { guide: { title: Guide } }
    inputs: { properties: { back: { format: relative-path }, hidden: { pattern: "^a" } } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: { type: string }
        exp: { type: integer, generate: { time: expiry } }
    rules:
      - { id: needs-back, message: No way back., requires: [inputs.back] }
      - { id: needs-hidden, message: Nothing hidden., requires: [inputs.hidden] }
    artifacts:
      url: { kind: url, url: "https://example.com/", query: { t: "{token}", back: "{back}" } }
    """

  @Test func judgesEachArtifactByItsOwnInputs() throws {
    let profile = try #require(
      ProfileReader.read(Array(Self.profile.utf8), file: "x.yaml").profile)
    let compiled = try #require(ProfileCompiler.compile(profile, ProvisioningOptions()).compiled)
    let secret = SecretBytes(Array("a secret that is long enough for tests".utf8))
    let signer = try Signer(key: SigningKey.load(secret, for: .hs256))
    var token: [UInt8] = []
    Base64URL.append(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8).span, to: &token)
    token.append(UInt8(ascii: "."))
    Base64URL.append(Array(#"{"sub":"u1","exp":1700000060}"#.utf8).span, to: &token)
    var signature: [UInt8] = []
    try signer.sign(token.span, into: &signature)
    token.append(UInt8(ascii: "."))
    Base64URL.append(signature.span, to: &token)

    var verifier = try TokenVerifier(
      compiled, key: VerificationKey.load(secret, for: .hs256))
    let link = "https://example.com/?t=" + String(decoding: token, as: Unicode.UTF8.self)
    var outcomes: [[String]] = []
    for tail in ["&back=%2Fa", "", "&back=%2Fb", ""] {
      let result = verifier.verify(
        Array((link + tail).utf8), row: 1, line: 1,
        now: NumericDate(secondsSinceEpoch: 1_700_000_000))
      outcomes.append(result.findings.compactMap(\.rule))
    }
    // What the artifact does not show (`hidden`) is not held against it.
    #expect(outcomes == [[], ["needs-back"], [], ["needs-back"]])
  }
}
