import Findings
import Profiles
import Testing

/// A small profile with these inputs; the link carries each of them.
private func profile(
  _ inputs: String, query: String = "", url: String = "\"https://forum.example/sso\"",
  identity: String = "sub", claims: String = "", rules: String = "", parameters: String = ""
) -> MarkedProfile {
  MarkedProfile(
    """
    muster: 1
    name: small
    title: Small
    documents: { doc: { title: A document } }
    parameters: { properties: { \(parameters) } }
    inputs:
      properties:
        \(inputs.split(separator: "\n").joined(separator: "\n    "))
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }
    identity: \(identity)
    claims:
      required: [sub]
      properties:
        sub: { minLength: 1 }
        \(claims)
        exp: { type: integer, generate: { time: expiry } }
    rules: [\(rules)]
    artifacts:
      u: { kind: url, url: \(url), query: { t: "{token}", \(query) } }
    """)
}

@Suite struct RequestTests {
  /// One input named `a`, in its braces, that goes into the link as `x`.
  @Test(arguments: [
    "pattern: \"^[a-z]+$\", request: a", "enum: [x, y], request: [a]",
    "format: uuid, request: [a, b.c, d-e, f_g, h~i]",
    "type: integer, request: [a]", "type: boolean, request: [a]",
    "pattern: \"^[a-z]+$\", request: «error bad-value»[]",
    "pattern: \"^[a-z]+$\", request: [a, «error bad-value»\"a b\"]",
    "pattern: \"^[a-z]+$\", request: «error bad-value»\"\"",
    "pattern: \"^[a-z]+$\", request: [«error bad-value»\"a&b\", «error bad-value»\"é\"]",
    "pattern: \"^[a-z]+$\", request: «error bad-value»aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "pattern: \"^[a-z]+$\", request: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "pattern: \"^[a-z]+$\", request: [a, b, «error contradiction»a]",
    "pattern: \"^[a-z]+$\", request: «error wrong-kind»{ a: b }",
    "pattern: \"^[a-z]+$\", request: [a, A]",
    "pattern: \"^[a-z]+$\", from: [a, b], request: [c]",
    "pattern: \"^[a-z]+$\", from: [b, a], «error contradiction»request: [c]",
    "pattern: \"^[a-z]+$\", from: [b], «error contradiction»request: [a]",
    "pattern: \"^[a-z]+$\", value: x, «error contradiction»request: [a]",
    "pattern: \"^[a-z]+$\", default: x, request: [a]",
    "generate: { random: hex }, pattern: \"^[0-9a-f]+$\", «error contradiction»request: [a]",
  ])
  func takesNamesThatAreClear(input: String) {
    let it = profile("a: { \(input) }", query: "x: \"{a}\"")
    #expect(it.found == it.expected)
  }

  @Test func givesTheNamesInTheirOrder() throws {
    let text = profile("a: { format: uuid, request: [b, a] }", query: "x: \"{a}\"").text
    let read = try #require(ProfileReader.read(Array(text.utf8), file: "p.yaml").profile)
    #expect(read.inputs.properties.map(\.requestNames) == [["b", "a"]])
    #expect(read.claims.properties.allSatisfy { $0.requestNames.isEmpty && !$0.isPageNonce })
    #expect(read.delivery == nil)
  }

  /// What a token says comes from the batch, and what a run is told holds for all of it.
  @Test(arguments: [
    ("request: a", "what a token says never comes from a request"),
    ("nonce: true, pattern: x", "what a token says never comes from a request"),
  ])
  func refusesClaims(key: String, words: String) throws {
    let it = profile(
      "a: { format: uuid }", query: "x: \"{a}\"", claims: "c: { «error contradiction»\(key) }")
    #expect(it.found == it.expected)
    let finding = try #require(it.findings.first)
    #expect(finding.message.contains(words))
    #expect(finding.help?.contains("Declare an input") == true)
  }

  @Test(arguments: ["request: b", "nonce: true"])
  func refusesParametersAndMembers(key: String) throws {
    let parameter = profile(
      "a: { format: uuid }", query: "x: \"{a}\", y: \"{p}\"",
      parameters: "p: { «error contradiction»\(key) }")
    #expect(parameter.found == parameter.expected)
    #expect(try #require(parameter.findings.first).help == "Take it out, or make it an input.")
    for member in [
      "a: { type: object, properties: { m: { «error contradiction»\(key) } } }",
      "a: { type: array, items: { «error contradiction»\(key) } }",
      "a: { type: object, anyOf: [{ properties: { m: { «error contradiction»\(key) } } }] }",
    ] {
      let it = profile(member, claims: "c: { type: [object, array], value: \"{a}\" }")
      #expect(it.found == it.expected)
    }
    let claim = profile(
      "a: { format: uuid }", query: "x: \"{a}\"",
      claims: "c: { type: object, properties: { m: { «error contradiction»\(key) } } }")
    #expect(claim.found == claim.expected)
  }

