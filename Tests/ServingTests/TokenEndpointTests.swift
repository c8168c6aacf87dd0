import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Profiles
import Provisioning
import Testing
import Tokens

@testable import ServerConfigs
@testable import Serving

@Suite struct TokenEndpointTests {
  private static let asAda: HTTPFields = [
    .authorization: "Bearer ada-secret", .contentType: "application/json",
  ]

  private func answer(
    _ trial: ServerTrial, _ method: HTTPRequest.Method = .post,
    _ uri: String = "/v1/token/tinydrive", headers: HTTPFields = asAda, body: String? = "{}"
  ) async throws -> TestResponse {
    try await trial.server().application().test(.router) { client in
      try await client.execute(
        uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }
  }

  private func tinydrive() throws -> ServerTrial {
    var trial = ServerTrial()
    try trial.mount()
    return trial
  }

  private func error(_ refusal: Refusal) -> String {
    String(decoding: Answer.body(refusal), as: UTF8.self)
  }

  // MARK: Answers

  @Test func answersAsTinyDriveWantsIt() async throws {
    let answer = try await answer(try tinydrive())
    #expect(answer.status == .ok)
    let text = String(buffer: answer.body)
    let parts = text.split(separator: "\"")
    #expect(parts.count == 5)
    #expect(text == "{\"token\":\"\(parts[3])\"}")
    #expect(try claims(text) == #"{"sub":"1","name":"Ada","exp":1700000600}"#)
    #expect(
      answer.headers.map { "\($0.name.rawName.lowercased()): \($0.value)" }.sorted() == [
        "cache-control: no-store", "content-length: \(text.utf8.count)",
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        "content-type: application/json", "referrer-policy: no-referrer", "vary: Origin",
        "x-content-type-options: nosniff",
      ])
  }

  private func claims(_ text: String) throws -> String {
    let token = text.split(separator: "\"").first { $0.utf8.count > 100 } ?? ""
    let pieces = token.split(separator: ".")
    #expect(pieces.count == 3)
    var claims: [UInt8] = []
    let isText = Base64URL.decode(Array(pieces[1].utf8).span, into: &claims)
    #expect(isText)
    return String(decoding: claims, as: UTF8.self)
  }

  @Test func answersWithABareTokenWhereTheFileChoosesThat() async throws {
    var trial = ServerTrial()
    try trial.mount { mount, _, _ in mount.artifact = "token" }
    let answer = try await answer(trial)
    #expect(answer.status == .ok)
    #expect(answer.headers[.contentType] == "text/plain; charset=utf-8")
    #expect(try claims(String(buffer: answer.body)).hasPrefix(#"{"sub":"1","#))
  }

