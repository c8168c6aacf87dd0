package import Profiles

/// An artifact form with its constants filled in: what is left is the token and values of the row.
package struct ArtifactProgram: Sendable {
  package indirect enum Step: Sendable {
    case literal([UInt8])
    case token
    /// A value of the row, after the filters.
    case value(Reference, [Transform], Escaping)
    /// Pairs `name=value` of a query or fragment; the opener stands before the first one written,
    /// `&` before the others. A pair with an absent value is left out.
    case pairs(opener: UInt8, [Pair])
    /// A piece that is left out where one of its values is absent.
    case optional([Step])
  }

  package struct Pair: Sendable {
    /// The name, encoded, with its equals sign.
    package var name: [UInt8]
    package var steps: [Step]
  }

  /// How a value is made safe for its place.
  package enum Escaping: Sendable {
    case none, percent, html, script, jsonText, jsonValue
  }

  package private(set) var name = ""
  package private(set) var kind = ArtifactForm.Kind.token
  package private(set) var steps: [Step] = []
  package private(set) var maxLength: Int?
  package private(set) var warnAboveLength: Int?

  init() {}

  init(_ form: ArtifactForm, parameters: [RunValue?], keyParts: [[UInt8]]?) {
    let builder = ArtifactBuilder(parameters: parameters, keyParts: keyParts)
    name = form.name
    kind = form.kind
    maxLength = form.maxLength
    warnAboveLength = form.warnAboveLength
    steps = builder.steps(form)
  }

  /// Indices of the inputs that stand somewhere in the artifact.
  var inputIndices: [Int] { Self.inputIndices(steps) }

  private static func inputIndices(_ steps: [Step]) -> [Int] {
    steps.flatMap { step -> [Int] in
      switch step {
      case .literal, .token: []
      case .value(let reference, _, _): reference.scope == .input ? [reference.index] : []
      case .pairs(_, let pairs): pairs.flatMap { inputIndices($0.steps) }
      case .optional(let inner): inputIndices(inner)
      }
    }
  }

  /// Whether every artifact is one line.
  package var isOneLine: Bool {
    !steps.contains { step in
      guard case .literal(let bytes) = step else { return false }
      return bytes.contains(0x0A) || bytes.contains(0x0D)
    }
  }
}

/// Turns an artifact form into steps.
struct ArtifactBuilder {
  let parameters: [RunValue?]
  let keyParts: [[UInt8]]?

  func steps(_ form: ArtifactForm) -> [ArtifactProgram.Step] {
    switch form.kind {
    case .token: return [.token]
    case .text: return steps(form.template) { _ in .none }
    case .html: return page(form.template)
    case .json: return json(form.body)
    case .url: return link(form)
    case .form: return post(form)
    }
  }

  private func steps(
    _ template: Template?, escaping: (Placeholder) -> ArtifactProgram.Escaping
  ) -> [ArtifactProgram.Step] {
    (template?.segments ?? []).map { segment in
      switch segment {
      case .literal(let bytes): .literal(bytes)
      case .placeholder(let placeholder): step(placeholder, escaping(placeholder))
      }
    }
  }

  private func step(
    _ placeholder: Placeholder, _ escaping: ArtifactProgram.Escaping, _ filters: [Transform] = []
  ) -> ArtifactProgram.Step {
    switch placeholder {
    case .token: return .token
    case .algorithm: return .literal([])
    case .keyPart(let index):
      return constant(keyParts?[index] ?? Array("(key)".utf8), isText: true, escaping, filters)
    case .reference(let reference):
      guard reference.scope == .parameter, let value = parameters[reference.index] else {
        return .value(reference, filters, escaping)
      }
      return constant(
        escaping == .jsonValue && filters.isEmpty ? value.json : value.text,
        isText: value.isText, escaping, filters)
    case .filtered(let inner, let more):
      return step(inner, escaping, more + filters)
    }
  }

  private func constant(
    _ text: [UInt8], isText: Bool, _ escaping: ArtifactProgram.Escaping, _ filters: [Transform]
  ) -> ArtifactProgram.Step {
    var text = text
    if !filters.isEmpty {
      var steps = ValueSteps()
      steps.filter(&text, filters, isText: isText)
    }
    return .literal(escaped(text, escaping))
  }

