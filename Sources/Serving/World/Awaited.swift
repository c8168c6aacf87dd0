// Stands in for what the room ServerConfigs brings; goes when it is there.

/// What an authenticator may look at.
package struct RequestFacts: Sendable {
  package var bearer: [UInt8]?
  package var cookies: [(name: String, value: String)]
  package var headers: @Sendable (String) -> [String]
  /// The address of the connection, not one that a header names.
  package var peer: String
}

package enum AuthenticationFailure: String, Error, Sendable {
  case missing = "no-credentials"
  case unknownToken = "unknown-token"
}
