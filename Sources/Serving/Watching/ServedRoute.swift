/// What an address of the server is for; logs and metrics know no more of an address than this.
package enum ServedRoute: Int, Sendable, CaseIterable {
  case token
  case sso
  case ticket
  /// Anything that is not there.
  case other

  /// How the address is written, without what a request puts into it.
  package var template: String {
    switch self {
    case .token: "/v1/token/{name}"
    case .sso: "/v1/sso/{name}"
    case .ticket: "/t/{ticket}"
    case .other: "(other)"
    }
  }
}

/// What became of a request that was not refused.
package enum Outcome: String, Sendable {
  case minted
  case preflight
  case page
  case used
  case expired
  case revoked
  case unknown
  case notYet = "not_yet"
}

/// What became of a ticket.
package enum TicketOutcome: Int, Sendable, CaseIterable {
  case granted, repeated, used, expired, revoked, notYet, unknown, refused

  package var word: String {
    switch self {
    case .granted: "granted"
    case .repeated: "repeated"
    case .used: "used"
    case .expired: "expired"
    case .revoked: "revoked"
    case .notYet: "not_yet"
    case .unknown: "unknown"
    case .refused: "refused"
    }
  }
}
