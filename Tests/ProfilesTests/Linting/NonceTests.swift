import Findings
import Profiles
import Testing

/// The nonce of a page's Content-Security-Policy.
@Suite struct NonceTests {
  private static let good = "\"^[A-Za-z0-9+/_-]{22,}={0,2}$\""

  private func profile(_ inputs: String) -> MarkedProfile {
    MarkedProfile(
      """
      muster: 1
      name: small
      title: Small
      documents: { doc: { title: A document } }
      inputs:
        properties:
          \(inputs.split(separator: "\n").joined(separator: "\n    "))
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: { claim: exp, default: 60s }
      identity: sub
      claims:
        required: [sub]
        properties:
          sub: {}
          exp: { type: integer, generate: { time: expiry } }
      artifacts:
        plain: { kind: html, template: "<script>t = '{token}';</script>" }
        page:
          kind: html
          template: "<script nonce='{n}'>t = '{token}';</script>"
          requires: [inputs.n]
      """)
  }

  @Test(arguments: [
    "nonce: true, pattern: \(good)", "nonce: false", "nonce: true, pattern: \(good), maxLength: 99",
    "«error missing-key»nonce: true", "«error missing-key»nonce: true, minLength: 22",
    "nonce: «error wrong-kind»yes", "nonce: «error wrong-kind»q83v",
    "nonce: true, pattern: \"«error bad-pattern»[a\"",
    // Too much, and too little.
    "nonce: true, pattern: «error contradiction»\".\"",
    "nonce: true, pattern: «error contradiction»\"^[A-Za-z0-9+/=_-]*$\"",
    "nonce: true, pattern: «error contradiction»\"^[A-Za-z0-9+/_-]{22,}={0,2}\"",
    "nonce: true, pattern: «error contradiction»\"[A-Za-z0-9+/_-]{22,}={0,2}$\"",
    "nonce: true, pattern: «error contradiction»\"^[A-Za-z0-9+/_ -]{22,}={0,2}$\"",
    "nonce: true, pattern: «error contradiction»\"^[A-Za-z0-9]{22,}={0,2}$\"",
    "nonce: true, pattern: «error contradiction»\"^[A-Za-z0-9+/]{22}==$\"",
    "nonce: true, pattern: «error contradiction»\"^[A-Za-z0-9_-]{22}$\"",
    "nonce: true, pattern: «error contradiction»\(good), maxLength: 20",
    "nonce: true, pattern: \(good), «error contradiction»request: n",
    "nonce: true, pattern: \(good), «error contradiction»from: [n]",
    "nonce: true, pattern: \(good), «error contradiction»value: q83vASNFZ4mrze8BI0Vn-_",
    "nonce: true, pattern: \(good), «error contradiction»default: q83vASNFZ4mrze8BI0Vn-_",
    "nonce: true, pattern: \(good), «error contradiction»generate: { random: base64url }",
    "nonce: true, pattern: \(good), «error contradiction»transform: [trim]",
  ])
  func takesOneThatAServerCanMake(input: String) {
    let it = profile("n: { \(input) }")
    #expect(it.found == it.expected)
    for finding in it.findings where finding.code != .wrongKind {
      #expect(finding.help != nil, "\(finding.message)")
    }
  }

  /// The pattern that the help offers is one that is taken.
  @Test func offersAPatternThatIsTaken() throws {
    let help = try #require(profile("n: { nonce: true }").findings.first?.help)
    #expect(help == "Write pattern: \(Self.good).")
  }

  @Test func takesNoOtherType() {
    let it = profile(
      "n: { type: integer, «error contradiction»nonce: true, pattern: «contradiction»\(Self.good) }"
    )
    #expect(it.found.contains(it.expected[0]))
  }

  @Test func takesOneOfThem() throws {
    let it = profile(
      "n: { nonce: true, pattern: \(Self.good) }\nm: { nonce: «error contradiction»true, pattern: \(Self.good) }"
    )
    #expect(it.found.filter { $0.contains("error") } == it.expected)
    #expect(
      it.findings.contains { $0.message == "A page has one nonce, and \"n\" is it already." })
  }

  @Test func isKnownToWhoeverServes() throws {
    let text = profile("n: { nonce: true, pattern: \(Self.good) }").text
    let read = try #require(ProfileReader.read(Array(text.utf8), file: "p.yaml").profile)
    #expect(read.inputs.properties.map(\.isPageNonce) == [true])
    #expect(read.inputs.properties.map(\.requestNames) == [[]])
  }
}
