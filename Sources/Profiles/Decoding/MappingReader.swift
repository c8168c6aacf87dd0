package import Findings

/// Reads one mapping against its table: unknown keys, missing keys and values of the wrong shape
/// are reported when it is made; the getters then return what is there.
package struct MappingReader {
  package let node: YAMLNode
  package let spec: MappingSpec
  package let context: DecodingContext

  /// Returns nil, with a finding, if `node` is no mapping. The shape of the keys in `leaving` is not
  /// looked at: the caller has more to say of it.
  package init?(
    _ node: YAMLNode, _ spec: MappingSpec, _ context: DecodingContext, leaving: [String] = []
  ) {
    self.node = node
    self.spec = spec
    self.context = context
    guard case .mapping(let entries) = node.content else {
      context.report(
        .wrongKind, at: node.location, "A \(spec.id) is a mapping of keys to values.",
        help: "Its keys are \(spec.keys.map(\.name).joined(separator: ", ")).")
      return nil
    }
    for entry in entries {
      guard let name = entry.key.scalarText, let key = spec[name] else {
        if spec.id == ProfileFormat.schema.id, let name = entry.key.scalarText,
          ProfileFormat.feedingKeys.contains(name) || ProfileFormat.inputKeys.contains(name)
        {
          MemberKeys(context: context).refuse(name, at: entry.key.location)
          continue
        }
        context.reportUnknown(
          .unknownKey, "key of \(spec.article) \(spec.id),", entry.key.scalarText ?? "",
          known: spec.keys.map(\.name), at: entry.key.location)
        continue
      }
      if !leaving.contains(key.name) { checkShape(entry.value, key) }
    }
    for key in spec.keys where key.isRequired && node[key.name] == nil {
      context.report(
        .missingKey, at: node.location, "This \(spec.id) needs the key \"\(key.name)\".",
        help: "For example: \(key.example)")
    }
  }

  private func checkShape(_ value: YAMLNode, _ key: KeySpec) {
    let fits =
      switch key.kind {
      case .json, .jsonTemplate, .described: true
      case _ where value.asNull: false
      case .text, .template, .term, .share, .rate: value.scalarText != nil
      case .name: value.scalarText.map(isName) ?? false
      case .boolean: value.asBool != nil
      case .integer: value.asInt != nil
      case .number: value.asNumberLiteral != nil
      case .duration: value.scalarText.flatMap(Duration.seconds) != nil
      case .choice(let choices): value.scalarText.map(choices.contains) ?? false
      case .texts, .terms: value.scalarText != nil || value.asTexts != nil
      case .steps, .list, .jsonTemplates, .values, .schemas, .conditions: value.isSequence
      case .mapping, .mappings, .namedText, .namedTexts, .namedValues, .namedSchemas, .members,
        .templates,
        .condition:
        value.isMapping
      case .schemaOrBoolean: value.isMapping || value.asBool != nil
      }
    if !fits {
      context.report(
        .wrongKind, at: value.location, "The value of \"\(key.name)\" must be: \(plain(key.kind)).",
        help: value.isYAML11Boolean && key.kind == .boolean
          ? "Write true or false; yes, no, on and off are texts." : "For example: \(key.example)")
    }
  }

  private func plain(_ kind: ValueKind) -> String {
    kind.words.filter { $0 != "`" && $0 != "[" }
      .replacingSuffixLinks()
  }

  package func has(_ key: String) -> Bool { value(key) != nil }

  /// The node of a key that the table knows.
  package func value(_ key: String) -> YAMLNode? {
    precondition(spec[key] != nil, "The table of \(spec.id) has no key \(key).")
    return node[key]
  }

  package func location(_ key: String) -> SourceLocation { value(key)?.location ?? node.location }

  package func text(_ key: String) -> String? { value(key)?.scalarText }
  package func bool(_ key: String) -> Bool? { value(key)?.asBool }
  package func integer(_ key: String) -> Int? { value(key)?.asInt }
  package func seconds(_ key: String) -> Int? { value(key)?.scalarText.flatMap(Duration.seconds) }
  package func number(_ key: String) -> String? { value(key)?.asNumberLiteral }

  /// One of the choices of the key; nil where it is absent or (reported already) not one of them.
  package func choice<Choice: RawRepresentable<String>>(_ key: String, as: Choice.Type) -> Choice? {
    text(key).flatMap(Choice.init(rawValue:))
  }

  /// A text or a list of texts, each with its node.
  package func texts(_ key: String) -> [(text: String, node: YAMLNode)] {
    guard let node = value(key) else { return [] }
    if let text = node.scalarText { return [(text, node)] }
    guard case .sequence(let elements) = node.content else { return [] }
    return elements.compactMap { element in element.scalarText.map { ($0, element) } }
  }

  /// A length or count: reported where it is negative.
  package func count(_ key: String) -> Int? {
    guard let number = integer(key) else { return nil }
    if number < 0 {
      context.report(.badValue, at: location(key), "\"\(key)\" cannot be negative.")
      return nil
    }
    return number
  }

  /// The entries of a mapping whose keys the writer chose.
  package func entries(_ key: String) -> [(name: String, node: YAMLNode, keyNode: YAMLNode)] {
    guard let node = value(key), case .mapping(let entries) = node.content else { return [] }
    return entries.compactMap { entry in
      entry.key.scalarText.map { ($0, entry.value, entry.key) }
    }
  }

  package func elements(_ key: String) -> [YAMLNode] {
    guard let node = value(key), case .sequence(let elements) = node.content else { return [] }
    return elements
  }

  /// Canonical JSON of a value.
  package func json(_ key: String) -> [UInt8]? {
    guard let node = value(key) else { return nil }
    return canonicalJSON(node, context)
  }
}

/// Letters, digits, `_` and `-`, beginning with a letter or `_`.
package func isName(_ text: String) -> Bool {
  var isFirst = true
  for byte in text.utf8 {
    let isLetter = (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
    let isOther = (0x30...0x39).contains(byte) || byte == 0x2D
    guard isLetter || (!isFirst && isOther) else { return false }
    isFirst = false
  }
  return !isFirst
}

extension String {
  /// Turns the reference's links, `name](#name)`, into the name.
  fileprivate func replacingSuffixLinks() -> String {
    var result = ""
    var isSkipping = false
    for character in self {
      if character == "]" {
        isSkipping = true
      } else if isSkipping {
        if character == ")" { isSkipping = false }
      } else {
        result.append(character)
      }
    }
    return result
  }
}

/// Shapes, as the tables of the format name them.
extension YAMLNode {
  var isSequence: Bool { asSequence != nil }
  var isMapping: Bool { asMapping != nil }

  /// A list of scalars, as texts.
  var asTexts: [String]? {
    guard let elements = asSequence else { return nil }
    let texts = elements.compactMap(\.scalarText)
    return texts.count == elements.count ? texts : nil
  }
}
