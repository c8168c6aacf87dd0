import Runs
import Synchronization

/// The line about long work that stands at the end of a terminal while it goes on. Whatever else is
/// said erases it first, and the next update draws it anew.
enum Progress {
  private static let current = Mutex<ProgressDisplay?>(nil)

  /// Begins a line, where there is somebody to read it.
  ///
  /// - Parameters:
  ///   - isSilent: `--quiet` or `--json`.
  ///   - outputs: where results go: a terminal that shows those has no room for a line.
  static func begin(_ noun: String, isSilent: Bool, outputs: [String?]) {
    let isOutputShown = outputs.contains("-") && ErrorTerminal.isOutputToo
    guard !isSilent, !isOutputShown, ErrorTerminal.columns != nil, ErrorTerminal.canErase
    else { return }
    let display = ProgressDisplay(
      noun: noun, hasColor: ErrorTerminal.wantsColor, uptime: { SystemClock.uptimeSeconds() },
      columns: { ErrorTerminal.columns },
      write: { try? StandardError.write(Array($0.utf8).span) })
    current.withLock { $0 = display }
  }

  /// Whether a line has begun; the hooks of runs are left out otherwise.
  static var isOn: Bool { current.withLock { $0 != nil } }

  static func update(done: Int, rejected: Int, share: Double?) {
    current.withLock { $0?.update(done: done, rejected: rejected, share: share) }
  }

  /// Takes the line away before something is said.
  static func erase() { current.withLock { $0?.erase() } }

  /// Takes the line away for good.
  static func end() {
    current.withLock { display in
      display?.erase()
      display = nil
    }
  }
}

extension Progress {
  /// What a run that issues or checks rows reports to; nil where nobody looks.
  static var ofRows: ((RunReport, Double?) -> Void)? {
    guard isOn else { return nil }
    return { report, share in
      update(done: report.rows, rejected: report.rejected + report.held, share: share)
    }
  }

  /// What a verification reports to.
  static var ofArtifacts: ((VerifyReport, Double?) -> Void)? {
    guard isOn else { return nil }
    return { report, share in
      update(done: report.valid + report.invalid, rejected: report.invalid, share: share)
    }
  }
}
