/// Why a file could not be read or written. `code` is the system's error number.
package enum FileError: Error, Sendable, Hashable {
  /// The file, or a directory on the way to it, is not there.
  case notFound(path: String)
  /// The directory that an output should be put into is not there.
  case noDirectory(path: String)
  case permissionDenied(path: String)
  case isDirectory(path: String)
  /// An output that exists as something that bytes cannot be put in place of.
  case notRegular(path: String, kind: FileKind)
  /// An empty path, or one with a NUL character in it.
  case invalidPath(path: String)
  /// Two of a run's files are one and the same.
  case sameFileTwice(first: String, second: String)
  case openFailed(path: String, code: Int32)
  case readFailed(path: String, code: Int32)
  /// The file's bytes became others while they were read, or between two readings.
  case changed(path: String)
  case createFailed(path: String, code: Int32)
  case writeFailed(path: String, code: Int32)
  /// The system did not confirm that the bytes are stored.
  case syncFailed(path: String, code: Int32)
  case renameFailed(path: String, code: Int32)
  /// The complete file has its name, but the directory could not be stored: after a power failure
  /// the old file may be there again.
  case notDurable(path: String, code: Int32)
  /// Whoever read the output has gone.
  case brokenPipe(path: String)
  /// A signal asked the process to end while it waited for this file.
  case interrupted(path: String)

  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .notFound(let path): "There is no file \"\(Self.shown(path))\"."
    case .noDirectory(let path):
      "\"\(Self.shown(path))\" cannot be created, because its directory does not exist."
    case .permissionDenied(let path):
      "The permissions of \"\(Self.shown(path))\" or its directory do not allow this."
    case .isDirectory(let path): "\"\(Self.shown(path))\" is a directory."
    case .notRegular(let path, let kind):
      "\"\(Self.shown(path))\" is \(kind.words), which is not written to or replaced."
    case .invalidPath(let path): "\"\(Self.shown(path))\" is not a path."
    case .sameFileTwice(let first, let second):
      "\"\(Self.shown(first))\" and \"\(Self.shown(second))\" are the same file."
    case .openFailed(let path, let code): Self.sentence("could not be opened", path, code)
    case .changed(let path): "\"\(Self.shown(path))\" changed while it was read."
    case .readFailed(let path, let code): Self.sentence("could not be read", path, code)
    case .createFailed(let path, let code): Self.sentence("could not be created", path, code)
    case .writeFailed(let path, let code): Self.sentence("could not be written", path, code)
    case .syncFailed(let path, let code): Self.sentence("could not be stored safely", path, code)
    case .renameFailed(let path, let code): Self.sentence("could not be put in place", path, code)
    case .notDurable(let path, let code):
      Self.sentence("is complete, but its directory could not be stored safely", path, code)
    case .brokenPipe(let path): "The reader of \(Self.shown(path)) closed it before the end."
    case .interrupted(let path): "A signal ended the wait for \"\(Self.shown(path))\"."
    }
  }

  /// What to do about it, in one sentence.
  package var help: String {
    switch self {
    case .notFound: "Check the path."
    case .noDirectory: "Create the directory, or choose another path."
    case .permissionDenied: "Allow it, or choose another place."
    case .isDirectory: "Give the path of a file."
    case .notRegular: "Give the path of a regular file or a new one, or \"-\" for standard output."
    case .invalidPath: "Give a path that is not empty and has no NUL character."
    case .sameFileTwice: "Give each input and output a file of its own."
    case .writeFailed(_, let code) where POSIXErrors.isOutOfSpace(code),
      .syncFailed(_, let code) where POSIXErrors.isOutOfSpace(code):
      "Make room on that file system, or choose another; a file that was there is unchanged."
    case .openFailed, .createFailed: "Check the path and the file system."
    case .changed:
      "Let its export finish first, or have it written under another name and renamed; then run "
        + "again."
    case .readFailed: "Check the file system, then run again."
    case .writeFailed, .syncFailed, .renameFailed:
      "Check the file system, then run again; a file that was there is unchanged."
    case .notDurable: "Check the file system, then run again."
    case .brokenPipe: "Let the program behind the pipe read to the end, or write to a file."
    case .interrupted: "Run again when ready."
    }
  }

  /// The system's error number; for cases that have none, the one that fits.
  package var code: Int32 {
    switch self {
    case .openFailed(_, let code), .readFailed(_, let code), .createFailed(_, let code),
      .writeFailed(_, let code), .syncFailed(_, let code), .renameFailed(_, let code),
      .notDurable(_, let code):
      code
    case .notFound, .noDirectory: POSIXErrors.notFound
    case .permissionDenied: POSIXErrors.permissionDenied
    case .isDirectory: POSIXErrors.isDirectory
    case .changed: POSIXErrors.stale
    case .notRegular, .invalidPath, .sameFileTwice: POSIXErrors.invalid
    case .brokenPipe: POSIXErrors.brokenPipe
    case .interrupted: POSIXErrors.interrupted
    }
  }

  private static func sentence(_ what: String, _ path: String, _ code: Int32) -> String {
    "\"\(shown(path))\" \(what): \(POSIXErrors.words(code)) (error \(code))."
  }

  /// The path with control characters escaped: it may come from somewhere hostile and goes to a
  /// terminal.
  static func shown(_ path: String) -> String {
    var text = ""
    for scalar in path.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
