import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing

/// Members of JSON that are left out where their value is absent.
@Suite struct OptionalMemberTests {
  private static func issuing(
    claim: String = "sub", artifacts: String = "token: { kind: token }", header: String = ""
  ) throws -> Issuing {
    try Issuing(
      yaml: EngineProfile.yaml(
        claims: """
          mail: {}
          n: { type: integer }
          it: { type: [object, string], \(claim == "sub" ? "value: x" : claim) }
          """, token: "algorithms: [HS256]\(header.isEmpty ? "" : ", header: { \(header) }")",
        inputs: "properties: { go: { format: relative-path } }",
        parameters: "properties: { tenant: {} }", artifacts: artifacts)
    ).allowing("eternal")
  }

  @Test(
    arguments: [
      ("{ a: '{claims.mail?}', b: '{claims.n?}' }", ["mail": "m", "n": "7"], #"{"a":"m","b":7}"#),
      ("{ a: '{claims.mail?}', b: '{claims.n?}' }", ["mail": "", "n": "7"], #"{"b":7}"#),
      ("{ a: '{claims.mail?}', b: '{claims.n?}' }", ["mail": "m", "n": ""], #"{"a":"m"}"#),
      ("{ a: '{claims.mail?}', b: '{claims.n?}' }", ["mail": "", "n": ""], "{}"),
      ("{ a: 1, b: '{claims.n?}', c: 2 }", ["n": ""], #"{"a":1,"c":2}"#),
      ("{ a: 1, b: '{claims.n?}', c: 2 }", ["n": "7"], #"{"a":1,"b":7,"c":2}"#),
      ("{ b: '{claims.n?}', c: { d: '{claims.n?}' } }", ["n": ""], #"{"c":{}}"#),
      (
        "{ a: '{claims.mail?|md5}', b: 1 }", ["mail": "a"],
        #"{"a":"0cc175b9c0f1b6a831c399e269772661","b":1}"#
      ),
      ("{ a: '{claims.mail?|md5}', b: 1 }", ["mail": ""], #"{"b":1}"#),
      ("{ list: [{ a: '{go?}' }, 2] }", ["go": "/x"], #"{"list":[{"a":"/x"},2]}"#),
      ("{ list: [{ a: '{go?}' }, 2] }", ["go": ""], #"{"list":[{},2]}"#),
      ("{ '{claims.sub}': '{tenant?}', z: '{claims.sub}' }", ["n": ""], #"{"z":"s"}"#),
      // The whole claim is absent where something that is not optional is.
      ("{ a: '{claims.mail?}', b: '{claims.n}' }", ["mail": "m", "n": ""], ""),
    ] as [(String, Cells, String)])
  func leavesMembersOut(value: String, cells: Cells, expected: String) throws {
    for origin in ["value: \(value)", "firstOf: [\(value)]"] {
      let names = (["sub"] + cells.list.map(\.column)).joined(separator: ",")
      let texts = (["s"] + cells.list.map(\.text)).joined(separator: ",")
      let row = try #require(try Self.issuing(claim: origin).issue("\(names)\n\(texts)\n").first)
      let found = row.claims.split(separator: #","it":"#).dropFirst().first.map { $0.dropLast() }
      #expect(found.map(String.init) ?? "" == expected, "\(row.summary)")
    }
  }

  @Test(
    arguments: [
      (["go": "/x", "mail": "m\"}", "n": "7"], #"{"t":"T","go":"/x","mail":"m\"}","n":7,"e":0}"#),
      (["go": "", "mail": "", "n": ""], #"{"t":"T","e":0}"#),
      (["go": "", "mail": "m", "n": ""], #"{"t":"T","mail":"m","e":0}"#),
    ] as [(Cells, String)])
  func leavesMembersOfAnArtifactOut(cells: Cells, expected: String) throws {
    let issuing = try Self.issuing(
      artifacts: """
        json: { kind: json, body: { t: '{token}', go: '{go?}', mail: '{claims.mail?}', \
        n: '{claims.n?}', x: '{tenant?}', e: 0 } }
        """)
    let names = (["sub"] + cells.list.map(\.column)).joined(separator: ",")
    let texts = (["s"] + cells.list.map { quoted($0.text) }).joined(separator: ",")
    let row = try #require(try issuing.issue("\(names)\n\(texts)\n").first)
    let token = try #require(TokenReading.find(in: Array(row.artifact.utf8)))
    #expect(row.artifact.replacing(text(token), with: "T") == expected)
    let compiled = try #require(issuing.compile().compiled)
    var verifier = try TokenVerifier(compiled, key: issuing.verificationKey(compiled))
    let result = verifier.verify(Array(row.artifact.utf8), row: 1, line: 1, now: testTime)
    #expect(codes(result.findings) == ["eternal"])
    let other = row.artifact.replacing("\"e\":0", with: "\"e\":1")
    let found = verifier.verify(Array(other.utf8), row: 1, line: 1, now: testTime)
    #expect(codes(found.findings) == ["wrong-form", "eternal"])
  }

  /// An artifact that stands apart from its claims is read back, member by member.
  @Test(
    arguments: [
      (["n": "7", "mail": "a,\"b"], #"{"n":7,"sub":"s","mail":"a,\"b","sig":"S"}"#),
      (["n": "", "mail": ""], #"{"sub":"s","sig":"S"}"#),
      (["n": "7", "mail": ""], #"{"n":7,"sub":"s","sig":"S"}"#),
    ] as [(Cells, String)])
  func readsThemBackFromAContainer(cells: Cells, expected: String) throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "n: { type: integer }\nmail: {}",
        container: "signature: { algorithm: HMAC-SHA256, over: '{claims.sub}' }",
        artifacts: """
          json: { kind: json, body: { n: '{claims.n?}', sub: '{claims.sub}', \
          mail: '{claims.mail?}', sig: '{signature}' } }
          """)
    ).allowing("eternal")
    let names = (["sub"] + cells.list.map(\.column)).joined(separator: ",")
    let texts = (["s"] + cells.list.map { quoted($0.text) }).joined(separator: ",")
    let artifact = try #require(try issuing.issue("\(names)\n\(texts)\n").first).artifact
    let signature = try #require(artifact.split(separator: "\"sig\":\"").last?.dropLast(2))
    #expect(artifact.replacing(signature, with: "S") == expected)
    let compiled = try #require(issuing.compile().compiled)
    var verifier = try TokenVerifier(compiled, key: issuing.verificationKey(compiled))
    let result = verifier.verify(Array(artifact.utf8), row: 1, line: 1, now: testTime)
    #expect(codes(result.findings) == ["eternal"])
  }

  @Test(arguments: [
    ("", #"{"alg":"HS256","o":{}}"#), ("t", #"{"alg":"HS256","kid":"t","o":{"n":"t"}}"#),
  ])
  func leavesMembersOfTheHeaderOut(tenant: String, expected: String) throws {
    var issuing = try Self.issuing(header: "kid: '{tenant?}', o: { n: '{tenant?}' }")
    if !tenant.isEmpty { issuing = issuing.setting("tenant", tenant) }
    let token = try #require(try issuing.issue("sub\ns\n").first).artifact
    let header = try #require(TokenReading.read(Array(token.utf8)).reading).header
    #expect(text(header) == expected)
  }

  @Test(arguments: [
    "value: '{claims.mail?}'", "value: { a: 'x{claims.mail?}' }", "value: ['{claims.mail?}']",
    "value: { '{claims.mail?}': 1 }", "join: { separator: x, parts: ['{claims.mail?}'] }",
    "value: { a: '{claims.mail|md5?}' }",
    "transform: [{ template: { a: '{value?}' } }]",
  ])
  func standsNowhereElse(claim: String) {
    let yaml = EngineProfile.yaml(claims: "mail: {}\nit: { type: [object, string], \(claim) }")
    let result = ProfileReader.read(Array(yaml.utf8), file: "p.yaml")
    let wanted = claim.contains("md5?") ? ["unknown-name"] : ["bad-value"]
    #expect(codes(result.findings) == wanted, "\(result.findings.map(\.message))")
  }
}
