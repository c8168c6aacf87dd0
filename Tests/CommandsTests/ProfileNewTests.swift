import Foundation
import Testing

@Suite struct ProfileNewTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()

  @Test func writesAWholeStart() async throws {
    let folder = try Folder([
      "users.csv":
        "user id,email,tags,newsletter\n007,ada@example.com,a;b,true\n8,bo@example.com,,\n"
    ])
    try await folder.expect(
      "muster profile new acme --from users.csv", out: try Self.snapshot("new-from-batch.yaml"))
    try await folder.expect("muster profile new acme", out: try Self.snapshot("new.yaml"))
  }

  /// The text of a file in `Snapshots`, without its last line break.
  static func snapshot(_ name: String) throws -> String {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path()
    return String(
      try String(contentsOfFile: "\(path)/Snapshots/\(name)", encoding: .utf8).dropLast())
  }

  /// Lint says nothing, and every row that can be read is accepted.
  static func expectAccepted(
    _ folder: Folder, _ batch: String, rows: Int, at location: SourceLocation = #_sourceLocation
  ) async throws {
    try await folder.expect("muster profile new start --from \(batch) > start.yaml", at: location)
    try await folder.expect(
      "muster profile lint start.yaml", err: "start.yaml: 0 errors, 0 warnings", at: location)
    try await folder.expect(
      "muster check \(batch) --profile start.yaml --now 1700000000",
      err: """
        start: \(rows) row\(rows == 1 ? "" : "s"): \(rows) accepted, 0 rejected
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """, at: location)
  }

  @Test(arguments: [
    ("mediaos/readers.csv", 11), ("bettermode/members.csv", 12), ("bettermode/spaces.jsonl", 10),
    ("proprofs/readers.csv", 9), ("acadio/customers.json", 12), ("tinydrive/authors.csv", 10),
  ])
  func acceptsTheSamples(sample: String, rows: Int) async throws {
    try await Self.expectAccepted(try Folder(), "\(Self.root)/samples/\(sample)", rows: rows)
  }

  @Test func acceptsHostileHeaders() async throws {
    let names = [
      "yes", "null", "1", "a: b", "#x", "new\nline", "qu\"ote", "apo'strophe", "ünïcødé", "é",
      "e\u{301}", "- x", "{a}", "[b]", "*c", "&d", "!e", "%f", "@g", "|", "~", "exp", "a.b", "a",
      " lead", "trail ", "\u{202E}abc", "a_b", "a b", "A B", "---", "<<", "claims.x", "muster_x",
      String(repeating: "x", count: 3_000),
    ]
    func line(_ cells: [String]) -> String {
      cells.map { "\"\($0.replacingOccurrences(of: "\"", with: "\"\""))\"" }
        .joined(separator: ",") + "\n"
    }
    let folder = try Folder([
      "hostile.csv": line(names) + line(names.map { _ in "v" }) + line(names.map { _ in "1" })
    ])
    try await Self.expectAccepted(folder, "hostile.csv", rows: 2)
  }

  @Test func readsStandardInputAndFormats() async throws {
    let folder = try Folder(["a.txt": "sub|n\n1|2\n", "b.txt": "{\"sub\":\"1\",\"n\":2}\n"])
    let csv = try await folder.run(
      "muster profile new a --from - --delimiter '|' --rows 1 < a.txt")
    let json = try await folder.run("muster profile new a --from b.txt --input-format jsonl")
    for outcome in [csv, json] {
      #expect(outcome.exit == 0)
      #expect(outcome.out.contains("    \"n\":\n      type: integer\n"))
    }
    #expect(
      csv.out.hasPrefix("# The start of a profile, from the columns of standard input (1 row).\n"))
  }

  @Test func saysWhatItCannotUse() async throws {
    let folder = try Folder([
      "data.csv": "ann@example.com,12\nbo@example.com,13\n", "empty.csv": "",
    ])
    let outcome = try await folder.run("muster profile new a --from data.csv > a.yaml")
    #expect(
      outcome
        == Outcome(
          exit: 0, out: "",
          err: """
            data.csv:1: warning[missing-column]: The first line looks like a row of data, and it is taken as the names of columns.
                help: Put a line with names above it; the skeleton holds what stands there now.

            """))
    try await folder.expect(
      "muster profile new 1x", exit: 64,
      err: """
        muster: "1x" cannot name a profile.
            help: Use letters, digits, - and _, and begin with a letter.
        """)
    for rows in ["0", "100001"] {
      try await folder.expect(
        "muster profile new x --rows \(rows)", exit: 64,
        err: "muster: --rows takes a number from 1 to 100000, not \(rows).")
    }
    try await folder.expect(
      "muster profile new x --from empty.csv", exit: 65,
      err: """
        muster: empty.csv: The batch is empty.
            help: Check that the right file was given and that its export has finished.
        """)
    try folder.write("twice.csv", "sub,name,sub\n1,Ann,1\n")
    try folder.write("unnamed.csv", "sub,,name\n1,2,Ann\n")
    try folder.write("numbers.json", "[1,2]")
    for batch in ["twice.csv", "unnamed.csv", "numbers.json"] {
      let refused = try await folder.run("muster profile new x --from \(batch)")
      #expect(refused.exit == 65)
      #expect(refused.out == "")
      #expect(refused.err.hasPrefix("muster: \(batch): "), "\(refused.err)")
      #expect(refused.err.contains("    help: "))
    }
    try folder.write("data.json", #"[{"ann@example.com":1}]"#)
    let keys = try await folder.run("muster profile new x --from data.json")
    #expect(keys.exit == 0)
    #expect(
      keys.err == """
        data.json:1: warning[missing-column]: The keys of the objects look like data, and they are taken as the names of columns.
            help: Give each value a key that names it; the skeleton holds what stands there now.

        """)
    let missing = try await folder.run("muster profile new x --from none.csv")
    #expect(missing.exit == 66)
  }
}
