import Cases
import Findings
import Testing

/// What a case says when something is not as it expects: the difference, and nothing else.
@Suite struct CaseRunningTests {
  private static let claims =
    "claims: { sub: \"1\", level: 2, address: { city: X, zip: Y }, exp: 1700000060, "
    + "jti: c7b92f02dfdd5ff88ed9e302fa6aa1de }"
  private static let batch = "json: { sub: \"1\", level: 2, address: { city: X, zip: Y } }"

  @Test(arguments: [
    // The whole claims: values, types, what is missing, what is too much, and the order.
    ("claims: { sub: 1 }", ["claims.sub: expected 1, is \"1\""]),
    ("claims: { level: 3 }", ["claims.level: expected 3, is 2"]),
    ("claims: { sub: null }", ["claims.sub: expected null, is \"1\""]),
    ("claims: { role: 7 }", ["claims.role: expected 7, is absent"]),
    ("claims: { address: { zip: Z } }", ["claims.address.zip: expected \"Z\", is \"Y\""]),
    (
      "claims: { address: { \"a.b\": 1 } }",
      ["claims.address[\"a.b\"]: expected 1, is absent"]
    ),
    ("claims: { level: [1] }", ["claims.level: expected [1], is 2"]),
  ])
  func showsOnlyWhatDiffersInAPart(expect: String, differences: [String]) throws {
    let body = "\(Self.batch), expect: { \(expect.replacing("claims", with: "claimsInclude")) }"
    #expect(try Acme.differences(body) == differences)
  }

