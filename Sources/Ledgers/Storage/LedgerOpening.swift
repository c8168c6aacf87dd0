import Bytes
import GRDB

/// The steps from a path to a ledger's connection.
struct LedgerOpening {
  /// Two processes may bring a ledger up to date at once: the second then looks again.
  private static let migrationTriesMax = 3

  /// The path as it was given: for messages.
  let path: String
  let access: Ledger.Access
  let busySeconds: Double

  /// SQLite takes some names for something else than a file: `:memory:`, `file:…` and the like.
  private var filePath: String { path.utf8.first == UInt8(ascii: "/") ? path : "./" + path }

  // MARK: The file

  /// Looks at the file, without opening it: closing it again would take away the locks that
  /// another connection of this process has on it.
  func inspect(
    orCreate create: () throws(LedgerError) -> Void
  ) throws(LedgerError) -> StateFileStatus {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    var status = try status()
    if status == nil {
      guard access == .writing else { throw .missing(path: path) }
      try create()
      status = try self.status()
    }
    guard let status else { throw .missing(path: path) }
    // SQLite would take an empty file for an empty database.
    guard status.isRegular, status.size > 0 else { throw .notALedger(path: path) }
    return status
  }

  private func status() throws(LedgerError) -> StateFileStatus? {
    do {
      return try StateFiles.status(of: filePath)
    } catch {
      if StateFiles.isMissing(error.code) { return nil }
      throw failure(error)
    }
  }

  private func failure(_ error: StateCallError) -> LedgerError {
    switch error.code {
    case let code where StateFiles.isMissing(code): .noDirectory(path: path)
    case let code where StateFiles.isRefused(code): .permissionDenied(path: path)
    case let code where StateFiles.isOutOfSpace(code): .diskFull(path: path)
    case let code:
      .storageFailed(path: path, code: ResultCode.SQLITE_CANTOPEN.rawValue, systemCode: code)
    }
  }

  /// Makes a whole ledger under another name and then gives it its own, so that no half one is ever
  /// found. If another process was quicker, its ledger stays.
  func create(id: [UInt8], keyCheck: KeyedDigest) throws(LedgerError) {
    guard StateFiles.isDirectory(StateFiles.directory(of: filePath)) else {
      throw .noDirectory(path: path)
    }
    let temporary: String
    do {
      temporary = try StateFiles.createTemporary(beside: filePath)
    } catch {
      throw failure(error)
    }
    do {
      try fill(temporary, id, keyCheck)
    } catch {
      for suffix in ["", "-wal", "-shm", "-journal"] { StateFiles.remove(temporary + suffix) }
      throw error
    }
    do {
      _ = try StateFiles.place(temporary, at: filePath)
    } catch {
      throw failure(error)
    }
  }

  private func fill(
    _ temporary: String, _ id: [UInt8], _ keyCheck: KeyedDigest
  ) throws(LedgerError) {
    let queue = try connect(temporary)
    try migrate(queue)
    try queue.access(path, nil) { session in
      try session.database.execute(sql: "PRAGMA application_id = \(LedgerFormat.applicationID)")
      let sql = "INSERT INTO meta (name, value) VALUES (?, ?)"
      try session.writing {
        try session.run(sql, [.text(LedgerFormat.Fact.id.rawValue), .bytes(id)])
        try session.run(sql, [.text(LedgerFormat.Fact.keyCheck.rawValue), .digest(keyCheck)])
      }
      try Self.useLog(session)
    }
    do {
      try queue.close()
    } catch {
      throw LedgerError(error, path: path, systemCode: 0)
    }
  }

  // MARK: The connection

  func connect() throws(LedgerError) -> DatabaseQueue { try connect(filePath) }

