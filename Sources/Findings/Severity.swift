/// How much a finding matters.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  /// The row, profile or run cannot be used as it is.
  case error
  /// It can be used; a person should look.
  case warning
  /// Nothing is wrong; a person who reviews it may want to know.
  case note

  public static func < (left: Severity, right: Severity) -> Bool { left.weight < right.weight }

  private var weight: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}
