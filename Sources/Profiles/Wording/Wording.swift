import Bytes

/// Parts of a profile as text, close to how the language writes them.
///
/// The text is made from what was decoded, never from the file: two ways of writing one thing give
/// one text.
package struct Wording {
  package let profile: Profile

  package init(_ profile: Profile) { self.profile = profile }

  // MARK: Names

  /// A path as rules write it: `sub`, `address.city`, `inputs.go`, `parameters.tier`.
  package func path(_ reference: Reference) -> String {
    switch reference.scope {
    case .claim: name(reference)
    case .input: "inputs." + name(reference)
    case .parameter: "parameters." + name(reference)
    }
  }

  private func name(_ reference: Reference) -> String {
    let group =
      switch reference.scope {
      case .claim: profile.claims
      case .input: profile.inputs
      case .parameter: profile.parameters
      }
    let members = reference.members.map { Self.text($0) }
    return ([group.properties[reference.index].name] + members).joined(separator: ".")
  }

  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: Array(bytes), as: Unicode.UTF8.self)
  }

  /// A text as a JSON string.
  package static func quoted(_ text: some Sequence<UInt8>) -> String {
    var json: [UInt8] = []
    JSONWriter.appendString(Array(text).span, to: &json)
    return Self.text(json)
  }

  package static func quoted(_ text: String) -> String { quoted(text.utf8) }

  // MARK: Templates

  package func text(_ placeholder: Placeholder) -> String { "{\(inside(placeholder))}" }

  private func inside(_ placeholder: Placeholder) -> String {
    switch placeholder {
    case .token: "token"
    case .algorithm: "algorithm"
    case .reference(let reference), .path(let reference):
      reference.scope == .claim ? "claims.\(name(reference))" : name(reference)
    case .keyPart(let index): "key.\(profile.key.parts[index].name)"
    case .piece(let piece): piece.rawValue
    case .value: "value"
    case .secret: "secret"
    case .filtered(let inner, let steps):
      ([inside(inner)] + steps.map(text)).joined(separator: "|")
    }
  }

  package func text(_ template: Template) -> String {
    template.segments.map { segment in
      switch segment {
      case .literal(let bytes): Self.withDoubledBraces(Self.text(bytes))
      case .placeholder(let placeholder): text(placeholder)
      }
    }.joined()
  }

  package func text(_ template: JSONTemplate) -> String {
    var result = ""
    append(template.segments, isOptional: false, to: &result)
    return result
  }

  private func append(
    _ segments: [JSONTemplate.Segment], isOptional: Bool, to result: inout String
  ) {
    for segment in segments {
      switch segment {
      case .literal(let bytes): result += Self.text(bytes)
      case .text(let placeholder): result += text(placeholder)
      case .value(let placeholder):
        result += Self.quoted(isOptional ? optional(placeholder) : text(placeholder))
      case .optional(let inner): append(inner, isOptional: true, to: &result)
      case .separator: if result.last != "{" { result += "," }
      }
    }
  }

  /// `{name?}`, `{name?|step}`.
  private func optional(_ placeholder: Placeholder) -> String {
    let name = inside(placeholder)
    let bar = name.firstIndex(of: "|") ?? name.endIndex
    return "{\(name[..<bar])?\(name[bar...])}"
  }

  package func text(_ templates: [NamedTemplate]) -> String {
    templates.map { "\($0.name)=\(text($0.template))" }.joined(separator: "&")
  }

  private static func withDoubledBraces(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(scalar)
      if scalar == "{" || scalar == "}" { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
