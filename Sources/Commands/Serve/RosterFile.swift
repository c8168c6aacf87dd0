import Batches
import Findings
import Rosters
import Runs
import ServerConfigs
import Serving
import Tokens

/// A batch that a served profile knows its users by.
struct RosterFile: Sendable {
  /// How many findings about rows are said when the server starts.
  static let saidMax = 10

  let path: String
  /// The name of the served profile.
  let mount: String
  private let form: ServedMount.Form
  private let clock: WallClock
  private let entropy: Entropy

  init(_ path: String, _ parts: MountParts, clock: WallClock, entropy: Entropy) {
    self.path = path
    mount = parts.mount.name
    form = parts.forms[0]
    self.clock = clock
    self.entropy = entropy
  }

  /// Reads the batch; what is wrong with its rows is said.
  func load() throws(CommandFailure) -> FileRoster {
    let reading = try read()
    let texts = reading.findings.map { FindingText($0, file: path) }
    guard let roster = reading.roster else {
      throw CommandFailure(
        .unreadable, "The roster \(path) cannot be used.",
        help: "muster check says the same of it, for all of its rows.", findings: texts)
    }
    for text in texts.prefix(Self.saidMax) { Notices.say(text) }
    if reading.refused > 0 {
      Terminal.say(
        "muster: \(path): \(Terminal.count(roster.count, "user")); "
          + "\(Terminal.count(reading.refused, "row")) refused, who cannot sign in.")
    }
    return roster
  }

  /// Reads the batch again while a server runs; where it cannot be used, the server goes on with what it
  /// has.
  func reload() throws(CommandFailure) -> FileRoster {
    let reading = try read()
    if let roster = reading.roster { return roster }
    throw CommandFailure(
      .unreadable, "The roster \(path) cannot be used.",
      help: "muster check says why.",
      findings: reading.findings.map { FindingText($0, file: path) })
  }

  private func read() throws(CommandFailure) -> RosterReading {
    let promised = BatchFormat.promised(byFileName: path)
    let source: BatchSource
    do {
      source = try InputFile(path).batchSource
    } catch {
      throw CommandFailure(error, status: .noInput)
    }
    let inputs = ServedMount.givenInputs(of: form.compiled)
    do {
      return try RosterReader(form.compiled, requestInputs: inputs).read(
        format: promised?.format, dialect: promised?.dialect, at: clock.now(), entropy,
        from: source)
    } catch {
      throw CommandFailure(.unreadable(error), file: path)
    }
  }
}
