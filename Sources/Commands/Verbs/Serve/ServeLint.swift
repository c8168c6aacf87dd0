import ArgumentParser
import Findings

extension ServeCommand {
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract:
        "Checks servers' files: syntax, names of the profiles, who is let in, what is weak.",
      discussion: """
        Findings go to standard output, the count of each file to standard error.
        Nothing is read but the file, its profiles, and the files that its
        authenticators name; no key that signs, no roster, no ledger, and no command
        is run.

        Examples:
          muster serve lint server.yaml
          muster serve lint servers/*.yaml --format github --strict

        Exit codes: 0 when nothing is wrong (warnings are said), 78 where there is an
        error, with --strict also where there is a warning.
        """)

    @Argument(help: ArgumentHelp("Servers' files.", valueName: "file"))
    var files: [String]

    @Option(name: .long, help: "Form of the findings: text, json (JSON Lines), github or sarif.")
    var format = LintFormat.text

    @Flag(name: .long, help: "Exit with 78 where there is a warning, too.")
    var strict = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        try LintRun(files: files, format: format, isStrict: strict, noun: "server")
          .run(ServerSource.lint)
      }
    }
  }
}
