import Findings
import Schemas

/// Decodes the forms of delivery, and checks that each placeholder stands where it can be escaped.
struct ArtifactDecoder {
  let context: DecodingContext
  let names: Names

  /// The keys that carry content, and the kinds that use them.
  private static let contentKeys: [(key: String, kinds: [ArtifactForm.Kind])] = [
    ("url", [.url, .form]), ("query", [.url]), ("fragment", [.url]), ("fields", [.form]),
    ("template", [.html, .text]), ("body", [.json]),
  ]

  func artifacts(_ reader: MappingReader) -> [ArtifactForm] {
    reader.entries("artifacts").compactMap { entry in
      if !isName(entry.name) {
        context.report(
          .badValue, at: entry.keyNode.location, "\"\(entry.name)\" cannot name an artifact.",
          help: "Use letters, digits, - and _.")
      }
      guard let inner = MappingReader(entry.node, ProfileFormat.artifact, context),
        let kind = inner.choice("kind", as: ArtifactForm.Kind.self)
      else { return nil }
      names.checkSource(inner, context)
      return artifact(entry.name, kind, inner)
    }
  }

  private func artifact(
    _ name: String, _ kind: ArtifactForm.Kind, _ reader: MappingReader
  ) -> ArtifactForm {
    checkKeys(name, kind, reader)
    let templates = TemplateDecoder(context: context, names: names)
    let errorCount = context.findings.count
    let allowed = allowed
    func template(_ key: String) -> Template? {
      reader.value(key).flatMap { templates.template($0, allowed: allowed) }
    }
    var form = ArtifactForm(
      name: name, kind: kind, description: reader.text("description") ?? "",
      url: template("url"), query: templates.named(reader, "query", allowed: allowed),
      fragment: templates.named(reader, "fragment", allowed: allowed),
      fields: templates.named(reader, "fields", allowed: allowed),
      template: template("template"),
      body: reader.value("body").flatMap { templates.json($0, allowed: allowed) },
      requires: RuleDecoder(context: context, names: names).references(reader, "requires"),
      maxLength: reader.count("maxLength"),
      warnAboveLength: reader.count("warnAboveLength") ?? (kind == .url ? 2_000 : nil),
      location: reader.node.location)
    // A template that could not be read says nothing of what it holds.
    guard context.findings.count == errorCount else { return form }
    checkURL(&form, reader)
    checkPage(form, reader)
    checkRedirects(form, reader)
    checkToken(form)
    return form
  }

  /// What templates may name: of a container, its pieces too.
  private var allowed: TemplateDecoder.Allowed {
    guard let container = names.container else { return .artifact }
    var allowed: TemplateDecoder.Allowed = [.parameters, .inputs, .claims, .keyParts, .signature]
    if container.text != nil { allowed.insert(.token) }
    if container.payload != nil { allowed.insert(.payload) }
    return allowed
  }

  private func checkKeys(_ name: String, _ kind: ArtifactForm.Kind, _ reader: MappingReader) {
    for (key, kinds) in Self.contentKeys where reader.has(key) && !kinds.contains(kind) {
      context.report(
        .contradiction, at: reader.location(key),
        "An artifact of kind \(kind.rawValue) does not use \"\(key)\".")
    }
    let needed = ProfileFormat.artifact.needed(where: "kind", is: kind.rawValue)
    for key in needed where !reader.has(key) {
      context.report(
        .missingKey, at: reader.node.location,
        "The artifact \"\(name)\" of kind \(kind.rawValue) needs the key \"\(key)\".")
    }
  }

  /// The scheme is constant, only a host parameter may stand in the host, and right behind it a
  /// path.
  private func checkURL(_ form: inout ArtifactForm, _ reader: MappingReader) {
    guard let url = form.url else { return }
    var literal: [UInt8] = []
    var isInHost = true
    for (index, segment) in url.segments.enumerated() where isInHost {
      switch segment {
      case .literal(let bytes):
        literal += bytes
        let text = String(decoding: literal, as: UTF8.self)
        isInHost = text.dropFirst("https://".count).utf8.contains(UInt8(ascii: "/")) == false
      case .placeholder(.reference(let reference)) where isHost(reference):
        checkPort(reference, literal, url.segments[(index + 1)...], reader)
        literal += Array("host".utf8)
      case .placeholder(.reference(let reference)) where isBase(reference) && index == 0:
        // The value is the URL, up to its own query.
        form.url?.segments[index] = .placeholder(.path(reference))
        checkBase(reference, form, reader)
        return
      case .placeholder(.reference(let reference))
      where isPath(reference) && literal.last != UInt8(ascii: "/"):
        form.url?.segments[index] = .placeholder(.path(reference))
        isInHost = false
        if case .literal(let next) = url.segments[(index + 1)...].first,
          next.contains(UInt8(ascii: "?"))
        {
          context.report(
            .contradiction, at: reader.location("url"),
            "The path of a row may bring a query of its own, and this URL begins another.",
            help: "Put what stands behind it into `query`, which is joined with either ? or &.")
        }
      case .placeholder:
        context.report(
          .unsafeTemplate, at: reader.location("url"),
          "Only a parameter with format hostname or host-port may stand in the host of a URL.",
          help: "Behind the host, a value with format relative-path may stand.")
        return
      }
    }
    let text = String(decoding: literal, as: UTF8.self)
    if !text.hasPrefix("https://") && !text.hasPrefix("http://") {
      context.report(
        .unsafeTemplate, at: reader.location("url"), "A URL begins with https:// or http://.")
    } else if text.hasPrefix("http://") {
      context.report(
        .unsafeTemplate, .warning, at: reader.location("url"),
        "This URL carries tokens without encryption.", help: "Use https://.")
    }
  }

