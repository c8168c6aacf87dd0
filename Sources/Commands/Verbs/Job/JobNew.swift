import ArgumentParser
import Authoring
import Jobs
import Profiles
import Runs

extension JobCommand {
  /// Writes the start of a job file.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "Writes the commented start of a job file, for one profile.",
      discussion: """
        The result passes lint. Values that stand in it are made up where only you
        know them.

        Examples:
          muster job new newsletter-nightly --profile bettermode \\
            --output newsletter.yaml
          muster job new members --profile ./acme.yaml --input users.csv > members.yaml
        """)

    @Argument(help: ArgumentHelp("The job's name.", valueName: "name"))
    var name: String

    @Option(
      name: .long,
      help: ArgumentHelp("Profile: a built-in name, or a file.", valueName: "name|file"))
    var profile: String

    @Option(name: .long, help: ArgumentHelp("The batch, if there is one file.", valueName: "file"))
    var input: String?

    @Option(
      name: [.long, .customShort("o")],
      help: ArgumentHelp("File for the job, or - for standard output.", valueName: "file"))
    var output = "-"

    @Flag(name: .long, help: "Replace the output where it is there already.")
    var force = false

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        guard isName(name) else {
          throw CommandFailure(
            .usage, "\"\(name)\" cannot name a job.",
            help: "Use letters, digits, - and _, and begin with a letter.")
        }
        if output != "-", !force, JobSource.isFile(output) {
          throw CommandFailure(
            .cannotWrite, "\"\(output)\" is there already, and a new start would destroy it.",
            help: "Give another name, or --force to replace it.")
        }
        let isFile = ProfileSource.isFile(profile)
        let text = JobSkeleton.text(
          name: name, profile: try ProfileSource.load(profile),
          profileName: isFile ? fromOutput(asPath(profile)) : profile, input: input.map(fromOutput))
        try write(Array(text.utf8))
        return .done
      }
    }

    /// A file in this folder could have the name of a built-in profile one day.
    private func asPath(_ name: String) -> String { JobSource.isPath(name) ? name : "./\(name)" }

    /// A path of the working directory as seen from the output's folder.
    private func fromOutput(_ path: String) -> String {
      let folders = JobPaths.normalized(JobPaths.folder(of: output)).split(separator: "/")
      // Nobody can tell the way back from a folder above this one.
      guard !path.hasPrefix("/"), !output.hasPrefix("/"), !folders.contains("..") else {
        return path
      }
      return folders.map { _ in "../" }.joined() + path
    }

    private func write(_ text: [UInt8]) throws(CommandFailure) {
      guard let sink = try OutputOptions.sink(output) else { return }
      do {
        try sink.write(text.span)
        try sink.prepare()
        try sink.finish()
      } catch {
        sink.discard()
        throw CommandFailure(error)
      }
    }
  }
}
