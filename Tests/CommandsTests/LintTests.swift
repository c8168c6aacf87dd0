import Foundation
import Testing

/// `profile lint` as a shell sees it.
@Suite struct LintTests {
  /// A profile with a warning and a reading of its own.
  private static let doubtful = profile("tenant: {}", "muster: caution")
  private static let clean = profile("", "guide: Rules")
  private static let broken = clean.replacingOccurrences(of: "HS256", with: "HS265")

  private static func profile(_ parameter: String, _ source: String) -> String {
    """
    muster: 1
    name: acme
    title: Acme
    documents: { guide: { title: Guide } }
    parameters: { properties: { \(parameter) } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }
    claims: { properties: { sub: { source: "\(source)" }, exp: { type: integer, generate: { time: expiry } } } }
    artifacts: { token: { kind: token } }

    """
  }

  private func folder() throws -> Folder {
    try Folder([
      "clean.yaml": Self.clean, "doubtful.yaml": Self.doubtful, "broken.yaml": Self.broken,
    ])
  }

  @Test func endsWellWithWarningsUnlessTheyAreMeantToStop() async throws {
    let out = """
      doubtful.yaml:5:29: warning[contradiction]: Nothing uses the parameter "tenant".
          parameters: { properties: { tenant: {} } }
                                      ^
          help: Name it in a value, the header, an artifact or a rule, or take it out.
      """
    let err = "doubtful.yaml: 0 errors, 1 warning; 1 reading of our own (--unverified lists them)"
    let folder = try folder()
    try await folder.expect("muster profile lint doubtful.yaml", out: out, err: err)
    try await folder.expect(
      "muster profile lint doubtful.yaml --strict", exit: 78, out: out, err: err)
    try await folder.expect(
      "muster profile lint clean.yaml --strict", err: "clean.yaml: 0 errors, 0 warnings")
  }

  @Test func listsReadingsWhereAsked() async throws {
    try await folder().expect(
      "muster profile lint doubtful.yaml --unverified --strict", exit: 78,
      out: """
        doubtful.yaml:5:29: warning[contradiction]: Nothing uses the parameter "tenant".
            parameters: { properties: { tenant: {} } }
                                        ^
            help: Name it in a value, the header, an artifact or a rule, or take it out.
        doubtful.yaml:9:40: note[unverified]: The platform's document does not say this: caution.
            claims: { properties: { sub: { source: "muster: caution" }, exp: { type: integer, generate: { time: …
                                                   ^
        """,
      err: "doubtful.yaml: 0 errors, 1 warning")
  }

  @Test func notesAreNoReasonToStop() async throws {
    try await Folder().expect(
      "muster profile lint acadio --strict",
      err:
        "acadio (built in): 0 errors, 0 warnings; 3 readings of our own (--unverified lists them)")
  }

  @Test func takesSeveralAndCountsThemAll() async throws {
    let folder = try folder()
    try await folder.expect(
      "muster profile lint clean.yaml broken.yaml bettermode --format json", exit: 78,
      out: """
        {"code":"bad-value","severity":"error","file":"broken.yaml","line":6,"position":23,"message":"Unknown algorithm \\"HS265\\".","help":"Did you mean \\"HS256\\"?"}
        {"code":"unverified","severity":"note","file":"bettermode (built in)","line":137,"position":13,"message":"The platform's document does not say this: the document does not say which of the two wins."}
        {"code":"unverified","severity":"note","file":"bettermode (built in)","line":188,"position":11,"message":"The platform's document does not say this: a redirect to a page that is neither an error nor a sign-in (jwt-sso: redirect_uri)."}
        """,
      err: """
        clean.yaml: 0 errors, 0 warnings
        broken.yaml: 1 error, 0 warnings
        bettermode (built in): 0 errors, 0 warnings
        3 profiles: 1 error, 0 warnings
        """)
    try await folder.expect(
      "muster profile lint clean.yaml clean.yaml *.yml", exit: 78,
      err: """
        muster: There is no file "*.yml".
            help: Check the path.
        clean.yaml: 0 errors, 0 warnings
        clean.yaml: 0 errors, 0 warnings
        2 profiles: 0 errors, 0 warnings
        """)
    #expect(try await folder.run("muster profile lint").exit == 64)
    #expect(try await folder.run("muster profile lint clean.yaml --format xml").exit == 64)
  }

  @Test func writesWorkflowCommands() async throws {
    let folder = try Folder()
    // What ends a property or a command is escaped: the file's name has all of it.
    let name = "a%b,c:d.yaml"
    try folder.write(name, Self.doubtful.replacingOccurrences(of: "caution", with: "100%\\nsure"))
    try await folder.expect(
      "muster profile lint '\(name)' --format github",
      out: """
        ::warning file=a%25b%2Cc%3Ad.yaml,line=5,col=29,title=contradiction::Nothing uses the parameter "tenant".%0Ahelp: Name it in a value, the header, an artifact or a rule, or take it out.
        ::notice file=a%25b%2Cc%3Ad.yaml,line=9,col=40,title=unverified::The platform's document does not say this: 100%25%0Asure.
        """,
      err: "\(name): 0 errors, 1 warning")
    try await folder.expect(
      "muster profile lint bettermode --format github --strict 2> /dev/null | cut -d : -f 3",
      out: """
        notice file=bettermode (built in),line=137,col=13,title=unverified
        notice file=bettermode (built in),line=188,col=11,title=unverified
        """)
  }

