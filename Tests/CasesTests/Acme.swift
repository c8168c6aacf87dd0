import Cases
import Findings
import Profiles
import TestKit
import Testing

/// A small platform with one of everything that cases speak of.
enum Acme {
  static let text = """
    muster: 1
    name: acme
    title: Acme Forum
    documents: { guide: { title: Guide } }
    parameters:
      required: [domain]
      properties:
        domain: { format: host-port }
        tiers: { type: array, items: { type: integer } }
    inputs:
      properties: { return_to: { format: relative-path } }
    token:
      algorithms: [HS256, HS512]
      header: { kid: "{key.id}", alg: "{algorithm}" }
    key:
      kind: secret
      derivation: [{ split: ":", take: 2 }]
      parts: { id: { steps: [{ split: ":", take: 1 }] } }
    lifetime: { claim: exp, default: 60s, minimum: 30s, maximum: 5m, warnAbove: 2m }
    columns: { unknown: reject }
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: { from: [id, sub], minLength: 1, maxLength: 4 }
        level: { type: integer, minimum: 1, maximum: 9 }
        tags: { type: array, separator: ",", uniqueItems: true }
        address: { type: object, properties: { city: {}, zip: {} } }
        role: { enum: [member, admin] }
        exp: { type: integer, generate: { time: expiry } }
        jti: { generate: { random: hex } }
    rules:
      - { id: admins-have-levels, message: No level., when: { role: { const: admin } }, requires: [level] }
      - { id: tags-are-rare, message: Tags., severity: warning, atMostOneOf: [tags, level] }
    effects:
      - { id: make-admin, kind: access, hold: true, description: Makes an admin., when: { role: { const: admin } } }
      - { id: tag, kind: access, description: Tags., when: { tags: present } }
    artifacts:
      url: { kind: url, url: "https://{domain}/sso", query: { jwt: "{token}", to: "{return_to}" } }
      token: { kind: token }
      json: { kind: json, body: { token: "{token}", id: "{claims.sub}" } }
      short: { kind: text, template: "{token} {claims.sub}", maxLength: 400 }
    """

  static func profile() throws -> Profile {
    let result = ProfileReader.read(Array(text.utf8), file: "acme.yaml")
    try #require(result.findings == [])
    return try #require(result.profile)
  }

  /// What stands before the cases of a test.
  static let head = """
    muster: 1
    defaults: { now: 1700000000, parameters: { domain: acme.example } }
    cases:

    """

  /// Reads cases, each given as YAML without its dash and name.
  static func read(_ text: String) throws -> (cases: CaseFile?, findings: [Finding]) {
    CaseReader.read(Array(text.utf8), file: "cases.yaml", of: try profile())
  }

  static func run(_ text: String, keys: [String: String] = [:]) throws -> [CaseResult] {
    let (cases, findings) = try read(head + text)
    try #require(findings == [])
    return try results(try #require(cases), keys: keys)
  }

  static func results(_ cases: CaseFile, keys: [String: String] = [:]) throws -> [CaseResult] {
    var time = 0.0
    let runner = CaseRunner(
      try profile(), keyFile: { name in keys[name].map { Array($0.utf8) } },
      uptimeSeconds: {
        time += 0.002
        return time
      })
    return cases.cases.map { runner.run($0) }
  }

  /// What differs in the one case with this body.
  static func differences(_ body: String) throws -> [String] {
    let results = try run("- { name: it, \(body) }")
    return try #require(results.first?.differences).map(\.text)
  }
}

/// A finding by its place and code.
func marks(_ findings: [Finding]) -> [String] {
  findings.map { finding in
    guard case .source(let place) = finding.place else { return finding.code.rawValue }
    return "\(place.line):\(place.column) \(finding.code.rawValue)"
  }
}
