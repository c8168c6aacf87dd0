import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Peers
import Synchronization

/// Why there is no client.
package enum DeliveryClientError: Error, Sendable, Hashable {
  /// The trust root is no certificate in PEM.
  case badCertificate

  package var message: String { "The file holds no certificate in PEM." }
}

/// Presents tokens over HTTP/1.1: keeps connections, but neither cookies nor anything of an answer; follows
/// no redirect by itself.
package final class DeliveryClient: Presenter {
  /// How long an idle connection is kept: shorter than servers do, which answer nothing then.
  private static let idleSeconds: Int64 = 4

  private let client: HTTPClient
  private let userAgent: String
  private let answerSeconds: Double

  /// - Parameters:
  ///   - host: the only one that requests go to; nil where it is known by an address, or goes without TLS.
  ///   - certificates: more trust roots as PEM, beside the system's.
  ///   - connections: how many there are at once at most.
  package init(
    _ policy: DeliveryPolicy, host: String?, version: String, certificates: [UInt8]? = nil,
    connections: Int
  ) throws(DeliveryClientError) {
    var tls = TLSConfiguration.makeClientConfiguration()
    if let certificates {
      do {
        let roots = try NIOSSLCertificate.fromPEMBytes(certificates)
        if roots.isEmpty { throw DeliveryClientError.badCertificate }
        tls.additionalTrustRoots = [.certificates(roots)]
      } catch {
        throw .badCertificate
      }
    }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: .init(connect: .milliseconds(Int64(policy.connectSeconds * 1_000))))
    configuration.httpVersion = .http1Only
    // One presentation is one connection and one request: how often is said elsewhere.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
    configuration.connectionPool.idleTimeout = .seconds(Self.idleSeconds)
    if let host {
      configuration.http1_1ConnectionDebugInitializer = { CertificateName.check($0, host) }
    }
    client = HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: configuration)
    userAgent = "muster/\(version)"
    answerSeconds = policy.answerSeconds
  }

  package func shutdown() async { try? await client.shutdown() }

  // MARK: Presenting

  package func present(
    _ request: DeliveryRequest, redirectsMax: Int, readsBody: Bool
  ) async -> DeliveryExchange {
    let head = LatestHead()
    let work = Task { await follow(request, redirectsMax, readsBody) { head.answer = $0 } }
    // A timer that is gone when it is cancelled: a task that sleeps would stay for its whole time.
    let timer = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(
      in: .milliseconds(Int64(answerSeconds * 1_000))
    ) { work.cancel() }
    defer { timer.cancel() }
    let exchange = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
    // Too slow perhaps; but where only the head matters, that has come.
    if case .lost = exchange, !readsBody, let answer = head.answer { return .answer(answer) }
    return exchange
  }

  private func follow(
    _ request: DeliveryRequest, _ redirectsMax: Int, _ readsBody: Bool,
    _ noteHead: @Sendable (DeliveryAnswer?) -> Void
  ) async -> DeliveryExchange {
    var (url, form) = (request.url, request.form)
    for followed in 0... {
      noteHead(nil)
      let exchange = await send(url, form, readsBody) { answer in
        // An answer that leads on is not the last one.
        if Self.next(answer, url) == nil || followed == redirectsMax { noteHead(answer) }
      }
      guard case .answer(let answer) = exchange, followed < redirectsMax,
        let next = Self.next(answer, url)
      else { return exchange }
      url = next
      // RFC 9110, 15.4: all but these two turn a POST into a GET.
      if answer.status != 307 && answer.status != 308 { form = nil }
    }
    return .lost
  }

  /// Where the answer leads, if that is the same scheme, host and port.
  private static func next(_ answer: DeliveryAnswer, _ url: DeliveryURL) -> DeliveryURL? {
    guard [301, 302, 303, 307, 308].contains(answer.status), let location = answer.location,
      case .sameOrigin(let next) = url.resolve(location: location)
    else { return nil }
    return next
  }

  private func send(
    _ url: DeliveryURL, _ form: [UInt8]?, _ readsBody: Bool,
    _ noteHead: (DeliveryAnswer) -> Void
  ) async -> DeliveryExchange {
    var request = HTTPClientRequest(url: url.text)
    request.headers.add(name: "User-Agent", value: userAgent)
    // As a browser asks: some platforms answer programs with something else than a sign-in.
    request.headers.add(name: "Accept", value: "text/html,*/*;q=0.8")
    if let form {
      request.method = .POST
      request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
      request.body = .bytes(ByteBuffer(bytes: form))
    }
    let deadline = NIODeadline.now() + .milliseconds(Int64(answerSeconds * 1_000))
    var answer: DeliveryAnswer
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, deadline: deadline)
      answer = DeliveryAnswer(response)
      answer.url = url
    } catch {
      return DeliveryExchange(error)
    }
    noteHead(answer)
    do {
      try await Self.readBody(response, readsBody, into: &answer)
    } catch {
      // The head says it all where the body does not matter.
      if readsBody { return .lost }
    }
    return .answer(answer)
  }

  /// Reads what is to be looked at, or little enough to keep the connection; else that is closed.
  private static func readBody(
    _ response: HTTPClientResponse, _ readsBody: Bool, into answer: inout DeliveryAnswer
  ) async throws {
    let length = response.headers.first(name: "Content-Length").flatMap { Int($0) }
    if !readsBody, length.map({ $0 > DeliveryAnswer.bodyBytesMax }) ?? true { return }
    var count = 0
    for try await piece in response.body {
      let room = DeliveryAnswer.bodyBytesMax - count
      if readsBody { answer.body += piece.readableBytesView.prefix(room) }
      count += piece.readableBytes
      if count >= DeliveryAnswer.bodyBytesMax { return }
    }
    // A body that was cut off for its slowness is not all of it.
    try Task.checkCancellation()
  }
}

