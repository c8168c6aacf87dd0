import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Signed texts that are no JWS. The expected signatures were computed with Python's hmac, hashlib
/// and base64.
@Suite struct ContainerTests {
  private static let key = "SECRET-OF-THIRTY-TWO-BYTES-LONG!"

  private static func issuing(
    _ container: String, artifacts: String = "token: { kind: token }", parameters: String = ""
  ) throws -> Issuing {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "n: { type: integer }", lifetime: "{ age: { claim: inputs.time, maximum: 2h } }",
        container: container,
        inputs:
          "properties: { time: { type: integer, generate: { time: now } }, go: { format: relative-path } }",
        parameters: "properties: { host: { format: hostname, default: host }, tag: {} }",
        artifacts: artifacts))
    issuing.key = key
    return issuing
  }

  private static let disqus = """
    payload: { format: json, encoding: base64 }, text: "{encodedPayload} {signature} {time}", \
    signature: { algorithm: HMAC-SHA1, over: "{encodedPayload} {time}", encoding: hex }
    """

  private static let looker = """
    signature: { algorithm: HMAC-SHA1, separator: "\\n", encoding: base64, \
    over: ["{host}", "{claims.sub|encodeJSON}", "{claims.n|encodeJSON}", "{tag}"] }
    """

  private static let lookerLink = """
    url: { kind: url, url: "https://{host}/embed", \
    query: { id: "{claims.sub|encodeJSON}", n: "{claims.n}", signature: "{signature}" } }
    """

  @Test(arguments: [
    (
      disqus, "token: { kind: token }",
      "eyJzdWIiOiJzIiwibiI6N30= a10a79faed7c33c552edb43c582da47b38582abb 1700000000"
    ),
    (
      disqus, "page: { kind: html, template: \"<script>var x = '{token}';</script>\" }",
      #"<script>var x = 'eyJzdWIiOiJzIiwibiI6N30= a10a79faed7c33c552edb43c582da47b38582abb 1700000000';</script>"#
    ),
    (
      "payload: { format: json, encoding: hex }, signature: { algorithm: HMAC-SHA256, over: \"{payload}\" }",
      "url: { kind: url, url: 'https://x.example/', query: { payload: '{encodedPayload}', hmac: '{signature}' } }",
      "https://x.example/?payload=7b22737562223a2273222c226e223a377d&hmac=d6b60013ea608c1043819eded3d6dead1b8c4b5cdcd0922754a5fa72e96b34c0"
    ),
    (
      "payload: { format: query, encoding: base64 }, signature: { algorithm: HMAC-SHA256, over: \"{encodedPayload}\" }",
      "url: { kind: url, url: 'https://x.example/', query: { sso: '{encodedPayload}', sig: '{signature}' } }",
      "https://x.example/?sso=c3ViPXMmbj03&sig=d739233891cce2836297a594c0a1c2b04fc5c44191ec7c8a95807b24802aeafe"
    ),
    (
      "payload: { format: query }, signature: { algorithm: MD5, over: \"*{claims.sub}{claims.n}{secret}|\" }",
      "url: { kind: url, url: 'https://x.example/?{payload}', query: { s: '{signature}' } }",
      "https://x.example/?sub=s&n=7&s=402a22f60693ba7d960772d486cbb90d"
    ),
    (
      looker, lookerLink,
      "https://host/embed?id=%22s%22&n=7&signature=buq%2BofKIdm8lO4Tq079bmnBdH7k%3D"
    ),
    (
      "signature: { algorithm: HMAC-MD5, over: \"{claims.sub}\" }",
      "text: { kind: text, template: '{claims.sub} {claims.n} {signature|uppercase}' }",
      "s 7 2A60BDE981ADA502A0883182C58D3F51"
    ),
    (
      "signature: { algorithm: HMAC-MD5, over: \"{claims.sub}{secret}{claims.n}{secret}\" }",
      "text: { kind: text, template: '{claims.sub} {claims.n} {signature}' }",
      "s 7 10403dd7e78889a4d07b1b43acd23d4a"
    ),
    (
      "signature: { algorithm: HMAC-SHA384, over: \"{claims.sub}\", encoding: base64url }",
      "json: { kind: json, body: { sub: '{claims.sub}', n: '{claims.n}', sig: '{signature}' } }",
      #"{"sub":"s","n":7,"sig":"ofI3o20lAgI0ucuFaOHohrjkozCDtxTgkxu4_5JL48qBh-6Sa0doAbMI3fINzbns"}"#
    ),
  ])
  func signsAndVerifies(container: String, artifact: String, expected: String) throws {
    let issuing = try Self.issuing(container, artifacts: artifact)
    let row = try issuing.row(["sub": "s", "n": "7"])
    #expect(row.artifact == expected)
    #expect(row.bestBefore == 1_700_007_200)
    guard !artifact.contains("uppercase") else { return }
    #expect(try Self.verify(expected, issuing) == [])
    #expect(
      try Self.verify(expected, issuing.with { $0.key = "another secret of good length" })
        == ["bad-signature"])
  }

  private static func verify(_ artifact: String, _ issuing: Issuing) throws -> [String] {
    let compiled = try #require(issuing.compile().compiled)
    var verifier = try TokenVerifier(compiled, key: issuing.verificationKey(compiled))
    let result = verifier.verify(
      Array(artifact.utf8), row: 1, line: 1, now: NumericDate(secondsSinceEpoch: 1_700_000_100))
    return codes(result.findings).filter { !($0 == "eternal" && !artifact.contains("1700000000")) }
  }

  @Test(arguments: [
    // Another payload under the same signature.
    (
      "eyJzdWIiOiJ0IiwibiI6N30= a10a79faed7c33c552edb43c582da47b38582abb 1700000000",
      ["bad-signature"]
    ),
    // Another time under the same signature.
    (
      "eyJzdWIiOiJzIiwibiI6N30= a10a79faed7c33c552edb43c582da47b38582abb 1700000001",
      ["bad-signature"]
    ),
    ("eyJzdWIiOiJzIiwibiI6N30= zz 1700000000", ["not-a-token"]),
    ("eyJzdWIiOiJzIiwibiI6N30= a10a79faed7c33c552edb43c582da47b38582abb", ["not-a-token"]),
    ("bm8= a10a79faed7c33c552edb43c582da47b38582abb 1700000000", ["not-a-token"]),
    ("", ["not-a-token"]),
  ])
  func refusesAForgery(token: String, expected: [String]) throws {
    #expect(try Self.verify(token, Self.issuing(Self.disqus)) == expected)
  }

  /// Inputs that only the signed text holds are made again, as the profile made them.
  @Test(arguments: [
    ("it: { value: \"{host}/\" }", ""), ("it: { value: \"{go}!\" }", ""),
    ("it: { value: [1, \"{go}\"] , type: array }", ""), ("it: { default: x }", ""),
    ("it: { join: { separator: \"-\", parts: [\"{go}\", \"{tag}\"] } }", ""),
    ("it: { firstOf: [\"{tag}\", \"{go}\"] }", ""), ("it: {}", "it"),
    ("in: { value: \"{go}\" }, it: { value: \"{in}{in}\" }", ""),
    ("it: { value: x, when: { inputs.go: present } }", ""),
  ])
  func derivesTheInputsThatAnArtifactDoesNotShow(inputs: String, set: String) throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        container: """
          signature: { algorithm: HMAC-SHA256, over: "{claims.sub} {it}" }, \
          text: "{claims.sub} {go} {signature}"
          """, inputs: "properties: { go: { format: relative-path }, \(inputs) }",
        parameters: "properties: { host: { format: hostname, default: host }, tag: {} }"))
    issuing.key = Self.key
    if !set.isEmpty { issuing = issuing.setting(set, "value") }
    let artifact = try issuing.allowing("eternal").row(["sub": "s", "go": "/a"]).artifact
    #expect(try Self.verify(artifact, issuing) == [])
    let other = artifact.replacing("/a", with: "/b")
    let isBound = inputs.contains("{go}")
    #expect(try Self.verify(other, issuing) == (isBound ? ["bad-signature"] : []))
  }

  /// A time of issue that nothing shows cannot be made again.
  @Test(arguments: ["time: now", "random: hex"])
  func doesNotDeriveWhatIsNewEachTime(generate: String) throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        container: """
          signature: { algorithm: HMAC-SHA256, over: "{claims.sub} {it}" }, \
          text: "{claims.sub} {signature}"
          """, inputs: "properties: { it: { generate: { \(generate) } } }"))
    issuing.key = Self.key
    let artifact = try issuing.allowing("eternal").row(["sub": "s"]).artifact
    #expect(try Self.verify(artifact, issuing) == ["wrong-form"])
  }

  @Test(arguments: ["/a", "/a?x=1", "/a?s=1&time=2", "/a?x=1#f"])
  func readsBackALinkWithThePathOfARow(path: String) throws {
    let issuing = try Self.issuing(
      "signature: { algorithm: HMAC-SHA256, over: '{go}{claims.sub}{time}' }",
      artifacts: """
        url: { kind: url, url: 'https://{host}{go}', \
        query: { sub: '{claims.sub}', time: '{time}', s: '{signature}' } }
        """)
    let link = try issuing.row(["sub": "s", "go": path]).artifact
    #expect(try Self.verify(link, issuing) == [])
  }

  @Test func checksClaimsAndAge() throws {
    let issuing = try Self.issuing(Self.disqus)
    let old = try issuing.with { $0.now = NumericDate(secondsSinceEpoch: 1_600_000_000) }
      .row(["sub": "s", "n": "7"]).artifact
    #expect(try Self.verify(old, issuing).contains("expired"))
  }

  /// HMAC-SHA1 of `s`, nothing and `7` on three lines, and of two lines.
  @Test(arguments: [
    ("", "eeaf81b2f249d9d2965a26ef889f8ef8320a63a6"),
    (", absent: omit", "eeaf81b2f249d9d2965a26ef889f8ef8320a63a6"),
    (", absent: empty", "1b24c0075a7442291b6ddb81675ed09e516b3a96"),
  ])
  func keepsOrDropsTheLineOfAnAbsentValue(absent: String, signature: String) throws {
    let issuing = try Self.issuing(
      """
      signature: { algorithm: HMAC-SHA1, separator: "\\n"\(absent), \
      over: ["{claims.sub}", "<{tag}>", "{claims.n}"] }
      """, artifacts: "text: { kind: text, template: '{claims.sub} {claims.n} {signature}' }")
    let artifact = try issuing.row(["sub": "s", "n": "7"]).artifact
    #expect(artifact == "s 7 \(signature)")
    #expect(try Self.verify(artifact, issuing) == [])
  }

  @Test func leavesPartsWithAbsentValuesOutOfTheSignedText() throws {
    let with = try Self.issuing(Self.looker, artifacts: Self.lookerLink)
      .setting("tag", "x").row(["sub": "s", "n": "7"]).artifact
    let without = try Self.issuing(Self.looker, artifacts: Self.lookerLink)
      .row(["sub": "s", "n": "7"]).artifact
    #expect(with != without)
  }

  @Test func signsWithAKeyPair() throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        key: "kind: rsa",
        container: """
          payload: { format: json, encoding: base64url }, text: "{encodedPayload}.{signature}", \
          signature: { algorithm: RS256, over: "{encodedPayload}", encoding: base64url }
          """))
    issuing.options.allowedEffects = ["eternal"]
    let token = try issuing.row(["sub": "s"]).artifact
    let compiled = try #require(issuing.compile().compiled)
    let verifier = try Verifier(key: issuing.verificationKey(compiled))
    let parts = token.split(separator: ".").map { Array($0.utf8) }
    let text = parts[0]
    let encoded = parts[1]
    var signature: [UInt8] = []
    _ = Base64URL.decode(encoded.span, into: &signature)
    let isValid = verifier.isValid(signature: signature.span, of: text.span)
    #expect(isValid)
    #expect(try Self.verify(token, issuing) == [])
  }

  @Test func aJWSCanBeSpelledAsAContainer() throws {
    let container = try Self.issuing(
      """
      payload: { format: json, encoding: base64url }, \
      text: "{host|base64url}.{encodedPayload}.{signature}", \
      signature: { algorithm: HMAC-SHA256, over: "{host|base64url}.{encodedPayload}", encoding: base64url }
      """)
    let text = try container.with { $0.options.parameters = [] }
      .row(["sub": "s", "n": "7"]).artifact
    let jws = try Issuing(
      yaml: EngineProfile.yaml(claims: "n: { type: integer }")
    ).with { $0.key = Self.key }.allowing("eternal").row(["sub": "s", "n": "7"]).artifact
    #expect(text.split(separator: ".")[1] == jws.split(separator: ".")[1])
  }

  @Test(arguments: [
    (
      "signature: { algorithm: MD5, over: x }",
      "A digest signs only a text in which {secret} stands."
    ),
    (
      "signature: { algorithm: RS256, over: '{secret}' }",
      "RS256 takes a key pair, so {secret} does not stand in the text."
    ),
    ("signature: { algorithm: MD5, over: '{secret|md5}' }", "The secret takes no filter here."),
    (
      "signature: { algorithm: RS256, over: x }",
      "RS256 signs with a key of kind \"rsa\", and this profile's key is of kind \"secret\"."
    ),
    (
      "signature: { algorithm: HMAC-SHA2, over: x }",
      "The value of \"algorithm\" must be: "
    ),
    (
      "signature: { algorithm: HMAC-SHA256, over: '{encodedPayload}' }",
      "This container names a payload and has none."
    ),
    (
      "signature: { algorithm: HMAC-SHA256, absent: empty, over: x }",
      "A single text is signed, and a row that lacks one of its values is rejected."
    ),
    (
      "signature: { algorithm: HMAC-SHA256, over: x }, text: nothing",
      "The text holds the signature once."
    ),
  ])
  func findsMistakes(container: String, message: String) {
    let text = EngineProfile.yaml(
      container: container,
      artifacts: "url: { kind: url, url: 'https://x.example/', query: { s: '{signature}' } }")
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(
      result.findings.contains { $0.message.hasPrefix(message) },
      "\(result.findings.map(\.message))")
  }

  @Test(arguments: [
    ("kind: secret, parts: { id: { steps: [trim] } }", true),
    ("kind: [rsa, secret], parts: { id: { steps: [trim, base64Decode] } }", true),
    ("kind: secret, parts: { id: { steps: [trim, { split: ':', take: 1 }] } }", false),
    ("kind: secret, parts: { id: { steps: [{ member: id }] } }", false),
    ("kind: rsa, parts: { id: { steps: [trim] } }", false),
  ])
  func aPartOfASecretIsNotTheWhole(key: String, isRefused: Bool) {
    let algorithm = key.hasPrefix("kind: rsa") ? "RS256" : "HS256"
    let text = EngineProfile.yaml(key: key, token: "algorithms: [\(algorithm)]")
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(codes(result.findings) == (isRefused ? ["contradiction"] : []))
  }

  @Test(arguments: [
    ("hex", "signature|uppercase", []), ("base64", "signature|percentEncode", []),
    ("base64", "signature|uppercase", ["contradiction"]),
    ("hex", "signature|md5", ["contradiction"]),
  ])
  func refusesAFilterThatSpoilsTheSignature(encoding: String, name: String, expected: [String]) {
    let text = EngineProfile.yaml(
      container: "signature: { algorithm: HMAC-SHA256, over: x, encoding: \(encoding) }",
      artifacts: "text: { kind: text, template: '{\(name)}' }")
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(codes(result.findings) == expected)
  }

  @Test func theSecretNeverStandsInAnArtifact() {
    let text = EngineProfile.yaml(
      container: "signature: { algorithm: HMAC-SHA256, over: x }",
      artifacts: "text: { kind: text, template: '{secret} {signature}' }")
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(result.findings.map(\.message) == ["Unknown placeholder \"secret\"."])
  }

  @Test func aProfileHasATokenOrAContainer() {
    let text = EngineProfile.yaml(container: "signature: { algorithm: HMAC-SHA256, over: x }")
      .replacing("key: {", with: "token: { algorithms: [HS256] }\nkey: {")
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(codes(result.findings).contains("contradiction"))
  }

  @Test func aContainerHasOneAlgorithm() throws {
    let batch = try Self.issuing(Self.disqus).with { $0.options.algorithm = .hs512 }
      .issue("sub\ns\n")
    #expect(codes(batch.compileFindings) == ["wrong-algorithm"])
  }
}
