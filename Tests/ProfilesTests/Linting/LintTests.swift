import Findings
import Profiles
import Testing

/// A small profile in which one claim, rule or artifact is what a test is about.
private func profile(
  parameters: String = "", inputs: String = "", claims: String = "", rules: String = "",
  effects: String = "", lifetime: String = "{ claim: exp, default: 60s }", key: String = "",
  identity: String = "sub", required: String = "sub", artifacts: String = "t: { kind: token }"
) -> MarkedProfile {
  func lines(_ text: String, _ indent: String) -> String {
    text.split(separator: "\n").map { indent + $0 }.joined(separator: "\n")
  }
  return MarkedProfile(
    """
    muster: 1
    name: small
    title: Small
    documents: { doc: { title: A document } }
    parameters:
      properties: \(parameters.isEmpty ? "{}" : "\n" + lines(parameters, "    "))
    inputs:
      properties: \(inputs.isEmpty ? "{}" : "\n" + lines(inputs, "    "))
    token: { algorithms: [HS256] }
    key: { kind: secret\(key) }
    lifetime: \(lifetime)
    identity: [\(identity)]
    claims:
      required: [\(required)]
      properties:
        sub: { minLength: 1 }
        a: {}
        b: {}
        n: { type: integer, minimum: 1, maximum: 9 }
        role: { enum: [admin, member] }
        flag: { type: boolean }
        place: { type: object, required: [city], properties: { city: {}, zip: {} } }
        fixed: { value: x }
        iat: { type: integer, generate: { time: now } }
        exp: { type: integer, generate: { time: expiry } }
    \(lines(claims, "    "))
    rules:\(rules.isEmpty ? " []" : "\n" + lines(rules, "  "))
    effects:\(effects.isEmpty ? " []" : "\n" + lines(effects, "  "))
    artifacts:
    \(lines(artifacts, "  "))
    """)
}

private func rule(_ body: String) -> MarkedProfile {
  profile(rules: "- { id: r, message: M., \(body) }")
}

