import BundledProfiles
import Bytes
import Findings
import Hummingbird
import HummingbirdTesting
import Mocks
import Profiles
import Provisioning
import Testing
import Tokens

/// Mocks of built-in and other profiles, at a fixed time.
enum MockKit {
  static func profile(_ name: String) throws -> Profile {
    let text = try #require(BundledProfiles.text(name))
    return try #require(ProfileReader.read(Array(text.utf8), file: name).profile)
  }

  static func platform(
    _ profile: Profile, key: String, algorithm: Algorithm? = nil,
    set: [(name: String, value: String)] = []
  ) async throws -> MockPlatform {
    var options = ProvisioningOptions()
    options.algorithm = algorithm
    options.parameters = set
    return try await MockPlatform(profile, options, key: SecretBytes(Array(key.utf8)))
  }

  static func application(
    _ platform: MockPlatform, _ misbehaviour: Misbehaviour = Misbehaviour(),
    at seconds: Int = Vectors.time + 1
  ) throws -> Application<MockResponder> {
    try MockServer(
      platform, misbehaviour: misbehaviour, port: 0, certificate: nil,
      now: { NumericDate(secondsSinceEpoch: seconds) }, entropy: .seeded(1)
    ).application()
  }

  /// A token over claims as they stand, signed with a secret.
  static func token(
    _ claims: String, secret: String = Vectors.secret,
    header: String = #"{"alg":"HS256","typ":"JWT"}"#,
    algorithm: Algorithm = .hs256
  ) throws -> String {
    let key = try SigningKey.load(SecretBytes(Array(secret.utf8)), for: algorithm)
    var token: [UInt8] = []
    Base64URL.append(Array(header.utf8).span, to: &token)
    token.append(UInt8(ascii: "."))
    Base64URL.append(Array(claims.utf8).span, to: &token)
    var signature: [UInt8] = []
    try Signer(key: key).sign(token.span, into: &signature)
    token.append(UInt8(ascii: "."))
    Base64URL.append(signature.span, to: &token)
    return String(decoding: token, as: Unicode.UTF8.self)
  }

  /// A community's mock, and what its member's claims are by default.
  static func community() async throws -> MockPlatform {
    try await platform(profile("bettermode"), key: Vectors.secret)
  }

  static let sso = "/api/auth/sso?jwt="

  static func member(_ more: String = "") -> String {
    #"{"sub":"17","name":"Ada","email":"ada@example.com","iat":\#(Vectors.time)"#
      + #","exp":\#(Vectors.time + 60)\#(more)}"#
  }
}

extension MockMemory {
  /// What was counted, without what is nought.
  var refused: [String: Int] {
    var refused: [String: Int] = [:]
    for (reason, count) in counts.refused { refused[reason.rawValue] = count }
    return refused
  }

  var names: [String] { users().map { String(decoding: $0.name, as: Unicode.UTF8.self) } }
}
