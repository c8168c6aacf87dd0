import Bytes
import Findings
import Profiles

extension TokenVerifier {
  /// What an artifact says of its end.
  struct Ends {
    var expiresAt: NumericDate?
    /// The expiry, or the end of the age, whichever is earlier.
    var bestBefore: NumericDate?
    /// Whether something bounds the life, and the artifact does not show when it ends.
    var isUntold = false
  }

  /// Holds the artifact's times against each other and against now.
  mutating func checkLifetime(_ now: NumericDate) -> (NumericDate?, NumericDate?) {
    checkBeginning(now)
    var ends = Ends()
    readExpiry(now, &ends)
    readAge(&ends)
    if let end = ends.bestBefore, end <= now {
      let age = now.secondsSinceEpoch - end.secondsSinceEpoch
      report(
        .expired, "The token expired at \(end), \(Words.duration(age)) ago.",
        help: "Issue it anew; nothing can prolong it.")
    }
    if ends.bestBefore == nil && !ends.isUntold {
      report(
        .eternal, "The token has no expiry and no age: it works for ever.",
        severity: compiled.isEternalAllowed ? .warning : .error)
    }
    return (ends.expiresAt, ends.bestBefore)
  }

  private mutating func readExpiry(_ now: NumericDate, _ ends: inout Ends) {
    guard let claim = compiled.profile.lifetime.claim, judge.isPresent(claim) else { return }
    let form = compiled.timeForm(claim)
    if let seconds = judge.seconds(claim) {
      // A date that no calendar has stands for the end of time that is nearest.
      let end = NumericDate(secondsSinceEpoch: seconds).advanced(bySeconds: form.slackSeconds)
      ends.expiresAt = end
      ends.bestBefore = end
      checkLength(claim, seconds, now)
    } else {
      ends.isUntold = true
      reportUnreadable(claim, form, "expiry")
    }
  }

  private mutating func readAge(_ ends: inout Ends) {
    guard let age = compiled.profile.lifetime.age, let limit = compiled.ageSeconds else { return }
    guard let claim = age.claim else {
      ends.isUntold = true
      report(
        .lifetime,
        "Whether the age is over cannot be told: the artifact does not say when it was issued.",
        severity: .warning, help: "The platform takes it for \(Words.duration(limit)).")
      return
    }
    guard judge.isPresent(claim) else { return }
    let form = compiled.timeForm(claim)
    guard let start = judge.seconds(claim) else {
      ends.isUntold = true
      reportUnreadable(claim, form, "age")
      return
    }
    let end = NumericDate(secondsSinceEpoch: start).advanced(bySeconds: form.slackSeconds)
      .advanced(bySeconds: limit)
    ends.bestBefore = ends.bestBefore.map { min($0, end) } ?? end
  }

  /// A value of another form is wrong; one of a form that nobody reads back is only not told.
  private mutating func reportUnreadable(_ claim: Reference, _ form: TimeForm, _ what: String) {
    let path = compiled.program(claim).path
    if form.isReadable {
      report(.lifetime, "The \(what) is no \(form.words).", claim: path)
    } else {
      report(
        .lifetime,
        "Whether the \(what) is over cannot be told: its time has a form that is not read back.",
        severity: .warning, help: "Look at \"\(path)\" yourself.", claim: path)
    }
  }

  /// A time before which the token does not hold.
  struct Beginning {
    var reference: Reference
    /// How far from the time of issue it is.
    var offsetSeconds: Int
  }

  /// The times of issue that the profile's claims and inputs carry, and `nbf`.
  static func beginnings(_ compiled: CompiledProfile) -> [Beginning] {
    var beginnings: [Beginning] = []
    for (scope, group) in [
      (Reference.Scope.claim, compiled.profile.claims), (.input, compiled.profile.inputs),
    ] {
      for (index, property) in group.properties.enumerated() {
        let reference = Reference(scope: scope, index: index, text: property.name)
        var offset = 0
        if case .time(let time) = property.origin, time.base == .now {
          offset = time.offsetSeconds
        } else if compiled.program(reference).wireName != "nbf" || scope == .input {
          continue
        }
        beginnings.append(Beginning(reference: reference, offsetSeconds: offset))
      }
    }
    return beginnings
  }

  /// Times of issue that are still to come.
  private mutating func checkBeginning(_ now: NumericDate) {
    for beginning in beginnings {
      let reference = beginning.reference
      guard let seconds = judge.seconds(reference) else { continue }
      let latest = now.advanced(
        bySeconds: Self.leewaySeconds + max(0, beginning.offsetSeconds))
      if seconds > latest.secondsSinceEpoch {
        let program = compiled.program(reference)
        report(
          .notYetValid, "\(program.words()) says \(shown(reference, seconds)), which is not yet.",
          help: "One of the two clocks is wrong.", claim: program.path)
      }
    }
  }

  /// A time as the artifact has it.
  private func shown(_ reference: Reference, _ seconds: Int) -> String {
    var text: [UInt8] = []
    guard judge.appendText(reference, to: &text) else { return String(seconds) }
    return Excerpt.make(text.span)
  }

  /// The length of a life from its beginning, where a claim says it, else from now.
  private mutating func checkLength(_ expiry: Reference, _ end: Int, _ now: NumericDate) {
    let form = compiled.timeForm(expiry)
    let leeway = Self.leewaySeconds
    let begin = compiled.claimIndex(named: "iat").flatMap { index in
      judge.seconds(Reference(scope: .claim, index: index, text: "iat"))
    }
    let (length, overflow) = end.subtractingReportingOverflow(begin ?? now.secondsSinceEpoch)
    let lifetime = compiled.profile.lifetime
    let claim = compiled.program(expiry).path
    if overflow || !NumericDate.writable.contains(end) {
      report(.lifetime, "The expiry is no \(form.words).", claim: claim)
    } else if let begin, end + form.slackSeconds <= begin {
      report(.lifetime, "The token expires no later than it is issued.", claim: claim)
    } else if let maximum = lifetime.maximumSeconds, length > maximum + leeway {
      report(
        .lifetime, "The token lives \(length) seconds; the platform allows \(maximum).",
        claim: claim)
    } else if let high = lifetime.warnAboveSeconds, length > high + leeway {
      report(
        .lifetime,
        "The token lives \(length) seconds, longer than the platform recommends (\(high)).",
        severity: .warning, claim: claim)
    }
  }
}
