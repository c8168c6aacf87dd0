/// A pattern for a time in UTC, as POSIX strftime writes it: `%Y-%m-%dT%H:%M:%SZ`.
///
/// Known are `%Y` (four digits), `%m`, `%d`, `%H`, `%M`, `%S` (two digits each), `%j` (day of the
/// year, three digits), `%s` (seconds since 1970), `%a` and `%b` (English names of three letters),
/// and `%%`.
public struct TimePattern: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case literal([UInt8])
    case field(UInt8)
  }

  private let pieces: [Piece]

  /// RFC 3339: `2026-11-21T03:56:30Z`.
  public static let dateTime = TimePattern(known: "%Y-%m-%dT%H:%M:%SZ")
  /// RFC 3339 full-date: `2026-11-21`.
  public static let date = TimePattern(known: "%Y-%m-%d")
  /// RFC 9110 section 5.6.7: `Sat, 21 Nov 2026 03:56:30 GMT`.
  public static let httpDate = TimePattern(known: "%a, %d %b %Y %H:%M:%S GMT")

  /// The pattern as it is written.
  package var source: String {
    pieces.map { piece in
      switch piece {
      case .literal(let bytes):
        String(decoding: bytes, as: Unicode.UTF8.self).split(
          separator: "%", omittingEmptySubsequences: false
        ).joined(separator: "%%")
      case .field(let letter): "%" + String(Unicode.Scalar(letter))
      }
    }.joined()
  }

  /// Reads a pattern; nil where a `%` is followed by a letter that is not known, or where it holds
  /// no field at all.
  public init?(_ text: String) {
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        literal.append(byte)
        continue
      }
      guard let letter = bytes.popFirst() else { return nil }
      if letter == UInt8(ascii: "%") {
        literal.append(letter)
        continue
      }
      guard "YmdHMSjsab".utf8.contains(letter) else { return nil }
      if !literal.isEmpty { pieces.append(.literal(literal)) }
      literal = []
      pieces.append(.field(letter))
    }
    guard !pieces.isEmpty else { return nil }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    self.pieces = pieces
  }

  /// The pattern as it is written.
  public var text: String {
    pieces.map { piece in
      switch piece {
      case .literal(let bytes):
        String(decoding: bytes.flatMap { $0 == 0x25 ? [$0, $0] : [$0] }, as: Unicode.UTF8.self)
      case .field(let letter): "%\(Unicode.Scalar(letter))"
      }
    }.joined()
  }

  private init(known text: String) {
    guard let pattern = TimePattern(text) else { preconditionFailure("\(text) is a pattern.") }
    self = pattern
  }

  /// Appends the date in this form; beyond the writable dates, the nearest one.
  public func append(_ date: NumericDate, to output: inout [UInt8]) {
    let seconds = date.advanced(bySeconds: 0).secondsSinceEpoch
    let days = seconds / 86_400
    let (year, month, day) = NumericDate.civil(daysSinceEpoch: days)
    for piece in pieces {
      switch piece {
      case .literal(let bytes): output += bytes
      case .field(UInt8(ascii: "Y")): Self.append(year, 4, to: &output)
      case .field(UInt8(ascii: "m")): Self.append(month, 2, to: &output)
      case .field(UInt8(ascii: "d")): Self.append(day, 2, to: &output)
      case .field(UInt8(ascii: "H")): Self.append(seconds % 86_400 / 3_600, 2, to: &output)
      case .field(UInt8(ascii: "M")): Self.append(seconds / 60 % 60, 2, to: &output)
      case .field(UInt8(ascii: "S")): Self.append(seconds % 60, 2, to: &output)
      case .field(UInt8(ascii: "s")): Self.append(seconds, 1, to: &output)
      case .field(UInt8(ascii: "j")):
        Self.append(days - NumericDate.daysBefore(year: year) + 1, 3, to: &output)
      case .field(UInt8(ascii: "a")): output += Array(Self.weekdays[days % 7].utf8)
      case .field: output += Array(Self.months[month - 1].utf8)
      }
    }
  }

  /// 1970 began on a Thursday.
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func append(_ number: Int, _ width: Int, to output: inout [UInt8]) {
    let digits = String(number).utf8
    output += repeatElement(UInt8(ascii: "0"), count: max(0, width - digits.count))
    output += Array(digits)
  }
}
