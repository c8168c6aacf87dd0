package import Bytes

/// What is known of a user at a place that tokens are presented to.
package enum DeliveryState: String, Sendable, CaseIterable {
  /// A presentation was begun, and its end is not known: either it is at work, or its process was killed.
  case presenting
  /// The platform's answer said so.
  case delivered
  /// The platform's answer said no.
  case refused
  /// There was no answer that said anything, however often it was tried.
  case failed
}

/// What is known of one user's last presentation.
package struct DeliveryRecord: Sendable, Equatable {
  package var user: KeyedDigest
  /// What was presented: the same row has the same.
  package var claims: KeyedDigest
  package var state: DeliveryState
  /// The run of the last presentation, and the row in it.
  package var run: Int64
  package var row: Int
  /// How many presentations were begun, in all runs.
  package var presentations: Int
  /// How many requests the last one took; 0 while it is at work.
  package var attempts: Int
  /// The status of the last answer (RFC 9110, 15); nil where there was none.
  package var status: Int?
  /// When the last presentation began or ended.
  package var at: NumericDate
}

/// A presentation that is about to begin.
package struct Presenting: Sendable {
  package var user: KeyedDigest
  package var claims: KeyedDigest
  package var row: Int

  package init(user: KeyedDigest, claims: KeyedDigest, row: Int) {
    self.user = user
    self.claims = claims
    self.row = row
  }
}

/// How a presentation ended.
package struct DeliveryOutcome: Sendable {
  package var user: KeyedDigest
  /// Anything but `presenting`.
  package var state: DeliveryState
  package var attempts: Int
  package var status: Int?
  package var at: NumericDate

  package init(
    user: KeyedDigest, state: DeliveryState, attempts: Int, status: Int?, at: NumericDate
  ) {
    self.user = user
    self.state = state
    self.attempts = attempts
    self.status = status
    self.at = at
  }
}

/// What a delivery is begun with.
package struct NewDelivery: Sendable {
  /// Tells it from other deliveries; what was delivered under it before is known.
  package var name: String
  /// Where tokens are presented.
  package var host: String
  package var profileName: String
  package var startedAt: NumericDate

  package init(name: String, host: String, profileName: String, startedAt: NumericDate) {
    self.name = name
    self.host = host
    self.profileName = profileName
    self.startedAt = startedAt
  }
}

/// How many rows a delivery met, by what they came to.
package struct DeliveryCounts: Sendable, Equatable {
  package var rows = 0
  package var delivered = 0
  package var refused = 0
  package var failed = 0
  /// Rows that the profile does not accept.
  package var rejected = 0
  /// Rows that were delivered before, with the same claims.
  package var unchanged = 0

  package init() {}
}

/// A delivery that the ledger remembers.
package struct LedgerDeliveryRun: Sendable, Equatable {
  package enum State: String, Sendable {
    /// It is at work, or its process was killed.
    case running
    /// It went through all rows.
    case done
    /// It ended before that, and said so.
    case stopped
  }

  package var id: Int64
  package var name: String
  package var host: String
  package var profileName: String
  package var state: State
  package var startedAt: NumericDate
  package var finishedAt: NumericDate?
  package var counts: DeliveryCounts
}
