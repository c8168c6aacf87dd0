import Batches
import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Minting
import Mocks
import Profiles
import Provisioning
import Testing
import Tokens

/// What Muster mints is taken by a mock of the same profile, which checks it with another library.
@Suite struct MintedTests {
  struct Row: Sendable {
    var profile: String
    var csv: String
    var set: [(name: String, value: String)] = []
    var artifact: String?
    var algorithm = Algorithm.hs256
    /// Where the user lands.
    var landing = "/"
    var user: String
  }

  static let rows = [
    Row(
      profile: "bettermode", csv: "sub,name,email\n17,Ada,ada@example.com\n",
      set: [("domain", "127.0.0.1:8443"), ("redirect_uri", "/a b?c=d&e".replacingBlanks)],
      landing: "/a%20b?c=d&e", user: "17"),
    Row(
      profile: "acadio", csv: "email\nada@example.com\n",
      set: [("domain", "a.example.com"), ("go", "/courses")], algorithm: .hs512,
      landing: "/courses", user: "ada@example.com"),
    Row(
      profile: "proprofs", csv: "user_email\nada@example.com\n",
      set: [("domain", "a.example.com")], user: "ada@example.com"),
    Row(
      profile: "zendesk", csv: "name,email\nAda,ada@example.com\n",
      set: [("domain", "a.example.com")], artifact: "form", user: "ada@example.com"),
    Row(
      profile: "tinydrive", csv: "sub,name\n17,Ada\n", algorithm: .ps256, user: "17"),
    Row(profile: "mediaos", csv: "email\nada@example.com\n", user: "ada@example.com"),
  ]

  @Test(arguments: rows)
  func isTakenByItsMock(_ row: Row) async throws {
    let material =
      row.algorithm.keyKind == .secret
      ? SecretBytes(Array((Vectors.secret + Vectors.secret).utf8))
      : try KeyGenerator.privateKeyPEM(for: row.algorithm)
    let profile = try MockKit.profile(row.profile)
    var options = ProvisioningOptions()
    options.parameters = row.set
    options.algorithm = row.algorithm
    options.artifact = row.artifact
    options.rendersFields = true
    let artifact = try Self.mint(row, profile, options, material)
    let platform = try await MockPlatform(profile, options, key: material)
    try await MockKit.application(platform).test(.router) { client in
      let response = try await Self.present(artifact, client)
      #expect(response.status == .found, "\(String(buffer: response.body))")
      #expect(response.headers[.location] == row.landing)
    }
    #expect(platform.memory.names == [row.user])
  }

  private static func mint(
    _ row: Row, _ profile: Profile, _ options: ProvisioningOptions, _ material: SecretBytes
  ) throws -> String {
    let result = ProfileCompiler.compile(profile, options)
    let compiled = try #require(result.compiled, "\(result.findings)")
    let key = try SigningKey.load(
      material, for: row.algorithm, derivation: profile.key.derivation)
    var reader = BatchReader(Array(row.csv.utf8), format: .csv, dialect: .comma)
    _ = try reader.readHeader()
    var record = Record()
    let isThere = try reader.next(into: &record)
    #expect(isThere)
    let minter = try Minter(
      compiled, keys: .one(key),
      form: RowForm(format: .csv, dialect: .comma, columns: reader.columns), seats: 1)
    let minted = try minter.mint(
      StoredRow(record), at: NumericDate(secondsSinceEpoch: Vectors.time), .seeded(7))
    guard case .artifact(let artifact) = minted else {
      Issue.record("\(minted)")
      return ""
    }
    return String(decoding: artifact.bytes, as: Unicode.UTF8.self)
  }

  /// Does with an artifact what a browser would.
  private static func present(
    _ artifact: String, _ client: some TestClientProtocol
  ) async throws -> TestResponse {
    let lines = artifact.split(separator: "\n", omittingEmptySubsequences: false)
    guard artifact.hasPrefix("https://"), let scheme = lines.first?.dropFirst("https://".count),
      let slash = scheme.firstIndex(of: "/")
    else {
      return try await client.execute(
        uri: "/mock/token", method: .post, body: ByteBuffer(string: artifact))
    }
    let target = String(scheme[slash...])
    guard lines.count == 2 else { return try await client.execute(uri: target, method: .get) }
    return try await client.execute(
      uri: target, method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
      body: ByteBuffer(string: String(lines[1])))
  }
}

extension String {
  fileprivate var replacingBlanks: String { split(separator: " ").joined(separator: "%20") }
}
