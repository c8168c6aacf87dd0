/// Durations as people write them.
package enum Duration {
  /// `90s`, `5m`, `24h`, `7d` or a whole number of seconds, with an optional minus sign; nil where
  /// the text is none or the number is too large.
  package static func seconds(_ text: String) -> Int? {
    var digits = Substring(text)
    var factor = 1
    switch digits.utf8.last {
    case UInt8(ascii: "s"): digits = digits.dropLast()
    case UInt8(ascii: "m"): (digits, factor) = (digits.dropLast(), 60)
    case UInt8(ascii: "h"): (digits, factor) = (digits.dropLast(), 3_600)
    case UInt8(ascii: "d"): (digits, factor) = (digits.dropLast(), 86_400)
    default: break
    }
    guard digits.utf8.first != UInt8(ascii: "+"), let number = Int(digits) else { return nil }
    let (seconds, overflow) = number.multipliedReportingOverflow(by: factor)
    // Ten thousand years: beyond it no date can be written.
    guard !overflow, seconds.magnitude <= 315_576_000_000 else { return nil }
    return seconds
  }
}
