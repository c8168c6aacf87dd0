import Bytes
import GRDB
import GRDBSQLite

/// A value that a statement is given.
enum LedgerValue {
  case integer(Int64)
  case text(String)
  case digest(KeyedDigest)
  case bytes([UInt8])
  case null

  init(_ date: NumericDate?) { self = date.map { .integer(Int64($0.secondsSinceEpoch)) } ?? .null }
  init(_ digest: KeyedDigest?) { self = digest.map { .digest($0) } ?? .null }
  init(_ number: Int) { self = .integer(Int64(number)) }
}

/// A prepared statement, stepped by SQLite's own functions: decoding rows otherwise would cost a
/// million lookups more than finding them.
@safe struct SQLiteCall {
  private let statement: Statement
  private let raw: OpaquePointer
  let faults: LedgerFaults?

  /// Takes the statement from the connection's cache, or prepares it.
  init(_ database: Database, _ sql: String, _ faults: LedgerFaults?) throws {
    statement = try database.cachedStatement(sql: sql)
    unsafe raw = statement.sqliteStatement
    self.faults = faults
    reset()
  }

  static func words(_ code: Int32) -> String {
    guard let text = unsafe sqlite3_errstr(code) else { return "unknown error" }
    return unsafe String(cString: text)
  }

  // MARK: Stepping

  /// Lets the statement be executed again; what is bound stays.
  func reset() { _ = unsafe sqlite3_reset(raw) }

  /// Goes to the next row; false behind the last.
  func next() throws -> Bool {
    switch unsafe sqlite3_step(raw) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure
    }
  }

  /// Executes a statement without rows, and makes it ready to be executed again.
  func execute() throws {
    try faults?.check(.write)
    defer { reset() }
    while try next() {}
  }

  private var failure: DatabaseError {
    guard let connection = unsafe sqlite3_db_handle(raw) else {
      return DatabaseError(resultCode: .SQLITE_MISUSE)
    }
    return DatabaseError(
      resultCode: ResultCode(rawValue: unsafe sqlite3_extended_errcode(connection)))
  }

  // MARK: Binding; parameters are counted from 1

  func bind(_ value: Int64, at index: Int32) throws {
    try check(unsafe sqlite3_bind_int64(raw, index, value))
  }

  func bindNull(at index: Int32) throws {
    try check(unsafe sqlite3_bind_null(raw, index))
  }

  func bind(_ digest: KeyedDigest, at index: Int32) throws {
    let words = (digest.high.bigEndian, digest.low.bigEndian)
    let code = unsafe withUnsafeBytes(of: words) {
      unsafe sqlite3_bind_blob(raw, index, $0.baseAddress, Int32($0.count), Self.copied)
    }
    try check(code)
  }

  func bind(_ value: LedgerValue, at index: Int32) throws {
    switch value {
    case .integer(let number): try bind(number, at: index)
    case .digest(let digest): try bind(digest, at: index)
    case .null: try bindNull(at: index)
    case .bytes(let bytes):
      let code = unsafe bytes.withUnsafeBytes {
        unsafe sqlite3_bind_blob64(
          raw, index, $0.baseAddress, sqlite3_uint64($0.count), Self.copied)
      }
      try check(code)
    case .text(let text):
      var text = text
      let code = text.withUTF8 { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) {
          unsafe sqlite3_bind_text64(
            raw, index, $0.baseAddress, sqlite3_uint64($0.count), Self.copied,
            UInt8(SQLITE_UTF8))
        }
      }
      try check(code)
    }
  }

  func bind(_ values: [LedgerValue]) throws {
    for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
  }

  /// SQLite takes a copy of what is bound.
  private static var copied: sqlite3_destructor_type {
    unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  // MARK: Columns of the row, counted from 0

  func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(raw, column) == SQLITE_NULL
  }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(raw, column) }

  func number(_ column: Int32) -> Int { Int(integer(column)) }

  /// Nil for no value. Beyond the writable dates it is the nearest of them: whoever writes into the file can
  /// put any number there, and nobody is to count with it into an overflow.
  func date(_ column: Int32) -> NumericDate? {
    let range = NumericDate.writable
    return isNull(column)
      ? nil
      : NumericDate(
        secondsSinceEpoch: min(max(number(column), range.lowerBound), range.upperBound))
  }

  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(raw, column) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(raw, column))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Nil for no value.
  ///
  /// - Throws: `SQLITE_CORRUPT` for a value that is no digest.
  func digest(_ column: Int32) throws -> KeyedDigest? {
    guard let start = unsafe sqlite3_column_blob(raw, column) else {
      if isNull(column) { return nil }
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    guard unsafe sqlite3_column_bytes(raw, column) == Int32(KeyedDigest.byteCount) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    return unsafe KeyedDigest(
      high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// - Throws: `SQLITE_CORRUPT` for anything but a digest.
  func requiredDigest(_ column: Int32) throws -> KeyedDigest {
    guard let digest = try digest(column) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    return digest
  }
}
