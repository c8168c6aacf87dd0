import Muster
import TestKit
import Testing

private let now = NumericDate(secondsSinceEpoch: 1_700_000_000)
private let secret = "0123456789abcdef0123456789abcdef"

private func bettermode(
  _ choices: Platform.Choices = Platform.Choices(parameters: ["domain": "community.example.com"]),
  secret: String? = secret
) throws -> Platform {
  let key = secret.map { Platform.Key.signing(SecretBytes(Array($0.utf8))) } ?? .none
  return try Platform(profileNamed: "bettermode", choices: choices, key: key)
}

private let ada = ["sub": "a-17", "name": "Ada", "email": "ada@example.com"]

@Suite struct IssuingOneRecord {
  @Test func issuesTheSameLinkForValuesAndForJSON() throws {
    let platform = try bettermode()
    let fromValues = try platform.issue(values: ada, at: now, entropy: .seeded(1))
    let json = #"{"sub":"a-17","name":"Ada","email":"ada@example.com"}"#
    let fromJSON = try platform.issue(json: Array(json.utf8), at: now, entropy: .seeded(1))
    #expect(fromValues.artifact == fromJSON.artifact)
    #expect(
      fromValues.artifact.hasPrefix("https://community.example.com/api/auth/sso?jwt=eyJ"))
    #expect(fromValues.expiresAt == NumericDate(secondsSinceEpoch: 1_700_000_060))
    #expect(fromValues.bestBefore == fromValues.expiresAt)
    #expect(fromValues.findings == [])
    #expect(fromValues.effects == [])
  }

  @Test func whatItIssuesItVerifiesUntilTheLifetimeIsOver() throws {
    let platform = try bettermode()
    let issued = try platform.issue(values: ada, at: now, entropy: .seeded(1))
    #expect(try platform.verify(issued.artifact, at: now).isValid)
    let late = try platform.verify(issued.artifact, at: now.advanced(bySeconds: 60))
    #expect(codes(late.findings) == ["expired"])
  }

  @Test func aBadRecordIsRefusedWithItsFindings() throws {
    let platform = try bettermode()
    var values = ada
    values["email"] = "nobody"
    let judgement = platform.check(values: values, at: now, entropy: .seeded(1))
    #expect(judgement.outcome == .rejected)
    #expect(codes(judgement.findings) == ["format"])
    #expect(throws: PlatformError.self) {
      try platform.issue(values: values, at: now, entropy: .seeded(1))
    }
  }

  @Test func aDestructiveRecordIsHeldUntilItsEffectIsAllowed() throws {
    var values = ada
    values["spaceIds"] = "s1"
    values["spacesOperation"] = "REPLACE"
    let held = try bettermode().check(values: values, at: now, entropy: .seeded(1))
    #expect(held.outcome == .held)
    #expect(codes(held.findings) == ["effect-held"])
    let allowing = try bettermode(
      Platform.Choices(
        parameters: ["domain": "community.example.com"], allowedEffects: ["replace-spaces"]))
    let issued = try allowing.issue(values: values, at: now, entropy: .seeded(1))
    #expect(issued.effects == ["replace-spaces", "join-spaces"])
  }

  @Test func checkingNeedsNoKeyAndIssuingDoes() throws {
    let platform = try bettermode(secret: nil)
    #expect(platform.check(values: ada, at: now, entropy: .seeded(1)).outcome == .accepted)
    do {
      _ = try platform.issue(values: ada, at: now, entropy: .seeded(1))
      Issue.record("It issued without a key.")
    } catch PlatformError.noKey {
    }
  }

  @Test(arguments: [
    ("", "empty-batch"), ("[1]", "not-an-object"), ("{\"sub\":1", "invalid-json"),
    ("{} {}", "invalid-json"), ("{},", "invalid-json"), ("{\"a\":1,\"a\":2}", "duplicate-member"),
  ])
  func aTextThatIsNotOneObjectIsRejected(_ json: String, _ code: String) throws {
    let judgement = try bettermode().check(json: Array(json.utf8), at: now, entropy: .seeded(1))
    #expect(judgement.outcome == .rejected)
    #expect(codes(judgement.findings).contains(code))
  }

  @Test func anEmptyTextIsAbsentAndQuotesAreText() throws {
    var values = ada
    values["tagline"] = ""
    values["name"] = "A \"quoted\",\nname"
    let platform = try bettermode()
    let issued = try platform.issue(values: values, at: now, entropy: .seeded(1))
    let explanation = try platform.explain(issued.artifact, at: now)
    #expect(explanation.claims.map(\.name) == ["sub", "name", "email", "iat", "exp"])
    #expect(explanation.claims[1].value.contains("quoted"))
  }

  @Test func tokensFromManyTasksAreTheSame() async throws {
    let platform = try bettermode()
    let expected = try platform.issue(values: ada, at: now, entropy: .seeded(1)).artifact
    await withTaskGroup(of: String?.self) { group in
      for _ in 0..<32 {
        group.addTask {
          try? platform.issue(values: ada, at: now, entropy: .seeded(1)).artifact
        }
      }
      for await artifact in group { #expect(artifact == expected) }
    }
  }
}

