import Bytes

/// How the rows of a command or a query are asked for.
struct InputCommand {
  /// For findings and messages.
  let name: String
  let program: POSIXCommand.Program
  /// The client program and what Debian calls its package; nil for a shell's command.
  private let client: (program: String, package: String)?
  /// Variables that the program gets where the environment has none of that name.
  let defaults: [(name: String, value: String)]
  /// Whether no output at all stands for no rows: the program prints no header then.
  let saysNothingOfNoRows: Bool

  static func shell(_ text: String) -> InputCommand {
    InputCommand(name: "<command>", program: .shell(text))
  }

  /// `sqlite3`, which may only read, and run no command of its own: neither from a query that begins
  /// with a dot, nor from a file of the user's.
  static func sqlite(_ file: String, _ query: String) -> InputCommand {
    // Neither an option nor a URI with options.
    let path = file.utf8.first == UInt8(ascii: "/") ? file : "./" + file
    let arguments = [
      "-init", "/dev/null", "-safe", "-readonly", "-bail", "-csv", "-header",
      "-cmd", ".timeout \(lockMilliseconds)", path, " " + query,
    ]
    return InputCommand(
      name: "<sqlite: \(file)>", program: .program("sqlite3", arguments),
      client: ("sqlite3", "sqlite3"), saysNothingOfNoRows: true)
  }

  /// `psql`, which asks for no password and reads no file of the user's.
  ///
  /// - Throws: `passwordInConnection`.
  static func postgresql(
    _ connection: String, _ query: String
  ) throws(InputError) -> InputCommand {
    guard !ConnectionText.hasPassword(connection) else { throw .passwordInConnection }
    let arguments = [
      "-X", "-q", "-w", "--csv", "-v", "ON_ERROR_STOP=1", "-d", connection,
      // A query that begins with a backslash would be a command for psql.
      "-c", " " + query,
    ]
    return InputCommand(
      name: "<postgresql: \(connection)>", program: .program("psql", arguments),
      client: ("psql", "postgresql-client"),
      defaults: [("PGCONNECT_TIMEOUT", "\(connectSeconds)"), ("PGCLIENTENCODING", "UTF8")])
  }

  /// How long a database that somebody writes to is waited for.
  private static let lockMilliseconds = 10_000
  private static let connectSeconds = 15

  private init(
    name: String, program: POSIXCommand.Program,
    client: (program: String, package: String)? = nil,
    defaults: [(name: String, value: String)] = [], saysNothingOfNoRows: Bool = false
  ) {
    self.name = name
    self.program = program
    self.client = client
    self.defaults = defaults
    self.saysNothingOfNoRows = saysNothingOfNoRows
  }

  /// Starts it with a process group of its own.
  func start() throws(InputError) -> POSIXCommand {
    do {
      return try POSIXCommand(program, leadsGroup: true, defaults: defaults)
    } catch {
      guard let client, error.code == POSIXErrors.notFound else {
        throw .commandNotStarted(name: name, code: error.code)
      }
      throw .noProgram(name: name, program: client.program, package: client.package)
    }
  }
}
