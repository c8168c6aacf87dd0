import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Mocks
import Testing

/// Where mocks take tokens: what the profiles' URLs and forms say.
@Suite struct RouteTests {
  private func status(
    _ name: String, _ target: String, _ method: HTTPRequest.Method = .get,
    set: [(name: String, value: String)] = []
  ) async throws -> (status: Int, presentations: Int) {
    let platform = try await MockKit.platform(
      MockKit.profile(name),
      key: name == "cloudflare-stream" || name == "jitterbit"
        ? Self.keyOf(name) : Vectors.secret, set: set)
    let status = try await MockKit.application(platform).test(.router) { client in
      try await client.execute(uri: target, method: method).status.code
    }
    return (status, platform.memory.counts.presentations)
  }

  /// The public half; for one of them behind base64, as its console shows it.
  private static func keyOf(_ name: String) -> String {
    guard name == "cloudflare-stream" else { return Vectors.rsaKey }
    var text: [UInt8] = []
    Base64.append(Array(Vectors.rsaKey.utf8).span, to: &text)
    return String(decoding: text, as: Unicode.UTF8.self)
  }

  @Test(arguments: [
    // A query.
    ("bettermode", "/api/auth/sso?jwt=x", 1), ("bettermode", "/api/auth/sso/?jwt=x", 0),
    ("bettermode", "/api/auth/SSO?jwt=x", 0), ("bettermode", "/", 0),
    // A query inside the URL's template.
    ("canny", "/api/redirects/sso?ssoToken=x&companyID=1&redirect=y", 1),
    // The token in the path.
    ("cloudflare-stream", "/x.y.z/watch", 1), ("cloudflare-stream", "/watch", 0),
    // Parameters in the path, one of them with a default.
    ("jitterbit", "/Vinyl/signin-jwt?jwt=x", 1), ("jitterbit", "/signin-jwt?jwt=x", 1),
    ("jitterbit", "/a/b/signin-jwt?jwt=x", 0), ("jitterbit", "/Vinyl/signin-?jwt=x", 0),
  ])
  func takesThemWhereTheProfilePutsThem(
    name: String, target: String, presentations: Int
  ) async throws {
    #expect(try await status(name, target).presentations == presentations)
  }

  @Test func followsTheParametersThatAreGiven() async throws {
    let set = [("application", "app"), ("provider", "p"), ("domain", "x.example.com")]
    #expect(try await status("jitterbit", "/app/signin-p?jwt=x", set: set).presentations == 1)
    #expect(try await status("jitterbit", "/other/signin-p?jwt=x", set: set).presentations == 0)
  }

  @Test func wantsTheConstantsOfTheURL() async throws {
    let platform = try await MockKit.platform(
      MockKit.profile("website-toolbox"), key: Vectors.secret)
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(uri: "/oauth?service=JWT&code=x", method: .get) {
        #expect($0.status == .badRequest)
      }
    }
    #expect(platform.memory.refused == ["form": 1])
  }

  @Test(arguments: [HTTPRequest.Method.head, .put, .delete, .options, .post])
  func takesNothingByOtherMethods(_ method: HTTPRequest.Method) async throws {
    let (status, presentations) = try await status("bettermode", "/api/auth/sso?jwt=x", method)
    #expect(status == 405)
    #expect(presentations == 0)
  }

  @Test func refusesTargetsAndBodiesThatAreTooLong() async throws {
    let platform = try await MockKit.community()
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(
        uri: MockKit.sso + String(repeating: "a", count: 73 * 1_024), method: .get
      ) { #expect($0.status == .uriTooLong) }
      try await client.execute(
        uri: "/mock/token", method: .post,
        body: ByteBuffer(repeating: 0x61, count: 256 * 1_024 + 1)
      ) { #expect($0.status == .contentTooLarge) }
    }
  }
}
