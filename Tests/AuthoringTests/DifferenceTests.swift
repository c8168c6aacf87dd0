import Authoring
import Findings
import Profiles
import TestKit
import Testing

/// A change of one place of a profile, and what the difference says of it.
struct Edit: CustomTestStringConvertible, Sendable {
  /// The mapping and key of the language that the edit is about: `property.maxLength`.
  var key: String
  var from: String
  var to: String
  var forward: [String]
  var backward: [String]

  init(_ key: String, _ from: String, _ to: String, _ forward: String..., back: String...) {
    self.key = key
    self.from = from
    self.to = to
    self.forward = forward
    backward = back
  }

  var testDescription: String { "\(key): \(from) → \(to)" }
}

@Suite struct DifferenceTests {
  @Test func tellsThatASecretChangedAndNotWhatItIs() throws {
    let text = """
      muster: 1
      name: p
      title: P
      documents: { g: { title: G } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: {}
      claims: { properties: { pin: { secret: true, default: "4711" } } }
      artifacts: { token: { kind: token } }
      """
    let lines = try Self.lines(text, text.replacing("4711", with: "4712"))
    #expect(lines.count == 1)
    #expect(lines.first?.contains("claims.pin.default: <redacted ") == true)
    #expect(!lines.joined().contains("471"))
    #expect(try Self.lines(text, text) == [])
  }

  static func profile(_ text: String) throws -> Profile {
    let result = ProfileReader.read(Array(text.utf8), file: "p.yaml")
    #expect(result.findings.filter { $0.severity == .error }.map(\.message) == [])
    return try #require(result.profile)
  }

  /// `! ` stands before what breaks, and the reason behind it.
  static func lines(_ before: String, _ after: String) throws -> [String] {
    let difference = Difference(from: try profile(before), to: try profile(after))
    return difference.changes.map { change in
      let text = "\(change.path): \(change.before ?? "none") → \(change.after ?? "none")"
      return change.breaking.map { "! \(text) (\($0))" } ?? text
    }
  }

  @Test(arguments: EditTable.all)
  func tellsWhatAnEditChanges(edit: Edit) throws {
    let isContainer = !EditTable.base.contains(edit.from)
    let base = isContainer ? EditTable.container : EditTable.base
    let parts = base.components(separatedBy: edit.from)
    #expect(parts.count == 2, "the place is not the only one")
    let edited = parts.joined(separator: edit.to)
    #expect(try Self.lines(base, edited) == edit.forward)
    #expect(try Self.lines(edited, base) == edit.backward)
  }

  /// A key that the language gains has to be thought of here: it changes something on the wire or
  /// for a batch, or it is documentation.
  @Test func knowsEveryKeyOfTheLanguage() {
    let edits = Set(EditTable.all.map(\.key))
    let documentation: Set = [
      "title", "description", "examples", "source", "summary", "documents", "message",
    ]
    let structure: Set = [
      // Groups whose keys are edited themselves.
      "profile.muster", "profile.parameters", "profile.inputs", "profile.token", "profile.key",
      "profile.lifetime", "profile.columns", "profile.claims", "profile.rules", "profile.effects",
      "profile.artifacts", "properties.properties", "key.parts", "key.doubtful", "lifetime.age",
      "container.signature",
    ]
    // Schemas are compared as those of properties are; documents are documentation.
    let compared = ProfileFormat.mappings.filter { !["schema", "document"].contains($0.id) }
    var missing: [String] = []
    for mapping in compared {
      for key in mapping.keys where !documentation.contains(key.name) {
        let name = "\(mapping.id).\(key.name)"
        if !edits.contains(name) && !structure.contains(name) { missing.append(name) }
      }
    }
    #expect(missing == [])
  }

  @Test func seesNothingInFormatting() throws {
    let flow = """
      # A comment.
      claims: { properties: { sub: { maxLength: 5, type: string } }, required: sub }
      artifacts: { token: { kind: token } }
      muster: 1
      name: "a"
      lifetime: {}
      key: { kind: secret }
      token: { algorithms: HS256 }
      title: A
      documents: { guide: { title: Guide } }

      """
    let block = """
      muster: 1
      name: a
      title: A
      documents:
        guide:
          title: Guide
      token:
        algorithms: [HS256]
        header: { alg: "{algorithm}", typ: JWT }
      key:
        kind: secret
      lifetime: {}
      claims:
        required: [sub]
        properties:
          sub:
            maxLength: 5
      artifacts:
        token:
          kind: token

      """
    #expect(try Self.lines(flow, block) == [])
  }

  @Test func countsDocumentationOnly() throws {
    let edited = EditTable.base
      .replacingOnce("description: The user's id.", "description: Whose it is.")
      .replacingOnce("source: \"guide: sub\"", "source: \"guide: user\"")
      .replacingOnce("message: Give a tag.", "message: A tag is needed.")
    let difference = Difference(
      from: try Self.profile(EditTable.base), to: try Self.profile(edited))
    #expect(difference.changes == [])
    #expect(difference.documentationCount == 3)
  }

