import Bytes
package import Profiles
import Schemas

/// What a platform answered, as far as anybody looks at it. It may echo the token, and is never kept.
package struct DeliveryAnswer: Sendable {
  /// Bytes of a body that are looked at.
  package static let bodyBytesMax = 1 << 16

  package var status: Int
  /// The fields `Location`; more than one say nothing.
  package var locations: [[UInt8]]
  /// The field `Retry-After`.
  package var retryAfter: [UInt8]?
  /// The first bytes of the body, where the rule asks for them.
  package var body: [UInt8]
  /// Whether the body can be read as it is.
  package var isPlain: Bool
  /// What answered, where redirects were followed; else what was asked.
  package var url: DeliveryURL?

  package init(
    status: Int, locations: [[UInt8]] = [], retryAfter: [UInt8]? = nil, body: [UInt8] = [],
    isPlain: Bool = true
  ) {
    self.status = status
    self.locations = locations
    self.retryAfter = retryAfter
    self.body = body
    self.isPlain = isPlain
  }

  var location: [UInt8]? { locations.count == 1 ? locations[0] : nil }
}

/// Tells by the profile's rule whether an answer means that the token was taken.
package struct AnswerRule: Sendable {
  private let success: [DeliveryRule.Answer]
  package let redirectsMax: Int
  /// Whether it asks for bodies.
  package let readsBody: Bool

  package init(_ rule: DeliveryRule) {
    success = rule.success
    redirectsMax = rule.redirectsMax
    readsBody = rule.success.contains { $0.body != nil || $0.bodyNot != nil }
  }

  /// Whether one of the profile's descriptions of success holds of the answer.
  ///
  /// - Parameter url: what was asked.
  package func isSuccess(_ answer: DeliveryAnswer, from url: DeliveryURL) -> Bool {
    success.contains { Self.holds($0, of: answer, from: url) }
  }

  private static func holds(
    _ rule: DeliveryRule.Answer, of answer: DeliveryAnswer, from asked: DeliveryURL
  ) -> Bool {
    if !rule.statuses.isEmpty, !rule.statuses.contains(answer.status) { return false }
    if rule.location != nil || rule.locationNot != nil {
      // With two of them nobody knows which one a browser takes; a redirect without one leads nowhere.
      if answer.locations.count > 1 { return false }
      if (300..<400).contains(answer.status), answer.locations.isEmpty { return false }
      let isFound = rule.location.map { pattern in
        answer.location.map { matches(pattern, $0) } ?? false
      }
      if isFound == false { return false }
      if let pattern = rule.locationNot, let location = answer.location {
        // Where the profile names no way that is right, one that leaves the host, or back, is not.
        guard
          let target = target(
            of: location, from: answer.url ?? asked, asked, mayLeave: rule.location != nil),
          !matches(pattern, target), !matches(pattern, location)
        else { return false }
      }
    }
    if rule.body != nil || rule.bodyNot != nil {
      // What is packed cannot be looked into: neither that it is there, nor that it is not.
      guard answer.isPlain else { return false }
      let body = Array(answer.body.prefix(DeliveryAnswer.bodyBytesMax))
      if let pattern = rule.body, !matches(pattern, body) { return false }
      if let pattern = rule.bodyNot, matches(pattern, body) { return false }
    }
    return true
  }

  /// Where a redirect leads, as a reader of words looks at it: path and query in lower case, decoded; nil
  /// where nobody can tell, or where it leads elsewhere or back to what was asked.
  private static func target(
    of location: [UInt8], from url: DeliveryURL, _ asked: DeliveryURL, mayLeave: Bool
  ) -> [UInt8]? {
    let text: [UInt8]
    switch url.resolve(location: location) {
    case .elsewhere: return mayLeave ? location : nil
    case .sameOrigin(let target):
      func path(_ target: String) -> Substring { target.prefix { $0 != "?" } }
      let isBack = [url, asked].contains {
        path(target.target).utf8.elementsEqual(path($0.target).utf8)
      }
      if !mayLeave && isBack { return nil }
      text = Array(target.target.utf8)
    }
    var decoded: [UInt8] = []
    guard PercentEncoding.decode(text.span, into: &decoded) else { return nil }
    return decoded.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func matches(_ pattern: Pattern, _ bytes: [UInt8]) -> Bool {
    // A body may be cut within a character, or be no UTF-8 at all.
    let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
    var scratch = PatternScratch()
    return pattern.matches(text.span, scratch: &scratch)
  }
}
