package import Bytes

/// The form in which a time is written.
package enum TimeForm: Sendable, Hashable {
  case seconds, milliseconds
  case pattern(TimePattern)

  /// Whether a time in this form can be read back.
  package var isReadable: Bool {
    switch self {
    case .seconds, .milliseconds: true
    case .pattern(let pattern): pattern == .dateTime || pattern == .date
    }
  }

  /// Seconds since 1970, a fraction cut off; of a date its first second. Nil where the text has
  /// another form. The seconds may lie outside of ``Bytes/NumericDate/writable``.
  package func seconds(in text: String) -> Int? {
    switch self {
    case .seconds: Int(text)
    case .milliseconds: Int(text).map { $0 / 1_000 }
    case .pattern:
      isReadable && Int(text) == nil ? NumericDate(dateOrTime: text)?.secondsSinceEpoch : nil
    }
  }

  /// Seconds that the form leaves open: a date is a whole day.
  package var slackSeconds: Int { self == .pattern(.date) ? 86_400 : 0 }

  /// What a value of this form is, for a sentence.
  package var words: String {
    switch self {
    case .seconds: "date in seconds since 1970"
    case .milliseconds: "date in milliseconds since 1970"
    case .pattern(.dateTime): "time such as 2026-11-21T03:56:30Z"
    case .pattern(.date): "date such as 2026-11-21"
    case .pattern: "time in a form that can be read back"
    }
  }
}

extension Property {
  /// The form of the time that it holds, if it holds one: that in which Muster makes it, or into
  /// which its steps bring a column's value.
  package var timeForm: TimeForm {
    if case .time(let time) = origin { return time.form }
    for step in transforms.reversed() {
      switch step {
      case .toSeconds: return .seconds
      case .toMilliseconds: return .milliseconds
      case .toDateTime: return .pattern(.dateTime)
      default: continue
      }
    }
    return .seconds
  }
}
