/// Looks whether an SQLite query has a second statement: `sqlite3` prints the rows of each, and two
/// headers are no batch.
///
/// It knows quotes (`'…'`, `"…"`, backquotes, `[…]`) and comments (`-- …`, `/* … */`), and nothing else of SQL: it
/// does not see whether the query is right, and takes the semicolons within a `BEGIN … END` for ends of
/// statements, which no query that only reads has.
enum QueryScan {
  /// A longer query is not looked through, and counts as too long.
  static let bytesMax = 1 << 16

  enum Problem { case tooLong, secondStatement }

  static func problem(in query: String) -> Problem? {
    let bytes = Array(query.utf8.prefix(bytesMax + 1))
    if bytes.count > bytesMax { return .tooLong }
    var at = 0
    var hasEnded = false
    while at < bytes.count {
      let byte = bytes[at]
      let next = at + 1 < bytes.count ? bytes[at + 1] : 0
      if byte == UInt8(ascii: "-") && next == byte {
        at = end(of: [0x0A], in: bytes, from: at + 2)
        continue
      }
      if byte == UInt8(ascii: "/") && next == UInt8(ascii: "*") {
        at = end(of: Array("*/".utf8), in: bytes, from: at + 2)
        continue
      }
      if byte == UInt8(ascii: ";") {
        hasEnded = true
      } else if hasEnded && byte > 0x20 {
        return .secondStatement
      }
      at += 1
      if let quote = closing(byte) { at = end(of: [quote], in: bytes, from: at) }
    }
    return nil
  }

  private static func closing(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): byte
    case UInt8(ascii: "["): UInt8(ascii: "]")
    default: nil
    }
  }

  /// Where the text goes on behind the mark; its end where there is none.
  private static func end(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int {
    var at = start
    while at + mark.count <= bytes.count {
      if bytes[at..<(at + mark.count)].elementsEqual(mark) { return at + mark.count }
      at += 1
    }
    return bytes.count
  }
}
