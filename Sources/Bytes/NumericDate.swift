/// A NumericDate (RFC 7519 section 2): whole seconds since 1970-01-01T00:00:00Z.
public struct NumericDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var secondsSinceEpoch: Int

  public init(secondsSinceEpoch: Int) { self.secondsSinceEpoch = secondsSinceEpoch }

  public static func < (left: NumericDate, right: NumericDate) -> Bool {
    left.secondsSinceEpoch < right.secondsSinceEpoch
  }

  /// The dates that can be written with a year of four digits.
  public static let writable = 0...253_402_300_799

  /// The date this many seconds later; at the ends of ``writable`` it stops.
  public func advanced(bySeconds seconds: Int) -> NumericDate {
    let (sum, overflow) = secondsSinceEpoch.addingReportingOverflow(seconds)
    let value = overflow ? (seconds < 0 ? Int.min : Int.max) : sum
    return NumericDate(
      secondsSinceEpoch: min(max(value, Self.writable.lowerBound), Self.writable.upperBound))
  }

  /// RFC 3339 in UTC: `2026-11-21T03:56:30Z`.
  public var description: String {
    var text: [UInt8] = []
    TimePattern.dateTime.append(self, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads whole seconds since the epoch, or RFC 3339 with `Z` or an offset; fractions of a second
  /// are cut off. Nil for anything else, and for dates outside ``writable``.
  public init?(text: String) {
    if let seconds = Int(text), text.utf8.first != UInt8(ascii: "+") {
      guard Self.writable.contains(seconds) else { return nil }
      self.init(secondsSinceEpoch: seconds)
      return
    }
    var bytes = ArraySlice(Array(text.utf8))
    guard let year = Self.digits(&bytes, 4), Self.skip("-", &bytes),
      let month = Self.digits(&bytes, 2), Self.skip("-", &bytes),
      let day = Self.digits(&bytes, 2), Self.skip("Tt ", &bytes),
      let hour = Self.digits(&bytes, 2), Self.skip(":", &bytes),
      let minute = Self.digits(&bytes, 2), Self.skip(":", &bytes),
      let second = Self.digits(&bytes, 2), hour < 24, minute < 60, second < 60
    else { return nil }
    if Self.skip(".", &bytes) {
      guard Self.digits(&bytes, 1) != nil else { return nil }
      while Self.digits(&bytes, 1) != nil {}
    }
    guard let offset = Self.offsetSeconds(bytes),
      let days = Self.days(year: year, month: month, day: day)
    else { return nil }
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    guard Self.writable.contains(seconds) else { return nil }
    self.init(secondsSinceEpoch: seconds)
  }

  /// Reads what ``init(text:)`` reads, and a date alone, which stands for its first second in UTC.
  public init?(dateOrTime text: String) {
    var bytes = ArraySlice(Array(text.utf8))
    if let year = Self.digits(&bytes, 4), Self.skip("-", &bytes),
      let month = Self.digits(&bytes, 2), Self.skip("-", &bytes),
      let day = Self.digits(&bytes, 2), bytes.isEmpty
    {
      guard let days = Self.days(year: year, month: month, day: day), days >= 0 else { return nil }
      self.init(secondsSinceEpoch: days * 86_400)
    } else {
      self.init(text: text)
    }
  }

  private static func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int? {
    var bytes = bytes
    if bytes.elementsEqual("Z".utf8) || bytes.elementsEqual("z".utf8) { return 0 }
    let isEast = bytes.first == UInt8(ascii: "+")
    guard skip("+-", &bytes), let hours = digits(&bytes, 2), skip(":", &bytes),
      let minutes = digits(&bytes, 2), bytes.isEmpty, hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (isEast ? 60 : -60)
  }

  private static func digits(_ bytes: inout ArraySlice<UInt8>, _ count: Int) -> Int? {
    guard bytes.count >= count else { return nil }
    var number = 0
    for byte in bytes.prefix(count) {
      guard (0x30...0x39).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 0x30)
    }
    bytes = bytes.dropFirst(count)
    return number
  }

  private static func skip(_ any: StaticString, _ bytes: inout ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, "\(any)".utf8.contains(first) else { return false }
    bytes = bytes.dropFirst()
    return true
  }

  /// The proleptic Gregorian date, by shifting the year's start to March.
  static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Days from 1970-01-01 to the first of January of this year.
  static func daysBefore(year: Int) -> Int { days(year: year, month: 1, day: 1) ?? 0 }

  private static func days(year: Int, month: Int, day: Int) -> Int? {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
