import ArgumentParser
import Runs

/// How many threads a run may use.
struct JobOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Threads that work, 1 to 256; as many as there are processors otherwise.",
      valueName: "count"))
  var jobs: Int?

  private static let allowed = 1...256

  func validate() throws {
    if let jobs, !Self.allowed.contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 256, and \(jobs) is none.")
    }
  }

  /// The number given, or that of the processors.
  var count: Int { jobs ?? min(Processors.available, Self.allowed.upperBound) }
}
