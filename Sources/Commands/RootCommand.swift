import ArgumentParser
import Runs

/// The whole program.
package enum Program {
  /// Runs the command line of this process and ends it.
  package static func main() {
    ProcessGuards.install()
    if let option = RepeatedOptions.first(in: Array(CommandLine.arguments.dropFirst())) {
      Terminal.say("muster: The option \(option) is given twice.\n    help: Give it once.")
      RootCommand.exit(withError: ExitCode(ExitStatus.usage.rawValue))
    }
    RootCommand.main()
  }
}

struct RootCommand: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "muster",
    abstract: "Checks batches of users against a platform's profile, and issues signed tokens.",
    discussion: """
      Examples:
        muster profile list
        muster check users.csv --profile bettermode --set domain=community.example.com
        muster issue users.csv --profile bettermode \\
          --set domain=community.example.com \\
          --key-file sso.key --output urls.txt --rejects rejects.csv
        muster verify urls.txt --profile bettermode \\
          --set domain=community.example.com \\
          --key-file sso.key

      Exit codes:
      \(ExitStatus.help())
      """,
    version: "muster \(version)",
    subcommands: [
      IssueCommand.self, CheckCommand.self, VerifyCommand.self, ExplainCommand.self,
      PlanCommand.self, ApplyCommand.self, DeliverCommand.self, TicketCommand.self,
      ServeCommand.self, RosterCommand.self, MockCommand.self, RunsCommand.self, JobCommand.self,
      ProfileCommand.self, KeyCommand.self,
    ])
}
