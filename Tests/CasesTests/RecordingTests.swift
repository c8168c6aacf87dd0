import Cases
import Findings
import Profiles
import Testing

/// Recording: what is written, where, and that nothing else changes.
@Suite struct RecordingTests {
  /// The file after recording those cases, and then whether every case passes.
  private func record(
    _ text: String, _ isWanted: (CaseResult) -> Bool = { !$0.hasPassed }
  ) throws -> String {
    let file = try #require(try Acme.read(text).cases)
    let results = try Acme.results(file)
    let recorded = CaseRecorder(Array(text.utf8)).text(recording: results.filter(isWanted))
    let again = try Acme.read(String(decoding: recorded, as: UTF8.self))
    try #require(marks(again.findings) == [])
    let after = try Acme.results(try #require(again.cases))
    #expect(after.count == results.count)
    for (before, after) in zip(results, after) where isWanted(before) {
      #expect(after.differences == [], "\(after.testCase.name)")
    }
    // A second time changes nothing.
    let unchanged = CaseRecorder(recorded).text(
      recording: after.filter { !$0.hasPassed && isWanted($0) })
    #expect(unchanged == recorded)
    return String(decoding: recorded, as: UTF8.self)
  }

  @Test func writesWhatIsBelowACase() throws {
    let text = """
      # Head
      muster: 1
      defaults: { now: 1700000000, parameters: { domain: acme.example } }
      cases:
        # About the first
        - name: first   # here
          csv: |
            sub,tags
            # 1,a
          # still the first's

        # About the second
        - json: [{ sub: a, role: admin, level: 1 }, { sub: "yes", address: { city: "O: Hara", zip: "7" } }]
          artifact: token
          name: second

        - name: third
          json: { sub: abcdef }
          lifetime: 9s
      # Foot
      """
    let expected = """
      # Head
      muster: 1
      defaults: { now: 1700000000, parameters: { domain: acme.example } }
      cases:
        # About the first
        - name: first   # here
          csv: |
            sub,tags
            # 1,a
          # still the first's
          expect:
            claims: { sub: "# 1", tags: [a], exp: 1700000060, jti: JTI1 }
            header: { kid: "(key)", alg: HS256 }
            effects: [tag]
            artifact: "https://acme.example/sso?jwt={token}"

        # About the second
        - json: [{ sub: a, role: admin, level: 1 }, { sub: "yes", address: { city: "O: Hara", zip: "7" } }]
          artifact: token
          name: second
          expect:
            - outcome: held
              claims:
                sub: a
                level: 1
                role: admin
                exp: 1700000060
                jti: JTI1
              header: { kid: "(key)", alg: HS256 }
              effects: [make-admin]
              findings: [{ code: effect-held, rule: make-admin }]
            - claims:
                sub: "yes"
                address: { city: "O: Hara", zip: "7" }
                exp: 1700000060
                jti: JTI2
              header: { kid: "(key)", alg: HS256 }
              artifact: "{token}"

        - name: third
          json: { sub: abcdef }
          lifetime: 9s
          expect:
            outcome: refused
            findings: [lifetime]
      # Foot
      """
    let recorded = try record(text)
    #expect(identifiersHidden(recorded) == expected)
  }

  /// The random identifiers by their order of appearance.
  private func identifiersHidden(_ text: String) -> String {
    var names: [String: String] = [:]
    var result = text
    for match in text.matches(of: /jti: "?([0-9a-f]{32})"?/) {
      let id = String(match.output.1)
      if names[id] == nil { names[id] = "JTI\(names.count + 1)" }
      result = result.replacing(String(match.output.0), with: "jti: \(names[id] ?? "")")
    }
    return result
  }

  @Test func correctsAnExpectationAndKeepsItsComments() throws {
    let text = """
      muster: 1
      defaults: { now: 0, parameters: { domain: acme.example } }
      cases:
        - name: first
          expect:      # wrong
            # as is "this # one"
            outcome: held   # too
            findings: ["effect-held"]

          # About the batch
          json: { sub: "#abcde" } # long
        - { name: second, expect: { outcome: held, # no
              findings: [required] }, json: { sub: abcde } }
        - name: right
          json: { sub: "#abcde" }
          expect: { outcome: rejected, findings:   [max-length] }   # as it is
      """
    #expect(
      try record(text) == """
        muster: 1
        defaults: { now: 0, parameters: { domain: acme.example } }
        cases:
          - name: first
            expect:
              # wrong
              # as is "this # one"
              # too
              outcome: rejected
              findings: [{ code: max-length, claim: sub }]

            # About the batch
            json: { sub: "#abcde" } # long
          - { name: second, expect: { outcome: rejected, findings: [{ code: max-length, claim: sub }] } # no
        , json: { sub: abcde } }
          - name: right
            json: { sub: "#abcde" }
            expect: { outcome: rejected, findings:   [max-length] }   # as it is
        """)
  }

