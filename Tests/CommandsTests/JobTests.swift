import Foundation
import Testing

/// `muster job` as a shell sees it.
@Suite struct JobTests {
  private static let job = """
    muster: 1
    name: members
    profile: bettermode
    parameters: { domain: community.example.com }
    inputs: [{ file: users.csv }]
    key: { file: sso.key }
    output: { file: out.txt }
    limits: { max-change: 20% }

    """

  @Test func findsWhatIsWrongAndWarnsOfWhatMayCome() async throws {
    let folder = try Folder([
      "users.csv": "sub\n", "good.yaml": Self.job,
      "later.yaml": Self.job.replacingOccurrences(of: "users.csv", with: "later.csv"),
      "bad.yaml": Self.job.replacingOccurrences(of: "domain:", with: "domian:"),
    ])
    try await folder.expect(
      "muster job lint good.yaml --strict", err: "good.yaml: 0 errors, 0 warnings")
    let out = """
      later.yaml:5:18: warning[missing-file]: There is no such file yet.
          inputs: [{ file: later.csv }]
                           ^
          help: It begins in the job file's folder, and has to be there when the job runs.
      """
    let err = "later.yaml: 0 errors, 1 warning"
    try await folder.expect("muster job lint later.yaml", out: out, err: err)
    try await folder.expect("muster job lint later.yaml --strict", exit: 78, out: out, err: err)
    try await folder.expect(
      "muster job lint good.yaml bad.yaml", exit: 78,
      out: """
        bad.yaml:4:1: error[missing-parameter]: The profile bettermode needs the parameter "domain".
            parameters: { domian: community.example.com }
            ^
            help: Give it: parameters: { domain: community.example.com }. Host of the community, without a scheme.
        bad.yaml:4:15: error[unknown-parameter]: Unknown parameter of the profile bettermode, "domian".
            parameters: { domian: community.example.com }
                          ^
            help: Did you mean "domain"?
        """,
      err: """
        good.yaml: 0 errors, 0 warnings
        bad.yaml: 2 errors, 0 warnings
        2 jobs: 2 errors, 0 warnings
        """)
    try await folder.expect(
      "muster job lint none.yaml", exit: 78,
      err: "muster: There is no file \"none.yaml\".\n    help: Check the path.")
    #expect(try await folder.run("muster job lint").exit == 64)
  }

  /// In no form of the findings, on neither stream, though others stand on the same line.
  @Test(arguments: ["text", "json", "github", "sarif"])
  func showsNoKeyThatStandsInTheFile(format: String) async throws {
    let folder = try Folder([
      "a.yaml": Self.job.replacingOccurrences(
        of: "key: { file: sso.key }", with: "\"key\": hunter2é-hunter2"),
      "b.yaml":
        "{ muster: 1, name: a b, key: hunter2, profile: { x: y }, inputs: [{ postgresql: { "
        + "connection: \"host=a password=hunter2\", pasword: hunter2, query: x } }] }",
    ])
    try folder.write(
      "c.yaml", Self.job.replacingOccurrences(of: "{ file: sso.key }", with: "!vault hunter2"))
    try folder.write("d.yaml", "name: a\n\"key\" : \"hunter2\nprofile: [}\n")
    try folder.write("e.yaml", Self.job + "kye: hunter2\nkey: hunter2\n")
    try folder.write("f.yaml", "name: a\rkey: \"hunter2\rprofile: [}\r")
    let outcome = try await folder.run("muster job lint *.yaml --format \(format)")
    #expect(outcome.exit == 78)
    #expect(outcome.out.components(separatedBy: "clear-secret").count > 3)
    #expect(!(outcome.out + outcome.err).contains("hunter2"))
  }

