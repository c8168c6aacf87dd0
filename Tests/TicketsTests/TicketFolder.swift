import Batches
import Bytes
import Glibc
import Ledgers
import Minting
import Tokens

@testable import Tickets

/// A directory of one test's own, with a ledger of tickets in it.
final class TicketFolder {
  let path: String
  let key = KeyedHash(key: [UInt8](repeating: 3, count: 32).span)

  init() throws {
    var template = Array("/tmp/muster-tickets-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Failure(code: errno) }
    path = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: Unicode.UTF8.self)
  }

  deinit {
    for suffix in ["", "-wal", "-shm"] { _ = unsafe unlink("\(path)/ledger.sqlite\(suffix)") }
    _ = unsafe rmdir(path)
  }

  struct Failure: Error { let code: Int32 }

  func open() throws(LedgerError) -> sending Ledger {
    try Ledger(
      path: path + "/ledger.sqlite", access: .writing,
      keyCheck: key.digest(Array("muster ledger".utf8).span),
      newID: [UInt8](repeating: 1, count: 16))
  }

  func bytes() throws -> [UInt8] {
    var all: [UInt8] = []
    for suffix in ["", "-wal"] {
      let file = unsafe Glibc.open("\(path)/ledger.sqlite\(suffix)", O_RDONLY)
      guard file >= 0 else { continue }
      defer { _ = close(file) }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = unsafe read(file, &piece, piece.count)
        guard count > 0 else { break }
        all += piece[0..<count]
      }
    }
    return all
  }

  /// Issues tickets for these users, each with a row of its own.
  func issue(
    _ users: [String], uses: Int = 1, mount: String = "community", from: Int = 0,
    until: Int = 1_000, ledger: Ledger? = nil, codes: [TicketCode]? = nil
  ) throws -> [TicketCode] {
    let issuer = try TicketIssuer(
      try ledger ?? open(), key: key,
      NewTicketRun(
        mount: mount, purpose: "", createdAt: time(0), notBefore: time(from),
        notAfter: time(until), usesMax: uses), .seeded(11))
    let codes = codes ?? users.indices.map { Self.code($0) }
    try issuer.add(
      zip(users, codes).enumerated().map { index, pair in
        TicketRow(
          code: pair.1, identity: Array(pair.0.utf8),
          row: StoredRow(
            bytes: Array("\(pair.0),secret-\(pair.0)".utf8), row: index + 1, line: index + 2))
      })
    try issuer.complete(Self.form, at: time(0))
    return codes
  }

  static func code(_ number: Int) -> TicketCode {
    TicketCode(bytes: (0..<16).map { UInt8(truncatingIfNeeded: number >> ($0 % 4 * 8) ^ $0) })
  }

  static var form: RowForm {
    var columns = ColumnTable()
    columns.append(Array("email".utf8))
    columns.append(Array("name".utf8))
    return RowForm(format: .csv, dialect: .semicolon, columns: columns)
  }
}

func time(_ seconds: Int) -> NumericDate {
  NumericDate(secondsSinceEpoch: 1_800_000_000 + seconds)
}
