import ArgumentParser
import Bytes
import Ledgers
import Profiles
import Runs
import ServerConfigs
import Tickets
import Tokens

extension TicketCommand {
  struct Issue: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "issue",
      abstract: "Writes one link for each row that the profile accepts.",
      discussion: """
        Rows are judged as by muster issue, and no key is needed: a server signs when
        a link is used. All tickets begin to work at once, when they are stored and
        the output is complete. A run that is killed leaves tickets that nobody knows
        and that never work.

        Examples:
          muster ticket issue users.csv --profile bettermode \\
            --set domain=community.example.com \\
            --base-url https://sso.example.com --valid 14d \\
            --purpose "Spring invitation" \\
            --ledger /var/lib/muster/ledger.sqlite --output-format csv --output mail.csv
          muster ticket issue users.csv --config server.yaml --mount community \\
            --valid 14d

        Exit codes:
        \(ExitStatus.help(without: .changes, .locked))
        """)

    /// How long tickets may be valid, and how often one may be used.
    static let validSecondsMax = 366 * 86_400
    static let usesMax = 1_000
    /// Bytes of a purpose.
    static let purposeBytesMax = 200

    @OptionGroup var batch: BatchOptions
    @OptionGroup var served: ServedProfileOptions
    @OptionGroup var ledger: ServedLedgerOptions
    @OptionGroup var outputs: OutputOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var jobs: JobOptions

    @Option(
      name: .long,
      help: ArgumentHelp(
        "Name under which the server serves the profile; the profile's own otherwise, or the one "
          + "of the server's file that takes tickets.",
        valueName: "name"))
    var mount: String?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "The server's public URL, unless --config says it: links are URL/t/TICKET.",
        valueName: "url"))
    var baseURL: String?

    @Option(
      name: .long,
      help: ArgumentHelp("How long tickets are valid, such as 14d or 12h.", valueName: "duration"))
    var valid: String

    @Option(
      name: .long,
      help: ArgumentHelp(
        "From when on they are valid: 2026-11-21 or a time; from now on otherwise.",
        valueName: "time"))
    var from: String?

    @Option(
      name: .long, help: ArgumentHelp("How often each ticket can be used.", valueName: "count"))
    var uses = 1

    @Option(
      name: .long,
      help: ArgumentHelp("What the tickets are for; kept in the ledger.", valueName: "text"))
    var purpose = ""

    @Option(
      name: [.long, .customShort("o")],
      help: ArgumentHelp("File for the links, or - for standard output.", valueName: "file"))
    var output = "-"

    @Option(name: .long, help: ArgumentHelp("lines, csv or jsonl.", valueName: "format"))
    var outputFormat: RunRequest.OutputFormat = .lines

    func validate() throws {
      if !(1...Self.usesMax).contains(uses) {
        throw ValidationError("--uses takes a number from 1 to \(Self.usesMax).")
      }
      if purpose.utf8.count > Self.purposeBytesMax {
        throw ValidationError("--purpose takes \(Self.purposeBytesMax) bytes at most.")
      }
    }

    func run() throws {
      try Commands.conclude(json: outputs.json) { () throws(CommandFailure) -> ExitStatus in
        try issue()
      }
    }

    // MARK: Steps

    private func issue() throws(CommandFailure) -> ExitStatus {
      let server = try served.server()
      let mount = try server.map { (server) throws(CommandFailure) in try chosen(of: server) }
      let profile = try served.load(mount, for: .tickets)
      let compiled = try profile.compile()
      let clock = try self.clock.clock()
      let facts = try facts(mount?.name ?? profile.profile.name, now: clock.now())
      let base = try linkBase(server)
      let form = try batch.form()
      var request = RunRequest(compiled: compiled, input: try batch.open())
      (request.inputFormat, request.dialect) = form
      request.jobs = jobs.count
      request.compileAgain = profile.compileAgain
      request.outputFormat = outputFormat
      let place = try ledger.place(server)
      try OutputOptions.requireDistinct([
        output, outputs.rejects, outputs.findings, batch.file, profile.path, served.config,
        place.path, place.keyPath,
      ])
      try OutputOptions.requireOther(
        [output, outputs.rejects, outputs.findings], than: request.input)
      request.artifacts = try OutputOptions.sink(output)
      request.rejects = try OutputOptions.sink(outputs.rejects)
      request.findings = try OutputOptions.sink(outputs.findings)
      let (ledger, key) = try place.make(.system())
      let taker = TicketTaker(ledger, key: key, facts, .system(), clock)
      request.taking = RowTaking(
        taker: taker,
        link: RowLink(
          prefix: Array("\(base.text)/t/".utf8), secretByteCount: TicketCode.byteCount,
          bestBefore: facts.notAfter))
      let report = try run(request, clock, taker)
      return tell(report, taker, facts, now: clock.now())
    }

    /// The served profile whose tickets these are.
    private func chosen(of server: ServerConfig) throws(CommandFailure) -> Mount {
      let able = server.mounts.filter { $0.offers.contains(.tickets) }
      if let mount {
        if let found = able.first(where: { $0.name.utf8.elementsEqual(mount.utf8) }) {
          return found
        }
      } else if able.count == 1 {
        return able[0]
      }
      throw CommandFailure(
        .usage,
        mount.map { "The server's file does not offer tickets at \"\($0)\"." }
          ?? "The server's file offers tickets at \(Terminal.count(able.count, "profile")).",
        help: able.isEmpty
          ? "Add tickets to the offers of a profile."
          : "Name one with --mount: \(able.map(\.name).joined(separator: ", ")).")
    }

    private func linkBase(_ server: ServerConfig?) throws(CommandFailure) -> LinkBase {
      guard let given = baseURL ?? server?.publicURL.text else {
        throw CommandFailure(
          .usage, "Links need the server's public URL.",
          help: "For example: --base-url https://sso.example.com")
      }
      return try LinkBase(given)
    }

    private func facts(
      _ served: String, now: NumericDate
    ) throws(CommandFailure) -> NewTicketRun {
      guard let seconds = Duration.seconds(valid), seconds > 0, seconds <= Self.validSecondsMax
      else {
        throw CommandFailure(
          .usage, "--valid takes a duration of up to 366 days, and \"\(valid)\" is none.",
          help: "For example: --valid 14d")
      }
      var start = now
      if let from {
        guard let date = NumericDate(dateOrTime: from) else {
          throw CommandFailure(
            .usage, "--from takes a date or a time, and \"\(from)\" is none.",
            help: "For example: --from 2026-11-21, or --from 2026-11-21T08:00:00+01:00")
        }
        start = date
      }
      let end = start.advanced(bySeconds: seconds)
      guard end > now else {
        throw CommandFailure(
          .usage, "The tickets would have expired at \(end) already.",
          help: "Give a later --from, or a longer --valid.")
      }
      let mount = mount ?? served
      try ServedName.check(mount, "--mount")
      return NewTicketRun(
        mount: mount, purpose: purpose, createdAt: now, notBefore: start, notAfter: end,
        usesMax: uses)
    }

    private func run(
      _ request: RunRequest, _ clock: WallClock, _ taker: TicketTaker
    ) throws(CommandFailure) -> RunReport {
      Progress.begin(
        "rows", isSilent: outputs.quiet || outputs.json,
        outputs: [output, outputs.rejects, outputs.findings])
      defer { Progress.end() }
      do throws(RunFailure) {
        let controller = RunController(
          clock: clock, entropy: .system(), interruption: { Interruption.requested },
          notice: { Notices.say(FindingText($0)) }, progress: Progress.ofRows)
        return try controller.run(request)
      } catch {
        throw failure(error, taker)
      }
    }

    /// Takes the tickets back, and says why.
    private func failure(_ error: RunFailure, _ taker: TicketTaker) -> CommandFailure {
      let isTakenBack = taker.takeBack()
      var failure: CommandFailure
      switch taker.failure {
      case .ledger(let error): failure = CommandFailure(error)
      case .sealing:
        failure = CommandFailure(.failed, "A row could not be sealed inside OpenSSL.")
      case nil:
        if case .output(.brokenPipe) = error {
          // A quiet end would leave links behind that look as if they worked.
          failure = CommandFailure(
            .cannotWrite, "Whoever read the links went away before all were written; none works.",
            help: "Write them into a file: --output links.txt")
        } else {
          failure = CommandFailure(error, file: batch.name)
        }
      }
      if isTakenBack == false, let run = taker.run {
        failure.help = [
          failure.help,
          "The tickets of run \(run) could not be taken back; muster ticket revoke --run \(run) does.",
        ].compactMap { $0 }.joined(separator: " ")
      }
      return failure
    }

    private func tell(
      _ report: RunReport, _ taker: TicketTaker, _ facts: NewTicketRun, now: NumericDate
    ) -> ExitStatus {
      let status: ExitStatus = report.rejected + report.held > 0 ? .someRejected : .done
      if outputs.json {
        Terminal.say(
          SummaryJSON.text(report, status: status) { members, bytes in
            members.add("run", taker.run.map { Int($0) }, &bytes)
            TicketView.add(facts, to: &members, &bytes)
          })
      } else if !outputs.quiet || status != .done || report.findingCount > 0 {
        let view = SummaryView(
          report: report, file: batch.name, now: now, verb: "given a ticket")
        Terminal.say(
          ([view.text] + TicketView.words(facts, run: taker.run)).joined(separator: "\n"))
      }
      return status
    }
  }
}

/// What links begin with.
struct LinkBase {
  /// Without a slash at the end.
  let text: String

  /// - Throws: unless it is an https URL without query and fragment, or an http one of this machine.
  init(_ given: String) throws(CommandFailure) {
    guard let url = PublicURL(given) else {
      throw CommandFailure(
        .usage,
        "--base-url takes a URL without user name, query and fragment, and \"\(given)\" is none.",
        help: "For example: --base-url https://sso.example.com")
    }
    guard url.isHTTPS || url.isLoopback else {
      throw CommandFailure(
        .usage, "Links of \"\(given)\" would send tickets in the clear.",
        help: "Give the https URL; http is for this machine alone.")
    }
    text = url.text
  }
}
