import HTTPTypes
package import Hummingbird
import Synchronization

/// Whether the server is fit to be asked.
package final class Readiness: Sendable {
  /// A part that has to be fit, by name.
  package struct Part: Sendable {
    package var name: String
    package var isReady: @Sendable () async -> Bool

    package init(_ name: String, isReady: @escaping @Sendable () async -> Bool) {
      self.name = name
      self.isReady = isReady
    }
  }

  private let parts: [Part]
  private let isEnding = Atomic<Bool>(false)

  package init(_ parts: [Part]) { self.parts = parts }

  /// From now on, says that it is not fit.
  func end() { isEnding.store(true, ordering: .releasing) }

  /// Names of what is not fit.
  func missing() async -> [String] {
    if isEnding.load(ordering: .acquiring) { return ["shutdown"] }
    var missing: [String] = []
    for part in parts where await !part.isReady() { missing.append(part.name) }
    return missing
  }
}

/// The addresses of the listener for whoever runs the server.
package struct AdminRoutes: Sendable {
  let metrics: Metrics
  let readiness: Readiness
  let log: LogWriter?

  package init(_ metrics: Metrics, _ readiness: Readiness, log: LogWriter?) {
    self.metrics = metrics
    self.readiness = readiness
    self.log = log
  }

  package func router() -> Router<ServingContext> {
    let router = Router(context: ServingContext.self)
    router.add(middleware: AdminMiddleware())
    add(router, "healthz") { Answer.make(type: Answer.plain, Array("ok\n".utf8)) }
    add(router, "readyz") {
      let missing = await readiness.missing()
      if missing.isEmpty { return Answer.make(type: Answer.plain, Array("ready\n".utf8)) }
      let words = "not ready: " + missing.joined(separator: ", ") + "\n"
      return Answer.make(.serviceUnavailable, type: Answer.plain, Array(words.utf8))
    }
    add(router, "metrics") {
      let page = MetricsPage(metrics, droppedLogLines: log?.dropped ?? 0)
      return Answer.make(type: MetricsPage.type, Array(page.text.utf8))
    }
    return router
  }

  private func add(
    _ router: Router<ServingContext>, _ path: RouterPath,
    _ answer: @escaping @Sendable () async -> Response
  ) {
    let handler: MethodTable.Handler = { _, _ in await answer() }
    MethodTable.add(to: router, path, .other, [(.get, handler), (.head, handler)])
  }
}

/// Answers what is refused, and completes all answers.
private struct AdminMiddleware: RouterMiddleware {
  typealias Context = ServingContext

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch let refused as Refused {
      response = Answer.make(refused)
    } catch {
      response = Answer.make(Refused(.unknownName))
    }
    Answer.complete(&response.headers)
    return request.method == .head ? response.createHeadResponse() : response
  }
}
