import ArgumentParser
import Runs

/// Where results go.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("File for rejected rows, in the batch's format.", valueName: "file"))
  var rejects: String?

  @Option(
    name: .long, help: ArgumentHelp("File for all findings, as JSON Lines.", valueName: "file"))
  var findings: String?

  @Flag(name: .long, help: "Say nothing when all went well.")
  var quiet = false

  @Flag(name: .long, help: "Write the summary as one JSON object.")
  var json = false

  /// Opens an output; `-` is standard output.
  static func sink(_ path: String?) throws(CommandFailure) -> (any ByteSink)? {
    guard let path else { return nil }
    if path == "-" { return StandardOutput() }
    do {
      return try OutputFile(path)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Refuses two outputs, or an output and the batch, that are the same file.
  static func requireDistinct(_ paths: [String?]) throws(CommandFailure) {
    let given = paths.compactMap { $0 }
    if given.count(where: { $0 == "-" }) > 1 {
      throw CommandFailure(.usage, "Standard output can take one of the outputs, not two.")
    }
    do {
      try FileIdentity.requireDistinct(given.filter { $0 != "-" })
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Refuses an output that is the batch, also where the shell has opened the batch.
  static func requireOther(_ paths: [String?], than input: InputFile) throws(CommandFailure) {
    for path in paths.compactMap({ $0 }) where path != "-" {
      guard let identity = FileIdentity.of(path), identity == input.identity else { continue }
      throw CommandFailure(
        .cannotWrite, "The output \"\(path)\" is the batch itself.",
        help: "Give the output a file of its own.")
    }
  }

  /// Says how a run ended.
  func conclude(_ report: RunReport, _ view: SummaryView) -> ExitStatus {
    let status: ExitStatus = report.rejected + report.held > 0 ? .someRejected : .done
    if json {
      Terminal.say(SummaryJSON.text(report, status: status))
    } else if !quiet || status != .done || report.findingCount > 0 {
      Terminal.say(view.text)
    }
    return status
  }
}
