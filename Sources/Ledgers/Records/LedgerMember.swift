package import Bytes

/// What became of a member's row.
package enum LedgerOutcome: String, Sendable, CaseIterable {
  case issued
}

/// What a run did to a member.
package enum LedgerChange: Int64, Sendable {
  case new = 0
  case changed = 1
}

/// A member of a job, as far as a row is judged by it.
package struct LedgerMember: Sendable, Equatable {
  /// A small number, so that a bitmap over all members stays small; at most
  /// ``Ledger/memberIDMax()``.
  package var id: Int64
  /// Nil where a run that wrote it was abandoned: then the member counts as changed.
  package var claims: KeyedDigest?
  /// The run that wrote it last.
  package var run: Int64
  package var change: LedgerChange
  package var isGone: Bool
  package var expiresAt: NumericDate?

  package init(
    id: Int64, claims: KeyedDigest?, run: Int64, change: LedgerChange, isGone: Bool,
    expiresAt: NumericDate?
  ) {
    self.id = id
    self.claims = claims
    self.run = run
    self.change = change
    self.isGone = isGone
    self.expiresAt = expiresAt
  }
}

/// A member that is not gone, with where it was last seen to be written.
package struct LedgerPresentMember: Sendable, Equatable {
  package var id: Int64
  package var identity: KeyedDigest
  /// The run that it first appeared in.
  package var firstRun: Int64
  /// The run that wrote it last, and the row and the input's number there.
  package var lastRun: Int64
  package var row: Int64
  package var input: Int
}

/// A member that got a token: it is added, or what is known of it is replaced.
package struct MemberWrite: Sendable {
  package var identity: KeyedDigest
  package var claims: KeyedDigest
  /// The digest of the token's `jti`, if it has one.
  package var tokenID: KeyedDigest?
  package var expiresAt: NumericDate?
  package var outcome: LedgerOutcome
  package var row: Int64
  /// Which of the run's inputs the row is in, from 0.
  package var input: Int

  package init(
    identity: KeyedDigest, claims: KeyedDigest, tokenID: KeyedDigest? = nil,
    expiresAt: NumericDate? = nil, outcome: LedgerOutcome = .issued, row: Int64, input: Int
  ) {
    self.identity = identity
    self.claims = claims
    self.tokenID = tokenID
    self.expiresAt = expiresAt
    self.outcome = outcome
    self.row = row
    self.input = input
  }
}
