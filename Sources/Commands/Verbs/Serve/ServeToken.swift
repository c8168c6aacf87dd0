import ArgumentParser
import Runs
import ServerConfigs
import Tokens

extension ServeCommand {
  struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "token",
      abstract: "Makes a bearer token for a user of the server, and shows it once.",
      discussion: """
        The token goes to standard output, and is kept nowhere: the file gets its
        SHA-256 and the user, one line more, readable by you alone. Whoever has the
        token is that user; take its line out of the file and it is worth nothing.

        Example:
          muster serve token --user 00042 --file tokens.txt
        """)

    @Option(
      name: .long,
      help: ArgumentHelp("Who the token stands for, as the roster has it.", valueName: "id"))
    var user: String

    @Option(
      name: .long,
      help: ArgumentHelp("File of bearer tokens; made where it is not there.", valueName: "file"))
    var file: String

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let token = BearerToken.make(.system())
        guard let line = BearerToken.line(for: token, user: user) else {
          throw CommandFailure(
            .usage, "\"\(user)\" cannot name a user.",
            help: "Give the identity as the roster has it, without control characters or blanks at "
              + "its ends.")
        }
        // A token that was shown works: the file comes first.
        try append(line)
        try Terminal.answer(String(decoding: token, as: UTF8.self))
        return .done
      }
    }

    /// Writes the file anew with one line more, in one step.
    private func append(_ line: String) throws(CommandFailure) {
      var text: [UInt8] = []
      switch FileIdentity.of(file) {
      case .file: text = try ServerSource.credentials(file)
      case .entry, nil: break
      }
      if let last = text.last, last != 0x0A { text.append(0x0A) }
      text += Array(line.utf8) + [0x0A]
      guard let problem = BearerToken.problem(inFile: text) else {
        try write(text)
        return
      }
      throw CommandFailure(
        .badProfile, "\(file):\(problem.line): \(problem.message)",
        help: "Correct the file first; nothing was added to it.")
    }

    private func write(_ text: [UInt8]) throws(CommandFailure) {
      do throws(FileError) {
        let output = try OutputFile(file)
        try output.write(text.span)
        try output.finish()
      } catch {
        throw CommandFailure(error)
      }
    }
  }
}
