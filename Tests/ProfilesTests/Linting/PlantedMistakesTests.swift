import Findings
import Foundation
import Profiles
import TestKit
import Testing

/// One profile with a mistake of each kind.
@Suite struct PlantedMistakesTests {
  static let profile = MarkedProfile(
    """
    muster: 1
    name: acme
    «error unknown-key»titel: Acme
    title: Acme Forum
    documents: { guide: { title: Guide } }
    parameters:
      required: [domain]
      properties:
        domain: { format: host-port, source: "guide: Host" }
        tier: { type: integer, minimum: 1 }
        audience: { default: forum, separator: «error contradiction»";" }
        «contradiction»unused: { maxLength: 9 }
    inputs:
      properties:
        return_to: { maxLength: 200 }
        «contradiction»leftover: { format: relative-path }
    token: { algorithms: [HS256, «error contradiction»RS256], header: { typ: JWT, kid: "{key.id}" } }
    key:
      kind: secret
      derivation: [«note weak-digest»md5, hex]
      parts: { id: «error contradiction»{ steps: [trim] } }
    lifetime: { claim: exp, default: «error contradiction»10m, maximum: 5m, warnAbove: «contradiction»6m }
    columns: { unknown: reject, «contradiction»reserved: [iss] }
    identity: [sub]
    claims:
      required: [sub, email, role, spent]
      properties:
        sub: { maxLength: 40, minLength: 1, examples: [a-1, «contradiction»""] }
        email: { format: «error bad-value»e-mail }
        role: { enum: [admin, member], default: «contradiction»member }
        level: { type: string, value: «error contradiction»"{tier}" }
        jti: { generate: { random: hex, bytes: 16 }, minLength: «error contradiction»40 }
        spent: { from: «contradiction»[] }
        score: { type: integer, minimum: 10, maximum: «error contradiction»1 }
        code: { pattern: "^[a-z]«error bad-pattern»(?=x)" }
        tags: { «contradiction»items: { type: string } }
        color: { maxLength: 3, enum: [red, «contradiction»green] }
        nick: { minLength: 1, clear: { marker: none, value: «error contradiction»"" } }
        address:
          type: object
          required: [city, «error unknown-name»cty]
          properties:
            city: { transform: [«error bad-value»trimm] }
          additionalProperties: false
        count: { type: string, transform: [trim, «error contradiction»toInteger] }
        motto: { maxLength: 3, const: «error contradiction»long }
        spaces:
          type: array
          items:
            type: object
            properties: { id: {}, action: { enum: [JOIN, LEAVE] } }
            additionalProperties: false
        iat: { type: integer, generate: { time: now } }
        exp: { type: integer, generate: { time: expiry } }
      additionalProperties: false
    rules:
      - { id: a, message: M., requires: [«contradiction»sub] }
      - { id: b, message: M., excludes: [«contradiction»role] }
      - { id: c, message: M., when: { «contradiction»role: { const: root } }, requires: [level] }
      - { id: d, message: M., when: «contradiction»{ nick: present, not: { nick: present } }, requires: [level] }
      - { id: e, message: M., atMostOneOf: [«contradiction»nick] }
      - { id: f, message: M., requires: [«error unknown-name»nikc] }
      - { id: «error duplicate-key»f, message: M., requires: [nick, motto] }
      - { id: g, message: M., compare: { claim: exp, minus: iat, minimum: «error contradiction»30m } }
      - { id: h, message: M., compare: { claim: score, minimum: 48h, maximum: «error contradiction»24h } }
      - { id: i, message: M., when: { nick: present }, requires: [level] }
      - { id: «contradiction»j, message: M., when: { nick: present }, requires: [level] }
      - { id: k, message: M., when: { nick: present }, «contradiction»atLeastOneOf: [nick, level] }
      - { id: l, message: M., «contradiction»holds: { nick: present, motto: present, all: [{ nick: absent }] } }
      - id: m
        message: M.
        when: { spaces: { contains: { properties: { «unknown-name»acton: { const: JOIN } } } } }
        requires: [nick]
      - id: n
        message: M.
        when: { «contradiction»spaces: { contains: { properties: { action: { const: LEAV } }, required: [action] } } }
        requires: [nick]
    effects:
      - { id: x, kind: access, description: D., when: { «contradiction»role: { const: owner } } }
      - { id: y, kind: access, description: D., when: { nick: present }, source: «note unverified»"muster: a guess" }
    artifacts:
      url:
        kind: url
        url: "https://{domain}/sso/{tier}?next=«unsafe-template»{audience}"
        query: { jwt: "{token}", go: «error unsafe-template»"{return_to}" }
      form:
        kind: form
        url: "https://{domain}/sso"
        fields: { jwt: "{token}", go: "«unsafe-template»{return_to}" }

    """)

  @Test func reportsEveryMistakeAtItsPlaceAndNothingElse() {
    let profile = Self.profile
    #expect(profile.expected.count >= 40)
    #expect(profile.found == profile.expected)
  }

  @Test func saysWhatToDo() {
    for finding in Self.profile.findings where finding.severity != .note {
      #expect(finding.help != nil, "\(finding.message)")
    }
  }

  /// What `read` gives is what `lint` calls an error: a profile that lint does not refuse is usable.
  @Test func refusesWhatALinterCallsAnError() {
    let read = ProfileReader.read(Array(Self.profile.text.utf8), file: "p.yaml")
    let errors = Self.profile.findings.filter { $0.severity == .error }
    #expect(read.profile == nil)
    #expect(read.findings.filter { $0.severity == .error } == errors)
    #expect(!read.findings.contains { $0.severity == .note })
  }

  @Test(arguments: bundledProfileNames)
  func findsNoFaultWithABundledProfile(name: String) throws {
    let findings = ProfileReader.lint(profileText(name), file: name)
    #expect(findings.filter { $0.severity != .note } == [])
    #expect(findings.allSatisfy { $0.code == .unverified })
    let text = String(decoding: profileText(name), as: UTF8.self)
    #expect(findings.count == text.components(separatedBy: "source: \"muster:").count - 1)
  }
}
