import ArgumentParser
import ServerConfigs

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Issues tokens at the moment they are asked for: endpoint, sign-in, tickets.",
    subcommands: [Run.self, Lint.self, Token.self, Schema.self, Reference.self],
    defaultSubcommand: Run.self)

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema", abstract: "Writes the JSON Schema of the server's file, for editors.",
      discussion: """
        Example:
          muster serve schema > server.schema.json

        The schema is JSON Schema 2020-12. Addresses, names and what the parts ask of
        each other are left to muster serve lint.
        """)

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        // The answer brings its own line break.
        try Terminal.answer(String(ServerSchema.text().dropLast()))
        return .done
      }
    }
  }

  /// Writes the page of the documentation that is made from the table of the format.
  struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reference", abstract: "Writes the reference of the server's file as Markdown.",
      shouldDisplay: false)

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        try Terminal.answer(String(ServerReference.markdown().dropLast()))
        return .done
      }
    }
  }
}
