/// Why a file beside the ledger, its key or a job's lock, could not be used. `code` is the system's
/// error number.
package enum StateFileError: Error, Sendable, Hashable {
  /// An empty path, or one with a NUL character in it.
  case invalidPath(path: String)
  /// The directory that the file should be in is not there.
  case noDirectory(path: String)
  case permissionDenied(path: String)
  /// A symbolic link, a directory, a pipe: not a file that was made here.
  case notRegular(path: String)
  /// A key file that does not hold ``LedgerKey/byteCount`` bytes.
  case wrongLength(path: String, found: Int)
  /// The key of a ledger that is there.
  case missing(path: String)
  case diskFull(path: String)
  case failed(path: String, code: Int32)
  /// The lock or the ledger was taken away while a run was at work.
  case lost(path: String)
  /// Another process holds the lock; `holder` is what it says about itself.
  case held(path: String, holder: LockHolder?)
  /// A signal asked the process to end while it waited for the lock.
  case interrupted(path: String)

  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .invalidPath(let path): "\"\(PathText.shown(path))\" is not a path."
    case .noDirectory(let path):
      "\"\(PathText.shown(path))\" cannot be created, because its directory does not exist."
    case .permissionDenied(let path):
      "The permissions of \"\(PathText.shown(path))\" or its directory do not allow this."
    case .notRegular(let path): "\"\(PathText.shown(path))\" is not a regular file."
    case .wrongLength(let path, let found):
      "The key file \"\(PathText.shown(path))\" holds \(found) bytes, and not "
        + "\(LedgerKey.byteCount)."
    case .missing(let path):
      "The ledger's key file \"\(PathText.shown(path))\" is not there."
    case .diskFull(let path): "There is no room to write \"\(PathText.shown(path))\"."
    case .failed(let path, let code):
      "\"\(PathText.shown(path))\" could not be used: \(StateFiles.words(code)) (error \(code))."
    case .held(_, let holder?): "This is being run by \(holder.words)."
    case .held(let path, nil):
      "This is being run by another process, which holds \"\(PathText.shown(path))\"."
    case .lost(let path):
      "\"\(PathText.shown(path))\" was removed or replaced while the job was at work, and another run "
        + "may have begun."
    case .interrupted(let path): "A signal ended the wait for \"\(PathText.shown(path))\"."
    }
  }

  /// What to do about it, in one sentence.
  package var help: String {
    switch self {
    case .invalidPath: "Give a path that is not empty and has no NUL character."
    case .noDirectory: "Create the directory, or choose another path."
    case .permissionDenied: "Run as the user that the file belongs to, or choose another place."
    case .notRegular: "Move away what is there, or choose another path."
    case .wrongLength, .missing:
      "Say where it is, if it is elsewhere, or bring it back from a backup. Without it nothing in the "
        + "ledger can be used: tickets and rosters are lost, and everybody is new to jobs."
    case .diskFull: "Make room on that file system, then run again."
    case .failed: "Check the file system, then run again."
    case .held:
      "Wait for it to end; a lock ends with its process, so there is nothing to remove."
    case .lost:
      "Leave the ledger and the locks beside it alone; run again, and look at muster runs list."
    case .interrupted: "Run again when ready."
    }
  }
}

/// Paths in messages.
enum PathText {
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
