import ArgumentParser
import Bytes
import Ledgers
import Runs
import Tokens

struct RosterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roster",
    abstract: "Keeps rosters in the ledger: who a server knows, and what stands in their rows.",
    subcommands: [Load.self, List.self, Remove.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the rosters of the ledger.",
      discussion: """
        Example:
          muster roster list --ledger /var/lib/muster/ledger.sqlite
        """)

    @OptionGroup var ledger: KeptLedgerOptions

    @Flag(name: .long, help: "Write JSON Lines to standard output.")
    var json = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let (ledger, _) = try self.ledger.openExisting(toWrite: false)
        let rosters: [LedgerRoster]
        do throws(LedgerError) {
          rosters = try ledger.rosters()
        } catch {
          throw CommandFailure(error)
        }
        if json {
          for roster in rosters { try Terminal.answer(Self.json(roster)) }
        } else if rosters.isEmpty {
          try Terminal.answer("The ledger has no rosters.")
        } else {
          try Terminal.answer(
            TextTable(
              ["roster", "profile", "loaded", "rows"],
              rosters.map { [$0.name, $0.profileName, "\($0.loadedAt)", "\($0.rows)"] },
              toTheRight: [3]
            ).text)
        }
        return .done
      }
    }

    private static func json(_ roster: LedgerRoster) -> String {
      var line: [UInt8] = []
      var members = JSONMembers(&line)
      members.add("roster", roster.name, &line)
      members.add("profile", roster.profileName, &line)
      members.add("loaded_at", "\(roster.loadedAt)", &line)
      members.add("rows", roster.rows, &line)
      members.close(&line)
      return String(decoding: line, as: UTF8.self)
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove",
      abstract: "Removes a roster: a server that uses it knows nobody any more.",
      discussion: """
        Example:
          muster roster remove staff --ledger /var/lib/muster/ledger.sqlite
        """)

    @Argument(help: ArgumentHelp("The roster's name.", valueName: "name"))
    var name: String

    @OptionGroup var ledger: KeptLedgerOptions

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let (ledger, _) = try self.ledger.openExisting(toWrite: true)
        let wasThere: Bool
        do throws(LedgerError) {
          wasThere = try ledger.removeRoster(name)
        } catch {
          throw CommandFailure(error)
        }
        guard wasThere else {
          throw CommandFailure(
            .noInput, "The ledger has no roster \"\(name)\".",
            help: "muster roster list shows those that it has.")
        }
        try Terminal.answer("Removed the roster \(name).")
        return .done
      }
    }
  }
}
