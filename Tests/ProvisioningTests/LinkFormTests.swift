import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Where a token goes: links of any shape, and what an artifact needs.
@Suite struct LinkFormTests {
  @Test(arguments: [
    ("https://{host}{go}", "/a/b", "https://x.example/a/b?t=T"),
    ("https://{host}{go}", "/a?b=c", "https://x.example/a?b=c&t=T"),
    ("https://{host}{go}", "/a?b=c#d", "https://x.example/a?b=c&t=T#d"),
    ("https://{host}{go}", "/#d/e", "https://x.example/?t=T#d/e"),
    ("https://{host}{go}", "/ü?%41", "https://x.example/%C3%BC?%41&t=T"),
    ("https://x.example/in{go}", "/a", "https://x.example/in%2Fa?t=T"),
  ])
  func keepsThePathOfARow(url: String, path: String, expected: String) throws {
    let row = try LanguageFormTests.verdict(
      "", cells: ["sub": "s", "go": path], parameters: [("host", "x.example")],
      inputs: "go: { format: relative-path }",
      artifacts: "url: { kind: url, url: '\(url)', query: { t: '{token}' } }")
    let token = try #require(
      row.artifact.split(separator: "t=").last?.split(separator: "#").first)
    #expect(row.artifact.replacing(token, with: "T") == expected)
  }

  @Test(arguments: [
    ("https://x.example/a", "https://x.example/a?t=T"),
    ("https://X.example/a?b=c", "https://X.example/a?b=c&t=T"),
    ("https://x.example", "https://x.example?t=T"),
    ("https://evil.example/", "rejected: rule"),
    ("https://x.example.evil.example/", "rejected: rule"),
    ("https://x.example:8443/", "rejected: rule"),
    ("https://x.example@evil.example/", "rejected: format"),
    ("http://x.example/", "rejected: format"),
    ("https://evil.example\\@x.example/", "rejected: format"),
  ])
  func aRowMayBringTheWholeURLUnderARule(go: String, expected: String) throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        inputs: "properties: { go: { format: https-url } }",
        parameters: "properties: { host: { format: hostname } }",
        rules: """
          - { id: host, message: Another host., \
          compare: { claim: inputs.go, hostEquals: parameters.host } }
          """, artifacts: "url: { kind: url, url: '{go}', query: { t: '{token}' } }"))
    issuing.options.parameters = [("host", "x.example")]
    let row = try issuing.allowing("eternal").row(["sub": "s", "go": go])
    guard row.outcome == .accepted else {
      #expect(row.summary == expected)
      return
    }
    let token = try #require(row.artifact.split(separator: "t=").last)
    #expect(row.artifact.replacing(token, with: "T") == expected)
  }

  @Test(arguments: [
    ("https://{team}.example.com/", false), ("https://{team}:8443/", false),
    ("https://x.{team}/", false), ("https://{team}/a", true), ("https://{team}?a=b", true),
    ("https://{team}", true),
  ])
  func aHostWithAPortIsTheWholeAuthority(url: String, isGood: Bool) {
    let result = ProfileReader.read(
      Array(
        EngineProfile.yaml(
          parameters: "required: [team]\nproperties: { team: { format: host-port } }",
          artifacts: "url: { kind: url, url: '\(url)', query: { t: '{token}' } }"
        ).utf8), file: "p.yaml")
    #expect(codes(result.findings) == (isGood ? [] : ["unsafe-template"]))
  }

  @Test func aRowMayNotSayWhereTheTokenGoesWithoutARule() {
    let result = ProfileReader.read(
      Array(
        EngineProfile.yaml(
          inputs: "properties: { go: { format: https-url } }",
          artifacts: "url: { kind: url, url: '{go}', query: { t: '{token}' } }"
        ).utf8), file: "p.yaml")
    #expect(codes(result.findings) == ["unsafe-template"])
  }

  @Test(arguments: [
    ("anyOf: [{ format: relative-path }, { format: https-url }]", true),
    ("oneOf: [{ enum: [home] }, { pattern: \"^/\" }]", true),
    ("anyOf: [{ type: integer }, { const: x }]", true),
    ("allOf: [{ maxLength: 9 }, { format: relative-path }]", true),
    ("anyOf: [{ format: relative-path }, { maxLength: 9 }]", false),
    ("oneOf: [{ format: relative-path }, {}]", false), ("allOf: [{ maxLength: 9 }]", false),
    ("not: { format: relative-path }", false), ("maxLength: 9", false),
  ])
  func aRuleForAValueMayHaveBranches(schema: String, isRuled: Bool) {
    let result = ProfileReader.read(
      Array(
        EngineProfile.yaml(
          inputs: "properties: { go: { type: [string, integer], \(schema) } }",
          artifacts:
            "url: { kind: url, url: 'https://x.example/', query: { t: '{token}', go: '{go}' } }"
        ).utf8), file: "p.yaml")
    #expect(codes(result.findings) == (isRuled ? [] : ["unsafe-template"]))
  }

  @Test func aProfileMayAllowKeysOfSeveralKinds() throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(key: "kind: [secret, rsa]", token: "algorithms: [HS256, RS256]"))
    for (algorithm, key) in [("HS256", TestKeys.secret), ("RS256", TestKeys.rsa)] {
      issuing.options.algorithm = Algorithm(rawValue: algorithm)
      issuing.key = key
      let token = try issuing.allowing("eternal").row(["sub": "s"]).artifact
      #expect(token.split(separator: ".").count == 3)
    }
  }

  @Test(arguments: [
    "text: { kind: text, template: '{tenant}={token}' }",
    "url: { kind: url, url: 'https://x.example/{tenant}', query: { t: '{token}' } }",
    "url: { kind: url, url: 'https://x.example/', query: { t: '{token}' }, requires: [parameters.tenant] }",
  ])
  func anArtifactSaysAtOnceWhichParameterItNeeds(artifact: String) throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        parameters: "properties: { tenant: { maxLength: 3 } }", artifacts: artifact))
    let batch = try issuing.allowing("eternal").issue("sub\na\n")
    #expect(codes(batch.compileFindings) == ["missing-parameter"])
    let set = try issuing.allowing("eternal").setting("tenant", "t").issue("sub\na\n")
    #expect(set.compileFindings == [])
    let bad = try issuing.allowing("eternal").setting("tenant", "long").issue("sub\na\n")
    #expect(codes(bad.compileFindings) == ["bad-parameter"])
  }

  @Test func aPathThatMayBringAQueryIsNotFollowedByAnother() {
    let result = ProfileReader.read(
      Array(
        EngineProfile.yaml(
          inputs: "properties: { go: { format: relative-path } }",
          artifacts: "url: { kind: url, url: 'https://x.example{go}?t={token}' }"
        ).utf8), file: "p.yaml")
    #expect(codes(result.findings) == ["contradiction"])
  }

  @Test func anArtifactMayNeedWhatElsewhereMayBeAbsent() throws {
    let row = try LanguageFormTests.verdict(
      "", inputs: "go: { format: relative-path }",
      artifacts: """
        url: { kind: url, url: 'https://x.example/', query: { t: '{token}', go: '{go}' }, \
        requires: [inputs.go] }
        """)
    #expect(row.summary == "rejected: missing-input")
  }
}