@Suite struct MakingAPlatform {
  @Test func namesTheNearestProfile() {
    #expect(throws: PlatformError.self) { try Platform(profileNamed: "betermode") }
    #expect(
      PlatformError.unknownProfile(name: "betermode").message
        == "There is no built-in profile \"betermode\". Did you mean \"bettermode\"?")
  }

  @Test func saysWhatTheChoicesLack() {
    do {
      _ = try bettermode(Platform.Choices(lifetimeSeconds: 0, allowedEffects: ["x"]))
      Issue.record("The domain is missing.")
    } catch PlatformError.choices(let findings) {
      #expect(codes(findings) == ["missing-parameter", "lifetime", "unknown-effect"])
    } catch {
      Issue.record("Another error: \(error)")
    }
  }

  @Test func refusesTokensWithoutAnEndUnlessTheyAreAllowed() throws {
    let profile = """
      muster: 1
      name: acme
      title: Acme
      documents: { guide: { title: Guide } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: {}
      identity: [sub]
      claims: { required: [sub], properties: { sub: {} } }
      artifacts: { token: { kind: token } }
      """
    let text = Array(profile.utf8)
    do {
      _ = try Platform(profileText: text, file: "acme.yaml")
      Issue.record("Nothing bounds these tokens.")
    } catch PlatformError.choices(let findings) {
      #expect(codes(findings) == ["eternal"])
    }
    let choices = Platform.Choices(allowedEffects: ["eternal"])
    let platform = try Platform(
      profileText: text, file: "acme.yaml", choices: choices,
      key: .signing(SecretBytes(Array(secret.utf8))))
    let issued = try platform.issue(values: ["sub": "a"], at: now, entropy: .seeded(1))
    #expect(issued.bestBefore == nil)
  }

  @Test func warnsOfAShortSecretAndNeverShowsIt() throws {
    let platform = try bettermode(secret: "short-but-real")
    #expect(codes(platform.warnings) == ["weak-key"])
    #expect(!"\(platform.warnings)".contains("short-but-real"))
    var shown = ""
    dump(platform, to: &shown)
    #expect(!shown.contains("short-but-real"))
  }

  @Test func aPublicKeyVerifiesAndDoesNotIssue() throws {
    let pair = try KeyGenerator.privateKeyPEM(for: .rs256)
    let issuing = try Platform(profileNamed: "tinydrive", key: .signing(pair))
    let issued = try issuing.issue(
      values: ["sub": "a-17", "name": "Ada"], at: now, entropy: .seeded(1))
    let half = SecretBytes(try KeyGenerator.publicKeyPEM(of: pair))
    let verifying = try Platform(profileNamed: "tinydrive", key: .verifying(half))
    #expect(try verifying.verify(issued.artifact, at: now).isValid)
    #expect(throws: PlatformError.self) {
      try verifying.issue(values: ["sub": "a", "name": "b"], at: now, entropy: .seeded(1))
    }
  }

  @Test func explainsATokenWithoutAProfile() throws {
    let issued = try bettermode().issue(values: ada, at: now, entropy: .seeded(1))
    let explanation = try Platform.explain(issued.artifact, at: now)
    #expect(explanation.header.map(\.name) == ["alg", "typ"])
    #expect(throws: PlatformError.self) { try Platform.explain("nothing", at: now) }
  }
}
