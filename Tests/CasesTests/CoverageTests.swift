import Cases
import Findings
import Profiles
import Testing

/// What counts as shown, and what does not.
@Suite struct CoverageTests {
  private static let profile = """
    muster: 1
    name: small
    title: Small
    documents: { guide: { title: Guide } }
    parameters: { properties: { tier: {} } }
    inputs: { required: [to], properties: { to: { enum: [a, b] } } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s, minimum: 20s, warnAbove: 80s, maximum: 90s }
    columns: { unknown: claims }
    claims:
      required: [sub, iss, exp, twice, tier]
      properties:
        iss: { value: "https://small.example", format: uri }
        sub: { maxLength: 3 }
        role: { type: object, properties: { name: { pattern: "^r" } }, required: [name] }
        level: { type: integer, exclusiveMinimum: 2 }
        exp: { type: integer, generate: { time: expiry } }
        twice: { type: integer, value: "{claims.exp}", maximum: 9999999999 }
        tier: { value: "t{tier}" }
      additionalProperties: { minLength: 1 }
    rules:
      - { id: level-needs-role, message: M., when: { level: present }, requires: [role] }
      - { id: not-both, message: M., atMostOneOf: [level, role] }
    effects:
      - { id: high, kind: access, description: D., when: { level: { minimum: 9 } } }
      - { id: named, kind: destructive, description: D., when: { role: present } }
    artifacts: { token: { kind: token, maxLength: 400 }, other: { kind: token }, text: { kind: text, template: "t {token}" } }
    """

