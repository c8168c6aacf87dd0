import ArgumentParser

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Shows what the ledger remembers of runs, and forgets old ones.",
    subcommands: [])
}
