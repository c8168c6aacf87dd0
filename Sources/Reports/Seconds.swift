/// Lengths of time as text.
enum Seconds {
  /// More than that is not told apart: some thousand years.
  private static let secondsMax = 1e11

  /// A decimal number with three places: `12.034`. What is no length of time is `0.000`.
  static func decimal(_ seconds: Double) -> String {
    let milliseconds = Self.milliseconds(seconds)
    let places = String(milliseconds % 1_000)
    let zeros = String(repeating: "0", count: 3 - places.utf8.count)
    return "\(milliseconds / 1_000).\(zeros)\(places)"
  }

  /// For a person: `0.4 s`, `12.0 s`, `3 min 20 s`, `2 h 5 min`.
  static func words(_ seconds: Double) -> String {
    let tenths = (milliseconds(seconds) + 50) / 100
    let whole = (tenths + 5) / 10
    switch tenths {
    case ..<600: return "\(tenths / 10).\(tenths % 10) s"
    case ..<36_000: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }
  }

  /// For a person, roughly: `45 seconds`, `3 minutes`, `2 hours`, `5 days`.
  static func roughly(_ seconds: Int) -> String {
    func words(_ count: Int, _ unit: String) -> String {
      "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
    switch seconds {
    case ..<120: return words(seconds, "second")
    case ..<7_200: return words(seconds / 60, "minute")
    case ..<172_800: return words(seconds / 3_600, "hour")
    default: return words(seconds / 86_400, "day")
    }
  }

  private static func milliseconds(_ seconds: Double) -> Int {
    guard seconds > 0 else { return 0 }
    return Int((min(seconds, secondsMax) * 1_000).rounded())
  }
}
