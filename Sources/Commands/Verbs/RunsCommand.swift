import ArgumentParser
import Bytes
import Jobs
import Ledgers
import Profiles
import Runs
import Tokens

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Shows what the ledger remembers of runs, and forgets old ones.",
    subcommands: [List.self, Show.self, Deliveries.self, Prune.self])
}

/// Which ledger is looked at.
struct LedgerOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The job file, whose ledger and runs are meant; the user's ledger otherwise.",
      valueName: "job"))
  var job: String?

  @Option(name: .long, help: ArgumentHelp("Another ledger.", valueName: "file"))
  var ledger: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The ledger's key; for l.sqlite l.key beside it otherwise.", valueName: "file"))
  var ledgerKey: String?

  @Flag(name: .long, help: "Write JSON Lines to standard output.")
  var json = false

  /// The ledger's place, and the job whose runs are meant; nil for all.
  func place() throws(CommandFailure) -> (place: JobLedger, job: String?) {
    guard let job else { return (try JobLedger(given: ledger, key: ledgerKey), nil) }
    let loaded = try LoadedJob(job)
    return (try JobLedger(loaded, given: ledger, key: ledgerKey), loaded.job.name)
  }

  func openToRead() throws(CommandFailure) -> (ledger: Ledger, job: String?) {
    let (place, job) = try place()
    guard let (ledger, _) = try place.openToRead(.system()) else {
      throw CommandFailure(
        .noInput, "There is no ledger \"\(place.path)\".",
        help: "The first muster apply or deliver makes it; or name another with --ledger FILE.")
    }
    return (ledger, job)
  }
}

extension RunsCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists runs, the last one first.",
      discussion: """
        Examples:
          muster runs list
          muster runs list newsletter.yaml --limit 30
        """)

    @OptionGroup var options: LedgerOptions

    @Option(name: .long, help: ArgumentHelp("How many runs at most.", valueName: "count"))
    var limit = 20

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    }

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let (ledger, job) = try options.openToRead()
        let runs: [LedgerRun]
        do throws(LedgerError) {
          runs = try ledger.runs(job: job, limit: limit)
        } catch {
          throw CommandFailure(error)
        }
        if options.json {
          for run in runs { try Terminal.answer(RunView(run: run).json) }
        } else {
          try Terminal.answer(RunView.table(runs))
        }
        return .done
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Shows one run.",
      discussion: """
        Examples:
          muster runs show newsletter.yaml
          muster runs show newsletter.yaml --run 17
          muster runs show 17
        """)

    @OptionGroup var options: LedgerOptions

    @Option(
      name: .customLong("run"),
      help: ArgumentHelp("The run's number; the last one otherwise.", valueName: "run"))
    var number: Int64?

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        var options = options
        var number = number
        // A number in the place of the job is the run's.
        if number == nil, let given = options.job.flatMap({ Int64($0) }), let job = options.job,
          !JobSource.isFile(job)
        {
          number = given
          options.job = nil
        }
        let (ledger, job) = try options.openToRead()
        let found: LedgerRun?
        do throws(LedgerError) {
          if let number {
            found = try ledger.run(number)
          } else {
            found = try ledger.runs(job: job, limit: 1).first
          }
        } catch {
          throw CommandFailure(error)
        }
        guard let found, job == nil || found.jobName == job else {
          throw CommandFailure(
            .noInput,
            number.map { "The ledger has no run \($0) here." } ?? "The ledger has no run yet.",
            help: "muster runs list shows those that it has.")
        }
        let view = RunView(run: found)
        if options.json {
          try Terminal.answer(view.json)
        } else {
          try Terminal.answer(view.text)
        }
        return .done
      }
    }
  }

  struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune",
      abstract: "Forgets old runs, and users who have been gone for long.",
      discussion: """
        The last good run of a job stays, and whoever is in its inputs. A user who
        comes back after being forgotten is new.

        Example:
          muster runs prune newsletter.yaml --older-than 90d
        """)

    @OptionGroup var options: LedgerOptions
    @OptionGroup var clock: ClockOptions

    @Option(
      name: .long,
      help: ArgumentHelp(
        "Forget what ended longer ago than this: 90d, 12h.", valueName: "duration"))
    var olderThan: String

    @Option(
      name: .long, help: ArgumentHelp("Runs of each job to keep in any case.", valueName: "count"))
    var keepLast = 10

    func validate() throws {
      if keepLast < 0 { throw ValidationError("--keep-last takes a number from 0 on.") }
    }

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in try prune() }
    }

    /// What `--older-than` says.
    static func seconds(_ text: String) throws(CommandFailure) -> Int {
      guard let seconds = Duration.seconds(text), seconds >= 0 else {
        throw CommandFailure(
          .usage, "--older-than takes a duration, and \"\(text)\" is none.",
          help: "For example: --older-than 90d")
      }
      return seconds
    }

    private func prune() throws(CommandFailure) -> ExitStatus {
      let seconds = try Self.seconds(olderThan)
      let (place, job) = try options.place()
      guard place.exists else {
        throw CommandFailure(.noInput, "There is no ledger \"\(place.path)\".")
      }
      let now = try clock.clock().now()
      let (ledger, _) = try place.openToWrite(.system())
      let pruned: (runs: Int, goneMembers: Int)
      do {
        pruned = try ledger.prune(
          keepingSince: now.advanced(bySeconds: -seconds), keepLast: keepLast, of: job)
      } catch {
        throw CommandFailure(error)
      }
      if options.json {
        var line: [UInt8] = []
        var members = JSONMembers(&line)
        members.add("runs", pruned.runs, &line)
        members.add("users", pruned.goneMembers, &line)
        members.close(&line)
        try Terminal.answer(String(decoding: line, as: UTF8.self))
      } else {
        try Terminal.answer(
          "Forgot \(Terminal.count(pruned.runs, "run")) and "
            + "\(Terminal.count(pruned.goneMembers, "user")) who had vanished.")
      }
      return .done
    }
  }
}