  @Test(arguments: ["\n", "\r\n"], ["", "\n"])
  func keepsLineBreaksAndTheFilesEnd(lineBreak: String, end: String) throws {
    let head = "muster: 1\ndefaults: { now: 0, parameters: { domain: acme.example } }\ncases:\n"
    let body = "  - name: only\n    json: { sub: abcde }"
    let recorded = try record((head + body + end).replacing("\n", with: lineBreak))
    let tail =
      "\n    expect:\n      outcome: rejected\n      findings: [{ code: max-length, claim: sub }]"
    let expected = (head + body + tail + end).replacing("\n", with: lineBreak)
    #expect(Array(recorded.utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    "- { name: it, json: { sub: abcde } }", "- { name: it, json: { sub: abcde }, }",
    "- name: it\n  csv: |+\n    sub\n    abcde\n\n\n",
    "- name: it\n  csv: |\n    sub\n    abcde\n\n\n",
    "-\n  name: it\n  json:\n    sub: abcde\n    tags:\n    - x",
    "-   name: it\n    json: { sub: é }\n",
    "- name: it\n  json: '[{\"sub\":\"\\u0007\\u200b\\u2028\",\"tags\":[\"true\",\"1e3\",\"~\",\"\",\" x\",\"a: b\",\"a #b\",\"- c\",\"\u{1F600}\",\"0x1F\",\"no\"]}]'",
    "- name: it\n  json: { sub: a, tags: [\"\(String(repeating: "long ", count: 30))\", \"{x}\", \"[y\"] }",
    "- expect:\n    outcome: held\n  name: it\n  json: { sub: abcde }",
    "- name: it\n  json: { sub: abcde }\n  expect:\n    outcome: held\n    # end\n  # behind\n# far behind\n",
  ])
  func writesWhatItReadsAgain(text: String) throws {
    let recorded = try record(Acme.head + text)
    #expect(recorded.hasPrefix(Acme.head))
    #expect(recorded.contains("expect:"))
    for comment in ["# end", "# behind", "# far behind"] where text.contains(comment) {
      #expect(recorded.contains(comment))
    }
  }

  /// The token is one that Python's hmac makes of the same header, claims and key.
  @Test func recordsWhatWasSigned() throws {
    let text =
      Acme.head
      + "- { name: it, key: \"k1:test-only-0123456789abcdef0123456789\", json: { sub: a }, artifact: token }\n"
    let recorded = try record(text)
    let token =
      "eyJraWQiOiJrMSIsImFsZyI6IkhTMjU2In0."
      + "eyJzdWIiOiJhIiwiZXhwIjoxNzAwMDAwMDYwLCJqdGkiOiJhZmNkMWQ3YjM5YTgyMGUyZjQ2NWI5YTE2YTllNzg2ZSJ9."
      + "3ssEUNgk0OtSfUk8crD1rt14Zccttfo1SB9kxE73L74"
    #expect(recorded.hasSuffix("artifact: \"{token}\", token: \(token) } }\n"), "\(recorded)")
  }

  private static let keys = [
    "EdDSA": """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
    -----END PRIVATE KEY-----
    """,
    "ES256": """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAQIDBAUGBwgJCgsM
    DQ4PEBESExQVFhcYGRobHB0eHyChRANCAARRXD1uueOWuQTT/sp/VP3NDMHpl783
    XcpRWtCmw7QDX0U2vjpQ8xj7+aVHWQKiIVAr7w1X4IxTsswKVvF9n5NU
    -----END PRIVATE KEY-----
    """,
  ]

  /// The signature of Ed25519 is one that Python's cryptography makes; one of ECDSA differs each time.
  @Test(arguments: [
    (
      "EdDSA", "ed25519",
      "\n      artifact: \"{token}\"\n      token: "
        + "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9."
        + "eyJzdWIiOiJhIiwiZXhwIjoxNzAwMDAwMDYwfQ."
        + "acMrmiIILpMFdibRecqiV-RbDcWoU5WvPPkW63TjxEEIC5jYVk_OMi4TkJbBtaUDz_bmxP_WPMM-YVTK-HVhDg\n"
    ), ("ES256", "ec", "\n      artifact: \"{token}\"\n"),
  ])
  func recordsASignatureOnlyWhereItComesAgain(algorithm: String, kind: String, end: String) throws {
    let text = """
      muster: 1
      name: pair
      title: Pair
      documents: { guide: { title: Guide } }
      token: { algorithms: [\(algorithm)] }
      key: { kind: \(kind) }
      lifetime: { claim: exp, default: 60s }
      claims: { required: [sub], properties: { sub: {}, exp: { type: integer, generate: { time: expiry } } } }
      artifacts: { token: { kind: token } }
      """
    let profile = try #require(ProfileReader.read(Array(text.utf8), file: "p.yaml").profile)
    let cases =
      "muster: 1\ncases:\n  - name: it\n    now: 1700000000\n    key: { file: test-key.pem }\n    json: { sub: a }\n"
    let file = try #require(
      CaseReader.read(Array(cases.utf8), file: "cases.yaml", of: profile).cases)
    let runner = CaseRunner(
      profile, keyFile: { _ in Self.keys[algorithm].map { Array($0.utf8) } }, uptimeSeconds: { 0 })
    let recorded = CaseRecorder(Array(cases.utf8)).text(recording: file.cases.map(runner.run))
    #expect(String(decoding: recorded, as: UTF8.self).hasSuffix(end))
    let again = try #require(CaseReader.read(recorded, file: "cases.yaml", of: profile).cases)
    #expect(again.cases.map { runner.run($0).differences } == [[]])
  }

  @Test func touchesOnlyWhatIsWanted() throws {
    let text =
      Acme.head
      + "- { name: one, json: { sub: abcde } }\n- { name: two, json: { sub: abcde }, expect: {} }\n"
    let recorded = try record(text) { $0.differences == nil }
    #expect(
      recorded
        == text.replacing(
          "abcde } }",
          with:
            "abcde }, expect: { outcome: rejected, findings: [{ code: max-length, claim: sub }] } }"
        ))
  }
}