  /// Opens the file; nothing in it is changed.
  private func connect(_ filePath: String) throws(LedgerError) -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = access == .reading
    configuration.busyMode = .timeout(busySeconds)
    configuration.label = "Ledger"
    configuration.prepareDatabase { database in
      for pragma in Self.settings { try database.execute(sql: "PRAGMA \(pragma)") }
    }
    do {
      return try DatabaseQueue(path: filePath, configuration: configuration)
    } catch {
      throw openingFailure(error)
    }
  }

  /// What each connection is set to.
  private static let settings = [
    // A commit is on the disk before anything is said about it.
    "synchronous = FULL",
    // A file that somebody prepared runs no functions.
    "trusted_schema = OFF",
    // Damage in a page is met when the page is read, not later.
    "cell_size_check = ON",
    // What is forgotten is overwritten.
    "secure_delete = ON",
    // A file that becomes shorter under a mapping would end the process.
    "mmap_size = 0",
    "temp_store = MEMORY",
    "cache_size = -\(Ledger.cacheKibibytes)",
    // A commit of fifty thousand members does not become two.
    "wal_autocheckpoint = 8192",
    "journal_size_limit = 67108864",
  ]

  private func openingFailure(_ error: any Error) -> LedgerError {
    guard let error = error as? DatabaseError else {
      return LedgerError(error, path: path, systemCode: 0)
    }
    guard error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY else {
      return LedgerError(error, path: path, systemCode: 0)
    }
    guard StateFiles.isReadable(filePath) else { return .permissionDenied(path: path) }
    if access == .reading { return .directoryNotWritable(path: path) }
    return error.resultCode == .SQLITE_READONLY
      ? .readOnly(path: path) : .permissionDenied(path: path)
  }

  // MARK: What is in it

  /// What is found out when a ledger is opened.
  struct Facts {
    let id: KeyedDigest
    let keyCheck: KeyedDigest
    /// The file's format, which is an earlier one only where it is read.
    let version: Int
  }

  /// Makes sure that the file is a ledger, and with `.writing` brings it up to date.
  func check(_ queue: DatabaseQueue) throws(LedgerError) -> Facts {
    let found = try queue.access(path, nil) { session in
      let application = try session.integer("PRAGMA application_id")
      guard application == LedgerFormat.applicationID else {
        throw LedgerError.notALedger(path: path)
      }
      let version = Int(try session.integer("PRAGMA user_version") ?? 0)
      guard version <= LedgerFormat.version else {
        throw LedgerError.newerFormat(path: path, found: version)
      }
      if access == .writing { try Self.useLog(session) }
      return version
    }
    let isOlder = found < LedgerFormat.version
    if isOlder && access == .writing {
      try migrate(queue)
    } else if found < LedgerFormat.readableVersion {
      throw .olderFormat(path: path, found: found)
    }
    return try queue.access(path, nil) { session in
      Facts(
        id: try Self.fact(.id, session, path), keyCheck: try Self.fact(.keyCheck, session, path),
        version: access == .writing ? LedgerFormat.version : found)
    }
  }

  private static func useLog(_ session: LedgerSession) throws {
    let mode = try session.first("PRAGMA journal_mode = WAL") { $0.text(0) }
    // A file system without shared memory keeps the old mode and says nothing.
    guard mode == "wal" else { throw DatabaseError(resultCode: .SQLITE_IOERR_SHMMAP) }
  }

  private func migrate(_ queue: DatabaseQueue) throws(LedgerError) {
    var tries = 0
    while true {
      do {
        return try LedgerFormat.migrator.migrate(queue)
      } catch {
        // Another process may have done it in between, which the second time shows.
        tries += 1
        if tries == Self.migrationTriesMax {
          throw LedgerError(error, path: path, systemCode: 0)
        }
      }
    }
  }

  private static func fact(
    _ fact: LedgerFormat.Fact, _ session: LedgerSession, _ path: String
  ) throws -> KeyedDigest {
    let sql = "SELECT value FROM meta WHERE name = ?"
    let value = try session.first(sql, [.text(fact.rawValue)]) { try $0.requiredDigest(0) }
    guard let value else { throw LedgerError.corrupted(path: path) }
    return value
  }
}
