import Bytes
import Findings

/// Decodes templates and resolves their placeholders.
struct TemplateDecoder {
  /// What a placeholder may name at some place.
  struct Allowed: OptionSet {
    let rawValue: Int
    static let parameters = Allowed(rawValue: 1)
    static let inputs = Allowed(rawValue: 2)
    static let claims = Allowed(rawValue: 4)
    static let token = Allowed(rawValue: 8)
    static let keyParts = Allowed(rawValue: 16)
    static let algorithm = Allowed(rawValue: 32)
    static let payload = Allowed(rawValue: 64)
    static let signature = Allowed(rawValue: 128)
    static let secret = Allowed(rawValue: 256)
    static let value = Allowed(rawValue: 512)
    static let artifact: Allowed = [.parameters, .inputs, .claims, .token, .keyParts]
  }

  let context: DecodingContext
  let names: Names

  /// A template from a scalar node.
  func template(_ node: YAMLNode, allowed: Allowed) -> Template? {
    guard let text = node.scalarText else {
      context.report(.wrongKind, at: node.location, "A template is a text.")
      return nil
    }
    var segments: [Template.Segment] = []
    for piece in pieces(text, node) {
      switch piece {
      case .literal(let text): segments.append(.literal(Array(text.utf8)))
      case .name(let name):
        guard let placeholder = resolve(name, node, allowed) else { return nil }
        segments.append(.placeholder(placeholder))
      }
    }
    return Template(segments: segments)
  }

  /// Names with a template each.
  func named(_ reader: MappingReader, _ key: String, allowed: Allowed) -> [NamedTemplate] {
    reader.entries(key).compactMap { entry in
      template(entry.node, allowed: allowed).map { NamedTemplate(name: entry.name, template: $0) }
    }
  }

  /// The value of a member that stands in no template itself, such as one of the JOSE header: it is
  /// left out where a value is absent, whether it is marked as optional or not.
  func member(_ node: YAMLNode, allowed: Allowed) -> JSONTemplate? {
    guard let name = optionalName(node) else { return json(node, allowed: allowed) }
    return resolve(name, node, allowed).map { JSONTemplate(segments: [.value($0)]) }
  }

  /// A JSON value whose texts may hold placeholders.
  func json(_ node: YAMLNode, allowed: Allowed) -> JSONTemplate? {
    var segments: [JSONTemplate.Segment] = []
    guard append(node, allowed, to: &segments) else { return nil }
    return JSONTemplate(segments: merged(segments))
  }

  private func append(
    _ node: YAMLNode, _ allowed: Allowed, to segments: inout [JSONTemplate.Segment]
  ) -> Bool {
    switch node.content {
    case .scalar:
      return appendScalar(node, allowed, to: &segments)
    case .sequence(let elements):
      segments.append(.literal([UInt8(ascii: "[")]))
      for (index, element) in elements.enumerated() {
        if index > 0 { segments.append(.literal([UInt8(ascii: ",")])) }
        guard append(element, allowed, to: &segments) else { return false }
      }
      segments.append(.literal([UInt8(ascii: "]")]))
      return true
    case .mapping(let entries):
      segments.append(.literal([UInt8(ascii: "{")]))
      let hasOptional = entries.contains { optionalName($0.value) != nil }
      for (index, entry) in entries.enumerated() {
        if !hasOptional && index > 0 { segments.append(.literal([UInt8(ascii: ",")])) }
        var member: [JSONTemplate.Segment] = hasOptional ? [.separator] : []
        guard appendMember(entry.key, entry.value, allowed, to: &member) else { return false }
        if optionalName(entry.value) != nil {
          segments.append(.optional(merged(member)))
        } else {
          segments += member
        }
      }
      segments.append(.literal([UInt8(ascii: "}")]))
      return true
    }
  }

  private func appendMember(
    _ key: YAMLNode, _ value: YAMLNode, _ allowed: Allowed,
    to segments: inout [JSONTemplate.Segment]
  ) -> Bool {
    guard appendString(key, allowed, to: &segments) else { return false }
    segments.append(.literal([UInt8(ascii: ":")]))
    guard let name = optionalName(value) else { return append(value, allowed, to: &segments) }
    guard let placeholder = resolve(name, value, allowed) else { return false }
    if placeholder.base == .value {
      context.report(
        .badValue, at: value.location, "The value of a step is never absent.",
        help: "Take the ? away.")
    }
    segments.append(.value(placeholder))
    return true
  }

  /// The placeholder in `{name?}` and `{name?|step}`, without the question mark; nil where the text
  /// is anything else than one such placeholder.
  private func optionalName(_ node: YAMLNode) -> String? {
    guard let text = node.scalarText, text.hasPrefix("{"), text.hasSuffix("}") else { return nil }
    let name = text.dropFirst().dropLast()
    let bar = name.firstIndex(of: "|") ?? name.endIndex
    guard name[..<bar].hasSuffix("?"), !name.contains("{"), !name.contains("}") else { return nil }
    return String(name[..<bar].dropLast() + name[bar...])
  }

  private func appendScalar(
    _ node: YAMLNode, _ allowed: Allowed, to segments: inout [JSONTemplate.Segment]
  ) -> Bool {
    guard let text = node.scalarText, text.contains("{") else {
      guard let json = canonicalJSON(node, context) else { return false }
      segments.append(.literal(json))
      return true
    }
    let found = pieces(text, node)
    if found.count == 1, case .name(let name) = found[0] {
      guard let placeholder = resolve(name, node, allowed) else { return false }
      segments.append(.value(placeholder))
      return true
    }
    return appendString(node, allowed, to: &segments)
  }

