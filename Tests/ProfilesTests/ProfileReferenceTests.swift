import Bytes
import Findings
import Foundation
import Profiles
import TestKit
import Testing

/// The reference page is what the table says, key by key.
@Suite struct ProfileReferenceTests {
  @Test func thePageIsWhatTheTableSays() throws {
    let page = documentation("ProfileReference.md")
    #expect(
      page == ProfileReference.markdown(),
      "Renew it: muster profile reference > Sources/Muster/Muster.docc/ProfileReference.md")
  }

  @Test func theSchemaIsWhatTheTableSays() throws {
    #expect(
      documentation("Resources/profile.schema.json") == LanguageSchema.text(),
      "Renew it: muster profile schema --language > Sources/Muster/Muster.docc/Resources/profile.schema.json"
    )
  }

  /// An example that its own line of YAML does not give would be missing from the schema.
  @Test(arguments: ProfileFormat.mappings.map(\.id))
  func everyExampleIsAValueOfItsKey(_ id: String) throws {
    let mapping = try #require(ProfileFormat.mappings.first { $0.id == id })
    let object = id == "profile" ? LanguageSchema.tree() : LanguageSchema.tree()["$defs"]?[id]
    for key in mapping.keys {
      #expect(object?["properties"]?[key.name]?["examples"] != nil, "\(id).\(key.name)")
    }
  }

  @Test(arguments: ProfileFormat.transformSteps.steps.map(\.example))
  func everyTransformOfTheTableIsRead(_ step: String) {
    let types = Vocabulary.types.words.map { "\"\($0)\"" }.joined(separator: ", ")
    let properties = "a: { type: [\(types)], transform: [\(step)] }"
    #expect(findings(claims: properties, derivation: "trim") == [])
  }

  @Test(arguments: ProfileFormat.keySteps.steps.map(\.example))
  func everyDerivationStepOfTheTableIsRead(_ step: String) {
    #expect(findings(claims: "a: {}", derivation: step) == [])
  }

  @Test(arguments: [
    ("items: true", []), ("items: false", []), ("prefixItems: [true, { type: string }]", []),
    ("not: false", []), ("anyOf: [false, true]", []), ("patternProperties: { a: false }", []),
    ("properties: { a: false }", []), ("if: true", []),
    ("items: yes", ["wrong-kind"]), ("anyOf: true", ["wrong-kind"]), ("enum: a", ["wrong-kind"]),
    ("enum: []", ["bad-value"]), ("dependentRequired: { a: [] }", []),
    ("dependentRequired: { a: b }", ["wrong-kind"]),
  ])
  func takesBooleansForSchemas(_ keyword: String, codes: [String]) {
    let found = findings(claims: "a: { items: { \(keyword) }, type: array }", derivation: "trim")
    #expect(found.map(\.code.rawValue) == codes)
  }

  private func findings(claims: String, derivation: String) -> [Finding] {
    let profile = """
      muster: 1
      name: acme
      title: Acme
      documents: { guide: { title: Guide } }
      token: { algorithms: [HS256] }
      key: { kind: secret, derivation: [\(derivation)] }
      lifetime: { claim: exp, default: 60s }
      claims: { properties: { \(claims), exp: { type: integer, generate: { time: expiry } } } }
      artifacts: { token: { kind: token } }
      """
    return ProfileReader.read(Array(profile.utf8), file: "acme.yaml").findings
  }

  @Test func everyKeyHasAMeaningAndAnExampleOfItsOwn() {
    #expect(problems(of: ProfileFormat.mappings) == [])
  }

  @Test func thePageOfFindingCodesIsWhatTheRegistrySays() throws {
    let page = documentation("FindingCodes.md")
    #expect(
      page == FindingReference.markdown(),
      "Renew it: muster profile reference --codes > Sources/Muster/Muster.docc/FindingCodes.md")
  }

  @Test func everyFindingCodeStandsInOneGroup() {
    #expect(FindingCode.groups.flatMap(\.codes) == FindingCode.allCases)
  }

  /// The first block of the tutorial is a profile; the others are the parts of a larger one.
  @Test func theTutorialsProfilesHaveNoFindings() throws {
    let blocks = documentation("ProfileLanguage.md").components(separatedBy: "```yaml\n")
      .dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
    let first = try #require(blocks.first)
    let head = try #require(first.components(separatedBy: "\ntoken:").first)
    let whole = ([head] + blocks.dropFirst()).joined(separator: "\n")
    for text in [first, whole] {
      let result = ProfileReader.read(Array(text.utf8), file: "acme.yaml")
      #expect(result.findings == [])
      #expect(result.profile != nil)
    }
  }

  /// Each block of the recipes, in the place of the same keys of a small profile.
  @Test func theRecipesHaveNoFindings() throws {
    let base = """
      muster: 1
      name: recipe
      title: A recipe
      documents: { guide: { title: Guide } }
      token: { algorithms: [HS256] }
      key: { kind: secret }
      lifetime: {}
      claims: { properties: { sub: {} } }
      artifacts: { token: { kind: token } }
      """
    let blocks = documentation("ProfileRecipes.md").components(separatedBy: "```yaml\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
    #expect(blocks.count == 30)
    for block in blocks {
      var keys = block.split(separator: "\n").filter { $0.first?.isLetter == true }
        .compactMap { $0.split(separator: ":").first }
      if keys.contains("container") { keys.append("token") }
      let kept = base.split(separator: "\n").filter { line in
        !keys.contains { line.hasPrefix("\($0):") }
          && !(line.hasPrefix("artifacts") && block.contains("signature:")
            && !block.contains("text:"))
      }
      let text = kept.joined(separator: "\n") + "\n" + block
      let result = ProfileReader.read(Array(text.utf8), file: "recipe.yaml")
      #expect(result.findings == [], "\(block)")
    }
  }
}