@Suite struct LintTests {
  /// A claim in its braces: with a mark where something is wrong with it, without where nothing is.
  @Test(arguments: [
    // Bounds on both sides of the limit.
    "type: integer, minimum: 5, maximum: 5",
    "type: integer, minimum: 5, maximum: «error contradiction»4",
    "type: number, minimum: 1, exclusiveMaximum: 1.5",
    "type: number, minimum: 1, exclusiveMaximum: «error contradiction»1.0",
    "type: number, exclusiveMinimum: 2, maximum: «error contradiction»2",
    "type: number, multipleOf: 0.5", "type: number, multipleOf: «error bad-value»0",
    "minLength: 3, maxLength: 3", "minLength: 3, maxLength: «error contradiction»2",
    "type: array, minItems: 1, maxItems: 1",
    "type: array, minItems: 2, maxItems: «error contradiction»1",
    // Values against the schema beside them.
    "const: abc, maxLength: 3", "const: «error contradiction»abcd, maxLength: 3",
    "const: «error contradiction»7", "type: integer, const: 7", "const: b, enum: [a, b]",
    "const: «error contradiction»c, enum: [a, b]",
    "enum: «error contradiction»[1, 2]", "type: integer, enum: [1, 2]",
    "enum: [a, «contradiction»a]", "enum: [a, A]",
    "pattern: \"^[a-c]$\", enum: [a, «contradiction»d]",
    "default: abc, pattern: ^a", "default: «error contradiction»bcd, pattern: ^a",
    "format: email, examples: [ada@example.com, «contradiction»ada]",
    "type: integer, examples: [7, \"8\", «contradiction»nine]",
    "transform: [{ split: x }], type: array, examples: [axb]",
    "type: array, items: { type: integer }, examples: [[1], «contradiction»[a]]",
    "clear: { marker: none, value: \"\" }",
    "minLength: 1, clear: { marker: none, value: «error contradiction»\"\" }",
    "type: array, clear: { marker: none, value: [] }",
    // Keywords that say nothing.
    "type: integer, «contradiction»format: email", "type: [integer, string], format: email",
    "«contradiction»minimum: 3", "type: string, «contradiction»maxItems: 3",
    "type: array, «contradiction»properties: { x: {} }", "«contradiction»lengthUnit: utf16",
    "lengthUnit: utf16, maxLength: 3", "type: array, «contradiction»minContains: 1",
    "«contradiction»then: { const: x }", "«contradiction»if: { const: x }",
    "if: { const: x }, then: { minLength: 1 }",
    // Objects.
    "type: array, items: { type: object, required: [«error unknown-name»idd], properties: { id: {} }, additionalProperties: false }",
    "type: array, items: { type: object, required: [idd], properties: { id: {} } }",
    "type: array, items: { type: object, required: [x-a], patternProperties: { ^x-: {} }, additionalProperties: false }",
    "type: object, propertyNames: { maxLength: 3 }, properties: { city: {} }".replacingMark("city"),
    // Parts that exclude each other.
    "«error contradiction»{allOf: [{ minLength: 5 }], maxLength: 4}",
    "allOf: [{ minLength: 5 }], maxLength: 5",
    "«error contradiction»{allOf: [{ type: string }, { type: integer }]}",
    "allOf: [{ type: number }, { type: integer }], type: integer",
    // What the profile gives.
    "value: «error contradiction»7", "value: x, maxLength: 1",
    "value: «error contradiction»xx, maxLength: 1",
    "type: integer, value: «error contradiction»\"{whole}-x\"", "type: integer, value: \"{whole}\"",
    "value: «error contradiction»\"{whole}\"", "type: [string, integer], value: \"{whole}\"",
    "value: \"{whole}-x\"", "type: array, value: [\"{whole}\"]",
    "generate: { random: hex, bytes: 16 }, minLength: 32",
    "generate: { random: hex, bytes: 16 }, minLength: «error contradiction»33",
    "generate: { random: hex, bytes: 16 }, maxLength: «error contradiction»31",
    "generate: { random: base64url, bytes: 16 }, minLength: 22, maxLength: 22",
    "generate: { random: base64url, bytes: 16 }, minLength: «error contradiction»23",
    "generate: { random: uuid }, minLength: 36, maxLength: 36",
    "type: integer, generate: «error contradiction»{ random: uuid }",
    "type: integer, generate: «error contradiction»{ time: now, as: date-time }",
    "generate: { time: now, as: date-time }", "generate: { time: now, as: \"%Y\" }",
    "generate: { time: now }", "type: integer, generate: { time: lifetime }",
    "type: boolean, generate: «error contradiction»{ time: now }",
    "firstOf: [\"{whole}-x\", x]", "firstOf: [\"{whole}-x\", «error contradiction»7]",
    "type: integer, firstOf: [«error contradiction»\"{whole}-x\", 7]",
    "value: \"{claims.sub|lowercase}\"", "value: x, when: { role: present }",
    "type: integer, join: «error contradiction»{ separator: \",\", parts: [\"{whole}\"] }",
    // Steps.
    "transform: [«error contradiction»toInteger]", "type: integer, transform: [trim, toInteger]",
    "type: integer, transform: [trim]", "transform: [toInteger, toString]",
    "transform: [toInteger, { map: { \"1\": one } }]", "transform: [toDateTime]",
    "transform: [«error contradiction»toSeconds]", "type: integer, transform: [toSeconds]",
    "type: array, transform: [{ split: x }, { each: [trim] }]",
    "type: boolean, transform: [«error contradiction»toInteger]",
    "transform: [«note weak-digest»md5]", "transform: [md5], source: \"doc: here\"",
    "transform: [«note weak-digest»sha1], source: «note unverified»\"muster: so it seems\"",
    "transform: [sha256]",
    // Where values come from.
    "from: «contradiction»[]", "from: [], default: x", "from: [other]",
    "type: object, from: [], properties: { x: {} }",
  ])
  func checksAClaim(body: String) {
    let braces = body.hasPrefix("«error contradiction»{") ? body : "{ \(body) }"
    let it = profile(
      parameters: "whole: { type: integer }", claims: "it: \(braces)",
      artifacts:
        "t: { kind: url, url: \"https://x.example/\", query: { t: \"{token}\", w: \"{whole}\" } }")
    #expect(it.found == it.expected)
  }

