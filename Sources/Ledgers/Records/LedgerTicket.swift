package import Bytes

/// What a run of tickets is begun with.
package struct NewTicketRun: Sendable, Equatable {
  /// The name under which a server serves the profile.
  package var mount: String
  /// What the tickets are for, in the issuer's words.
  package var purpose: String
  package var createdAt: NumericDate
  /// The first second at which a ticket can be used, and the first at which it cannot any more.
  package var notBefore: NumericDate
  package var notAfter: NumericDate
  /// How often each ticket can be used; at least once.
  package var usesMax: Int

  package init(
    mount: String, purpose: String, createdAt: NumericDate, notBefore: NumericDate,
    notAfter: NumericDate, usesMax: Int
  ) {
    self.mount = mount
    self.purpose = purpose
    self.createdAt = createdAt
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.usesMax = usesMax
  }

  /// What a run was begun with.
  package init(_ run: LedgerTicketRun) {
    self.init(
      mount: run.mount, purpose: run.purpose, createdAt: run.createdAt, notBefore: run.notBefore,
      notAfter: run.notAfter, usesMax: run.usesMax)
  }
}

/// A ticket that is added.
package struct NewTicket: Sendable {
  /// What it is found by: the keyed digest of its secret.
  package var hash: KeyedDigest
  package var user: KeyedDigest
  /// Its row, sealed with a key that only the ticket gives.
  package var sealed: [UInt8]
  /// The row's number in its batch.
  package var row: Int

  package init(hash: KeyedDigest, user: KeyedDigest, sealed: [UInt8], row: Int) {
    self.hash = hash
    self.user = user
    self.sealed = sealed
    self.row = row
  }
}

/// What the ledger knows of a ticket; all but what is sealed.
package struct LedgerTicket: Sendable, Equatable {
  package var id: Int64
  package var run: Int64
  package var mount: String
  package var purpose: String
  package var notBefore: NumericDate
  package var notAfter: NumericDate
  package var usesMax: Int
  /// How many uses counted.
  package var uses: Int
  /// How often it was used again, without counting, since the last use that counted.
  package var repeats: Int
  /// When it was last used in a way that counted.
  package var lastUsedAt: NumericDate?
  /// When it, or its run, was revoked.
  package var revokedAt: NumericDate?
  package var user: KeyedDigest
  /// The row's number in its batch.
  package var row: Int

  /// A double click, or a browser that asks again, may repeat a use this often.
  package static let repeatsMax = 3

  /// Where a ticket stands. Whoever finds it `ready` may be told so, and nothing is counted.
  package enum State: String, Sendable, CaseIterable {
    case ready
    case notYet = "not-yet"
    case expired, used, revoked
  }

  /// Whether a use at this time would be a repetition of the last one.
  package func isRepeat(at time: NumericDate, graceSeconds: Int) -> Bool {
    guard graceSeconds > 0, let lastUsedAt, repeats < Self.repeatsMax else { return false }
    let seconds = time.secondsSinceEpoch - lastUsedAt.secondsSinceEpoch
    // A clock that was set back a little is no reason to send somebody away.
    return abs(seconds) <= graceSeconds
  }

  /// What a use at this time would come to.
  package func state(at time: NumericDate, graceSeconds: Int) -> State {
    if revokedAt != nil { return .revoked }
    if time < notBefore { return .notYet }
    if time >= notAfter { return .expired }
    if uses < usesMax || isRepeat(at: time, graceSeconds: graceSeconds) { return .ready }
    return .used
  }
}

/// What a ticket leads to: only who has the ticket can open it.
package struct TicketContent: Sendable, Equatable {
  package var sealed: [UInt8]
  /// How the rows of the ticket's batch stand in it.
  package var form: [UInt8]
  /// Stands for the facts of the run, under the ledger's key.
  package var proof: KeyedDigest
  /// The facts that it stands for.
  package var run: LedgerTicketRun
}

/// What became of a ticket that somebody wants to use.
package enum Redemption: Sendable, Equatable {
  /// There is no such ticket, or its run was never completed.
  case unknown
  case notYet(LedgerTicket)
  case expired(LedgerTicket)
  case used(LedgerTicket)
  case revoked(LedgerTicket)
  /// The use counts; with `isRepeat` it repeats one that counted. The ticket is as it was before.
  case granted(LedgerTicket, TicketContent, isRepeat: Bool)
}

/// A run of tickets.
package struct LedgerTicketRun: Sendable, Equatable {
  package var id: Int64
  package var mount: String
  package var purpose: String
  package var createdAt: NumericDate
  package var notBefore: NumericDate
  package var notAfter: NumericDate
  package var usesMax: Int
  /// When all of its tickets were there; before that none of them can be used.
  package var completedAt: NumericDate?
  package var revokedAt: NumericDate?
}

/// How many tickets of a run there are, and what became of them.
package struct TicketCounts: Sendable, Equatable {
  package var tickets = 0
  /// Used at least once.
  package var touched = 0
  /// Used as often as they can be.
  package var spent = 0
  /// Revoked by themselves, or by their user; all, where the run is revoked.
  package var revoked = 0

  package init() {}
}

/// Which tickets are meant.
package enum TicketSelection: Sendable {
  case run(Int64)
  /// Those of a user at one mount; nil for all of them.
  case user(KeyedDigest, mount: String?)
  case ticket(KeyedDigest)
}
