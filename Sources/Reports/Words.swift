import Bytes

/// Numbers and times as a person reads them.
enum Words {
  /// With a comma between thousands: `1,234,567`.
  static func number(_ number: Int) -> String {
    let digits = Array(String(number.magnitude).utf8)
    var text: [UInt8] = number < 0 ? [UInt8(ascii: "-")] : []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(UInt8(ascii: ",")) }
      text.append(digit)
    }
    return String(decoding: text, as: Unicode.UTF8.self)
  }

  /// A number with its noun, in the plural where English wants it.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(Self.number(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `2026-11-21 03:56:30 UTC`.
  static func time(_ date: NumericDate) -> String {
    let text = Array(date.description.utf8)
    guard text.count == 20 else { return date.description }
    return String(decoding: text[..<10] + [0x20] + text[11..<19], as: Unicode.UTF8.self) + " UTC"
  }

  /// The share of a whole in per cent with one place; more than none and less than all stay so.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let permille = Double(part) / Double(whole) * 1_000
    if part > 0, permille < 1 { return "< 0.1 %" }
    if part < whole, permille > 999 { return "> 99.9 %" }
    let rounded = Int(permille.rounded())
    return "\(rounded / 10).\(rounded % 10) %"
  }

  /// `640 bytes`, `12.3 kB`, `4.5 MB`.
  static func bytes(_ count: Int) -> String {
    if count < 1_000 { return Self.count(count, "byte") }
    var value = Double(count) / 1_000
    var unit = 0
    let units = ["kB", "MB", "GB", "TB"]
    while value >= 999.95, unit + 1 < units.count {
      value /= 1_000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    return "\(number(tenths / 10)).\(tenths % 10) \(units[unit])"
  }
}
