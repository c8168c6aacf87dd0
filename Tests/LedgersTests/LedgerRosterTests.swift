import Bytes
import Testing

@testable import Ledgers

struct LedgerRosterTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  private func rows(_ numbers: some Sequence<Int>, mark: UInt8 = 0) -> [RosterRowWrite] {
    numbers.map { RosterRowWrite(user: digest($0), sealed: [mark, 1], row: $0) }
  }

  private func load(
    _ name: String, _ rows: [RosterRowWrite], into ledger: Ledger, at seconds: Int = 0
  ) throws -> Int64 {
    let roster = try ledger.beginRoster(name, profileName: "acme", at: time(seconds))
    #expect(try ledger.addRosterRows(rows, roster: roster) == [])
    try ledger.completeRoster(
      roster, form: [7], proof: digest(70), givenUpBefore: time(seconds - 100))
    return roster
  }

  private func rowCount(_ ledger: Ledger) throws -> Int64? {
    try ledger.read { try $0.integer("SELECT count(*) FROM roster_rows") }
  }

  @Test func findsUsersByTheirDigests() throws {
    let ledger = try folder.open()
    let staff = try load("staff", rows(1...3), into: ledger)
    _ = try load("guests", rows(3...4, mark: 5), into: ledger)
    let roster = LedgerRoster(
      id: staff, name: "staff", profileName: "acme", loadedAt: time(0), rows: 3, form: [7],
      proof: digest(70))
    #expect(try ledger.roster("staff") == roster)
    let found = try ledger.rosterRow("staff", user: digest(3))
    #expect(found == LedgerRosterRow(roster: roster, sealed: [0, 1], row: 3))
    #expect(try ledger.rosterRow("guests", user: digest(3))?.sealed == [5, 1])
    #expect(try ledger.rosterRow("staff", user: digest(4)) == nil)
    #expect(try ledger.rosterRow("none", user: digest(3)) == nil)
    #expect(try ledger.rosters().map(\.name) == ["guests", "staff"])
  }

  @Test func newOneTakesTheOldOnesPlaceInOneStep() throws {
    let ledger = try folder.open()
    let old = try load("staff", rows(1...9_000), into: ledger)
    let new = try ledger.beginRoster("staff", profileName: "acme", at: time(200))
    _ = try ledger.addRosterRows(rows(2...3, mark: 9), roster: new)
    // Until it is complete the old one is in use.
    #expect(try ledger.roster("staff")?.id == old)
    #expect(try ledger.rosterRow("staff", user: digest(2))?.sealed == [0, 1])
    try ledger.completeRoster(new, form: [8], proof: digest(71), givenUpBefore: time(100))
    #expect(try ledger.rosterRow("staff", user: digest(2))?.sealed == [9, 1])
    #expect(try ledger.rosterRow("staff", user: digest(1)) == nil)
    #expect(try ledger.rosters().map(\.rows) == [2])
    #expect(try rowCount(ledger) == 2)
  }

  @Test func userWhoIsThereIsSaidAndNotAdded() throws {
    let ledger = try folder.open()
    let roster = try ledger.beginRoster("staff", profileName: "acme", at: time(0))
    #expect(try ledger.addRosterRows(rows([1, 2, 1, 3, 2]), roster: roster) == [2, 4])
    #expect(try ledger.addRosterRows(rows([4, 3]), roster: roster) == [1])
    try ledger.completeRoster(roster, form: [], proof: digest(1), givenUpBefore: time(0))
    #expect(try ledger.roster("staff")?.rows == 4)
  }

  @Test func loadThatWasKilledIsRemovedByALaterOne() throws {
    let ledger = try folder.open()
    let killed = try ledger.beginRoster("staff", profileName: "acme", at: time(0))
    _ = try ledger.addRosterRows(rows(1...5), roster: killed)
    // Another one that may be at work stays.
    let atWork = try ledger.beginRoster("staff", profileName: "acme", at: time(990))
    _ = try load("staff", rows(6...7), into: ledger, at: 1_000)
    #expect(try rowCount(ledger) == 2)
    #expect(throws: LedgerError.rosterNotOpen(path: folder.ledgerPath, roster: killed)) {
      try ledger.addRosterRows(rows(8...8), roster: killed)
    }
    #expect(try ledger.addRosterRows(rows(9...9), roster: atWork) == [])
    try ledger.abandonRoster(atWork)
    #expect(try rowCount(ledger) == 2)
  }

  @Test func rosterThatIsRemovedIsGone() throws {
    let ledger = try folder.open()
    _ = try load("staff", rows(1...5), into: ledger)
    #expect(try ledger.removeRoster("staff"))
    #expect(try !ledger.removeRoster("staff"))
    #expect(try ledger.rosters() == [])
    #expect(try rowCount(ledger) == 0)
  }
}
