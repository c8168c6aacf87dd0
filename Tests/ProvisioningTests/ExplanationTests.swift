import Findings
import Profiles
import Provisioning
import Schemas
import TestKit
import Testing

private func words(_ shown: Shown?) -> String {
  switch shown {
  case nil: "nothing"
  case .redacted: "<redacted>"
  case .text(let text), .json(let text): text
  }
}

@Suite struct ExplanationTests {
  private static func explanation(
    _ yaml: String, _ batch: String, _ change: (inout Issuing) -> Void = { _ in }
  ) throws -> RowExplanation {
    let batch = try Issuing(yaml: yaml).with(change).issue(batch)
    return try #require(batch.explanations.last, "\(batch.compileFindings + batch.headerFindings)")
  }

  private static func claim(_ name: String, _ it: RowExplanation) throws -> ValueStory {
    try #require((it.claims + it.inputs).first { $0.path == name })
  }

  // MARK: Where a value comes from

  @Test func namesTheColumnAndThoseThatWereEmptyBefore() throws {
    let it = try Self.explanation(
      EngineProfile.yaml(claims: "id: { from: [first, second, third] }"),
      "sub,first,second,third\n1,,b,c\n")
    let story = try Self.claim("id", it)
    #expect(story.source == .column("second", .text("b")))
    #expect(story.empty == ["first"])
    #expect(story.value == .json("\"b\""))
    let third = try #require(it.columns.last)
    #expect(third.fate == .feeds(["id"], unused: ["id"]))
  }