  @Test(arguments: [
    // Names.
    "requires: [a]", "requires: [«contradiction»sub]", "requires: [a, «contradiction»a]",
    "requires: [«contradiction»fixed]", "requires: [«contradiction»exp]", "excludes: [a]",
    "excludes: [«contradiction»sub]", "atLeastOneOf: [a, b]",
    "atLeastOneOf: [a, «contradiction»sub]",
    "atMostOneOf: [a, b]", "atMostOneOf: [«contradiction»a]", "exactlyOneOf: [a, b]",
    "exactlyOneOf: [a, «contradiction»a]", "«contradiction»exactlyOneOf: [a, sub, exp]",
    "requires: [place.city]", "when: { place: present }, requires: [a]",
    "«contradiction»atMostOneOf: [sub, exp]",
    // Tests of one value.
    "when: { a: present }, requires: [b]", "when: { «contradiction»sub: absent }, requires: [b]",
    "when: { «contradiction»sub: present }, requires: [b]",
    "when: { role: { const: admin } }, requires: [b]",
    "when: { «contradiction»role: { const: root } }, requires: [b]",
    "when: { role: { enum: [root, admin] } }, requires: [b]",
    "when: { «contradiction»role: { type: integer } }, requires: [b]",
    "when: { role: { not: { const: root } } }, requires: [b]",
    "when: { n: { minimum: 9 } }, requires: [b]",
    "when: { «contradiction»n: { minimum: 10 } }, requires: [b]",
    "when: { «contradiction»n: { exclusiveMaximum: 1 } }, requires: [b]",
    "when: { n: { maximum: 20 } }, requires: [b]", "when: { flag: { const: true } }, requires: [b]",
    "when: { «contradiction»flag: { const: yes } }, requires: [b]",
    "when: { «contradiction»fixed: { const: y } }, requires: [b]",
    "when: { «contradiction»fixed: { const: x } }, requires: [b]",
    "when: { «contradiction»sub: { minLength: 1 } }, requires: [b]",
    "when: { sub: { minLength: 2 } }, requires: [b]",
    "when: { any: [{ a: present }, { «contradiction»role: { const: root } }] }, requires: [b]",
    "when: { place.city: { const: Rome } }, requires: [b]",
    // Combinations.
    "when: «contradiction»{ a: present, all: [{ a: absent }] }, requires: [b]",
    "when: { a: present, b: absent }, requires: [n]",
    "when: «contradiction»{ role: { const: admin }, not: { role: { const: admin } } }, requires: [b]",
    "when: «contradiction»{ role: { const: admin }, all: [{ role: { const: member } }] }, requires: [b]",
    "when: «contradiction»{ n: { minimum: 5 }, all: [{ n: { maximum: 4 } }] }, requires: [b]",
    "when: { n: { minimum: 4 }, all: [{ n: { maximum: 4 } }] }, requires: [b]",
    "when: «contradiction»{ any: [{ a: present }, { a: absent }] }, requires: [b]",
    "when: «contradiction»{ place: absent, place.city: present }, requires: [b]",
    "when: { place: present, place.zip: absent }, requires: [b]",
    "when: { role: present, not: { any: [{ role: { const: admin } }, { role: { const: member } }] } }, requires: [b]"
      .replacingMark("{ role: present"),
    // Rules as a whole.
    "when: { a: present }, «contradiction»requires: [a]",
    "when: { a: present }, «contradiction»excludes: [b, a]".withoutMark,
    "when: { a: absent }, «contradiction»excludes: [a]",
    "when: { a: present }, «contradiction»atLeastOneOf: [a, b]",
    "when: { a: absent }, «contradiction»atMostOneOf: [a, b]",
    "when: { a: present }, holds: { b: present }",
    "when: { role: { const: admin } }, «contradiction»holds: { not: { role: { const: member } } }",
    "«contradiction»holds: { a: present, all: [{ a: absent }] }",
    "«contradiction»holds: { any: [{ a: present }, { a: absent }] }",
    "when: { role: { const: admin } }, holds: { role: { const: member } }",
    // Comparisons.
    "compare: { claim: exp, minus: iat, maximum: 48h }",
    "compare: { claim: exp, minus: iat, minimum: 60s }",
    "compare: { claim: exp, minus: iat, minimum: «contradiction»61s }",
    "compare: { claim: exp, minus: iat, maximum: «contradiction»59s }",
    "compare: { claim: exp, minus: iat, maximum: «error contradiction»0s }",
    "compare: { claim: n, minimum: 9 }", "compare: { claim: n, minimum: «contradiction»10 }",
    "compare: { claim: n, minimum: «contradiction»1, maximum: 9 }",
    "compare: { claim: n, minimum: 3, maximum: «error contradiction»2 }",
    "compare: { claim: n, equals: «contradiction»n }",
    "compare: { claim: «contradiction»flag, maximum: 2 }",
    "compare: { claim: a, lessThan: b }",
    "when: { n: absent }, «contradiction»compare: { claim: n, maximum: 5 }",
  ])
  func checksARule(body: String) {
    let it = rule(body)
    #expect(it.found == it.expected)
  }

