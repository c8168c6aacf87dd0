/// Why the rows of a run cannot be had. It carries no command's text, no query and no output.
package enum InputError: Error, Sendable, Hashable {
  case file(FileError)
  /// No file has a name that fits the pattern.
  case noMatch(pattern: String)
  case tooManyMatches(pattern: String, max: Int)
  case tooManyEntries(pattern: String, max: Int)
  /// A name that fits is not UTF-8; it is shown with other characters in place of what is not.
  case nameNotUTF8(shown: String)
  case tooManyInputs(max: Int)
  case standardInputTwice
  /// More bytes than are copied.
  case tooLong(name: String, bytesMax: Int)
  /// The copy could not be made, or not be written; `code` is the system's error number.
  case copyFailed(name: String, directory: String, code: Int32)
  /// Arguments are there for every process to read.
  case passwordInConnection
  /// There is no such program in PATH; `package` is what Debian calls it.
  case noProgram(name: String, program: String, package: String)
  case commandNotStarted(name: String, code: Int32)
  case commandFailed(name: String, status: Int32)
  case commandKilled(name: String, signal: Int32)
  case commandTooSlow(name: String, secondsMax: Int)
  case commandUnreadable(name: String, code: Int32)
  /// A signal asked the process to end while it waited for this input.
  case interrupted(name: String)

  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .file(let error): error.message
    case .noMatch(let pattern): "No file fits the pattern \"\(FileError.shown(pattern))\"."
    case .tooManyMatches(let pattern, let max):
      "More than \(max) files fit the pattern \"\(FileError.shown(pattern))\" (matchesMax)."
    case .tooManyEntries(let pattern, let max):
      "The pattern \"\(FileError.shown(pattern))\" looks at more than \(max) names (entriesMax)."
    case .nameNotUTF8(let shown):
      "The name of the file \"\(FileError.shown(shown))\", which fits a pattern, is not UTF-8."
    case .tooManyInputs(let max): "There are more than \(max) inputs (inputsMax)."
    case .standardInputTwice: "Standard input is an input twice."
    case .tooLong(let name, let max):
      "\(FileError.shown(name)) has more than \(max) bytes (spooledBytesMax)."
    case .copyFailed(let name, let directory, let code):
      "\(FileError.shown(name)) could not be copied to a temporary file in "
        + "\"\(FileError.shown(directory))\": \(POSIXErrors.words(code)) (error \(code))."
    case .passwordInConnection: "The connection string holds a password."
    case .noProgram(let name, let program, _):
      "\(FileError.shown(name)) needs the program \"\(program)\", and there is none in PATH."
    case .commandNotStarted(let name, let code):
      "\(FileError.shown(name)) could not be started: \(POSIXErrors.words(code)) (error \(code))."
    case .commandFailed(let name, let status):
      "\(FileError.shown(name)) ended with status \(status), so its rows are not taken."
    case .commandKilled(let name, let signal):
      "\(FileError.shown(name)) was ended by signal \(signal), so its rows are not taken."
    case .commandTooSlow(let name, let max):
      "\(FileError.shown(name)) did not end within \(max) seconds (commandSecondsMax)."
    case .commandUnreadable(let name, let code):
      "The output of \(FileError.shown(name)) could not be read: \(POSIXErrors.words(code)) "
        + "(error \(code))."
    case .interrupted(let name): "A signal ended the wait for \(FileError.shown(name))."
    }
  }

  /// What to do about it, in one sentence.
  package var help: String {
    switch self {
    case .file(let error): error.help
    case .noMatch:
      "Check that the export has been written; a bracket that is meant as such is written [[]."
    case .tooManyMatches, .tooManyEntries:
      "Use a narrower pattern, or move old files to another directory."
    case .nameNotUTF8: "Rename the file."
    case .tooManyInputs: "Put them together into fewer files."
    case .standardInputTwice: "Name it once."
    case .tooLong: "Write it to a file and give that one, or split it."
    case .copyFailed(_, _, let code) where POSIXErrors.isOutOfSpace(code):
      "Make room on that file system, or choose another with TMPDIR."
    case .copyFailed: "Check that the directory is there and can be written to."
    case .passwordInConnection:
      "Every process can read it there: put it into ~/.pgpass or a service file."
    case .noProgram(_, _, let package): "Install it: apt-get install \(package)"
    case .commandNotStarted: "Check that /bin/sh is there and that processes can be started."
    case .commandFailed, .commandKilled:
      "Look at what it said on standard error, or run it by itself."
    case .commandTooSlow: "Check that it does not wait for a lock or an answer."
    case .commandUnreadable: "Run again, or write the rows to a file."
    case .interrupted: "Run again when ready."
    }
  }
}
