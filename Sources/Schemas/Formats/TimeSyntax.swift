/// Dates, times and durations, RFC 3339.
enum TimeSyntax {
  /// Section 5.6, full-date.
  static func isDate(_ text: Span<UInt8>) -> Bool {
    guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
      let century = twoDigits(text, at: 0), let yearOfCentury = twoDigits(text, at: 2),
      let month = twoDigits(text, at: 5), let day = twoDigits(text, at: 8)
    else { return false }
    let year = century * 100 + yearOfCentury
    return (1...12).contains(month) && (1...daysIn(month, of: year)).contains(day)
  }

  private static func daysIn(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Section 5.6, full-time: the offset is required. A leap second must be the last of a UTC day.
  static func isTime(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 9, text[2] == UInt8(ascii: ":"), text[5] == UInt8(ascii: ":"),
      let hour = twoDigits(text, at: 0), let minute = twoDigits(text, at: 3),
      let second = twoDigits(text, at: 6), hour <= 23, minute <= 59, second <= 60
    else { return false }
    var index = 8
    if text[index] == UInt8(ascii: ".") {
      index += 1
      let fraction = index
      while index < text.count, text[index].isDigit { index += 1 }
      guard index > fraction else { return false }
    }
    guard let offset = offsetMinutes(text.extracting(index...)) else { return false }
    let minuteOfDay = (hour * 60 + minute - offset + 2 * 1_440) % 1_440
    return second < 60 || minuteOfDay == 1_439
  }

  /// Section 5.6, date-time.
  static func isDateTime(_ text: Span<UInt8>) -> Bool {
    guard text.count > 11, text[10] | 0x20 == 0x74 else { return false }
    return isDate(text.extracting(0..<10)) && isTime(text.extracting(11...))
  }

  private static func offsetMinutes(_ text: Span<UInt8>) -> Int? {
    if text.count == 1, text[0] | 0x20 == 0x7A { return 0 }
    guard text.count == 6, text[3] == UInt8(ascii: ":"),
      let hours = twoDigits(text, at: 1), let minutes = twoDigits(text, at: 4),
      hours <= 23, minutes <= 59
    else { return nil }
    switch text[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  private static func twoDigits(_ text: Span<UInt8>, at index: Int) -> Int? {
    guard text[index].isDigit, text[index + 1].isDigit else { return nil }
    return Int(text[index] - 0x30) * 10 + Int(text[index + 1] - 0x30)
  }

  /// Appendix A: weeks alone, or neighbouring units from the largest down.
  static func isDuration(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 3, text[0] == UInt8(ascii: "P") else { return false }
    var index = 1
    // The rank of a unit; a unit must directly follow the one before it.
    var rank: Int?
    var isInTime = false
    while index < text.count {
      if text[index] == UInt8(ascii: "T"), !isInTime {
        isInTime = true
        rank = nil
        index += 1
        guard index < text.count else { return false }
        continue
      }
      let digits = index
      while index < text.count, text[index].isDigit { index += 1 }
      guard index > digits, index < text.count else { return false }
      if text[index] == UInt8(ascii: "W") { return digits == 1 && index == text.count - 1 }
      guard let unit = rankOfUnit(text[index], isInTime: isInTime) else { return false }
      if let rank, unit != rank + 1 { return false }
      rank = unit
      index += 1
    }
    return true
  }

  private static func rankOfUnit(_ byte: UInt8, isInTime: Bool) -> Int? {
    switch byte {
    case UInt8(ascii: "Y"): isInTime ? nil : 0
    case UInt8(ascii: "M"): 1
    case UInt8(ascii: "D"): isInTime ? nil : 2
    case UInt8(ascii: "H"): isInTime ? 0 : nil
    case UInt8(ascii: "S"): isInTime ? 2 : nil
    default: nil
    }
  }
}
