import Findings
import Profiles
import Schemas
import Testing

/// How Muster presents tokens itself, and what answers mean.
@Suite struct DeliveryTests {
  private func profile(
    _ delivery: String, identity: String = "identity: sub",
    artifacts: String = """
    t: { kind: token }
      link: { kind: url, url: "https://a.example/sso", query: { t: "{token}" } }
      post: { kind: form, url: "https://a.example/sso", fields: { t: "{token}" } }
    """
  ) -> MarkedProfile {
    MarkedProfile(
      """
      muster: 1
      name: small
      title: Small
      documents: { doc: { title: A document } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: { claim: exp, default: 60s }
      \(identity)
      claims:
        required: [sub]
        properties:
          sub: {}
          exp: { type: integer, generate: { time: expiry } }
      artifacts:
        \(artifacts)
      delivery: \(delivery)

      """)
  }

  private func rule(_ delivery: String) throws -> DeliveryRule {
    let read = ProfileReader.read(Array(profile(delivery).text.utf8), file: "p.yaml")
    #expect(read.findings == [])
    return try #require(read.profile?.delivery)
  }

  @Test(arguments: [
    "{ success: [{ status: 200 }] }", "{ success: [{ status: 2xx }] }",
    "{ success: [{ status: [200, 3xx] }], redirects: 0 }",
    "{ artifact: post, success: [{ status: 2xx, body: ok, bodyNot: error }], redirects: 10 }",
    "{ success: [{ location: /home }, { body: Welcome }], source: \"doc: Answers\" }",
    // Its own keys.
    "{ «error unknown-key»sucess: [{ status: 200 }], success: [{ status: 200 }] }",
    "«error missing-key»{ artifact: link }", "«error wrong-kind»«error wrong-kind»[]",
    "{ success: «error wrong-kind»{ status: 200 } }", "{ success: «error bad-value»[] }",
    "{ success: [«error wrong-kind»200] }", "{ success: [«error bad-value»{}] }",
    "{ success: [{ «error unknown-key»code: 200 }] }",
    "{ success: [{ status: 200 }], source: «error unknown-name»\"dok: Answers\" }",
    // The form that is presented.
    "{ artifact: «error unknown-name»links, success: [{ status: 200 }] }",
    "{ artifact: «error contradiction»t, success: [{ status: 200 }] }",
    "{ artifact: «error wrong-kind»[link], success: [{ status: 200 }] }",
    // Redirects, on both sides of the limits.
    "{ success: [{ status: 200 }], redirects: «error bad-value»11 }",
    "{ success: [{ status: 200 }], redirects: «error bad-value»-1 }",
    "{ success: [{ status: 200 }], redirects: «error wrong-kind»few }",
    // Statuses.
    "{ success: [{ status: [200, 399] }] }", "{ success: [{ status: 599, body: ok }] }",
    "{ success: [{ status: «error bad-value»199 }] }",
    "{ success: [{ status: «error bad-value»600 }] }",
    "{ success: [{ status: «error bad-value»1xx }] }",
    "{ success: [{ status: «error bad-value»6xx }] }",
    "{ success: [{ status: «error bad-value»2x }] }",
    "{ success: [{ status: «error bad-value»2XX }] }",
    "{ success: [{ status: «error bad-value»0200 }] }",
    "{ success: [{ status: «error bad-value»ok }] }",
    "{ success: [{ status: «error bad-value»[] }] }",
    "{ success: [{ status: [2xx, «error contradiction»204] }] }",
    "{ success: [{ status: [204, 2xx] }] }",
    "{ success: [{ status: [302, «error contradiction»302] }] }",
    // Patterns.
    "{ success: [{ location: \"«error bad-pattern»[a\" }] }",
    "{ success: [{ location: a, locationNot: \"«error bad-pattern»(?=x)\" }] }",
    "{ success: [{ body: \"«error bad-pattern»(?!x)\" }] }",
    "{ success: [{ status: 200, bodyNot: «error bad-pattern»\"a\\\\1\" }] }",
    // Errors that would count as taken.
    "{ success: [«contradiction»{ bodyNot: error }] }",
    "{ success: [«contradiction»{ locationNot: error }] }",
    "{ success: [{ status: «contradiction»500 }] }",
    "{ success: [{ status: «contradiction»[2xx, 4xx] }] }",
    "{ success: [{ status: 404, body: signed in }] }",
    // What no answer is.
    "{ success: [{ status: 200, «contradiction»location: /home }] }",
    "{ success: [{ status: 2xx, location: /home }] }",
    "{ success: [{ status: 204, «contradiction»locationNot: error }] }",
    "{ success: [{ status: 302, location: a, «contradiction»locationNot: a }] }",
    "{ success: [{ status: 200, body: a, «contradiction»bodyNot: a }] }",
  ])
  func tellsEachMistakeAtItsPlace(delivery: String) {
    let it = profile(delivery)
    #expect(it.found == it.expected, "\(it.findings.map(\.message))")
    for finding in it.findings where finding.code != .badPattern {
      #expect(finding.help != nil, "\(finding.message)")
    }
  }

