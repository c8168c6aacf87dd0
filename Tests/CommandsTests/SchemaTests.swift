import Foundation
import Testing

/// The schemas that the program writes.
@Suite struct SchemaTests {
  private static let profile = """
    muster: 1
    name: acme
    title: Acme Forum
    documents: { guide: { title: Guide } }
    parameters: { required: [domain], properties: { domain: { format: host-port } } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: { maxLength: 40 }
        tags: { type: array, items: { type: string } }
        exp: { type: integer, generate: { time: expiry } }
    rules:
      - { id: no-tags, message: No tags., excludes: [tags], when: { parameters.domain: { const: a.example } } }
    artifacts:
      link: { kind: url, url: "https://{domain}/", query: { jwt: "{token}" } }

    """

  @Test func writesTheSchemaOfRecords() async throws {
    let folder = try Folder(["acme.yaml": Self.profile])
    try await folder.expect(
      "muster profile schema acme.yaml --set domain=a.example",
      out: """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Acme Forum: records",
          "description": "One record of a JSON or JSON Lines batch for the profile acme, with domain set. A key with null is the same as no key.",
          "$comment": "Checked by Muster alone: JSON that does not parse, repeated keys, and limits of size and depth. Each sub may occur once in a batch. Keys are spelled as here; Muster also takes another case, with the warning column-case.",
          "type": "object",
          "properties": {
            "sub": { "type": "string", "maxLength": 40 },
            "tags": { "type": ["array", "null"], "items": { "type": "string" } },
            "muster_raw": {
              "description": "The text of a record that could not be read, in rejects.",
              "type": "null"
            }
          },
          "patternProperties": { "^muster_": true },
          "required": ["sub"],
          "additionalProperties": { "type": "null" },
          "allOf": [
            {
              "$comment": "Rule no-tags: No tags.",
              "not": { "required": ["tags"], "properties": { "tags": { "not": { "type": "null" } } } }
            }
          ]
        }
        """)
    let unset = try await folder.run("muster profile schema acme.yaml")
    #expect(unset.out.contains("Not set here, and needed by a run: domain."))
    #expect(unset.out.contains("\"Rule no-tags: No tags. Muster alone checks it.\""))
  }

  @Test func writesTheSchemaOfTheLanguage() async throws {
    let outcome = try await Folder().run("muster profile schema --language")
    #expect(outcome.exit == 0)
    #expect(outcome.err == "")
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = root.appending(path: "Sources/Muster/Muster.docc/Resources/profile.schema.json")
    #expect(try outcome.out == String(contentsOf: page, encoding: .utf8))
  }

  @Test func refusesWhatARunWouldRefuse() async throws {
    let folder = try Folder(["acme.yaml": Self.profile])
    try await folder.expect(
      "muster profile schema acme.yaml --set domian=a.example", exit: 64,
      err: """
        error[unknown-parameter]: The profile acme has no parameter "domian".
            help: Did you mean "domain"?
        """)
    try await folder.expect(
      "muster profile schema", exit: 64,
      err: """
        muster: Whose records? Name a profile.
            help: For example: muster profile schema bettermode; or give --language.
        """)
    try await folder.expect(
      "muster profile schema acme.yaml --language", exit: 64,
      err: """
        muster: --language is the schema of all profiles, so it takes nothing else.
            help: Leave out --language for the records of one profile.
        """)
  }
}
