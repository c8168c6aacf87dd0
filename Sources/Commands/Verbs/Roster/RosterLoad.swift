import ArgumentParser
import Bytes
import Ledgers
import Profiles
import Rosters
import Runs
import ServerConfigs
import Tokens

extension RosterCommand {
  struct Load: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "load",
      abstract: "Puts a batch's rows into the ledger, as the roster of a server.",
      discussion: """
        The roster takes the place of the one of its name in one step, when all rows
        are stored; a server goes on with the old one until then, and need not be
        restarted. Rows that the profile does not accept are left out. Nothing is
        loaded if two rows are of one user, or no row is accepted.

        Example:
          muster roster load staff.csv --name staff --profile tinydrive \\
            --ledger /var/lib/muster/ledger.sqlite --rejects rejects.csv
          muster roster load staff.csv --name staff --config server.yaml

        Exit codes:
        \(ExitStatus.help(without: .changes, .locked))
        """)

    @OptionGroup var batch: BatchOptions
    @OptionGroup var served: ServedProfileOptions
    @OptionGroup var ledger: ServedLedgerOptions
    @OptionGroup var outputs: OutputOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var jobs: JobOptions

    @Option(name: .long, help: ArgumentHelp("The roster's name.", valueName: "name"))
    var name: String

    func run() throws {
      try conclude(json: outputs.json) { () throws(CommandFailure) -> ExitStatus in try load() }
    }

    private func load() throws(CommandFailure) -> ExitStatus {
      try ServedName.check(name, "--name")
      let server = try served.server()
      let mount = try server.map { (server) throws(CommandFailure) in try user(in: server) }
      let profile = try served.load(
        mount, for: mount.map { $0.offers.contains(.token) ? .token : .sso } ?? .token)
      let compiled = try profile.compile()
      let clock = try self.clock.clock()
      let form = try batch.form()
      var request = RunRequest(compiled: compiled, input: try batch.open())
      (request.inputFormat, request.dialect) = form
      request.jobs = jobs.count
      request.compileAgain = profile.compileAgain
      let place = try ledger.place(server)
      try OutputOptions.requireDistinct([
        outputs.rejects, outputs.findings, batch.file, profile.path, served.config, place.path,
        place.keyPath,
      ])
      try OutputOptions.requireOther([outputs.rejects, outputs.findings], than: request.input)
      request.rejects = try OutputOptions.sink(outputs.rejects)
      request.findings = try OutputOptions.sink(outputs.findings)
      let taker = try makeTaker(profile.profile, place, clock)
      request.taking = RowTaking(
        taker: taker, takesIncomplete: profile.profile.hasRequestInputs)
      let report = try run(request, clock, taker)
      return outputs.conclude(
        report, SummaryView(report: report, file: batch.name, now: clock.now(), verb: "loaded"))
    }

    /// The served profile that takes its users from the roster.
    private func user(in server: ServerConfig) throws(CommandFailure) -> Mount {
      let mount = server.mounts.first { mount in
        guard case .ledger(let roster) = mount.roster else { return false }
        return roster.utf8.elementsEqual(name.utf8)
      }
      if let mount { return mount }
      throw CommandFailure(
        .usage, "No profile of the server's file takes its users from the roster \"\(name)\".",
        help: "A profile does with roster: { ledger: NAME }.")
    }

    private func makeTaker(
      _ profile: Profile, _ place: JobLedger, _ clock: WallClock
    ) throws(CommandFailure) -> RosterTaker {
      let (ledger, key) = try place.make(.system())
      do throws(RosterLoadError) {
        return RosterTaker(
          try RosterLoader(
            ledger, key: key, name: name, profileName: profile.name, at: clock.now(), .system()))
      } catch {
        throw Self.failure(error)
      }
    }

    private func run(
      _ request: RunRequest, _ clock: WallClock, _ taker: RosterTaker
    ) throws(CommandFailure) -> RunReport {
      Progress.begin(
        "rows", isSilent: outputs.quiet || outputs.json,
        outputs: [outputs.rejects, outputs.findings])
      defer { Progress.end() }
      do throws(RunFailure) {
        let controller = RunController(
          clock: clock, entropy: .system(), interruption: { Interruption.requested },
          notice: { Notices.say(FindingText($0)) }, progress: Progress.ofRows)
        return try controller.run(request)
      } catch {
        taker.giveUp()
        if let failure = taker.failure { throw Self.failure(failure) }
        throw Self.failure(error, batch)
      }
    }

    private static func failure(_ error: RosterLoadError) -> CommandFailure {
      switch error {
      case .ledger(let error): CommandFailure(error)
      case .sealing: CommandFailure(.failed, "A row could not be sealed inside OpenSSL.")
      case .duplicate(let row):
        CommandFailure(
          .gate, "Row \(row) is of a user whom an earlier row is of; the roster is as it was.",
          help: "One user, one row: merge the two rows, or remove one.")
      }
    }

    private static func failure(_ error: RunFailure, _ batch: BatchOptions) -> CommandFailure {
      guard case .gate(let findings) = error else {
        return CommandFailure(error, file: batch.name)
      }
      return CommandFailure(
        .gate, "Nothing was loaded, and the roster is as it was.",
        findings: findings.map { FindingText($0, file: batch.name) })
    }
  }
}

extension Profile {
  /// Whether requests may give some of its inputs.
  var hasRequestInputs: Bool {
    inputs.properties.contains { !$0.requestNames.isEmpty }
  }
}
