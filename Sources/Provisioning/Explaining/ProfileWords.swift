import Bytes
import Profiles

// What a profile says, as it writes it: for explanations.

extension Template {
  func words(_ profile: Profile?) -> String {
    segments.map { segment in
      switch segment {
      case .literal(let bytes): RowExplainer.text(bytes)
      case .placeholder(let placeholder): "{\(placeholder.words(profile))}"
      }
    }.joined()
  }
}

extension JSONTemplate {
  func words(_ profile: Profile?) -> String {
    segments.map { segment in
      switch segment {
      case .literal(let bytes): RowExplainer.text(bytes)
      case .text(let placeholder), .value(let placeholder): "{\(placeholder.words(profile))}"
      case .separator: ","
      case .optional(let inner): JSONTemplate(segments: inner).words(profile)
      }
    }.joined()
  }
}

extension Placeholder {
  /// - Parameter profile: the profile that names the parts of its key.
  func words(_ profile: Profile?) -> String {
    switch self {
    case .token: "token"
    case .algorithm: "algorithm"
    case .reference(let reference):
      reference.scope == .claim ? "claims.\(reference.text)" : reference.text
    case .keyPart(let index): "key.\(profile?.key.parts[index].name ?? "")"
    case .piece(let piece): piece.rawValue
    case .path(let reference): Placeholder.reference(reference).words(profile)
    case .value: "value"
    case .secret: "secret"
    case .filtered(let inner, let filters):
      ([inner.words(profile)] + filters.map(\.words)).joined(separator: "|")
    }
  }
}

extension TimeOrigin {
  var words: String {
    let offset = offsetSeconds == 0 ? "" : ", offset \(offsetSeconds)s"
    var isNumber = true
    if case .pattern = form { isNumber = false }
    let kind = isText && isNumber ? ", a text" : ""
    return "\(base.rawValue)\(offset), as \(form.writtenForm)\(kind)"
  }
}

extension TimeForm {
  /// As a profile writes it.
  var writtenForm: String {
    switch self {
    case .seconds: "seconds"
    case .milliseconds: "milliseconds"
    case .pattern(.dateTime): "date-time"
    case .pattern(.date): "date"
    case .pattern(.httpDate): "http-date"
    case .pattern(let pattern): "\"\(pattern.text)\""
    }
  }
}

extension RandomOrigin {
  var words: String {
    encoding == .uuid ? encoding.rawValue : "\(encoding.rawValue) of \(byteCount) bytes"
  }
}

extension Transform {
  var words: String {
    func quoted(_ bytes: [UInt8]) -> String { "\"\(RowExplainer.text(bytes))\"" }
    return switch self {
    case .split(let text): "split \(quoted(text))"
    case .join(let text): "join \(quoted(text))"
    case .prefix(let text): "prefix \(quoted(text))"
    case .suffix(let text): "suffix \(quoted(text))"
    case .map(let pairs):
      "map \(pairs.map { "\(quoted($0.from)): \(RowExplainer.text($0.to))" }.joined(separator: ", "))"
    case .replace(let pairs):
      "replace \(pairs.map { "\(quoted($0.from)): \(quoted($0.to))" }.joined(separator: ", "))"
    case .each(let steps): "each \(steps.map(\.words).joined(separator: ", "))"
    case .template(let template): "template \(template.words(nil))"
    case .trim, .lowercase, .uppercase, .md5, .sha1, .sha256, .sha512, .base64, .base64url, .hex,
      .percentEncode, .parseJSON, .encodeJSON, .toString, .toInteger, .toNumber, .toBoolean,
      .digitsToInteger,
      .toSeconds, .toMilliseconds, .toDateTime:
      "\(self)"
    }
  }
}
