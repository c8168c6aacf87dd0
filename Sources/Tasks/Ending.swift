import ServiceLifecycle

/// Ends a server in order when somebody in the program says so.
package struct Ending: Service {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  package init() { (stream, continuation) = AsyncStream.makeStream(of: Void.self) }

  package func begin() { continuation.finish() }

  package func run() async throws {
    for await _ in stream.cancelOnGracefulShutdown() {}
  }
}
