import Foundation
import FoundationXML
import Testing

/// `muster profile test`: output, exit codes, and what is written.
@Suite struct CaseTests {
  private static let profile = """
    muster: 1
    name: acme
    title: Acme Forum
    documents: { guide: { title: Guide } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: { maxLength: 3 }
        exp: { type: integer, generate: { time: expiry } }
    artifacts: { token: { kind: token } }

    """

  /// As PyJWT makes it.
  private static let token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    + "eyJzdWIiOiJhYmMiLCJleHAiOjE3MDAwMDAwNjB9."
    + "U2oGRI1zTt4yIwIVB3BIQgASBiQgwn-XISksC0Khsco"

  private static let cases = """
    muster: 1
    defaults: { now: 1700000000, key: test-only-0123456789abcdef0123456789 }
    cases:
      - name: signs-in
        json: { sub: abc }
        expect: { token: \(token), claims: { sub: abc, exp: 1700000060 } }
      - name: refuses-a-long-one
        json: { sub: abcd }
        expect: { outcome: rejected, findings: [max-length] }
      - name: needs-sub
        json: {}
        expect: { findings: [required] }

    """

  private func folder(_ change: (String) -> String = { $0 }) throws -> Folder {
    try Folder(["profile.yaml": Self.profile, "cases.yaml": change(Self.cases)])
  }

  @Test func saysHowManyCasesPassed() async throws {
    let folder = try folder()
    try await folder.expect("muster profile test profile.yaml", err: "acme: 3 cases passed")
    try await folder.expect(
      "muster profile test profile.yaml --filter sub --coverage", exit: 1,
      out: """
        cases.yaml: no case for: signature: compared
        cases.yaml: no case for: sub required: given
        cases.yaml: no case for: sub maxLength 3: at the limit
        cases.yaml: no case for: sub maxLength 3: just beyond
        """, err: "acme: 1 case passed, 1 of 5 shown")
    try await folder.expect(
      "muster profile test profile.yaml --coverage", err: "acme: 3 cases passed, 5 of 5 shown")
    try await folder.expect(
      "muster profile test bettermode --coverage",
      err: "bettermode: 30 cases passed, 64 of 64 shown")
    try await folder.expect(
      "muster profile test profile.yaml bettermode",
      err: "acme: 3 cases passed\nbettermode: 30 cases passed")
  }

  @Test func showsWhatDiffersWithItsPlace() async throws {
    let folder = try folder {
      $0.replacingOccurrences(of: "1700000060", with: "1700000090")
        .replacingOccurrences(of: "[required]", with: "[type]")
    }
    try await folder.expect(
      "muster profile test profile.yaml", exit: 1,
      out: """
        cases.yaml:4: signs-in
            claims.exp: expected 1700000090, is 1700000060
        cases.yaml:10: needs-sub
            findings: expected type, which is not there
            findings: not expected: required (claim sub): The claim "sub" is required, and this row has no value for it.
        """, err: "acme: 1 case passed, 2 failed")
  }

