import Bytes
import Findings
import Profiles
import Schemas

extension Judge {
  // MARK: Where values stand

  /// Where a claim, an input or a member inside it stands in its buffer; empty where it is absent.
  /// Parameters have no buffer.
  func location(of reference: Reference) -> Range<Int> {
    var range: Range<Int>
    switch reference.scope {
    case .claim: range = claimRanges[reference.index]
    case .input: range = inputRanges[reference.index]
    case .parameter: return 0..<0
    }
    for member in reference.members where !range.isEmpty {
      let text = reference.scope == .claim ? claims.span : inputs.span
      range = JSONCursor.member(member.span, of: text, in: range) ?? 0..<0
    }
    return range
  }

  func isPresent(_ reference: Reference) -> Bool {
    if reference.scope == .parameter { return compiled.parameters[reference.index] != nil }
    return !location(of: reference).isEmpty
  }

  private mutating func matches(_ reference: Reference, _ schema: Schema) -> Bool {
    if reference.scope == .parameter {
      guard let value = compiled.parameters[reference.index] else { return false }
      return validator.isValid(value.json.span, schema)
    }
    let range = location(of: reference)
    guard !range.isEmpty else { return false }
    if reference.scope == .claim {
      return validator.isValid(claims, range, schema)
    }
    return validator.isValid(inputs, range, schema)
  }

  mutating func holds(_ condition: Condition) -> Bool {
    switch condition {
    case .present(let reference): return isPresent(reference)
    case .absent(let reference): return !isPresent(reference)
    case .matches(let reference, let schema): return matches(reference, schema)
    case .not(let inner): return !holds(inner)
    case .all(let parts):
      for part in parts where !holds(part) { return false }
      return true
    case .any(let parts):
      for part in parts where holds(part) { return true }
      return false
    }
  }

  // MARK: Rules and effects

  /// Starts a row, of which nothing is known yet.
  mutating func beginCandidates() {
    candidates.removeAll(keepingCapacity: true)
    candidates.append(contentsOf: compiled.ruleIndex.always)
  }

  /// Applies the rules that `isWanted` lets through and that the row can break.
  mutating func applyRules(_ isWanted: (Rule) -> Bool = { _ in true }) {
    let rules = compiled.profile.rules
    var start = 0
    while let index = RuleIndex.next(candidates, in: start..<rules.count) {
      start = index + 1
      let rule = rules[index]
      guard isWanted(rule) else { continue }
      if let when = rule.when, !holds(when) { continue }
      if holds(rule.assertion) { continue }
      report(
        Finding(
          .rule, rule.severity, at: .row(row, line: line), rule.message,
          help: rule.assertion.help, rule: rule.id))
    }
  }

  mutating func holds(_ assertion: Assertion) -> Bool {
    switch assertion {
    case .requires(let references): return count(references) == references.count
    case .excludes(let references): return count(references) == 0
    case .atLeastOneOf(let references): return count(references) >= 1
    case .exactlyOneOf(let references): return count(references) == 1
    case .atMostOneOf(let references): return count(references) <= 1
    case .holds(let condition): return holds(condition)
    case .compare(let comparison): return holds(comparison)
    }
  }

  private func count(_ references: [Reference]) -> Int {
    references.count { isPresent($0) }
  }

  private func holds(_ comparison: Comparison) -> Bool {
    if let other = comparison.equals, !areEqual(comparison.claim, other) { return false }
    if let other = comparison.hostEquals, !isHost(other, of: comparison.claim) { return false }
    let isBounded =
      comparison.minimum != nil || comparison.maximum != nil || comparison.lessThan != nil
    guard isBounded else { return true }
    guard isPresent(comparison.claim), comparison.minus.map({ isPresent($0) }) ?? true else {
      return true
    }
    guard var number = integer(comparison.claim) else { return false }
    if let minus = comparison.minus {
      guard let other = integer(minus) else { return false }
      let (difference, overflow) = number.subtractingReportingOverflow(other)
      guard !overflow else { return false }
      number = difference
    }
    if let minimum = comparison.minimum, number < minimum { return false }
    if let maximum = comparison.maximum, number > maximum { return false }
    if let greater = comparison.lessThan, isPresent(greater) {
      guard let bound = integer(greater) else { return false }
      return number < bound
    }
    return true
  }

  /// Whether both have the same text, or one of them is absent.
  private func areEqual(_ one: Reference, _ other: Reference) -> Bool {
    guard isPresent(one), isPresent(other) else { return true }
    var left: [UInt8] = []
    var right: [UInt8] = []
    return appendText(one, to: &left) && appendText(other, to: &right) && left == right
  }

  /// Whether the URL has this host, compared without case; or one of them is absent. A URL with a
  /// user's name in front of the host has none that a person would read as such.
  private func isHost(_ host: Reference, of url: Reference) -> Bool {
    guard isPresent(host), isPresent(url) else { return true }
    var wanted: [UInt8] = []
    var text: [UInt8] = []
    guard appendText(host, to: &wanted), appendText(url, to: &text) else { return false }
    let scheme = Array("://".utf8)
    guard let start = Judge.find(scheme, in: text, from: 0) else { return false }
    let authority = text[(start + scheme.count)...].prefix { !"/?#\\".utf8.contains($0) }
    return Judge.asciiFolded(authority) == Judge.asciiFolded(wanted)
  }

  func integer(_ reference: Reference) -> Int? {
    var text: [UInt8] = []
    guard appendText(reference, to: &text) else { return nil }
    return Int(String(decoding: text, as: Unicode.UTF8.self))
  }

  /// The time that a claim or an input holds in the form that the profile gives it, in seconds
  /// since 1970; of a date its first second.
  func seconds(_ reference: Reference) -> Int? {
    var text: [UInt8] = []
    guard appendText(reference, to: &text) else { return nil }
    return compiled.timeForm(reference).seconds(in: String(decoding: text, as: Unicode.UTF8.self))
  }

