import ArgumentParser
import Bytes
import Findings
import Ledgers
import Runs
import Tickets
import Tokens

extension TicketCommand {
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revoke",
      abstract: "Lets tickets never be used again: those of a run or a user, or single ones.",
      discussion: """
        A ticket is a secret, so it comes from a file or from standard input, one link
        or code to a line. What was given out with a ticket before stays valid until
        it expires.

        Examples:
          muster ticket revoke --run 3
          muster ticket revoke --user ada@example.com --mount community
          muster ticket revoke --ticket lost.txt
          muster ticket revoke --ticket -
        """)

    @OptionGroup var ledger: KeptLedgerOptions
    @OptionGroup var clock: ClockOptions

    @Option(
      name: .customLong("run"), help: ArgumentHelp("The run's tickets.", valueName: "run"))
    var number: Int64?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "The user's tickets: what the profile knows users by, as in the batch.",
        valueName: "user"))
    var user: String?

    @Option(name: .long, help: ArgumentHelp("Only at this mount; with --user.", valueName: "name"))
    var mount: String?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "A file with links or codes of tickets, or - for standard input.", valueName: "file"))
    var ticket: String?

    @Flag(name: .long, help: "Write a JSON object to standard output.")
    var json = false

    func validate() throws {
      let given = [number != nil, user != nil, ticket != nil].count { $0 }
      if given != 1 { throw ValidationError("Give one of --run, --user and --ticket.") }
      if mount != nil && user == nil { throw ValidationError("--mount goes with --user.") }
    }

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in try revoke() }
    }

    private func revoke() throws(CommandFailure) -> ExitStatus {
      let codes =
        try ticket.map { (path) throws(CommandFailure) in try TicketFile.codes(path) } ?? []
      let (ledger, key) = try self.ledger.openExisting(toWrite: true)
      let keys = TicketKeys(key)
      let now = try clock.clock().now()
      var selections: [TicketSelection] = []
      if let number {
        _ = try ledger.requiredTicketRun(number)
        selections = [.run(number)]
      } else if let user {
        selections = [.user(keys.user(Array(user.utf8)), mount: mount)]
      } else {
        selections = codes.map { .ticket(keys.hash($0)) }
      }
      var known = 0
      var revoked = 0
      do throws(LedgerError) {
        for selection in selections {
          if try !ledger.tickets(selection, limit: 1).isEmpty { known += 1 }
          revoked += try ledger.revokeTickets(selection, at: now)
        }
      } catch {
        throw CommandFailure(error)
      }
      guard known == selections.count || (number != nil) else {
        throw Self.unknown(selections.count - known, of: selections.count, revoked, user: user)
      }
      try answer(revoked)
      return .done
    }

    private func answer(_ revoked: Int) throws(CommandFailure) {
      if json {
        var line: [UInt8] = []
        var members = JSONMembers(&line)
        members.add("revoked", revoked, &line)
        members.close(&line)
        return try Terminal.answer(String(decoding: line, as: UTF8.self))
      }
      try Terminal.answer(
        revoked == 0
          ? "Nothing was left to revoke." : "Revoked \(Terminal.count(revoked, "ticket")).")
    }

    private static func unknown(
      _ count: Int, of all: Int, _ revoked: Int, user: String?
    ) -> CommandFailure {
      if user != nil {
        return CommandFailure(
          .noInput, "The ledger has no tickets of this user.",
          help: "A user is what the profile knows users by, letter by letter as in the batch.")
      }
      return CommandFailure(
        .noInput,
        "The ledger does not have \(count) of \(Terminal.count(all, "ticket")); "
          + "\(revoked) of the others \(revoked == 1 ? "was" : "were") revoked.",
        help: "Look whether they belong to this ledger, and are whole.")
    }
  }

  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune",
      abstract: "Forgets tickets that expired long ago, with the rows that are sealed in them.",
      discussion: """
        Runs that were begun as long ago and killed before they were complete go, too.
        Who comes with a forgotten ticket is told that it is unknown.

        Example:
          muster ticket prune --older-than 90d
        """)

    @OptionGroup var ledger: KeptLedgerOptions
    @OptionGroup var clock: ClockOptions

    @Option(
      name: .long,
      help: ArgumentHelp(
        "Forget what expired longer ago than this: 90d, 12h.", valueName: "duration"))
    var olderThan: String

    @Flag(name: .long, help: "Write a JSON object to standard output.")
    var json = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let seconds = try RunsCommand.Prune.seconds(olderThan)
        let (ledger, _) = try self.ledger.openExisting(toWrite: true)
        let now = try clock.clock().now()
        let pruned: (runs: Int, tickets: Int)
        do throws(LedgerError) {
          pruned = try ledger.pruneTickets(endedBefore: now.advanced(bySeconds: -seconds))
        } catch {
          throw CommandFailure(error)
        }
        if json {
          var line: [UInt8] = []
          var members = JSONMembers(&line)
          members.add("runs", pruned.runs, &line)
          members.add("tickets", pruned.tickets, &line)
          members.close(&line)
          try Terminal.answer(String(decoding: line, as: UTF8.self))
        } else {
          try Terminal.answer(
            "Forgot \(Terminal.count(pruned.runs, "run")) with "
              + "\(Terminal.count(pruned.tickets, "ticket")).")
        }
        return .done
      }
    }
  }
}