  @Test(arguments: [
    "a: present", "«contradiction»sub: absent", "sub: present",
    "any: [{ «contradiction»role: { const: root } }, { a: present }]",
  ])
  func checksAnEffect(when: String) {
    let it = profile(effects: "- { id: e, kind: access, description: D., when: { \(when) } }")
    #expect(it.found == it.expected)
  }

  @Test func comparesRulesWithoutTheirWords() {
    let it = profile(
      rules: """
        - { id: one, message: M., when: { b: present }, requires: [a] }
        - { id: «contradiction»two, message: Other words., when: { b: present }, requires: [a], source: "doc: x" }
        - { id: three, message: M., when: { b: absent }, requires: [a] }
        - { id: four, message: M., when: { b: present }, requires: [a, n] }
        """)
    #expect(it.found == it.expected)
  }

  @Test(arguments: [
    "{ claim: exp, default: 60s, maximum: 90s, warnAbove: 89s }",
    "{ claim: exp, default: 60s, maximum: 90s, warnAbove: «contradiction»90s }",
    "{ claim: exp, default: 60s, minimum: 60s, maximum: 60s }",
    "{ claim: exp, default: «error contradiction»60s, minimum: 61s, maximum: «error contradiction»60s }",
    "{ default: 60s }",
  ])
  func checksTheLifetime(text: String) {
    let it = profile(lifetime: text)
    #expect(it.found == it.expected)
  }

  @Test func asksForAnExpiryWhereThereIsALifetime() {
    let it = MarkedProfile(
      """
      muster: 1
      name: small
      title: Small
      documents: { doc: { title: A document } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: { «contradiction»default: 60s, «contradiction»maximum: 90s }
      claims: { properties: { sub: {}, iat: { type: integer, generate: { time: now } } } }
      artifacts: { t: { kind: token } }
      """)
    #expect(it.found == it.expected)
  }

