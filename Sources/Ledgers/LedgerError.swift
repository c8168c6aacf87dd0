/// Why the ledger could not be opened, read or written.
package enum LedgerError: Error, Sendable, Hashable {
  /// An empty path, or one with a NUL character in it.
  case invalidPath(path: String)
  /// There is no ledger to read.
  case missing(path: String)
  /// The directory that the ledger should be created in is not there.
  case noDirectory(path: String)
  case permissionDenied(path: String)
  /// Reading needs the index of SQLite's log beside the ledger, which this process may not create.
  case directoryNotWritable(path: String)
  case readOnly(path: String)
  /// No SQLite file, or another program's.
  case notALedger(path: String)
  case corrupted(path: String)
  /// A later Muster made it; `found` is its format's number.
  case newerFormat(path: String, found: Int)
  /// An earlier Muster made it, it has not what is asked for, and reading does not change it.
  case olderFormat(path: String, found: Int)
  /// Its digests were made under another key.
  case wrongKey(path: String)
  /// Another process was writing, all the time that was waited.
  case locked(path: String)
  case diskFull(path: String)
  /// `code` is SQLite's extended result, `systemCode` the system's error number or 0.
  case storageFailed(path: String, code: Int32, systemCode: Int32)
  /// The job has a run that was begun and neither finished nor abandoned.
  case hasUnfinishedRun(path: String, job: Int64)
  /// There is no such run, or it is not in a state for what was asked of it.
  case runNotOpen(path: String, run: Int64)
  /// There is no such ticket run, or it is complete.
  case ticketRunNotOpen(path: String, run: Int64)
  /// There is no such loading roster.
  case rosterNotOpen(path: String, roster: Int64)
  /// There is no such delivery, or it is over.
  case deliveryNotOpen(path: String, run: Int64)
  /// Too many wait for the ledger already.
  case busy(path: String)
  /// The ledger is being closed.
  case closed(path: String)
  /// Anything else that SQLite refuses; `code` is its extended result.
  case failed(path: String, code: Int32)

  /// What is wrong, in one sentence.
  package var message: String {
    switch self {
    case .invalidPath: "\(name) is not a path."
    case .missing: "There is no ledger \(name)."
    case .noDirectory:
      "The ledger \(name) cannot be created, because its directory does not exist."
    case .permissionDenied:
      "The permissions of the ledger \(name) or its directory do not allow this."
    case .directoryNotWritable:
      "The ledger \(name) cannot be read by a user who may not write into its directory."
    case .readOnly: "The ledger \(name) cannot be written to."
    case .notALedger: "\(name) is a file, but not a ledger of Muster."
    case .corrupted: "The ledger \(name) is damaged."
    case .newerFormat(_, let found):
      "The ledger \(name) was made by a later version of Muster (format \(found), known up to "
        + "\(LedgerFormat.version))."
    case .olderFormat(_, let found):
      "The ledger \(name) was made by an earlier version of Muster (format \(found))."
    case .wrongKey: "The ledger \(name) was made with another key."
    case .locked: "The ledger \(name) is being written to by another process."
    case .diskFull: "There is no room to write the ledger \(name)."
    case .storageFailed(_, let code, let systemCode):
      "The ledger \(name) could not be read or stored: \(Self.words(code, systemCode))."
    case .hasUnfinishedRun: "The ledger \(name) has an unfinished run of this job."
    case .runNotOpen(_, let run): "The ledger \(name) has no open run \(run)."
    case .ticketRunNotOpen(_, let run): "The ledger \(name) has no open run \(run) of tickets."
    case .rosterNotOpen: "The ledger \(name) has no such roster that is being loaded."
    case .deliveryNotOpen(_, let run): "The ledger \(name) has no open delivery \(run)."
    case .busy: "Too many are waiting for the ledger \(name)."
    case .closed: "The ledger \(name) is being closed."
    case .failed(_, let code): "The ledger \(name) could not be used: \(Self.words(code, 0))."
    }
  }

  /// What to do about it, in one sentence.
  package var help: String {
    switch self {
    case .invalidPath: "Give a path that is not empty and has no NUL character."
    case .missing: "Check the path; the first apply makes the ledger."
    case .noDirectory: "Create the directory, or choose another path."
    case .permissionDenied, .readOnly:
      "Run as the user that the ledger belongs to, or choose another place."
    case .directoryNotWritable: "Run as the user that the ledger belongs to."
    case .notALedger: "Give the ledger's path, or move that file away; it is unchanged."
    case .corrupted:
      "Bring it back from a backup; without one, move it away and let the first run make it anew, "
        + "in which everybody is new."
    case .newerFormat: "Use the version of Muster that made it; nothing was changed."
    case .olderFormat:
      "Let this version write to it once, which brings it up to date: apply, serve, deliver, "
        + "ticket issue and roster load do."
    case .wrongKey: "Bring back the key file that belongs to this ledger; nothing was changed."
    case .locked: "Wait for the other process to end, then run again."
    case .diskFull: "Make room on that file system, then run again; the ledger is as it was."
    case .storageFailed: "Check the file system, then run again."
    case .hasUnfinishedRun: "Let apply go on with that run, or abandon it."
    case .runNotOpen, .ticketRunNotOpen, .rosterNotOpen, .deliveryNotOpen:
      "Another process finished, abandoned or removed it; run again."
    case .busy: "Try again in a moment."
    case .closed: "Start the server again."
    case .failed: "Check the file and its file system, then run again."
    }
  }

  /// The ledger's path.
  package var path: String {
    switch self {
    case .invalidPath(let path), .missing(let path), .noDirectory(let path),
      .permissionDenied(let path), .directoryNotWritable(let path), .readOnly(let path),
      .notALedger(let path), .corrupted(let path), .newerFormat(let path, _),
      .olderFormat(let path, _), .wrongKey(let path), .locked(let path), .diskFull(let path),
      .storageFailed(let path, _, _), .hasUnfinishedRun(let path, _), .runNotOpen(let path, _),
      .ticketRunNotOpen(let path, _), .rosterNotOpen(let path, _), .deliveryNotOpen(let path, _),
      .busy(let path), .closed(let path), .failed(let path, _):
      path
    }
  }

  private var name: String { "\"\(PathText.shown(path))\"" }

  private static func words(_ code: Int32, _ systemCode: Int32) -> String {
    let own = "\(SQLiteCall.words(code)) (SQLite error \(code)"
    return systemCode == 0
      ? own + ")" : "\(own), \(StateFiles.words(systemCode)), error \(systemCode))"
  }
}
