/// Where a secret comes from. Never the command line, which every process can read.
package enum SecretSource: Sendable, Hashable {
  case file(String)
  case environment(String)
  case command(String)
  /// What was in the environment; its name, and nil where it was not set.
  case taken(String, [UInt8]?)

  /// The longest secret that is loaded: longer than any RSA key in use.
  package static let keyBytesMax = 1 << 16
  /// How long a command may take.
  package static let commandSecondsMax = 60
  private static let waitMilliseconds: Int32 = 200

  /// Loads the secret's bytes exactly as they are, a final line break included.
  ///
  /// - Returns: the bytes, and remarks about how they are kept, in sentences.
  /// - Throws: ``SecretSourceError``
  package func load() throws(SecretSourceError) -> (bytes: [UInt8], notes: [String]) {
    switch self {
    case .file(let path): try Self.load(path)
    case .environment(let name): (try Self.load(variable: name), [])
    case .taken(let name, let bytes): (try Self.check(name, bytes), [])
    case .command(let text): (try Self.run(text, secondsMax: Self.commandSecondsMax), [])
    }
  }

  // MARK: Files and the environment

  private static func load(
    _ path: String
  ) throws(SecretSourceError) -> (bytes: [UInt8], notes: [String]) {
    var bytes = emptyStorage()
    let file: InputFile
    do {
      file = try InputFile(path)
    } catch {
      throw .file(error)
    }
    guard file.kind == .regular || file.kind == .pipe else {
      throw .unsuitable(path: path, kind: file.kind)
    }
    do {
      while bytes.count <= keyBytesMax {
        if try file.read(into: &bytes, upTo: keyBytesMax + 1 - bytes.count) == 0 { break }
      }
    } catch {
      throw .file(error)
    }
    return (try checked(bytes), notes(on: file))
  }

  private static func notes(on file: InputFile) -> [String] {
    guard file.isReadableByOthers else { return [] }
    return [
      "The key file \"\(FileError.shown(file.name))\" can be read by other users; "
        + "take that away with chmod 600."
    ]
  }

  private static func load(variable name: String) throws(SecretSourceError) -> [UInt8] {
    try check(name, POSIXProcess.environment(name, atMost: keyBytesMax + 1))
  }

  private static func check(_ name: String, _ bytes: [UInt8]?) throws(SecretSourceError) -> [UInt8]
  {
    guard let bytes else { throw .variableNotSet(name: name) }
    return try checked(bytes)
  }

  /// Room for the longest secret, so that growing leaves no copies behind.
  private static func emptyStorage() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(keyBytesMax + 1)
    return bytes
  }

  private static func checked(_ bytes: [UInt8]) throws(SecretSourceError) -> [UInt8] {
    guard bytes.count <= keyBytesMax else { throw .tooLong(bytesMax: keyBytesMax) }
    return bytes
  }

  // MARK: Commands

  /// Runs the command and takes its output; a command that is too slow or says too much is killed.
  static func run(_ text: String, secondsMax: Int) throws(SecretSourceError) -> [UInt8] {
    var command: POSIXCommand
    do {
      command = try POSIXCommand(.shell(text))
    } catch {
      throw .commandNotStarted(code: error.code)
    }
    let deadline = SystemClock.uptimeSeconds() + Double(secondsMax)
    var bytes = emptyStorage()
    while try readOnce(command, into: &bytes, until: deadline, secondsMax) {
      _ = try checked(bytes)
    }
    switch try ending(of: &command, until: deadline, secondsMax) {
    case .exited(status: 0): return bytes
    case .exited(let status): throw .commandFailed(status: status)
    case .killed(let signal): throw .commandKilled(signal: signal)
    }
  }

  /// Reads what the command has to say next; false at the end of its output.
  private static func readOnce(
    _ command: borrowing POSIXCommand, into bytes: inout [UInt8], until deadline: Double,
    _ secondsMax: Int
  ) throws(SecretSourceError) -> Bool {
    do throws(SystemError) {
      repeat {
        try checkTime(deadline)
      } while try !command.waitToRead(milliseconds: waitMilliseconds)
      return try command.read(into: &bytes, upTo: keyBytesMax + 1 - bytes.count) > 0
    } catch {
      throw failure(error, secondsMax)
    }
  }

  private static func ending(
    of command: inout POSIXCommand, until deadline: Double, _ secondsMax: Int
  ) throws(SecretSourceError) -> POSIXCommand.Ending {
    do throws(SystemError) {
      while true {
        if let ending = try command.ending() { return ending }
        try checkTime(deadline)
      }
    } catch {
      throw failure(error, secondsMax)
    }
  }

  private static func checkTime(_ deadline: Double) throws(SystemError) {
    if Interruption.requested != nil { throw SystemError(code: POSIXErrors.interrupted) }
    if SystemClock.uptimeSeconds() >= deadline { throw SystemError(code: POSIXErrors.timedOut) }
  }

  private static func failure(_ error: SystemError, _ secondsMax: Int) -> SecretSourceError {
    switch error.code {
    case POSIXErrors.interrupted: .interrupted
    case POSIXErrors.timedOut: .commandTooSlow(secondsMax: secondsMax)
    default: .commandUnreadable(code: error.code)
    }
  }
}
