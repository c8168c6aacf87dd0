import Foundation
import Profiles
import TestKit
import Testing

@testable import ServerConfigs

/// The page and the schema are what the table says, key by key.
@Suite struct ServerFormatTests {
  @Test func thePageIsWhatTheTableSays() {
    #expect(
      documentation("ServeReference.md") == ServerReference.markdown(),
      "Renew it: muster serve reference > Sources/Muster/Muster.docc/ServeReference.md")
  }

  @Test func theSchemaIsWhatTheTableSays() {
    #expect(
      documentation("Resources/server.schema.json") == ServerSchema.text(),
      "Renew it: muster serve schema > Sources/Muster/Muster.docc/Resources/server.schema.json")
  }

  @Test func everyKeyHasAMeaningAndAnExampleOfItsOwn() {
    #expect(problems(of: ServerFormat.mappings) == [])
  }

  /// The examples of all keys that may stand together are a server that nothing is wrong with.
  @Test func theExamplesAreAServer() throws {
    let text = ServerFormat.server.keys.map(\.example).joined(separator: "\n")
    let (config, findings) = ServerConfigReader.read(Array(text.utf8), file: "a.yaml")
    #expect(findings == [])
    #expect(config != nil)
  }

  /// The page that teaches shows servers; each is one that can be read.
  @Test func thePageShowsServersThatCanBeRead() throws {
    let blocks = yamlBlocks(of: documentation("Serving.md"))
    #expect(blocks.contains { $0.hasPrefix("muster: 1") })
    let least = [
      "muster: 1", "publicURL: https://sso.example.com",
      "authenticators: { editors: { bearer: tokens.txt } }",
      "profiles: { a: { profile: acme, key: { file: a }, offers: tickets } }",
    ]
    for part in blocks {
      let keys = part.split(separator: "\n").map { $0.prefix { $0 != ":" } }
      let rest = least.filter { line in !keys.contains(line.prefix { $0 != ":" }) }
      let text = rest.joined(separator: "\n") + "\n" + part + "\n"
      #expect(ServerConfigReader.read(Array(text.utf8), file: "a.yaml").findings == [], "\(part)")
    }
  }
}

@Suite struct ServerSamplesTests {
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(checkoutRoot)/samples/server")) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  @Test func thereAreSamples() { #expect(Self.names.count >= 2) }

  @Test(arguments: names)
  func nothingIsToBeSaidOfASample(name: String) throws {
    let file = "\(checkoutRoot)/samples/server/\(name)"
    let document = ServerDocument(fileBytes(file), file: file)
    #expect(!document.profiles.isEmpty)
    var profiles: [String: Profile] = [:]
    for mount in document.profiles {
      profiles[mount.mount] =
        ProfileReader.read(profileText(mount.profile), file: mount.profile).profile
    }
    #expect(profiles.count == document.profiles.count)
    let findings = ServerLint.check(
      document, profile: { profiles[$0] },
      exists: { FileManager.default.fileExists(atPath: $0) })
    #expect(findings == [])
    let config = try #require(document.config)
    for authenticator in config.authenticators {
      guard case .file(let path) = authenticator.material else { continue }
      let (loaded, findings) = authenticator.load(fileBytes(config.path(path)))
      #expect(findings == [] && loaded != nil)
    }
  }
}
