import Glibc

/// A thread that does one thing and ends. Signals that end the process are left to the thread that
/// began it.
struct POSIXThread: @unchecked Sendable {
  private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  private let identifier: pthread_t

  /// Starts a thread; nil if the system has none to give.
  init?(_ body: @escaping @Sendable () -> Void) {
    let box = unsafe Unmanaged.passRetained(Body(body))
    var identifier = pthread_t()
    let failure = unsafe pthread_create(&identifier, nil, Self.main, box.toOpaque())
    if failure != 0 {
      unsafe box.release()
      return nil
    }
    self.identifier = identifier
  }

  private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    argument in
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for number in POSIXProcess.endingSignals + [POSIXProcess.reminder] {
      _ = unsafe sigaddset(&signals, number)
    }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    if let argument = unsafe argument {
      unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
    }
    return nil
  }

  /// Ends a system call in which the thread may be waiting. Only before `join`.
  func interrupt() { _ = pthread_kill(identifier, POSIXProcess.wakingSignal) }

  /// Waits for the thread's end.
  func join() { _ = pthread_join(identifier, nil) }
}
