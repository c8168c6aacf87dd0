import Glibc
import Synchronization

/// What the process asks the system to do to itself.
package enum POSIXProcess {
  /// From the kernel's interface, `linux/prctl.h`.
  private static let setDumpable: Int32 = 4

  /// Occupies descriptors 0 to 2 where the caller closed them: an output would get such a number
  /// otherwise, and messages would go into it. They are open the wrong way round, so that their use
  /// is still an error.
  static func openMissingStandardStreams() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      // The lowest free number is taken, and that is this one.
      _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// The signals that ask the process to end.
  static let endingSignals = [SIGINT, SIGTERM, SIGHUP]
  /// Comes each second after one of them, so that no system call outlasts it by much.
  static let reminder = SIGALRM
  /// A signal that does nothing but end a system call; without a handler it is ignored.
  static let wakingSignal = SIGURG

  static func forbidCoreDumps() {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    // A core handler behind a pipe ignores that limit. The function has variable arguments, which
    // is why it has to be found by its name.
    typealias Control =
      @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
    guard let function = unsafe dlsym(nil, "prctl") else { return }
    _ = unsafe unsafeBitCast(function, to: Control.self)(setDumpable, 0, 0, 0, 0)
  }

  /// Lets as many files be open as is allowed at all: a job with a thousand inputs has more outputs than
  /// the 1,024 that a process begins with.
  static func raiseFileLimit() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(resource, &limit)
  }

  /// A closed pipe, or a file at its size limit, is an error of the write then, not a death.
  static func ignoreWriteSignals() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// The runtime's crash handler prints registers and memory, which may hold a key.
  static func forbidBacktraces() {
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGQUIT] {
      _ = signal(number, SIG_DFL)
    }
  }

  /// Remembers the first signal, lets waits end, and leaves the second to the system.
  static func catchInterruptions() {
    // Made before the handler can run: making it is not safe there.
    Interruption.signal.store(0, ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { number in
      Interruption.signal.store(number, ordering: .relaxed)
      _ = signal(SIGINT, SIG_DFL)
      _ = signal(SIGTERM, SIG_DFL)
      _ = signal(SIGHUP, SIG_DFL)
      // A write that begins right behind the last look at the signal would wait for ever.
      _ = alarm(1)
    }
    var reminding = sigaction()
    unsafe reminding.__sigaction_handler.sa_handler = { _ in _ = alarm(1) }
    _ = unsafe sigaction(reminder, &reminding, nil)
    var waking = sigaction()
    unsafe waking.__sigaction_handler.sa_handler = { _ in }
    _ = unsafe sigaction(wakingSignal, &waking, nil)
    for number in endingSignals {
      var inherited = sigaction()
      _ = unsafe sigaction(number, nil, &inherited)
      // Whoever started the process in the background wants it to live on.
      if isIgnored(inherited) { continue }
      _ = unsafe sigaction(number, &action, nil)
    }
  }

  /// Keeps the signals that ask the process to end from this thread and from those that it makes: from
  /// now on they wait for whoever asks the system for them, as the runtime of a server does.
  package static func holdInterruptions() {
    var held = sigset_t()
    _ = unsafe sigemptyset(&held)
    for number in endingSignals { _ = unsafe sigaddset(&held, number) }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &held, nil)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// How many processors the machine has switched on.
  static var onlineProcessors: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

  /// The value of an environment variable, as text; nil where it is not set, empty or no UTF-8.
  package static func environment(_ name: String) -> String? {
    guard let value = environment(name, atMost: 4_096), !value.isEmpty else { return nil }
    return String(validating: value, as: Unicode.UTF8.self)
  }

  /// The path without links, as far as it leads to something; else its folder's with the name in it.
  package static func resolved(_ path: String) -> String {
    func real(_ path: String) -> String? {
      guard let text = unsafe realpath(path, nil) else { return nil }
      defer { unsafe free(text) }
      return unsafe String(validatingCString: text)
    }
    if let whole = real(path) { return whole }
    let (parent, name) = FileIdentity.split(path)
    return real(parent).map { $0 == "/" ? "/" + name : $0 + "/" + name } ?? path
  }

  /// The working directory; nil where it has no path, or one that is no UTF-8.
  package static var workingDirectory: String? {
    guard let path = unsafe getcwd(nil, 0) else { return nil }
    defer { unsafe free(path) }
    return unsafe String(validatingCString: path)
  }

  /// Takes a variable out of the environment that programs get.
  static func forgetEnvironment(_ name: String) {
    guard !name.utf8.contains(0) else { return }
    _ = unsafe unsetenv(name)
  }

  /// The value of an environment variable.
  static func environment(_ name: String, atMost countMax: Int) -> [UInt8]? {
    guard !name.utf8.contains(0), let value = unsafe getenv(name) else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: value, count: strnlen(value, countMax)))
  }
}
