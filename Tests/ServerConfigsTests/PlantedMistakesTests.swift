import Findings
import Profiles
import TestKit
import Testing

@testable import ServerConfigs

/// Servers with a mistake of each kind.
@Suite struct PlantedMistakesTests {
  /// A profile that has a bit of everything.
  static let acme: Profile? = {
    let text = """
      muster: 1
      name: acme
      title: Acme Forum
      documents: { guide: { title: Guide } }
      parameters:
        required: [domain]
        properties:
          domain: { format: host-port, examples: [forum.example.com] }
      token: { algorithms: [HS256, HS384] }
      key: { kind: secret }
      lifetime: { claim: exp, default: 60s, maximum: 300s }
      columns: { unknown: reject }
      identity: [sub]
      claims:
        required: [sub]
        properties:
          sub: { minLength: 1 }
          email: { format: email }
          exp: { type: integer, generate: { time: expiry } }
        additionalProperties: false
      artifacts:
        url: { kind: url, url: "https://{domain}/sso", query: { jwt: "{token}" } }
        page: { kind: html, template: "<p>{token}</p>" }
        answer: { kind: json, body: { token: "{token}" } }

      """
    return ProfileReader.read(Array(text.utf8), file: "acme.yaml").profile
  }()

  static let server = MarkedText(
    """
    muster: «wrong-kind»2
    listen: «exposed»0.0.0.0:8080
    admin: «warning exposed»192.0.2.1:9090
    publicURL: «warning exposed»http://sso.example.com
    «unknown-key»tsl: { key: hunter2 }
    ledger: { file: «bad-value»"~/l.db", key: «bad-value»keys/ }
    limits:
      body: «bad-value»63
      target: «wrong-kind»lots
      idle: «wrong-kind»1 fortnight
      perAddress: «bad-value»120
      perTicket: «bad-value»0/60s
      «unknown-key»perUser: 1/1s
    authenticators:
      «warning contradiction»one: { bearer: «clear-secret»muster_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAhunter2AAAA }
      «warning contradiction»two: { header: X-Remote-User, from: [«exposed»0.0.0.0/0, «bad-value»10.0.0.1/8, 127.0.0.1] }
      «warning contradiction»three: { «missing-key»header: «contradiction»X-Forwarded-For }
      «warning contradiction»four: { bearer: there.txt, «missing-key»from: [127.0.0.1] }
      «bad-value»«warning contradiction»5th: { header: «bad-value»"X User", from: «bad-value»[] }
      «warning contradiction»six: «missing-key»{}
      «warning contradiction»seven: { bearer: «warning missing-file»gone.txt, «contradiction»header: X-U, from: 127.0.0.1 }
      «warning contradiction»eight:
        jwt:
          key: «clear-secret»hunter2-hunter2
          algorithms: [«exposed»none, RS256, «bad-value»RS265]
          issuer: «bad-value»""
          audience: a
          cookie: «bad-value»a=b
          leeway: «bad-value»301s
      «warning contradiction»nine: { jwt: «missing-key»«missing-key»{ jwks: «warning missing-file»keys.json, algorithms: «contradiction»[HS256, RS256] } }
      «warning contradiction»ten: { jwt: «missing-key»{ algorithms: «bad-value»[], issuer: a, audience: b } }
      good: { bearer: there.txt }
    profiles:
      «bad-value»a b:
        profile: acme
        parameters: { domain: x.example.com }
        key: { file: there.txt }
        offers: «missing-key»«missing-key»[token]
      b:
        profile: acme
        «missing-parameter»parameters: { «unknown-parameter»domian: x }
        key: «clear-secret»hunter2-hunter2
        algorithm: «wrong-algorithm»RS256
        lifetime: «lifetime»10m
        artifact: «unfit-artifact»«unfit-artifact»page
        allow: [«contradiction»duplicates, «unknown-effect»tags]
        columns: { «unknown-name»emial: Mail }
        identity: «unknown-name»name
        offers: [token, sso, «bad-value»tokens]
        authenticator: «unknown-name»god
        roster: { file: «warning missing-file»authors.csv }
        origins: [«exposed»"*", «exposed»"null", «bad-value»"https://a.example/", «bad-value»app.example.com, «bad-value»"https://App.example", «bad-value»"https://app.example:443", «warning exposed»"http://app.example"]
        «warning contradiction»continue: «bad-value»javascript:alert(1)
      c:
        profile: acme
        parameters: { domain: x.example.com }
        key: { file: «warning missing-file»c.key }
        offers: tickets
        «warning contradiction»authenticator: good
        «warning contradiction»roster: { «contradiction»ledger: x, file: there.txt }
        «warning contradiction»origins: ["https://app.example.com"]
        «warning contradiction»continue: https://www.example.com/
      d: { profile: acme, parameters: { domain: x.example.com }, key: { file: there.txt }, offers: «bad-value»[] }
      e: «missing-key»«missing-key»«missing-key»«missing-parameter»{ lifetime: «lifetime»0 }
      f: «wrong-kind»acme
      g: { profile: acme, parameters: { domain: x.example.com }, artifact: page, continue: https://a.example, key: { file: there.txt }, offers: [tickets] }
    tickets: { title: «bad-value»"", help: «bad-value»"a\\nb", grace: «bad-value»61s }

    """)

