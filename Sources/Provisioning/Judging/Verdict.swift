public import Bytes
public import Findings

/// What became of one row. The claims themselves stay in the judge's buffer until the next row.
public struct Verdict: Sendable {
  public enum Outcome: Sendable, Equatable {
    case accepted
    /// A finding is an error.
    case rejected
    /// Good as it is, and with an effect that the run did not allow.
    case held
  }

  public var outcome: Outcome
  /// All findings of the row, errors and warnings.
  public var findings: [Finding]
  /// Indices of the effects that the row has, in the profile's order.
  package var effects: [Int]
  /// When the token's own expiry is; nil where it carries none.
  public var expiresAt: NumericDate?
  /// Until when the artifact can be used; nil where nothing bounds it.
  public var bestBefore: NumericDate?
}
