/// How much a finding matters.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  /// The row, profile or run cannot be used as it is.
  case error
  /// It can be used; a person should look.
  case warning

  public static func < (left: Severity, right: Severity) -> Bool {
    left == .warning && right == .error
  }
}
