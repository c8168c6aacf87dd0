import Tokens

/// Copies inputs that come once: pipes, and what commands say.
struct InputCopier {
  let directory: String
  let limits: InputLimits

  /// Bytes that are read at once.
  static let pieceBytes = 1 << 18
  /// How often a wait looks whether a signal wants the process to end.
  private static let waitMilliseconds: Int32 = 200

  /// Copies a pipe, a device or standard input to its end.
  func copy(_ input: InputFile) throws(InputError) -> SpooledInput {
    var copy = try spool(input.name)
    var piece: [UInt8] = []
    while try Self.read(input, into: &piece) {
      try copy.append(piece.span)
      piece.removeAll(keepingCapacity: true)
    }
    return SpooledInput(copying: input.name, try copy.finish())
  }

  private static func read(
    _ input: InputFile, into piece: inout [UInt8]
  ) throws(InputError) -> Bool {
    do {
      return try input.read(into: &piece, upTo: pieceBytes) > 0
    } catch {
      throw .file(error)
    }
  }

  private func spool(_ name: String) throws(InputError) -> SpoolFile {
    try SpoolFile(name: name, directory: directory, bytesMax: limits.spooledBytesMax)
  }

  // MARK: Commands

  /// Runs the command to its end and copies its output, of which nothing is taken if the command fails:
  /// half an export looks like a whole one. A command that takes too long, or says too much, is killed
  /// with all that it has started.
  func run(_ command: InputCommand) throws(InputError) -> SpooledInput {
    var copy = try spool(command.name)
    var process = try command.start()
    let deadline = SystemClock.uptimeSeconds() + Double(limits.commandSecondsMax)
    var piece: [UInt8] = []
    while try read(process, of: command, into: &piece, until: deadline) {
      try copy.append(piece.span)
      piece.removeAll(keepingCapacity: true)
    }
    switch try ending(of: &process, command, until: deadline) {
    case .exited(status: 0): break
    case .exited(let status): throw .commandFailed(name: command.name, status: status)
    case .killed(let signal): throw .commandKilled(name: command.name, signal: signal)
    }
    let hasNoRows = command.saysNothingOfNoRows && copy.byteCount == 0
    return SpooledInput(copying: command.name, try copy.finish(), hasNoRows: hasNoRows)
  }

  /// Reads what the command has to say next; false at the end of its output.
  private func read(
    _ process: borrowing POSIXCommand, of command: InputCommand, into piece: inout [UInt8],
    until deadline: Double
  ) throws(InputError) -> Bool {
    do throws(SystemError) {
      repeat {
        try checkTime(deadline)
      } while try !process.waitToRead(milliseconds: Self.waitMilliseconds)
      return try process.read(into: &piece, upTo: Self.pieceBytes) > 0
    } catch {
      throw failure(error, command)
    }
  }

  private func ending(
    of process: inout POSIXCommand, _ command: InputCommand, until deadline: Double
  ) throws(InputError) -> POSIXCommand.Ending {
    do throws(SystemError) {
      while true {
        if let ending = try process.ending() { return ending }
        try checkTime(deadline)
      }
    } catch {
      throw failure(error, command)
    }
  }

  private func checkTime(_ deadline: Double) throws(SystemError) {
    if Interruption.requested != nil { throw SystemError(code: POSIXErrors.interrupted) }
    if SystemClock.uptimeSeconds() >= deadline { throw SystemError(code: POSIXErrors.timedOut) }
  }

  private func failure(_ error: SystemError, _ command: InputCommand) -> InputError {
    switch error.code {
    case POSIXErrors.interrupted: .interrupted(name: command.name)
    case POSIXErrors.timedOut:
      .commandTooSlow(name: command.name, secondsMax: limits.commandSecondsMax)
    default: .commandUnreadable(name: command.name, code: error.code)
    }
  }
}
