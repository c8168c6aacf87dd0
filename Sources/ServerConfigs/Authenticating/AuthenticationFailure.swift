/// Why nobody was let in. It is for the log and for counting: whoever asked is told only that they were
/// not let in, in one way for all cases. No case carries a byte of the request.
package enum AuthenticationFailure: String, Error, Sendable, CaseIterable {
  /// Nothing was presented.
  case missing = "no-credentials"
  /// More than one was presented, so it would be a guess which one is meant.
  case ambiguous = "several-credentials"
  case malformed = "malformed"
  case tooLong = "too-long"
  /// A bearer token that no line of the file has.
  case unknownToken = "unknown-token"
  /// The header of a proxy, from an address that is none of the proxy's.
  case untrustedPeer = "untrusted-peer"
  /// The JWT's header asks for something that is not done here: `crit`, a key of its own.
  case refusedHeader = "refused-header"
  case wrongAlgorithm = "wrong-algorithm"
  /// The JWT's `kid` is not in the set.
  case unknownKey = "unknown-key"
  case badSignature = "bad-signature"
  /// A time is missing or is none.
  case badTime = "bad-time"
  case expired = "expired"
  case notYetValid = "not-yet-valid"
  case wrongIssuer = "wrong-issuer"
  case wrongAudience = "wrong-audience"
  /// The claim or header names no user, or none that a roster could have.
  case noUser = "no-user"
  /// OpenSSL failed.
  case broken = "broken"
}
