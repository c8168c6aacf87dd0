import ArgumentParser
import Authoring
import Profiles

extension ProfileCommand {
  /// Writes a page for operators.
  struct Docs: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "docs",
      abstract: "Writes a page in Markdown for whoever runs batches with a profile.",
      discussion: """
        Parameters, key, columns with their limits, rules, effects with the option
        that allows each, lifetime, delivery, and a CSV file to start from, whose row
        muster check accepts.

        Example:
          muster profile docs bettermode > bettermode.md
        """)

    @Argument(help: ArgumentHelp("A built-in name, or a file.", valueName: "name|file"))
    var profile: String

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let loaded = try ProfileSource.load(profile)
        let trial = TemplateTrial(loaded)
        let template = TemplateRow(loaded) { trial.problems(of: $0, $1) }
        let page = Guide.markdown(loaded, nameOrFile: profile, template: template)
        // The answer brings its own line break.
        try Terminal.answer(String(page.dropLast()))
        return .done
      }
    }
  }
}