  static func findings(_ marked: MarkedText, _ profile: Profile? = acme) -> [Finding] {
    let document = ServerDocument(Array(marked.text.utf8), file: "etc/a.yaml")
    return ServerLint.check(document, profile: { _ in profile }, exists: { $0 == "etc/there.txt" })
  }

  @Test func reportsEveryMistakeAtItsPlaceAndNothingElse() throws {
    _ = try #require(Self.acme)
    #expect(Self.server.expected.count >= 80)
    #expect(MarkedText.shown(Self.findings(Self.server)) == Self.server.expected)
  }

  @Test func saysWhatToDo() {
    for finding in Self.findings(Self.server) { #expect(finding.help != nil, "\(finding.message)") }
  }

  /// No finding, and no excerpt of what can be shown of the file, has a secret of it.
  @Test func showsNoSecretThatStandsInTheFile() {
    let shown = String(
      decoding: ServerDocument(Array(Self.server.text.utf8), file: "a.yaml").shownText,
      as: UTF8.self)
    #expect(Self.server.text.contains("hunter2"))
    #expect(!shown.contains("hunter2"))
    for finding in Self.findings(Self.server) {
      #expect(!finding.message.contains("hunter2") && finding.help?.contains("hunter2") != true)
    }
  }

  /// Mistakes that exclude those of the first.
  @Test(arguments: [
    """
    muster: 1
    listen: «exposed»192.0.2.1:8080
    publicURL: «warning contradiction»https://sso.example.com
    """,
    """
    muster: 1
    listen: 0.0.0.0:8443
    admin: «contradiction»0.0.0.0:8443
    publicURL: https://sso.example.com
    tls: { certificate: there.txt, key: there.txt }
    """,
    """
    muster: 1
    listen: «contradiction»127.0.0.1:9090
    publicURL: http://localhost:9090
    """,
    """
    muster: 1
    publicURL: «contradiction»http://localhost:9090
    tls: { certificate: «warning missing-file»cert.pem, key: «clear-secret»"-----BEGIN PRIVATE KEY----- hunter2" }
    """,
    "«missing-key»muster: 1\nlisten: «bad-value»8080\nproxies: [«exposed»\"::/0\", «bad-value»proxy.example]",
    "muster: 1\npublicURL: «bad-value»sso.example.com",
    "muster: 1\npublicURL:«wrong-kind» \nproxies: «bad-value»[]",
    "muster: 1\npublicURL: http://[::1]:8080\nlisten: «bad-value»\"\"",
  ])
  func saysWhatIsWrongWithListeners(text: String) {
    let marked = MarkedText(
      text
        + "\nprofiles: { a: { profile: acme, parameters: { domain: x.example.com }, "
        + "key: { file: there.txt }, offers: tickets } }\n")
    let found = MarkedText.shown(Self.findings(marked))
    // The admin address of everybody is a doubt beside the contradiction.
    let shown = found.filter { $0 != "3:8 warning exposed" || marked.expected.contains($0) }
    #expect(shown == marked.expected)
  }

  @Test func leavesDoubtsToLint() {
    let text = """
      muster: 1
      publicURL: http://sso.example.com
      profiles: { a: { profile: acme, key: { file: gone }, offers: tickets, roster: { file: x } } }

      """
    let (config, findings) = ServerConfigReader.read(Array(text.utf8), file: "a.yaml")
    #expect(config != nil && findings == [])
  }

  /// A page's nonce is made for each answer, and only where there is a page.
  @Test func holdsNoncesAgainstOffers() throws {
    let text = """
      muster: 1
      name: paged
      title: Paged
      documents: { guide: { title: Guide } }
      inputs: { properties: { nonce: { maxLength: 40 } } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: { claim: exp, default: 60s }
      columns: { unknown: reject }
      identity: [sub]
      claims:
        required: [sub]
        properties: { sub: {}, exp: { type: integer, generate: { time: expiry } } }
      artifacts:
        page: { kind: html, template: "<p>{token}</p>", requires: [inputs.nonce] }
        form: { kind: form, url: "https://a.example", fields: { t: "{token}" }, requires: [inputs.nonce] }

      """
    var profile = try #require(ProfileReader.read(Array(text.utf8), file: "p.yaml").profile)
    profile.inputs.properties[0].isPageNonce = true
    let marked = MarkedText(
      """
      muster: 1
      publicURL: http://localhost:1
      authenticators: { a: { bearer: there.txt } }
      profiles:
        a: { profile: p, key: { file: there.txt }, offers: tickets, artifact: page }
        b: { profile: p, key: { file: there.txt }, offers: [«contradiction»sso], authenticator: a, roster: { ledger: x } }
        c: { profile: p, key: { file: there.txt }, offers: tickets, artifact: page, parameters: { «contradiction»nonce: x } }
        d: { profile: p, key: { file: there.txt }, offers: tickets, artifact: page, columns: { «contradiction»inputs.nonce: x } }
        e: { profile: p, key: { file: there.txt }, offers: [«unfit-artifact»token], authenticator: a, roster: { ledger: x } }

      """)
    #expect(MarkedText.shown(Self.findings(marked, profile)) == marked.expected)
  }
}