  @Test func comparesWholeClaimsWithTheirOrder() throws {
    let same = "\(Self.batch), expect: { \(Self.claims) }"
    let jti = try Acme.run("- { name: it, \(same) }")[0].rows[0].claims
    let random = String(decoding: jti ?? [], as: UTF8.self).split(separator: "\"")
    let id = String(random[random.count - 2])
    let right = same.replacing("c7b92f02dfdd5ff88ed9e302fa6aa1de", with: id)
    #expect(try Acme.differences(right) == [])
    #expect(
      try Acme.differences(
        right.replacing("city: X, zip: Y }, exp", with: "zip: Y, city: X }, exp"))
        == ["claims.address: expected the order zip, city, is city, zip"])
    #expect(
      try Acme.differences(
        right.replacing("claims: { sub: \"1\", level: 2", with: "claims: { level: 2, sub: \"1\""))
        == [
          "claims: expected the order level, sub, address, exp, jti, is sub, level, address, exp, jti"
        ])
    #expect(
      try Acme.differences(right.replacing("exp: 1700000060, ", with: ""))
        == ["claims.exp: expected nothing, is 1700000060"])
  }

  @Test func makesTheSameIdentifiersFromTheSameSeed() throws {
    func identifiers(_ seeds: [Int]) throws -> [String] {
      try seeds.map { seed in
        let row = try Acme.run("- { name: it, seed: \(seed), json: { sub: a } }")[0].rows[0]
        return String(decoding: row.claims ?? [], as: UTF8.self)
      }
    }
    let made = try identifiers([1, 2, 1])
    #expect(made[0] == made[2])
    #expect(made[0] != made[1])
  }

  @Test(
    arguments: [
      (
        "csv: \"sub,tags\\n1,\\\"a,b\\\"\\n\", expect: { claimsInclude: { tags: [a, b] }, claimsAbsent: level }",
        []
      ),
      (
        "csv: \"sub,tags\\n1,a\\n\", expect: { claimsInclude: { tags: [a, b, c] } }",
        ["claims.tags[1]: expected \"b\", is absent", "claims.tags[2]: expected \"c\", is absent"]
      ),
      (
        "csv: \"sub,tags\\n1,\\\"a,b\\\"\\n\", expect: { claimsInclude: { tags: [b] } }",
        ["claims.tags[0]: expected \"b\", is \"a\"", "claims.tags[1]: expected nothing, is \"b\""]
      ),
      (
        "json: { sub: a, address: { city: X } }, expect: { claimsAbsent: [address.city, address.street, level] }",
        ["claims.address.city: expected nothing, is \"X\""]
      ),
      // The header
      ("json: { sub: a }, keyParts: { id: k1 }, expect: { header: { kid: k1, alg: HS256 } }", []),
      (
        "json: { sub: a }, algorithm: HS512, expect: { header: { kid: k, alg: HS256 } }",
        [
          "header.kid: expected \"k\", is \"(key)\"",
          "header.alg: expected \"HS256\", is \"HS512\"",
        ]
      ),
      // The artifact
      (
        "csv: \"sub,return_to\\n1,/a?b\\n\", expect: { artifact: \"https://acme.example/sso?jwt={token}&to=%2Fa%3Fb\" }",
        []
      ),
      (
        "json: { sub: a }, expect: { artifact: \"https://acme.example/sso?jwt=\" }",
        [
          "artifact: expected \"https://acme.example/sso?jwt=\", is \"https://acme.example/sso?jwt={token}\""
        ]
      ),
      (
        "json: { sub: a }, artifact: json, expect: { artifact: '{\"token\":\"{token}\",\"id\":\"a\"}' }",
        []
      ),
      // Effects
      ("json: { sub: a, tags: [x] }, expect: { effects: [tag] }", []),
      ("json: { sub: a, tags: [x] }, expect: { effects: [] }", ["effects: expected none, is tag"]),
      ("json: { sub: a }, expect: { effects: [tag] }", ["effects: expected tag, is none"]),
      (
        "json: { sub: a, role: admin, level: 1 }, expect: { outcome: held, effects: [make-admin], findings: [effect-held] }",
        []
      ),
      (
        "json: { sub: a, role: admin, level: 1 }, allow: make-admin, expect: { effects: [make-admin] }",
        []
      ),
      (
        "json: { sub: a, role: admin, level: 1 }, expect: {}",
        [
          "outcome: expected accepted, is held",
          "findings: not expected: effect-held (rule make-admin): Held back because of the effect \"make-admin\": Makes an admin.",
        ]
      ),
      // Findings
      ("json: { sub: abcde }, expect: { outcome: rejected, findings: [max-length] }", []),
      (
        "json: { sub: abcde }, expect: { findings: [{ code: max-length, claim: sub, column: sub }] }",
        []
      ),
      (
        "json: { sub: abcde }, expect: { findings: [{ code: max-length, column: id }] }",
        [
          "findings: expected max-length (column id), which is not there",
          "findings: not expected: max-length (claim sub, column sub): The claim \"sub\" has 5 characters; at most 4 are allowed.",
        ]
      ),
      (
        "json: { sub: abcde }, expect: { outcome: held, findings: [max-length] }",
        ["outcome: expected held, is rejected"]
      ),
      (
        "json: { sub: a }, expect: { findings: [] }",
        ["outcome: expected anything else, is accepted"]
      ),
      (
        "json: { sub: abcde, level: 0 }, expect: { findings: [minimum, max-length] }",
        ["findings: expected the order minimum, max-length, is max-length, minimum"]
      ),
      (
        "json: { sub: a, tags: [x], level: 1 }, expect: { outcome: accepted, findings: [{ code: rule, rule: tags-are-rare }] }",
        []
      ),
      // The run and the batch
      ("json: { sub: a }, lifetime: 3m, expect: { outcome: accepted, findings: [lifetime] }", []),
      ("json: { sub: a }, lifetime: 6m, expect: { outcome: refused, findings: [lifetime] }", []),
      (
        "json: { sub: a }, parameters: { domian: x }, expect: { findings: [unknown-parameter] }", []
      ),
      (
        "json: { sub: a }, parameters: { domain: null }, expect: { outcome: refused, findings: [missing-parameter] }",
        []
      ),
      (
        "json: { sub: a }, parameters: { tiers: [x] }, expect: { outcome: refused, findings: [bad-parameter] }",
        []
      ),
      (
        "json: { sub: a }, allow: nothing, expect: { outcome: refused, findings: [unknown-effect] }",
        []
      ),
      (
        "json: { sub: a }, artifact: nothing, expect: { outcome: refused, findings: [unknown-name] }",
        []
      ),
      (
        "csv: \"sub,colour\\n1,x\\n\", expect: { outcome: refused, findings: [{ code: unknown-column, column: colour }] }",
        []
      ),
      ("csv: \"sub,colour\\n1,x\\n\", ignoreUnknown: true, expect: {}", []),
      (
        "csv: \"level\\n1\\n\", expect: { outcome: refused, findings: [{ code: missing-column, claim: sub }] }",
        []
      ),
      ("csv: \"SUB\\n1\\n\", expect: { outcome: accepted, findings: [column-case] }", []),
      (
        "csv: \"number\\n1\\n\", columns: { sub: number }, expect: { claimsInclude: { sub: \"1\" } }",
        []
      ),
      (
        "csv: \"sub,tags\\n1,a;b\\n\", separators: { tags: ; }, expect: { claimsInclude: { tags: [a, b] } }",
        []
      ),
      ("csv: \"\", expect: { outcome: refused, findings: [empty-batch] }", []),
      ("csv: \"sub\\n\", expect: { outcome: refused, findings: [empty-batch] }", []),
      ("json: [], expect: { outcome: refused, findings: [empty-batch] }", []),
      (
        "json: \"[{},]\", expect: { outcome: refused, findings: [{ code: required }, { code: invalid-json }] }",
        []
      ),
      (
        "json: '{\"sub\":\"7\",\"sub\":\"8\"}', expect: { outcome: rejected, findings: [duplicate-member] }",
        []
      ),
      // Rows
      (
        "json: [{ sub: a }, { sub: a }], expect: [{}, { outcome: rejected, findings: [duplicate-identity] }]",
        []
      ),
      ("json: [{ sub: a }, { sub: b }], expect: {}", ["rows: expected 1, is 2"]),
      ("json: { sub: a }, expect: [{}, {}]", ["rows: expected 2, is 1"]),
      (
        "json: [{ sub: a }, { sub: b }], expect: [{}, { claimsInclude: { sub: c } }]",
        ["row 2: claims.sub: expected \"c\", is \"b\""]
      ),
    ] as [(String, [String])])
  func saysWhatDiffers(body: String, differences: [String]) throws {
    #expect(try Acme.differences(body) == differences)
  }

  @Test func saysWhichPartOfATokenDiffers() throws {
    let key = "key: \"k1:test-only-0123456789abcdef0123456789\", artifact: token"
    func differences(_ token: String, _ more: String = "") throws -> [String] {
      try Acme.differences("json: { sub: a }, \(key)\(more), expect: { token: \(token) }")
    }
    let result = try Acme.run("- { name: it, json: { sub: a }, \(key) }")[0]
    let token = try #require(result.rows[0].token)
    #expect(result.rows[0].signedArtifact == token)
    #expect(try differences(token) == [])
    #expect(
      try differences(token, ", algorithm: HS512")
        == ["token.header.alg: expected \"HS256\", is \"HS512\""])
    #expect(
      try differences(token, ", lifetime: 61s")
        == ["token.claims.exp: expected 1700000060, is 1700000061"])
    let forged = token.dropLast(4) + "AAAA"
    let words = try differences(String(forged))
    #expect(words.count == 1)
    #expect(
      words[0].hasPrefix("token: from character ") && words[0].utf8.count < 200, "\(words)")
    #expect(
      try differences("x")[0].hasPrefix("token: from character 1 on expected \"x\", is \"eyJ"))
  }

  @Test func comparesTheSignedArtifactOrTheMarkedOne() throws {
    let key = "key: \"k1:test-only-0123456789abcdef0123456789\", artifact: json"
    let result = try Acme.run("- { name: it, json: { sub: a }, \(key) }")[0]
    let artifact = try #require(result.rows[0].signedArtifact)
    for text in [artifact, "{\"token\":\"{token}\",\"id\":\"a\"}"] {
      #expect(
        try Acme.differences("json: { sub: a }, \(key), expect: { artifact: '\(text)' }") == [])
    }
  }

  @Test func readsAKeyFromAFileBesideTheCases() throws {
    let body =
      "- { name: it, json: { sub: a }, key: { file: test-key }, expect: { header: { kid: k9, alg: HS256 } } }"
    let keys = ["test-key": "k9:test-only-0123456789abcdef0123456789"]
    #expect(try Acme.run(body, keys: keys)[0].differences == [])
    #expect(
      try Acme.run(body)[0].differences?.map(\.text)
        == ["key: There is no file \"test-key\" beside the cases that could be read."])
    #expect(
      try Acme.run(body, keys: ["test-key": "k9:"])[0].differences?.map(\.path) == ["key"])
  }

  @Test func saysWhatIsDoubtfulAboutAKey() throws {
    #expect(
      try Acme.differences(
        "json: { sub: a }, key: \"k:secret \", expect: { outcome: accepted, findings: [] }")
        == [
          "findings: not expected: doubtful-key: The secret begins or ends with white space, which is "
            + "part of the key."
        ])
  }

  @Test func expectsNothingWhereNothingIsExpected() throws {
    let result = try Acme.run("- { name: it, json: { sub: a } }")[0]
    #expect(result.differences == nil)
    #expect(!result.hasPassed)
    #expect(result.milliseconds > 1.9 && result.milliseconds < 2.1)
  }
}
