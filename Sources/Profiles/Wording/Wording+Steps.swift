import Bytes
package import Tokens

/// Steps, origins and durations as text.
extension Wording {
  package func text(_ steps: [Transform]) -> String {
    steps.isEmpty ? "" : "[\(steps.map(text).joined(separator: ", "))]"
  }

  package func text(_ step: Transform) -> String {
    switch step {
    case .trim: "trim"
    case .lowercase: "lowercase"
    case .uppercase: "uppercase"
    case .md5: "md5"
    case .sha1: "sha1"
    case .sha256: "sha256"
    case .sha512: "sha512"
    case .base64: "base64"
    case .base64url: "base64url"
    case .hex: "hex"
    case .percentEncode: "percentEncode"
    case .parseJSON: "parseJSON"
    case .encodeJSON: "encodeJSON"
    case .toString: "toString"
    case .toInteger: "toInteger"
    case .toNumber: "toNumber"
    case .toBoolean: "toBoolean"
    case .digitsToInteger: "digitsToInteger"
    case .toSeconds: "toSeconds"
    case .toMilliseconds: "toMilliseconds"
    case .toDateTime: "toDateTime"
    case .split(let text): "{ split: \(Self.quoted(text)) }"
    case .join(let text): "{ join: \(Self.quoted(text)) }"
    case .prefix(let text): "{ prefix: \(Self.quoted(text)) }"
    case .suffix(let text): "{ suffix: \(Self.quoted(text)) }"
    case .map(let pairs): "{ map: \(text(pairs) { Self.text($0) }) }"
    case .each(let steps): "{ each: \(text(steps)) }"
    case .template(let template): "{ template: \(text(template)) }"
    case .replace(let pairs): "{ replace: \(text(pairs) { Self.quoted($0) }) }"
    }
  }

  private func text(_ pairs: [Transform.Pair], _ value: ([UInt8]) -> String) -> String {
    "{ \(pairs.map { "\(Self.quoted($0.from)): \(value($0.to))" }.joined(separator: ", ")) }"
  }

  package func text(_ steps: [KeyStep]) -> String {
    let names = steps.map { step in
      switch step {
      case .split(let separator, let take): "{ split: \(Self.quoted(separator)), take: \(take) }"
      case .jsonMember(let name): "{ member: \(Self.quoted(name)) }"
      default: step.name
      }
    }
    return "[\(names.joined(separator: ", "))]"
  }

  /// Where a value comes from when no column feeds it, with the key of the language that says so.
  package func origin(_ origin: Origin) -> (key: String, text: String) {
    switch origin {
    case .value(let template): ("value", text(template))
    case .time(let time): ("generate", text(time))
    case .random(let random): ("generate", text(random))
    case .join(let separator, let parts):
      (
        "join",
        "{ separator: \(Self.quoted(separator)), parts: "
          + "[\(parts.map { Self.quoted(text($0)) }.joined(separator: ", "))] }"
      )
    case .firstOf(let templates):
      ("firstOf", "[\(templates.map { text($0) }.joined(separator: ", "))]")
    case .defaultValue(let json): ("default", Self.text(json))
    }
  }

  package func text(_ random: RandomOrigin) -> String {
    random.encoding == .uuid
      ? "{ random: uuid }"
      : "{ random: \(random.encoding.rawValue), bytes: \(random.byteCount) }"
  }

  package func text(_ time: TimeOrigin) -> String {
    var parts = ["time: \(time.base.rawValue)"]
    if time.offsetSeconds != 0 { parts.append("offset: \(Self.duration(time.offsetSeconds))") }
    switch time.form {
    case .seconds: break
    case .milliseconds: parts.append("as: milliseconds")
    case .pattern(.dateTime): parts.append("as: date-time")
    case .pattern(.date): parts.append("as: date")
    case .pattern(.httpDate): parts.append("as: http-date")
    case .pattern(let pattern): parts.append("as: \(Self.quoted(pattern.source))")
    }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  /// A number of seconds as the language writes it: `90s`, `5m`, `2h`, `7d`.
  package static func duration(_ seconds: Int) -> String {
    for (unit, factor) in [("d", 86_400), ("h", 3_600), ("m", 60)]
    where seconds != 0 && seconds.isMultiple(of: factor) {
      return "\(seconds / factor)\(unit)"
    }
    return "\(seconds)s"
  }

  /// A number of seconds in words: `90 seconds`, `5 minutes`.
  package static func durationInWords(_ seconds: Int) -> String {
    for (unit, factor) in [("day", 86_400), ("hour", 3_600), ("minute", 60)]
    where seconds >= factor && seconds.isMultiple(of: factor) {
      let count = seconds / factor
      return "\(count) \(unit)\(count == 1 ? "" : "s")"
    }
    return "\(seconds) second\(seconds == 1 ? "" : "s")"
  }
}