  private func escaped(_ text: [UInt8], _ escaping: ArtifactProgram.Escaping) -> [UInt8] {
    var output: [UInt8] = []
    Escaper.append(text.span, escaping, to: &output)
    return output
  }

  private func page(_ template: Template?) -> [ArtifactProgram.Step] {
    var context = PageContext()
    return (template?.segments ?? []).map { segment in
      switch segment {
      case .literal(let bytes):
        context.advance(bytes)
        return .literal(bytes)
      case .placeholder(let placeholder):
        return step(placeholder, context.escaping == .script ? .script : .html)
      }
    }
  }

  private func json(_ body: JSONTemplate?) -> [ArtifactProgram.Step] {
    (body?.segments ?? []).flatMap { segment -> [ArtifactProgram.Step] in
      switch segment {
      case .literal(let bytes): [.literal(bytes)]
      case .text(let placeholder): [step(placeholder, .jsonText)]
      case .value(.token): [.literal([0x22]), .token, .literal([0x22])]
      case .value(.filtered(let inner, let filters)):
        [.literal([0x22]), step(inner, .jsonText, filters), .literal([0x22])]
      case .value(let placeholder): [step(placeholder, .jsonValue)]
      }
    }
  }

  private func link(_ form: ArtifactForm) -> [ArtifactProgram.Step] {
    var result = url(form.url)
    let hasQuery = form.url?.segments.contains { segment in
      if case .literal(let bytes) = segment { return bytes.contains(UInt8(ascii: "?")) }
      return false
    }
    let first = UInt8(ascii: hasQuery == true ? "&" : "?")
    result.append(.pairs(opener: first, pairs(form.query)))
    result.append(.pairs(opener: UInt8(ascii: "#"), pairs(form.fragment)))
    return result
  }

  /// A URL: the host is inserted as it is, because its format is checked; the rest is encoded.
  private func url(_ template: Template?) -> [ArtifactProgram.Step] {
    var isInHost = true
    var seen: [UInt8] = []
    return (template?.segments ?? []).map { segment in
      switch segment {
      case .literal(let bytes):
        seen += bytes
        isInHost = seen.count { $0 == UInt8(ascii: "/") } < 3
        return .literal(bytes)
      case .placeholder(let placeholder):
        return step(placeholder, isInHost ? .none : .percent)
      }
    }
  }

  private func pairs(_ named: [NamedTemplate]) -> [ArtifactProgram.Pair] {
    named.map { pair in
      var name: [UInt8] = []
      Escaper.append(Array(pair.name.utf8).span, .percent, to: &name)
      name.append(UInt8(ascii: "="))
      let steps = pair.template.segments.map { segment -> ArtifactProgram.Step in
        switch segment {
        case .literal(let bytes): .literal(escaped(bytes, .percent))
        case .placeholder(let placeholder): step(placeholder, .percent)
        }
      }
      return ArtifactProgram.Pair(name: name, steps: steps)
    }
  }

  /// A page on one line that posts its fields by itself, or at the press of a button.
  private func post(_ form: ArtifactForm) -> [ArtifactProgram.Step] {
    var result: [ArtifactProgram.Step] = [
      .literal(Array("<!doctype html><meta charset=\"utf-8\"><form method=\"post\" action=\"".utf8))
    ]
    result += url(form.url).map { step in
      // The URL's own ampersands stand in an attribute here.
      if case .literal(let bytes) = step { return .literal(escaped(bytes, .html)) }
      return step
    }
    result.append(.literal(Array("\">".utf8)))
    result += form.fields.map { .optional(hiddenField($0)) }
    result.append(
      .literal(
        Array("<button>Continue</button></form><script>document.forms[0].submit()</script>".utf8)))
    return result
  }

  private func hiddenField(_ field: NamedTemplate) -> [ArtifactProgram.Step] {
    let name = escaped(Array(field.name.utf8), .html)
    var result: [ArtifactProgram.Step] = [
      .literal(Array("<input type=\"hidden\" name=\"".utf8) + name + Array("\" value=\"".utf8))
    ]
    result += steps(field.template) { _ in .html }.map { step in
      if case .literal(let bytes) = step { return .literal(escaped(bytes, .html)) }
      return step
    }
    result.append(.literal(Array("\">".utf8)))
    return result
  }
}
