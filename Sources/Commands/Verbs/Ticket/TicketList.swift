import ArgumentParser
import Bytes
import Ledgers
import Runs
import Tickets
import Tokens

extension TicketCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Lists runs of tickets, or the tickets of a run or a user; never their links.",
      discussion: """
        Examples:
          muster ticket list --ledger /var/lib/muster/ledger.sqlite
          muster ticket list --run 3 --json
          muster ticket list --user ada@example.com --mount community
          muster ticket list --ticket lost.txt --config server.yaml
        """)

    /// Lines of a table, unless more are asked for.
    private static let linesMax = 50
    /// How many are read at once.
    private static let pageCount = 1_000

    @OptionGroup var ledger: KeptLedgerOptions
    @OptionGroup var clock: ClockOptions

    @Option(
      name: .customLong("run"),
      help: ArgumentHelp("List the tickets of this run.", valueName: "run"))
    var number: Int64?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "List the tickets of this user: what the profile knows users by, as in the batch.",
        valueName: "user"))
    var user: String?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "List the tickets of a file with links or codes, or - for standard input.",
        valueName: "file"))
    var ticket: String?

    @Option(name: .long, help: ArgumentHelp("Only at this mount; with --user.", valueName: "name"))
    var mount: String?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "How many at most; \(Self.linesMax) otherwise, and all of them with --json.",
        valueName: "count"))
    var limit: Int?

    @Flag(name: .long, help: "Write JSON Lines to standard output.")
    var json = false

    func validate() throws {
      if [number != nil, user != nil, ticket != nil].count(where: { $0 }) > 1 {
        throw ValidationError("Give one of --run, --user and --ticket.")
      }
      if mount != nil && user == nil { throw ValidationError("--mount goes with --user.") }
      if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    }

    func run() throws {
      try conclude { () throws(CommandFailure) -> ExitStatus in
        let codes = try ticket.map { (path) throws(CommandFailure) in try TicketFile.codes(path) }
        let (ledger, key) = try self.ledger.openExisting(toWrite: false)
        let now = try clock.clock().now()
        if let codes {
          try listTickets(codes.map { TicketKeys(key).hash($0) }, ledger, now)
        } else if let number {
          _ = try ledger.requiredTicketRun(number)
          try listTickets(.run(number), ledger, now)
        } else if let user {
          let digest = TicketKeys(key).user(Array(user.utf8))
          try listTickets(.user(digest, mount: mount), ledger, now)
        } else {
          try listRuns(ledger, now)
        }
        return .done
      }
    }

    /// How many are wanted; one more is looked for, to say that there are more.
    private var countMax: Int { limit ?? (json ? Int.max : Self.linesMax) }

    /// How many to read when so many have been shown.
    private func pageLimit(after count: Int) -> Int {
      let wanted = countMax - count
      return wanted <= Self.pageCount ? wanted + 1 : Self.pageCount
    }

    private func listRuns(_ ledger: Ledger, _ now: NumericDate) throws(CommandFailure) {
      var shown: [TicketView.Run] = []
      var last: Int64?
      var count = 0
      var page: [LedgerTicketRun] = []
      var asked = 0
      repeat {
        asked = pageLimit(after: count)
        page = try reading { () throws(LedgerError) in
          try ledger.ticketRuns(limit: asked, before: last)
        }
        for run in page where count < countMax {
          let counts = try reading { () throws(LedgerError) in
            try ledger.ticketCounts(ofRun: run.id)
          }
          let entry = TicketView.Run(run: run, counts: counts, now: now)
          if json { try Terminal.answer(TicketView.json(entry)) } else { shown.append(entry) }
          count += 1
        }
        last = page.last?.id
      } while page.count == asked && count < countMax
      if json { return }
      let isCut = last.map { $0 < shown.last?.run.id ?? 0 } ?? false
      try Terminal.answer(TicketView.table(shown) + more(isCut))
    }

    private func listTickets(
      _ selection: TicketSelection, _ ledger: Ledger, _ now: NumericDate
    ) throws(CommandFailure) {
      var rows: [[String]] = []
      var last: Int64 = 0
      var count = 0
      var page: [LedgerTicket] = []
      var asked = 0
      repeat {
        asked = pageLimit(after: count)
        page = try reading { () throws(LedgerError) in
          try ledger.tickets(selection, after: last, limit: asked)
        }
        for ticket in page where count < countMax {
          if json {
            try Terminal.answer(TicketView.json(ticket, now: now))
          } else {
            rows.append(TicketView.cells(ticket, now: now))
          }
          count += 1
          last = ticket.id
        }
      } while page.count == asked && count < countMax
      if json { return }
      if rows.isEmpty { return try Terminal.answer("There are no such tickets.") }
      let isCut = page.last.map { $0.id > last } ?? false
      try Terminal.answer(
        TextTable(TicketView.ticketHead, rows, toTheRight: [0, 1, 3, 5]).text + more(isCut))
    }

    /// The tickets that somebody has. One that the ledger does not have is an error, when the others have
    /// been listed.
    private func listTickets(
      _ hashes: [KeyedDigest], _ ledger: Ledger, _ now: NumericDate
    ) throws(CommandFailure) {
      var found: [LedgerTicket] = []
      for hash in hashes {
        found += try reading { () throws(LedgerError) in
          try ledger.tickets(.ticket(hash), limit: 1)
        }
      }
      if json {
        for ticket in found { try Terminal.answer(TicketView.json(ticket, now: now)) }
      } else if !found.isEmpty {
        let rows = found.map { TicketView.cells($0, now: now) }
        try Terminal.answer(
          TextTable(TicketView.ticketHead, rows, toTheRight: [0, 1, 3, 5]).text)
      }
      guard found.count == hashes.count else {
        throw CommandFailure(
          .noInput,
          "The ledger does not have \(hashes.count - found.count) of "
            + "\(Terminal.count(hashes.count, "ticket")).",
          help: "Look whether they belong to this ledger, and are whole.")
      }
    }

    private func more(_ isCut: Bool) -> String {
      isCut ? "\n… and more; --limit COUNT shows them, or --json." : ""
    }

    private func reading<T>(_ body: () throws(LedgerError) -> T) throws(CommandFailure) -> T {
      do {
        return try body()
      } catch {
        throw CommandFailure(error)
      }
    }
  }
}

extension Ledger {
  /// The run of tickets of this number, which has to be there.
  func requiredTicketRun(_ id: Int64) throws(CommandFailure) -> LedgerTicketRun {
    let run: LedgerTicketRun?
    do {
      run = try ticketRun(id)
    } catch {
      throw CommandFailure(error)
    }
    guard let run else {
      throw CommandFailure(
        .noInput, "The ledger has no run \(id) of tickets.",
        help: "muster ticket list shows those that it has.")
    }
    return run
  }
}
