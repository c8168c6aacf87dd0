import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// What was issued is accepted, and nothing else is.
@Suite struct VerifyTests {
  struct Case: Sendable {
    var name: String
    var algorithm: Algorithm
    var row: String
    var allowed: [String] = []
  }

  static let cases: [Case] = [
    Case(name: "mediaos", algorithm: .hs256, row: #"{"email":"a@b.co"}"#),
    Case(
      name: "mediaos", algorithm: .hs256,
      row:
        #"{"email":"a@b.co","first_name":"É \"q\"","forumGroupIds":[1,9007199254740993],"passwordMD5":"5f4dcc3b5aa765d61d8327deb882cf99"}"#,
      allowed: ["set-password"]),
    Case(name: "bettermode", algorithm: .hs256, row: #"{"sub":"1","name":"N","email":"a@b.co"}"#),
    Case(
      name: "bettermode", algorithm: .hs256,
      row:
        #"{"sub":"1","name":"N","email":"a@b.co","spaceIds":["a"],"spacesOperation":"REPLACE","plan":7,"redirect_uri":"/a?b=c&d#é"}"#,
      allowed: ["replace-spaces"]),
    Case(
      name: "proprofs", algorithm: .hs256,
      row: #"{"user_email":"a@b.co","site_access":"1,2","guest":false}"#),
    Case(
      name: "acadio", algorithm: .hs512,
      row: #"{"email":"a@b.co","meta":{"a":{"b":[1,null]}},"go":"/x"}"#),
    Case(
      name: "acadio", algorithm: .hs256, row: #"{"email":"a@b.co","groups":[],"credits":[]}"#,
      allowed: ["clear-groups", "clear-credits"]),
    Case(name: "tinydrive", algorithm: .rs256, row: #"{"sub":"1","name":"N","drive_root":"/n"}"#),
    Case(name: "tinydrive", algorithm: .ps384, row: #"{"sub":"urn:x:1","name":"N"}"#),
  ]

  private struct Issued {
    var artifact: [UInt8]
    var token: [UInt8]
    var verifier: TokenVerifier
  }

  private static func issue(_ it: Case, artifact: String? = nil) throws -> Issued {
    var issuing = try Issuing(it.name)
    issuing.options.algorithm = it.algorithm
    issuing.options.allowedEffects = it.allowed
    issuing.options.artifact = artifact
    let row = try issuing.row(json: it.row)
    try #require(row.outcome == .accepted)
    let compiled = try #require(issuing.compile().compiled)
    let token = try #require(TokenReading.find(in: Array(row.artifact.utf8)))
    return Issued(
      artifact: Array(row.artifact.utf8), token: token,
      verifier: try TokenVerifier(compiled, key: issuing.verificationKey(compiled)))
  }

  @Test(arguments: cases)
  func acceptsWhatWasIssued(it: Case) throws {
    for form in [nil, "token"] {
      var issued = try Self.issue(it, artifact: form)
      for seconds in [0, 59] {
        let result = issued.verifier.verify(
          issued.artifact, row: 1, line: 1, now: testTime.advanced(bySeconds: seconds))
        #expect(result.findings == [])
        #expect(result.isValid)
      }
    }
  }

  @Test(arguments: cases)
  func refusesEveryByteThatIsChanged(it: Case) throws {
    var issued = try Self.issue(it, artifact: "token")
    // An RSA check takes longer: every seventh byte, and the last ones, are enough there.
    let step = it.algorithm.keyKind == .rsa ? 7 : 1
    for index in issued.token.indices where index % step == 0 || index + 8 > issued.token.count {
      for flip: UInt8 in [0x01, 0x20, 0x80] {
        var token = issued.token
        token[index] ^= flip
        let result = issued.verifier.verify(token, row: 1, line: 1, now: testTime)
        if result.isValid { Issue.record("byte \(index) ^ \(flip) is accepted") }
      }
    }
  }

  @Test(arguments: cases)
  func refusesEveryCutAndEveryAddition(it: Case) throws {
    var issued = try Self.issue(it, artifact: "token")
    for count in stride(from: 0, to: issued.token.count, by: 3) {
      let cut = Array(issued.token[..<count])
      #expect(!issued.verifier.verify(cut, row: 1, line: 1, now: testTime).isValid)
    }
    for more in ["=", "A", ".", "\n", " ", ".A", "\0"] {
      let longer = issued.token + Array(more.utf8)
      #expect(!issued.verifier.verify(longer, row: 1, line: 1, now: testTime).isValid)
    }
  }

  @Test(arguments: cases)
  func refusesAChangedByteOfTheArtifact(it: Case) throws {
    var issued = try Self.issue(it)
    for index in issued.artifact.indices where index % 5 == 0 {
      var artifact = issued.artifact
      artifact[index] ^= 0x01
      let result = issued.verifier.verify(artifact, row: 1, line: 1, now: testTime)
      // The one thing that may change is a redirect: it is signed by nobody.
      let isRedirect = text(artifact).contains("&redirect_uri=") || text(artifact).contains("&go=")
      if result.isValid && !isRedirect { Issue.record("byte \(index) is accepted") }
    }
  }

  @Test(arguments: [
    ("mediaos", 59, []), ("mediaos", 60, ["expired"]), ("mediaos", 61, ["expired"]),
    ("bettermode", 60, ["expired"]), ("proprofs", 179, []), ("proprofs", 180, ["expired"]),
    ("acadio", 299, []), ("acadio", 300, ["expired"]), ("tinydrive", 599, []),
    ("tinydrive", 600, ["expired"]), ("proprofs", -60, []), ("proprofs", -61, ["not-yet-valid"]),
    ("mediaos", -60, []),
  ])
  func holdsTheLifetimeAgainstNow(name: String, seconds: Int, expected: [String]) throws {
    let it = try #require(Self.cases.first { $0.name == name })
    var issued = try Self.issue(it)
    let now = NumericDate(secondsSinceEpoch: testTime.secondsSinceEpoch + seconds)
    let result = issued.verifier.verify(issued.artifact, row: 1, line: 1, now: now)
    #expect(codes(result.findings) == expected)
  }

  @Test(arguments: cases)
  func refusesATokenOfAnotherKey(it: Case) throws {
    let issued = try Self.issue(it)
    var issuing = try Issuing(it.name)
    guard issuing.profile.key.kinds == [.secret] else { return }
    issuing.options.algorithm = it.algorithm
    issuing.key = "another secret, which did not sign it"
    let compiled = try #require(issuing.compile().compiled)
    var verifier = try TokenVerifier(compiled, key: issuing.verificationKey(compiled))
    let result = verifier.verify(issued.artifact, row: 1, line: 1, now: testTime)
    #expect(codes(result.findings) == ["bad-signature"])
  }

  /// Claims and headers that somebody with the key could sign.
  @Test(arguments: [
    (#"{"email":"a@b.co"}"#, ["required", "eternal"]),
    (#"{"email":"a@b.co","expires":1700000060000}"#, ["lifetime"]),
    (#"{"email":"a@b.co","expires":1700000361}"#, ["lifetime"]),
    (#"{"email":"a@b.co","expires":1700000120}"#, []),
    (#"{"email":"a@b.co","expires":"1700000060"}"#, ["type"]),
    (#"{"email":"a@b.co","expires":1700000060,"exp":1700000060}"#, ["unknown-claim"]),
    (#"{"email":"a@b.co","expires":1700000060,"forumGroupIds":["1"]}"#, ["type"]),
    (#"{"email":"a@b.co","expires":1700000060,"forumGroupIds":[]}"#, ["min-items"]),
    (#"{"email":"a@b.co","expires":1700000060,"passwordMD5":"hunter2"}"#, ["pattern"]),
    (#"{"email":"a@b.co","expires":99999999999999999999}"#, ["lifetime"]),
    (#"{"email":"a@b.co","expires":9223372036854775807}"#, ["lifetime"]),
    (#"{"email":"a@b.co","expires":-9223372036854775808}"#, ["lifetime", "expired"]),
    (#"{"email":"a@b.co","email":"c@d.co","expires":1700000060}"#, ["not-a-token"]),
    (#"[1]"#, ["not-a-token"]), ("{}x", ["not-a-token"]),
  ])
  func judgesClaimsThatWereSignedElsewhere(claims: String, expected: [String]) throws {
    let issuing = try Issuing("mediaos").with { $0.options.artifact = "token" }
    let compiled = try #require(issuing.compile().compiled)
    var token: [UInt8] = []
    try TokenSigner(compiled, key: issuing.signingKey(compiled))
      .appendToken(Array(claims.utf8), to: &token)
    var verifier = try TokenVerifier(compiled, key: issuing.verificationKey(compiled))
    let result = verifier.verify(token, row: 1, line: 1, now: testTime)
    #expect(codes(result.findings) == expected)
    #expect(result.isValid == expected.isEmpty)
    for finding in result.findings { #expect(finding.excerpt?.contains("hunter2") != true) }
  }

  @Test(arguments: [
    (#"{"alg":"none","typ":"JWT"}"#, ["wrong-algorithm"]),
    (#"{"alg":"HS512","typ":"JWT"}"#, ["wrong-algorithm"]),
    (#"{"alg":"hs256","typ":"JWT"}"#, ["wrong-algorithm"]),
    (#"{"alg":256,"typ":"JWT"}"#, ["wrong-algorithm"]),
    (#"{"typ":"JWT"}"#, ["bad-header"]), (#"{"alg":"HS256"}"#, ["bad-header"]),
    (#"{"alg":"HS256","typ":"JWT","crit":["x"]}"#, ["bad-header"]),
    (#"{"alg":"HS256","typ":"JWT","b64":false}"#, ["bad-header"]),
  ])
  func judgesHeadersThatWereSignedElsewhere(header: String, expected: [String]) throws {
    let issuing = try Issuing("mediaos").with { $0.options.artifact = "token" }
    let compiled = try #require(issuing.compile().compiled)
    var token: [UInt8] = []
    Base64URL.append(Array(header.utf8).span, to: &token)
    token.append(UInt8(ascii: "."))
    Base64URL.append(Array(#"{"email":"a@b.co","expires":1700000060}"#.utf8).span, to: &token)
    var signature: [UInt8] = []
    try Signer(key: issuing.signingKey(compiled)).sign(token.span, into: &signature)
    token.append(UInt8(ascii: "."))
    Base64URL.append(signature.span, to: &token)
    var verifier = try TokenVerifier(compiled, key: issuing.verificationKey(compiled))
    #expect(codes(verifier.verify(token, row: 1, line: 1, now: testTime).findings) == expected)
  }
}
