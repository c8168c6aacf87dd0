import Synchronization

/// Warnings that come before a run: of the profile, the options and the key. They are said at once,
/// or kept where standard error is to carry one JSON object and nothing else.
enum Notices {
  private static let kept = Mutex<[FindingText]?>(nil)

  /// From now on, keeps the warnings for the JSON object.
  static func keep() { kept.withLock { $0 = [] } }

  static func say(_ notice: FindingText) {
    let isKept = kept.withLock { kept in
      kept?.append(notice)
      return kept != nil
    }
    if !isKept { Terminal.say(notice.text) }
  }

  /// Says what was kept, after all.
  static func sayKept() {
    for notice in all { Terminal.say(notice.text) }
    kept.withLock { if $0 != nil { $0 = [] } }
  }

  /// The warnings that were kept.
  static var all: [FindingText] { kept.withLock { $0 ?? [] } }
}
