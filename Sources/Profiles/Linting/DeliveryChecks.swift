import Findings
import Schemas

/// Checks the forms of delivery: values that may be missing where they are needed, and places to go
/// to that nothing bounds.
struct DeliveryChecks {
  let context: DecodingContext
  let names: Names
  let facts: ValueFacts

  func run(_ forms: [ArtifactForm], _ root: YAMLNode) {
    if let text = names.container?.text, let content = root["container"]?["text"] {
      let demanded = forms.map { Set($0.requires.map(\.unnamed)) }
      // What every form asks for is there wherever the text is made.
      let common = demanded.dropFirst().reduce(demanded.first ?? []) { $0.intersection($1) }
      checkNeeded(text.placeholders, content, "text", demanded: Array(common), isDefault: true)
    }
    for (index, form) in forms.enumerated() {
      guard let node = root["artifacts"]?[form.name] else { continue }
      checkNeeded(form, node, isDefault: index == 0)
      checkTargets(form, node)
    }
  }

  // MARK: Values that may be missing

  private func checkNeeded(_ form: ArtifactForm, _ node: YAMLNode, isDefault: Bool) {
    for (key, placeholders) in [
      ("url", form.url?.placeholders), ("template", form.template?.placeholders),
      ("body", form.body?.needed),
    ] {
      guard let content = node[key], let placeholders else { continue }
      checkNeeded(
        placeholders, content, "artifact", demanded: form.requires, isDefault: isDefault)
    }
  }

  /// - Parameters:
  ///   - demanded: what a row must have for this form in any case.
  ///   - isDefault: whether it is made where nobody chooses a form. Whoever chooses another one
  ///     knows what it needs.
  private func checkNeeded(
    _ placeholders: [Placeholder], _ content: YAMLNode, _ what: String, demanded: [Reference],
    isDefault: Bool
  ) {
    var seen = Set(demanded.map(\.unnamed))
    for case .some(let reference) in placeholders.map(\.reference)
    where seen.insert(reference.unnamed).inserted {
      let name = reference.written
      let place = content.place(ofPlaceholder: name) ?? content.location
      switch facts.presence(reference) {
      case .always: continue
      // A run asks for a parameter before its first row, and only where its form needs it.
      case .maybe where !isDefault || reference.scope == .parameter: continue
      case .never(let why):
        context.report(
          .contradiction, .warning, at: place,
          "This \(what) can never be made: nothing gives \"\(name)\" a value: \(why).",
          help: "Take the placeholder out, or give it a value.")
      case .maybe:
        context.report(
          .contradiction, .warning, at: place,
          "\"\(name)\" is optional, and without it this \(what) cannot be made.",
          help: "Make it required, give it a default, or name it in an artifact's `requires`.")
      }
    }
  }

  // MARK: Places to go to

  /// Names, without `_` and `-` and in lower case, of values that say where a browser goes next.
  static let targetNames: Set<String> = [
    "back", "backto", "backurl", "callback", "callbackuri", "callbackurl", "continue",
    "continueto", "continueurl", "dest", "destination", "errorurl", "failureurl", "forward",
    "forwardto", "forwardurl", "go", "goto", "logouturl", "next", "nexturl", "redirect",
    "redirectto", "redirecturi", "redirecturl", "relaystate", "return", "returnto", "returnuri",
    "returnurl", "successurl", "target", "targeturl", "whereto",
  ]

  private func checkTargets(_ form: ArtifactForm, _ node: YAMLNode) {
    for (key, pairs) in [
      ("query", form.query), ("fragment", form.fragment), ("fields", form.fields),
    ] {
      for pair in pairs {
        guard let content = node[key]?[pair.name] else { continue }
        // An input without a rule is refused there already.
        checkTarget(pair.name, pair.template, content, skipsInputs: key != "fields")
      }
    }
    if let url = form.url, let content = node["url"] { checkLinks(url, content) }
    if let page = form.template, let content = node["template"] { checkLinks(page, content) }
  }

  /// A value that is a place to go to as a whole, or whose beginning is.
  private func checkTarget(
    _ pair: String, _ template: Template, _ content: YAMLNode, skipsInputs: Bool
  ) {
    var before: [UInt8] = []
    for segment in template.segments {
      switch segment {
      case .literal(let bytes): before += bytes
      case .placeholder(let placeholder):
        if let reference = placeholder.reference, Self.isOpen(before),
          !(skipsInputs && reference.scope == .input)
        {
          report(reference, pair: pair, content)
        }
        return
      }
    }
  }

  /// Whether a text leaves the site open to what follows it.
  private static func isOpen(_ text: [UInt8]) -> Bool {
    if text.isEmpty || text.elementsEqual("/".utf8) { return true }
    let words = String(decoding: text, as: UTF8.self)
    guard let scheme = words.firstRange(of: "://") else { return false }
    return !words[scheme.upperBound...].contains { $0 == "/" || $0 == "?" || $0 == "#" }
  }

  /// Pairs that stand in a link as they are: `?next={x}`.
  private func checkLinks(_ template: Template, _ content: YAMLNode) {
    var before: [UInt8] = []
    for segment in template.segments {
      switch segment {
      case .literal(let bytes): before = bytes
      case .placeholder(let placeholder):
        if let reference = placeholder.reference, let pair = Self.pairName(before) {
          report(reference, pair: pair, content)
        }
        before = []
      }
    }
  }

  /// The name of the pair whose value begins behind this text.
  private static func pairName(_ text: [UInt8]) -> String? {
    guard text.last == UInt8(ascii: "=") else { return nil }
    let rest = text.dropLast()
    guard
      let start = rest.lastIndex(where: {
        $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";")
          || $0 == UInt8(ascii: "#")
      })
    else { return nil }
    return String(decoding: rest[(start + 1)...], as: UTF8.self)
  }

  /// A name in the form that `targetNames` has.
  static func word(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
  }

  private func report(_ reference: Reference, pair: String, _ content: YAMLNode) {
    guard let property = names.member(reference), !property.schema.hasConstraint,
      !names.isHostHeld(reference)
    else { return }
    guard [pair, property.name].map(Self.word).contains(where: Self.targetNames.contains) else {
      return
    }
    let name = reference.written
    context.report(
      .unsafeTemplate, .warning, at: content.place(ofPlaceholder: name) ?? content.location,
      "\"\(name)\" says where the browser goes next, and nothing bounds its value.",
      help: "Give it a format (relative-path for a redirect), a pattern or an enum.")
  }
}

extension Reference {
  /// As templates write it.
  fileprivate var written: String { scope == .claim ? "claims." + text : text }

  /// Without the text: rules and templates write the same input differently.
  fileprivate var unnamed: Reference {
    Reference(scope: scope, index: index, members: members, text: "")
  }
}

extension YAMLNode {
  /// Where `{name}`, or `{name|…}`, stands first.
  fileprivate func place(ofPlaceholder name: String) -> SourceLocation? {
    switch content {
    case .scalar(let text, _):
      for end in ["}", "|"] {
        if let range = text.firstRange(of: "{" + name + end) {
          return location(ofScalar: text.unicodeScalars[..<range.lowerBound].count)
        }
      }
      return nil
    case .sequence(let elements):
      return elements.lazy.compactMap { $0.place(ofPlaceholder: name) }.first
    case .mapping(let entries):
      return entries.lazy.compactMap {
        $0.key.place(ofPlaceholder: name) ?? $0.value.place(ofPlaceholder: name)
      }.first
    }
  }
}
