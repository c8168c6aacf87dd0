import Findings
import Schemas

/// Decodes conditions, rules and effects.
struct RuleDecoder {
  let context: DecodingContext
  let names: Names

  func rules(_ reader: MappingReader) -> [Rule] {
    var seen: [String: SourceLocation] = [:]
    return reader.elements("rules").compactMap { node in
      guard let rule = MappingReader(node, ProfileFormat.rule, context) else { return nil }
      names.checkSource(rule, context)
      let id = rule.text("id") ?? ""
      checkUnique(id, "rule", rule.location("id"), &seen)
      guard let assertion = assertion(rule) else { return nil }
      return Rule(
        id: id, message: rule.text("message") ?? "",
        severity: rule.choice("severity", as: Severity.self) ?? .error,
        when: rule.value("when").flatMap(condition), assertion: assertion,
        source: rule.text("source") ?? "", location: node.location)
    }
  }

  func effects(_ reader: MappingReader) -> [Effect] {
    var seen: [String: SourceLocation] = [:]
    return reader.elements("effects").compactMap { node in
      guard let effect = MappingReader(node, ProfileFormat.effect, context) else { return nil }
      names.checkSource(effect, context)
      let id = effect.text("id") ?? ""
      checkUnique(id, "effect", effect.location("id"), &seen)
      if id == "eternal" {
        context.report(
          .badValue, at: effect.location("id"),
          "\"eternal\" is the language's own effect: a token without an expiry.")
      }
      if id == "duplicates" {
        context.report(
          .badValue, at: effect.location("id"),
          "\"duplicates\" is the language's own: a run that allows it looks for none.")
      }
      guard let kind = effect.choice("kind", as: Effect.Kind.self),
        let when = effect.value("when").flatMap(condition)
      else { return nil }
      return Effect(
        id: id, kind: kind, description: effect.text("description") ?? "", when: when,
        isHeld: effect.bool("hold") ?? (kind != .access), source: effect.text("source") ?? "",
        location: node.location)
    }
  }

  private func checkUnique(
    _ id: String, _ what: String, _ location: SourceLocation,
    _ seen: inout [String: SourceLocation]
  ) {
    if let first = seen[id] {
      context.report(
        .duplicateKey, at: location,
        "The \(what) \"\(id)\" stands already on line \(first.line).",
        help: "Give each \(what) an id of its own.")
    }
    seen[id] = location
  }

  private func assertion(_ reader: MappingReader) -> Assertion? {
    let given = ProfileFormat.assertions.filter(reader.has)
    guard given.count == 1, let key = given.first else {
      context.report(
        .contradiction, at: reader.node.location,
        given.isEmpty
          ? "This rule asserts nothing."
          : "A rule has one assertion, and this one has \(given.joined(separator: " and ")).",
        help: "Give one of \(ProfileFormat.assertions.joined(separator: ", ")).")
      return nil
    }
    switch key {
    case "requires": return .requires(references(reader, key))
    case "excludes": return .excludes(references(reader, key))
    case "atLeastOneOf": return .atLeastOneOf(references(reader, key))
    case "exactlyOneOf": return .exactlyOneOf(references(reader, key))
    case "atMostOneOf": return .atMostOneOf(references(reader, key))
    case "holds": return reader.value(key).flatMap(condition).map { .holds($0) }
    default: return comparison(reader)
    }
  }

  func references(_ reader: MappingReader, _ key: String) -> [Reference] {
    reader.texts(key).compactMap { reference($0.text, $0.node) }
  }

  func reference(_ path: String, _ node: YAMLNode) -> Reference? {
    if let reference = names.reference(path) { return reference }
    if names.standsBelow("claims.\(path)") {
      context.report(
        .unknownName, at: node.location, "\"\(path)\" is declared further down.",
        help: "Move it above what names it: values are made in the order of the file.")
      return nil
    }
    context.reportUnknown(
      .unknownName, "claim", path, known: names.paths, at: node.location)
    return nil
  }

  private func comparison(_ reader: MappingReader) -> Assertion? {
    guard let node = reader.value("compare"),
      let inner = MappingReader(node, ProfileFormat.compare, context),
      let claim = inner.value("claim"), let text = claim.scalarText,
      let reference = reference(text, claim)
    else { return nil }
    func other(_ key: String) -> Reference? {
      guard let node = inner.value(key), let text = node.scalarText else { return nil }
      return self.reference(text, node)
    }
    var comparison = Comparison(claim: reference)
    comparison.minus = other("minus")
    comparison.minimum = inner.seconds("minimum")
    comparison.maximum = inner.seconds("maximum")
    comparison.equals = other("equals")
    comparison.lessThan = other("lessThan")
    comparison.hostEquals = other("hostEquals")
    if !ProfileFormat.comparisons.contains(where: inner.has) {
      context.report(
        .contradiction, at: node.location, "This comparison has nothing to compare with.",
        help: "Give minimum, maximum, equals, lessThan or hostEquals.")
    }
    return .compare(comparison)
  }

  /// A condition: a mapping of paths to tests, all of which hold; `all`, `any` and `not` combine.
  func condition(_ node: YAMLNode) -> Condition? {
    if case .mapping(let entries) = node.content, entries.isEmpty {
      context.report(
        .wrongKind, at: node.location, "This condition is empty.",
        help: "Say what must hold, for example { role: { const: admin } }, or take it out.")
      return nil
    }
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      context.report(
        .wrongKind, at: node.location,
        "A condition is a mapping of claims to `present`, `absent` or a schema.",
        help: "For example: { role: { const: admin } }, or { tags: present }.")
      return nil
    }
    let parts = entries.compactMap { entry -> Condition? in
      let key = entry.key.scalarText ?? ""
      switch key {
      case "all": return combined(entry.value, key).map { .all($0) }
      case "any": return combined(entry.value, key).map { .any($0) }
      case "not": return condition(entry.value).map { .not($0) }
      default: return reference(key, entry.key).flatMap { test(entry.value, $0) }
      }
    }
    guard parts.count == entries.count else { return nil }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private func combined(_ node: YAMLNode, _ key: String) -> [Condition]? {
    if case .sequence(let elements) = node.content, elements.isEmpty {
      context.report(
        .wrongKind, at: node.location, "The list of \(key) is empty.",
        help: "Give it conditions, or take \(key) out.")
      return nil
    }
    guard case .sequence(let elements) = node.content, !elements.isEmpty else {
      context.report(.wrongKind, at: node.location, "all and any take a list of conditions.")
      return nil
    }
    let parts = elements.compactMap(condition)
    return parts.count == elements.count ? parts : nil
  }

  private func test(_ node: YAMLNode, _ reference: Reference) -> Condition? {
    switch node.scalarText {
    case "present": return .present(reference)
    case "absent": return .absent(reference)
    case .some(let other):
      context.reportUnknown(
        .badValue, "test", other, known: Vocabulary.tests.words, at: node.location)
      return nil
    case nil:
      return SchemaDecoder(context: context).schema(node).map { .matches(reference, $0) }
    }
  }
}
