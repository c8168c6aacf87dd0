/// How a CSV file separates its cells. Quoting is always that of RFC 4180, and a line may end with
/// LF, CRLF or CR.
public struct CSVDialect: Sendable, Hashable {
  /// The byte between two cells.
  public let delimiter: UInt8

  public static let comma = CSVDialect(known: UInt8(ascii: ","))
  public static let semicolon = CSVDialect(known: UInt8(ascii: ";"))
  public static let tab = CSVDialect(known: 0x09)
  public static let pipe = CSVDialect(known: UInt8(ascii: "|"))

  /// What detection chooses from; of two that occur equally often, the first.
  static let candidates: [CSVDialect] = [.comma, .semicolon, .tab]

  private init(known delimiter: UInt8) {
    self.delimiter = delimiter
  }

  /// The dialect with this delimiter; nil unless it is a comma, semicolon, tab or pipe.
  public init?(delimiter: UInt8) {
    let known: [CSVDialect] = [.comma, .semicolon, .tab, .pipe]
    guard known.contains(where: { $0.delimiter == delimiter }) else { return nil }
    self.delimiter = delimiter
  }

  /// The dialect of the header line that `text` begins with: the candidate that occurs most outside
  /// quotes. Nil when the line goes on behind the text.
  static func detect(_ text: Span<UInt8>, isLast: Bool) -> CSVDialect? {
    var counts = [0, 0, 0]
    var inQuotes = false
    var mayOpen = true
    var hasText = false
    for index in text.indices {
      let byte = text[index]
      if byte == CSVByte.quote {
        // A doubled quote closes and opens at once, which ends in the same state.
        if inQuotes {
          inQuotes = false
          mayOpen = true
        } else if mayOpen {
          inQuotes = true
        }
        hasText = true
        continue
      }
      if inQuotes { continue }
      if byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn {
        if hasText { return best(counts) }
        continue
      }
      hasText = true
      let candidate = candidates.firstIndex { $0.delimiter == byte }
      if let candidate { counts[candidate] += 1 }
      mayOpen = candidate != nil
    }
    return isLast ? best(counts) : nil
  }

  private static func best(_ counts: [Int]) -> CSVDialect {
    var chosen = 0
    for index in counts.indices where counts[index] > counts[chosen] { chosen = index }
    return candidates[chosen]
  }
}

/// The bytes that mean something in every dialect.
enum CSVByte {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
}