  /// A host that may bring a port is the whole authority: nothing stands before or behind it.
  private func checkPort(
    _ reference: Reference, _ before: [UInt8], _ rest: ArraySlice<Template.Segment>,
    _ reader: MappingReader
  ) {
    guard names.property(reference).schema.format == .hostPort else { return }
    var next: UInt8?
    if case .literal(let bytes) = rest.first { next = bytes.first }
    var isFollowedWell = rest.isEmpty || next == UInt8(ascii: "/") || next == UInt8(ascii: "?")
    if case .placeholder(.reference(let path)) = rest.first { isFollowedWell = isPath(path) }
    guard !before.suffix(3).elementsEqual("://".utf8) || !isFollowedWell else { return }
    context.report(
      .unsafeTemplate, at: reader.location("url"),
      "\"\(reference.text)\" may hold a port, so it stands alone between :// and the path.",
      help: "For a part of a host's name, give the parameter the format hostname.")
  }

  private func isBase(_ reference: Reference) -> Bool {
    let format = names.property(reference).schema.format
    return format == .httpsURL && reference.members.isEmpty
  }

  /// Whoever may say where a token goes gets the token: only a tenant may, unless a rule holds the
  /// host.
  private func checkBase(_ reference: Reference, _ form: ArtifactForm, _ reader: MappingReader) {
    let property = names.property(reference)
    let isHeld = names.isHostHeld(reference) || property.schema.hasChoice
    if reference.scope != .parameter && !isHeld {
      context.report(
        .unsafeTemplate, at: reader.location("url"),
        "A row says where the token goes, and nothing holds the host.",
        help:
          "Add a rule with compare: { claim: \(reference.text), hostEquals: parameters.NAME }, or "
          + "an enum or a pattern.")
    }
  }

  private func isPath(_ reference: Reference) -> Bool {
    names.property(reference).schema.format == .relativePath && reference.members.isEmpty
  }

  private func isHost(_ reference: Reference) -> Bool {
    guard reference.scope == .parameter else { return false }
    let format = names.parameters.properties[reference.index].schema.format
    return format == .hostname || format == .hostPort
  }

  private func checkPage(_ form: ArtifactForm, _ reader: MappingReader) {
    guard form.kind == .html, let template = form.template else { return }
    var page = PageContext()
    for segment in template.segments {
      switch segment {
      case .literal(let bytes): page.advance(bytes)
      case .placeholder:
        if page.escaping == nil {
          context.report(
            .unsafeTemplate, at: reader.location("template"),
            "A placeholder stands at a place of the page where no value can be escaped.",
            help: "Put it in text, in a quoted attribute, or in a quoted string of a script.")
          return
        }
      }
    }
  }

  /// A value from a row that names a place to go to needs a rule of its own.
  private func checkRedirects(_ form: ArtifactForm, _ reader: MappingReader) {
    for (key, named) in [("query", form.query), ("fragment", form.fragment)] {
      for entry in named {
        for case .reference(let reference) in entry.template.placeholders
        where reference.scope == .input {
          let property = names.inputs.properties[reference.index]
          if !property.schema.hasConstraint {
            context.report(
              .unsafeTemplate, at: reader.value(key)?[entry.name]?.location ?? form.location,
              "\"\(property.name)\" goes into a URL and has no rule for its value.",
              help: "Give the input a format (relative-path for a redirect), a pattern or an enum.")
          }
        }
      }
    }
  }

  /// The token, or the signature of a container, stands in it once.
  private func checkToken(_ form: ArtifactForm) {
    guard form.kind != .token else {
      if let container = names.container, container.text == nil {
        context.report(
          .contradiction, at: form.location,
          "An artifact of kind token is the container's text, and this container has none.",
          help: "Give container.text.")
      }
      return
    }
    checkFilters(form)
    let proofs: [Placeholder] =
      names.container == nil ? [.token] : [.token, .piece(.signature)]
    let count = form.placeholders.count { proofs.contains($0) }
    if count != 1 {
      context.report(
        .contradiction, at: form.location,
        "The artifact \"\(form.name)\" holds the \(names.container == nil ? "token" : "signature") "
          + "\(count == 0 ? "nowhere" : "\(count) times").",
        help: names.container == nil
          ? "Write {token} once." : "Write {token} or {signature} once.")
    }
  }

  /// What is cut or folded for good proves nothing any more, and nobody can check it.
  private func checkFilters(_ form: ArtifactForm) {
    guard let container = names.container else { return }
    for case .filtered(.piece(.signature), let filters) in form.filteredPlaceholders
      + (container.text?.filteredPlaceholders ?? [])
    {
      let isGood = filters.allSatisfy { filter in
        switch filter {
        case .uppercase, .lowercase: container.signatureEncoding == .hex
        case .base64, .base64url, .hex, .percentEncode: true
        default: false
        }
      }
      if !isGood {
        context.report(
          .contradiction, at: form.location,
          "A filter on the signature makes another text of it, which nobody can check.",
          help: "Choose signature.encoding; hexadecimal digits may be made upper case.")
        return
      }
    }
  }
}
