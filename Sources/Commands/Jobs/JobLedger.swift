import Bytes
import Findings
import Jobs
import Ledgers
import Runs
import Tokens

/// Where a job's ledger is, and what goes with it.
struct JobLedger {
  let path: String
  let keyPath: String

  /// - Parameters:
  ///   - given: the ledger's path from the command line or, resolved, from the job; nil for the user's.
  ///   - key: the path of its key; nil for the one beside it.
  init(given: String?, key: String?) throws(CommandFailure) {
    if let given { path = given } else { path = try Self.usersPath() }
    keyPath = key ?? Self.keyPath(beside: path)
  }

  /// The ledger of a job.
  init(_ job: LoadedJob, given: String?, key: String? = nil) throws(CommandFailure) {
    let own = job.job.ledger.file.map(job.resolve)
    let isOwn = try Self.isSame(given, own)
    try self.init(
      given: given ?? own, key: key ?? (isOwn ? job.job.ledger.key.map(job.resolve) : nil))
  }

  /// Whether what was given is the job's own ledger, as a saved plan names it.
  private static func isSame(_ given: String?, _ own: String?) throws(CommandFailure) -> Bool {
    guard let given else { return true }
    let other: String
    if let own { other = own } else { other = try usersPath() }
    return try LoadedJob.absolute(given).utf8.elementsEqual(LoadedJob.absolute(other).utf8)
  }

  /// `ledger.sqlite` has its key in `ledger.key`.
  private static func keyPath(beside path: String) -> String {
    let folder = JobPaths.folder(of: path)
    let name = path.dropFirst(folder.count)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return path + ".key" }
    return folder + name[..<dot] + ".key"
  }

  /// The user's own ledger, by the XDG Base Directory Specification.
  private static func usersPath() throws(CommandFailure) -> String {
    if let state = POSIXProcess.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/muster/ledger.sqlite"
    }
    if let home = POSIXProcess.environment("HOME"), home.hasPrefix("/") {
      return home + "/.local/state/muster/ledger.sqlite"
    }
    throw CommandFailure(
      .ledger, "There is no home directory in the environment, so the ledger has no place.",
      help: "Give it one: --ledger FILE, or ledger: { file: … } in the job, or XDG_STATE_HOME.")
  }

  var exists: Bool { Ledger.exists(path) }

  // MARK: Opening

  /// Makes the folder of a file that a job names, for its owner alone, if it is not there.
  static func makeFolder(of path: String) throws(CommandFailure) {
    let folder = JobPaths.folder(of: path)
    if folder.isEmpty || folder == "/" { return }
    do {
      try StateFiles.makeDirectories(folder)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Opens the ledger, and makes it with its folder if it is not there.
  func make(_ entropy: Entropy) throws(CommandFailure) -> (Ledger, KeyedHash) {
    for file in [path, keyPath] { try Self.makeFolder(of: file) }
    return try openToWrite(entropy)
  }

  /// Opens the ledger, and makes it if it is not there.
  ///
  /// - Parameters:
  ///   - isAgain: whether all that is to be said of it has been said.
  ///   - busySeconds: how long another process's transaction is waited for.
  func openToWrite(
    _ entropy: Entropy, isAgain: Bool = false, busySeconds: Double = Ledger.busySeconds
  ) throws(CommandFailure) -> (Ledger, KeyedHash) {
    var newKey: [UInt8] = []
    entropy.append(LedgerKey.byteCount, to: &newKey)
    let isNew = !exists
    let key: (bytes: [UInt8], notes: [String])
    do throws(StateFileError) {
      if let known = try LedgerKey.read(keyPath) {
        key = known
      } else if isNew {
        key = try LedgerKey.readOrCreate(keyPath, newKey: newKey)
      } else {
        throw StateFileError.missing(path: keyPath)
      }
    } catch {
      throw CommandFailure(error)
    }
    return try open(
      .writing, key.bytes, key.notes, entropy, isSilent: isAgain, busySeconds: busySeconds)
  }

  /// Opens the ledger to look at it; nil where there is none yet.
  ///
  /// - Parameter isAgain: whether all that is to be said of it has been said.
  func openToRead(
    _ entropy: Entropy, isAgain: Bool = false
  ) throws(CommandFailure) -> (Ledger, KeyedHash)? {
    guard exists else { return nil }
    let key: (bytes: [UInt8], notes: [String])?
    do {
      key = try LedgerKey.read(keyPath)
    } catch {
      throw CommandFailure(error)
    }
    guard let key else { throw CommandFailure(StateFileError.missing(path: keyPath)) }
    return try open(.reading, key.bytes, key.notes, entropy, isSilent: isAgain)
  }

  private func open(
    _ access: Ledger.Access, _ key: [UInt8], _ notes: [String], _ entropy: Entropy,
    isSilent: Bool, busySeconds: Double = Ledger.busySeconds
  ) throws(CommandFailure) -> (Ledger, KeyedHash) {
    let hash = KeyedHash(key: key.span)
    var id: [UInt8] = []
    entropy.append(16, to: &id)
    do {
      let ledger = try Ledger(
        path: path, access: access, keyCheck: hash.digest(Array("muster ledger".utf8).span),
        newID: id, busySeconds: busySeconds)
      for note in isSilent ? [] : notes + ledger.notes {
        Notices.say(FindingText(Finding(.doubtfulKey, .warning, at: .run, note)))
      }
      return (ledger, hash)
    } catch {
      throw CommandFailure(error)
    }
  }

  // MARK: The lock

  /// Two names of one ledger are one ledger.
  func lockPath(_ job: String) -> String {
    "\(POSIXProcess.resolved(path)).\(JobPaths.fileName(job)).lock"
  }

  /// Takes the job's lock, for which others may have to be waited for.
  func lock(
    _ job: String, now: NumericDate, waitSeconds: Int
  ) throws(CommandFailure) -> HeldLock {
    let path = lockPath(job)
    do {
      let lock = try RunLock.acquire(
        path, holder: .thisProcess(startedAt: now),
        patience: waitSeconds == 0
          ? nil
          : RunLock.Patience(
            seconds: Double(waitSeconds), uptime: { SystemClock.uptimeSeconds() },
            isInterrupted: { Interruption.requested != nil }))
      return HeldLock(lock, path)
    } catch {
      if let signal = Interruption.requested { throw CommandFailure(signal: signal) }
      throw CommandFailure(error)
    }
  }
}

/// A job's lock, as long as this lives.
final class HeldLock {
  private let lock: RunLock
  private let path: String

  init(_ lock: consuming RunLock, _ path: String) {
    self.lock = lock
    self.path = path
  }

  /// The path of the lock, if the file there is another one by now.
  var lost: String? { lock.isInPlace(path) ? nil : path }
}

extension CommandFailure {
  init(_ error: LedgerError) {
    let status: ExitStatus =
      switch error {
      case .wrongKey: .key
      default: .ledger
      }
    self.init(status, error.message, help: error.help)
  }

  init(_ error: StateFileError) {
    let status: ExitStatus =
      switch error {
      case .held: .locked
      case .wrongLength, .missing: .key
      default: .ledger
      }
    self.init(status, error.message, help: error.help)
  }
}
