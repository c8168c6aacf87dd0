import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Forms of the language that no single platform of ours needs, but the next one may.
@Suite struct LanguageFormTests {
  static func verdict(
    _ claims: String, cells: Cells = ["sub": "s"], parameters: [(String, String)] = [],
    inputs: String = "", lifetime: String = "{ claim: exp, default: 60s }",
    artifacts: String = "token: { kind: token }"
  ) throws -> IssuedRow {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: claims + "\nexp: { type: integer, generate: { time: expiry } }",
        lifetime: lifetime, inputs: inputs.isEmpty ? "" : "properties: { \(inputs) }",
        parameters: "properties: { tenant: {}, host: { format: hostname }, n: { type: integer } }",
        artifacts: artifacts))
    issuing.options.parameters = parameters
    let names = cells.list.map(\.column).joined(separator: ",")
    let texts = cells.list.map { "\"" + $0.text.replacing("\"", with: "\"\"") + "\"" }
    return try #require(
      try issuing.issue("\(names)\n\(texts.joined(separator: ","))\n").first)
  }

  static func with(_ members: String) -> String {
    #"{"sub":"s",\#(members)"exp":1700000060}"#
  }

  // MARK: Times

  @Test(arguments: [
    ("generate: { time: now, as: date }", #""2023-11-14""#),
    ("generate: { time: now, as: http-date }", #""Tue, 14 Nov 2023 22:13:20 GMT""#),
    ("generate: { time: expiry, as: http-date }", #""Tue, 14 Nov 2023 22:14:20 GMT""#),
    ("generate: { time: now, as: \"%Y%m%dT%H%M%SZ\" }", #""20231114T221320Z""#),
    ("generate: { time: now, as: \"%j 100%% %s\" }", #""318 100% 1700000000""#),
    ("generate: { time: now, as: seconds }", #""1700000000""#),
    ("generate: { time: now, as: milliseconds }", #""1700000000000""#),
    ("type: integer, generate: { time: lifetime }", "60"),
    ("generate: { time: lifetime, as: milliseconds }", #""60000""#),
  ])
  func writesTimes(property: String, expected: String) throws {
    let row = try Self.verdict("it: { \(property) }")
    #expect(row.summary == Self.with(#""it":\#(expected),"#))
  }

  @Test(arguments: [
    ("toSeconds", "2023-11-14", "1699920000"),
    ("toSeconds", "2023-11-14T22:13:20Z", "1700000000"),
    ("toSeconds", " 2023-11-14T23:13:20+01:00 ", "1700000000"),
    ("toSeconds", "1700000000", "1700000000"),
    ("toSeconds", "1970-01-01", "0"),
    ("toSeconds", "1969-12-31", "rejected: transform"),
    ("toSeconds", "2023-02-29", "rejected: transform"),
    ("toSeconds", "14.11.2023", "rejected: transform"),
    ("toSeconds", "1700000000000", "rejected: transform"),
    ("toMilliseconds", "2023-11-14T22:13:20Z", "1700000000000"),
    ("toDateTime", "1700000000", #""2023-11-14T22:13:20Z""#),
    ("toDateTime", "2023-11-14", #""2023-11-14T00:00:00Z""#),
  ])
  func readsTimes(step: String, cell: String, expected: String) throws {
    let row = try Self.verdict(
      "it: { type: [integer, string], transform: [\(step)] }", cells: ["sub": "s", "it": cell])
    #expect(
      row.summary == (expected.hasPrefix("rej") ? expected : Self.with(#""it":\#(expected),"#)))
  }

  // MARK: Steps

  @Test(arguments: [
    ("{ map: { admin: 1, member: 2 } }", "type: integer", "admin", "1"),
    ("{ map: { admin: [a, b] } }", "type: array", "admin", #"["a","b"]"#),
    ("{ map: { \"1\": yes-it-is } }", "type: string", "1", #""yes-it-is""#),
    ("{ map: { admin: 1 } }", "type: integer", "Admin", "rejected: transform"),
    ("{ map: { admin: 1 } }", "type: integer", "admin ", "rejected: transform"),
    ("{ replace: { \" \": \"-\" } }", "type: string", "a b  c", #""a-b--c""#),
    ("{ replace: { aa: b, a: c } }", "type: string", "aaa", #""bc""#),
    ("{ replace: { x: \"\" } }", "type: string", "axb", #""ab""#),
    (
      "{ split: \";\" }, { each: [lowercase, { map: { a: 1, b: 2 } }] }", "type: array", "A; b",
      "[1,2]"
    ),
    (
      "{ split: \";\" }, { each: [{ template: { id: \"{value}\", role: MEMBER } }] }",
      "type: array",
      "x;y\"", #"[{"id":"x","role":"MEMBER"},{"id":"y\"","role":"MEMBER"}]"#
    ),
    (
      "parseJSON, { each: [{ template: { n: \"{value}\", t: \"#{value}\" } }] }", "type: array",
      "[1,true]", ##"[{"n":1,"t":"#1"},{"n":true,"t":"#true"}]"##
    ),
    (
      "{ template: \"u:{value|md5}\" }", "type: string", "a",
      #""u:0cc175b9c0f1b6a831c399e269772661""#
    ),
    ("{ each: [trim] }", "type: [array, string]", "a", "rejected: transform"),
    (
      "{ split: \";\" }, { each: [{ map: { a: 1 } }] }", "type: array", "a;c",
      "rejected: transform"
    ),
  ])
  func takesSteps(step: String, type: String, cell: String, expected: String) throws {
    let row = try Self.verdict(
      "it: { \(type), transform: [\(step)] }", cells: ["sub": "s", "it": cell])
    #expect(
      row.summary == (expected.hasPrefix("rej") ? expected : Self.with(#""it":\#(expected),"#)))
  }

  @Test func saysWhichTextsAMapKnows() throws {
    let row = try Self.verdict(
      "it: { type: integer, transform: [{ map: { admin: 1, member: 2 } }] }",
      cells: ["sub": "s", "it": "boss"])
    #expect(
      row.findings.map(\.message)
        == ["The claim \"it\" cannot be transformed: it is none of admin, member."])
  }

  @Test(arguments: [("12", "12"), ("012", #""012""#), ("a", #""a""#), ("-3", "-3")])
  func turnsDigitsIntoAnInteger(cell: String, expected: String) throws {
    let row = try Self.verdict(
      "it: { type: [integer, string], transform: [digitsToInteger] }",
      cells: ["sub": "s", "it": cell])
    #expect(row.summary == Self.with(#""it":\#(expected),"#))
  }

  @Test(
    arguments: [
      (["sub": "s", "nick": "n", "name": "m"], #""nick":"n","name":"m","it":"n","#),
      (["sub": "s", "nick": "", "name": "m"], #""name":"m","it":"m!","#),
      (["sub": "s", "nick": "", "name": ""], #""it":"s","#),
    ] as [(Cells, String)])
  func takesTheFirstOfSeveralValues(cells: Cells, members: String) throws {
    let row = try Self.verdict(
      "nick: {}\nname: {}\n"
        + "it: { firstOf: ['{claims.nick}', '{claims.name}!', '{claims.sub}'] }", cells: cells)
    #expect(row.summary == Self.with(members))
  }

  // MARK: Optional expiry

  @Test(arguments: [
    ("{ claim: exp, default: 60s }", "exp: { type: integer, generate: { time: expiry }, WHEN }"),
    (
      "{ age: { claim: iat, maximum: 60s } }",
      "iat: { type: integer, generate: { time: now }, WHEN }"
    ),
  ])
  func aRowWithoutExpiryNeedsTheWordThatAWholeRunNeeds(lifetime: String, claim: String) throws {
    let when = "when: { parameters.short: { const: true } }"
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: claim.replacing("WHEN", with: when), lifetime: lifetime,
        parameters: "properties: { short: { type: boolean } }"))
    #expect(try issuing.row(["sub": "s"]).summary == "rejected: eternal")
    let allowed = try issuing.allowing("eternal").row(["sub": "s"])
    #expect(allowed.summary == #"{"sub":"s"}"#)
    #expect(allowed.bestBefore == nil)
    let short = try issuing.setting("short", "true").row(["sub": "s"])
    #expect(short.bestBefore == 1_700_000_060)
  }

  // MARK: What the profile fixes

  @Test(arguments: [
    ("grants: { type: object, value: { role: guest }, properties: { role: {} } }", "grants.role"),
    ("o: { type: object, properties: { id: {}, tier: { value: gold } } }", "o.tier"),
  ])
  func noColumnFeedsWhatTheProfileFixes(claim: String, column: String) throws {
    let batch = try Issuing(yaml: EngineProfile.yaml(claims: claim)).allowing("eternal")
      .issue("sub,\(column)\ns,admin\n")
    #expect(batch.headerCodes.contains("unknown-column"))
    #expect(batch.rows.isEmpty)
  }

  @Test func aFixedObjectIsNotPutTogetherFromItsMembers() throws {
    let row = try Self.verdict(
      "grants: { type: object, value: { role: guest }, properties: { role: { default: x } } }")
    #expect(row.summary == Self.with(#""grants":{"role":"guest"},"#))
  }

  // MARK: Conditions

  @Test(arguments: [
    ([], "plain", #""mail":"plain","#), ([("tenant", "t")], "plain", #""it":"t","mail":"plain","#),
    ([("tenant", "t")], "", #""it":"t","#), ([], "", #""it":"none","#),
  ])
  func makesAValueWhereTheConditionHolds(
    parameters: [(String, String)], mail: String, members: String
  ) throws {
    let claims = """
      it: { value: "{tenant}", when: { parameters.tenant: present } }
      mail: {}
      other: { value: x, when: { mail: { const: special } } }
      """
    var row = try Self.verdict(
      claims, cells: ["sub": "s", "mail": mail], parameters: parameters)
    if members.contains("none") {
      row = try Self.verdict(claims, cells: ["sub": "s", "mail": "special"])
      #expect(row.summary == Self.with(#""mail":"special","other":"x","#))
    } else {
      #expect(row.summary == Self.with(members))
    }
  }

  @Test func aConditionMayNotNameAClaimFurtherDown() {
    let result = ProfileReader.read(
      Array(
        EngineProfile.yaml(
          claims: "it: { value: x, when: { later: present } }\nlater: {}"
        ).utf8), file: "p.yaml")
    #expect(result.findings.map(\.message) == ["\"later\" is declared further down."])
  }

  // MARK: References to other claims, and filters

  @Test(arguments: [
    ("value: '{claims.sub}'", #""s""#),
    ("value: '{claims.sub|sha1}'", #""a0f1490a20d0211c997b44bc357e1972deab8ae3""#),
    ("value: '{claims.sub|uppercase|base64}!'", #""Uw==!""#),
    ("value: '{claims.list|encodeJSON}'", #""[1,2]""#),
    ("value: '{claims.sub|encodeJSON}'", #""\"s\"""#),
    ("type: object, value: { '{claims.sub}/*': { role: writer } }", #"{"s/*":{"role":"writer"}}"#),
    ("join: { separator: ':', parts: ['{claims.sub|hex}', '{claims.none}', x] }", #""73:x""#),
    ("value: '{claims.none}'", ""),
  ])
  func refersToClaimsFurtherUp(property: String, expected: String) throws {
    let row = try Self.verdict(
      "list: { type: array, items: { type: integer }, value: [1, 2] }\nnone: {}\nit: { \(property) }"
    )
    let it = expected.isEmpty ? "" : #""it":\#(expected),"#
    #expect(row.summary == Self.with(#""list":[1,2],\#(it)"#))
  }

  @Test(arguments: [
    (
      "url: 'https://x.example/{claims.sub|uppercase}', query: { a: '{go|encodeJSON}', t: '{token}' }",
      "https://x.example/S?a=%22%2Fa%3Fb%22&t=T"
    ),
    (
      "url: 'https://x.example/{host|lowercase}', query: { t: '{token}' }",
      "https://x.example/x.example?t=T"
    ),
  ])
  func filtersInArtifacts(artifact: String, expected: String) throws {
    let row = try Self.verdict(
      "", cells: ["sub": "s", "go": "/a?b"], parameters: [("host", "X.example")],
      inputs: "go: { format: relative-path }", artifacts: "url: { kind: url, \(artifact) }")
    let token = try #require(row.artifact.split(separator: "t=").last)
    #expect(row.artifact.replacing(token, with: "T") == expected)
  }

  @Test func anUnknownFilterIsAFindingWithTheNearest() {
    let result = ProfileReader.read(
      Array(EngineProfile.yaml(claims: "it: { value: '{claims.sub|lowercas}' }").utf8),
      file: "p.yaml")
    #expect(result.findings.map(\.message) == ["Unknown filter \"lowercas\"."])
    #expect(result.findings.map(\.help) == ["Did you mean \"lowercase\"?"])
  }

  // MARK: Names

  @Test func aParameterMayNameAClaim() throws {
    let claims = "mail: { claimName: '{tenant}', format: email }"
    let row = try Self.verdict(
      claims, cells: ["sub": "s", "mail": "a@example.com"], parameters: [("tenant", "e-mail")])
    #expect(row.summary == Self.with(#""e-mail":"a@example.com","#))
    let plain = try Self.verdict(claims, cells: ["sub": "s", "mail": "a@example.com"])
    #expect(plain.summary == Self.with(#""mail":"a@example.com","#))
  }

  @Test func twoClaimsMayNotGetOneName() throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "mail: { claimName: '{tenant}' }", parameters: "properties: { tenant: {} }"))
    issuing.options.parameters = [("tenant", "sub")]
    let batch = try issuing.issue("sub,mail\na,b\n")
    #expect(codes(batch.compileFindings) == ["bad-parameter"])
    #expect(
      batch.compileFindings.map(\.message)
        == ["The claims \"sub\" and \"mail\" would both be named \"sub\"."])
  }

  @Test func aColumnMayNotTakeTheNameThatAClaimHasInTheToken() throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "mail: { claimName: '{tenant}' }", additional: "true", columns: "unknown: claims",
        parameters: "properties: { tenant: {} }"))
    issuing.options.parameters = [("tenant", "address")]
    let batch = try issuing.issue("sub,mail,address\na,b,c\n")
    #expect(batch.headerCodes == ["unknown-column"])
  }

  // MARK: Inputs as named values

  @Test func anInputMayBeMadeAndStandInAnArtifact() throws {
    let row = try Self.verdict(
      "",
      inputs:
        "ends: { generate: { time: expiry, as: http-date } }, age: { generate: { time: lifetime } }",
      artifacts: "cookie: { kind: text, template: 'sso={token}; Max-Age={age}; Expires={ends}' }")
    #expect(row.artifact.hasSuffix("; Max-Age=60; Expires=Tue, 14 Nov 2023 22:14:20 GMT"))
  }

  @Test func aLifetimeMayBeCarriedByAnInput() throws {
    var issuing = try Issuing(
      yaml: EngineProfile.yaml(
        lifetime: "{ age: { claim: inputs.time, maximum: 2h } }",
        inputs: "properties: { time: { type: integer, generate: { time: now } } }",
        artifacts: "text: { kind: text, template: '{token} {time}' }"))
    issuing.key = "secret"
    let row = try #require(try issuing.issue("sub\na\n").first)
    #expect(row.bestBefore == 1_700_007_200)
    #expect(row.artifact.hasSuffix(" 1700000000"))
  }

  @Test func aHeaderMayHoldAnyValues() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        token: "algorithms: [HS256], header: { v: 2, crv: [a, true], o: { n: '{n}' }, t: 'x{n}' }",
        parameters: "properties: { n: { type: integer, default: 5 } }"))
    let token = try #require(try issuing.allowing("eternal").issue("sub\na\n").first).artifact
    var json: [UInt8] = []
    let header = Array(try #require(token.split(separator: ".").first).utf8)
    _ = Base64URL.decode(header.span, into: &json)
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"alg":"HS256","v":2,"crv":["a",true],"o":{"n":5},"t":"x5"}"#)
  }
}
