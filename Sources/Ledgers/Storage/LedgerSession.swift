import GRDB
import GRDBSQLite

/// The ledger's connection while something is done with it.
struct LedgerSession {
  let database: Database
  let faults: LedgerFaults?

  /// Gives the body a statement, which goes back to the start afterwards.
  func with<T>(_ sql: String, _ body: (SQLiteCall) throws -> T) throws -> T {
    let call = try SQLiteCall(database, sql, faults)
    defer { call.reset() }
    return try body(call)
  }

  /// Executes a statement that writes.
  ///
  /// - Returns: how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ values: [LedgerValue] = []) throws -> Int {
    try with(sql) { call in
      try call.bind(values)
      try call.execute()
    }
    return database.changesCount
  }

  /// Gives each row of the result to the body.
  func rows(
    _ sql: String, _ values: [LedgerValue] = [], _ body: (SQLiteCall) throws -> Void
  ) throws {
    try with(sql) { call in
      try faults?.check(.read)
      try call.bind(values)
      while try call.next() { try body(call) }
    }
  }

  /// The first row, made into a value; nil if there is none.
  func first<T>(
    _ sql: String, _ values: [LedgerValue] = [], _ body: (SQLiteCall) throws -> T
  ) throws -> T? {
    try with(sql) { call in
      try faults?.check(.read)
      try call.bind(values)
      return try call.next() ? try body(call) : nil
    }
  }

  func integer(_ sql: String, _ values: [LedgerValue] = []) throws -> Int64? {
    try first(sql, values) { $0.integer(0) }
  }

  /// The identity that the connection's last insert gave.
  var lastInsertedID: Int64 {
    get { database.lastInsertedRowID }
    nonmutating set {
      guard let connection = unsafe database.sqliteConnection else { return }
      unsafe sqlite3_set_last_insert_rowid(connection, newValue)
    }
  }

  /// The system's error number of the last failure; 0 if it had none, or SQLite does not tell.
  var systemCode: Int32 {
    guard let connection = unsafe database.sqliteConnection else { return 0 }
    let code = unsafe sqlite3_system_errno(connection)
    // SQLite says nothing about a write that failed while a transaction was committed.
    return code != 0 ? code : StateFiles.lastShortage
  }

  // MARK: Transactions

  /// Everything in the body sees one state of the ledger.
  func reading<T>(_ body: () throws -> T) throws -> T {
    try transaction(.deferred, body)
  }

  /// Everything in the body is stored, or nothing.
  func writing<T>(_ body: () throws -> T) throws -> T {
    let result = try transaction(.immediate) {
      let result = try body()
      try faults?.check(.commit)
      return result
    }
    try faults?.check(.committed)
    return result
  }

  private func transaction<T>(
    _ kind: Database.TransactionKind, _ body: () throws -> T
  ) throws -> T {
    try faults?.check(.begin)
    var result: T?
    try database.inTransaction(kind) {
      result = try body()
      return .commit
    }
    guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    return result
  }
}