  @Test func findsWhatNothingUses() {
    let it = profile(
      parameters: """
        header: {}
        claim: {}
        joined: {}
        ruled: {}
        aged: { type: integer }
        linked: {}
        filtered: {}
        «contradiction»spoken: {}
        """,
      inputs: """
        account: {}
        shown: { format: relative-path }
        «contradiction»left: {}
        """,
      claims: """
        x: { value: "{claim}", description: "spoken of, not used" }
        y: { join: { separator: "-", parts: ["{joined}", "{header}"] } }
        """,
      rules: "- { id: r, message: M., when: { parameters.ruled: present }, requires: [a] }",
      lifetime: "{ claim: exp, default: 60s, age: { claim: iat, parameter: aged } }",
      identity: "inputs.account",
      artifacts:
        "u: { kind: url, url: \"https://x.example/\", query: { t: \"{token}\", a: \"{linked}\", s: \"{shown}\" }, description: \"{filtered|trim}\" }"
    )
    #expect(it.found == it.expected)
  }

  @Test func findsAnInputBehindAParameter() {
    let it = profile(
      parameters: "twice: {}", inputs: "«contradiction»twice: {}",
      claims: "x: { value: \"{twice}\" }")
    #expect(it.found == it.expected)
  }

  @Test(arguments: [
    "u: { kind: url, url: \"https://x.example/{must}\", query: { t: \"{token}\" } }",
    "u: { kind: url, url: \"https://x.example/«contradiction»{some}\", query: { t: \"{token}\" } }",
    // A run asks for parameters by itself.
    "u: { kind: url, url: \"https://x.example/{may}\", query: { t: \"{token}\" } }",
    "u: { kind: url, url: \"https://x.example/\", query: { t: \"{token}\", may: \"{may}\" } }",
    "u: { kind: text, template: \"{token} {claims.sub} «contradiction»{claims.a}\" }",
    "u: { kind: json, body: { t: \"{token}\", user: { id: \"{claims.sub}\", a: \"«contradiction»{claims.a}\" } } }",
    "u: { kind: json, body: { t: \"{token}\", user: { id: \"{claims.sub}\", a: \"{claims.a?}\" } } }",
    "u: { kind: form, url: \"https://x.example/\", fields: { t: \"{token}\", a: \"{claims.a}\" } }",
  ])
  func asksForValuesThatAnArtifactNeeds(artifact: String) {
    let it = profile(
      parameters: "may: {}\nmust: { default: x }", inputs: "some: { format: uuid }",
      claims: "x: { value: \"{may}{must}{some}\" }",
      artifacts: artifact)
    #expect(it.found == it.expected)
  }

  @Test(arguments: [
    ("query", "return_to: \"«unsafe-template»{open}\""), ("query", "return_to: \"{path}\""),
    ("query", "return_to: \"{listed}\""), ("query", "colour: \"{open}\""),
    ("query", "Redirect-URI: \"«unsafe-template»{open}\""),
    ("fragment", "next: \"«unsafe-template»{open}\""),
    ("query", "next: \"/home/{open}\""), ("query", "next: \"/«unsafe-template»{open}\""),
    ("query", "next: \"https://«unsafe-template»{open}/home\""),
    ("query", "next: \"https://x.example/?to={open}\""),
    ("query", "next: \"https://x.example«unsafe-template»{open}\""),
    ("query", "n: \"«unsafe-template»{claims.target}\""),
    ("query", "next: \"«unsafe-template»{claims.a}\""),
  ])
  func asksForARuleWhereABrowserGoesNext(key: String, pair: String) {
    let it = profile(
      parameters: "open: {}\npath: { format: relative-path }\nlisted: { enum: [/a, /b] }",
      claims: "target: {}\nx: { value: \"{open}{path}{listed}\" }",
      artifacts: "u: { kind: url, url: \"https://x.example/?t={token}\", \(key): { \(pair) } }")
    #expect(it.found == it.expected)
  }

