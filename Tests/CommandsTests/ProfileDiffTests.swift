import Foundation
import Testing

@Suite struct ProfileDiffTests {
  static let before = """
    muster: 1
    name: acme
    title: Acme
    documents: { guide: { title: Guide } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: { description: The id., maxLength: 50 }
        role: { enum: [a, b] }
        tags: { type: array, separator: "," }
        exp: { type: integer, generate: { time: expiry } }
    effects:
      - { id: wipe, kind: destructive, description: Removes tags., when: { tags: { maxItems: 0 } } }
    artifacts:
      link: { kind: url, url: https://acme.example/sso, query: { jwt: "{token}" } }

    """

  static func folder() throws -> Folder {
    let after = before.replacingOccurrences(of: "maxLength: 50", with: "maxLength: 40")
      .replacingOccurrences(of: "[a, b]", with: "[a, b, c]")
      .replacingOccurrences(of: "The id.", with: "An id.")
      .replacingOccurrences(of: "destructive,", with: "destructive, hold: false,")
      .replacingOccurrences(of: "jwt:", with: "token:")
    let looser = before.replacingOccurrences(of: "maxLength: 50", with: "maxLength: 51")
    return try Folder(["a.yaml": before, "b.yaml": after, "c.yaml": looser, "bad.yaml": "x: 1\n"])
  }

  @Test func tellsEachChangeOnALineOfItsOwn() async throws {
    let folder = try Self.folder()
    try await folder.expect(
      "muster profile diff a.yaml b.yaml", exit: 1,
      out: """
        breaking: claims.sub.maxLength: 50 → 40 (the limit is tighter)
        changed:  claims.role.enum: ["a", "b"] → ["a", "b", "c"]
        breaking: effects.wipe.hold: true → false (rows that have it are no longer held back)
        breaking: artifacts.link.query: jwt={token} → token={token} (the artifact is another one)
        """,
      err: """
        4 changes, 3 breaking; and 1 in the documentation only
        """)
    try await folder.expect(
      "muster profile diff a.yaml a.yaml", err: "nothing changes")
  }

  @Test func endsWithOneForAnyChangeOrForABreakingOne() async throws {
    let folder = try Self.folder()
    for (command, exit) in [
      ("a.yaml c.yaml", 1), ("a.yaml c.yaml --breaking", 0), ("c.yaml a.yaml --breaking", 1),
      ("a.yaml a.yaml --breaking", 0), ("a.yaml nothing", 78), ("bad.yaml a.yaml", 78),
      ("a.yaml", 64), ("a.yaml b.yaml --format xml", 64),
      ("a.yaml b.yaml --format json --format text", 64),
    ] as [(String, Int32)] {
      let outcome = try await folder.run("muster profile diff \(command)")
      #expect(outcome.exit == exit, "\(command)\n\(outcome.err)")
    }
  }

  @Test func tellsItAsJSON() async throws {
    try await Self.folder().expect(
      "muster profile diff a.yaml c.yaml --format json", exit: 1,
      out: """
        {"before":"a.yaml","after":"c.yaml","changes":[{"path":"claims.sub.maxLength","before":"50","after":"51","breaking":null}],"breaking":0,"compatible":1,"documentation":0}
        """)
  }

  @Test func comparesABuiltInProfileWithACopy() async throws {
    let folder = try Self.folder()
    try await folder.expect("muster profile show bettermode > mine.yaml")
    try await folder.expect("muster profile diff bettermode mine.yaml", err: "nothing changes")
  }
}
