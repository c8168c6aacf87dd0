import Bytes
import Jobs
import Testing

@Suite struct JobPathsTests {
  private let paths = JobPaths(
    jobFile: "/etc/muster/nightly.yaml", job: "nightly", run: "r1",
    time: NumericDate(secondsSinceEpoch: 1_767_225_599))

  @Test(arguments: [
    ("out/{job}-{date}.txt", "/etc/muster/out/nightly-2025-12-31.txt"),
    ("/var/{run}/{input}.csv", "/var/r1/users.csv"), ("a{{b}}.txt", "/etc/muster/a{b}.txt"),
    ("../x", "/etc/muster/../x"),
  ])
  func fillsPlaceholders(template: String, expected: String) {
    #expect(paths.resolve(template: template, input: "users") == expected)
  }

  @Test(arguments: [
    ("", "cat a"), ("jobs/", "cd './jobs/' > /dev/null || exit\ncat a"),
    ("/etc/it's/", "cd '/etc/it'\\''s/' > /dev/null || exit\ncat a"),
  ])
  func runsCommandsInTheJobsFolder(folder: String, expected: String) {
    #expect(JobPaths.command("cat a", in: folder) == expected)
  }

  @Test func staysInTheWorkingDirectoryOfAFileWithoutFolder() {
    let paths = JobPaths(
      jobFile: "a.yaml", job: "a", run: "r", time: NumericDate(secondsSinceEpoch: 0))
    #expect(paths.resolve("x/y") == "x/y" && paths.resolve("/x") == "/x" && paths.folder == "")
  }

  /// What stands in a value reaches no other folder, and makes no hidden file.
  @Test(arguments: [
    ("a/b", "a_b"), ("../x", "_._x"), ("", "_"), (".hidden", "_hidden"), ("a b\n", "a_b_"),
    ("Zoë", "Zoë"), ("a\u{0}b", "a_b"), ("\u{202E}x", "_x"),
    (String(repeating: "x", count: 99), String(repeating: "x", count: 60)),
  ])
  func makesValuesSafe(value: String, expected: String) {
    #expect(JobPaths.fileName(value) == expected)
    #expect(paths.resolve(template: "{input}", input: value) == "/etc/muster/" + expected)
  }

  @Test func namesEachInputOnce() {
    #expect(
      JobPaths.inputNames(["a/users.csv", "b/users.csv", "users.json", "stdin", "x.tar.gz", "/"])
        == ["users", "users-2", "users-3", "stdin", "x.tar", "_"])
    #expect(
      JobPaths.inputNames([
        "<command>", "<stdin>", "<command>", "<sqlite: /var/crm.db>", "<postgresql: service=crm.x>",
      ]) == ["command", "stdin", "command-2", "crm", "postgresql"])
    let long = String(repeating: "x", count: 70)
    let names = JobPaths.inputNames(["a/\(long).csv", "b/\(long).csv"])
    let files = names.map { paths.resolve(template: "{input}", input: $0) }
    #expect(
      files == [
        "/etc/muster/" + String(repeating: "x", count: 60),
        "/etc/muster/" + String(repeating: "x", count: 58) + "-2",
      ])
    #expect(JobPaths.inputNames(["a.csv", "a-2.csv", "b/a.csv"]) == ["a", "a-2", "a-3"])
    let inputs: [Job.Input] = [
      .files("x/a.csv"), .standardInput, .command("cat"), .sqlite(file: "crm.db", query: ""),
      .postgresql(connection: "", query: ""),
    ]
    #expect(inputs.map(JobPaths.name) == ["a", "stdin", "command", "crm", "postgresql"])
  }

  @Test(arguments: [
    ("a", "a"), ("./a//b/", "a/b"), ("a/../b", "b"), ("../a", "../a"), ("../../a", "../../a"),
    ("/../a", "/a"), ("/a/./b", "/a/b"), ("a/../../b", "../b"),
  ])
  func normalizesPaths(path: String, expected: String) {
    #expect(JobPaths.normalized(path) == expected)
  }

  @Test(arguments: [
    ("a*.csv", "a.csv", true), ("a*.csv", "abc.csv", true), ("a*.csv", "b.csv", false),
    ("*", "a/b", false), ("*/b", "a/b", true), ("a?c", "abc", true), ("a?c", "a/c", false),
    ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[!a]x", "/x", false), ("[]]", "]", true),
    ("[a", "[a", true), ("*a*b*c", "xxaxxbxxc", true), ("*a*b*c", "xxaxxcxxb", false),
    ("", "", true), ("**", "abc", true), ("x?.csv", "xé.csv", true), ("x??.csv", "xé.csv", false),
    ("*", ".a", false), ("a/?b", "a/.b", false), (".*", ".a", true), ("[^a]x", "^x", true),
    ("[!.]x", "éx", true), ("[a-é]x", "éx", false), ("[.]x", ".x", false), ("a", "ab", false),
    ("ab", "a", false),
  ])
  func fitsPatterns(pattern: String, path: String, fits: Bool) {
    #expect(PathPattern(pattern).fits(path) == fits)
  }

  /// Stars do not multiply the work.
  @Test func fitsHostilePatternsInTime() {
    let pattern = PathPattern(String(repeating: "*a", count: 500) + "b")
    #expect(!pattern.fits(String(repeating: "a", count: 5_000)))
  }

  @Test(arguments: [
    ("{jbo}", [PathTemplate.Problem.unknown(name: "jbo", at: 0)]), ("a{", [.loneBrace(at: 1)]),
    ("a}b", [.loneBrace(at: 1)]), ("{{}}", []), ("{}", [.unknown(name: "", at: 0)]),
    ("é{x}{y}", [.unknown(name: "x", at: 1), .unknown(name: "y", at: 4)]),
  ])
  func findsWhatIsWrongWithATemplate(text: String, problems: [PathTemplate.Problem]) {
    #expect(PathTemplate(text).problems == problems)
  }
}
