package import Bytes
import Findings
package import Profiles

/// Says what a token says, in words, without believing any of it.
package struct TokenExplainer {
  /// One line of the explanation.
  package struct Line: Sendable {
    package var name: String
    /// The value as JSON, shortened.
    package var value: String
    /// What it means, if that is known.
    package var note: String?
  }

  package var header: [Line]
  package var claims: [Line]
  /// What is doubtful about it.
  package var notes: [String]

  /// Explains a token; nil, with the reason, where it is none.
  package static func explain(
    _ token: [UInt8], profile: Profile?, now: NumericDate
  ) -> (explanation: TokenExplainer?, message: String) {
    let (reading, message) = TokenReading.read(token)
    guard let reading else { return (nil, message) }
    var explainer = TokenExplainer(header: [], claims: [], notes: [])
    for member in TokenReading.members(reading.header) {
      explainer.explainHeader(
        member.name, TokenReading.text(reading.header, member.value))
    }
    for member in TokenReading.members(reading.claims) {
      explainer.explainClaim(member.name, reading.claims, member.value, profile, now)
    }
    explainer.noteAbsences(TokenReading.members(reading.claims).map(\.name), profile)
    explainer.notes.append("Nothing here is verified: use muster verify with the key.")
    return (explainer, "")
  }

  private static let headerNotes: [String: String] = [
    "alg": "algorithm of the signature", "typ": "type of the token", "kid": "id of the key",
    "cty": "type of the content", "iss": "issuer",
  ]

  private mutating func explainHeader(_ name: String, _ value: String) {
    let shown = Excerpt.make(Array(value.utf8).span)
    header.append(Line(name: name, value: shown, note: Self.headerNotes[name]))
    if name == "alg" && value.lowercased() == "none" {
      notes.append("The token is not signed at all (alg none); no platform should accept it.")
    }
  }

  private static let claimNotes: [String: String] = [
    "iss": "issuer", "sub": "subject, the user's id", "aud": "audience", "jti": "id of the token",
  ]

  private mutating func explainClaim(
    _ name: String, _ json: [UInt8], _ range: Range<Int>, _ profile: Profile?, _ now: NumericDate
  ) {
    let property = profile?.claims.properties.first { $0.name.utf8.elementsEqual(name.utf8) }
    var value = Excerpt.make(json.span.extracting(range))
    let isPassword = property == nil && name.lowercased().contains("password")
    if property?.holdsSecret == true || isPassword { value = Judge.redaction }
    let text = TokenReading.text(json, range)
    var note = Self.claimNotes[name]
    if let property, !property.description.isEmpty { note = property.description }
    if let time = timeNote(name, text, property, now) { note = time }
    claims.append(Line(name: name, value: value, note: note))
    if let profile, property == nil {
      let near = nearest(name, in: profile.claims.names).map { " Did you mean \"\($0)\"?" }
      notes.append("The profile \(profile.name) does not know the claim \"\(name)\".\(near ?? "")")
    } else if profile == nil, property == nil, Self.claimNotes[name] == nil,
      let near = nearest(name, in: ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]),
      name.count > 2, near.lowercased() == name.lowercased()
    {
      notes.append("\"\(name)\" differs from the registered claim \"\(near)\" in case.")
    }
  }

  /// What a time says, and how far away it is.
  private mutating func timeNote(
    _ name: String, _ text: String, _ property: Property?, _ now: NumericDate
  ) -> String? {
    var isExpiry = name == "exp" || name == "expires"
    var isTime = isExpiry || name == "iat" || name == "nbf"
    if case .time(let time) = property?.origin {
      isTime = time.base != .lifetime
      isExpiry = time.base == .expiry
    }
    let form = property?.timeForm ?? .seconds
    guard isTime, let seconds = form.seconds(in: text) else { return nil }
    guard NumericDate.writable.contains(seconds) else {
      notes.append("\"\(name)\" is no \(form.words).")
      return nil
    }
    if form == .seconds && seconds > 100_000_000_000 {
      notes.append("\"\(name)\" looks like milliseconds; JWT dates are in seconds.")
    }
    let date = NumericDate(secondsSinceEpoch: seconds)
    let distance = seconds - now.secondsSinceEpoch
    let words = Words.duration(Int(distance.magnitude))
    let relation =
      distance <= 0
      ? (isExpiry ? "expired \(words) ago" : "\(words) ago")
      : (isExpiry ? "expires in \(words)" : "in \(words)")
    return "\(date), \(relation)"
  }

  private mutating func noteAbsences(_ names: [String], _ profile: Profile?) {
    if let profile {
      for index in profile.claims.required {
        let name = profile.claims.properties[index].name
        if !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
          notes.append("The profile \(profile.name) requires the claim \"\(name)\".")
        }
      }
      return
    }
    if !names.contains("exp") && !names.contains("expires") {
      notes.append(
        "There is no expiry claim; unless the platform counts an age, it works for ever.")
    }
  }
}