  @Test func takesTheFirstFormThatCanBePresented() throws {
    let rule = try rule("{ success: [{ status: 2xx }] }")
    #expect(rule.artifact == "link")
    #expect(rule.redirectsMax == 0)
    #expect(rule.success.map(\.statuses) == [Array(200...299)])
    #expect(rule.source == "")
    #expect(try self.rule("{ artifact: post, success: [{ status: 2xx }] }").artifact == "post")
  }

  @Test func readsAnswersAsTheyStand() throws {
    let rule = try rule(
      """
      { success: [{ status: [204, 2xx, 302] }, { location: "^/h", locationNot: e, body: b, bodyNot: n }],
        redirects: 3, source: "doc: Answers" }
      """)
    #expect(rule.success[0].statuses == [204] + (200...299).filter { $0 != 204 } + [302])
    #expect(rule.success[0].location == nil && rule.success[0].bodyNot == nil)
    let patterns = [
      rule.success[1].location, rule.success[1].locationNot, rule.success[1].body,
      rule.success[1].bodyNot,
    ]
    #expect(patterns.map { $0?.source } == ["^/h", "e", "b", "n"])
    #expect(rule.success[1].statuses == [])
    #expect(rule.redirectsMax == 3)
    #expect(rule.source == "doc: Answers")
  }

  @Test func wantsAFormToPresent() throws {
    let it = profile(
      "«error contradiction»{ success: [{ status: 200 }] }", artifacts: "t: { kind: token }")
    #expect(it.found == it.expected)
    #expect(it.findings.first?.help == "Add one, or take the delivery out.")
    let named = profile(
      "{ artifact: «error contradiction»t, success: [{ status: 200 }] }",
      artifacts: "t: { kind: token }")
    #expect(named.found == named.expected)
  }

  @Test func offersTheFormsThatThereAre() throws {
    let unknown = profile("{ artifact: likn, success: [{ status: 200 }] }")
    #expect(unknown.findings.first?.help == "Did you mean \"link\"?")
    let wrong = profile("{ artifact: t, success: [{ status: 200 }] }")
    #expect(wrong.findings.first?.help == "Name \"link\" or \"post\".")
  }

  @Test func wantsANameForEachUser() {
    let it = profile("«contradiction»{ success: [{ status: 200 }] }", identity: "")
    #expect(it.found == it.expected)
  }

  /// The words of an answer are those of the language.
  @Test func writesAnswersAsTheLanguageDoes() throws {
    let text = profile(
      "{ success: [{ status: [3xx, 204, 200] }, { body: \"a\\\"b\", bodyNot: n }, { status: 2xx, location: l, locationNot: m }] }"
    ).text
    let profile = try #require(ProfileReader.read(Array(text.utf8), file: "p.yaml").profile)
    #expect(
      profile.delivery?.success.map(Wording(profile).text) == [
        "{ status: [200, 204, 3xx] }", "{ body: \"a\\\"b\", bodyNot: \"n\" }",
        "{ status: [2xx], location: \"l\", locationNot: \"m\" }",
      ])
  }
}