  @Test func findsTheProfileFromTheJobsFolder() async throws {
    let profile = try await Folder().run("muster profile show bettermode").out
    let folder = try Folder(["users.csv": "sub\n", "own.yaml": profile])
    _ = try await folder.run("mkdir jobs; cp users.csv jobs; cp own.yaml jobs/bad.yaml")
    _ = try await folder.run("sed -i s/HS256/HS265/ jobs/bad.yaml; cp own.yaml jobs/plain")
    func job(_ profile: String) -> String {
      Self.job.replacingOccurrences(of: "bettermode", with: profile)
    }
    for (profile, problem) in [
      ("../own.yaml", nil), ("./own.yaml", "error[missing-file]: There is no file"),
      ("plain", nil), ("bad.yaml", "error[bad-value]: The profile jobs/bad.yaml cannot be used."),
      ("betermode", "error[unknown-name]: There is no profile \"betermode\", and no such file."),
    ] {
      try folder.write("jobs/a.yaml", job(profile))
      let outcome = try await folder.run("muster job lint jobs/a.yaml")
      #expect(outcome.exit == (problem == nil ? 0 : 78), "\(profile)")
      if let problem { #expect(outcome.out.hasPrefix("jobs/a.yaml:3:10: " + problem)) }
    }
  }

  /// The start of a job passes lint for every profile in which something names a user.
  @Test func beginsAJobForEachProfile() async throws {
    let folder = try Folder()
    let names = try await folder.run("muster profile list | cut -d ' ' -f 1").out
      .split(separator: "\n").filter { $0 != "gitbook" }
    #expect(names.count > 40)
    let outcome = try await folder.run(
      """
      for p in \(names.joined(separator: " ")); do
        muster job new nightly --profile $p --output $p.yaml || exit 1
      done
      muster job lint *.yaml --strict
      """)
    #expect(outcome.exit == 0, "\(outcome.out)\(outcome.err)")
    #expect(outcome.err.hasSuffix("\(names.count) jobs: 0 errors, 0 warnings\n"))
    let nobody = try await folder.run(
      "muster job new a --profile gitbook -o a.yaml && muster job lint a.yaml --format json")
    #expect(nobody.exit == 78 && nobody.err == "a.yaml: 1 error, 0 warnings\n")
    #expect(nobody.out.contains(#""code":"unknown-name""#))
  }

  @Test func writesOverNothingUnlessTold() async throws {
    let folder = try Folder(["a.yaml": "mine"])
    let new = "muster job new a --profile mediaos --output a.yaml"
    try await folder.expect(
      new, exit: 73,
      err: """
        muster: "a.yaml" is there already, and a new start would destroy it.
            help: Give another name, or --force to replace it.
        """)
    #expect(try folder.text("a.yaml") == "mine")
    try await folder.expect(new + " --force")
    #expect(try folder.text("a.yaml").contains("\nprofile: mediaos\n"))
    #expect(try folder.mode("a.yaml") == "600")
    try await folder.expect(
      "muster job new 'a b' --profile mediaos", exit: 64,
      err: """
        muster: "a b" cannot name a job.
            help: Use letters, digits, - and _, and begin with a letter.
        """)
  }

  /// Paths in the start lead from the job's folder to what was named on the command line.
  @Test func namesFilesFromTheJobsFolder() async throws {
    let profile = try await Folder().run("muster profile show mediaos").out
    let folder = try Folder(["own.yaml": profile, "users list.csv": "email\na@example.com\n"])
    _ = try await folder.run("mkdir -p jobs/mine")
    try await folder.expect(
      "muster job new a --profile own.yaml --input 'users list.csv' -o jobs/mine/a.yaml 2>&1")
    let text = try folder.text("jobs/mine/a.yaml")
    #expect(text.contains("\nprofile: \"../../own.yaml\"\n"))
    #expect(text.contains("\n  - file: \"../../users list.csv\"\n"))
    try await folder.expect(
      "muster job lint --strict jobs/mine/a.yaml", err: "jobs/mine/a.yaml: 0 errors, 0 warnings")
  }

  @Test func writesSchemaAndReference() async throws {
    let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Muster/Muster.docc")
    for (command, page) in [
      ("schema", "Resources/job.schema.json"), ("reference", "JobReference.md"),
    ] {
      let text = try String(contentsOf: docs.appending(path: page), encoding: .utf8)
      #expect(try await Folder().run("muster job \(command)").out == text)
    }
  }
}
