/// Times in words.
package enum Words {
  /// `45 seconds`, `3 minutes`, `2 hours`, `5 days`.
  package static func duration(_ seconds: Int) -> String {
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
}
