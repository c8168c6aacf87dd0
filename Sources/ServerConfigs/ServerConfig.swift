import Bytes
package import Findings
package import Jobs
package import Tokens

/// What a server is told to be: the file of `muster serve`. Paths are as they are written; ``path(_:)``
/// finds the files.
package struct ServerConfig: Sendable {
  /// The file's folder, with a slash at its end; empty for the working directory.
  package var folder: String
  /// Where people and platforms come in.
  package var listen: ListenAddress
  /// Where health and metrics are asked for; a listener of its own.
  package var adminListen: ListenAddress
  /// How the outside names this server: what links begin with, without a slash at the end.
  package var publicURL: PublicURL
  /// Nil where something in front of it ends TLS, or on loopback.
  package var tls: TLSFiles?
  /// Whose `X-Forwarded-For` is believed.
  package var proxies: [AddressRange]
  package var ledger: Job.LedgerPlace
  package var limits: ServerLimits
  package var authenticators: [Authenticator]
  package var mounts: [Mount]
  package var tickets: TicketPages

  /// The file that a path in the configuration leads to.
  package func path(_ written: String) -> String { JobPaths.resolve(written, in: folder) }
}

/// An address to listen on.
package struct ListenAddress: Sendable, Hashable {
  /// An IPv4 or IPv6 address, or `localhost`.
  package var host: String
  /// 0 lets the system choose.
  package var port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Whether only this machine can connect to it.
  package var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }

  /// The host, or an IPv6 address in brackets, and the port.
  package var text: String { host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// A URL of scheme, host, optional port and optional path.
package struct PublicURL: Sendable, Hashable {
  /// Without a slash at the end.
  package var text: String
  package var isHTTPS: Bool
  /// In small letters, an IPv6 address in brackets; without the port.
  package var host: String
  /// The path that everything stands under; empty, or with a slash at its beginning and none at its end.
  package var path: String
}

extension ServerConfig {
  /// Those behind whose addresses many people stand: proxies that end TLS, and those that name the user.
  package var proxiesInFront: [AddressRange] {
    authenticators.reduce(into: proxies) { all, authenticator in
      if case .header(_, let proxies) = authenticator.kind { all += proxies }
    }
  }
}

package struct TLSFiles: Sendable, Hashable {
  /// A chain of certificates in PEM, and the key of the first.
  package var certificate: String
  package var key: String
}

/// How often something may happen.
package struct Rate: Sendable, Hashable {
  package var count: Int
  package var seconds: Int

  package init(count: Int, seconds: Int) {
    self.count = count
    self.seconds = seconds
  }
}

/// Each has a name in the file, and a refusal of its own.
package struct ServerLimits: Sendable, Hashable {
  /// Bytes of a request's body.
  package var bodyBytesMax = 16 << 10
  /// Bytes of a request's target, and of all its headers.
  package var targetBytesMax = 8 << 10
  package var headerBytesMax = 16 << 10
  /// Connections at once.
  package var connectionsMax = 1_024
  /// Connections at once from one address that is no proxy's.
  package var connectionsPerAddressMax = 256
  /// How long a request may take to arrive, and a connection may idle.
  package var requestSeconds = 10
  package var idleSeconds = 30
  /// How long requests that are at work may take when the server ends.
  package var shutdownSeconds = 20
  package var perAddress = Rate(count: 120, seconds: 60)
  package var perTicket = Rate(count: 10, seconds: 60)

  package init() {}
}

/// What finds out who is asking.
package struct Authenticator: Sendable {
  package enum Kind: Sendable {
    /// `Authorization: Bearer`; the file holds a line `SHA-256 in hexadecimal, blank, user` for each token.
    case bearer(file: String)
    /// A header that proxies at these addresses set, and that nobody else may.
    case header(name: String, proxies: [AddressRange])
    /// A JWT of somebody else.
    case jwt(UpstreamToken)
  }

  package var name: String
  package var kind: Kind
  /// Where its way stands in the file, for findings about what it refers to.
  package var location: SourceLocation
}

/// What a JWT of somebody else must be.
package struct UpstreamToken: Sendable {
  /// The longest leeway.
  package static let leewaySecondsMax = 300

  package enum Keys: Sendable, Hashable {
    /// A JWK set (RFC 7517, 5).
    case set(file: String)
    /// One key: PEM, JWK, or a secret.
    case key(Job.Secret)
  }

  package var keys: Keys
  package var algorithms: [Algorithm]
  package var issuer: String
  package var audience: String
  /// The claim that names the user.
  package var claim: String
  /// The cookie that it comes in; nil for `Authorization: Bearer`.
  package var cookie: String?
  package var leewaySeconds = 30
}

/// One profile as it is served, under a name of its own, which stands in addresses.
package struct Mount: Sendable {
  package enum Offer: String, Sendable, CaseIterable {
    /// `POST /v1/token/NAME`
    case token
    /// `GET /v1/sso/NAME`
    case sso
    /// `/t/TICKET`
    case tickets
  }

  package enum Roster: Sendable, Hashable {
    /// A batch.
    case file(String)
    /// A roster in the ledger.
    case ledger(name: String)
  }

  package var name: String
  /// A built-in profile's name, or a file.
  package var profile: String
  package var parameters: [(name: String, value: String)] = []
  package var algorithm: Algorithm?
  package var lifetimeSeconds: Int?
  /// The form that all offers take; nil where each takes its own, see ``artifact(for:of:)``.
  package var artifact: String?
  package var allowedEffects: [String] = []
  package var columns: [(name: String, column: String)] = []
  package var separators: [(name: String, separator: String)] = []
  package var ignoresUnknownColumns = false
  package var key: Job.Secret
  /// The claim or input that authenticated names are looked up in; nil for the first of the profile's
  /// identity that a row has.
  package var identity: String?
  package var offers: Set<Offer>
  /// Name of the authenticator; nil where only tickets are offered.
  package var authenticator: String?
  package var roster: Roster?
  /// Origins whose pages may read the token endpoint's answers (WHATWG Fetch, 3.3).
  package var origins: [String] = []
  /// Where somebody goes who has been shown a page snippet; nil for nowhere.
  package var continueURL: String?
}

/// What the pages of tickets say.
package struct TicketPages: Sendable, Hashable {
  /// Who invites: shown above the button.
  package var title = "Sign in"
  /// What a person does for whom a ticket does not work; nil says nothing.
  package var help: String?
  /// Within this time after a use the same ticket may be used again without counting: a double click.
  package var graceSeconds = 10
  /// The longest grace.
  package static let graceSecondsMax = 60

  package init() {}
}
