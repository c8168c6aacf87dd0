import Foundation
import Testing

/// Rosters of the ledger from the command line.
@Suite struct RosterCommandTests {
  private static let options =
    "--profile bettermode --set domain=c.example.com --now 1700000000 --ledger l/ledger.sqlite"

  @Test func loadsListsAndRemoves() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster roster load members.csv --name staff \(Self.options)", exit: 3,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 loaded, 1 rejected
          findings: required 1
        """)
    try await folder.expect(
      "muster roster list --ledger l/ledger.sqlite",
      out: """
        roster  profile     loaded                rows
        staff   bettermode  2023-11-14T22:13:20Z     2
        """)
    try folder.write("more.csv", "sub,name,email\n1,Ada,ada@example.com\n")
    try await folder.expect("muster roster load more.csv --name staff \(Self.options) --quiet")
    try await folder.expect(
      "muster roster list --ledger l/ledger.sqlite --json",
      out: #"{"roster":"staff","profile":"bettermode","loaded_at":"2023-11-14T22:13:20Z","rows":1}"#
    )
    try await folder.expect(
      "muster roster remove staff --ledger l/ledger.sqlite", out: "Removed the roster staff.")
    try await folder.expect(
      "muster roster remove staff --ledger l/ledger.sqlite", exit: 66,
      err: """
        muster: The ledger has no roster "staff".
            help: muster roster list shows those that it has.
        """)
    try await folder.expect(
      "muster roster list --ledger l/ledger.sqlite", out: "The ledger has no rosters.")
  }

  @Test(arguments: [
    ("sub,name,email\n1,Ada,ada@example.com\n1,Grace,grace@example.com\n", "duplicate-identity"),
    ("sub,name,email\n1,,x\n", "empty-batch"),
    ("sub,name,email\n", "empty-batch"),
  ])
  func oldRosterStaysWhenTheNewOneIsDoubtful(text: String, code: String) async throws {
    let folder = try Sample.folder(["in.csv": text])
    let first = try await folder.run(
      "muster roster load members.csv --name staff \(Self.options) --quiet")
    #expect(first.exit == 3)
    let outcome = try await folder.run("muster roster load in.csv --name staff \(Self.options)")
    #expect(outcome.exit == 10, "\(outcome.err)")
    #expect(outcome.err.contains("[\(code)]"))
    #expect(outcome.err.contains("Nothing was loaded, and the roster is as it was."))
    let list = try await folder.run("muster roster list --ledger l/ledger.sqlite --json")
    #expect(list.out.contains(#""rows":2"#))
  }

  @Test func rowsAreSealed() async throws {
    let folder = try Sample.folder()
    _ = try await folder.run("muster roster load members.csv --name staff \(Self.options) --quiet")
    try await folder.expect("grep -rlaE 'zoe@example|ukasz|007' l || true")
    try await folder.expect("grep -rlaE 'staff' l | head -1", out: "l/ledger.sqlite")
  }
}
