import ArgumentParser
import Findings

extension JobCommand {
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract: "Checks job files: syntax, names of the profile, paths, secrets, limits.",
      discussion: """
        Findings go to standard output, the count of each job to standard error.
        Nothing is read but the job file and its profile; no key, no input, no
        database.

        Examples:
          muster job lint newsletter.yaml
          muster job lint jobs/*.yaml --format github --strict

        Exit codes: 0 when nothing is wrong (warnings are said), 78 where there is an
        error, with --strict also where there is a warning.
        """)

    @Argument(help: ArgumentHelp("Job files.", valueName: "file"))
    var jobs: [String]

    @Option(name: .long, help: "Form of the findings: text, json (JSON Lines), github or sarif.")
    var format = LintFormat.text

    @Flag(name: .long, help: "Exit with 78 where there is a warning, too.")
    var strict = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        try LintRun(files: jobs, format: format, isStrict: strict, noun: "job").run(JobSource.lint)
      }
    }
  }
}
