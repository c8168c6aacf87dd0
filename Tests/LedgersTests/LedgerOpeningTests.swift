import Bytes
import GRDB
import Glibc
import Testing

@testable import Ledgers

struct LedgerOpeningTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  @Test func newLedgerAndItsLogAreTheirOwnersAlone() throws {
    #expect(!Ledger.exists(folder.ledgerPath))
    let ledger = try folder.open()
    _ = try ledger.addJob(named: "nightly")
    #expect(Ledger.exists(folder.ledgerPath))
    #expect(folder.names() == ["ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal"])
    #expect(folder.names().map { folder.mode($0) } == [0o600, 0o600, 0o600])
    #expect(ledger.id == "abababababababababababababababab")
    #expect(ledger.notes == [])
    try ledger.checkThoroughly()
  }

  @Test func keepsItsIdentifierAndWhatItKnows() throws {
    _ = try folder.open().addJob(named: "nightly")
    let again = try Ledger(
      path: folder.ledgerPath, access: .reading, keyCheck: digest(0),
      newID: [UInt8](repeating: 1, count: 16))
    #expect(again.id == "abababababababababababababababab")
    let job = try again.job(named: "nightly")
    #expect(job?.id == 1)
  }

  @Test func refusesAnotherKey() throws {
    _ = try folder.open()
    #expect(throws: LedgerError.wrongKey(path: folder.ledgerPath)) {
      try Ledger(
        path: folder.ledgerPath, access: .writing, keyCheck: digest(1), newID: newID)
    }
  }

  @Test func readingMakesNothing() throws {
    #expect(throws: LedgerError.missing(path: folder.ledgerPath)) {
      try folder.open("ledger.sqlite", .reading)
    }
    #expect(folder.names() == [])
  }

  @Test func refusesPathsThatAreNone() throws {
    let folder = folder
    #expect(throws: LedgerError.noDirectory(path: folder["no/ledger"])) {
      try folder.open("no/ledger")
    }
    for path in ["", "a\0b"] {
      #expect(throws: LedgerError.invalidPath(path: path)) {
        try Ledger(path: path, access: .writing, keyCheck: digest(0), newID: newID)
      }
    }
    #expect(throws: LedgerError.notALedger(path: folder.path)) {
      try Ledger(path: folder.path, access: .writing, keyCheck: digest(0), newID: newID)
    }
  }

  // In a process of its own, because the working directory belongs to all of a process's threads.
  @Test func namesThatSQLiteKnowsAreFilesToo() async {
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      _ = unsafe chdir(path)
      for name in [":memory:", "file:x?mode=memory"] {
        let ledger = try Ledger(
          path: name, access: .writing, keyCheck: digest(0), newID: newID)
        #expect(ledger.path == name)
        #expect(Ledger.exists("./\(name)"))
      }
    }
  }

  @Test(arguments: [0, 1, 15, 100, 5_000])
  func refusesAnotherFileAndLeavesIt(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) }
    try folder.plant("other", bytes)
    for access in [Ledger.Access.reading, .writing] {
      #expect(throws: LedgerError.notALedger(path: folder["other"])) {
        try folder.open("other", access)
      }
    }
    #expect(try folder.bytes("other") == bytes)
    #expect(folder.names() == ["other"])
  }

  @Test func refusesAnotherProgramsDatabaseAndLeavesIt() throws {
    try folder.plainly("other") {
      try $0.execute(sql: "CREATE TABLE meta (a); PRAGMA user_version=1")
    }
    let bytes = try folder.bytes("other")
    for access in [Ledger.Access.reading, .writing] {
      #expect(throws: LedgerError.notALedger(path: folder["other"])) {
        try folder.open("other", access)
      }
    }
    #expect(try folder.bytes("other") == bytes)
  }

  @Test func refusesALaterFormat() throws {
    _ = try folder.open()
    try folder.plainly { try $0.execute(sql: "PRAGMA user_version = 3") }
    for access in [Ledger.Access.reading, .writing] {
      #expect(throws: LedgerError.newerFormat(path: folder.ledgerPath, found: 3)) {
        try folder.open("ledger.sqlite", access)
      }
    }
  }

  @Test func remarksThatOthersCanReadIt() throws {
    _ = try folder.open()
    _ = unsafe chmod(folder.ledgerPath, 0o644)
    let notes = try folder.open().notes
    #expect(
      notes == [
        "The ledger \"\(folder.ledgerPath)\" is open to other users; take that away with chmod 600."
      ])
  }

  @Test func firstRunsAtOnceAgreeOnOneLedger() async throws {
    let path = folder.ledgerPath
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 1...8 {
        group.addTask {
          let ledger = try Ledger(
            path: path, access: .writing, keyCheck: digest(0),
            newID: [UInt8](repeating: UInt8(number), count: 16))
          _ = try ledger.addJob(named: "job \(number)")
          return ledger.id
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(ids.count == 1)
    let jobs = try folder.open().jobs().count
    #expect(jobs == 8)
    #expect(folder.names().filter { $0.hasSuffix(".tmp") } == [])
  }

  // MARK: Reading without a right to write

  // In a process of its own, because root may do everything and gives that up for good.
  @Test(.enabled(if: getuid() == 0))
  func readerWhoMayNotWriteIntoTheDirectoryIsTold() async throws {
    _ = try folder.open().addJob(named: "nightly")
    _ = unsafe chmod(folder.ledgerPath, 0o644)
    _ = unsafe chmod(folder.path, 0o755)
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      let folder = LedgerFolder(of: path)
      guard setuid(65_534) == 0 else { exit(1) }
      #expect(throws: LedgerError.directoryNotWritable(path: folder.ledgerPath)) {
        try folder.open("ledger.sqlite", .reading)
      }
      #expect(throws: LedgerError.readOnly(path: folder.ledgerPath)) { try folder.open() }
      #expect(throws: LedgerError.permissionDenied(path: folder["new"])) { try folder.open("new") }
    }
    _ = unsafe chmod(folder.ledgerPath, 0o600)
    await #expect(processExitsWith: .success) { [path = path as String] in
      let folder = LedgerFolder(of: path)
      guard setuid(65_534) == 0 else { exit(1) }
      for access in [Ledger.Access.reading, .writing] {
        #expect(throws: LedgerError.permissionDenied(path: folder.ledgerPath)) {
          try folder.open("ledger.sqlite", access)
        }
      }
    }
  }

  @Test func readsWhileAnotherWrites() throws {
    let writer = try folder.open()
    let job = try writer.addJob(named: "nightly")
    let reader = try folder.open("ledger.sqlite", .reading)
    try writer.runOnce(job, writes(1...10))
    let known = try reader.job(named: "nightly")?.known
    #expect(known == 10)
    #expect(throws: LedgerError.readOnly(path: folder.ledgerPath)) {
      try reader.addJob(named: "other")
    }
  }
}
