/// Why a token was not taken.
package struct Refusal: Error, Sendable, Hashable {
  /// What it is counted under.
  package enum Reason: String, Sendable, CaseIterable, Hashable {
    /// The request has no token, or lacks what belongs beside it.
    case form
    /// It is no token.
    case notAToken = "not-a-token"
    /// The header is not what the profile says.
    case header
    case algorithm
    case signature
    /// A claim is missing, unknown, or not what the profile's schema says.
    case claims
    case expired
    case notYetValid = "not-yet-valid"
    /// It lives longer than the platform allows.
    case lifetime
    /// Its `jti` was taken in before.
    case repeated
    /// The mock has no room for another `jti`.
    case full
  }

  package var reason: Reason
  /// What is wrong, without anything of the token but names of claims.
  package var detail: String

  init(_ reason: Reason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }

  /// The answer's status: who is not believed, and who is believed and not let in.
  var status: Int {
    switch reason {
    case .form: 400
    case .notAToken, .header, .algorithm, .signature: 401
    case .claims, .expired, .notYetValid, .lifetime, .repeated: 403
    case .full: 503
    }
  }
}