  private func appendString(
    _ node: YAMLNode, _ allowed: Allowed, to segments: inout [JSONTemplate.Segment]
  ) -> Bool {
    segments.append(.literal([UInt8(ascii: "\"")]))
    for piece in pieces(node.scalarText ?? "", node) {
      switch piece {
      case .literal(let text):
        var json: [UInt8] = []
        JSONWriter.appendString(Array(text.utf8).span, to: &json)
        segments.append(.literal(Array(json.dropFirst().dropLast())))
      case .name(let name):
        guard let placeholder = resolve(name, node, allowed) else { return false }
        segments.append(.text(placeholder))
      }
    }
    segments.append(.literal([UInt8(ascii: "\"")]))
    return true
  }

  private func merged(_ segments: [JSONTemplate.Segment]) -> [JSONTemplate.Segment] {
    var result: [JSONTemplate.Segment] = []
    for segment in segments {
      if case .literal(let next) = segment, case .literal(let last) = result.last {
        result[result.count - 1] = .literal(last + next)
      } else {
        result.append(segment)
      }
    }
    return result
  }

  private enum Piece {
    case literal(String)
    case name(String)
  }

  /// Cuts a text at its placeholders; `{{` and `}}` stand for braces.
  private func pieces(_ text: String, _ node: YAMLNode) -> [Piece] {
    var pieces: [Piece] = []
    var literal = ""
    var scalars = Substring(text).unicodeScalars
    while let scalar = scalars.popFirst() {
      guard scalar == "{" || scalar == "}" else {
        literal.unicodeScalars.append(scalar)
        continue
      }
      if scalars.first == scalar {
        scalars.removeFirst()
        literal.unicodeScalars.append(scalar)
      } else if scalar == "{", let end = scalars.firstIndex(of: "}") {
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = ""
        pieces.append(.name(String(scalars[..<end])))
        scalars = scalars[scalars.index(after: end)...]
      } else {
        context.report(
          .badValue, at: node.location, "A brace in this template has no partner.",
          help: "Write {{ or }} for a brace that is no placeholder.")
        return []
      }
    }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    return pieces
  }

  /// A name, and behind it the filters: `{name|step|step}`.
  private func resolve(_ text: String, _ node: YAMLNode, _ allowed: Allowed) -> Placeholder? {
    let pieces = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    if pieces[0].hasSuffix("?") {
      context.report(
        .badValue, at: node.location,
        "{\(text)} is optional, and does not stand as the whole value of an object's member.",
        help: "Take the ? away, or make it a member: \"name\": \"{\(text)}\".")
      return nil
    }
    guard pieces.count > 1 else { return resolved(text, node, allowed) }
    guard let inner = resolved(pieces[0], node, allowed) else { return nil }
    var steps: [Transform] = []
    for piece in pieces.dropFirst() {
      guard let step = StepDecoder.filter(piece) else {
        context.reportUnknown(
          .unknownName, "filter", piece, known: StepDecoder.filters, at: node.location)
        return nil
      }
      steps.append(step)
    }
    return .filtered(inner, steps)
  }

  private func resolved(_ name: String, _ node: YAMLNode, _ allowed: Allowed) -> Placeholder? {
    if name == "token", allowed.contains(.token) { return .token }
    if name == "algorithm", allowed.contains(.algorithm) { return .algorithm }
    if name == "value", allowed.contains(.value) { return .value }
    if name == "secret", allowed.contains(.secret) { return .secret }
    if let piece = ContainerPiece(rawValue: name),
      allowed.contains(piece == .signature ? .signature : .payload)
    {
      return .piece(piece)
    }
    if name.hasPrefix("claims."), allowed.contains(.claims),
      let reference = names.claimReference(String(name.dropFirst("claims.".count)))
    {
      return .reference(reference)
    }
    if name.hasPrefix("key."), allowed.contains(.keyParts),
      let index = names.keyParts.firstIndex(of: String(name.dropFirst("key.".count)))
    {
      return .keyPart(index)
    }
    if allowed.contains(.parameters), let index = names.parameters.index(of: name) {
      return .reference(Reference(scope: .parameter, index: index, members: [], text: name))
    }
    if allowed.contains(.inputs), let index = names.inputs.index(of: name) {
      return .reference(Reference(scope: .input, index: index, members: [], text: name))
    }
    if names.standsBelow(name) {
      context.report(
        .unknownName, at: node.location, "\"\(name)\" is declared further down.",
        help: "Move it above what names it: values are made in the order of the file.")
      return nil
    }
    context.reportUnknown(
      .unknownName, "placeholder", name, known: known(allowed), at: node.location)
    return nil
  }

  private func known(_ allowed: Allowed) -> [String] {
    var known: [String] = []
    if allowed.contains(.token) { known.append("token") }
    if allowed.contains(.algorithm) { known.append("algorithm") }
    if allowed.contains(.payload) { known += ["payload", "encodedPayload"] }
    if allowed.contains(.signature) { known.append("signature") }
    if allowed.contains(.secret) { known.append("secret") }
    if allowed.contains(.value) { known.append("value") }
    if allowed.contains(.parameters) { known += names.parameters.names }
    if allowed.contains(.inputs) { known += names.inputs.names }
    if allowed.contains(.keyParts) { known += names.keyParts.map { "key." + $0 } }
    if allowed.contains(.claims) { known += names.claims.names.map { "claims." + $0 } }
    return known
  }
}
