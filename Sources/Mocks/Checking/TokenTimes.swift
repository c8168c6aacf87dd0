import Bytes
import Profiles

/// The times that a token carries, held against the platform's clock: to the second, and without
/// mercy at the end.
struct TokenTimes: Sendable {
  /// A claim that holds a time.
  private struct TimeClaim: Sendable {
    var path: [[UInt8]]
    var name: String
    var form: TimeForm
    var offsetSeconds = 0

    /// Seconds since 1970; nil where the claim is absent, or no time.
    func seconds(in claims: [UInt8]) -> Int? {
      value(in: claims).flatMap { form.seconds(in: ClaimText.string(ClaimText.plain($0))) }
    }

    func value(in claims: [UInt8]) -> [UInt8]? {
      var json = claims
      for name in path {
        guard let value = json.value(of: name) else { return nil }
        json = value
      }
      return json
    }
  }

  private var expiry: TimeClaim?
  private var age: (claim: TimeClaim, seconds: Int)?
  private var beginnings: [TimeClaim] = []
  private let maximumSeconds: Int?

  init(_ profile: Profile, _ known: KnownValues) {
    maximumSeconds = profile.lifetime.maximumSeconds
    expiry = profile.lifetime.claim.flatMap { Self.claim($0, profile, known) }
    if let age = profile.lifetime.age, let reference = age.claim,
      let claim = Self.claim(reference, profile, known)
    {
      let given = age.parameter.flatMap { known.parameters[$0] }
      let seconds = given.flatMap { Int(ClaimText.string($0.text)) } ?? age.maximumSeconds
      self.age = seconds.map { (claim, $0) }
    }
    for (index, property) in profile.claims.properties.enumerated() {
      let reference = Reference(scope: .claim, index: index, text: property.name)
      guard var claim = Self.claim(reference, profile, known) else { continue }
      if case .time(let time) = property.origin, time.base == .now {
        claim.offsetSeconds = max(0, time.offsetSeconds)
      } else if !claim.path.elementsEqual([Array("nbf".utf8)]) {
        continue
      }
      beginnings.append(claim)
    }
  }

  private static func claim(
    _ reference: Reference, _ profile: Profile, _ known: KnownValues
  ) -> TimeClaim? {
    guard reference.scope == .claim else { return nil }
    let property = profile.claims.properties[reference.index]
    let name = property.claimName.map { known.text($0) } ?? Array(property.name.utf8)
    return name.map {
      TimeClaim(path: [$0] + reference.members, name: reference.text, form: property.timeForm)
    }
  }

  /// - Returns: until when the token is good; nil where nothing bounds it.
  func check(_ claims: [UInt8], at now: NumericDate) throws(Refusal) -> NumericDate? {
    for beginning in beginnings {
      guard let seconds = beginning.seconds(in: claims) else { continue }
      let ahead = TokenCheck.leewaySeconds + beginning.offsetSeconds
      if seconds > now.advanced(bySeconds: ahead).secondsSinceEpoch {
        throw Refusal(.notYetValid, "\"\(beginning.name)\" lies ahead of the platform's clock")
      }
    }
    var end: NumericDate?
    if let expiry, expiry.value(in: claims) != nil {
      guard let seconds = expiry.seconds(in: claims) else {
        throw Refusal(.claims, "\"\(expiry.name)\" is no \(expiry.form.words)")
      }
      end = NumericDate(secondsSinceEpoch: seconds).advanced(bySeconds: expiry.form.slackSeconds)
      try checkLength(claims, seconds, now)
    }
    if let age, age.claim.value(in: claims) != nil {
      guard let seconds = age.claim.seconds(in: claims) else {
        throw Refusal(.claims, "\"\(age.claim.name)\" is no \(age.claim.form.words)")
      }
      let limit = NumericDate(secondsSinceEpoch: seconds)
        .advanced(bySeconds: age.claim.form.slackSeconds).advanced(bySeconds: age.seconds)
      end = end.map { min($0, limit) } ?? limit
    }
    if let end, end <= now { throw Refusal(.expired, "the token ended at \(end)") }
    return end
  }

  /// The length of a life, from the time of issue or from now.
  private func checkLength(
    _ claims: [UInt8], _ end: Int, _ now: NumericDate
  ) throws(Refusal) {
    guard let maximumSeconds else { return }
    let issued = claims.value(of: Array("iat".utf8)).flatMap { Int(ClaimText.string($0)) }
    let (length, overflow) = end.subtractingReportingOverflow(issued ?? now.secondsSinceEpoch)
    if overflow || length > maximumSeconds + TokenCheck.leewaySeconds {
      throw Refusal(.lifetime, "the token lives longer than \(maximumSeconds) seconds")
    }
  }
}
