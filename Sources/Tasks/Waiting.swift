import NIOCore
import NIOPosix

/// Waits in a thread that has nothing else to do for what tasks do.
package enum Waiting {
  /// The value that the body comes to, in a task of its own.
  package static func forTask<T: Sendable>(_ body: @escaping @Sendable () async -> T) -> T {
    let future = MultiThreadedEventLoopGroup.singleton.any().makeFutureWithTask { await body() }
    do {
      return try future.wait()
    } catch {
      preconditionFailure("The task throws nothing.")
    }
  }
}
