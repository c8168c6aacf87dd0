import ArgumentParser
import Jobs
import Ledgers
import ServerConfigs
import Tokens

struct TicketCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ticket",
    abstract: "Issues links that live long and lead to tokens that live short; muster serve "
      + "redeems them.",
    subcommands: [Issue.self, List.self, Revoke.self, Prune.self])
}

/// Which ledger tickets and rosters are in.
struct ServedLedgerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The server's ledger; the user's otherwise.", valueName: "file"))
  var ledger: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The ledger's key; for l.sqlite l.key beside it otherwise.", valueName: "file"))
  var ledgerKey: String?

  /// Where the ledger is.
  ///
  /// - Parameter server: a server's file that says so, unless the command line does.
  func place(_ server: ServerConfig? = nil) throws(CommandFailure) -> JobLedger {
    guard ledger == nil, let server else { return try JobLedger(given: ledger, key: ledgerKey) }
    return try JobLedger(
      given: server.ledger.file.map(server.path),
      key: ledgerKey ?? server.ledger.key.map(server.path))
  }
}

/// Which ledger is looked at or changed, where no profile matters.
struct KeptLedgerOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The server's file, which says where the ledger is.", valueName: "file"))
  var config: String?

  @OptionGroup var ledger: ServedLedgerOptions

  /// Opens a ledger that is there, to look at it or to change something in it.
  func openExisting(toWrite: Bool) throws(CommandFailure) -> (ledger: Ledger, key: KeyedHash) {
    let server = try config.map { (path) throws(CommandFailure) in try ServerSource.config(path) }
    let place = try ledger.place(server)
    guard place.exists else {
      throw CommandFailure(
        .noInput, "There is no ledger \"\(place.path)\".",
        help: "Name the server's with --ledger FILE, or its file with --config FILE.")
    }
    if toWrite { return try place.openToWrite(.system()) }
    guard let opened = try place.openToRead(.system()) else {
      throw CommandFailure(.noInput, "There is no ledger \"\(place.path)\".")
    }
    return opened
  }
}
