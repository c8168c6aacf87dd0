package import Bytes

/// Who holds a job's lock: for the message to who does not get it, never for a decision.
package struct LockHolder: Sendable, Hashable {
  package var processID: Int32
  package var host: String
  package var startedAt: NumericDate

  package init(processID: Int32, host: String, startedAt: NumericDate) {
    self.processID = processID
    self.host = host
    self.startedAt = startedAt
  }

  /// This process on this machine.
  package static func thisProcess(startedAt: NumericDate) -> LockHolder {
    LockHolder(
      processID: StateFiles.processID, host: StateFiles.hostName, startedAt: startedAt)
  }

  /// For a sentence: `process 4711 on "host", since 2026-11-21T03:56:30Z`.
  package var words: String {
    "process \(processID) on \"\(PathText.shown(host))\", since \(startedAt)"
  }

  /// Three lines: process, seconds since 1970, host.
  var text: [UInt8] {
    Array("\(processID)\n\(startedAt.secondsSinceEpoch)\n\(host)\n".utf8)
  }

  /// Nil where the text is not whole: its writer may be at it just now.
  init?(text: [UInt8]) {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.count == 4, let processID = Int32(String(decoding: lines[0], as: UTF8.self)),
      let seconds = Int(String(decoding: lines[1], as: UTF8.self)),
      NumericDate.writable.contains(seconds)
    else { return nil }
    self.processID = processID
    startedAt = NumericDate(secondsSinceEpoch: seconds)
    host = String(decoding: lines[2], as: UTF8.self)
  }
}

/// The right to run a job, which one process has at a time.
///
/// The kernel's lock on a file (flock): it ends with the process that holds it, however that ends,
/// and programs that are started do not inherit it. The file stays; only the lock says anything.
package struct RunLock: ~Copyable {
  /// How often a wait tries again and looks whether a signal wants the process to end.
  package static let waitMilliseconds: Int32 = 100
  /// A holder's text is never longer.
  static let textBytesMax = 1_024

  private let file: StateFile

  /// How long to wait for a lock that is held, and by which clock.
  package struct Patience {
    /// Zero tries once.
    package var seconds: Double
    /// Seconds of a clock that never jumps.
    package var uptime: () -> Double
    package var isInterrupted: () -> Bool
    /// Lets about that many milliseconds pass.
    package var pause: (Int32) -> Void

    package init(
      seconds: Double, uptime: @escaping () -> Double, isInterrupted: @escaping () -> Bool,
      pause: ((Int32) -> Void)? = nil
    ) {
      self.seconds = seconds
      self.uptime = uptime
      self.isInterrupted = isInterrupted
      self.pause = pause ?? { StateFiles.pause(milliseconds: $0) }
    }
  }

  private init(_ file: consuming StateFile) { self.file = file }

  /// Takes the lock, and writes into the file who has it.
  ///
  /// - Parameter patience: how long to wait while somebody else has it; nil tries once.
  /// - Throws: `held` if somebody still has it then, `interrupted`, other ``StateFileError``s.
  package static func acquire(
    _ path: String, holder: LockHolder, patience: Patience? = nil
  ) throws(StateFileError) -> RunLock {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidPath(path: path) }
    let deadline = patience.map { $0.uptime() + $0.seconds }
    while true {
      do throws(StateFileError) {
        return RunLock(try take(path, holder))
      } catch {
        guard case .held = error, let patience, let deadline, patience.uptime() < deadline
        else { throw error }
        if patience.isInterrupted() { throw .interrupted(path: path) }
        patience.pause(waitMilliseconds)
        if patience.isInterrupted() { throw .interrupted(path: path) }
      }
    }
  }

  private static func take(
    _ path: String, _ holder: LockHolder
  ) throws(StateFileError) -> StateFile {
    do {
      let file = try StateFiles.openOrCreate(path)
      guard try file.status().isRegular else { throw StateFileError.notRegular(path: path) }
      guard try file.tryLock() else {
        let text = try file.contents(upTo: textBytesMax)
        throw StateFileError.held(path: path, holder: LockHolder(text: text))
      }
      // Whoever removed it in this very moment left another one to the next.
      guard file.isInPlace(path) else { throw StateFileError.held(path: path, holder: nil) }
      try file.makePrivate()
      try file.truncate()
      try file.write(holder.text)
      return file
    } catch let error as StateFileError {
      throw error
    } catch let error as StateCallError {
      throw StateFiles.failure(path, error)
    } catch {
      preconditionFailure("Nothing else is thrown here.")
    }
  }

  /// Says so to the kernel: a program that is just being started has the file open for an instant.
  deinit { file.unlock() }

  /// Whether the file is still the one of its name: whoever finds another one there, or none, takes that
  /// for the lock.
  package func isInPlace(_ path: String) -> Bool { file.isInPlace(path) }

  /// Gives the lock back.
  package consuming func release() {}
}
