import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Profiles
import Provisioning
import Testing

@testable import ServerConfigs
@testable import Serving

@Suite struct SignOnTests {
  private func bettermode(_ change: (inout ServerConfig) -> Void = { _ in }) throws -> ServerTrial {
    var trial = ServerTrial(change)
    try trial.mount(
      "bettermode", roster: "sub,name,email\n1,Ada,ada@example.com\n", offers: [.sso]
    ) { _, _, profile in
      if let index = profile.inputs.index(of: "redirect_uri") {
        profile.inputs.properties[index].requestNames = ["redirect_uri", "return_to"]
      }
    }
    return trial
  }

  private func answer(
    _ trial: ServerTrial, _ query: String = "", _ method: HTTPRequest.Method = .get,
    name: String = "bettermode", more: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers = more
    headers[.authorization] = "Bearer ada-secret"
    let fields = headers
    return try await trial.server().application().test(.router) { client in
      try await client.execute(
        uri: "/v1/sso/\(name)\(query)", method: method, headers: fields, body: nil)
    }
  }

  @Test func redirectsWithAFreshTokenAndTheWayBack() async throws {
    let answer = try await answer(try bettermode(), "?redirect_uri=%2Fspaces%3Fa%3Db&x=1")
    #expect(answer.status == .seeOther)
    let location = try #require(answer.headers[.location])
    let parts = location.split(separator: "jwt=")
    #expect(parts.count == 2)
    #expect(parts[0] == "https://community.example.com/api/auth/sso?")
    #expect(parts[1].hasSuffix("&redirect_uri=%2Fspaces%3Fa%3Db"))
    #expect(answer.headers[.cacheControl] == "no-store")
    #expect(answer.headers[.referrerPolicy] == "no-referrer")
    #expect(answer.body.readableBytes == 0)
  }

  @Test(arguments: [
    ("", nil), ("?", nil), ("?x=%zz", nil), ("?%zz=1", Refusal.badInput), ("?return_to=", nil),
    ("?redirect_uri=/a+b", .badInput), ("?redirect_uri=%2Fa", nil), ("?redirect_uri=/a", nil),
    ("?re%64irect_uri=/a", nil), ("?redirect_uri=/a&redirect_uri=/a", .repeatedInput),
    ("?redirect_uri=&redirect_uri=/a", .repeatedInput),
    ("?redirect_uri=/a&return_to=/b", .repeatedInput), ("?redirect_uri=%2", .badInput),
    ("?redirect_uri=%FF", .badInput), ("?redirect_uri=%C0%AF", .badInput),
    ("?redirect_uri=%2F%0D%0ASet-Cookie:%20a", .badInput), ("?redirect_uri=%2F%00", .badInput),
    ("?redirect_uri=%2F%2Fevil.example", .badInput), ("?redirect_uri=//evil.example", .badInput),
    ("?redirect_uri=/%5Cevil.example", .badInput), ("?redirect_uri=%09//evil.example", .badInput),
    ("?redirect_uri=https://evil.example", .badInput), ("?redirect_uri=evil", .badInput),
    ("?redirect_uri=javascript:alert(1)", .badInput),
    ("?redirect_uri=/a&email=eve@example.com&sub=2", nil),
  ])
  func takesTheWayBackUnderItsRule(query: String, refusal: Refusal?) async throws {
    let answer = try await answer(try bettermode(), query)
    #expect(answer.status == refusal?.status ?? .seeOther)
    #expect((answer.headers[.location] == nil) == (refusal != nil))
    let location = answer.headers[.location] ?? ""
    #expect(location.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    #expect(!location.contains("eve"))
  }

  @Test func refusesTooManyParameters() async throws {
    let many = (0..<64).map { "a\($0)=1" }.joined(separator: "&")
    #expect(try await answer(try bettermode(), "?" + many).status == .seeOther)
    #expect(try await answer(try bettermode(), "?\(many)&b=1").status == .badRequest)
  }

  @Test(arguments: [HTTPRequest.Method.head, .post, .put, .options])
  func mintsForGETAlone(method: HTTPRequest.Method) async throws {
    let trial = try bettermode()
    let answer = try await answer(trial, "", method)
    #expect(answer.status == .methodNotAllowed)
    #expect(answer.headers[.allow] == "GET")
    #expect(answer.headers[.location] == nil)
  }

  @Test(
    arguments: [
      (HTTPField.Name.secFetchMode, "navigate", HTTPResponse.Status.seeOther),
      (.secFetchMode, "no-cors", .forbidden), (.secFetchMode, "cors", .forbidden),
      (.secPurpose, "prefetch;prerender", .forbidden),
    ] as [(HTTPField.Name, String, HTTPResponse.Status)])
  func mintsForPeopleAlone(
    name: HTTPField.Name, value: String, status: HTTPResponse.Status
  ) async throws {
    #expect(try await answer(try bettermode(), more: [name: value]).status == status)
  }

  @Test func handsOverWithAPageWhereThePlatformIsPosted() async throws {
    var trial = ServerTrial()
    try trial.mount("zendesk", roster: "name,email\nAda,ada@example.com\n", offers: [.sso]) {
      mount, options, _ in
      mount.artifact = "form"
      options.remembers?.identity = "name"
    }
    trial.mounts[0].replaceRoster(StandInRoster("name,email\n", "Ada,ada@example.com"))
    let answer = try await answer(trial, name: "zendesk")
    #expect(answer.status == .ok)
    #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
    let policy = try #require(answer.headers[.contentSecurityPolicy])
    #expect(policy.contains("default-src 'none'") && policy.contains("form-action https:"))
    let page = String(buffer: answer.body)
    #expect(page.contains("action=\"https://community.example.com/access/jwt\""))
    #expect(page.contains("name=\"jwt\" value=\"ey"))
  }

  @Test func standsUnderTheServersOwnPath() async throws {
    let trial = try bettermode {
      $0.publicURL = PublicURL(
        text: "https://example.com/sso", isHTTPS: true, host: "example.com", path: "/sso")
    }
    #expect(try await answer(trial).status == .notFound)
    let inside = try await trial.server().application().test(.router) { client in
      try await client.execute(
        uri: "/sso/v1/sso/bettermode", method: .get,
        headers: [.authorization: "Bearer ada-secret"])
    }
    #expect(inside.status == .seeOther)
  }
}
