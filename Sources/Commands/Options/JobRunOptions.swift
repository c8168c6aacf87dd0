import Applying
import ArgumentParser
import Provisioning

/// What plan and apply share.
struct JobRunOptions: ParsableArguments {
  @Flag(name: .long, help: "Issue unchanged rows, too.")
  var all = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Let this limit not stop the run: \(JobGates.names.joined(separator: ", ")), or "
        + "\(JobGates.clock); may be given again.", valueName: "limit"))
  var override: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("The ledger, in place of the job's or the user's.", valueName: "file"))
  var ledger: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Write a report as a page, beside the job's own.", valueName: "file"))
  var report: String?

  @Option(
    name: .long, help: ArgumentHelp("Write the report as JSON.", valueName: "file"))
  var reportJson: String?

  @Flag(name: .long, help: "Say nothing when all went well.")
  var quiet = false

  @Flag(name: .long, help: "Write the report as one JSON object to standard error.")
  var json = false

  func validate() throws {
    let known = JobGates.names + [JobGates.clock]
    for name in override where !known.contains(name) {
      throw ValidationError(
        "There is no limit \"\(name)\" to override; there are \(known.joined(separator: ", ")).")
    }
  }
}
