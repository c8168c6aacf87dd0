import ArgumentParser
import Bytes
import Findings
import Profiles
import Provisioning
import Runs

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Says in words what a token says; nothing is verified, and nothing leaves the machine.",
    discussion: """
      Example:
        muster explain - --profile bettermode < token.txt

      Exit codes:
      \(ExitStatus.help(without: .changes, .locked, .ledger))
      """)

  @Argument(help: ArgumentHelp("A token or an artifact that holds one, or -.", valueName: "token"))
  var token = "-"

  @Option(name: .long, help: ArgumentHelp("Profile to hold it against.", valueName: "name|file"))
  var profile: String?

  @OptionGroup var clock: ClockOptions

  /// Bytes of a token that are read at most.
  private static let tokenBytesMax = 1 << 20

  func run() throws {
    try conclude { () throws(CommandFailure) -> ExitStatus in try explain() }
  }

  private func explain() throws(CommandFailure) -> ExitStatus {
    var known: Profile?
    if let profile { known = try ProfileSource.load(profile) }
    let now = try clock.clock().now()
    let text = try read()
    guard let candidate = TokenReading.find(in: text) else {
      if TokenReading.hasUnsecured(text) {
        throw CommandFailure(
          .unreadable, "The token has no signature at all (alg none).",
          help: "Nobody should accept it; anybody can have made it.")
      }
      if let known, known.container != nil {
        throw CommandFailure(
          .unreadable, "The artifacts of \(known.name) are no JWTs, and explain takes JWTs apart.",
          help: "muster verify --profile \(known.name) reads them, with the key.")
      }
      throw CommandFailure(
        .unreadable, "No token was found in this text.",
        help: "A token is three parts of base64url, joined by dots.")
    }
    let (explanation, message) = TokenExplainer.explain(candidate, profile: known, now: now)
    guard let explanation else { throw CommandFailure(.unreadable, "This is no token. \(message)") }
    try Terminal.answer(Self.text(explanation))
    return .done
  }

  private func read() throws(CommandFailure) -> [UInt8] {
    guard token == "-" else { return Array(token.utf8) }
    do {
      let input = try InputFile("-")
      var bytes: [UInt8] = []
      while bytes.count < Self.tokenBytesMax, try input.read(into: &bytes, upTo: 65_536) > 0 {}
      return bytes
    } catch {
      throw CommandFailure(error, status: .noInput)
    }
  }

  private static func text(_ explanation: TokenExplainer) -> String {
    var lines = ["Header"]
    lines += explanation.header.map(line)
    lines.append("Claims")
    lines += explanation.claims.map(line)
    lines.append("Notes")
    lines += explanation.notes.map { "  \(PrintableText.shown($0, scalarsMax: 400))" }
    return lines.joined(separator: "\n")
  }

  private static func line(_ line: TokenExplainer.Line) -> String {
    "  \(PrintableText.shown(line.name)): \(line.value)" + (line.note.map { "   # \($0)" } ?? "")
  }
}
