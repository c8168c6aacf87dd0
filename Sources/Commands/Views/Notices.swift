import Synchronization

/// Warnings that come before a run: of the profile, the options and the key. They are said at once,
/// or kept where standard error is to carry one JSON object and nothing else.
enum Notices {
  private static let kept = Mutex<[FindingText]?>(nil)

  private static let isForJSON = Mutex(false)

  /// From now on, keeps the warnings.
  ///
  /// - Parameter forJSON: for the JSON object; else until there is trouble.
  static func keep(forJSON: Bool) {
    if forJSON { isForJSON.withLock { $0 = true } }
    kept.withLock { $0 = [] }
  }

  static func say(_ notice: FindingText) {
    let isKept = kept.withLock { kept in
      kept?.append(notice)
      return kept != nil
    }
    if !isKept { Terminal.say(notice.text) }
  }

  /// Says it at once, but where one JSON object is to be all: that has it then.
  static func sayAlways(_ notice: FindingText) {
    if isForJSON.withLock({ $0 }) { say(notice) } else { Terminal.say(notice.text) }
  }

  /// Says what was kept, after all.
  static func sayKept() {
    for notice in all { Terminal.say(notice.text) }
    kept.withLock { if $0 != nil { $0 = [] } }
  }

  /// The warnings that were kept.
  static var all: [FindingText] { kept.withLock { $0 ?? [] } }
}
