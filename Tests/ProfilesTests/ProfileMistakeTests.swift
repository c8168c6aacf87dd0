import Findings
import Profiles
import TestKit
import Testing

/// A profile without a mistake; tests change one line of it.
private let good = """
  muster: 1
  name: small
  title: Small
  documents: { doc: { title: A document } }
  parameters:
    properties:
      host: { format: host-port }
      kid: {}
  inputs:
    properties:
      to: { format: relative-path }
  token: { algorithms: [HS256] }
  key: { kind: secret }
  lifetime: { claim: exp, default: 60s, maximum: 90s }
  columns: { unknown: reject }
  identity: [sub]
  claims:
    required: [sub]
    properties:
      sub: { type: string }
      tags: { type: array }
      exp: { type: integer, generate: { time: expiry } }
    additionalProperties: false
  rules:
    - { id: one, message: M., requires: [tags] }
  effects:
    - { id: clear, kind: destructive, description: D., when: { tags: present } }
  artifacts:
    url: { kind: url, url: "https://{host}/a", query: { t: "{token}", to: "{to}" } }
  """

/// What the reader says, as `line:column code`.
private func places(_ text: String) -> [String] {
  ProfileReader.read(Array(text.utf8), file: "p.yaml").findings.map { finding in
    guard case .source(let place) = finding.place else { return finding.code.rawValue }
    return "\(place.line):\(place.column) \(finding.code.rawValue)"
  }
}

/// One mistake: the text that it replaces, the mistake with a `^` before the place of the finding.
struct Mistake: Sendable, CustomTestStringConvertible {
  let old: String
  let new: String
  let code: String
  let help: String?

  init(_ old: String, _ new: String, _ code: String, help: String? = nil) {
    (self.old, self.new, self.code, self.help) = (old, new, code, help)
  }

  var testDescription: String { new }

  /// The changed profile, and `line:column code` of the finding.
  var marked: (text: String, place: String)? {
    guard let range = good.firstRange(of: old) else { return nil }
    let text = good.replacingCharacters(in: range, with: new)
    var line = 1, column = 1
    for scalar in text.unicodeScalars {
      if scalar == "^" {
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "^" }))
        return (clean, "\(line):\(column) \(code)")
      }
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return nil
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

