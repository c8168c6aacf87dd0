import ArgumentParser
import Bytes
import Ledgers

extension RunsCommand {
  struct Deliveries: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "deliveries",
      abstract: "Lists what muster deliver has presented, the last delivery first.",
      discussion: """
        What is known of each row, muster deliver --dry-run --rows FILE says.

        Examples:
          muster runs deliveries newsletter.yaml
          muster runs deliveries --ledger l.sqlite \\
            --name bettermode@community.example.com
        """)

    @OptionGroup var options: LedgerOptions

    @Option(name: .long, help: ArgumentHelp("Only deliveries of this name.", valueName: "name"))
    var name: String?

    @Option(name: .long, help: ArgumentHelp("How many at most.", valueName: "count"))
    var limit = 20

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    }

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let (ledger, _) = try options.openToRead()
        let runs: [LedgerDeliveryRun]
        do throws(LedgerError) {
          runs = try ledger.deliveryRuns(name: name, limit: limit)
        } catch {
          throw CommandFailure(error)
        }
        if options.json {
          for run in runs { try Terminal.answer(Self.json(run)) }
        } else {
          try Terminal.answer(Self.table(runs))
        }
        return .done
      }
    }

    private static func counts(_ run: LedgerDeliveryRun) -> [(String, Int)] {
      let counts = run.counts
      return [
        ("rows", counts.rows), ("delivered", counts.delivered), ("unchanged", counts.unchanged),
        ("refused", counts.refused), ("failed", counts.failed), ("rejected", counts.rejected),
      ]
    }

    /// One that is at work and one that was killed look alike.
    private static func word(_ state: LedgerDeliveryRun.State) -> String {
      state == .running ? "unfinished" : state.rawValue
    }

    private static func table(_ runs: [LedgerDeliveryRun]) -> String {
      if runs.isEmpty { return "The ledger has no deliveries." }
      let head = ["run", "delivery", "state", "started"] + counts(runs[0]).map(\.0)
      let rows = runs.map { run in
        ["\(run.id)", run.name, word(run.state), "\(run.startedAt)"]
          + counts(run).map { "\($0.1)" }
      }
      return TextTable(head, rows, toTheRight: [0, 4, 5, 6, 7, 8, 9]).text
    }

    private static func json(_ run: LedgerDeliveryRun) -> String {
      var line: [UInt8] = []
      var members = JSONMembers(&line)
      members.add("run", Int(run.id), &line)
      members.add("delivery", run.name, &line)
      members.add("host", run.host, &line)
      members.add("profile", run.profileName, &line)
      members.add("state", run.state.rawValue, &line)
      members.add("started_at", "\(run.startedAt)", &line)
      members.add("finished_at", run.finishedAt.map { "\($0)" }, &line)
      for (name, count) in counts(run) { members.add(name, count, &line) }
      members.close(&line)
      return String(decoding: line, as: UTF8.self)
    }
  }
}
