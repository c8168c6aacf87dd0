import Foundation
import Testing

@Suite struct ProfileDocsTests {
  static var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "\(ProfileNewTests.root)/profiles")
        .sorted()
    }
  }

  @Test func writesAWholePage() async throws {
    let folder = try Folder(["acme.yaml": Self.profile])
    try await folder.expect(
      "muster profile docs acme.yaml", out: try ProfileNewTests.snapshot("docs.md"))
  }

  /// The page's own commands, run on the page's own file: the row is accepted.
  @Test func givesAFileThatIsAccepted() async throws {
    for name in try Self.names {
      let folder = try Folder()
      let page = try await folder.run("muster profile docs \(name)")
      #expect(page.exit == 0, "\(name): \(page.err)")
      #expect(page.err == "", "\(name)")
      let section = page.out.components(separatedBy: "## A file to start from\n").last ?? ""
      let match = try #require(section.firstMatch(of: /```(csv|jsonl)\n([^`]*\n)```/), "\(name)")
      try folder.write("batch.\(match.output.1)", String(match.output.2))
      let command = try #require(
        page.out.components(separatedBy: "\n").last { $0.hasPrefix("muster check ") })
      let outcome = try await folder.run("\(command) --now 1700000000")
      #expect(outcome.exit == 0, "\(name): \(command)\n\(match.output.2)\n\(outcome.err)")
      #expect(outcome.err.contains(": 1 row: 1 accepted, 0 rejected"), "\(name): \(outcome.err)")
    }
  }

  /// Every column, parameter, rule, effect and form of a profile stands on its page.
  @Test func namesEverything() async throws {
    let folder = try Folder()
    for name in try Self.names {
      let page = try await folder.run("muster profile docs \(name)").out
      let yaml = try await folder.run("muster profile show \(name)").out
      let ids = yaml.matches(of: /- id: ([a-z0-9_-]+)/).map { String($0.output.1) }
      for id in ids { #expect(page.contains("`\(id)`"), "\(name): \(id)") }
    }
  }

  static let profile = """
    muster: 1
    name: acme
    title: Acme Forum
    summary: Signs a member in.
    documents: { guide: { title: SSO guide, url: "https://acme.example/sso" } }
    parameters:
      required: [domain]
      properties:
        domain: { description: Host of the forum., format: host-port, examples: [forum.example.com] }
        tier: { type: integer, default: 1 }
    inputs:
      properties:
        go: { description: Where the user lands., format: relative-path, request: [go, next] }
        csp: { nonce: true, pattern: "^[A-Za-z0-9+/_-]{22,}={0,2}$", examples: [q83vASNFZ4mrze8BI0Vn-_] }
    token: { algorithms: [HS256, HS384] }
    key:
      kind: secret
      derivation: [md5, hex]
      doubtful: [{ pattern: "^pk_", message: This is the public id. }]
    lifetime: { claim: exp, default: 60s, maximum: 5m, source: "muster: five minutes are our own bound" }
    columns: { unknown: reject }
    identity: [sub]
    claims:
      required: [sub, email]
      properties:
        sub: { description: The user's id., from: [user_id, sub], maxLength: 40 }
        email: { format: email }
        role: { enum: [member, moderator], default: member }
        nick: { clear: { marker: "-", value: "" }, source: "muster: the sample shows it" }
        tags: { type: array, separator: ";", items: { type: string, minLength: 1 }, maxItems: 3 }
        pin: { secret: true, pattern: "^[0-9]{4}$" }
        exp: { type: integer, generate: { time: expiry } }
        jti: { generate: { random: uuid } }
      additionalProperties: false
    rules:
      - { id: moderators-have-tags, message: A moderator has tags., when: { role: { const: moderator } }, requires: [tags] }
    effects:
      - { id: clear-tags, kind: destructive, description: Removes every tag., when: { tags: { maxItems: 0 } } }
    artifacts:
      link: { kind: url, url: "https://{domain}/sso", query: { jwt: "{token}", go: "{go}" } }
      page: { kind: html, template: "<script nonce='{csp}'>t = '{token}';</script>", requires: [inputs.csp] }
      token: { kind: token }
    delivery:
      success: [{ status: [302, 303], locationNot: "error|/login" }, { status: 2xx, body: signed in }]
      source: "muster: no answer is shown"

    """
}