  /// The words of what the cases leave out, and the findings about excuses.
  private func missing(
    _ cases: String, unreachable: String = "{}"
  ) throws -> (missing: [String], findings: [String], counts: [Int]) {
    let profile = try #require(
      ProfileReader.read(Array(Self.profile.utf8), file: "p.yaml").profile)
    let text =
      "muster: 1\nunreachable: \(unreachable)\n"
      + "defaults: { now: 1700000000, parameters: { to: a, tier: x } }\ncases:\n" + cases
    let (file, findings) = CaseReader.read(Array(text.utf8), file: "cases.yaml", of: profile)
    try #require(marks(findings) == [])
    let cases = try #require(file)
    let runner = CaseRunner(profile, keyFile: { _ in nil }, uptimeSeconds: { 0 })
    let coverage = Coverage(profile, cases, cases.cases.map { runner.run($0) })
    return (
      coverage.missing.map(\.words), codes(coverage.findings),
      [coverage.counts.shown, coverage.counts.all]
    )
  }

  private func codes(_ findings: [Finding]) -> [String] { findings.map(\.code.rawValue) }

  /// A key, and the token that Python's hmac makes with it.
  private static let key = "key: test-only-0123456789abcdef0123456789, artifact: other, "
  private static let token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    + "eyJpc3MiOiJodHRwczovL3NtYWxsLmV4YW1wbGUiLCJzdWIiOiJhIiwiZXhwIjoxNzAwMDAwMDYwLCJ0d2ljZSI6MTcwMDAwMDA2MCwidGllciI6InR4In0."
    + "qxnhql2FwF-0CfT15FRMUDf4XD1dy55Xw1CVjI6GhQc"

  /// What a row shows in any form but the first.
  private static let plain = [
    "effect named: not had", "inputs.to required: given", "inputs.to enum: at the limit",
    "sub required: given", "tier required: given",
  ]

  private static let all = [
    "signature: compared",
    "rule level-needs-role: broken", "rule level-needs-role: kept",
    "rule not-both: broken", "rule not-both: kept",
    "effect high: had", "effect high: not had", "effect named: had", "effect named: not had",
    "lifetime minimum 20: at the limit", "lifetime minimum 20: just beyond",
    "lifetime maximum 90: at the limit", "lifetime maximum 90: just beyond",
    "lifetime warnAbove 80: at the limit", "lifetime warnAbove 80: just beyond",
    "artifact text: compared",
    "artifact token maxLength: at the limit", "artifact token maxLength: just beyond",
    "inputs.to required: given", "inputs.to required: missing",
    "inputs.to enum: at the limit", "inputs.to enum: just beyond",
    "sub required: given", "sub required: missing",
    "sub maxLength 3: at the limit", "sub maxLength 3: just beyond",
    "role required name: at the limit", "role required name: just beyond",
    "role.name pattern ^r: at the limit", "role.name pattern ^r: just beyond",
    "level exclusiveMinimum 2: at the limit", "level exclusiveMinimum 2: just beyond",
    "tier required: given", "tier required: missing",
    "* minLength 1: at the limit", "* minLength 1: just beyond",
  ]

  @Test func asksForEverythingThatTheProfileSays() throws {
    let result = try missing("- { name: it, json: { sub: abcd }, expect: {} }")
    // A case that fails shows nothing.
    #expect(result.missing == Self.all)
    #expect(result.counts == [0, Self.all.count])
  }

  @Test(
    arguments: [
      // One case, and what it shows.
      (
        "json: { sub: abc }, expect: {}",
        [
          "effect named: not had", "artifact token maxLength: at the limit",
          "inputs.to required: given", "inputs.to enum: at the limit", "sub required: given",
          "sub maxLength 3: at the limit", "tier required: given",
        ]
      ),
      (
        "json: { sub: ab }, artifact: other, expect: {}",
        [
          "effect named: not had", "inputs.to required: given", "inputs.to enum: at the limit",
          "sub required: given", "tier required: given",
        ]
      ),
      // The forms of artifacts, but for the token alone
      (
        "artifact: text, json: { sub: a }, expect: { artifact: \"t {token}\" }",
        plain.prefix(1) + ["artifact text: compared"] + plain.dropFirst()
      ),
      ("artifact: text, json: { sub: a }, expect: {}", plain),
      // The signature
      (key + "json: { sub: a }, expect: { token: \(token) }", ["signature: compared"] + plain),
      (key + "json: { sub: a }, expect: { artifact: \(token) }", ["signature: compared"] + plain),
      (key + "json: { sub: a }, expect: { artifact: \"{token}\" }", plain),
      ("artifact: other, json: { sub: a }, expect: { artifact: \"{token}\" }", plain),
      (key + "json: { sub: a }, expect: { token: \(token)x }", []),
      ("json: { sub: abcd }, expect: { findings: [max-length] }", ["sub maxLength 3: just beyond"]),
      ("json: { sub: abcde }, expect: { findings: [max-length] }", []),
      ("json: {}, expect: { findings: [required] }", ["sub required: missing"]),
      ("csv: \"x\\n1\\n\", expect: { findings: [missing-column] }", ["sub required: missing"]),
      (
        "json: { sub: a }, parameters: { to: null }, expect: { findings: [missing-input] }",
        ["inputs.to required: missing"]
      ),
      ("json: { sub: a, to: c }, expect: { findings: [enum] }", ["inputs.to enum: just beyond"]),
      (
        "json: { sub: a }, lifetime: 90s, artifact: other, expect: { outcome: accepted, findings: [lifetime] }",
        [
          "effect named: not had", "lifetime maximum 90: at the limit", "inputs.to required: given",
          "inputs.to enum: at the limit", "sub required: given", "tier required: given",
        ]
      ),
      (
        "json: { sub: a }, lifetime: 80s, artifact: other, expect: {}",
        [
          "effect named: not had", "lifetime warnAbove 80: at the limit",
          "inputs.to required: given", "inputs.to enum: at the limit", "sub required: given",
          "tier required: given",
        ]
      ),
      (
        "json: { sub: a }, lifetime: 81s, artifact: other, expect: { outcome: accepted, findings: [lifetime] }",
        [
          "effect named: not had", "lifetime warnAbove 80: just beyond",
          "inputs.to required: given", "inputs.to enum: at the limit", "sub required: given",
          "tier required: given",
        ]
      ),
      (
        "json: { sub: a }, lifetime: 91s, expect: { findings: [lifetime] }",
        ["lifetime maximum 90: just beyond"]
      ),
      ("json: { sub: a }, lifetime: 92s, expect: { findings: [lifetime] }", []),
      (
        "json: { sub: a }, lifetime: 19s, expect: { findings: [lifetime] }",
        ["lifetime minimum 20: just beyond"]
      ),
      (
        "json: { level: 2 }, lifetime: 20s, expect: { findings: [required, minimum] }",
        ["sub required: missing", "level exclusiveMinimum 2: just beyond"]
      ),
      (
        "json: { sub: a }, parameters: { tier: null }, expect: { findings: [required] }",
        ["tier required: missing"]
      ),
      // Rules
      (
        "json: { sub: a, level: 4 }, expect: { findings: [rule] }",
        ["rule level-needs-role: broken", "rule not-both: kept"]
      ),
      (
        "json: { sub: a, level: 4, role: { name: r } }, expect: { findings: [rule] }",
        ["rule level-needs-role: kept", "rule not-both: broken"]
      ),
      // Effects: a held one says so itself, another counts where the case names it.
      (
        "json: { sub: a, role: { name: r } }, expect: { outcome: held, findings: [effect-held] }",
        [
          "rule not-both: kept", "effect named: had", "inputs.to required: given",
          "inputs.to enum: at the limit", "sub required: given", "role required name: at the limit",
          "role.name pattern ^r: at the limit", "tier required: given",
        ]
      ),
      (
        "json: { sub: a, level: 9, role: { name: r } }, allow: named, expect: { findings: [rule] }",
        ["rule level-needs-role: kept", "rule not-both: broken"]
      ),
      // Members, other claims, whole numbers
      (
        "json: { sub: a, role: {} }, expect: { findings: [required] }",
        ["role required name: just beyond"]
      ),
      (
        "csv: \"sub,role.name\\na,x\\n\", expect: { findings: [pattern] }",
        ["role.name pattern ^r: just beyond"]
      ),
      (
        "json: { sub: a, level: 2 }, expect: { findings: [minimum] }",
        ["level exclusiveMinimum 2: just beyond"]
      ),
      ("json: { sub: a, level: 1 }, expect: { findings: [minimum] }", []),
      (
        "json: { sub: a, x: \"\" }, expect: { findings: [min-length] }",
        ["* minLength 1: just beyond"]
      ),
    ] as [(String, [String])])
  func countsWhatACaseShows(body: String, shown: [String]) throws {
    let result = try missing("- { name: it, \(body) }")
    #expect(Self.all.filter { !result.missing.contains($0) } == shown)
  }

  @Test func countsAnEffectThatIsNotHeldWhereTheCaseNamesIt() throws {
    for (expect, isShown) in [("{ effects: [tag] }", true), ("{}", false)] {
      let results = try Acme.run("- { name: it, json: { sub: a, tags: [x] }, expect: \(expect) }")
      let file = try #require(
        try Acme.read(Acme.head + "- { name: it, json: { sub: a, tags: [x] }, expect: \(expect) }")
          .cases)
      let coverage = Coverage(try Acme.profile(), file, results)
      #expect(coverage.shown.map(\.words).contains("effect tag: had") == isShown)
    }
  }

  @Test func excusesWhatCannotBeShownAndNothingElse() throws {
    let cases = "- { name: it, json: { sub: abc }, expect: {} }"
    let excused = try missing(
      cases, unreachable: "{ \"artifact token maxLength: just beyond\": Claims are short. }")
    #expect(!excused.missing.contains("artifact token maxLength: just beyond"))
    #expect(excused.findings == [])
    #expect(excused.counts == [7, Self.all.count - 1])
    let wrong = try missing(
      cases,
      unreachable: "{ \"sub maxLength 3: at the limit\": x, \"sub maxLength 4: at the limit\": x }")
    #expect(wrong.findings == ["contradiction", "unknown-name"])
  }
}