  @Test func knowsWhenAValueIsGiven() {
    let it = profile(
      claims: """
        x: { value: v, when: { role: { const: admin } } }
        y: { value: v, when: { «contradiction»role: { const: root } } }
        z: { value: v, when: { «contradiction»sub: present } }
        w: { firstOf: ["{claims.a}", "{claims.sub}"] }
        v: { firstOf: ["{claims.a}", "{claims.b}"] }
        """,
      rules: """
        - { id: r, message: M., when: { x: absent }, requires: [a] }
        - { id: s, message: M., when: { «contradiction»w: absent }, requires: [a] }
        - { id: t, message: M., when: { v: absent }, requires: [a] }
        """)
    #expect(it.found == it.expected)
  }

  /// What a form demands is there, and whoever chooses another form than the first knows its needs.
  @Test(arguments: [
    "one: { kind: text, template: \"{token} {code}\", requires: [inputs.code] }",
    "one: { kind: text, template: \"{token} «contradiction»{code|uppercase}\" }",
    "one: { kind: token }\ntwo: { kind: text, template: \"{token} {code}\" }",
    "one: { kind: token }\ntwo: { kind: text, template: \"{token} {code} «contradiction»{claims.gone}\" }",
  ])
  func asksForValuesOfTheDefaultForm(artifacts: String) {
    let it = profile(
      inputs: "code: { format: uuid }",
      claims: "gone: { from: «contradiction»[] }\nx: { value: \"{code}\" }",
      artifacts: artifacts)
    #expect(it.found == it.expected)
  }

  @Test func checksAContainer() {
    let it = MarkedProfile(
      """
      muster: 1
      name: small
      title: Small
      documents: { doc: { title: A document } }
      inputs:
        properties:
          time: { type: integer, generate: { time: now } }
          end: { type: integer, generate: { time: expiry } }
          may: {}
          «contradiction»left: {}
      container:
        payload: { format: json, encoding: base64 }
        signature: { algorithm: «note weak-digest»MD5, over: "{encodedPayload}{secret}{time}{end}" }
        text: "{encodedPayload}.{signature}.{time}.«contradiction»{may}"
      key: { kind: secret }
      lifetime: { claim: inputs.end, default: 60s }
      claims: { required: [id], properties: { id: {} } }
      artifacts: { t: { kind: token } }
      """)
    #expect(it.found == it.expected)
  }

  @Test func followsAValueThatNothingGives() {
    let it = profile(
      claims: "x: { from: «contradiction»[] }\ny: {}",
      rules: "- { id: r, message: M., atLeastOneOf: [y, «contradiction»x] }")
    #expect(it.found == it.expected)
  }

  /// Steps may leave nothing of a cell, and then nothing else gives a value.
  @Test func takesADefaultBehindStepsForDoubtful() {
    let it = profile(
      claims: "x: { default: d, transform: [trim] }\ny: { default: d }",
      rules:
        "- { id: r, message: M., when: { x: absent, «contradiction»y: absent }, requires: [a] }")
    #expect(it.found == it.expected)
  }

  @Test func saysTheReason() {
    let it = rule("when: { role: { const: root } }, requires: [b]")
    #expect(
      it.findings.map(\.message)
        == ["This test never holds: \"role\" can only be \"admin\" or \"member\"."])
  }
}

extension String {
  /// The text with a warning's mark before the first of these words.
  fileprivate func replacingMark(_ words: String) -> String {
    guard let range = firstRange(of: words) else { return self }
    return self[..<range.lowerBound] + "«contradiction»" + self[range.lowerBound...]
  }

  /// The text without its marks: nothing is wrong after all.
  fileprivate var withoutMark: String { replacing("«contradiction»", with: "") }

  @Test func takesAnOptionalMemberForAUse() {
    let marked = profile(
      parameters: "region: {}", inputs: "go: { format: relative-path }\nplan: {}",
      artifacts: """
        t: { kind: json, body: { token: "{token}", region: "{region?}", go: "{go?}", plan: "{plan?|trim}", name: "{claims.a?}" } }
        """)
    #expect(marked.found == [])
  }
}
