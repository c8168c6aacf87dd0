import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Mocks
import Profiles
import Provisioning
import Testing
import Tokens

/// Signatures, as the mock's own library sees them.
@Suite struct SignatureTests {
  struct Vector: Sendable {
    var profile: String
    var key: String
    var algorithm: Algorithm
    var token: String
  }

  static let vectors = [
    Vector(profile: "bettermode", key: Vectors.secret, algorithm: .hs256, token: Vectors.hs256),
    Vector(profile: "bettermode", key: "short\n", algorithm: .hs256, token: Vectors.shortKey),
    Vector(
      profile: "proprofs", key: Vectors.apiKey + "\n", algorithm: .hs256, token: Vectors.md5Key),
    Vector(profile: "tinydrive", key: Vectors.rsaKey, algorithm: .rs256, token: Vectors.rs256),
    Vector(profile: "tinydrive", key: Vectors.rsaKey, algorithm: .rs512, token: Vectors.rs512),
    Vector(profile: "tinydrive", key: Vectors.rsaKey, algorithm: .ps384, token: Vectors.ps384),
    Vector(profile: "jsconnect", key: Vectors.ecKey, algorithm: .es256, token: Vectors.es256),
    Vector(profile: "signed", key: Vectors.ed25519Key, algorithm: .edDSA, token: Vectors.edDSA),
  ]

  private func platform(_ vector: Vector) async throws -> MockPlatform {
    let profile =
      vector.profile == "signed" ? try Self.signed() : try MockKit.profile(vector.profile)
    return try await MockKit.platform(profile, key: vector.key, algorithm: vector.algorithm)
  }

  private static func signed() throws -> Profile {
    let text = """
      muster: 1
      name: signed
      title: Signed
      documents: { guide: { title: A test } }
      token: { algorithms: [EdDSA] }
      key: { kind: ed25519, source: "guide: a test" }
      lifetime: { claim: exp, default: 60s, source: "guide: a test" }
      identity: [sub]
      claims:
        required: [sub, name, exp]
        properties:
          sub: { type: string, source: "guide: a test" }
          name: { type: string, source: "guide: a test" }
          exp: { type: integer, generate: { time: expiry }, source: "guide: a test" }
      artifacts:
        token: { kind: token }
      """
    let result = ProfileReader.read(Array(text.utf8), file: "signed")
    return try #require(result.profile, "\(result.findings)")
  }

  @Test(arguments: vectors)
  func takesTokensOfAnotherLibrary(_ vector: Vector) async throws {
    let platform = try await platform(vector)
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(
        uri: "/mock/token", method: .post, body: ByteBuffer(string: vector.token)
      ) { response in
        #expect(response.status == .found)
        #expect(response.headers[.location] == "/")
      }
    }
    #expect(platform.memory.counts.accepted == 1)
  }

  @Test(arguments: vectors)
  func refusesThemWithAnotherSignature(_ vector: Vector) async throws {
    let platform = try await platform(vector)
    // The first character of the signature: its bits all count.
    let dot = try #require(vector.token.lastIndex(of: "."))
    let place = vector.token.index(after: dot)
    let other = vector.token[place] == "A" ? "B" : "A"
    let token = vector.token.replacingCharacters(at: place, with: other)
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(
        uri: "/mock/token", method: .post, body: ByteBuffer(string: token)
      ) { #expect($0.status == .unauthorized) }
    }
    #expect(platform.memory.refused == ["signature": 1])
  }

  @Test func refusesOtherAlgorithmsThanItsOwn() async throws {
    // The same secret, and a digest that the platform knows too.
    let platform = try await MockKit.platform(
      MockKit.profile("acadio"), key: Vectors.secret, algorithm: .hs256)
    let claims = #"{"email":"ada@example.com","iat":\#(Vectors.time),"exp":\#(Vectors.time + 60)}"#
    let tokens = [
      try MockKit.token(claims, header: #"{"alg":"HS512"}"#, algorithm: .hs512),
      try MockKit.token(claims, header: #"{"alg":"HS512"}"#),
      try MockKit.token(claims, header: #"{"alg":"none"}"#),
      try MockKit.token(claims, header: #"{"typ":"JWT"}"#),
    ]
    try await MockKit.application(platform).test(.router) { client in
      for token in tokens {
        try await client.execute(
          uri: "/mock/token", method: .post, body: ByteBuffer(string: token)
        ) { #expect($0.status == .unauthorized) }
      }
    }
    #expect(platform.memory.refused == ["algorithm": 4])
  }

  @Test func refusesHeadersThatTheProfileDoesNotHave() async throws {
    let platform = try await MockKit.community()
    let tokens = [
      try MockKit.token(MockKit.member(), header: #"{"alg":"HS256","crit":["exp"]}"#),
      try MockKit.token(MockKit.member(), header: #"{"alg":"HS256","b64":false}"#),
    ]
    try await MockKit.application(platform).test(.router) { client in
      for token in tokens {
        try await client.execute(uri: MockKit.sso + token, method: .get) {
          #expect($0.status == .unauthorized)
        }
      }
    }
    #expect(platform.memory.refused == ["header": 2])
  }

  @Test func holdsTheHeaderAgainstParametersThatAreGiven() async throws {
    let profile = try MockKit.profile("jsconnect")
    for (set, status) in [("1234", 302), ("9", 401)] {
      let platform = try await MockKit.platform(
        profile, key: Vectors.ecKey, algorithm: .es256,
        set: [("client_id", set), ("domain", "forum.example.com")])
      try await MockKit.application(platform).test(.router) { client in
        try await client.execute(
          uri: "/mock/token", method: .post, body: ByteBuffer(string: Vectors.es256)
        ) { #expect($0.status.code == status) }
      }
    }
  }

  @Test func refusesKeysThatDoNotFit() async throws {
    let profile = try MockKit.profile("bettermode")
    await #expect(throws: MockError.self) {
      try await MockKit.platform(profile, key: Vectors.rsaKey)
    }
    await #expect(throws: MockError.key(.empty)) { try await MockKit.platform(profile, key: "\n") }
  }

  @Test func saysOfSignedTextsThatItCannotCheckThem() async throws {
    let profile = try MockKit.profile("discourse-connect")
    await #expect(throws: MockError.noJWS(profile: "discourse-connect")) {
      try await MockKit.platform(profile, key: Vectors.secret)
    }
  }

  @Test func refusesParametersThatTheProfileDoesNotKnow() async throws {
    let profile = try MockKit.profile("bettermode")
    for pair in [("domian", "c.example.com"), ("domain", "not a host")] {
      await #expect(throws: MockError.self) {
        try await MockKit.platform(profile, key: Vectors.secret, set: [pair])
      }
    }
  }
}

extension String {
  func replacingCharacters(at index: Index, with text: String) -> String {
    String(self[..<index]) + text + String(self[self.index(after: index)...])
  }
}
