public import Bytes
import Profiles

/// What a chunk of rows shares: the time of issue, and the texts made from it.
///
/// It is made once per chunk, so that no token of a long run is born old, and never by a row.
public struct IssueContext: Sendable {
  public let issuedAt: NumericDate
  /// The expiry that the profile's lifetime gives.
  package let expiresAt: NumericDate?
  /// The times that claims carry, as JSON.
  package let times: [[UInt8]]

  package init(_ compiled: CompiledProfile, issuedAt: NumericDate) {
    self.issuedAt = issuedAt
    let expiry = compiled.lifetimeSeconds.map { issuedAt.advanced(bySeconds: $0) }
    expiresAt = expiry
    times = compiled.times.map { time in
      switch time.base {
      case .now: Self.json(issuedAt.advanced(bySeconds: time.offsetSeconds), time)
      case .expiry:
        Self.json((expiry ?? issuedAt).advanced(bySeconds: time.offsetSeconds), time)
      case .lifetime:
        Self.json(
          NumericDate(secondsSinceEpoch: compiled.lifetimeSeconds ?? 0)
            .advanced(bySeconds: time.offsetSeconds), time)
      }
    }
  }

  private static func json(_ date: NumericDate, _ time: TimeOrigin) -> [UInt8] {
    var text: [UInt8] = []
    switch time.form {
    case .seconds: JSONWriter.appendInteger(date.secondsSinceEpoch, to: &text)
    case .milliseconds: JSONWriter.appendInteger(date.secondsSinceEpoch * 1_000, to: &text)
    case .pattern(let pattern): pattern.append(date, to: &text)
    }
    if case .pattern = time.form {} else if !time.isText { return text }
    var json: [UInt8] = []
    JSONWriter.appendString(text.span, to: &json)
    return json
  }
}