@Suite struct ProfileMistakeTests {
  static let mistakes: [Mistake] = [
    // Keys and kinds.
    .init(
      "title: Small", "^titel: Small\ntitle: Small", "unknown-key", help: "Did you mean \"title\"?"),
    .init("title: Small\n", "", "missing-key"),
    .init("muster: 1", "muster: ^2", "wrong-kind"),
    .init("name: small", "name: ^1st", "wrong-kind"),
    .init("identity: [sub]", "identity: ^{ sub: 1 }", "wrong-kind"),
    .init("sub: { type: string }", "sub: { type: string, minLength: ^one }", "wrong-kind"),
    .init("sub: { type: string }", "sub: { type: string, minLength: ^-1 }", "bad-value"),
    .init(
      "sub: { type: string }", "sub: { type: string, ^minLenght: 1 }", "unknown-key",
      help: "Did you mean \"minLength\"?"),
    .init(
      "sub: { type: string }", "sub: { type: ^strnig }", "bad-value",
      help: "Did you mean \"string\"?"),
    .init(
      "sub: { type: string }", "sub: { format: ^e-mail }", "bad-value",
      help: "Did you mean \"email\"?"),
    .init("sub: { type: string }", "sub: { pattern: \"^[a\" }", "bad-pattern"),
    .init("sub: { type: string }", "sub: { pattern: \"^(?=a)\" }", "bad-pattern"),
    .init("sub: { type: string }", "sub: { enum: ^[] }", "bad-value"),
    .init("sub: { type: string }", "sub: { minLength: 5, maxLength: ^4 }", "contradiction"),
    .init("sub: { type: string }", "sub: { default: ^7 }", "contradiction"),
    .init("sub: { type: string }", "sub: { separator: ^\",\" }", "contradiction"),
    .init(
      "sub: { type: string }", "sub: { transform: [^trimm] }", "bad-value",
      help: "Did you mean \"trim\"?"),
    .init("sub: { type: string }", "sub: { value: a, default: ^b }", "contradiction"),
    .init("sub: { type: string }", "sub: { value: ^\"{nowhere}\" }", "unknown-name"),
    .init("sub: { type: string }", "sub: { value: ^\"{kid\" }", "bad-value"),
    .init("sub: { type: string }", "sub: { generate: { random: hex, bytes: ^15 } }", "bad-value"),
    .init("sub: { type: string }", "sub: { generate: { random: hex, bytes: ^65 } }", "bad-value"),
    .init(
      "sub: { type: string }", "sub: { generate: ^{ random: hex, time: now } }", "contradiction"),
    .init("sub: { type: string }", "sub: ^{ secret: true }", "contradiction"),
    .init("sub: { type: string }", "sub: { source: ^\"nodoc: here\" }", "unknown-name"),
    .init("sub: { type: string }", "sub: { source: ^\"doc\" }", "unknown-name"),
    // Keys of a claim on what is none.
    .init(
      "tags: { type: array }", "tags: { type: array, items: { ^secret: true } }", "contradiction",
      help: "Mark the whole claim or input with secret: true."),
    .init(
      "sub: { type: string }", "sub: { type: string, allOf: [{ ^default: a }] }", "contradiction"),
    .init(
      "tags: { type: array }",
      "tags: { type: array, items: { type: object, properties: { q: { ^secret: true } } } }",
      "contradiction", help: "Mark the whole claim or input with secret: true."),
    .init(
      "tags: { type: array }",
      "tags: { type: array, items: { type: object, properties: { q: { type: object, properties: { r: { ^from: [r] } } } } } }",
      "contradiction"),
    .init(
      "tags: { type: array }",
      "tags: { type: object, properties: { q: { type: array, contains: { properties: { r: { ^transform: [trim] } } } } } }",
      "contradiction"),
    .init(
      "tags: { type: array }",
      "tags: { type: array, prefixItems: [{ properties: { q: { ^default: a } } }] }",
      "contradiction"),
    .init(
      "tags: { type: array }",
      "tags: { type: object, anyOf: [{ properties: { q: { ^value: a } } }] }", "contradiction"),
    .init(
      "tags: { type: array }",
      "tags: { type: object, if: { required: [q] }, then: { properties: { q: { ^generate: { random: hex } } } } }",
      "contradiction"),
    .init(
      "tags: { type: array }",
      "tags: { type: object, additionalProperties: { properties: { q: { ^claimName: a } } } }",
      "contradiction"),
    .init(
      "tags: { type: array }",
      "tags: { type: object, patternProperties: { x: { properties: { q: { ^separator: a } } } } }",
      "contradiction"),
    .init(
      "to: { format: relative-path }",
      "to: { format: relative-path }\n    o: { type: object, properties: { q: { type: object, properties: { r: { ^secret: true } } } } }",
      "contradiction", help: "Mark the whole claim or input with secret: true."),
    .init("required: [sub]", "required: [^sup]", "unknown-name", help: "Did you mean \"sub\"?"),
    .init("identity: [sub]", "identity: [^sup]", "unknown-name"),
    .init("identity: [sub]", "identity: ^[]", "bad-value"),
    .init("doc: {", "^muster: {", "bad-value"),
    // Signing.
    .init("algorithms: [HS256]", "algorithms: [HS256, ^RS256]", "contradiction"),
    .init("algorithms: [HS256]", "algorithms: [^none]", "bad-value"),
    .init(
      "algorithms: [HS256]", "algorithms: [^hs256]", "bad-value", help: "Did you mean \"HS256\"?"),
    .init("algorithms: [HS256]", "algorithms: ^[]", "bad-value"),
    .init("algorithms: [HS256]", "algorithms: [HS256], header: { ^crit: x }", "bad-value"),
    .init("algorithms: [HS256]", "algorithms: [HS256], header: { ^jku: x }", "bad-value"),
    .init("algorithms: [HS256]", "algorithms: [HS256], header: { alg: ^HS256 }", "bad-value"),
    .init("algorithms: [HS256]", "algorithms: [HS256], header: { kid: ^\"{to}\" }", "unknown-name"),
    .init("kind: secret", "kind: secret, derivation: [^md4]", "bad-value"),
    .init("kind: secret", "kind: secret, derivation: [^split]", "bad-value"),
    .init("kind: secret", "kind: ^hmac", "bad-value"),
    // Lifetimes.
    .init("default: 60s", "default: ^91s", "contradiction"),
    .init("default: 60s", "default: ^0s", "bad-value"),
    .init("default: 60s", "default: ^one minute", "wrong-kind"),
    .init("default: 60s, maximum: 90s", "minimum: 61s, default: ^60s", "contradiction"),
    .init("claim: exp", "claim: ^tags", "contradiction"),
    .init("claim: exp", "claim: ^expires", "unknown-name"),
    .init("maximum: 90s", "age: ^{ claim: exp }", "contradiction"),
    // Columns.
    .init("unknown: reject", "unknown: ^claims", "contradiction"),
    .init("columns: { unknown: reject }", "columns: ^{ unknown: object }", "contradiction"),
    .init("unknown: reject", "unknown: object, into: ^tags", "contradiction"),
    .init("tags: { type: array }", "tags: ^{ type: array, from: [sub] }", "contradiction"),
    .init("tags: { type: array }", "tags: ^{ type: array, from: [muster_x] }", "bad-value"),
    // Rules and effects.
    .init("requires: [tags]", "requires: [^tag]", "unknown-name", help: "Did you mean \"tags\"?"),
    .init("requires: [tags]", "requires: [^sub.x]", "unknown-name"),
    .init(
      "- { id: one, message: M., requires: [tags] }", "- ^{ id: one, message: M. }", "contradiction"
    ),
    .init(
      "- { id: one, message: M., requires: [tags] }",
      "- ^{ id: one, message: M., requires: [tags], excludes: [sub] }", "contradiction"),
    .init(
      "requires: [tags] }", "requires: [tags] }\n  - { id: ^one, message: M., requires: [tags] }",
      "duplicate-key"),
    .init("requires: [tags]", "holds: { tags: ^there }", "bad-value"),
    .init("requires: [tags]", "holds: { any: ^{ tags: present } }", "wrong-kind"),
    .init("requires: [tags]", "compare: ^{ claim: exp }", "contradiction"),
    .init("id: clear", "id: ^eternal", "bad-value"),
    .init("kind: destructive", "kind: ^deletes", "wrong-kind"),
    .init("when: { tags: present }", "when: { ^tag: present }", "unknown-name"),
    // Artifacts.
    .init("query: { t: \"{token}\"", "query: { t: \"x\"", "contradiction"),
    .init("\"https://{host}/a\"", "^\"https://{kid}/a\"", "unsafe-template"),
    .init("\"https://{host}/a\"", "^\"https://a.{kid}/a\"", "unsafe-template"),
    .init("\"https://{host}/a\"", "^\"javascript:{host}/a\"", "unsafe-template"),
    .init("\"https://{host}/a\"", "^\"http://{host}/a\"", "unsafe-template"),
    .init("to: \"{to}\"", "to: ^\"{too}\"", "unknown-name", help: "Did you mean \"to\"?"),
    .init("kind: url, url:", "kind: ^urls, url:", "wrong-kind"),
    .init(
      "url: { kind: url, url: \"https://{host}/a\", query: { t: \"{token}\", to: \"{to}\" } }",
      "page: { kind: html, template: ^\"<script>var a = {token};</script>\" }",
      "unsafe-template"),
    .init(
      "{ kind: url, url: \"https://{host}/a\", query: { t: \"{token}\", to: \"{to}\" } }",
      "{ kind: html, template: ^\"<a href={token}>\" }", "unsafe-template"),
    .init(
      "{ kind: url, url: \"https://{host}/a\", query: { t: \"{token}\", to: \"{to}\" } }",
      "{ kind: html, template: ^\"<!-- {token} -->\" }", "unsafe-template"),
    .init(
      "{ kind: url, url: \"https://{host}/a\", query: { t: \"{token}\", to: \"{to}\" } }",
      "^{ kind: html }", "missing-key"),
    .init(
      "{ kind: url, url: \"https://{host}/a\", query: { t: \"{token}\", to: \"{to}\" } }",
      "{ kind: json, body: { t: \"{token}\" }, url: ^\"https://x.example/\" }", "contradiction"),
  ]

