package import Bytes

/// A roster that the ledger has.
package struct LedgerRoster: Sendable, Equatable {
  package var id: Int64
  package var name: String
  package var profileName: String
  package var loadedAt: NumericDate
  package var rows: Int
  /// How the rows of its batch stand in it.
  package var form: [UInt8]
  /// Stands for the roster's facts and form, under the ledger's key.
  package var proof: KeyedDigest
}

/// A row that is added to a roster.
package struct RosterRowWrite: Sendable {
  /// The keyed digest of the user's name.
  package var user: KeyedDigest
  package var sealed: [UInt8]
  /// The row's number in its batch.
  package var row: Int

  package init(user: KeyedDigest, sealed: [UInt8], row: Int) {
    self.user = user
    self.sealed = sealed
    self.row = row
  }
}

/// A user's row in a roster.
package struct LedgerRosterRow: Sendable, Equatable {
  /// The roster, which another one may have replaced since the last look.
  package var roster: LedgerRoster
  package var sealed: [UInt8]
  /// The row's number in its batch.
  package var row: Int
}
