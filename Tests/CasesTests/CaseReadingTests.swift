import Bytes
import Cases
import Findings
import Profiles
import Testing
import Tokens

/// Reading a cases file: what each key gives, and where each mistake is found.
@Suite struct CaseReadingTests {
  @Test func readsEveryOptionOfACaseOverTheDefaults() throws {
    let (file, findings) = try Acme.read(
      """
      muster: 1
      defaults:
        now: 2023-11-14T22:13:20Z
        seed: 7
        parameters: { domain: acme.example, tiers: [1, 2], gone: x }
        lifetime: 1m
        allow: tag
        key: test:one
      cases:
        - name: plain
          csv: "sub\\n1\\n"
          expect: {}
        - name: full
          description: Everything.
          now: 1700000001
          seed: 8
          parameters: { tiers: 3, gone: null }
          lifetime: 90s
          algorithm: HS512
          artifact: token
          allow: [make-admin, tag]
          ignoreUnknown: true
          columns: { sub: number }
          separators: { tags: ";" }
          key: { file: test-key.txt }
          keyParts: { id: k }
          json: { sub: "1" }
          expect: {}
      unreachable: { "sub minLength 1: just beyond": Nobody writes it. }
      """)
    #expect(marks(findings) == [])
    let cases = try #require(file?.cases)
    let plain = try #require(cases.first?.options)
    #expect(plain.now == NumericDate(secondsSinceEpoch: 1_700_000_000))
    #expect(plain.seed == 7)
    #expect(plain.parameters.map(\.name) == ["domain", "tiers", "gone"])
    #expect(plain.parameters.map(\.text) == ["acme.example", "[1,2]", "x"])
    #expect(plain.lifetimeSeconds == 60)
    #expect(plain.allow == ["tag"])
    #expect(plain.algorithm == nil)
    let full = try #require(cases.last?.options)
    #expect(full.now == NumericDate(secondsSinceEpoch: 1_700_000_001))
    #expect(full.seed == 8)
    #expect(full.parameters.map(\.name) == ["domain", "tiers", "gone"])
    #expect(full.parameters.map(\.text) == ["acme.example", "3", nil])
    #expect(full.lifetimeSeconds == 90)
    #expect(full.algorithm == .hs512)
    #expect(full.artifact == "token")
    #expect(full.allow == ["make-admin", "tag"])
    #expect(full.ignoreUnknown == true)
    #expect(full.columns?.map { "\($0.name)=\($0.text ?? "")" } == ["sub=number"])
    #expect(full.separators?.map { "\($0.name)=\($0.text ?? "")" } == ["tags=;"])
    #expect(full.keyParts?.map { "\($0.name)=\($0.text ?? "")" } == ["id=k"])
    guard case .file("test-key.txt") = full.key?.source else {
      Issue.record("The key is a file's.")
      return
    }
    #expect(file?.unreachable.map(\.item) == ["sub minLength 1: just beyond"])
  }

  @Test(arguments: [
    ("{}", "accepted"), ("{ findings: [] }", "nil"), ("{ findings: [rule] }", "nil"),
    ("{ findings: [rule], effects: [] }", "accepted"),
    ("{ findings: [rule], claimsAbsent: exp }", "accepted"),
    // A registered claim that the profile has not, a member of an object that is open.
    ("{ claimsAbsent: [nbf, address.street, address.a.b] }", "accepted"),
    ("{ claimsInclude: { address: { street: { a: b } } } }", "accepted"),
    ("{ outcome: held, findings: [effect-held] }", "held"),
  ])
  func takesFindingsAloneForARowThatIsNotAccepted(expect: String, outcome: String) throws {
    let (file, findings) = try Acme.read(
      Acme.head + "- { name: it, json: {}, expect: \(expect) }")
    #expect(marks(findings) == [])
    let expectation = try #require(file?.cases.first?.expectations?.first)
    #expect((expectation.outcome?.rawValue ?? "nil") == outcome)
  }