  @Test(arguments: ["", " \n", "{}", #"{"sub":"9","name":"Eve","exp":1}"#, #"{"a":[[[1]]]}"#])
  func takesNoClaimFromTheBody(body: String) async throws {
    let answer = try await answer(try tinydrive(), body: body)
    #expect(answer.status == .ok)
    #expect(
      try claims(String(buffer: answer.body)) == #"{"sub":"1","name":"Ada","exp":1700000600}"#)
  }

  @Test func needsNoTypeForABodyThatIsNotThere() async throws {
    let headers: HTTPFields = [.authorization: "bearer ada-secret"]
    let answer = try await answer(try tinydrive(), headers: headers, body: nil)
    #expect(answer.status == .ok)
  }

  // MARK: Request inputs

  private func bettermode() throws -> ServerTrial {
    var trial = ServerTrial()
    try trial.mount(
      "bettermode", roster: "sub,name,email\n1,Ada,ada@example.com\n", offers: [.token]
    ) { mount, _, profile in
      mount.artifact = "token"
      if let index = profile.inputs.index(of: "redirect_uri") {
        profile.inputs.properties[index].requestNames = ["redirect_uri", "return_to"]
      }
    }
    return trial
  }

  @Test(arguments: [
    (#"{"redirect_uri":"/home"}"#, nil), (#"{"return_to":"/home?a=b"}"#, nil),
    (#"{"redirect_uri":null}"#, nil), (#"{"redirect_uri":""}"#, nil),
    (#"{"redirect_uri":"//evil.example"}"#, Refusal.badInput),
    (#"{"redirect_uri":"https://evil.example"}"#, .badInput),
    (#"{"redirect_uri":"/\\evil.example"}"#, .badInput),
    (#"{"redirect_uri":"/a\r\nX: 1"}"#, .badInput), (#"{"redirect_uri":"/\u0000"}"#, .badJSON),
    (#"{"redirect_uri":["/a"]}"#, .badInput), (#"{"redirect_uri":{}}"#, .badInput),
    (#"{"redirect_uri":7}"#, .badInput),
    (#"{"redirect_uri":"/a","return_to":"/b"}"#, .repeatedInput),
    (#"{"redirect_uri":"/a","redirect_uri":"/b"}"#, .badJSON), ("[]", .badJSON), ("7", .badJSON),
    ("{", .badJSON), ("{} {}", .badJSON), ("\u{FEFF}{}", .badJSON), (#"{"a":NaN}"#, .badJSON),
  ])
  func takesInputsUnderTheirRule(body: String, refusal: Refusal?) async throws {
    let answer = try await answer(try bettermode(), .post, "/v1/token/bettermode", body: body)
    #expect(answer.status == refusal?.status ?? .ok)
    if let refusal { #expect(String(buffer: answer.body) == error(refusal)) }
  }

  @Test(arguments: [(15, Refusal?.none), (16, .badJSON)])
  func refusesBodiesThatNestTooDeeply(depth: Int, refusal: Refusal?) async throws {
    let lists = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let answer = try await answer(try tinydrive(), body: "{\"a\":\(lists)}")
    #expect(answer.status == refusal?.status ?? .ok)
  }

  // MARK: Refusals

  @Test func toldApartOnlyByWhetherSomebodyIsKnown() async throws {
    let trial = try tinydrive()
    for headers in [
      [:], [.authorization: "Bearer wrong"], [.authorization: "Basic YTpi"],
      [.authorization: "Bearer"],
    ] as [HTTPFields] {
      let answer = try await answer(trial, headers: headers)
      #expect(answer.status == .unauthorized)
      #expect(answer.headers[.wwwAuthenticate] == "Bearer realm=\"muster\"")
      #expect(String(buffer: answer.body) == error(.unauthenticated))
    }
    let eve = try await answer(trial, headers: [.authorization: "Bearer eve-secret"])
    #expect(eve.status == .forbidden)
    #expect(String(buffer: eve.body) == error(.notAllowed))
  }

  @Test(arguments: [
    "/v1/token/other", "/v1/token/", "/v1/token", "/v1/token/tinydrive/more", "/v1/token/..",
    "/v1/token/../token/tinydrive", "/v1/token/%74inydrive", "/v1/token/tinydrive%00",
    "/v1/token/tinydrive%2f", "/v1/token/..%2f..%2fetc%2fpasswd", "/v1/TOKEN/tinydrive", "/",
    "//v1/token/tinydrive", "/v1//token/tinydrive", "/v1/token/tinydrive/", "/v1/token/.",
    "/v1/token/tinydrive.json", "/v1/sso/tinydrive", "/healthz", "/metrics", "/readyz",
    "/v1/token/{name}", "/v1/token/*", "/v1/token/:name",
  ])
  func knowsNoOtherAddress(uri: String) async throws {
    let answer = try await answer(try tinydrive(), .post, uri)
    #expect(answer.status == .notFound || answer.status == .methodNotAllowed)
    if answer.status == .notFound { #expect(String(buffer: answer.body) == error(.unknownName)) }
  }

  @Test(arguments: [HTTPRequest.Method.get, .head, .put, .delete, .patch, .trace])
  func takesNoOtherMethod(method: HTTPRequest.Method) async throws {
    let answer = try await answer(try tinydrive(), method, body: nil)
    #expect(answer.status == .methodNotAllowed)
    #expect(answer.headers[.allow] == "POST, OPTIONS")
  }

  @Test(arguments: ["PURGE", "PROPFIND", "get", "MINT"])
  func knowsNoMethodsOfOtherProtocols(name: String) async throws {
    let method = try #require(HTTPRequest.Method(name))
    let answer = try await answer(try tinydrive(), method, body: nil)
    #expect(answer.status == .notImplemented)
    #expect(String(buffer: answer.body) == error(.unknownMethod))
  }

  @Test(
    arguments: [
      [.contentType: "text/plain"], [.contentType: "application/x-www-form-urlencoded"],
      [.contentType: "application/jsonp"], [:],
      [.contentType: "application/json", .contentEncoding: "gzip"],
    ] as [HTTPFields])
  func takesNoOtherBody(headers: HTTPFields) async throws {
    var headers = headers
    headers[.authorization] = "Bearer ada-secret"
    let answer = try await answer(try tinydrive(), headers: headers)
    #expect(answer.status == .unsupportedMediaType)
    #expect(String(buffer: answer.body) == error(.unsupportedMediaType))
  }

  @Test(arguments: ["application/json", "Application/JSON ; charset=utf-8", "application/json;"])
  func takesJSONHoweverItIsWritten(type: String) async throws {
    let headers: HTTPFields = [.authorization: "Bearer ada-secret", .contentType: type]
    #expect(try await answer(try tinydrive(), headers: headers).status == .ok)
  }

  @Test(arguments: [(100, HTTPResponse.Status.ok), (101, .contentTooLarge)])
  func holdsBodiesAgainstTheirLimit(bytes: Int, status: HTTPResponse.Status) async throws {
    var trial = ServerTrial { $0.limits.bodyBytesMax = 100 }
    try trial.mount()
    let body = "{}" + String(repeating: " ", count: bytes - 2)
    let answer = try await answer(trial, body: body)
    #expect(answer.status == status)
    if status != .ok {
      #expect(answer.headers[.connection] == "close")
      #expect(String(buffer: answer.body) == error(.bodyTooLarge))
    }
  }

  @Test func saysOfARefusedRowNothingOutsideAndNoValueInTheLog() async throws {
    var trial = ServerTrial()
    try trial.mount()
    trial.mounts[0].replaceRoster(StandInRoster("sub,name\n", "1:2,Ada Lovelace"))
    let answer = try await answer(trial)
    #expect(answer.status == .conflict)
    #expect(String(buffer: answer.body) == error(.rowRefused))
    let log = await trial.lines.text()
    #expect(log.contains(#""outcome":"row_refused""#))
    #expect(log.contains(#""findings":["pattern sub"],"#))
    #expect(!log.contains("Lovelace") && !log.contains("1:2"))
  }
}
