package import Bytes
import GRDB

/// What Muster remembers between runs: which members of a job were given what, how the runs went, and
/// what a server needs for tickets, rosters and deliveries. Never a token, a secret, or more of a person
/// than a keyed digest and bytes that are sealed.
///
/// A SQLite file with a write-ahead log. One thread at a time uses a ledger; several processes may
/// have it open, of which one writes at a time. A job's runs are kept apart by ``RunLock``, not here.
package final class Ledger {
  package enum Access: Sendable {
    case reading, writing
  }

  /// How long another process's transaction is waited for, where nobody sits and waits.
  package static let busySeconds = 10.0
  /// How much of the file a connection keeps in memory.
  static let cacheKibibytes = 64 << 10
  /// Rows that are gone through at once, so that memory does not grow with members.
  static let pageRows = 8_192

  /// The path as it was given.
  package let path: String
  /// 32 hexadecimal digits, given when the ledger was made: tells it from every other one.
  package let id: String
  /// Remarks about how the ledger is kept, in sentences.
  package let notes: [String]
  private let queue: DatabaseQueue
  private let status: StateFileStatus
  private let faults: LedgerFaults?
  /// The file's format.
  private let version: Int

  /// Whether there is a file, links followed.
  package static func exists(_ path: String) -> Bool {
    guard !path.isEmpty, !path.utf8.contains(0) else { return false }
    do {
      return try StateFiles.status(of: path) != nil
    } catch {
      return false
    }
  }

  /// Opens the ledger, and with `.writing` makes it or brings it up to date; its directory has to
  /// be there. `.reading` creates and changes nothing, but needs to write into the directory while
  /// nobody else has the ledger open; of a ledger of an earlier format it reads what that has.
  ///
  /// - Parameters:
  ///   - keyCheck: the digest of a fixed text under the ledger's key.
  ///   - newID: 16 random bytes, for the case that the ledger is made.
  ///   - busySeconds: how long another process's transaction is waited for.
  package init(
    path: String, access: Access, keyCheck: KeyedDigest, newID: [UInt8],
    busySeconds: Double = Ledger.busySeconds, faults: LedgerFaults? = nil
  ) throws(LedgerError) {
    precondition(newID.count == KeyedDigest.byteCount, "A ledger's identifier has 16 bytes.")
    let opening = LedgerOpening(path: path, access: access, busySeconds: busySeconds)
    let status = try opening.inspect { () throws(LedgerError) in
      try opening.create(id: newID, keyCheck: keyCheck)
    }
    let queue = try opening.connect()
    self.status = status
    self.path = path
    self.queue = queue
    self.faults = faults
    let facts = try opening.check(queue)
    guard facts.keyCheck == keyCheck else { throw .wrongKey(path: path) }
    id = facts.id.hexadecimal
    version = facts.version
    notes =
      status.isOpenToOthers
      ? [
        "The ledger \"\(PathText.shown(path))\" is open to other users; "
          + "take that away with chmod 600."
      ] : []
  }

  /// Whether the path still leads to the ledger that was opened: what is written to one that was taken
  /// away is lost.
  package var isInPlace: Bool {
    guard let there = try? StateFiles.status(of: path) else { return false }
    return there.isSame(as: status)
  }

  /// Runs the body with the connection, outside of a transaction.
  func access<T>(_ body: (LedgerSession) throws -> T) throws(LedgerError) -> T {
    try queue.access(path, faults, body)
  }

  func read<T>(_ body: (LedgerSession) throws -> T) throws(LedgerError) -> T {
    try access { session in try session.reading { try body(session) } }
  }

  func write<T>(_ body: (LedgerSession) throws -> T) throws(LedgerError) -> T {
    try access { session in try session.writing { try body(session) } }
  }

  /// Makes sure that the file has tickets, rosters and deliveries.
  ///
  /// - Throws: `olderFormat` where an earlier Muster made it and it is only read.
  func requireTickets() throws(LedgerError) {
    guard version >= LedgerFormat.ticketsVersion else {
      throw .olderFormat(path: path, found: version)
    }
  }

  /// Whether it is where it was opened, and stores what is written. It writes a value that is there
  /// already: a full disk is found out by nothing less.
  package func isWritable() throws(LedgerError) -> Bool {
    _ = try write { try $0.run("UPDATE meta SET value = value WHERE name = 'id'") }
    return isInPlace
  }

  /// Looks at every page of the file, which takes seconds for a million members; opening does not.
  ///
  /// - Throws: `corrupted` if anything is wrong.
  package func checkThoroughly() throws(LedgerError) {
    let isSound = try read { session in
      try session.first("PRAGMA quick_check(1)") { $0.text(0) == "ok" } ?? false
    }
    guard isSound else { throw .corrupted(path: path) }
  }
}

extension DatabaseQueue {
  /// Runs the body and says what went wrong in the ledger's words.
  func access<T>(
    _ path: String, _ faults: LedgerFaults?, _ body: (LedgerSession) throws -> T
  ) throws(LedgerError) -> T {
    var systemCode: Int32 = 0
    StateFiles.forgetErrors()
    do {
      return try writeWithoutTransaction { database in
        let session = LedgerSession(database: database, faults: faults)
        do {
          return try body(session)
        } catch {
          systemCode = session.systemCode
          throw error
        }
      }
    } catch {
      throw LedgerError(error, path: path, systemCode: systemCode)
    }
  }
}

extension LedgerError {
  /// What an error of SQLite means for the ledger.
  init(_ error: any Error, path: String, systemCode: Int32) {
    if let error = error as? LedgerError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      preconditionFailure("Nothing else is thrown while the ledger is used.")
    }
    let code = error.extendedResultCode.rawValue
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .locked(path: path)
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_IOERR where StateFiles.isOutOfSpace(systemCode): self = .diskFull(path: path)
    case .SQLITE_IOERR:
      self = .storageFailed(path: path, code: code, systemCode: systemCode)
    case .SQLITE_CORRUPT: self = .corrupted(path: path)
    case .SQLITE_NOTADB: self = .notALedger(path: path)
    case .SQLITE_READONLY: self = .readOnly(path: path)
    case .SQLITE_PERM, .SQLITE_AUTH: self = .permissionDenied(path: path)
    default: self = .failed(path: path, code: code)
    }
  }
}
