import Bytes
import Profiles
import Tokens

/// What of a profile's templates is known before any token comes: constants, parameters, the algorithm
/// and the public parts of the key.
///
/// A parameter that was not given is not known, and nothing is held against it: a mock that is told no
/// domain stands for the platform at any domain.
struct KnownValues: Sendable {
  /// A value as text and as canonical JSON.
  struct Value: Sendable {
    var text: [UInt8]
    var json: [UInt8]
  }

  let algorithm: Algorithm
  /// By the parameters' index.
  let parameters: [Value?]
  /// By the parts' index.
  let keyParts: [[UInt8]]

  /// - Parameter given: values of parameters, which have been checked already.
  init(
    _ profile: Profile, given: [(name: String, value: String)], algorithm: Algorithm,
    keyParts: [[UInt8]]
  ) {
    self.algorithm = algorithm
    self.keyParts = keyParts
    var parameters: [Value?] = []
    for property in profile.parameters.properties {
      let last = given.last { $0.name.utf8.elementsEqual(property.name.utf8) }
      if let last {
        let text = Array(last.value.utf8)
        parameters.append(property.json(ofGiven: text).map { Value(text: text, json: $0) })
      } else if case .defaultValue(let json) = property.origin {
        parameters.append(Value(text: ClaimText.plain(json), json: json))
      } else {
        parameters.append(nil)
      }
    }
    self.parameters = parameters
  }

  /// The text for which a placeholder stands; nil where it is not known.
  func text(_ placeholder: Placeholder) -> [UInt8]? { value(placeholder)?.text }

  private func value(_ placeholder: Placeholder) -> Value? {
    switch placeholder {
    case .algorithm: return Self.value(Array(algorithm.rawValue.utf8))
    case .keyPart(let index):
      return keyParts.indices.contains(index) ? Self.value(keyParts[index]) : nil
    case .reference(let reference), .path(let reference):
      guard reference.scope == .parameter, reference.members.isEmpty else { return nil }
      return parameters[reference.index]
    case .token, .piece, .value, .secret, .filtered: return nil
    }
  }

  private static func value(_ text: [UInt8]) -> Value {
    var json: [UInt8] = []
    JSONWriter.appendString(text.span, to: &json)
    return Value(text: text, json: json)
  }

  /// The text of a template; nil where a piece of it is not known.
  func text(_ template: Template) -> [UInt8]? {
    var text: [UInt8] = []
    for segment in template.segments {
      switch segment {
      case .literal(let bytes): text += bytes
      case .placeholder(let placeholder):
        guard let known = self.text(placeholder) else { return nil }
        text += known
      }
    }
    return text
  }

  /// The canonical JSON of a template; nil where a piece of it is not known.
  func json(_ template: JSONTemplate) -> [UInt8]? {
    var json: [UInt8] = []
    for segment in template.segments {
      switch segment {
      case .literal(let bytes): json += bytes
      case .text(let placeholder):
        guard let known = text(placeholder) else { return nil }
        JSONWriter.appendEscaped(known.span, to: &json)
      case .value(let placeholder):
        guard let known = value(placeholder) else { return nil }
        json += known.json
      case .separator: if json.last != UInt8(ascii: "{") { json.append(UInt8(ascii: ",")) }
      case .optional: return nil
      }
    }
    return json
  }
}

/// Values of claims as text.
enum ClaimText {
  /// The text of a JSON string; other JSON as it is.
  static func plain(_ json: [UInt8]) -> [UInt8] {
    guard json.first == UInt8(ascii: "\"") else { return json }
    var text: [UInt8] = []
    JSONReader.unescape(json.span, literal: 0..<json.count, into: &text)
    return text
  }

  static func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: Unicode.UTF8.self) }
}
