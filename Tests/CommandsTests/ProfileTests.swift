import Foundation
import Testing

/// The profile commands, and where profiles are found.
@Suite struct ProfileTests {
  @Test func listsTheBuiltInProfiles() async throws {
    try await Folder().expect(
      "muster profile list | grep -E '^(acadio|bettermode|mediaos|proprofs|tinydrive|zendesk) '",
      out: """
        acadio             Acadio, JWT Auth app
        bettermode         Bettermode community, JWT SSO
        mediaos            MediaOS, JWT integration
        proprofs           ProProfs Knowledge Base, JWT single sign-on
        tinydrive          Tiny Drive, JWT authentication
        zendesk            Zendesk, JWT single sign-on
        """)
  }

  @Test func thePageOfThePlatformsIsWhatTheProfilesSay() async throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Muster/Muster.docc/Platforms.md")
    let made = try await Folder().run("muster profile reference --platforms")
    let text = try String(contentsOf: page, encoding: .utf8)
    #expect(made.out.contains("| `bettermode` |"))
    #expect(text.hasPrefix(made.out + "\n## What cannot be expressed\n"))
  }

  @Test func showsAProfileThatCanBeUsedAsAFile() async throws {
    let folder = try Sample.folder()
    try await folder.expect("muster profile show bettermode > mine.yaml")
    try await folder.expect(
      "muster profile lint mine.yaml",
      err: """
        mine.yaml: 0 errors, 0 warnings; 2 readings of our own (--unverified lists them)
        """)
    let builtIn = try await folder.run("muster issue members.csv \(Sample.keyed) --quiet")
    let mine = try await folder.run(
      "muster issue members.csv \(Sample.keyed) --quiet".replacingOccurrences(
        of: "--profile bettermode", with: "--profile mine.yaml"))
    #expect(mine == builtIn)
    try await folder.expect(
      "muster profile show nothing", exit: 78,
      err: """
        muster: There is no profile "nothing", and no such file.
            help: muster profile list shows those that are built in; or give a file's path.
        """)
  }

  @Test func findsNothingWrongWithTheBuiltInOnes() async throws {
    let folder = try Folder()
    let names = try await folder.run("muster profile list | cut -d ' ' -f 1").out.split(
      separator: "\n")
    let outcome = try await folder.run(
      "muster profile lint \(names.joined(separator: " ")) --strict")
    #expect(outcome.exit == 0)
    #expect(outcome.out == "")
    #expect(outcome.err.hasSuffix("\n\(names.count) profiles: 0 errors, 0 warnings\n"))
  }

  @Test func reportsEveryMistakeOfAProfileAtOnce() async throws {
    let folder = try Folder([
      "bad.yaml": Self.mistakes, "broken.yaml": "muster: 1\nname: [a\ntitle: x\n",
    ])
    try await folder.expect(
      "muster profile lint bad.yaml", exit: 78,
      out: """
        bad.yaml:1:1: error[missing-key]: This profile needs the key "title".
            muster: 1
            ^
            help: For example: title: Acme Forum
        bad.yaml:3:1: error[unknown-key]: Unknown key of a profile, "titel".
            titel: Acme Forum
            ^
            help: Did you mean "title"?
        bad.yaml:5:23: error[bad-value]: Unknown algorithm "HS265".
            token: { algorithms: [HS265] }
                                  ^
            help: Did you mean "HS256"?
        bad.yaml:6:14: error[bad-value]: Unknown kind of key "secrte".
            key: { kind: secrte }
                         ^
            help: Did you mean "secret"?
        bad.yaml:7:34: error[wrong-kind]: The value of "default" must be: duration.
            lifetime: { claim: exp, default: 1 fortnight }
                                             ^
            help: For example: default: 60s
        bad.yaml:10:19: error[unknown-name]: Unknown required name "nmae".
              required: [sub, nmae]
                              ^
            help: Did you mean "name"?
        bad.yaml:12:18: error[bad-value]: Unknown type "strng".
                sub: { type: strng, maxLength: -1 }
                             ^
            help: Did you mean "string"?
        bad.yaml:12:36: error[bad-value]: "maxLength" cannot be negative.
                sub: { type: strng, maxLength: -1 }
                                               ^
        bad.yaml:13:37: error[bad-pattern]: The pattern is refused at its character 1: this group is never closed
                name: { type: string, pattern: "([a-z]" }
                                                ^
            help: Patterns are ECMA-262 without back-references and look-around.
        bad.yaml:16:26: error[unknown-name]: Unknown placeholder "domain".
              url: { kind: url, url: "https://{domain}/", query: { t: "{tokn}" } }
                                     ^
            help: Known are token, claims.sub, claims.name, claims.exp.
        bad.yaml:16:59: error[unknown-name]: Unknown placeholder "tokn".
              url: { kind: url, url: "https://{domain}/", query: { t: "{tokn}" } }
                                                                      ^
            help: Did you mean "token"?
        """,
      err: """
        bad.yaml: 11 errors, 0 warnings
        """)
    try await folder.expect(
      "muster profile lint broken.yaml", exit: 78,
      out: """
        broken.yaml:3:6: error[yaml-syntax]: A comma or `]` is expected here, in the list that begins at line 2, column 7.
            title: x
                 ^
        """,
      err: """
        broken.yaml: 1 error, 0 warnings
        """)
  }

  static let mistakes = """
    muster: 1
    name: acme
    titel: Acme Forum
    documents: { guide: { title: Guide } }
    token: { algorithms: [HS265] }
    key: { kind: secrte }
    lifetime: { claim: exp, default: 1 fortnight }
    identity: [sub]
    claims:
      required: [sub, nmae]
      properties:
        sub: { type: strng, maxLength: -1 }
        name: { type: string, pattern: "([a-z]" }
        exp: { type: integer, generate: { time: expiry } }
    artifacts:
      url: { kind: url, url: "https://{domain}/", query: { t: "{tokn}" } }

    """

  @Test func prefersAFileGivenByPath() async throws {
    let folder = try Sample.folder([
      "acadio": "muster: 1\n", "bettermode.yaml": "muster: 1\n",
    ])
    // A name is a name, a path is a path.
    try await folder.expect(
      "muster profile lint acadio",
      err: """
        acadio (built in): 0 errors, 0 warnings; 3 readings of our own (--unverified lists them)
        """)
    for path in ["./acadio", "bettermode.yaml"] {
      let outcome = try await folder.run("muster profile lint \(path)")
      #expect(outcome.exit == 78)
      #expect(outcome.out.hasPrefix("\(path):1:1: error[missing-key]"))
    }
  }

  @Test func findsTheBuiltInProfilesFromACopy() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "cp $(command -v muster) ./copied; PATH=/nowhere ./copied check members.csv \(Sample.options) --json",
      exit: 3,
      err: """
        {"profile":"bettermode","artifact":"url","rows":3,"accepted":2,"rejected":1,"held":0,"findings":{"required":1},"rules":{},"effects":{"replace-spaces":{"accepted":0,"held":0},"remove-all-spaces":{"accepted":0,"held":0},"leave-spaces":{"accepted":0,"held":0},"join-spaces":{"accepted":0,"held":0}},"earliest_best_before":"2023-11-14T22:14:20Z","latest_best_before":"2023-11-14T22:14:20Z","exit":3}
        """)
  }
}
