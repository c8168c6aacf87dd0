import Bytes
import GRDB
import Testing

@testable import Ledgers

struct LedgerFormatTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  // A released migration keeps its name; another one goes to the end.
  @Test func migrationsKeepTheirNames() throws {
    #expect(LedgerFormat.names == ["members-and-runs", "tickets-rosters-deliveries"])
    #expect(LedgerFormat.migrator.migrations == LedgerFormat.names)
    #expect(LedgerFormat.version == LedgerFormat.names.count)
  }

  @Test func fileSaysWhatItIs() throws {
    _ = try folder.open().addJob(named: "nightly")
    let found = try folder.plainly { database in
      try ["application_id", "user_version", "journal_mode", "page_size"].map {
        try String.fetchOne(database, sql: "SELECT CAST(\($0) AS TEXT) FROM pragma_\($0)") ?? ""
      }
    }
    #expect(found == ["1299412044", "2", "wal", "4096"])
  }

  @Test func connectionIsSetToKeepWhatItSays() throws {
    let ledger = try folder.open()
    let found = try ledger.access { session in
      try ["synchronous", "trusted_schema", "secure_delete", "foreign_keys", "mmap_size"].map {
        try session.integer("PRAGMA \($0)") ?? 0
      }
    }
    #expect(found == [2, 0, 1, 1, 0])
  }

  // What a version wrote that was released; this text is not to change.
  private static let versionOne = """
    PRAGMA application_id = 1299412044;
    PRAGMA user_version = 1;
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('members-and-runs');
    CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO meta VALUES ('id', x'ABABABABABABABABABABABABABABABAB'),
      ('key_check', x'00000000000000000000000000000000');
    CREATE TABLE jobs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
      serial INTEGER NOT NULL DEFAULT 0, known INTEGER NOT NULL DEFAULT 0,
      contract BLOB CHECK (length(contract) = 16), last_finished_at INTEGER,
      last_success_at INTEGER, last_success_run INTEGER) STRICT;
    INSERT INTO jobs VALUES (1, 'nightly', 7, 1, NULL, 1800000100, 1800000100, 3);
    CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT,
      job_id INTEGER NOT NULL REFERENCES jobs (id),
      state TEXT NOT NULL CHECK (state IN ('running', 'finishing', 'done', 'failed', 'abandoned')),
      started_at INTEGER NOT NULL, finished_at INTEGER, is_success INTEGER NOT NULL DEFAULT 0,
      profile_name TEXT NOT NULL, profile BLOB NOT NULL CHECK (length(profile) = 16),
      job_file BLOB NOT NULL CHECK (length(job_file) = 16),
      input BLOB NOT NULL CHECK (length(input) = 16), keys BLOB NOT NULL CHECK (length(keys) = 16),
      contract BLOB NOT NULL CHECK (length(contract) = 16), artifact_path TEXT NOT NULL,
      partial_path TEXT NOT NULL, artifact_bytes INTEGER NOT NULL DEFAULT 0,
      issued INTEGER NOT NULL DEFAULT 0, earliest_best_before INTEGER,
      commits INTEGER NOT NULL DEFAULT 0, failure TEXT, failed_at INTEGER,
      row_count INTEGER NOT NULL, new_count INTEGER NOT NULL, changed_count INTEGER NOT NULL,
      unchanged_count INTEGER NOT NULL, vanished_count INTEGER NOT NULL,
      returned_count INTEGER NOT NULL, rejected_count INTEGER NOT NULL,
      held_back_count INTEGER NOT NULL, suppressed_count INTEGER NOT NULL) STRICT;
    CREATE INDEX runs_of_job ON runs (job_id, id);
    CREATE UNIQUE INDEX one_unfinished_run ON runs (job_id)
      WHERE state IN ('running', 'finishing');
    CREATE TABLE renames (run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      position INTEGER NOT NULL, temporary TEXT NOT NULL, final TEXT NOT NULL,
      PRIMARY KEY (run_id, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE members (id INTEGER PRIMARY KEY, job_id INTEGER NOT NULL,
      identity BLOB NOT NULL CHECK (length(identity) = 16), claims BLOB CHECK (length(claims) = 16),
      first_run INTEGER NOT NULL, run_id INTEGER NOT NULL,
      change INTEGER NOT NULL CHECK (change IN (0, 1)), gone_run INTEGER, gone_at INTEGER,
      outcome TEXT NOT NULL, expires_at INTEGER, jti BLOB CHECK (length(jti) = 16),
      row INTEGER NOT NULL, input INTEGER NOT NULL) STRICT;
    CREATE UNIQUE INDEX members_by_identity ON members (job_id, identity);
    INSERT INTO members VALUES (1, 1, x'9E3779B97F4A7C150000000000000001',
      x'9E3779B97F4A7C150000000000000001', 3, 3, 0, NULL, NULL, 'issued', 1800000001, NULL, 1, 0);
    """

  @Test func ledgerOfVersionOneStillOpens() throws {
    try folder.plainly { try $0.execute(sql: Self.versionOne) }
    let ledger = try folder.open()
    #expect(ledger.id == "abababababababababababababababab")
    let job = try #require(try ledger.job(named: "nightly"))
    #expect(job.serial == 7)
    #expect(job.lastSuccessAt == time(100))
    let members = try ledger.lookUp(1...2, of: job)
    let expected = LedgerMember(
      id: 1, claims: digest(1), run: 3, change: .new, isGone: false, expiresAt: time(1))
    #expect(members == [expected, nil])
    try ledger.runOnce(job, writes(2...3))
    let known = try ledger.job(named: "nightly")?.known
    #expect(known == 3)
  }

  // The text above is the same as what the first migration makes, but for spaces.
  @Test func ledgerOfVersionOneIsWhatTheFirstMigrationMakes() throws {
    try folder.plainly("old") { try $0.execute(sql: Self.versionOne) }
    let queue = try DatabaseQueue(path: folder["first"])
    try LedgerFormat.migrator.migrate(queue, upTo: LedgerFormat.names[0])
    try queue.close()
    #expect(try schema("first") == schema("old"))
  }

  // What was brought up to date cannot be told from what is new.
  @Test func ledgerOfVersionOneIsBroughtUpToDateWhenItIsWrittenTo() throws {
    try folder.plainly("old") { try $0.execute(sql: Self.versionOne) }
    let ledger = try folder.open("old")
    _ = try folder.open()
    #expect(try schema("old") == schema("ledger.sqlite"))
    #expect(try version("old") == 2)
    let run = try ledger.issueTickets()
    #expect(try ledger.use(1, at: 10) == "granted")
    #expect(try ledger.ticketRuns(limit: 5).map(\.id) == [run])
    #expect(try ledger.job(named: "nightly")?.serial == 7)
    // And it stays what it is.
    #expect(try folder.open("old", .reading).ticketRuns(limit: 5).map(\.id) == [run])
  }

  @Test func ledgerOfVersionOneIsReadAsItIs() throws {
    try folder.plainly { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: Self.versionOne)
    }
    let ledger = try folder.open("ledger.sqlite", .reading)
    let job = try #require(try ledger.job(named: "nightly"))
    #expect(try ledger.lookUp(1...2, of: job).map { $0?.id } == [1, nil])
    let older = LedgerError.olderFormat(path: folder.ledgerPath, found: 1)
    #expect(throws: older) { try ledger.ticketRuns(limit: 5) }
    #expect(throws: older) { try ledger.ticket(digest(1)) }
    #expect(throws: older) { try ledger.rosters() }
    #expect(throws: older) { try ledger.rosterRow("staff", user: digest(1)) }
    #expect(throws: older) { try ledger.deliveryRuns(limit: 5) }
    #expect(older.help.contains("Let this version write to it once"))
    #expect(try version("ledger.sqlite") == 1)
  }

  private func version(_ name: String) throws -> Int? {
    try folder.plainly(name) { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  private func schema(_ name: String) throws -> [String] {
    try folder.plainly(name) { database in
      try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        .map { $0.filter { !$0.isWhitespace } }.sorted()
    }
  }

  // MARK: Damage

  private func ledgerOfManyPages() throws -> [UInt8] {
    let ledger = try folder.open()
    try ledger.runOnce(try ledger.addJob(named: "nightly"), writes(1...5_000))
    try ledger.access { session in
      _ = try session.first("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
    }
    return try folder.bytes("ledger.sqlite")
  }

  @Test func fileThatEndsTooEarlyIsRefusedWhenItIsOpened() throws {
    let bytes = try ledgerOfManyPages()
    try folder.plant("cut", Array(bytes.prefix(bytes.count / 2)))
    #expect(throws: LedgerError.corrupted(path: folder["cut"])) { try folder.open("cut") }
    try folder.plant("head", Array(bytes.prefix(50)))
    #expect(throws: LedgerError.corrupted(path: folder["head"])) { try folder.open("head") }
  }

  @Test func headerThatIsOverwrittenIsRefusedWhenItIsOpened() throws {
    var bytes = try ledgerOfManyPages()
    for index in 0..<16 { bytes[index] = 0x55 }
    try folder.plant("garbage", bytes)
    #expect(throws: LedgerError.notALedger(path: folder["garbage"])) { try folder.open("garbage") }
  }

  @Test func zerosInTheMiddleAreMetByWhoReadsThem() throws {
    var bytes = try ledgerOfManyPages()
    let middle = bytes.count / 2 / 4_096 * 4_096
    for index in middle..<middle + 40_960 { bytes[index] = 0 }
    try folder.plant("holes", bytes)
    let ledger = try folder.open("holes")
    #expect(throws: LedgerError.corrupted(path: folder["holes"])) {
      try ledger.lookUp(1...5_000, of: try #require(try ledger.job(named: "nightly")))
    }
    #expect(throws: LedgerError.corrupted(path: folder["holes"])) { try ledger.checkThoroughly() }
  }
}
