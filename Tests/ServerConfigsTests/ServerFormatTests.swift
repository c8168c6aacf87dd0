import Foundation
import Profiles
import TestKit
import Testing

@testable import ServerConfigs

/// The page and the schema are what the table says, key by key.
@Suite struct ServerFormatTests {
  private func page(_ name: String) -> String {
    String(
      decoding: fileBytes("\(checkoutRoot)/Sources/Muster/Muster.docc/\(name)"), as: UTF8.self)
  }

  @Test func thePageIsWhatTheTableSays() {
    #expect(
      page("ServeReference.md") == ServerReference.markdown(),
      "Renew it: muster serve reference > Sources/Muster/Muster.docc/ServeReference.md")
  }

  @Test func theSchemaIsWhatTheTableSays() {
    #expect(
      page("Resources/server.schema.json") == ServerSchema.text(),
      "Renew it: muster serve schema > Sources/Muster/Muster.docc/Resources/server.schema.json")
  }

  @Test(arguments: ServerFormat.mappings.map(\.id))
  func everyKeyHasAMeaningAndAnExampleOfItsOwn(_ id: String) throws {
    let mapping = try #require(ServerFormat.mappings.first { $0.id == id })
    for key in mapping.keys {
      #expect(!key.meaning.isEmpty, "\(id).\(key.name)")
      let yaml = YAMLReader.read(Array(key.example.utf8), file: "example")
      #expect(yaml.findings == [] && yaml.root?.keys == [key.name], "\(id).\(key.name)")
      switch key.kind {
      case .mapping(let other), .mappings(let other), .list(let other):
        #expect(ServerFormat.mappings.contains { $0.id == other }, "\(id).\(key.name)")
      default: break
      }
    }
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
    let blocks = page("Serving.md").components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
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
