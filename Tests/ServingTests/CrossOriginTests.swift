import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import ServerConfigs
@testable import Serving

@Suite struct CrossOriginTests {
  private static let editor = "https://editor.example.com"

  private func answer(
    _ method: HTTPRequest.Method, origins: [String], usesCookie: Bool = false,
    headers: HTTPFields = [:], uri: String = "/v1/token/tinydrive"
  ) async throws -> TestResponse {
    var trial = ServerTrial()
    try trial.mount(usesCookie: usesCookie) { mount, _, _ in mount.origins = [Self.editor] }
    var fields = headers
    for origin in origins { fields.append(HTTPField(name: .origin, value: origin)) }
    let all = fields
    return try await trial.server().application().test(.router) { client in
      try await client.execute(uri: uri, method: method, headers: all, body: nil)
    }
  }

  private func names(_ answer: TestResponse) -> [String] {
    answer.headers.map { $0.name.rawName.lowercased() }
      .filter { $0.hasPrefix("access-control") || $0 == "vary" }.sorted()
  }

  @Test func letsPagesOfADeclaredOriginRead() async throws {
    let answer = try await answer(
      .post, origins: [Self.editor], headers: [.authorization: "Bearer ada-secret"])
    #expect(answer.status == .ok)
    #expect(names(answer) == ["access-control-allow-origin", "vary"])
    #expect(answer.headers[.accessControlAllowOrigin] == Self.editor)
    #expect(answer.headers[.vary] == "Origin")
  }

  @Test func letsThemReadRefusals() async throws {
    let answer = try await answer(.post, origins: [Self.editor])
    #expect(answer.status == .unauthorized)
    #expect(answer.headers[.accessControlAllowOrigin] == Self.editor)
  }

  @Test(arguments: [
    ["https://editor.example.com.evil.example"], ["https://EDITOR.example.com"],
    ["http://editor.example.com"], ["https://editor.example.com:443"], ["null"], ["*"], [],
    ["https://editor.example.com/"], ["https://editor.example.com", "https://evil.example"],
  ])
  func saysNothingToOthers(origins: [String]) async throws {
    let asking: HTTPFields = [.authorization: "Bearer ada-secret"]
    for method in [HTTPRequest.Method.post, .options] {
      let answer = try await answer(method, origins: origins, headers: asking)
      #expect(answer.status == (method == .post ? .ok : .noContent))
      #expect(names(answer) == ["vary"])
    }
  }

  @Test func answersPreflights() async throws {
    let answer = try await answer(
      .options, origins: [Self.editor],
      headers: [
        .accessControlRequestMethod: "POST", .accessControlRequestHeaders: "content-type",
      ])
    #expect(answer.status == .noContent)
    #expect(answer.body.readableBytes == 0)
    #expect(answer.headers[.accessControlAllowMethods] == "POST")
    #expect(answer.headers[.accessControlAllowHeaders] == "content-type, authorization")
    #expect(answer.headers[.accessControlMaxAge] == "600")
    #expect(answer.headers[.accessControlAllowCredentials] == nil)
    #expect(answer.headers[.accessControlAllowOrigin] == Self.editor)
  }

  @Test(arguments: ["/v1/token/other", "/v1/sso/tinydrive", "/", "/v1/token/"])
  func isForTheTokenEndpointAlone(uri: String) async throws {
    let answer = try await answer(.options, origins: [Self.editor], uri: uri)
    #expect(answer.headers[.accessControlAllowOrigin] == nil)
  }

  @Test(
    arguments: [
      ([editor], nil, HTTPResponse.Status.ok), (["https://sso.example.com"], nil, .ok),
      (["https://evil.example"], nil, .forbidden), (["null"], nil, .forbidden),
      ([editor, editor], nil, .forbidden), ([], nil, .ok), ([], "same-origin", .ok),
      ([], "cross-site", .forbidden), ([], "same-site", .forbidden),
    ] as [([String], String?, HTTPResponse.Status)])
  func letsNoForeignPageSpendACookie(
    origins: [String], site: String?, status: HTTPResponse.Status
  ) async throws {
    var headers: HTTPFields = [.cookie: "a=b; session=ada-secret"]
    headers[.secFetchSite] = site
    let answer = try await answer(.post, origins: origins, usesCookie: true, headers: headers)
    #expect(answer.status == status)
    let isEditor = origins == [Self.editor]
    #expect((answer.headers[.accessControlAllowCredentials] == "true") == isEditor)
    #expect((answer.headers[.accessControlAllowOrigin] != nil) == isEditor)
  }
}
