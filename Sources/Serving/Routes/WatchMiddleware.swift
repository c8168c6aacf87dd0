import Bytes
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import ServerConfigs

/// Stands around everything: counts and logs each request, holds it against the limits that its head
/// can break, and turns what went wrong into an answer.
struct WatchMiddleware: RouterMiddleware {
  typealias Context = ServingContext

  let world: ServerWorld
  let metrics: Metrics
  let limits: ServerLimits
  let proxies: [AddressRange]
  /// Whether nobody else may connect: without TLS, what others ask and are told could be read on the way.
  let servesProxiesOnly: Bool
  let addresses: RateGate<UInt128>
  let mounts: ServedMounts
  /// What the paths of the token endpoint begin with.
  let tokenPath: String
  /// What the paths of people's pages begin with, and what those say.
  let pagePath: String
  let pageTexts: TicketPages
  let accessLog: Logger?

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let began = world.uptimeSeconds()
    metrics.inFlight.add()
    var response: Response
    do {
      try admit(request, context)
      response = try await next(request, context)
    } catch {
      response = refuse(error, request, context)
    }
    complete(&response, request)
    metrics.inFlight.add(-1)
    let seconds = world.uptimeSeconds() - began
    let said = context.notes.all
    metrics.count(said.route, status: response.status.code, seconds: seconds)
    log(said, request, response, seconds, context)
    return response
  }

  // MARK: Limits

  private func admit(_ request: Request, _ context: Context) throws(Refused) {
    let target = request.head.path ?? ""
    guard target.utf8.count <= limits.targetBytesMax else { throw Refused(.targetTooLong) }
    var bytes = 0
    for field in request.headers { bytes += field.name.rawName.utf8.count + field.value.utf8.count }
    guard bytes <= limits.headerBytesMax else { throw Refused(.headersTooLarge) }
    // HTTP/1.1 has exactly one (RFC 9112, 3.2); the first is no longer among the fields.
    let hosts = request.headers.count { $0.name.canonicalName == "host" }
    guard hosts == 0, request.head.authority != nil else { throw Refused(.badRequest) }
    guard !servesProxiesOnly || isFromProxy(context.peer) else { throw Refused(.notAllowed) }
    guard MethodTable.known.contains(request.method) else { throw Refused(.unknownMethod) }
    guard Self.isPlain(target) else { throw Refused(.unknownName) }
    try admitRate(request, context)
  }

  private func isFromProxy(_ peer: String) -> Bool {
    IPAddress(peer)?.isLoopback == true || proxies.contains { $0.contains(peer) }
  }

  /// Whether the path is written in the one way that it has: the router would also take one with empty
  /// parts, which somebody in front of this server may look at otherwise.
  private static func isPlain(_ target: String) -> Bool {
    var last: UInt8?
    for byte in target.utf8 {
      if byte == UInt8(ascii: "?") { break }
      if last == nil && byte != UInt8(ascii: "/") { return false }
      if last == UInt8(ascii: "/") && byte == last { return false }
      last = byte
    }
    return last != nil && (last != UInt8(ascii: "/") || target.utf8.count == 1)
  }

  private func admitRate(_ request: Request, _ context: Context) throws(Refused) {
    let address = ClientAddress.find(
      peer: context.peer, forwarded: request.headers[values: .xForwardedFor], proxies: proxies)
    // A connection without an address is one of a test.
    guard let party = AddressRange.party(address),
      let seconds = addresses.admit(party, at: world.uptimeSeconds())
    else { return }
    metrics.count(Metrics.RateLimited.address)
    throw Refused(.tooManyRequests, headers: [.retryAfter: String(seconds)])
  }

  // MARK: Answers

  private func refuse(
    _ error: any Error, _ request: Request, _ context: Context
  ) -> Response {
    let refused: Refused
    switch error {
    case let error as Refused: refused = error
    case let error as HTTPError where error.status == .notFound: refused = Refused(.unknownName)
    case is ArrivalError: refused = Refused(.tooSlow)
    default:
      context.logger.error("A request failed.", metadata: ["type": "\(type(of: error))"])
      refused = Refused(.internalTrouble)
    }
    context.notes.note(refused.refusal)
    metrics.count(refused.refusal)
    let isPage = request.head.path?.utf8.starts(with: pagePath.utf8) ?? false
    return isPage
      ? PageAnswer.make(refused, reference: context.id, pageTexts) : Answer.make(refused)
  }

  private func complete(_ response: inout Response, _ request: Request) {
    Answer.complete(&response.headers)
    // No body may follow, whoever made the answer; its length may be told (RFC 9110, 9.3.2).
    if request.method == .head { response = response.createHeadResponse() }
    guard let path = request.head.path, path.utf8.starts(with: tokenPath.utf8) else { return }
    let name = path.utf8.dropFirst(tokenPath.utf8.count).prefix { $0 != UInt8(ascii: "?") }
    let mount = mounts.find(Substring(name)).flatMap { $0.offers(.token) ? $0 : nil }
    for field in CrossOrigin.headers(mount, request) { response.headers.append(field) }
  }

  // MARK: The log

  private func log(
    _ said: RequestNotes.Said, _ request: Request, _ response: Response, _ seconds: Double,
    _ context: Context
  ) {
    guard let accessLog else { return }
    var metadata: Logger.Metadata = [
      "method": .string(Self.known(request.method)), "route": .string(said.route.template),
      "status": .stringConvertible(response.status.code),
      "microseconds": .stringConvertible(Int(min(max(seconds, 0), 1_000_000) * 1_000_000)),
      "bytes": .stringConvertible(response.body.contentLength ?? 0),
      "request": .string(context.id),
    ]
    if let mount = said.mount { metadata["mount"] = .string(mount) }
    if let outcome = said.outcome { metadata["outcome"] = .string(outcome) }
    if let credentials = said.credentials { metadata["credentials"] = .string(credentials) }
    if let row = said.row {
      metadata["row"] = .stringConvertible(row)
      metadata["findings"] = .array(said.findings.map { .string($0) })
    }
    // Whoever runs the server has to look at these, also where they log nothing else.
    let isTrouble = response.status.kind == .serverError || said.row != nil
    accessLog.log(level: isTrouble ? .warning : .info, "request", metadata: metadata)
  }

  /// A method's name, if it is one that HTTP has: others are what somebody made up.
  private static func known(_ method: HTTPRequest.Method) -> String {
    MethodTable.known.contains(method) ? method.rawValue : "(other)"
  }
}
