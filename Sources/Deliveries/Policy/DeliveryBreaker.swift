/// Why nothing more is sent.
package enum StopReason: Sendable, Hashable {
  /// So many answers in a row said that the platform does not know who asks.
  case denied(count: Int, status: Int)
  /// So many rows in a row were refused.
  case refused(count: Int, status: Int)
  /// No answer for so long that decided about a row; the last status, if there was any.
  case trouble(seconds: Int, status: Int?)
  /// For so long nothing was decided but that we are too fast.
  case tooFast(seconds: Int)
  /// The host's certificate cannot be trusted.
  case untrusted

  /// In one sentence.
  package var message: String {
    switch self {
    case .denied(let count, let status):
      "\(count) answers in a row were \(status): the platform does not accept who signs."
    case .refused(let count, let status):
      "\(count) rows in a row were refused, the last with \(status)."
    case .trouble(let seconds, nil): "The host could not be reached for \(seconds) seconds."
    case .trouble(let seconds, .some(let status)):
      "For \(seconds) seconds the platform answered nothing but trouble, at last \(status)."
    case .tooFast(let seconds):
      "For \(seconds) seconds the platform said nothing but that it is asked too fast."
    case .untrusted: "The certificate of the host cannot be trusted."
    }
  }

  package var help: String {
    switch self {
    case .denied: "Check the key, the clock, and that the platform has single sign-on turned on."
    case .refused:
      "Look at the rejects; if the platform is right about all of them, run again with "
        + "--refused-max 0."
    case .trouble: "Run again later: what was delivered stays delivered."
    case .tooFast: "Ask the platform what it allows, and run again later with --rate."
    case .untrusted: "Check the host; --ca FILE trusts another certificate authority."
    }
  }
}

/// Watches what comes of all presentations, and says when there is no use in going on.
package struct DeliveryBreaker: Sendable {
  private let policy: DeliveryPolicy
  private var deniedInRow = 0
  private var refusedInRow = 0
  private var untrustedInRow = 0
  /// When trouble began that no answer has ended yet.
  private var troubleSince: Double?
  /// When the platform began to say that it is asked too fast, if it has decided about no row since.
  private var tooFastSince: Double?

  package init(_ policy: DeliveryPolicy) { self.policy = policy }

  /// - Parameter uptime: now.
  /// - Returns: why all is to be stopped, if it is.
  package mutating func note(_ outcome: PresentationOutcome, at uptime: Double) -> StopReason? {
    switch outcome {
    case .taken:
      settle()
      tooFastSince = nil
      deniedInRow = 0
      refusedInRow = 0
      return nil
    case .answered(let status, let seconds):
      untrustedInRow = 0
      switch AnswerMeaning(status: status, saysWhen: seconds != nil) {
      case .denied:
        deniedInRow += 1
        return refuse(status)
      case .refused:
        deniedInRow = 0
        return refuse(status)
      case .tooFast:
        // It works, and says what it wants.
        settle()
        let since = tooFastSince ?? uptime
        tooFastSince = since
        return uptime - since < policy.tooFastSecondsMax
          ? nil : .tooFast(seconds: Int(uptime - since))
      case .trouble: return trouble(uptime, status)
      }
    case .untrusted:
      untrustedInRow += 1
      if untrustedInRow >= policy.untrustedInRowMax { return .untrusted }
      return trouble(uptime, nil)
    case .unreachable, .lost: return trouble(uptime, nil)
    }
  }

  private mutating func settle() {
    troubleSince = nil
    untrustedInRow = 0
  }

  private mutating func refuse(_ status: Int) -> StopReason? {
    settle()
    tooFastSince = nil
    refusedInRow += 1
    if deniedInRow >= policy.deniedInRowMax {
      return .denied(count: deniedInRow, status: status)
    }
    if let most = policy.refusedInRowMax, refusedInRow >= most {
      return .refused(count: refusedInRow, status: status)
    }
    return nil
  }

  private mutating func trouble(_ uptime: Double, _ status: Int?) -> StopReason? {
    let since = troubleSince ?? uptime
    troubleSince = since
    guard uptime - since >= policy.troubleSecondsMax else { return nil }
    return .trouble(seconds: Int(uptime - since), status: status)
  }
}
