import Glibc

/// A shell command whose standard output is read.
struct POSIXCommand: ~Copyable {
  enum Ending: Hashable {
    case exited(status: Int32)
    case killed(signal: Int32)
  }

  /// How long one look at the child's end waits.
  private static let reapMilliseconds: Int32 = 5

  private let process: pid_t
  private let output: POSIXDescriptor
  private var isReaped = false

  /// Starts `/bin/sh -c` with nothing on its standard input, and with this process's standard
  /// error. Every other descriptor of this process closes in the child.
  init(_ text: String) throws(SystemError) {
    guard !text.utf8.contains(0) else { throw SystemError(code: EINVAL) }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .last }
    let reading = POSIXDescriptor(owning: ends[0])
    let writing = POSIXDescriptor(owning: ends[1])
    for end in ends {
      guard fcntl(end, F_SETFD, FD_CLOEXEC) == 0 else { throw .last }
    }
    process = try Self.spawn(text, output: writing)
    output = reading
  }

  deinit {
    guard !isReaped else { return }
    _ = kill(process, SIGKILL)
    while waitpid(process, nil, 0) < 0 && errno == EINTR {}
  }

  private static func spawn(
    _ text: String, output: consuming POSIXDescriptor
  ) throws(SystemError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    var code = unsafe posix_spawn_file_actions_init(&actions)
    guard code == 0 else { throw SystemError(code: code) }
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    code = unsafe posix_spawnattr_init(&attributes)
    guard code == 0 else { throw SystemError(code: code) }
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }

    // This process ignores closed pipes; a shell's pipelines rely on them.
    var defaults = sigset_t()
    _ = unsafe sigemptyset(&defaults)
    _ = unsafe sigaddset(&defaults, SIGPIPE)
    let steps = unsafe [
      posix_spawnattr_setsigdefault(&attributes, &defaults),
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF)),
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0),
      posix_spawn_file_actions_adddup2(&actions, output.number, STDOUT_FILENO),
    ]
    if let failed = steps.first(where: { $0 != 0 }) { throw SystemError(code: failed) }

    var process: pid_t = 0
    code = unsafe text.withCString { text in
      unsafe "sh".withCString { shell in
        unsafe "-c".withCString { option in
          var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [
            UnsafeMutablePointer(mutating: shell), UnsafeMutablePointer(mutating: option),
            UnsafeMutablePointer(mutating: text), nil,
          ]
          return unsafe posix_spawn(
            &process, "/bin/sh", &actions, &attributes, &arguments, environ)
        }
      }
    }
    guard code == 0 else { throw SystemError(code: code) }
    return process
  }

  /// Waits for output, at most that long; the end of the output ends the wait, too.
  func waitToRead(milliseconds: Int32) throws(SystemError) -> Bool {
    try output.waitToRead(milliseconds: milliseconds)
  }

  func read(into buffer: inout [UInt8], upTo count: Int) throws(SystemError) -> Int {
    try output.read(into: &buffer, upTo: count)
  }

  /// How the command ended; nil if it is still running after a short wait.
  mutating func ending() throws(SystemError) -> Ending? {
    var status: Int32 = 0
    let result = unsafe waitpid(process, &status, WNOHANG)
    if result == 0 {
      _ = poll(nil, 0, Self.reapMilliseconds)
      return nil
    }
    if result < 0 && errno == EINTR { return nil }
    isReaped = true
    guard result > 0 else { throw .last }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status: (status >> 8) & 0xFF) : .killed(signal: signal)
  }
}
