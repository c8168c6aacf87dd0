import ArgumentParser
import BundledProfiles
import Cases
import Findings
import Profiles
import Runs

extension ProfileCommand {
  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Runs the cases of a profile: rows, and what must become of them.",
      discussion: """
        The cases of a file stand beside it, in cases.yaml; those of a built-in
        profile are built in.

        Examples:
          muster profile test bettermode
          muster profile test profiles/acme/profile.yaml --coverage
          muster profile test profiles/acme/profile.yaml --record

        Exit codes: 0 when all cases pass, 1 when one fails, when --coverage misses
        something or when anything was recorded, 66 when there are no cases, 73 when
        they cannot be written, 78 for a bad profile or bad cases. Of several profiles
        each is tried, and the worst code counts.
        """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case text, junit
    }

    @Argument(help: ArgumentHelp("Built-in names, or files.", valueName: "name|file"))
    var profiles: [String]

    @Option(
      name: .long,
      help: ArgumentHelp("The cases, where they stand elsewhere.", valueName: "file"))
    var cases: String?

    @Option(
      name: .long,
      help: ArgumentHelp("Run only cases whose names hold this text.", valueName: "text"))
    var filter: String?

    @Option(name: .long, help: ArgumentHelp("text or junit.", valueName: "format"))
    var format: Format = .text

    @Flag(name: .long, help: "List what the profile says and no case shows.")
    var coverage = false

    @Flag(
      name: .long, help: "Write what is into cases that expect nothing yet; the run then fails.")
    var record = false

    @Flag(name: .long, help: "As --record, and correct the expectations of cases that fail.")
    var recordFailing = false

    func validate() throws {
      if cases != nil && profiles.count > 1 {
        throw ValidationError("--cases belongs to one profile, and here are \(profiles.count).")
      }
    }

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in try test() }
    }

    private var recording: CaseSource.Recording {
      recordFailing ? .failing : record ? .new : .none
    }

    private func test() throws(CommandFailure) -> ExitStatus {
      let outcomes = try outcomes()
      let (reports, failures) = (outcomes.compactMap(\.report), outcomes.compactMap(\.failure))
      if let filter, failures.isEmpty, reports.allSatisfy(\.results.isEmpty) {
        throw CommandFailure(
          .usage, "No case has a name that holds \"\(filter)\".",
          help: "Give a part of a name as it is written.")
      }
      switch format {
      case .text:
        let details = reports.flatMap(\.details)
        if !details.isEmpty { try Terminal.answer(details.joined(separator: "\n")) }
      case .junit: try Terminal.answer(Array(JUnitReport.text(outcomes).utf8))
      }
      for report in reports { Terminal.say(report.summary) }
      let worst = failures.map(\.status).max { $0.rawValue < $1.rawValue }
      return worst ?? (reports.allSatisfy(\.hasPassed) ? .done : .failed)
    }

    /// What became of each profile. One that cannot be used hides nothing of the others, and stands in
    /// a report for a test server.
    private func outcomes() throws(CommandFailure) -> [CaseOutcome] {
      var outcomes: [CaseOutcome] = []
      for profile in profiles {
        do throws(CommandFailure) {
          guard let source = try CaseSource.find(profile, cases: cases) else {
            Terminal.say("\(profile): no cases")
            continue
          }
          let report = try source.run(filter: filter, coverage: coverage, recording: recording)
          outcomes.append(.report(report))
        } catch {
          let isEnd = [.done, .interrupted, .terminated].contains(error.status)
          guard !isEnd, profiles.count > 1 || format == .junit else { throw error }
          Terminal.say(error.words)
          outcomes.append(.failure(error, of: profile))
        }
      }
      return outcomes
    }
  }
}
