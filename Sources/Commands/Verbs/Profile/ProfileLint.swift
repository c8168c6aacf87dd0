import ArgumentParser
import Findings
import Profiles

extension ProfileCommand {
  struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lint",
      abstract: "Checks profiles: syntax, names, contradictions, doubts; everything at once.",
      discussion: """
        Findings go to standard output, the count of each profile to standard error.

        Examples:
          muster profile lint acme.yaml
          muster profile lint profiles/*/profile.yaml --format github --strict

        Exit codes: 0 when nothing is wrong (warnings and notes are said), 78 where
        there is an error, with --strict also where there is a warning.
        """)

    @Argument(help: ArgumentHelp("Built-in names, or files.", valueName: "name|file"))
    var profiles: [String]

    @Option(name: .long, help: "Form of the findings: text, json (JSON Lines), github or sarif.")
    var format = LintFormat.text

    @Flag(name: .long, help: "Exit with 78 where there is a warning, too.")
    var strict = false

    @Flag(
      name: .long, help: "List the readings of our own as well (sources that begin with muster:).")
    var unverified = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        try LintRun(
          files: profiles, format: format, isStrict: strict, noun: "profile",
          showsUnverified: unverified
        ).run { name throws(CommandFailure) in
          let (text, file) = try ProfileSource.text(name)
          return LintReport(
            file: file, text: text, findings: ProfileReader.lint(text, file: file))
        }
      }
    }
  }
}

/// The form in which findings of profiles and jobs are written.
enum LintFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, github, sarif
}

/// What was found in one profile or job.
struct LintReport {
  var file: String
  var text: [UInt8]
  var findings: [Finding]

  func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
  /// Readings of the profile's author that no document says.
  var unverifiedCount: Int { findings.count { $0.code == .unverified } }
}