/// The head of an answer, from when it has come.
private final class LatestHead: Sendable {
  private let kept = Mutex<DeliveryAnswer?>(nil)

  var answer: DeliveryAnswer? {
    get { kept.withLock { $0 } }
    set { kept.withLock { $0 = newValue } }
  }
}

extension DeliveryAnswer {
  /// The head of an answer.
  fileprivate init(_ response: HTTPClientResponse) {
    let headers = response.headers
    let encodings = headers["Content-Encoding"]
    self.init(
      status: Int(response.status.code), locations: headers["Location"].map { Array($0.utf8) },
      retryAfter: headers.first(name: "Retry-After").map { Array($0.utf8) },
      isPlain: encodings.allSatisfy { $0.isEmpty || $0.lowercased() == "identity" })
  }
}

extension DeliveryExchange {
  /// What an error of the client says about what was sent; in doubt, that it was.
  fileprivate init(_ error: any Error) {
    switch error {
    case let error as HTTPClientError:
      switch error {
      case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout, .invalidURL,
        .emptyHost, .emptyScheme:
        self = .unreachable
      default: self = .lost
      }
    case is NIOConnectionError: self = .unreachable
    case is OtherHostError: self = .untrusted
    case is NIOSSLExtraError: self = .untrusted
    case let error as NIOSSLError:
      switch error {
      case .handshakeFailed(let reason):
        let isUntrusted = "\(reason)".contains("CERTIFICATE_VERIFY_FAILED")
        self = isUntrusted ? .untrusted : .unreachable
      case .unableToValidateCertificate, .noCertificateToValidate: self = .untrusted
      default: self = .lost
      }
    case let error as IOError where Self.beforeConnection.contains(error.errnoCode):
      self = .unreachable
    default: self = .lost
    }
  }

  /// ENETUNREACH, ECONNREFUSED, EHOSTUNREACH.
  private static let beforeConnection: Set<CInt> = [101, 111, 113]
}