  /// No form of the findings steers a terminal, whatever a profile holds.
  @Test(arguments: ["text", "github", "json", "sarif"])
  func writesNothingThatSteersATerminal(format: String) async throws {
    let folder = try Folder()
    try folder.write("a.yaml", Self.doubtful + "\n\"x\\e[31m\\u202E\": 1\n")
    let outcome = try await folder.run("muster profile lint a.yaml --format \(format)")
    #expect(outcome.out.contains("unknown-key"))
    #expect(!outcome.out.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
  }

  @Test func writesASarifLog() async throws {
    let folder = try folder()
    try folder.write("a b.yaml", Self.doubtful)
    let outcome = try await folder.run("muster profile lint broken.yaml 'a b.yaml' --format sarif")
    #expect(outcome.exit == 78)
    let log = try object(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)))
    #expect(Set(log.keys) == ["$schema", "version", "runs"])
    #expect(log["version"] as? String == "2.1.0")
    let run = try object((log["runs"] as? [Any])?.first)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let driver = try object(try object(run["tool"])["driver"])
    #expect(driver["name"] as? String == "muster")
    #expect((driver["version"] as? String)?.isEmpty == false)
    let rules = try (driver["rules"] as? [Any] ?? []).map(object)
    #expect(rules.map { $0["id"] as? String } == ["bad-value", "contradiction", "unverified"])
    for rule in rules {
      for key in ["shortDescription", "help"] {
        #expect((try object(rule[key])["text"] as? String)?.isEmpty == false)
      }
    }
    let results = try (run["results"] as? [Any] ?? []).map(object)
    let lines = try results.map { result -> String in
      let place = try object(try object((result["locations"] as? [Any])?.first)["physicalLocation"])
      let region = try object(place["region"])
      let file = try object(place["artifactLocation"])["uri"] as? String ?? ""
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      #expect((try object(result["message"])["text"] as? String)?.isEmpty == false)
      let level = result["level"] as? String ?? ""
      return "\(file):\(region["startLine"] ?? 0):\(region["startColumn"] ?? 0) \(level)"
    }
    #expect(
      lines == ["broken.yaml:6:23 error", "a%20b.yaml:5:29 warning", "a%20b.yaml:9:40 note"])
  }

  @Test func writesASarifLogWhereNothingIsWrong() async throws {
    try await folder().expect(
      "muster profile lint clean.yaml --format sarif",
      out: """
        {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"muster","version":"0.1.0","rules":[]}},"columnKind":"unicodeCodePoints","results":[]}]}
        """,
      err: "clean.yaml: 0 errors, 0 warnings")
  }

  private func object(_ value: Any?) throws -> [String: Any] {
    try #require(value as? [String: Any])
  }

  /// A column counts code points, as people and editors do, and not bytes or UTF-16 units.
  @Test func countsColumnsInCodePoints() async throws {
    let folder = try Folder([
      "p.yaml": Self.broken.replacingOccurrences(
        of: "token: {", with: "\"token\": { \"source\": \"guide: 😀é\",")
    ])
    let outcome = try await folder.run("muster profile lint p.yaml --format json")
    let column = "\"token\": { \"source\": \"guide: 😀é\", algorithms: [".unicodeScalars.count + 1
    #expect(outcome.out.contains("\"line\":6,\"position\":\(column),"))
  }

  /// What the page shows is what the program says.
  @Test func thePageShowsTheTruth() async throws {
    let page = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Muster/Muster.docc/Lint.md"),
      encoding: .utf8)
    func block(_ opening: String) throws -> String {
      let rest = try #require(page.components(separatedBy: opening).dropFirst().first)
      return try #require(rest.components(separatedBy: "\n```").first)
    }
    let folder = try Folder(["acme.yaml": try block("```yaml\n") + "\n"])
    let shown = try block("```text\n$ muster profile lint acme.yaml\n")
    #expect(try await folder.run("muster profile lint acme.yaml 2>&1").out == shown + "\n")
    let command = "muster profile lint acme.yaml --format github 2> /dev/null | tail -n 1"
    #expect(try await folder.run(command).out == (try block("```text\n$ \(command)\n")) + "\n")
  }

  /// Runs say what keeps a profile from use and what is wrong with it, and nothing of readings.
  @Test func otherCommandsSayNothingOfReadings() async throws {
    let folder = try folder()
    try folder.write("in.csv", "sub\na\n")
    let outcome = try await folder.run("muster check in.csv --profile doubtful.yaml")
    #expect(outcome.exit == 0)
    #expect(!outcome.err.contains("tenant"))
    #expect(!outcome.err.contains("caution"))
  }
}
