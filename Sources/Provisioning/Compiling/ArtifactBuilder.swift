import Profiles

/// Turns an artifact form into steps.
struct ArtifactBuilder {
  let parameters: [RunValue?]
  let keyParts: [[UInt8]]?
  let container: ContainerForm?
  /// Whether a form is its URL and its fields, and no page.
  let rendersFields: Bool

  func steps(_ form: ArtifactForm) -> [ArtifactProgram.Step] {
    switch form.kind {
    case .token: return [step(.token, .none)]
    case .text: return steps(form.template) { _ in .none }
    case .html: return page(form.template)
    case .json: return json(form.body?.segments ?? [])
    case .url: return link(form)
    case .form where rendersFields:
      return url(form.url) + [.pairs(opener: 0x0A, pairs(form.fields))]
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
    case .token: return container == nil ? .token : .piece(.text, filters, escaping)
    case .piece(let piece): return .piece(ContainerProgram.Piece(piece), filters, escaping)
    case .secret: return .secret
    case .algorithm, .value: return .literal([])
    case .keyPart(let index):
      return constant(keyParts?[index] ?? Array("(key)".utf8), isText: true, escaping, filters)
    case .reference(let reference):
      guard reference.scope == .parameter, let value = parameters[reference.index] else {
        return .value(reference, filters, escaping)
      }
      return constant(
        escaping == .jsonValue && filters.isEmpty ? value.json : value.text,
        isText: value.isText, escaping, filters)
    case .path(let reference):
      guard reference.scope == .parameter, let value = parameters[reference.index] else {
        return .path(reference)
      }
      return .constantPath(value.text)
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

  private func json(_ segments: [JSONTemplate.Segment]) -> [ArtifactProgram.Step] {
    segments.flatMap { segment -> [ArtifactProgram.Step] in
      switch segment {
      case .literal(let bytes): [.literal(bytes)]
      case .text(let placeholder): [step(placeholder, .jsonText)]
      case .value(.reference(let reference)): [step(.reference(reference), .jsonValue)]
      case .value(let placeholder):
        [.literal([0x22]), step(placeholder, .jsonText), .literal([0x22])]
      case .optional(let inner): [.optional(json(inner))]
      case .separator: [.separator]
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

  /// A container that is to be made for each row.
  func container(_ form: ContainerForm) -> ContainerProgram {
    ContainerProgram(
      payload: form.payload, algorithm: form.algorithm,
      over: form.over.map { template in steps(template) { _ in .none } },
      separator: form.separator, absent: form.absent, signatureEncoding: form.signatureEncoding,
      text: form.text.map { template in steps(template) { _ in .none } })
  }

  /// A URL: the host is inserted as it is, because its format is checked; the rest is encoded. A
  /// payload that is a query stands in the query as it is.
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
        let isQuery =
          placeholder == .piece(.payload) && container?.payload?.format == .query
          && seen.contains(UInt8(ascii: "?"))
        return step(placeholder, isInHost || isQuery ? .none : .percent)
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
