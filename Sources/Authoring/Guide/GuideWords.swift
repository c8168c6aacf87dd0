import Bytes
import Profiles
import Schemas
import Tokens

/// What schemas, keys and steps say, in words for people who know no schemas.
struct GuideWords {
  let words: Wording

  // MARK: Values

  /// What a cell or option may hold, as Markdown.
  func value(_ property: Property) -> String {
    var parts = [value(property.schema.description)]
    if let separator = property.separator {
      parts.append("separated by \(Markdown.code(Wording.text(separator))), or a JSON array")
    } else if property.types.contains(.array) || property.types.contains(.object) {
      parts.append("as JSON")
    }
    let steps = property.transforms.filter { $0 != .trim }
    if steps.contains(.toBoolean) { parts.append("yes, no, 1, 0, on and off are taken too") }
    let others = steps.filter { $0 != .toBoolean }
    if !others.isEmpty { parts.append("after \(Markdown.code(words.text(others)))") }
    return parts.joined(separator: "; ")
  }

  func value(_ it: SchemaDescription) -> String {
    if let const = it.const { return "always \(Markdown.code(shown(const)))" }
    if let values = it.enumeration {
      let codes = values.map { Markdown.code(shown($0)) }
      let last = codes.last.map { codes.count > 1 ? " or \($0)" : $0 } ?? ""
      return codes.dropLast().joined(separator: ", ") + last
    }
    var parts = [kind(it)]
    parts += lengths(it)
    if let pattern = it.pattern { parts.append("matching \(Markdown.code(pattern.source))") }
    parts += numbers(it)
    parts += lists(it)
    parts += objects(it)
    let more = SchemaWording.keywords(it).filter {
      ["contains", "propertyNames", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"]
        .contains(
          $0.keyword)
    }
    parts += more.map { "\(Markdown.code("\($0.keyword): \($0.text)"))" }
    return parts.joined(separator: ", ")
  }

  /// A text without its quotes, anything else as JSON.
  private func shown(_ json: [UInt8]) -> String { ExampleValues.cell(json, separator: nil) }

  private func kind(_ it: SchemaDescription) -> String {
    if let format = it.format { return Markdown.plain(format.hint) }
    guard let types = it.types else { return "any value" }
    if types.isEmpty { return "nothing" }
    let names: [(SchemaType, String)] = [
      (.string, "text"), (.integer, "whole number"), (.number, "number"),
      (.boolean, "true or false"), (.array, "list"), (.object, "object"), (.null, "null"),
    ]
    return names.filter { types.contains($0.0) }.map(\.1).joined(separator: " or ")
  }

  private func lengths(_ it: SchemaDescription) -> [String] {
    let unit = it.lengthUnit.words
    return range(it.minLength.map(String.init), it.maxLength.map(String.init), unit)
  }

  private func numbers(_ it: SchemaDescription) -> [String] {
    var parts = range(it.minimum, it.maximum, "")
    if let bound = it.exclusiveMinimum { parts.append("more than \(bound)") }
    if let bound = it.exclusiveMaximum { parts.append("less than \(bound)") }
    if let factor = it.multipleOf { parts.append("a multiple of \(factor)") }
    return parts
  }

  private func range(_ least: String?, _ most: String?, _ unit: String) -> [String] {
    let unit = unit.isEmpty ? "" : " \(unit)"
    switch (least, most) {
    case (let least?, let most?): return ["\(least) to \(most)\(unit)"]
    case ("1", nil) where !unit.isEmpty: return ["not empty"]
    case (let least?, nil): return ["at least \(least)\(unit)"]
    case (nil, let most?): return ["at most \(most)\(unit)"]
    case (nil, nil): return []
    }
  }

  private func lists(_ it: SchemaDescription) -> [String] {
    var parts: [String] = []
    if let items = it.items { parts.append("each: \(value(items.description))") }
    parts += range(it.minItems.map(String.init), it.maxItems.map(String.init), "elements")
    if it.uniqueItems { parts.append("none twice") }
    if let member = it.uniqueBy {
      parts.append("no two with the same \(Markdown.code(Wording.text(member)))")
    }
    return parts
  }

  private func objects(_ it: SchemaDescription) -> [String] {
    var parts: [String] = []
    for (name, schema) in it.properties {
      let needed = it.required.contains(name) ? ", needed" : ""
      parts.append(
        "\(Markdown.code(Wording.text(name))) (\(value(schema.description))\(needed))")
    }
    let unknown = it.required.filter { name in !it.properties.contains { $0.name == name } }
    if !unknown.isEmpty {
      parts.append(
        "needs \(unknown.map { Markdown.code(Wording.text($0)) }.joined(separator: ", "))")
    }
    switch it.additionalProperties {
    case .any: break
    case .none: parts.append("no other members")
    case .schema(let schema): parts.append("other members: \(value(schema.description))")
    }
    parts += range(it.minProperties.map(String.init), it.maxProperties.map(String.init), "members")
    return parts
  }

  /// What stands in for a value; a secret one is not shown.
  func origin(_ origin: Origin, of property: Property) -> String {
    switch origin {
    case .time, .random: return self.origin(origin)
    default:
      return property.holdsSecret ? "a secret that the profile holds" : self.origin(origin)
    }
  }

  /// What Muster makes itself.
  func origin(_ origin: Origin) -> String {
    switch origin {
    case .time(let time):
      let base =
        switch time.base {
        case .now: "the time of issue"
        case .expiry: "the time at which the token ends"
        case .lifetime: "the token's lifetime"
        }
      let offset =
        time.offsetSeconds == 0
        ? ""
        : ", \(Wording.durationInWords(time.offsetSeconds.magnitudeAsInt)) "
          + (time.offsetSeconds > 0 ? "later" : "earlier")
      return base + offset + form(time)
    case .random(let random):
      return random.encoding == .uuid
        ? "a new random UUID"
        : "\(random.byteCount) new random bytes as \(random.encoding.rawValue)"
    case .defaultValue(let json):
      return Markdown.code(json.count > 2 ? shown(json) : Wording.text(json))
    case .firstOf(let templates):
      let codes = templates.map { Markdown.code(words.text($0)) }
      return "the first that is there of \(codes.joined(separator: ", "))"
    case .value, .join: return Markdown.code(words.origin(origin).text)
    }
  }

  private func form(_ time: TimeOrigin) -> String {
    let since = time.base == .lifetime ? "" : " since 1970"
    switch time.form {
    case .seconds: return ", in seconds\(since)"
    case .milliseconds: return ", in milliseconds\(since)"
    case .pattern(let pattern): return ", as \(Markdown.code(pattern.source)) in UTC"
    }
  }

  // MARK: Keys

  func key(_ kinds: [KeyKind]) -> String {
    let words = kinds.map { kind in
      switch kind {
      case .secret: "a shared secret"
      case .rsa: "an RSA private key (PEM or JWK)"
      case .ec: "an elliptic curve private key (PEM or JWK)"
      case .ed25519: "an Ed25519 private key (PEM or JWK)"
      }
    }.joined(separator: ", or ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The way from what the console shows to the bytes that sign.
  func derivation(_ steps: [KeyStep]) -> String {
    guard !steps.isEmpty else { return "used as it is" }
    return steps.map(step).joined(separator: ", then ")
  }

  private func step(_ step: KeyStep) -> String {
    switch step {
    case .trim: "without blanks at its ends"
    case .md5, .sha1, .sha256, .sha512: "its \(step.name.uppercased()) digest"
    case .hex: "written as lower-case hexadecimal"
    case .hexDecode: "read as hexadecimal"
    case .base64: "written as base64"
    case .base64Decode: "read as base64"
    case .base64URLDecode: "read as base64url"
    case .split(let separator, let take):
      "piece \(take) of those between \(Markdown.code(separator))"
    case .jsonMember(let name): "the member \(Markdown.code(name)) of the JSON document"
    }
  }
}

extension Int {
  /// Without its sign; a duration is far from the ends of the type.
  fileprivate var magnitudeAsInt: Int { self < 0 ? -self : self }
}