  /// Finds the row's effects; returns whether one of them is held back.
  mutating func findEffects() -> Bool {
    var isHeld = false
    let first = compiled.profile.rules.count
    let end = first + compiled.profile.effects.count
    var start = first
    while let position = RuleIndex.next(candidates, in: start..<end) {
      start = position + 1
      let index = position - first
      let effect = compiled.profile.effects[index]
      guard holds(effect.when) else { continue }
      effects.append(index)
      guard compiled.heldEffects[index] else { continue }
      isHeld = true
      findings.append(
        Finding(
          .effectHeld, at: .row(row, line: line),
          "Held back because of the effect \"\(effect.id)\": \(effect.description)",
          help: "If this is meant, allow it with --allow \(effect.id), or in a job with "
            + "allow: [\(effect.id)].", rule: effect.id))
    }
    return isHeld
  }

  // MARK: Lifetime

  /// The row's expiry, and until when its artifact can be used.
  ///
  /// A claim that a column feeds is held to the same bounds as one that Muster makes.
  mutating func lifetime(_ context: IssueContext) -> (NumericDate?, NumericDate?) {
    let profile = compiled.profile
    var expiresAt: NumericDate?
    if let claim = profile.lifetime.claim, isPresent(claim) {
      let isFed = !binding.columns[compiled.program(claim).slot].isEmpty
      expiresAt = isFed ? checkedExpiry(claim, context) : context.expiresAt
    }
    if let claim = profile.lifetime.claim, let end = context.expiresAt, end <= context.issuedAt {
      // At the end of the writable dates there is no time left to live.
      reportLifetime(compiled.program(claim), "would be no later than the time of issue")
    }
    var bestBefore = expiresAt
    if let age = compiled.ageSeconds, let start = ageStart(context) {
      let end = start.advanced(bySeconds: age)
      if end <= context.issuedAt, let claim = profile.lifetime.age?.claim {
        reportLifetime(
          compiled.program(claim), "is so old that the token would be dead when issued")
      }
      bestBefore = bestBefore.map { min($0, end) } ?? end
    }
    if bestBefore == nil { refuseEternal() }
    return (expiresAt, bestBefore)
  }

  /// A row whose expiry is optional and absent makes a token for ever, as a whole run may.
  private mutating func refuseEternal() {
    guard !compiled.isEternal, !compiled.isEternalAllowed, !isRejected else { return }
    report(
      Finding(
        .eternal, at: .row(row, line: line),
        "The token would be valid for ever: this row gives it neither an expiry nor an age.",
        help: "If this is meant, allow it with --allow eternal."))
  }

  /// The time from which the platform counts an age: that of issue, unless a column gives another.
  private mutating func ageStart(_ context: IssueContext) -> NumericDate? {
    guard let reference = compiled.profile.lifetime.age?.claim else { return context.issuedAt }
    let program = compiled.program(reference)
    guard isPresent(reference) else { return nil }
    if binding.columns[program.slot].isEmpty { return context.issuedAt }
    guard let seconds = seconds(reference), NumericDate.writable.contains(seconds) else {
      reportLifetime(program, "is no \(compiled.timeForm(reference).words)")
      return nil
    }
    return NumericDate(secondsSinceEpoch: seconds)
  }

  private mutating func checkedExpiry(
    _ reference: Reference, _ context: IssueContext
  ) -> NumericDate? {
    let program = compiled.program(reference)
    guard isPresent(reference) else { return nil }
    let lifetime = compiled.profile.lifetime
    guard let seconds = seconds(reference), NumericDate.writable.contains(seconds) else {
      reportLifetime(program, "is no \(compiled.timeForm(reference).words)")
      return nil
    }
    let length = seconds - context.issuedAt.secondsSinceEpoch
    if length <= 0 {
      reportLifetime(program, "lies in the past, so the token would be dead when issued")
    } else if let maximum = lifetime.maximumSeconds, length > maximum {
      reportLifetime(program, "is \(length) seconds ahead; the platform allows \(maximum)")
    } else if let minimum = lifetime.minimumSeconds, length < minimum {
      reportLifetime(program, "is \(length) seconds ahead; the platform asks for \(minimum)")
    } else if let high = lifetime.warnAboveSeconds, length > high {
      reportLifetime(
        program, "is \(length) seconds ahead, more than the platform recommends (\(high))",
        severity: .warning)
    }
    return NumericDate(secondsSinceEpoch: seconds)
  }

  private mutating func reportLifetime(
    _ program: ValueProgram, _ message: String, severity: Severity = .error
  ) {
    report(
      Finding(
        .lifetime, severity, at: .row(row, line: line), "\(program.words()) \(message).",
        claim: program.path))
  }
}

extension Assertion {
  /// What would satisfy it, in words.
  var help: String? {
    func list(_ references: [Reference]) -> String {
      references.map(\.text).joined(separator: ", ")
    }
    switch self {
    case .requires(let references): return "Give \(list(references))."
    case .excludes(let references): return "Leave out \(list(references))."
    case .atLeastOneOf(let references): return "Give at least one of \(list(references))."
    case .exactlyOneOf(let references): return "Give exactly one of \(list(references))."
    case .atMostOneOf(let references): return "Give at most one of \(list(references))."
    case .holds, .compare: return nil
    }
  }
}

extension Judge {
  /// Appends what names the row's user, as JSON, or `null`.
  package func appendIdentity(to output: inout [UInt8]) {
    for reference in compiled.profile.identity where isPresent(reference) {
      if appendJSON(of: reference, to: &output) { return }
    }
    output.append(contentsOf: "null".utf8)
  }
}
