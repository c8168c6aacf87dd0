import ArgumentParser
import Authoring

extension ProfileCommand {
  /// Says what changes between two profiles.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "Says what changes between two profiles, on the wire and for batches.",
      discussion: """
        One change on each line, before → after; a line that begins with "breaking"
        says what no longer works as it did. Changes of descriptions, sources,
        examples and messages are counted only.

        Examples:
          muster profile diff old.yaml new.yaml
          muster profile diff bettermode mine.yaml --breaking

        Exit codes: 0 when nothing changes, 1 when something does (with --breaking:
        when something breaks), as diff has it; 64 and 78 when the two cannot be
        compared.
        """)

    @Argument(help: ArgumentHelp("The profile before: a built-in name, or a file.", valueName: "a"))
    var before: String

    @Argument(help: ArgumentHelp("The profile after: a built-in name, or a file.", valueName: "b"))
    var after: String

    @Option(name: .long, help: "text, or json: one object.")
    var format = Format.text

    @Flag(name: .long, help: "End with 1 only when a change breaks something.")
    var breaking = false

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, json
    }

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let old = try ProfileSource.load(before)
        let difference = Difference(from: old, to: try ProfileSource.load(after))
        switch format {
        case .text:
          let lines = DifferenceView.lines(difference)
          if !lines.isEmpty { try Terminal.answer(lines.joined(separator: "\n")) }
          Terminal.say(DifferenceView.summary(difference))
        case .json:
          try Terminal.answer(DifferenceView.json(difference, before: before, after: after))
        }
        let count = breaking ? difference.breakingCount : difference.changes.count
        return count == 0 ? .done : .failed
      }
    }
  }
}
