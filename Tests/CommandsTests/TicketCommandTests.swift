import Foundation
import Testing

/// Tickets from the command line: what is written, what is kept, and how they are taken back.
@Suite struct TicketCommandTests {
  static let options =
    "--profile bettermode --set domain=c.example.com --now 1700000000"
    + " --base-url https://sso.example.com --valid 14d --ledger l/ledger.sqlite"
  static let issue = "muster ticket issue members.csv \(options)"

  /// The links of an output, each without its code.
  private func masked(_ text: String) -> String {
    text.replacing(/\/t\/[A-Za-z0-9_-]{22}/, with: "/t/…")
  }

  private func links(_ text: String) -> [String] {
    text.matches(of: /https:\/\/[^\s",]*\/t\/[A-Za-z0-9_-]{22}/).map { String($0.output) }
  }

  @Test func writesOneLinkForEachAcceptedRow() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "\(Self.issue) --purpose Spring --uses 2 --output links.txt --rejects r.csv", exit: 3,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 given a ticket, 1 rejected
          findings: required 1
          best before: 2023-11-28T22:13:20Z (in 14 days)
          run 1 at bettermode: from 2023-11-14T22:13:20Z until 2023-11-28T22:13:20Z, each 2 times
        """)
    let text = try folder.text("links.txt")
    #expect(masked(text) == "https://sso.example.com/t/…\nhttps://sso.example.com/t/…\n")
    #expect(Set(links(text)).count == 2)
    #expect(try folder.mode("links.txt") == "600")
    #expect(try folder.mode("l/ledger.sqlite") == "600")
    #expect(
      try folder.text("r.csv").hasPrefix("muster_row,muster_findings,sub,name,email\n2,"))
    try await folder.expect(
      "muster ticket list --ledger l/ledger.sqlite --now 1700000001",
      out: """
        run  mount       state  from                  until                 uses  tickets  used  revoked  purpose
          1  bettermode  valid  2023-11-14T22:13:20Z  2023-11-28T22:13:20Z     2        2     0        0  Spring
        """)
    try await folder.expect(
      "muster ticket list --run 1 --ledger l/ledger.sqlite --now 1700000001",
      out: """
        ticket  run  mount       row  state  uses  last used  until
             1    1  bettermode    1  ready   0/2  -          2023-11-28T22:13:20Z
             2    1  bettermode    3  ready   0/2  -          2023-11-28T22:13:20Z
        """)
  }

  @Test func csvIsForAMailMerge() async throws {
    let folder = try Sample.folder([
      "in.csv": """
      sub;name;email;note;ticket_url
      007;"Müller; Zoë";zoe@example.com;"a ""quote"", two
      lines";old
      008;=1+1;ada@example.com;@SUM(A1);

      """
    ])
    let outcome = try await folder.run(
      "muster ticket issue in.csv \(Self.options) --ignore-unknown --output-format csv --quiet")
    #expect(outcome.exit == 0, "\(outcome.err)")
    #expect(
      masked(outcome.out) == """
        sub,name,email,note,ticket_url,ticket_expires_at
        007,Müller; Zoë,zoe@example.com,"a ""quote"", two
        lines",https://sso.example.com/t/…,2023-11-28T22:13:20Z
        008,'=1+1,ada@example.com,'@SUM(A1),https://sso.example.com/t/…,2023-11-28T22:13:20Z

        """)
  }

  @Test func jsonLinesNameTheRow() async throws {
    let folder = try Sample.folder([
      "in.jsonl": """
      {"sub":"7","name":"Ada","email":"ada@example.com"}
      {"sub":"8","name":"Grace","email":"grace@example.com","note":"x"}

      """
    ])
    let outcome = try await folder.run(
      "muster ticket issue in.jsonl \(Self.options) --mount club --from 2023-11-15"
        + " --output-format jsonl --json")
    #expect(outcome.exit == 0, "\(outcome.err)")
    #expect(
      masked(outcome.out) == """
        {"row":1,"line":1,"identity":"7","ticket_url":"https://sso.example.com/t/…","ticket_expires_at":"2023-11-29T00:00:00Z"}
        {"row":2,"line":2,"identity":"8","ticket_url":"https://sso.example.com/t/…","ticket_expires_at":"2023-11-29T00:00:00Z"}

        """)
    #expect(
      outcome.err.contains(
        #""run":1,"mount":"club","purpose":"","not_before":"2023-11-15T00:00:00Z","not_after":"2023-11-29T00:00:00Z","uses_max":1"#
      ))
  }

  // A page or a form of several lines is no obstacle: what is given out is a link.
  @Test func artifactOfSeveralLinesIsNoObstacle() async throws {
    let folder = try Folder(["in.csv": "email\na@example.com\n"])
    let outcome = try await folder.run(
      "muster ticket issue in.csv --profile mediaos --base-url http://localhost:8080/x/ --valid 1h"
        + " --ledger ledger.sqlite --quiet")
    #expect(outcome.exit == 0, "\(outcome.err)")
    #expect(masked(outcome.out) == "http://localhost:8080/x/t/…\n")
  }

  @Test func ledgerHoldsNeitherLinksNorRows() async throws {
    let folder = try Sample.folder()
    let outcome = try await folder.run("\(Self.issue) --quiet --output links.txt")
    #expect(outcome.exit == 3)
    let codes = links(try folder.text("links.txt")).map { String($0.suffix(22)) }
    let pattern = (codes + ["zoe@example", "lukasz", "Łukasz"]).joined(separator: "|")
    try await folder.expect("grep -rlaE -- '\(pattern)' l || true")
    // What the search would find if it were there.
    try await folder.expect(
      "grep -rlaE -- 'bettermode' l | head -1", out: "l/ledger.sqlite")
  }

  // MARK: The server's file

  private static let server = """
    muster: 1
    listen: 127.0.0.1:8080
    admin: 127.0.0.1:9090
    publicURL: https://sso.example.com/in
    ledger: { file: state/server.db, key: state/server.key }
    authenticators:
      portal: { bearer: tokens.txt }
    profiles:
      community:
        profile: bettermode
        key: { file: sso.key }
        parameters: { domain: c.example.com }
        offers: [sso, tickets]
        authenticator: portal
        roster: { ledger: staff }

    """

  @Test func serversFileSaysWhatIsServed() async throws {
    let folder = try Sample.folder(["server.yaml": Self.server])
    let outcome = try await folder.run(
      "muster ticket issue members.csv --config server.yaml --valid 1d --now 1700000000")
    #expect(outcome.exit == 3, "\(outcome.err)")
    #expect(
      masked(outcome.out)
        == "https://sso.example.com/in/t/…\nhttps://sso.example.com/in/t/…\n")
    #expect(outcome.err.contains("run 1 at community: from"))
    let roster = try await folder.run(
      "muster roster load members.csv --name staff --config server.yaml --quiet")
    #expect(roster.exit == 3, "\(roster.err)")
    let list = try await folder.run(
      "muster roster list --json --ledger state/server.db")
    #expect(list.out.contains(#""roster":"staff","profile":"bettermode""#), "\(list.out)")
    try await folder.expect(
      "muster roster load members.csv --name other --config server.yaml", exit: 64,
      err: """
        muster: No profile of the server's file takes its users from the roster "other".
            help: A profile does with roster: { ledger: NAME }.
        """)
  }

  @Test func profileIsNotSaidTwice() async throws {
    let folder = try Sample.folder(["server.yaml": Self.server])
    try await folder.expect(
      "muster ticket issue members.csv --config server.yaml --set domain=x.example --valid 1d",
      exit: 64,
      err: """
        muster: The server's file says which profile it serves, and how; the command line does, too.
            help: Change the server's file, or leave --config out.
        """)
    try await folder.expect(
      "muster ticket issue members.csv --config server.yaml --mount staff --valid 1d", exit: 64,
      err: """
        muster: The server's file does not offer tickets at "staff".
            help: Name one with --mount: community.
        """)
    try await folder.expect(
      "muster ticket issue members.csv --valid 1d", exit: 64,
      err: """
        muster: There is no profile.
            help: Give the server's file with --config FILE, or a profile with --profile NAME.
        """)
    try await folder.expect(
      "muster ticket issue members.csv --profile bettermode --set domain=x.example --valid 1d",
      exit: 64,
      err: """
        muster: Links need the server's public URL.
            help: For example: --base-url https://sso.example.com
        """)
  }

  // A file with links is not a batch: they would become claims.
  @Test func linksAreNotFedBack() async throws {
    let folder = try Sample.folder()
    _ = try await folder.run("\(Self.issue) --output-format csv --output mail.csv --quiet")
    let outcome = try await folder.run("muster check mail.csv \(Sample.options)")
    #expect(outcome.exit == 65)
    #expect(outcome.err.contains("so this looks like an issued file"))
  }

  // MARK: All or nothing

  @Test func runThatFailsLeavesNoLinksAndNoTickets() async throws {
    // The last record is longer than any may be, when thousands of rows have been stored.
    var rows = "sub,name,email\n"
    for number in 0..<20_000 { rows += "\(number),Ada,u\(number)@example.com\n" }
    let folder = try Folder(["links.txt": "old\n"])
    try folder.write("bad.csv", rows + "x," + String(repeating: "y", count: 5 << 20) + "\n")
    let outcome = try await folder.run(
      "muster ticket issue bad.csv \(Self.options) --output links.txt --rejects r.csv")
    #expect(outcome.exit == 65, "\(outcome.err)")
    #expect(try folder.text("links.txt") == "old\n")
    #expect(try folder.names == ["bad.csv", "l", "links.txt"])
    try await folder.expect(
      "muster ticket list --ledger l/ledger.sqlite", out: "The ledger has no tickets.")
  }

  @Test func outputIsLookedAtBeforeTheLedger() async throws {
    let folder = try Sample.folder()
    let outcome = try await folder.run("\(Self.issue) --output no/links.txt")
    #expect(outcome.exit == 73)
    let same = try await folder.run("\(Self.issue) --output l/ledger.sqlite")
    #expect(same.exit == 73)
    #expect(!(try folder.names.contains("l")))
  }

  @Test func outputThatCannotBeWrittenTakesTheTicketsBack() async throws {
    let folder = try Sample.folder()
    // Standard output is full when everything is stored.
    let outcome = try await folder.run("\(Self.issue) --quiet > /dev/full")
    #expect(outcome.exit == 73, "\(outcome.err)")
    let list = try await folder.run(
      "muster ticket list --ledger l/ledger.sqlite --json --now 1700000001")
    #expect(list.out.contains(#""state":"revoked""#), "\(list.out)")
  }

  @Test func batchWithoutAnAcceptedRowLeavesNoRun() async throws {
    let folder = try Sample.folder(["none.csv": "sub,name,email\n1,,x\n"])
    let outcome = try await folder.run(
      "muster ticket issue none.csv \(Self.options) --output links.txt")
    #expect(outcome.exit == 3)
    #expect(try folder.text("links.txt") == "")
    try await folder.expect(
      "muster ticket list --ledger l/ledger.sqlite", out: "The ledger has no tickets.")
  }

  @Test func runThatIsKilledLeavesTicketsThatNeverWork() async throws {
    let folder = try Folder()
    var rows = "sub,name,email\n"
    for number in 0..<60_000 { rows += "\(number),Ada,u\(number)@example.com\n" }
    try folder.write("in.csv", rows)
    let outcome = try await folder.run(
      "(cat in.csv; sleep 60) | muster ticket issue - \(Self.options) --output links.txt & "
        + "for i in $(seq 300); do sleep 0.1; "
        + "muster ticket list --ledger l/ledger.sqlite --json 2>/dev/null | grep -q incomplete"
        + " && break; done; kill -9 $!; wait $! 2>/dev/null; "
        + "muster ticket list --ledger l/ledger.sqlite --json; ls")
    #expect(outcome.out.contains(#""state":"incomplete""#), "\(outcome.out)\(outcome.err)")
    #expect(!(try folder.names).contains("links.txt"))
    try await folder.expect(
      "muster ticket list --run 1 --ledger l/ledger.sqlite", out: "There are no such tickets.")
    let pruned = try await folder.run(
      "muster ticket prune --older-than 1d --ledger l/ledger.sqlite --now 1700200000")
    #expect(pruned.out.hasPrefix("Forgot 1 run with "))
  }

  // MARK: Revoking

  @Test func revokesByRunUserAndTicket() async throws {
    let folder = try Sample.folder()
    for _ in 0..<2 {
      let outcome = try await folder.run("\(Self.issue) --quiet >> links.txt")
      #expect(outcome.exit == 3)
    }
    let links = links(try folder.text("links.txt"))
    #expect(links.count == 4)
    let place = "--ledger l/ledger.sqlite --now 1700000002"
    try folder.write("lost.txt", "\(links[0])\r\n\n")
    try await folder.expect(
      "muster ticket revoke --ticket lost.txt \(place)", out: "Revoked 1 ticket.")
    try await folder.expect(
      "muster ticket revoke --ticket lost.txt \(place)", out: "Nothing was left to revoke.")
    try await folder.expect(
      "tail -1 links.txt | tail -c 23 | muster ticket revoke --ticket - --json \(place)",
      out: #"{"revoked":1}"#)
    try await folder.expect(
      "muster ticket revoke --user 007 --mount bettermode \(place)", out: "Revoked 1 ticket.")
    try await folder.expect("muster ticket revoke --run 1 \(place)", out: "Revoked 1 ticket.")
    let list = try await folder.run("muster ticket list --json --user 007 \(place)")
    #expect(list.out.components(separatedBy: #""state":"revoked""#).count == 3, "\(list.out)")
    try await folder.expect(
      "muster ticket revoke --user 008 \(place)", exit: 66,
      err: """
        muster: The ledger has no tickets of this user.
            help: A user is what the profile knows users by, letter by letter as in the batch.
        """)
    try await folder.expect(
      "muster ticket revoke --run 9 \(place)", exit: 66,
      err: """
        muster: The ledger has no run 9 of tickets.
            help: muster ticket list shows those that it has.
        """)
  }

  @Test func ticketThatIsNoneIsSaidAndNotShown() async throws {
    let folder = try Sample.folder()
    _ = try await folder.run("\(Self.issue) --quiet")
    let place = "--ledger l/ledger.sqlite"
    try await folder.expect(
      "echo https://sso.example.com/t/AAECAwQFBgcICQoLDA0ODwXX | muster ticket revoke --ticket - \(place)",
      exit: 65,
      err: """
        muster: Line 1 holds no ticket.
            help: A ticket is the link as it was sent, or its last 22 characters.
        """)
    try await folder.expect(
      "echo AAECAwQFBgcICQoLDA0ODw | muster ticket revoke --ticket - \(place)", exit: 66,
      err: """
        muster: The ledger does not have 1 of 1 ticket; 0 of the others were revoked.
            help: Look whether they belong to this ledger, and are whole.
        """)
    try await folder.expect(
      "muster ticket revoke --ticket /dev/null \(place)", exit: 65,
      err: "muster: There is no ticket in it.")
    // Given in place of a file it is not repeated either.
    for prefix in ["", "https://sso.example.com/t/"] {
      let outcome = try await folder.run(
        "muster ticket revoke --ticket \(prefix)AAECAwQFBgcICQoLDA0ODw \(place)")
      #expect(outcome.exit == 66)
      #expect(outcome.err.contains("--ticket takes a file with tickets"))
      #expect(!outcome.err.contains("AAECAwQ"))
    }
  }

  // MARK: Options

  @Test(arguments: [
    ("--valid 0s", "--valid takes a duration of up to 366 days, and \"0s\" is none."),
    ("--valid 367d", "--valid takes a duration of up to 366 days, and \"367d\" is none."),
    ("--valid soon", "--valid takes a duration of up to 366 days, and \"soon\" is none."),
    ("--valid 1d --from yesterday", "--from takes a date or a time, and \"yesterday\" is none."),
    (
      "--valid 1d --from 2023-11-01",
      "The tickets would have expired at 2023-11-02T00:00:00Z already."
    ),
    ("--valid 1d --mount a/b", "--mount takes a name, and \"a/b\" is none."),
  ])
  func optionsAreLookedAt(options: String, expected: String) async throws {
    let folder = try Sample.folder()
    let outcome = try await folder.run(
      "muster ticket issue members.csv --profile bettermode --set domain=c.example.com"
        + " --now 1700000000 --base-url https://sso.example.com --ledger ledger.sqlite \(options)")
    #expect(outcome.exit == 64)
    #expect(outcome.err.hasPrefix("muster: \(expected)\n"), "\(outcome.err)")
    #expect(!(try folder.names).contains("ledger.sqlite"))
  }

  @Test(arguments: [
    "http://sso.example.com", "https://", "ftp://sso.example.com", "sso.example.com",
    "https://user@sso.example.com", "https://sso.example.com/?a=b", "https://sso.example.com/#x",
    "http://localhost.evil.example",
  ])
  func linksAreSentOverHTTPSAlone(url: String) async throws {
    let folder = try Sample.folder()
    let outcome = try await folder.run(
      "muster ticket issue members.csv --profile bettermode --set domain=c.example.com"
        + " --base-url '\(url)' --valid 1d --ledger ledger.sqlite")
    #expect(outcome.exit == 64, "\(outcome.err)")
  }
}
