package import Minting

// Stands in for what the rooms Rosters and ServerConfigs bring; goes when they are there.

/// Who a server knows.
package protocol RosterSource: Sendable {
  /// - Parameter user: the text of the identity.
  func find(_ user: [UInt8]) async throws -> RosterEntry?
}

package struct RosterEntry: Sendable {
  package var form: RowForm
  package var row: StoredRow

  package init(form: RowForm, row: StoredRow) {
    self.form = form
    self.row = row
  }
}

/// What an authenticator may look at.
package struct RequestFacts: Sendable {
  package var bearer: [UInt8]?
  package var cookies: [(name: String, value: String)]
  package var headers: @Sendable (String) -> [String]
  /// The address of the connection, not one that a header names.
  package var peer: String
}

package enum AuthenticationFailure: Error, Sendable {
  case missing
  case refused
}