  @Test func endsWithTheExitCodeThatFits() async throws {
    let folder = try folder()
    try folder.write("bad.yaml", "muster: 1\ncases: [{ nam: x }]\n")
    try await folder.expect(
      "muster profile test profile.yaml --cases bad.yaml", exit: 78,
      err: """
        bad.yaml:2:9: error[missing-key]: This case needs the key "name".
            cases: [{ nam: x }]
                    ^
            help: For example: name: signs-in-a-member
        bad.yaml:2:9: error[missing-key]: This case has no time of issue.
            cases: [{ nam: x }]
                    ^
            help: Give it to all cases, for example: defaults: { now: 2023-11-14T22:13:20Z }
        bad.yaml:2:9: error[missing-key]: A case has a batch, and this one has neither csv nor json.
            cases: [{ nam: x }]
                    ^
            help: For example: json: { sub: "7" }
        bad.yaml:2:11: error[unknown-key]: Unknown key of a case, "nam".
            cases: [{ nam: x }]
                      ^
            help: Did you mean "name"?
        muster: The cases bad.yaml cannot be used.
            help: Correct them.
        """)
    #expect(try await folder.run("muster profile test bad.yaml").exit == 78)
    #expect(try await folder.run("muster profile test nothing").exit == 78)
    #expect(try await folder.run("muster profile test").exit == 64)
    try await folder.expect(
      "muster profile test profile.yaml --filter nothing", exit: 64,
      err: """
        muster: No case has a name that holds "nothing".
            help: Give a part of a name as it is written.
        """)
    #expect(
      try await folder.run("muster profile test acadio bettermode --cases cases.yaml").exit == 64)
    try await folder.expect(
      "rm cases.yaml; muster profile test ./profile.yaml", exit: 66,
      err: """
        muster: There is no file "./cases.yaml".
            help: Check the path.
        """)
  }

  @Test func recordsAndFails() async throws {
    let folder = try folder {
      $0.replacingOccurrences(of: "    expect: { findings: [required] }\n", with: "")
        .replacingOccurrences(of: "1700000060", with: "1700000090")
    }
    try await folder.expect(
      "chmod 640 cases.yaml; muster profile test profile.yaml --record", exit: 1,
      out: """
        cases.yaml:4: signs-in
            claims.exp: expected 1700000090, is 1700000060
        cases.yaml:10: needs-sub
            recorded; look at what it expects now, and run again
        """, err: "acme: 1 case passed, 1 failed, 1 recorded")
    #expect(
      try folder.text("cases.yaml").hasSuffix(
        "    json: {}\n    expect:\n      outcome: rejected\n      findings: [{ code: required, claim: sub }]\n"
      ))
    #expect(try folder.mode("cases.yaml") == "640")
    let outcome = try await folder.run("muster profile test profile.yaml --record-failing")
    #expect(outcome.exit == 1)
    #expect(outcome.err == "acme: 2 cases passed, 1 recorded\n")
    #expect(try folder.names == ["cases.yaml", "profile.yaml"])
    let text = try folder.text("cases.yaml")
    try await folder.expect(
      "muster profile test profile.yaml --record-failing", err: "acme: 3 cases passed")
    #expect(try folder.text("cases.yaml") == text)
  }

  @Test func recordsNothingWithoutBeingAsked() async throws {
    let folder = try folder {
      $0.replacingOccurrences(of: "    expect: { findings: [required] }\n", with: "")
    }
    let text = try folder.text("cases.yaml")
    try await folder.expect(
      "muster profile test profile.yaml", exit: 1,
      out: "cases.yaml:10: needs-sub\n    expects nothing yet; --record writes what is",
      err: "acme: 2 cases passed, 1 failed")
    #expect(try folder.text("cases.yaml") == text)
  }

  // MARK: JUnit

  @Test func writesJUnitThatParses() async throws {
    let folder = try folder {
      $0.replacingOccurrences(
        of: "claims: { sub: abc, exp: 1700000060 } }",
        with: "claims: { sub: \"<&\\\"'>\\u0001\\u001b[31m\\u2028\\u00e9]]>\" } }")
    }
    let outcome = try await folder.run(
      "muster profile test profile.yaml bettermode --format junit --coverage")
    #expect(outcome.exit == 1)
    let report = try Report(outcome.out)
    #expect(report.suites.map(\.name) == ["acme", "bettermode"])
    let acme = try #require(report.suites.first)
    #expect(acme.cases == ["signs-in", "refuses-a-long-one", "needs-sub", "coverage"])
    #expect(acme.counts == ["4", "2", "0"])
    #expect(acme.failures.count == 2)
    #expect(
      acme.failures[0].hasPrefix(
        "claims.sub: expected \"<&\\\"'>\\u0001\\u001b[31m\\u{2028}é]]>\", is \"abc\"\nclaims.exp:")
    )
    #expect(acme.failures[1].contains("no case for: sub maxLength 3: at the limit"))
    let other = try #require(report.suites.last)
    #expect(other.counts == ["31", "0", "0"])
    #expect(report.counts == ["35", "2", "0"])
  }

  @Test func keepsTheResultsBesideAProfileThatCannotBeUsed() async throws {
    let folder = try folder()
    try folder.write("bad.yaml", "muster: 1\n")
    let outcome = try await folder.run(
      "muster profile test profile.yaml missing.yaml bad.yaml bettermode --format junit")
    #expect(outcome.exit == 78)
    let report = try Report(outcome.out)
    #expect(report.suites.map(\.name) == ["acme", "missing.yaml", "bad.yaml", "bettermode"])
    #expect(report.counts == ["35", "0", "2"])
    #expect(
      report.suites.map(\.counts) == [
        ["3", "0", "0"], ["1", "0", "1"], ["1", "0", "1"], ["30", "0", "0"],
      ])
    #expect(
      report.suites[1].errors == [
        "muster: There is no file \"missing.yaml\".\n    help: Check the path."
      ])
    #expect(report.suites[2].errors.count == 1)
    #expect(outcome.err.contains("muster: There is no file \"missing.yaml\"."))
    #expect(outcome.err.hasSuffix("acme: 3 cases passed\nbettermode: 30 cases passed\n"))
    // Alone, it is told in the same way.
    let alone = try await folder.run("muster profile test missing.yaml --format junit")
    #expect(alone.exit == 78)
    #expect(try Report(alone.out).counts == ["1", "0", "1"])
    // As text, the others are told, too.
    try await folder.expect(
      "muster profile test missing.yaml profile.yaml", exit: 78,
      err: """
        muster: There is no file "missing.yaml".
            help: Check the path.
        acme: 3 cases passed
        """)
    // A file without cases is less than a profile that cannot be used, and more than a failure.
    let lone =
      "mkdir lone; cp profile.yaml lone; muster profile test profile.yaml lone/profile.yaml"
    #expect(try await folder.run(lone).exit == 66)
    #expect(
      try await folder.run("muster profile test lone/profile.yaml missing.yaml").exit == 78)
  }

  /// What a test server reads from a report.
  private final class Report: NSObject, XMLParserDelegate {
    struct Suite {
      var name: String
      var counts: [String]
      var cases: [String] = []
      var failures: [String] = []
      var errors: [String] = []
    }
    var counts: [String] = []
    var suites: [Suite] = []
    private var text = ""

    init(_ xml: String) throws {
      super.init()
      let parser = XMLParser(data: Data(xml.utf8))
      parser.delegate = self
      #expect(parser.parse(), "\(parser.parserError.debugDescription) \(xml)")
    }

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      let counts = ["tests", "failures", "errors"].map { attributes[$0] ?? "" }
      text = ""
      switch element {
      case "testsuites": self.counts = counts
      case "testsuite": suites.append(Suite(name: attributes["name"] ?? "", counts: counts))
      case "testcase":
        suites[suites.count - 1].cases.append(attributes["name"] ?? "")
        #expect(Double(attributes["time"] ?? "") != nil)
        #expect(Int(attributes["line"] ?? "") != nil)
      default: break
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement element: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      if element == "failure" { suites[suites.count - 1].failures.append(text) }
      if element == "error" { suites[suites.count - 1].errors.append(text) }
    }
  }
}
