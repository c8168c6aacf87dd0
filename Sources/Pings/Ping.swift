import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Peers
import Synchronization

/// Tells a monitor that a run began and how it ended, in the convention of healthchecks.io:
/// `URL/start`, `URL` when all went well, `URL/<exit code>` when not.
///
/// A ping never fails a run: what goes wrong comes back as a note. The URL is a secret of its own,
/// for whoever has it can report for the job: no text names more of it than the host.
package struct Ping: Sendable, CustomStringConvertible {
  package enum Event: Sendable, Hashable {
    case start
    case success
    case failure(exitCode: Int32)
  }

  /// Bytes of a body that are sent at most; monitors keep no more.
  package static let bodyBytesMax = 10_000
  /// Bytes that a URL may have.
  package static let urlBytesMax = 2_000
  /// How often a ping is tried.
  package static let triesMax = 2
  /// How long one try may take.
  package static let secondsMax = 10.0

  private let url: PingURL
  private let seconds: Double

  /// Takes the URL apart.
  ///
  /// - Parameters:
  ///   - url: `http://` or `https://`, without the parts that this adds.
  ///   - seconds: how long one try may take.
  package init(_ url: String, seconds: Double = Ping.secondsMax) throws(PingError) {
    self.url = try PingURL(url)
    self.seconds = seconds
  }

  package var description: String { "ping of \(url.shownHost)" }

  /// Sends the event and waits for the answer; follows no redirect.
  ///
  /// A try that got no answer, or one of 500 and above, is repeated once.
  ///
  /// - Parameters:
  ///   - runID: the same UUID for the start and the end of a run, so that the monitor measures it.
  ///   - body: a summary without personal data; cut after ``bodyBytesMax``.
  /// - Returns: what went wrong, or nil.
  package func send(_ event: Event, runID: String, body: [UInt8]) -> PingNote? {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow, timeout: .init(connect: timeout, read: timeout))
    configuration.httpVersion = .http1Only
    // One try is one connection: how often is said here alone.
    configuration.connectionPool.retryConnectionEstablishment = false
    if let host = url.certifiedHost {
      configuration.http1_1ConnectionDebugInitializer = { CertificateName.check($0, host) }
    }
    let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
    defer {
      try? client.syncShutdown()
      try? group.syncShutdownGracefully()
    }
    var problem = PingProblem.badURL
    for _ in 0..<Self.triesMax {
      do throws(PingProblem) {
        try attempt(event, runID, body, client)
        return nil
      } catch {
        problem = error
        if !error.isPassing { break }
      }
    }
    return PingNote(host: url.shownHost, problem: problem)
  }

  private var timeout: TimeAmount { .milliseconds(Int64(seconds * 1_000)) }

  private func attempt(
    _ event: Event, _ runID: String, _ body: [UInt8], _ client: HTTPClient
  ) throws(PingProblem) {
    let status: HTTPResponseStatus
    do {
      let request = try HTTPClient.Request(
        url: url.text(for: event, runID: runID), method: .POST,
        headers: ["User-Agent": "muster", "Content-Type": "text/plain; charset=utf-8"],
        body: .bytes(body.prefix(Self.bodyBytesMax)))
      status = try client.execute(
        request: request, delegate: StatusReader(), deadline: .now() + timeout
      ).wait()
    } catch {
      throw PingProblem(error)
    }
    guard (200..<300).contains(status.code) else { throw .answer(Int(status.code)) }
  }
}

/// Keeps an answer's status, and none of its body, however long that is.
private final class StatusReader: HTTPClientResponseDelegate {
  typealias Response = HTTPResponseStatus

  /// Bytes of an answer that are waited for.
  private static let answerBytesMax = 1 << 16

  private struct TooLong: Error {}
  private let answer = Mutex((status: HTTPResponseStatus.internalServerError, bytes: 0))

  func didReceiveHead(
    task: HTTPClient.Task<Response>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    answer.withLock { $0.status = head.status }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<Response>, _ part: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let count = part.readableBytes
    let bytes = answer.withLock { answer in
      answer.bytes += count
      return answer.bytes
    }
    if bytes > Self.answerBytesMax { return task.eventLoop.makeFailedFuture(TooLong()) }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didFinishRequest(task: HTTPClient.Task<Response>) throws -> Response {
    answer.withLock { $0.status }
  }
}
