import ArgumentParser
import Jobs

struct JobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job", abstract: "Writes and checks job files: what should be, night after night.",
    subcommands: [Lint.self, New.self, Schema.self, Reference.self])

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema", abstract: "Writes the JSON Schema of job files, for editors.",
      discussion: """
        Example:
          muster job schema > job.schema.json

        The schema is JSON Schema 2020-12. What names something of the profile, or a
        path, is left to muster job lint.
        """)

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        // The answer brings its own line break.
        try Terminal.answer(String(JobSchema.text().dropLast()))
        return .done
      }
    }
  }

  /// Writes the page of the documentation that is made from the table of the format.
  struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reference",
      abstract: "Writes the reference of the job language as Markdown.", shouldDisplay: false)

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        try Terminal.answer(String(JobReference.markdown().dropLast()))
        return .done
      }
    }
  }
}
