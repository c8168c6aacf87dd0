/// What came of presenting a row once.
package enum PresentationOutcome: Sendable, Hashable {
  /// The answer is what the profile calls success.
  case taken(status: Int)
  /// Another answer. `retryAfterSeconds` is what it asks for, if it does.
  case answered(status: Int, retryAfterSeconds: Double? = nil)
  /// No connection: nothing was sent.
  case unreachable
  /// No connection that can be trusted: nothing was sent.
  case untrusted
  /// The connection broke, or took too long, when the token may have been taken already.
  case lost

  package var status: Int? {
    switch self {
    case .taken(let status), .answered(let status, _): status
    case .unreachable, .untrusted, .lost: nil
    }
  }

  /// Whether the platform may have taken the token without our knowing.
  package var isUncertain: Bool { self == .lost }
}

/// What an answer that is no success means.
package enum AnswerMeaning: Sendable, Hashable {
  /// The platform does not want this row, now or later.
  case refused
  /// It does not know who asks: 401, 403, 407.
  case denied
  /// It has trouble that may pass.
  case trouble
  /// It wants everybody to be slower: 429, and 503 that says how long.
  case tooFast

  /// By RFC 9110, 15.5 and 15.6, and RFC 6585, 4 for 429.
  package init(status: Int, saysWhen: Bool) {
    switch status {
    case 401, 403, 407: self = .denied
    case 429: self = .tooFast
    case 503 where saysWhen: self = .tooFast
    case 408, 425: self = .trouble
    // Not implemented, and no such HTTP version: the same the next time.
    case 501, 505: self = .refused
    case 500...599: self = .trouble
    default: self = .refused
    }
  }
}

/// What is to be done with a row now.
package enum RowAction: Sendable, Hashable {
  case delivered
  /// The platform's answer is a permanent no.
  case refused
  /// It was tried as often, or as long, as it is to be.
  case failed
  /// Again after a while; the others are to wait as well for so long, if the platform wants that.
  case retry(afterSeconds: Double, pauseAllSeconds: Double? = nil)
}

/// Decides what becomes of one row. It knows no clock and no randomness but what it is given.
package struct DeliveryStateMachine: Sendable {
  private let policy: DeliveryPolicy
  /// When the row's first presentation began.
  private var beganAt: Double?
  /// How often the row has been presented.
  package private(set) var presentations = 0

  package init(_ policy: DeliveryPolicy) { self.policy = policy }

  /// A presentation begins; the time before the first one does not count.
  package mutating func begin(at uptime: Double) { beganAt = beganAt ?? uptime }

  /// - Parameters:
  ///   - uptime: now.
  ///   - random: from 0 up to 1.
  package mutating func next(
    _ outcome: PresentationOutcome, at uptime: Double, random: Double
  ) -> RowAction {
    presentations += 1
    switch outcome {
    case .taken: return .delivered
    case .answered(let status, let seconds):
      switch AnswerMeaning(status: status, saysWhen: seconds != nil) {
      case .refused, .denied: return .refused
      case .trouble: return again(seconds, uptime, random)
      case .tooFast: return again(seconds, uptime, random, share: policy.sharedBackoff)
      }
    // What nobody can reach is not asked for by the others meanwhile.
    case .unreachable, .untrusted: return again(nil, uptime, random, share: 1)
    case .lost: return again(nil, uptime, random)
    }
  }

  /// - Parameter share: of the row's own wait, for which everybody waits; nil where the others go on.
  private func again(
    _ asked: Double?, _ uptime: Double, _ random: Double, share: Double? = nil
  ) -> RowAction {
    guard presentations < policy.presentationsMax else { return .failed }
    let own = policy.backoff(after: presentations, random: random)
    let asked = asked.map { min(max($0, 0), policy.retryAfterSecondsMax) }
    // Not all at the very moment that was named.
    let wait = asked.map { $0 + min(own, 1) } ?? own
    guard uptime + wait - (beganAt ?? uptime) <= policy.ageSecondsMax else { return .failed }
    return .retry(
      afterSeconds: wait, pauseAllSeconds: share.map { asked ?? own * $0 })
  }
}