  @Test func givesOneNameOneMeaning() throws {
    let it = profile(
      "a: { format: uuid, request: [a, x] }\nb: { format: uuid, request: [b, «error contradiction»x] }"
        + "\nc: { format: uuid, request: «error contradiction»a }",
      query: "a: \"{a}\", b: \"{b}\", c: \"{c}\"")
    #expect(it.found == it.expected)
    #expect(it.findings.first?.message == "The request's \"x\" gives the input \"a\" already.")
  }

  @Test(arguments: [
    "maxLength: 9", "", "minLength: 1", "type: [string, integer]", "type: array",
    "type: array, items: { type: string }", "type: object",
  ])
  func warnsOfWhatTakesAnything(input: String) {
    let comma = input.isEmpty ? "" : ", "
    let it = profile(
      "a: { \(input)\(comma)request: «unsafe-request»a }",
      claims: "c: { type: [string, array, object, integer], value: \"{a}\" }")
    #expect(it.found == it.expected)
    #expect(ProfileReader.read(Array(it.text.utf8), file: "p.yaml").findings == [])
  }

  @Test func takesAListWhoseElementsAreBound() {
    let it = profile(
      "a: { type: array, items: { type: string, pattern: \"^[a-z]+$\" }, request: a }",
      claims: "c: { type: array, value: \"{a}\" }")
    #expect(it.found == it.expected)
  }

  // MARK: Places to go to

  /// An input by its name, by its name in the request, or by where it stands in the link.
  @Test(arguments: [
    ("return_to", "return_to", "x"), ("a", "redirect_uri", "x"), ("a", "a", "next"),
    ("landing_url", "a", "x"), ("a", "path", "x"), ("a", "a", "RelayState"),
  ])
  func holdsPlacesToGoTo(name: String, request: String, pair: String) {
    func check(_ schema: String, isOpen: Bool) {
      let mark = isOpen ? "«error unsafe-request»" : ""
      let it = profile(
        "\(name): { \(schema), request: \(mark)\(request) }", query: "\(pair): \"{\(name)}\"")
      #expect(it.found == it.expected, "\(schema)")
    }
    for format in ["relative-path", "https-url", "http-url", "uuid", "email"] {
      check("format: \(format)", isOpen: false)
    }
    for format in ["uri", "uri-reference", "string-or-uri"] {
      check("format: \(format)", isOpen: true)
    }
    for pattern in [
      "^/", "^/.*$", "^/[a-z/]*$", "^/[A-Z/]*$", "^/[0-9/]*$", "", "^[^:]*$", "^/[^/]", "a",
    ] {
      check("pattern: \"\(pattern)\"", isOpen: true)
    }
    for pattern in ["^/[a-z]+$", "^https://forum\\\\.example/", "^/(home|spaces)$", "^[a-z]+$"] {
      check("pattern: \"\(pattern)\"", isOpen: false)
    }
    check("enum: [/, /home]", isOpen: false)
    check("format: relative-path, pattern: \"^/\"", isOpen: false)
  }

  /// The same value in a batch is the batch's own business, as before.
  @Test func leavesWhatNoRequestGives() {
    let it = profile("return_to: { pattern: \"^/\" }", query: "return_to: \"{return_to}\"")
    #expect(it.found == it.expected)
  }

  @Test(arguments: [
    ("enum: [\"https://a.example/x\"], request: a", "", ""),
    ("request: «error unsafe-request»a", "", "«error unsafe-template»"),
    ("pattern: \"^https://a\\\\.example/\", request: «error unsafe-request»a", "", ""),
    (
      "request: a",
      "{ id: own, message: M., compare: { claim: inputs.a, hostEquals: parameters.host } }", ""
    ),
  ])
  func tokensDoNotGoWhereARequestSays(keys: String, rule: String, mark: String) {
    let it = profile(
      "a: { format: https-url, \(keys) }", url: "\(mark)\"{a}\"", rules: rule,
      parameters: rule.isEmpty ? "" : "host: { format: hostname }")
    // The link is the default form, and its base has to be there.
    #expect(
      it.found.filter { !$0.hasSuffix("warning contradiction") } == it.expected, "\(it.findings)")
  }

  // MARK: Who asks

  @Test func aRequestDoesNotSayWhoTheUserIs() throws {
    for (identity, claim) in [
      ("[inputs.a, sub]", ""), ("[c]", "c: { value: \"{a}\" }"),
      ("[c, sub]", "c: { join: { separator: \"-\", parts: [\"x\", \"{a}\"] } }"),
      ("[d]", "c: { value: \"{a}\" }\n    d: { value: \"{claims.c}\" }"),
      ("[c]", "c: { firstOf: [\"{a}\"] }"),
    ] {
      let it = profile(
        "a: { format: uuid, request: a }", query: "x: \"{a}\"",
        identity: "«error unsafe-request»" + identity, claims: claim)
      #expect(it.found == it.expected)
    }
    // A nonce behind the user's name is only looked for twice.
    let second = profile(
      "a: { format: uuid, request: a }", query: "x: \"{a}\"", identity: "[sub, inputs.a]")
    #expect(second.found == second.expected)
  }
}
