package import Minting

/// Who a server knows: finds the row of a user that somebody else has authenticated.
package protocol RosterSource: Sendable {
  /// The row of the user; nil where there is none.
  ///
  /// - Parameter user: the text of what the user is known by, compared byte by byte.
  func find(_ user: [UInt8]) async throws -> RosterEntry?
}

/// A user's row, and how it is read.
package struct RosterEntry: Sendable {
  package var form: RowForm
  package var row: StoredRow

  package init(form: RowForm, row: StoredRow) {
    self.form = form
    self.row = row
  }
}