  @Test func followsAClaimToItsNewName() throws {
    let edited = EditTable.base
      .replacingOnce("    sub:\n", "    user:\n").replacingOnce(
        "identity: [sub]", "identity: [user]"
      )
      .replacingOnce("claims:\n  required: [sub]", "claims:\n  required: [user]")
      .replacingOnce("email: {", "mail: {")
    #expect(
      try Self.lines(EditTable.base, edited) == [
        "identity.(first): sub → user",
        "! identity: [sub] → [user] (rows with a value twice are refused)",
        "! claims.sub: sub → user (the name is another one)",
        "! claims.email: email → mail (the name is another one)",
        "! claims.mail.columns: [email] → [mail] (a column name is no longer read)",
      ])
  }

  /// The profile's own name of a claim is for batches and rules; the token keeps the other one.
  @Test func keepsAClaimWhoseNameInTheTokenStays() throws {
    let before = EditTable.base.replacingOnce(
      "    email: {", "    mail: { from: [m], claimName: address }\n    email: {")
    let renamed = before.replacingOnce(
      "    mail: { from: [m], claimName: address }",
      "    post: { from: [m], claimName: address, maxLength: 9 }")
    #expect(
      try Self.lines(before, renamed) == [
        "claims.mail: mail → post", "! claims.post.maxLength: none → 9 (the limit is tighter)",
      ])
    let named = before.replacingOnce(
      "    mail: { from: [m], claimName: address }", "    address: { from: [m] }")
    #expect(
      try Self.lines(before, named) == [
        "claims.mail: mail → address", "claims.mail.claimName: address → none",
      ])
    #expect(
      try Self.lines(named, before) == [
        "claims.address: address → mail", "claims.mail.claimName: none → address",
      ])
  }

  @Test func seesWhatIsSaidOfMembers() throws {
    let before = EditTable.base.replacingOnce(
      "city: { type: string }", "city: { type: string, examples: [Rome] }")
    let difference = Difference(
      from: try Self.profile(EditTable.base), to: try Self.profile(before))
    #expect(difference.changes == [])
    #expect(difference.documentationCount == 1)
  }

  /// Two that are alike give no hint which became which.
  @Test func doesNotGuessANewName() throws {
    let before = EditTable.base.replacingOnce("    email: {", "    a: {}\n    b: {}\n    email: {")
    let after = EditTable.base.replacingOnce("    email: {", "    c: {}\n    d: {}\n    email: {")
    #expect(
      try Self.lines(before, after) == [
        "claims.c: none → string", "claims.d: none → string",
        "! claims.a: string → none (the claim is no longer sent)",
        "! claims.b: string → none (the claim is no longer sent)",
      ])
  }

  @Test func tellsAnotherOrder() throws {
    let after = EditTable.base
      .replacingOnce("    email: { format: email, secret: true }\n", "")
      .replacingOnce("    iss: {", "    email: { format: email, secret: true }\n    iss: {")
    #expect(
      try Self.lines(EditTable.base, after) == [
        "claims.(order): [sub, email, kind, tags, score, place, iss, iat, exp] → "
          + "[sub, kind, tags, score, place, email, iss, iat, exp]"
      ])
  }

  @Test(arguments: bundledProfileNames)
  func findsNoDifferenceToItself(name: String) throws {
    let text = String(decoding: profileText(name), as: UTF8.self)
    #expect(try Self.lines(text, text) == [])
  }

  /// What is there twice or nowhere is a change both ways, and each path is named once.
  @Test(arguments: bundledProfileNames)
  func mirrorsEveryChange(name: String) throws {
    let one = try Self.profile(EditTable.base)
    let other = try Self.profile(String(decoding: profileText(name), as: UTF8.self))
    // A change of name is told at the old name, which is another one on the way back.
    func isRenameable(_ path: String) -> Bool {
      path.hasPrefix("inputs.") || path.hasPrefix("parameters.")
    }
    let forward = Difference(from: one, to: other).changes.filter { !isRenameable($0.path) }
    let backward = Difference(from: other, to: one).changes.filter {
      !isRenameable($0.path)
    }
    #expect(
      Set(forward.map { "\($0.path) \($0.before ?? "-") \($0.after ?? "-")" })
        == Set(backward.map { "\($0.path) \($0.after ?? "-") \($0.before ?? "-")" }))
    #expect(Set(forward.map(\.path)).count == forward.count)
  }
}

extension String {
  func replacingOnce(_ old: String, _ new: String) -> String {
    components(separatedBy: old).joined(separator: new)
  }

  func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var part = Substring(self)
    while let range = part.firstRange(of: separator) {
      parts.append(String(part[..<range.lowerBound]))
      part = part[range.upperBound...]
    }
    return parts + [String(part)]
  }
}
