import ArgumentParser
import BundledProfiles
import Cases
import Findings
import Profiles

struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "Lists, shows and checks profiles.",
    subcommands: [
      List.self, Show.self, Lint.self, Test.self, Schema.self, New.self, Docs.self, Diff.self,
      Reference.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the built-in profiles.")

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        var lines: [String] = []
        let width = BundledProfiles.names.map(\.count).max() ?? 0
        for name in BundledProfiles.names {
          let profile = try ProfileSource.load(name)
          let blanks = String(repeating: " ", count: width - name.count + 2)
          lines.append(name + blanks + profile.title)
        }
        try Terminal.answer(lines.joined(separator: "\n"))
        return .done
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Shows the text of a profile; the start of one of your own.")

    @Argument(help: ArgumentHelp("A built-in name, or a file.", valueName: "name|file"))
    var profile: String

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        try Terminal.answer(try ProfileSource.text(profile).text)
        return .done
      }
    }
  }

  /// Writes a page of the documentation that is made from a table of the program.
  struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reference",
      abstract: "Writes the reference of the profile language as Markdown.", shouldDisplay: false)

    @Flag(name: .long, help: "Write the page of finding codes instead.")
    var codes = false

    @Flag(name: .long, help: "Write the tables of the cases' format instead.")
    var cases = false

    @Flag(name: .long, help: "Write the page of the platforms instead.")
    var platforms = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let page =
          platforms
          ? try PlatformsPage.markdown()
          : codes
            ? FindingReference.markdown()
            : cases ? CasesReference.markdown() : ProfileReference.markdown()
        // The answer brings its own line break.
        try Terminal.answer(String(page.dropLast()))
        return .done
      }
    }
  }
}