  @Test func aGoodProfileHasNoFinding() { #expect(places(good) == []) }

  @Test(arguments: mistakes)
  func tellsTheMistakeAtItsPlace(it: Mistake) throws {
    guard let (text, place) = it.marked else {
      // No mark: the mistake has no text of its own.
      let range = try #require(good.firstRange(of: it.old))
      let found = places(good.replacingCharacters(in: range, with: it.new))
      #expect(found.contains { $0.hasSuffix(" " + it.code) }, "\(found)")
      return
    }
    let findings = ProfileReader.read(Array(text.utf8), file: "p.yaml").findings
    #expect(places(text).contains(place), "wanted \(place) among \(places(text))")
    if let help = it.help { #expect(findings.contains { $0.help == help }) }
  }

  @Test func refusesARedirectWithoutARule() {
    let text = good.replacing("to: { format: relative-path }", with: "to: { maxLength: 9 }")
    #expect(places(text) == ["29:73 unsafe-template"])
  }

  /// An empty condition, a name that stands too far down, and a letter that only looks right.
  @Test(
    arguments: [
      ("requires: [tags] }", "requires: [tags], when: {} }", "This condition is empty.", nil),
      ("when: { tags: present }", "when: { all: [] }", "The list of all is empty.", nil),
      (
        "sub: { type: string }", "sub: { type: string, value: \"{claims.tags}\" }",
        "\"claims.tags\" is declared further down.",
        "Move it above what names it: values are made in the order of the file."
      ),
      (
        "sub: { type: string }", "sub: { type: string, value: x, when: { tags: present } }",
        "\"tags\" is declared further down.", nil
      ),
      (
        "identity: [sub]", "identity: [\u{455}ub]", "Unknown claim \"\u{455}ub\".",
        "Did you mean \"sub\"? Here U+0455 stands in the place of \"s\"."
      ),
    ] as [(String, String, String, String?)])
  func saysWhatAMistakeIs(old: String, new: String, message: String, help: String?) throws {
    let text = good.replacing(old, with: new)
    let found = ProfileReader.read(Array(text.utf8), file: "p.yaml").findings
    let finding = try #require(found.first { $0.message == message }, "\(found.map(\.message))")
    if let help { #expect(finding.help == help) }
  }

  @Test func tellsMistakesOfYAMLInTheSameOrder() {
    let text = good.replacing("muster: 1", with: "muster: 3").replacing("identity:", with: "\"\":")
    #expect(places(text).map { $0.split(separator: ":")[0] } == ["1", "16"], "\(places(text))")
  }

  @Test func tellsTenMistakesInTheOrderOfTheFile() {
    var text = good
    for (old, new) in [
      ("title: Small", "titel: Small"), ("host-port", "host-prot"),
      ("relative-path", "relativ-path"),
      ("[HS256]", "[HS265]"), ("identity: [sub]", "identity: [sup]"),
      ("type: string", "type: strnig"),
      ("requires: [tags]", "requires: [tag]"), ("kind: destructive", "kind: destroys"),
      ("{token}", "{tokne}"), ("muster: 1", "muster: 3"),
    ] { text = text.replacing(old, with: new) }
    let findings = ProfileReader.read(Array(text.utf8), file: "p.yaml").findings
    let lines = findings.compactMap { finding -> Int? in
      if case .source(let place) = finding.place { place.line } else { nil }
    }
    #expect(lines == lines.sorted())
    #expect(Set(lines).isSuperset(of: [1, 3, 7, 11, 12, 16, 20, 25, 27, 29]), "\(places(text))")
  }

  @Test(arguments: bundledProfileNames)
  func aBundledProfileNamesTheSourceOfEverything(name: String) throws {
    let result = ProfileReader.read(profileText(name), file: name)
    #expect(result.findings == [])
    let profile = try #require(result.profile)
    #expect(profile.name == name)
    #expect(!profile.documents.isEmpty)
    for document in profile.documents { #expect(document.url.hasPrefix("https://")) }
    for claim in profile.claims.properties { #expect(!claim.source.isEmpty, "\(claim.name)") }
    for input in profile.inputs.properties { #expect(!input.source.isEmpty, "\(input.name)") }
    for parameter in profile.parameters.properties { #expect(!parameter.source.isEmpty) }
    for rule in profile.rules { #expect(!rule.source.isEmpty, "\(rule.id)") }
    for effect in profile.effects { #expect(!effect.source.isEmpty, "\(effect.id)") }
  }
}
