import Findings
import Jobs
import Testing
import Tokens

@testable import ServerConfigs

/// A server's file becomes the server that it describes.
@Suite struct ServerReadingTests {
  private func read(_ text: String) -> (config: ServerConfig?, findings: [Finding]) {
    ServerConfigReader.read(Array(text.utf8), file: "etc/a.yaml")
  }

  @Test func readsEveryKey() throws {
    let (found, findings) = read(
      """
      muster: 1
      listen: "[::]:8443"
      admin: localhost:9091
      publicURL: https://SSO.example.com/base/
      tls: { certificate: cert.pem, key: /etc/key.pem }
      proxies: [10.0.0.0/8, "2001:db8::1"]
      ledger: { file: l.db, key: l.key }
      limits:
        body: 4096
        target: 2048
        headers: 4096
        connections: 10
        request: 5s
        idle: 1m
        shutdown: 0
        perAddress: 5/1s
        perTicket: 2/1m
      authenticators:
        editors: { bearer: tokens.txt }
        portal: { header: X-Remote-User, from: 127.0.0.1 }
        intranet:
          jwt:
            jwks: keys.json
            algorithms: [RS256, ES256]
            issuer: https://id.example.com
            audience: muster
            claim: email
            cookie: session
            leeway: 0
        old: { jwt: { key: { environment: OLD }, algorithms: HS256, issuer: a, audience: b } }
      profiles:
        drive:
          profile: tinydrive
          key: { file: rsa.pem }
          parameters: { domain: x.example.com, spaces: [a, 7] }
          algorithm: RS512
          lifetime: 2m
          artifact: response
          allow: [clear-tags, eternal]
          columns: { name: Name }
          separators: { tags: ";" }
          ignoreUnknown: true
          identity: sub
          offers: [token, sso, tickets]
          authenticator: intranet
          roster: { file: authors.csv }
          origins: ["https://app.example.com", "http://localhost:3000"]
          continue: https://www.example.com/
        forum: { profile: f.yaml, key: { command: pass }, offers: tickets, roster: { ledger: all } }
      tickets: { title: Example News, help: Write to us., grace: 0 }

      """)
    #expect(findings == [])
    let config = try #require(found)
    #expect(config.folder == "etc/" && config.path("a") == "etc/a" && config.path("/a") == "/a")
    #expect(config.listen == ListenAddress(host: "::", port: 8_443))
    #expect(config.adminListen == ListenAddress(host: "localhost", port: 9_091))
    #expect(config.publicURL.text == "https://sso.example.com/base" && config.publicURL.isHTTPS)
    #expect(config.publicURL.path == "/base" && config.publicURL.host == "sso.example.com")
    #expect(config.tls == TLSFiles(certificate: "cert.pem", key: "/etc/key.pem"))
    #expect(config.proxies == ["10.0.0.0/8", "2001:db8::1"].compactMap { AddressRange($0) })
    #expect(config.ledger.file == "l.db" && config.ledger.key == "l.key")
    var limits = ServerLimits()
    limits.bodyBytesMax = 4_096
    limits.targetBytesMax = 2_048
    limits.headerBytesMax = 4_096
    limits.connectionsMax = 10
    limits.requestSeconds = 5
    limits.idleSeconds = 60
    limits.shutdownSeconds = 0
    limits.perAddress = Rate(count: 5, seconds: 1)
    limits.perTicket = Rate(count: 2, seconds: 60)
    #expect(config.limits == limits)
    #expect(config.tickets.title == "Example News" && config.tickets.help == "Write to us.")
    #expect(config.tickets.graceSeconds == 0)
    try checkAuthenticators(config)
    try checkMounts(config)
  }

