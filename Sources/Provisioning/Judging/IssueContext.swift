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
      let base = time.base == .now ? issuedAt : (expiry ?? issuedAt)
      return Self.json(base.advanced(bySeconds: time.offsetSeconds), time.form)
    }
  }

  private static func json(_ date: NumericDate, _ form: TimeOrigin.Form) -> [UInt8] {
    var json: [UInt8] = []
    switch form {
    case .seconds: JSONWriter.appendInteger(date.secondsSinceEpoch, to: &json)
    case .milliseconds: JSONWriter.appendInteger(date.secondsSinceEpoch * 1_000, to: &json)
    case .dateTime: json = Array("\"\(date)\"".utf8)
    }
    return json
  }
}
