import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Mocks
import Testing

/// What a mock shows of what it knows.
@Suite struct PageTests {
  @Test func showsUsersWithEverythingEscaped() async throws {
    let platform = try await MockKit.community()
    let token = try MockKit.token(
      #"{"sub":"<b>'&","name":"</td><script>alert(1)</script>","email":"a@example.com"}"#)
    try await MockKit.application(platform).test(.router) { client in
      try await client.execute(uri: MockKit.sso + token, method: .get) { _ in }
      let page = try await client.execute(uri: "/mock/users", method: .get)
      let text = String(buffer: page.body)
      #expect(text.contains("<td>&lt;b&gt;&#39;&amp;</td><td>1</td>"))
      #expect(!text.contains("<script"))
      #expect(text.contains("<h1>1 user</h1>"))
      #expect(
        page.headers[.contentSecurityPolicy]
          == "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
    }
  }

  @Test func tellsTestsItsUsersAndCounts() async throws {
    let platform = try await MockKit.community()
    try await MockKit.application(platform).test(.router) { client in
      for target in [Vectors.hs256, Vectors.hs256, "x"] {
        try await client.execute(uri: MockKit.sso + target, method: .get) { _ in }
      }
      let users = try await client.execute(uri: "/mock/users.json", method: .get)
      #expect(
        String(buffer: users.body) == """
          {"users":[
          {"user":"17","accepted":2,"first":"2026-01-01T00:00:01Z","last":"2026-01-01T00:00:01Z",\
          "claims":{"sub":"17","name":"Ada","email":"ada@example.com","iat":1767225600,\
          "exp":1767225660}}
          ]}

          """)
      let counts = try await client.execute(uri: "/mock/counts.json", method: .get)
      #expect(
        String(buffer: counts.body) == """
          {"presentations":3,"accepted":2,"refused":{"form":0,"not-a-token":1,"header":0,\
          "algorithm":0,"signature":0,"claims":0,"expired":0,"not-yet-valid":0,"lifetime":0,\
          "repeated":0,"full":0},"repeated":1,"expired":0,"misbehaved":{"429":0,"500":0,\
          "reset":0,"reset-late":0,"slow":0},"users":1,"nameless":0,"notKept":0}

          """)
    }
  }

  @Test func explainsRefusalsWithoutTheToken() async throws {
    let platform = try await MockKit.community()
    try await MockKit.application(platform, at: Vectors.time + 3_600).test(.router) { client in
      let page = try await client.execute(uri: MockKit.sso + Vectors.hs256, method: .get)
      let text = String(buffer: page.body)
      #expect(text.contains("<code>expired</code>): the token ended at 2026-01-01T00:01:00Z."))
      #expect(!text.contains("eyJ"))
    }
  }
}