  private func checkAuthenticators(_ config: ServerConfig) throws {
    #expect(config.authenticators.map(\.name) == ["editors", "portal", "intranet", "old"])
    guard case .bearer("tokens.txt") = config.authenticators[0].kind,
      case .header("X-Remote-User", let proxies) = config.authenticators[1].kind,
      case .jwt(let token) = config.authenticators[2].kind,
      case .jwt(let old) = config.authenticators[3].kind
    else {
      Issue.record("other kinds")
      return
    }
    #expect(proxies == [try #require(AddressRange("127.0.0.1"))])
    #expect(token.keys == .set(file: "keys.json") && token.algorithms == [.rs256, .es256])
    #expect(token.issuer == "https://id.example.com" && token.audience == "muster")
    #expect(token.claim == "email" && token.cookie == "session" && token.leewaySeconds == 0)
    #expect(old.keys == .key(.environment("OLD")) && old.algorithms == [.hs256])
    #expect(old.claim == "sub" && old.cookie == nil && old.leewaySeconds == 30)
  }

  private func checkMounts(_ config: ServerConfig) throws {
    #expect(config.mounts.map(\.name) == ["drive", "forum"])
    let drive = config.mounts[0], forum = config.mounts[1]
    #expect(drive.profile == "tinydrive" && drive.key == .file("rsa.pem"))
    #expect(
      drive.parameters.map { "\($0.name)=\($0.value)" } == [
        "domain=x.example.com", "spaces=[\"a\",7]",
      ])
    #expect(
      drive.algorithm == .rs512 && drive.lifetimeSeconds == 120 && drive.artifact == "response")
    #expect(drive.allowedEffects == ["clear-tags", "eternal"])
    #expect(drive.columns.map { "\($0.name)=\($0.column)" } == ["name=Name"])
    #expect(drive.separators.map { "\($0.name)=\($0.separator)" } == ["tags=;"])
    #expect(drive.ignoresUnknownColumns && drive.identity == "sub")
    #expect(drive.offers == [.token, .sso, .tickets] && drive.authenticator == "intranet")
    #expect(drive.roster == .file("authors.csv"))
    #expect(drive.origins == ["https://app.example.com", "http://localhost:3000"])
    #expect(drive.continueURL == "https://www.example.com/")
    #expect(forum.key == .command("pass") && forum.offers == [.tickets])
    #expect(forum.roster == .ledger(name: "all") && forum.authenticator == nil)
    #expect(forum.artifact == nil && forum.lifetimeSeconds == nil && forum.origins == [])
  }

  @Test func takesTheLeast() throws {
    let (found, findings) = read(
      """
      muster: 1
      publicURL: http://127.0.0.1:8080
      profiles: { a: { profile: acme, key: { file: a }, offers: [tickets] } }

      """)
    #expect(findings == [])
    let config = try #require(found)
    #expect(config.listen == ListenAddress(host: "127.0.0.1", port: 8_080))
    #expect(config.adminListen == ListenAddress(host: "127.0.0.1", port: 9_090))
    #expect(config.limits == ServerLimits() && config.ledger == Job.LedgerPlace())
    #expect(config.tickets == TicketPages() && config.proxies == [] && config.tls == nil)
    #expect(config.authenticators.isEmpty)
  }

  @Test func readsNoServerFromBrokenYAML() {
    let (config, findings) = read("muster: [1\n")
    #expect(config == nil && findings.map(\.code) == [.yamlSyntax])
    #expect(read("").config == nil)
    #expect(read("[]").findings.map(\.code) == [.wrongKind])
  }

  /// Each limit from both sides of both of its ends.
  @Test(arguments: LimitKey.all)
  func holdsEachLimit(key: LimitKey) {
    func isTaken(_ value: Int) -> Bool {
      let text =
        switch key.kind {
        case .rate: "\(value)/1s"
        default: "\(value)"
        }
      return read(
        """
        muster: 1
        publicURL: http://127.0.0.1:8080
        limits: { \(key.name): \(text) }
        profiles: { a: { profile: acme, key: { file: a }, offers: [tickets] } }

        """
      ).findings == []
    }
    #expect(isTaken(key.range.lowerBound) && isTaken(key.range.upperBound))
    #expect(!isTaken(key.range.lowerBound - 1) && !isTaken(key.range.upperBound + 1))
  }
}
