import Glibc

/// A program whose standard output is read.
struct POSIXCommand: ~Copyable {
  /// What is started.
  enum Program {
    /// `/bin/sh -c` with this text.
    case shell(String)
    /// A program that is looked for in PATH, and its arguments.
    case program(String, [String])

    /// The arguments, of which the first is the program's name.
    fileprivate var arguments: [String] {
      switch self {
      case .shell(let text): ["sh", "-c", text]
      case .program(let name, let arguments): [name] + arguments
      }
    }

    /// Where the program is, or what to look for.
    fileprivate var file: String {
      switch self {
      case .shell: "/bin/sh"
      case .program(let name, _): name
      }
    }
  }

  enum Ending: Hashable {
    case exited(status: Int32)
    case killed(signal: Int32)
  }

  /// How long one look at the child's end waits.
  private static let reapMilliseconds: Int32 = 5

  private let process: pid_t
  /// Whether the process leads a group of its own.
  private let leadsGroup: Bool
  private let output: POSIXDescriptor
  private var isReaped = false

  /// Starts the program with nothing on its standard input, and with this process's standard
  /// error. Every other descriptor of this process closes in the child.
  ///
  /// - Parameters:
  ///   - leadsGroup: whether it gets a process group of its own, so that all that it starts dies with
  ///     it; it cannot ask at a terminal then.
  ///   - defaults: environment variables that it gets where this process has none of that name.
  init(
    _ program: Program, leadsGroup: Bool = false, defaults: [(name: String, value: String)] = []
  ) throws(SystemError) {
    let texts = program.arguments + [program.file]
    guard texts.allSatisfy({ !$0.utf8.contains(0) }) else { throw SystemError(code: EINVAL) }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw .last }
    let reading = POSIXDescriptor(owning: ends[0])
    let writing = POSIXDescriptor(owning: ends[1])
    for end in ends {
      guard fcntl(end, F_SETFD, FD_CLOEXEC) == 0 else { throw .last }
    }
    process = try Self.spawn(program, defaults, leadsGroup: leadsGroup, output: writing)
    self.leadsGroup = leadsGroup
    output = reading
  }

  deinit {
    guard !isReaped else { return }
    _ = kill(leadsGroup ? -process : process, SIGKILL)
    while waitpid(process, nil, 0) < 0 && errno == EINTR {}
  }

  private static func spawn(
    _ program: Program, _ defaults: [(name: String, value: String)], leadsGroup: Bool,
    output: consuming POSIXDescriptor
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
    var defaultSignals = sigset_t()
    _ = unsafe sigemptyset(&defaultSignals)
    _ = unsafe sigaddset(&defaultSignals, SIGPIPE)
    let flags = POSIX_SPAWN_SETSIGDEF | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)
    let steps = unsafe [
      posix_spawnattr_setsigdefault(&attributes, &defaultSignals),
      posix_spawnattr_setpgroup(&attributes, 0),
      posix_spawnattr_setflags(&attributes, Int16(flags)),
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0),
      posix_spawn_file_actions_adddup2(&actions, output.number, STDOUT_FILENO),
    ]
    if let failed = steps.first(where: { $0 != 0 }) { throw SystemError(code: failed) }

    var arguments = unsafe program.arguments.map { unsafe strdup($0) } + [nil]
    let added = unsafe defaults.filter { unsafe getenv($0.name) == nil }
      .map { unsafe strdup("\($0.name)=\($0.value)") }
    defer { unsafe (arguments + added).forEach { unsafe free($0) } }
    var variables = unsafe added + inheritedVariables() + [nil]
    var process: pid_t = 0
    code = unsafe posix_spawnp(
      &process, program.file, &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw SystemError(code: code) }
    return process
  }

  private static func inheritedVariables() -> [UnsafeMutablePointer<CChar>?] {
    var variables: [UnsafeMutablePointer<CChar>?] = unsafe []
    var next = unsafe environ
    while let variable = unsafe next.pointee {
      unsafe variables.append(variable)
      unsafe next += 1
    }
    return unsafe variables
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
