import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Mocks
import Testing

/// What a mock makes of tokens whose signature is good.
@Suite struct TakingTests {
  private func statuses(
    _ platform: MockPlatform, _ targets: [String], at seconds: Int = Vectors.time + 1
  ) async throws -> [Int] {
    try await MockKit.application(platform, at: seconds).test(.router) { client in
      var statuses: [Int] = []
      for target in targets {
        let response = try await client.execute(uri: target, method: .get)
        statuses.append(response.status.code)
      }
      return statuses
    }
  }

  @Test func signsInWhoBringsAToken() async throws {
    let platform = try await MockKit.community()
    try await MockKit.application(platform).test(.router) { client in
      let response = try await client.execute(
        uri: MockKit.sso + Vectors.hs256 + "&redirect_uri=%2Fwelcome%3Fa%3Db", method: .get)
      #expect(response.status == .found)
      #expect(response.headers[.location] == "/welcome?a=b")
      #expect(response.headers[.cacheControl] == "no-store")
      let cookie = try #require(response.headers[.setCookie])
      #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
      let session = try #require(cookie.split(separator: ";").first)
      let page = try await client.execute(
        uri: "/welcome?a=b", method: .get, headers: [.cookie: "a=b; \(session)"])
      #expect(page.status == .ok)
      #expect(String(buffer: page.body).contains("<h1>Signed in as 17</h1>"))
      #expect(String(buffer: page.body).contains("<code>/welcome</code>"))
      let stranger = try await client.execute(uri: "/welcome", method: .get)
      #expect(stranger.status == .unauthorized)
      let root = try await client.execute(uri: "/", method: .get)
      #expect(root.status == .ok)
      #expect(String(buffer: root.body).contains("Nobody is signed in"))
    }
    let user = try #require(platform.memory.users().first)
    #expect(String(decoding: user.name, as: Unicode.UTF8.self) == "17")
    #expect(
      String(decoding: user.claims, as: Unicode.UTF8.self)
        == #"{"sub":"17","name":"Ada","email":"ada@example.com","iat":1767225600,"exp":1767225660}"#
    )
    #expect(user.accepted == 1)
    #expect(user.firstAt.secondsSinceEpoch == Vectors.time + 1)
  }

  @Test(arguments: [
    "https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example", "%2F%5Cevil.example", "welcome", "",
    "%2F%0D%0AX%3A%20y",
  ])
  func sendsNobodyElsewhere(_ redirect: String) async throws {
    let platform = try await MockKit.community()
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(
        uri: MockKit.sso + Vectors.hs256 + "&redirect_uri=" + redirect, method: .get
      ) { #expect($0.headers[.location] == "/") }
    }
  }

  @Test(arguments: [
    // At its last second, and at its end.
    (Vectors.time + 59, 302), (Vectors.time + 60, 403),
    // Issued up to a minute ahead of the mock's clock, and more.
    (Vectors.time - 60, 302), (Vectors.time - 61, 403),
  ])
  func holdsTokensAgainstItsClock(seconds: Int, status: Int) async throws {
    let platform = try await MockKit.community()
    #expect(
      try await statuses(platform, [MockKit.sso + Vectors.hs256], at: seconds) == [status])
  }

  @Test(arguments: [(179, 302), (180, 403)])
  func countsTheAgeItself(seconds: Int, status: Int) async throws {
    let platform = try await MockKit.platform(
      MockKit.profile("proprofs"), key: Vectors.apiKey)
    #expect(
      try await statuses(
        platform, ["/access/jwtsso/?token=" + Vectors.md5Key], at: Vectors.time + seconds)
        == [status])
  }

  @Test func takesEachIdentifierOnce() async throws {
    let platform = try await MockKit.platform(
      MockKit.profile("proprofs"), key: Vectors.apiKey)
    let target = "/access/jwtsso/?token=" + Vectors.md5Key
    #expect(try await statuses(platform, [target, target, target]) == [302, 403, 403])
    #expect(platform.memory.refused == ["repeated": 2])
    #expect(platform.memory.counts.repeated == 2)
    #expect(platform.memory.users().map(\.accepted) == [1])
  }

  @Test func takesTokensAgainWhereThereIsNoIdentifier() async throws {
    let platform = try await MockKit.community()
    let target = MockKit.sso + Vectors.hs256
    let other = MockKit.sso + (try MockKit.token(MockKit.member(#","tagline":"x""#)))
    #expect(try await statuses(platform, [target, target, other]) == [302, 302, 302])
    #expect(platform.memory.counts.repeated == 1)
    #expect(platform.memory.users().map(\.accepted) == [3])
  }

  @Test(arguments: [
    (#"{"sub":"17","name":"Ada","email":"ada@example.com"}"#, 302),
    (#"{"sub":17,"name":"Ada","email":"ada@example.com"}"#, 403),
    (#"{"sub":"17","name":"Ada","email":"ada"}"#, 403),
    (#"{"sub":"17","name":"Ada"}"#, 403),
    (#"{"sub":"17","name":"Ada","email":"ada@example.com","exp":"tomorrow"}"#, 403),
    (#"{"sub":"17","name":"Ada","email":"ada@example.com","own":"x"}"#, 302),
    (#"{"sub":"17","name":"Ada","email":"ada@example.com","own":{}}"#, 403),
  ])
  func holdsClaimsAgainstTheSchema(claims: String, status: Int) async throws {
    let platform = try await MockKit.community()
    #expect(
      try await statuses(platform, [MockKit.sso + (try MockKit.token(claims))]) == [status])
    #expect(platform.memory.refused == (status == 302 ? [:] : ["claims": 1]))
  }

  @Test func refusesUnknownClaimsWhereThePlatformDoes() async throws {
    let platform = try await MockKit.platform(MockKit.profile("mediaos"), key: Vectors.secret)
    let token = try MockKit.token(
      #"{"email":"a@example.com","expires":\#(Vectors.time + 60),"own":1}"#,
      header: #"{"typ":"JWT","alg":"HS256"}"#)
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(
        uri: "/mock/token", method: .post, body: ByteBuffer(string: token)
      ) { #expect($0.status == .forbidden) }
    }
    #expect(platform.memory.refused == ["claims": 1])
  }

  @Test(arguments: [
    "/api/auth/sso?jwt=%20" + Vectors.hs256, "/api/auth/sso?jwt=" + Vectors.hs256 + "%0A",
    "/api/auth/sso", "/api/auth/sso?jwt=", "/api/auth/sso?jwt=a.b.c", "/api/auth/sso?token=x",
  ])
  func refusesWhatIsNoToken(_ target: String) async throws {
    let platform = try await MockKit.community()
    let status = try await statuses(platform, [target])
    #expect(status == [400] || status == [401])
    #expect(platform.memory.counts.presentations == 1)
  }

  @Test func refusesTwoTokensAtOnce() async throws {
    let platform = try await MockKit.community()
    #expect(
      try await statuses(platform, [MockKit.sso + Vectors.hs256 + "&jwt=" + Vectors.hs256])
        == [400])
    #expect(platform.memory.refused == ["form": 1])
  }

  @Test func takesPiecesOfPages() async throws {
    let platform = try await MockKit.platform(MockKit.profile("mediaos"), key: Vectors.secret)
    let token = try MockKit.token(
      #"{"email":"a@example.com","expires":\#(Vectors.time + 60)"#
        + #","passwordMD5":"0123456789abcdef0123456789abcdef"}"#,
      header: #"{"typ":"JWT","alg":"HS256"}"#)
    let bodies = [
      "<script>window.x = '\(token)';</script>", #"{"token":"\#(token)"}"#, "token=\(token)",
    ]
    try await MockKit.application(platform).test(.router) { client in
      for body in bodies {
        try await client.execute(
          uri: "/mock/token", method: .post, body: ByteBuffer(string: body)
        ) { #expect($0.status == .found) }
      }
    }
    #expect(platform.memory.names == ["a@example.com"])
    // What is secret is not shown.
    let claims = String(decoding: platform.memory.users()[0].claims, as: Unicode.UTF8.self)
    #expect(claims.contains(#""passwordMD5":"<redacted>""#))
  }

  @Test func takesPostedForms() async throws {
    let platform = try await MockKit.platform(MockKit.profile("zendesk"), key: Vectors.secret)
    let token = try MockKit.token(
      #"{"iat":\#(Vectors.time),"jti":"0123456789abcdef","name":"Ada","email":"a@example.com"}"#)
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(
        uri: "/access/jwt", method: .post,
        headers: [.contentType: "application/x-www-form-urlencoded"],
        body: ByteBuffer(string: "jwt=\(token)&return_to=https%3A%2F%2Fexample.com%2F")
      ) { response in
        #expect(response.status == .found)
        #expect(response.headers[.location] == "/")
      }
    }
    #expect(platform.memory.names == ["a@example.com"])
  }
}
