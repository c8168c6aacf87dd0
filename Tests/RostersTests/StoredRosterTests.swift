import Batches
import Bytes
import Glibc
import Ledgers
import Minting
import TestKit
import Testing
import Tokens

@testable import Rosters

@Suite struct StoredRosterTests {
  private static func form(_ columns: [String]) -> RowForm {
    var table = ColumnTable()
    for column in columns { table.append(Array(column.utf8)) }
    return RowForm(format: .csv, dialect: .comma, columns: table)
  }

  private static func key(_ byte: UInt8 = 1) -> KeyedHash {
    KeyedHash(key: [UInt8](repeating: byte, count: 32).span)
  }

  /// Calls `body` with the path of a ledger that is removed afterwards.
  private static func withLedger(_ body: (String) async throws -> Void) async throws {
    var template = Array("/tmp/muster-roster-XXXXXX".utf8CString)
    try #require(unsafe mkdtemp(&template) != nil)
    let folder = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: Unicode.UTF8.self)
    defer {
      for ending in ["", "-wal", "-shm"] { _ = unsafe unlink("\(folder)/l.sqlite\(ending)") }
      _ = unsafe rmdir(folder)
    }
    try await body("\(folder)/l.sqlite")
  }

  private static func open(_ path: String) throws -> Ledger {
    try Ledger(
      path: path, access: .writing, keyCheck: KeyedDigest(high: 1, low: 2),
      newID: [UInt8](repeating: 7, count: 16))
  }

  private static func load(
    _ ledger: Ledger, _ name: String, _ users: [String], _ form: RowForm
  ) throws {
    let loader = try RosterLoader(
      ledger, key: key(), name: name, profileName: "bettermode", at: testTime, Entropy.seeded(1))
    try loader.add(
      users.enumerated().map { index, user in
        RosterRow(
          identity: Array(user.utf8),
          row: StoredRow(bytes: Array("\(user),\(name)".utf8), row: index + 1, line: index + 2))
      })
    try loader.complete(form)
  }

  private static func text(_ roster: StoredRoster, _ user: String) async throws -> String? {
    let entry = try await roster.find(Array(user.utf8))
    return entry.map { String(decoding: $0.row.bytes, as: UTF8.self) }
  }

  @Test func findsUsersOfItsOwnRosterOnly() async throws {
    try await Self.withLedger { path in
      let ledger = try Self.open(path)
      try Self.load(ledger, "staff", ["1", "é"], Self.form(["sub", "x"]))
      try Self.load(ledger, "guests", ["1", "2"], Self.form(["sub", "y"]))
      let worker = LedgerWorker(ledger)
      let staff = StoredRoster(worker, name: "staff", key: Self.key())
      let guests = StoredRoster(worker, name: "guests", key: Self.key())
      #expect(try await Self.text(staff, "1") == "1,staff")
      #expect(try await Self.text(guests, "1") == "1,guests")
      #expect(try await Self.text(staff, "2") == nil)
      #expect(try await Self.text(staff, "") == nil)
      // Byte by byte.
      #expect(try await Self.text(staff, "é") == "é,staff")
      #expect(try await Self.text(staff, "e\u{301}") == nil)
      #expect(try await staff.count() == 2)
      let nowhere = StoredRoster(worker, name: "nowhere", key: Self.key())
      #expect(try await Self.text(nowhere, "1") == nil)
      #expect(try await nowhere.count() == nil)
      // With another key nobody is known.
      let stranger = StoredRoster(worker, name: "staff", key: Self.key(2))
      #expect(try await Self.text(stranger, "1") == nil)
      let entry = try #require(try await guests.find(Array("2".utf8)))
      #expect(entry.row.row == 2 && entry.row.line == 3)
      #expect(entry.form.columns.displayName(1) == "y")
      await worker.shutdown()
    }
  }

  @Test func aRosterThatIsLoadedAgainCountsAtOnce() async throws {
    try await Self.withLedger { path in
      let ledger = try Self.open(path)
      try Self.load(ledger, "staff", ["1", "2"], Self.form(["sub", "x"]))
      let worker = LedgerWorker(ledger)
      let roster = StoredRoster(worker, name: "staff", key: Self.key())
      #expect(try await Self.text(roster, "2") == "2,staff")
      let other = try Self.open(path)
      try Self.load(other, "staff", ["1", "3"], Self.form(["sub", "later"]))
      #expect(try await Self.text(roster, "2") == nil)
      #expect(try await Self.text(roster, "3") == "3,staff")
      #expect(
        try await roster.find(Array("1".utf8))?.form.columns.displayName(1) == "later")
      await worker.shutdown()
    }
  }

  @Test func saysWhatTheLedgerCannotDo() async throws {
    try await Self.withLedger { path in
      let ledger = try Self.open(path)
      let worker = LedgerWorker(ledger)
      let roster = StoredRoster(worker, name: "staff", key: Self.key())
      await worker.shutdown()
      await #expect(throws: RosterFindError.ledger(.closed(path: path))) {
        try await roster.find([0x31])
      }
    }
  }
}
