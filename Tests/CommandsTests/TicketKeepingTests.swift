import Foundation
import Testing

/// Tickets in the ledger: where that is, and what is found in it.
@Suite struct TicketKeepingTests {
  private static let issue = TicketCommandTests.issue

  @Test func listsTicketsThatSomebodyHas() async throws {
    let folder = try Sample.folder()
    _ = try await folder.run("\(Self.issue) --quiet > links.txt")
    let place = "--ledger l/ledger.sqlite --now 1700000002"
    let list = try await folder.run("muster ticket list --ticket links.txt --json \(place)")
    #expect(list.exit == 0)
    #expect(
      list.out.components(separatedBy: "\n").count { $0.contains("\"state\":\"ready\"") } == 2)
    let unknown = try await folder.run(
      "(tail -n 1 links.txt; echo AAECAwQFBgcICQoLDA0ODw) | muster ticket list --ticket - \(place)")
    #expect(unknown.exit == 66)
    #expect(unknown.out.components(separatedBy: "\n").count { $0.contains("ready") } == 1)
    #expect(
      unknown.err == """
        muster: The ledger does not have 1 of 2 tickets.
            help: Look whether they belong to this ledger, and are whole.

        """)
  }

  @Test func saysThatThereIsMoreAtTheEdgeOfAPageToo() async throws {
    let rows = (1...1_001).map { "u\($0),User,u\($0)@example.com\n" }.joined()
    let folder = try Sample.folder()
    try folder.write("many.csv", "sub,name,email\n" + rows)
    let issue = Self.issue.replacing(/\S+\.csv/, with: "many.csv")
    let issued = try await folder.run("\(issue) --quiet > links.txt")
    #expect(issued.exit == 0, "\(issued.err)")
    let place = "--ledger l/ledger.sqlite --now 1700000002"
    for (limit, hasMore) in [(999, true), (1_000, true), (1_001, false), (1_002, false)] {
      let list = try await folder.run("muster ticket list --run 1 --limit \(limit) \(place)")
      #expect(list.out.contains("… and more") == hasMore, "\(limit)")
    }
  }

  @Test func readsTheLedgersPlaceFromTheServersFile() async throws {
    let folder = try Sample.folder()
    try folder.write(
      "server.yaml",
      """
      muster: 1
      publicURL: https://sso.example.com
      ledger: { file: kept/l.db, key: keys/other.key }
      profiles:
        bettermode:
          profile: bettermode
          parameters: { domain: community.example.com }
          key: { file: sso.key }
          offers: [tickets]

      """)
    try folder.write("one.csv", "sub,name,email\n007,James,j@example.com\n")
    _ = try await folder.run("mkdir kept keys")
    let issued = try await folder.run(
      "muster ticket issue one.csv --config server.yaml --valid 1d --output links.txt --quiet")
    #expect(issued.exit == 0, "\(issued.err)")
    for place in [
      "--config server.yaml", "--ledger kept/l.db --ledger-key keys/other.key",
    ] {
      let list = try await folder.run("muster ticket list --user 007 --json \(place)")
      #expect(list.exit == 0, "\(list.err)")
      #expect(list.out.contains("\"state\":\"ready\""))
    }
    let lost = try await folder.run("muster ticket list --ledger kept/l.db")
    #expect(lost.exit == 12)
    #expect(lost.err.contains("Say where it is"))
    try await folder.expect(
      "muster ticket revoke --run 1 --config server.yaml", out: "Revoked 1 ticket.")
  }

  @Test func linksThatNobodyReadsDoNotWork() async throws {
    let rows = (1...20_000).map { "u\($0),User,u\($0)@example.com\n" }.joined()
    let folder = try Sample.folder()
    try folder.write("many.csv", "sub,name,email\n" + rows)
    let issue = Self.issue.replacing(/\S+\.csv/, with: "many.csv")
    let outcome = try await folder.run(
      "bash -o pipefail -c '\(issue) --quiet | head -n 1 > one.txt'")
    #expect(outcome.exit == 73)
    #expect(outcome.err.contains("none works"))
  }
}
