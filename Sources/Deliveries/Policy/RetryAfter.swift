package import Bytes

/// The field `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
package enum RetryAfter {
  /// Digits that are read; more say "very long" all the same.
  private static let digitsMax = 9

  /// The wait in seconds, never less than zero; nil where the field says nothing that is known.
  ///
  /// - Parameter now: for a date, which is held against it.
  package static func seconds(_ field: [UInt8], now: NumericDate) -> Double? {
    let text = trimmed(field)
    if text.isEmpty { return nil }
    if text.allSatisfy({ (0x30...0x39).contains($0) }) {
      if text.count > digitsMax { return Double(1_000_000_000) }
      return Double(text.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }
    guard let date = HTTPDate.read(text, now: now) else { return nil }
    return Double(max(0, date.secondsSinceEpoch - now.secondsSinceEpoch))
  }

  private static func trimmed(_ field: [UInt8]) -> ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var text = field[...]
    while let first = text.first, isBlank(first) { text.removeFirst() }
    while let last = text.last, isBlank(last) { text.removeLast() }
    return text
  }
}

/// The three forms of a date in HTTP (RFC 9110, 5.6.7).
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter now: decides which century a year of two digits is in.
  static func read(_ text: ArraySlice<UInt8>, now: NumericDate) -> NumericDate? {
    let words = text.split { $0 == 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") }
      .map { String(decoding: $0, as: UTF8.self) }
    if words.count == 6, words[5] == "GMT", words[4].utf8.count == 8 {
      // Sun, 06 Nov 1994 08:49:37 GMT, or Sunday, 06-Nov-94 08:49:37 GMT
      let year = words[3].utf8.count == 2 ? century(words[3], now) : words[3]
      return year.flatMap { date(day: words[1], month: words[2], year: $0, time: words[4]) }
    }
    if words.count == 5 {
      // Sun Nov  6 08:49:37 1994
      let day = words[2].utf8.count == 1 ? "0" + words[2] : words[2]
      return date(day: day, month: words[1], year: words[4], time: words[3])
    }
    return nil
  }

  private static func date(
    day: String, month: String, year: String, time: String
  ) -> NumericDate? {
    guard let index = months.firstIndex(of: month), year.utf8.count == 4, day.utf8.count == 2,
      time.utf8.count == 8
    else { return nil }
    // Long past is past.
    if let number = Int(year), number < 1_970 { return NumericDate(secondsSinceEpoch: 0) }
    let number = index < 9 ? "0\(index + 1)" : "\(index + 1)"
    return NumericDate(text: "\(year)-\(number)-\(day)T\(time)Z")
  }

  /// A year that would be more than 50 years ahead is the last one that ended so.
  private static func century(_ year: String, _ now: NumericDate) -> String? {
    guard let two = Int(year), two >= 0, let current = Int("\(now)".prefix(4)) else { return nil }
    var full = current / 100 * 100 + two
    if full > current + 50 { full -= 100 }
    return "\(full)"
  }
}
