import Bytes
import Testing

@testable import Ledgers

/// Runs of tickets as tests make them.
func newTicketRun(
  mount: String = "community", from: Int = 0, until: Int = 1_000, uses: Int = 1
) -> NewTicketRun {
  NewTicketRun(
    mount: mount, purpose: "Spring", createdAt: time(0), notBefore: time(from),
    notAfter: time(until), usesMax: uses)
}

func newTickets(_ numbers: some Sequence<Int>, user: (Int) -> Int = { $0 }) -> [NewTicket] {
  numbers.map {
    NewTicket(
      hash: digest($0), user: digest(user($0) + 10_000), sealed: [UInt8($0 % 256), 1, 2], row: $0)
  }
}

extension Ledger {
  @discardableResult
  func issueTickets(
    _ run: NewTicketRun = newTicketRun(), _ tickets: [NewTicket] = newTickets(1...5)
  ) throws(LedgerError) -> Int64 {
    let id = try beginTicketRun(run)
    try addTickets(tickets, run: id)
    try completeTicketRun(id, form: [9, 9], proof: digest(77), at: time(1))
    return id
  }

  /// What becomes of one ticket, in a word.
  func use(_ number: Int, at seconds: Int, grace: Int = 10) throws(LedgerError) -> String {
    try redeem([digest(number)], at: time(seconds), graceSeconds: grace).map(\.word)[0]
  }
}

extension Redemption {
  var word: String {
    switch self {
    case .unknown: "unknown"
    case .notYet: "not yet"
    case .expired: "expired"
    case .used: "used"
    case .revoked: "revoked"
    case .granted(_, _, let isRepeat): isRepeat ? "repeated" : "granted"
    }
  }
}

