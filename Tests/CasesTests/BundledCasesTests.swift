import BundledProfiles
import Cases
import Foundation
import Profiles
import Testing

/// The built-in profiles, by their own cases; and the page that teaches cases.
@Suite struct BundledCasesTests {
  /// Profiles that have no cases yet.
  private static let without: [String] = []

  private static let names = BundledProfiles.names.filter { BundledProfiles.cases($0) != nil }

  private func run(_ name: String) throws -> (profile: Profile, file: CaseFile, [CaseResult]) {
    let profile = try #require(
      ProfileReader.read(Array((BundledProfiles.text(name) ?? "").utf8), file: name).profile)
    let (file, findings) = CaseReader.read(
      Array((BundledProfiles.cases(name) ?? "").utf8), file: "\(name)/cases.yaml", of: profile)
    try #require(marks(findings) == [])
    let cases = try #require(file)
    let runner = CaseRunner(
      profile,
      keyFile: { key in BundledProfiles.testKey(key, of: name).map { Array($0.utf8) } },
      uptimeSeconds: { 0 })
    return (profile, cases, cases.cases.map { runner.run($0) })
  }

  @Test func everyProfileHasCases() {
    #expect(BundledProfiles.names.filter { !Self.names.contains($0) } == Self.without)
  }

  @Test(arguments: names) func everyCasePasses(name: String) throws {
    let failures = try run(name).2.filter { !$0.hasPassed }
    #expect(failures.map { "\($0.testCase.name): \($0.differences?.map(\.text) ?? [])" } == [])
  }

  @Test(arguments: names) func everyRuleEffectAndLimitHasItsCases(name: String) throws {
    let (profile, file, results) = try run(name)
    let coverage = Coverage(profile, file, results)
    #expect(coverage.missing.map(\.words) == [])
    #expect(marks(coverage.findings) == [])
  }

  // MARK: The page

  private static func page(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Sources/Muster/Muster.docc/\(name)"), encoding: .utf8)
  }

  private static func firstBlock(_ name: String) throws -> String {
    let blocks = try page(name).components(separatedBy: "```yaml\n").dropFirst()
    return try #require(blocks.first?.components(separatedBy: "\n```").first)
  }

  @Test func thePagesTablesAreWhatTheFormatSays() throws {
    #expect(
      try Self.page("ProfileCases.md").hasSuffix("\n" + CasesReference.markdown()),
      "Renew the tables: muster profile reference --cases")
  }

  @Test func thePagesCasesPass() throws {
    let text = try Self.firstBlock("ProfileLanguage.md")
    let profile = try #require(ProfileReader.read(Array(text.utf8), file: "p.yaml").profile)
    let (file, findings) = CaseReader.read(
      Array(try Self.firstBlock("ProfileCases.md").utf8), file: "cases.yaml", of: profile)
    #expect(marks(findings) == [])
    let runner = CaseRunner(profile, keyFile: { _ in nil }, uptimeSeconds: { 0 })
    let results = try #require(file).cases.map { runner.run($0) }
    #expect(results.map { $0.differences?.map(\.text) } == [[], [], []])
  }

  @Test(arguments: CasesFormat.mappings.map(\.id))
  func everyKeyHasAMeaningAndAnExample(id: String) throws {
    let mapping = try #require(CasesFormat.mappings.first { $0.id == id })
    for key in mapping.keys {
      #expect(!key.meaning.isEmpty, "\(id).\(key.name)")
      #expect(key.example.hasPrefix(key.name), "\(id).\(key.name)")
    }
  }
}
