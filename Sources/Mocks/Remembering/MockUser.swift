package import Bytes

/// Somebody whom a token brought.
package struct MockUser: Sendable, Hashable {
  /// The text of the first of the profile's identities that the claims have.
  package var name: [UInt8]
  /// The claims of the last token as canonical JSON, without what the profile holds secret.
  package var claims: [UInt8]
  /// How many tokens of this user were taken in.
  package var accepted: Int
  package var firstAt: NumericDate
  package var lastAt: NumericDate
}

/// What happened to everything that was presented.
package struct MockCounts: Sendable, Hashable {
  /// Requests that came where tokens are presented.
  package var presentations = 0
  package var accepted = 0
  package var refused: [Refusal.Reason: Int] = [:]
  /// Presentations of what had been taken in before, whatever became of them.
  package var repeated = 0
  /// Misbehaviour, by its word.
  package var misbehaved: [String: Int] = [:]
  /// Accepted tokens whose claims name nobody.
  package var nameless = 0
  /// Accepted tokens whose users there was no room for.
  package var notKept = 0

  package init() {}
}