  @Test(arguments: [
    ("csv: x", "contradiction"), ("now: noon", "bad-value"), ("seed: -1", "bad-value"),
    ("seed: x", "wrong-kind"), ("lifetime: long", "wrong-kind"), ("algorithm: none", "wrong-kind"),
    ("parameters: [a]", "wrong-kind"), ("columns: x", "wrong-kind"),
    ("separators: { tags: [x] }", "wrong-kind"), ("key: [x]", "wrong-kind"),
    ("key: { path: x }", "missing-key unknown-key"),
    ("key: { file: a/b }", "bad-value"), ("keyParts: { ib: x }", "unknown-name"),
    ("ignoreUnknown: yes", "wrong-kind"), ("allow: { a: b }", "wrong-kind"),
    ("colums: {}", "unknown-key"), ("parameters: { tiers: [0x1F] }", "bad-value"),
    ("expect: x", "wrong-kind"), ("expect: []", "bad-value"),
    ("expect: [{ outcome: refused }, {}]", "contradiction"),
    ("expect: { outcome: fine }", "wrong-kind"), ("expect: { claims: [a] }", "wrong-kind"),
    ("expect: { header: x }", "wrong-kind"), ("expect: { findings: rule }", "wrong-kind"),
    ("expect: { findings: [ruel] }", "bad-value"),
    ("expect: { findings: [{ rule: x }] }", "missing-key"),
    ("expect: { findings: [{ code: rule, rule: x }] }", "unknown-name"),
    ("expect: { findings: [{ code: effect-held, rule: x }] }", "unknown-name"),
    ("expect: { findings: [{ code: type, rule: tags-are-rare }] }", "contradiction"),
    ("expect: { findings: [[rule]] }", "wrong-kind"),
    ("expect: { claimsAbsent: subb }", "unknown-name"),
    ("expect: { claimsAbsent: [\"tags[0]\"] }", "unknown-name"),
    ("expect: { claimsAbsent: [jti.x, tags.a, address.x.y] }", "unknown-name unknown-name"),
    ("expect: { claimsAbsent: [address.city.x] }", "unknown-name"),
    ("expect: { claimsInclude: { subb: x, level: 1 } }", "unknown-name"),
    (
      "expect: { claimsInclude: { subb: { x: y }, sub: { x: { y: z } } } }",
      "unknown-name unknown-name"
    ),
    ("expect: { effects: [tga] }", "unknown-name"), ("expect: { token: x }", "missing-key"),
    ("expect: { outcome: rejected, claims: {} }", "contradiction"),
    ("expect: { outcome: refused, effects: [] }", "contradiction"),
    ("expect: { outcome: held, artifact: x }", "contradiction"),
  ])
  func findsTheMistake(body: String, codes: String) throws {
    let (file, findings) = try Acme.read(
      Acme.head + "- { name: it, json: { sub: \"1\" }, \(body) }")
    #expect(file == nil)
    #expect(findings.map(\.code.rawValue).joined(separator: " ") == codes)
  }

  @Test(arguments: [
    ("", "1:1 yaml-syntax"), ("[]", "1:1 wrong-kind"),
    ("muster: 2\ncases: [{ name: a, json: {}, now: 0 }]", "1:9 wrong-kind"),
    ("muster: 1", "1:1 missing-key"), ("muster: 1\ncases: []", "2:8 wrong-kind"),
    ("muster: 1\ncases: [{ name: a, json: {} }]", "2:9 missing-key"),
    ("muster: 1\ncases: [{ name: a, json: 7, now: 0 }]", "2:26 wrong-kind"),
    ("muster: 1\ncases: [{ name: a b, json: {}, now: 0 }]", "2:17 wrong-kind"),
    ("muster: 1\nunreachable: [x]\ncases: [{ name: a, json: {}, now: 0 }]", "2:14 wrong-kind"),
  ])
  func findsTheMistakeOfTheFile(text: String, mark: String) throws {
    let (file, findings) = try Acme.read(text)
    #expect(file == nil)
    #expect(marks(findings) == [mark])
  }

  @Test func findsEveryMistakeOfAFileAtOnce() throws {
    let (file, findings) = try Acme.read(
      """
      muster: 1
      defualts: {}
      defaults:
        seed: many
      cases:
        - nmae: first
          csv: "sub\\n"
          now: 0
        - name: second
          now: 0
          json: {}
          csv: ""
          expect:
            claims: 7
            findings: [max-lenght, { code: rule, rule: tags-are-rar }]
            effcts: []
        - name: second
          json: {}
        - not a case
        - name: third
          now: 0
      """)
    #expect(file == nil)
    #expect(
      marks(findings) == [
        "2:1 unknown-key", "4:9 wrong-kind", "6:5 unknown-key", "6:5 missing-key",
        "11:11 contradiction", "14:15 wrong-kind", "15:18 bad-value", "15:30 unknown-name",
        "16:7 unknown-key", "17:5 missing-key", "17:11 duplicate-key", "19:5 wrong-kind",
        "20:5 missing-key",
      ])
    #expect(
      findings.compactMap(\.help).filter { $0.hasPrefix("Did you mean") } == [
        "Did you mean \"defaults\"?", "Did you mean \"name\"?", "Did you mean \"max-length\"?",
        "Did you mean \"tags-are-rare\"?", "Did you mean \"effects\"?",
      ])
  }
}
