public import Bytes
public import Findings

/// What became of one record.
public struct Judgement: Sendable {
  public enum Outcome: Sendable, Equatable {
    case accepted
    /// A finding is an error.
    case rejected
    /// Good as it is, and with an effect that the choices do not allow.
    case held
  }

  public var outcome: Outcome
  /// Everything that is wrong or doubtful. Values of secret claims are never in them.
  public var findings: [Finding]
  /// The ids of the effects that the token would have, in the profile's order.
  public var effects: [String]
  /// The token's own expiry; nil where it carries none, or where the record is rejected.
  public var expiresAt: NumericDate?
  /// Until when the artifact can be used; nil as for ``expiresAt``.
  public var bestBefore: NumericDate?
}

/// An artifact that was issued.
public struct Issued: Sendable {
  /// What is delivered: a link, a snippet, a document or the token alone.
  public var artifact: String
  /// The token's own expiry; nil where it carries none.
  public var expiresAt: NumericDate?
  /// Until when the artifact can be used; nil where nothing bounds it.
  public var bestBefore: NumericDate?
  /// Warnings about the record.
  public var findings: [Finding]
  /// The ids of the effects that the token has.
  public var effects: [String]
}

/// What was found out about an artifact.
public struct Verification: Sendable {
  /// Everything that is wrong or doubtful.
  public var findings: [Finding]
  /// The token's own expiry, as it says.
  public var expiresAt: NumericDate?
  /// Until when the artifact can be used.
  public var bestBefore: NumericDate?
  /// Whether no finding is an error.
  public var isValid: Bool { !findings.contains { $0.severity == .error } }
}

/// What a token says, in words. Nothing of it is verified.
public struct Explanation: Sendable {
  public struct Line: Sendable {
    /// The member's name.
    public var name: String
    /// Its value as JSON, shortened; secrets are redacted.
    public var value: String
    /// What it means, if that is known.
    public var note: String?
  }

  /// The members of the header.
  public var header: [Line]
  /// The claims.
  public var claims: [Line]
  /// What is doubtful about the token.
  public var notes: [String]
}
