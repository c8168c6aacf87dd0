import Bytes
import HTTPTypes
package import Hummingbird
import NIOCore
import Tokens

import struct Glibc.linger

/// What the mock answers.
package struct MockResponder: HTTPResponder {
  /// What a request comes along with: its connection, which a misbehaving mock cuts.
  package struct Context: InitializableFromSource {
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) { channel = source.channel }
  }

  /// Bytes that a request's body may have.
  static let bodyBytesMax = 256 * 1_024
  /// Bytes that a path and a query may have together.
  static let targetBytesMax = 72 * 1_024
  private static let cookieName = "mock-session"
  private static let sessionBytes = 16

  let platform: MockPlatform
  let misbehaviour: Misbehaviour
  let now: @Sendable () -> NumericDate
  let entropy: Entropy
  /// Whether browsers come over TLS.
  let isSecure: Bool

  private var pages: MockPages { MockPages(platform: platform.name, title: platform.title) }

  package func respond(to request: Request, context: Context) async throws -> Response {
    let target = Array((request.head.path ?? "/").utf8)
    guard target.count <= Self.targetBytesMax else { return page(.uriTooLong, pages.notFound()) }
    let pieces = target.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    var path: [UInt8] = []
    guard PercentEncoding.decode(Array(pieces[0]).span, into: &path) else {
      return page(.badRequest, pages.notFound())
    }
    let query = pieces.count == 2 ? Array(pieces[1]) : []
    if path.elementsEqual("/mock/token".utf8), request.method == .post {
      return await presented(context) {
        try await collected(request).map { Presentation(body: $0) }
      }
    }
    if request.method == .get, let answer = ownPage(path) { return answer }
    for route in platform.routes where route.method.rawValue == request.method.rawValue {
      guard let match = route.path.match(path) else { continue }
      return await presented(context) {
        var text = query
        if route.method == .post {
          guard let body = try await collected(request) else { return nil }
          text += [UInt8(ascii: "&")] + body
        }
        return Presentation(route, pairs: FormPairs(text), inPath: match.token)
      }
    }
    return landed(request, path)
  }

  // MARK: Tokens

  private func presented(
    _ context: Context, _ read: () async throws -> Presentation?
  ) async -> Response {
    let number = platform.memory.beginPresentation()
    let fate = misbehaviour.fate(ofPresentation: number)
    if let fault = fate.fault { platform.memory.countMisbehaviour(fault.rawValue) }
    // The request is read whatever comes, as a platform behind a proxy does.
    guard let presentation = try? await read() else {
      return page(.contentTooLarge, pages.trouble("Too much"))
    }
    switch fate.fault {
    case .tooMany:
      return page(.tooManyRequests, pages.trouble("Too many requests"), [.retryAfter: "1"])
    case .serverError: return page(.internalServerError, pages.trouble("Internal server error"))
    case .reset:
      await cut(context)
      return Response(status: .internalServerError)
    case .resetLate, nil: break
    }
    let taken = await platform.take(
      presentation, at: now().advanced(bySeconds: misbehaviour.clockSeconds))
    if fate.fault == .resetLate {
      await cut(context)
      return Response(status: .internalServerError)
    }
    if fate.isSlow {
      platform.memory.countMisbehaviour("slow")
      try? await Task.sleep(for: .milliseconds(misbehaviour.slowMilliseconds))
    }
    switch taken {
    case .failure(let refusal):
      return page(HTTPResponse.Status(code: refusal.status), pages.refused(refusal))
    case .success(let user): return signedIn(user, landing: presentation.landing)
    }
  }

  private func signedIn(_ user: [UInt8]?, landing: [UInt8]) -> Response {
    var session: [UInt8] = []
    entropy.append(Self.sessionBytes, to: &session)
    let identifier = Hex.text(session)
    platform.memory.signIn(user, session: Array(identifier.utf8))
    let cookie =
      "\(Self.cookieName)=\(identifier); Path=/; HttpOnly; SameSite=Lax"
      + (isSecure ? "; Secure" : "")
    return page(
      .found, [], [.location: ClaimText.string(landing), .setCookie: cookie])
  }

  private func collected(_ request: Request) async throws -> [UInt8]? {
    var bytes: [UInt8] = []
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= Self.bodyBytesMax else { return nil }
      bytes += Array(buffer: buffer)
    }
    return bytes
  }

  /// Ends the connection without an answer, and with a reset where there is a socket: what a client
  /// meets when a server dies.
  private func cut(_ context: Context) async {
    if let socket = context.channel as? any SocketOptionProvider {
      // Nothing is left to wait for: the kernel says so to the other side.
      try? await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    }
    try? await context.channel.close().get()
  }

  // MARK: Pages

  private func ownPage(_ path: [UInt8]) -> Response? {
    let memory = platform.memory
    switch ClaimText.string(path) {
    case "/mock/users":
      return page(
        .ok, pages.users(memory.users(count: MockPages.usersShownMax), of: memory.userCount))
    case "/mock/users.json": return json(MockJSON.users(memory.users()))
    case "/mock/counts.json": return json(MockJSON.counts(memory.counts, users: memory.userCount))
    default: return nil
    }
  }

  /// A page of the site itself, for whoever is signed in.
  private func landed(_ request: Request, _ path: [UInt8]) -> Response {
    guard request.method == .get else { return page(.methodNotAllowed, pages.notFound()) }
    let cookies = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
    for cookie in cookies {
      let pair = cookie.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0] == Self.cookieName,
        let session = platform.memory.session(Array(pair[1].utf8))
      else { continue }
      return page(.ok, pages.signedIn(session.name, at: ClaimText.string(path)))
    }
    return path == Presentation.root
      ? page(.ok, pages.nobody()) : page(.unauthorized, pages.nobody())
  }

  private func page(
    _ status: HTTPResponse.Status, _ html: [UInt8], _ more: HTTPFields = [:]
  ) -> Response {
    respond(status, "text/html; charset=utf-8", html, more)
  }

  private func json(_ bytes: [UInt8]) -> Response { respond(.ok, "application/json", bytes, [:]) }

  private func respond(
    _ status: HTTPResponse.Status, _ type: String, _ body: [UInt8], _ more: HTTPFields
  ) -> Response {
    var headers: HTTPFields = [
      .contentType: type, .cacheControl: "no-store",
      .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
      .xContentTypeOptions: "nosniff",
    ]
    for field in more { headers.append(field) }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