  @Test func showsEachStepBeforeAndAfter() throws {
    let it = try Self.explanation(
      EngineProfile.yaml(claims: "n: { type: integer, transform: [trim, toInteger] }"),
      "sub,n\n1, 7 \n2, x \n")
    let story = try Self.claim("n", it)
    #expect(
      story.steps.map {
        "\($0.step): \(words($0.before)) -> \(words($0.after)) \($0.problem ?? "")"
      } == [
        "trim:  x  -> x ", "toInteger: x -> nothing it is not a whole number",
      ])
    #expect(story.value == nil)
    #expect(story.checks == [])
  }

  @Test(arguments: [
    ("fixed: { value: x }", "value \"x\""),
    ("fixed: { default: x }", "default \"x\""),
    ("fixed: { generate: { time: now } , type: integer }", "time { time: now }"),
    (
      "fixed: { generate: { time: now, offset: -30s, as: \"%Y\" } }",
      "time { time: now, offset: -30s, as: \"%Y\" }"
    ),
    ("fixed: { generate: { random: uuid } }", "random { random: uuid }"),
    ("fixed: { generate: { random: hex, bytes: 20 } }", "random { random: hex, bytes: 20 }"),
    ("fixed: { value: \"{claims.sub|md5}!\" }", "value \"{claims.sub|md5}!\" claims.sub \"1\""),
    (
      "fixed: { join: { separator: \":\", parts: [\"{claims.sub}\", \"{tier}\"] } }",
      "join \"{claims.sub}\", \"{tier}\" by \":\" claims.sub \"1\" tier 3"
    ),
  ])
  func saysHowTheProfileMakesAValue(claim: String, expected: String) throws {
    let it = try Self.explanation(
      EngineProfile.yaml(claims: claim, parameters: "properties: { tier: { type: integer } }"),
      "sub\n1\n"
    ) { $0 = $0.setting("tier", "3") }
    guard case .made(let making) = try Self.claim("fixed", it).source else {
      Issue.record("made by nothing")
      return
    }
    let parts = making.parts.map { part in
      if case .json(let text) = part.value { " \(part.name) \(text)" } else { " \(part.name) ?" }
    }
    #expect("\(making.kind.rawValue) \(making.text)\(parts.joined())" == expected)
  }

  @Test func saysWhyAConditionalValueIsAbsent() throws {
    let it = try Self.explanation(
      EngineProfile.yaml(claims: "x: { value: y, when: { sub: { const: \"2\" } } }"), "sub\n1\n")
    let story = try Self.claim("x", it)
    #expect(story.source == .none)
    #expect(story.value == nil)
    #expect(story.when?.holds == false)
  }

  @Test func listsWhatNothingFeeds() throws {
    let it = try Self.explanation(
      EngineProfile.yaml(
        claims: "a: {}\nb: {}\no: { type: object, properties: { x: {} } }",
        inputs: "properties: { i: {} }"), "sub,b\n1,\n")
    #expect(it.unfed == ["inputs.i", "a", "o"])
    #expect(it.claims.map(\.path) == ["sub", "b"])
  }

  @Test func saysWhatBecameOfOtherColumns() throws {
    let yaml = EngineProfile.yaml(
      claims: "meta: { type: object }", additional: "true", columns: "unknown: claims")
    let it = try Self.explanation(yaml, "sub,meta.k,other,muster_row\n1,v,w,7\n")
    #expect(
      it.columns.map(\.fate) == [.feeds(["sub"], unused: []), .member(of: "meta"), .claim, .own])
    #expect(text(it.finalClaims) == #"{"sub":"1","meta":{"k":"v"},"other":"w"}"#)
    let left = try Self.explanation(EngineProfile.yaml(columns: "unknown: ignore"), "sub,x\n1,v\n")
    #expect(left.columns.last?.fate == .leftOut)
  }

  // MARK: Keywords

  @Test func measuresWhatTheKeywordsAskFor() throws {
    let it = try Self.explanation(
      EngineProfile.yaml(claims: "name: { minLength: 2, maxLength: 4, pattern: \"^[A-Z]\" }"),
      "sub,name\n1,Zoë\n2,zwölf\n")
    #expect(
      try Self.claim("name", it).checks.map { "\($0.words) \($0.holds)" } == [
        "type string true", "minLength 2 (is 5) true", "maxLength 4 (is 5) false",
        "pattern ^[A-Z] false",
      ])
  }

  // MARK: Rules

  @Test func saysWhichPartOfAConditionDidNotHold() throws {
    let it = try Self.explanation(
      EngineProfile.yaml(
        claims: "role: {}\na: {}",
        rules: """
          - { id: one, message: m, when: { role: { const: x }, a: present }, requires: [a] }
          - { id: two, message: m, atMostOneOf: [a, role] }
          """), "sub,role,a\n1,y,1\n")
    #expect(it.rules.map(\.outcome) == [.notApplicable, .broken])
    guard case .all(let parts, holds: false) = try #require(it.rules[0].when) else {
      Issue.record("no parts")
      return
    }
    #expect(parts.map(\.holds) == [false, true])
    #expect(
      it.rules[1].values.map { "\($0.name) \(words($0.value))" } == ["a \"1\"", "role \"y\""])
  }

  @Test func asksNoRuleOfARowThatWasRejectedBefore() throws {
    let it = try Self.explanation(
      EngineProfile.yaml(
        claims: "a: { maxLength: 1 }", rules: "- { id: one, message: m, requires: [a] }"),
      "sub,a\n1,22\n")
    #expect(it.rules.map(\.outcome) == [.notAsked])
    #expect(it.uniqueness.map(\.outcome) == [.notAsked])
    #expect(it.artifact == nil)
  }

  @Test(arguments: [(false, EffectStory.Outcome.held), (true, .allowed)])
  func tellsHeldEffectsFromAllowedOnes(isAllowed: Bool, expected: EffectStory.Outcome) throws {
    let it = try Self.explanation(
      EngineProfile.yaml(
        effects: """
          - { id: e, kind: destructive, description: x, when: { sub: present } }
          - { id: f, kind: access, description: x, when: { sub: present } }
          - { id: g, kind: access, description: x, when: { sub: absent } }
          """), "sub\n1\n"
    ) { if isAllowed { $0 = $0.allowing("e") } }
    #expect(it.effects.map(\.outcome) == [expected, .free, .absent])
  }

  @Test func saysWhetherAValueWasThereBefore() throws {
    let batch = try Issuing(yaml: EngineProfile.yaml()).issue("sub\n1\n1\n2\n")
    #expect(
      batch.explanations.map { $0.uniqueness.map(\.outcome) } == [[.first], [.duplicate], [.first]])
  }

  // MARK: Secrets

  private static let secretProfile = EngineProfile.yaml(
    claims: """
      pass: { secret: true, from: [password], transform: [md5], maxLength: 40 }
      shadow: { maxLength: 5 }
      hint: { value: "{pin|md5}-{salt}", maxLength: 20 }
      echo: { value: "{claims.pass|hex}" }
      user: { type: object, properties: { name: {}, pw: { secret: true, maxLength: 6 } } }
      """, columns: "unknown: ignore",
    inputs: "properties: { pin: { secret: true, pattern: \"^[0-9]+$\" } }",
    parameters: "properties: { salt: { maxLength: 90 } }",
    rules: """
      - { id: r, message: m, severity: warning, when: { pass: { minLength: 3 } },
          compare: { claim: shadow, equals: pass } }
      """,
    artifacts: """
      url:
        kind: url
        url: "https://x.example/"
        query: { t: "{token}", p: "{pin}", s: "{salt}", u: "{claims.user}", e: "{claims.echo}" }
      """)

  /// Rows that hold secrets in all the places where one can be.
  @Test(arguments: [
    "sub,password,pin,user.name,user.pw,passwort\n1,zk1Q,4711,Ann,zk2Q,zk3Q\n",
    "sub,password,pin,user.name,user.pw,passwort\n1,zk1Qlonger,471zk7Q,Ann,zk2Qlonger,zk3Q\n",
    "sub,password,pin,user.name,user.pw\n1,zk1Q,\"4711\"zk4Q,Ann,zk2Q\n",
    "sub,password,pin\n1,zk1Q,4711,zk5Q\n", "sub,password,pin\nzk6Q,4711\n",
    #"{"sub":"1","password":"zk1Q","pin":"4711","user":{"name":"Ann","pw":"zk2Q"}}"#,
    #"{"sub":"1","password":"zk1Q","user":{"name":"Ann","pw":"zk2Qlonger","x":"zk3Q"}}"#,
    #"{"sub":"1","password":{"a":"zk1Q"},"pin":4711,"user.pw":"zk2Q"}"#,
  ])
  func showsNoSecret(batch: String) throws {
    let it = try Self.explanation(Self.secretProfile, batch) {
      $0 = $0.setting("salt", "pepper")
      $0.options.columns = [("shadow", "password")]
    }
    let shown = "\(it)"
    // The MD5 of zk1Q and of 4711, and the hexadecimal form of the first.
    let digests = ["cfd04b82f471306c", "b52340b4de4566b8", "63666430346238"]
    for secret in ["zk1Q", "zk2Q", "zk3Q", "zk4Q", "zk5Q", "zk6Q", "zk7Q", "4711"] + digests {
      #expect(!shown.contains(secret), "\(secret) in \(shown)")
    }
    let story = it.claims.first { $0.path == "echo" }
    #expect(story?.value == nil || story?.value == .redacted)
  }
}