struct LedgerTicketTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  @Test func grantsATicketWithWhatItLeadsTo() throws {
    let ledger = try folder.open()
    let run = try ledger.issueTickets()
    let found = try #require(try ledger.ticket(digest(2)))
    let expected = LedgerTicket(
      id: 2, run: run, mount: "community", purpose: "Spring", notBefore: time(0),
      notAfter: time(1_000), usesMax: 1, uses: 0, repeats: 0, lastUsedAt: nil, revokedAt: nil,
      user: digest(10_002), row: 2)
    #expect(found == expected)
    let redemptions = try ledger.redeem([digest(2)], at: time(5), graceSeconds: 10)
    let content = TicketContent(
      sealed: [2, 1, 2], form: [9, 9], proof: digest(77),
      run: LedgerTicketRun(
        id: run, mount: "community", purpose: "Spring", createdAt: time(0), notBefore: time(0),
        notAfter: time(1_000), usesMax: 1, completedAt: time(1), revokedAt: nil))
    #expect(redemptions == [.granted(expected, content, isRepeat: false)])
    let used = try #require(try ledger.ticket(digest(2)))
    #expect(used.uses == 1)
    #expect(used.lastUsedAt == time(5))
    let unused = try ledger.ticket(digest(3))?.uses
    #expect(unused == 0)
  }

  // The first second counts, the last does not.
  @Test(arguments: [(99, "not yet"), (100, "granted"), (199, "granted"), (200, "expired")])
  func windowHasTwoSides(seconds: Int, expected: String) throws {
    let ledger = try folder.open()
    try ledger.issueTickets(newTicketRun(from: 100, until: 200))
    let word = try ledger.use(1, at: seconds)
    #expect(word == expected)
  }

  @Test func usesAreCountedAndRepetitionsAreNot() throws {
    let ledger = try folder.open()
    try ledger.issueTickets(newTicketRun(uses: 2))
    var words: [String] = []
    for seconds in [10, 10, 20, 21, 22, 22, 23, 33, 34, 100] {
      words.append("\(seconds) \(try ledger.use(1, at: seconds))")
    }
    // Three repetitions within ten seconds; the fourth counts. What repeats does not move the window.
    #expect(
      words == [
        "10 granted", "10 repeated", "20 repeated", "21 granted", "22 repeated", "22 repeated",
        "23 repeated", "33 used", "34 used", "100 used",
      ])
    let uses = try ledger.ticket(digest(1))?.uses
    #expect(uses == 2)
  }

  @Test func fourthRepetitionCounts() throws {
    let ledger = try folder.open()
    try ledger.issueTickets(newTicketRun(uses: 2))
    var words: [String] = []
    for _ in 0..<9 { words.append(try ledger.use(1, at: 10)) }
    #expect(
      words == [
        "granted", "repeated", "repeated", "repeated", "granted", "repeated", "repeated",
        "repeated", "used",
      ])
  }

  @Test func withoutGraceNothingIsRepeated() throws {
    let ledger = try folder.open()
    try ledger.issueTickets()
    let words = try (0..<2).map { _ in try ledger.use(1, at: 10, grace: 0) }
    #expect(words == ["granted", "used"])
  }

  @Test func clockThatIsSetBackALittleSendsNobodyAway() throws {
    let ledger = try folder.open()
    try ledger.issueTickets()
    let words = try [100, 91, 89].map { try ledger.use(1, at: $0) }
    #expect(words == ["granted", "repeated", "used"])
  }

  @Test func manyAreUsedInOneTransaction() throws {
    let ledger = try folder.open()
    try ledger.issueTickets(newTicketRun(), newTickets(1...300))
    let hashes = [1, 2, 2, 999, 300, 2, 2, 2].map { digest($0) }
    let words = try ledger.redeem(hashes, at: time(3), graceSeconds: 10).map(\.word)
    #expect(
      words == [
        "granted", "granted", "repeated", "unknown", "granted", "repeated", "repeated", "used",
      ])
    let none = try ledger.redeem([], at: time(3), graceSeconds: 10)
    #expect(none.isEmpty)
  }

  // MARK: Giving back

  @Test func useThatCameToNothingIsGivenBack() throws {
    let ledger = try folder.open()
    try ledger.issueTickets()
    #expect(try ledger.use(1, at: 10) == "granted")
    #expect(try ledger.returnUses(1, of: 1, at: time(10)))
    // Not a repetition: the use counts again.
    #expect(try ledger.use(1, at: 11) == "granted")
    #expect(try ledger.ticket(digest(1))?.uses == 1)
  }

  @Test func useStaysWhenTheTicketWasUsedAgain() throws {
    let ledger = try folder.open()
    try ledger.issueTickets(newTicketRun(uses: 3))
    _ = try ledger.use(1, at: 10)
    _ = try ledger.use(1, at: 50)
    #expect(try !ledger.returnUses(1, of: 1, at: time(10)))
    #expect(try ledger.returnUses(1, of: 1, at: time(50)))
    #expect(try !ledger.returnUses(1, of: 1, at: time(50)))
    #expect(try ledger.ticket(digest(1))?.uses == 1)
  }

  // MARK: Runs

  @Test func ticketsOfARunThatIsNotCompleteAreUnknown() throws {
    let ledger = try folder.open()
    let run = try ledger.beginTicketRun(newTicketRun())
    try ledger.addTickets(newTickets(1...3), run: run)
    #expect(try ledger.use(1, at: 10) == "unknown")
    #expect(try ledger.ticket(digest(1)) == nil)
    #expect(try ledger.tickets(.run(run), limit: 10).isEmpty)
    #expect(try ledger.revokeTickets(.run(run), at: time(1)) == 0)
    try ledger.completeTicketRun(run, form: [], proof: digest(1), at: time(2))
    #expect(try ledger.use(1, at: 10) == "granted")
    let open = LedgerError.ticketRunNotOpen(path: folder.ledgerPath, run: run)
    #expect(throws: open) { try ledger.addTickets(newTickets(4...4), run: run) }
    #expect(throws: open) {
      try ledger.completeTicketRun(run, form: [], proof: digest(1), at: time(2))
    }
    // What is complete is not taken back.
    try ledger.abandonTicketRun(run)
    #expect(try ledger.ticketCounts(ofRun: run).tickets == 3)
  }

  @Test func runThatIsAbandonedLeavesNothing() throws {
    let ledger = try folder.open()
    let kept = try ledger.issueTickets()
    let run = try ledger.beginTicketRun(newTicketRun())
    try ledger.addTickets(newTickets(10...10_000), run: run)
    try ledger.abandonTicketRun(run)
    #expect(try ledger.ticketRun(run) == nil)
    #expect(try ledger.ticketRuns(limit: 10).map(\.id) == [kept])
    let count = try ledger.read { try $0.integer("SELECT count(*) FROM tickets") }
    #expect(count == 5)
    // Its number is not used again.
    #expect(try ledger.beginTicketRun(newTicketRun()) > run)
  }

  @Test func ticketsOfOneHashAreNotTwo() throws {
    let ledger = try folder.open()
    try ledger.issueTickets()
    let run = try ledger.beginTicketRun(newTicketRun())
    #expect(throws: LedgerError.self) {
      try ledger.addTickets(newTickets(8...9) + newTickets(1...1), run: run)
    }
    #expect(try ledger.ticketCounts(ofRun: run).tickets == 0)
  }

  // MARK: Revoking and forgetting

  @Test func revokesARunAUserOrATicket() throws {
    let ledger = try folder.open()
    let first = try ledger.issueTickets(newTicketRun(), newTickets(1...4) { $0 % 2 })
    let second = try ledger.issueTickets(
      newTicketRun(mount: "help"), newTickets(11...14) { $0 % 2 })
    #expect(try ledger.revokeTickets(.ticket(digest(1)), at: time(1)) == 1)
    #expect(try ledger.revokeTickets(.ticket(digest(1)), at: time(2)) == 0)
    #expect(try ledger.revokeTickets(.ticket(digest(999)), at: time(2)) == 0)
    #expect(try ledger.ticket(digest(1))?.revokedAt == time(1))
    #expect(try ledger.revokeTickets(.user(digest(10_001), mount: "help"), at: time(3)) == 2)
    #expect(try ledger.revokeTickets(.user(digest(10_001), mount: nil), at: time(4)) == 1)
    #expect(try ledger.revokeTickets(.run(first), at: time(5)) == 2)
    #expect(try ledger.revokeTickets(.run(first), at: time(5)) == 0)
    #expect(try ledger.revokeTickets(.run(999), at: time(5)) == 0)
    let words = try [1, 2, 3, 4, 11, 12, 13, 14].map { try ledger.use($0, at: 10) }
    #expect(
      words == [
        "revoked", "revoked", "revoked", "revoked", "revoked", "granted", "revoked", "granted",
      ])
    let counts = try [first, second].map { try ledger.ticketCounts(ofRun: $0) }
    #expect(counts.map(\.revoked) == [4, 2])
    #expect(counts.map(\.touched) == [0, 2])
  }

  @Test func listsPageByPage() throws {
    let ledger = try folder.open()
    let run = try ledger.issueTickets(newTicketRun(), newTickets(1...25) { $0 % 5 })
    var rows: [Int] = []
    var last: Int64 = 0
    while true {
      let page = try ledger.tickets(.run(run), after: last, limit: 10)
      guard let end = page.last else { break }
      rows += page.map(\.row)
      last = end.id
    }
    #expect(rows == Array(1...25))
    let users = try ledger.tickets(.user(digest(10_003), mount: "community"), limit: 100)
    #expect(users.map(\.row) == [3, 8, 13, 18, 23])
    #expect(try ledger.tickets(.user(digest(10_003), mount: "other"), limit: 100).isEmpty)
    let none = try ledger.ticketRuns(limit: 5, before: run)
    #expect(none.isEmpty)
  }

  @Test func forgetsWhatExpiredLongAgo() throws {
    let ledger = try folder.open()
    try ledger.issueTickets(newTicketRun(until: 100), newTickets(1...9_000))
    let young = try ledger.issueTickets(newTicketRun(until: 300), newTickets(20_000...20_001))
    let killed = try ledger.beginTicketRun(newTicketRun(until: 900))
    try ledger.addTickets(newTickets(30_000...30_001), run: killed)
    let none = try ledger.pruneTickets(endedBefore: time(-1))
    #expect(none == (0, 0))
    let pruned = try ledger.pruneTickets(endedBefore: time(200))
    #expect(pruned == (2, 9_002))
    #expect(try ledger.ticketRuns(limit: 5).map(\.id) == [young])
    #expect(try ledger.use(1, at: 10) == "unknown")
    #expect(try ledger.use(20_000, at: 10) == "granted")
  }
}
