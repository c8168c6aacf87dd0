/// Why a secret could not be loaded. It never carries the secret, a command's text or its output.
package enum SecretSourceError: Error, Sendable, Hashable {
  case file(FileError)
  /// Neither a regular file nor a pipe.
  case unsuitable(path: String, kind: FileKind)
  case tooLong(bytesMax: Int)
  case variableNotSet(name: String)
  /// `code` is the system's error number.
  case commandNotStarted(code: Int32)
  case commandFailed(status: Int32)
  case commandKilled(signal: Int32)
  case commandTooSlow(secondsMax: Int)
  case commandUnreadable(code: Int32)
  /// A signal asked the process to end while the command ran.
  case interrupted

  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .file(let error): error.message
    case .unsuitable(let path, let kind):
      "\"\(FileError.shown(path))\" is \(kind.words), from which no key is read."
    case .tooLong(let max): "The key is longer than \(max) bytes (keyBytesMax)."
    case .variableNotSet(let name):
      "There is no environment variable \"\(FileError.shown(name))\"."
    case .commandNotStarted(let code):
      "The key command could not be started: \(POSIXErrors.words(code)) (error \(code))."
    case .commandFailed(let status): "The key command ended with status \(status)."
    case .commandKilled(let signal): "The key command was ended by signal \(signal)."
    case .commandTooSlow(let max):
      "The key command did not end within \(max) seconds (commandSecondsMax)."
    case .commandUnreadable(let code):
      "The key command's output could not be read: \(POSIXErrors.words(code)) (error \(code))."
    case .interrupted: "A signal ended the wait for the key command."
    }
  }

  /// What to do about it, in one sentence.
  package var help: String {
    switch self {
    case .file(let error): error.help
    case .unsuitable: "Give the path of a file or a pipe."
    case .tooLong: "Check that this is the key and not another file."
    case .variableNotSet: "Set and export it, or give the key in a file."
    case .commandNotStarted: "Check that /bin/sh is there and that processes can be started."
    case .commandFailed, .commandKilled:
      "Run the command by itself to see what it says; its output is never shown here."
    case .commandTooSlow: "Check that the command does not wait for an answer."
    case .commandUnreadable: "Run again, or write the key to a file."
    case .interrupted: "Run again when ready."
    }
  }
}
