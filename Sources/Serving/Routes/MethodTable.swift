package import HTTPTypes
package import Hummingbird

/// Registers an address with all methods: those that it takes, and 405 with `Allow` for the rest.
package enum MethodTable {
  package typealias Handler = @Sendable (Request, ServingContext) async throws -> Response

  /// The methods of RFC 9110 and RFC 5789.
  static let known: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .delete, .connect, .options, .trace, .patch,
  ]

  /// - Parameters:
  ///   - route: what logs and metrics call it.
  ///   - taken: the methods that it takes. HEAD is not made of GET: what mints at a GET must not mint
  ///     when somebody only looks.
  package static func add(
    to router: some RouterMethods<ServingContext>, _ path: RouterPath, _ route: ServedRoute,
    _ taken: [(method: HTTPRequest.Method, handler: Handler)]
  ) {
    let allowed = taken.map(\.method.rawValue).joined(separator: ", ")
    for method in known {
      let handler = taken.first { $0.method == method }?.handler
      router.on(path, method: method) { request, context -> Response in
        context.notes.note(route: route)
        guard let handler else {
          throw Refused(.methodNotAllowed, headers: [.allow: allowed])
        }
        return try await handler(request, context)
      }
    }
  }
}
