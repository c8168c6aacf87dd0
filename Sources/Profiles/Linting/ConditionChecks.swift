import Findings
import Schemas

/// Checks conditions: tests and combinations of tests that never hold, or always.
struct ConditionChecks {
  let context: DecodingContext
  let names: Names
  let logic: ConditionLogic

  init(context: DecodingContext, names: Names, facts: ValueFacts) {
    self.context = context
    self.names = names
    logic = ConditionLogic(facts: facts)
  }

  /// The condition as a formula; nil where it cannot be read, which is reported already.
  func formula(_ node: YAMLNode) -> Formula? {
    guard let entries = node.asMapping, !context.hasErrors(within: node) else { return nil }
    var parts: [Formula] = []
    for entry in entries {
      guard let part = formula(entry) else { return nil }
      parts.append(part)
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private func formula(_ entry: YAMLNode.Entry) -> Formula? {
    switch entry.name {
    case "all": return list(entry.value).map { .all($0) }
    case "any": return list(entry.value).map { .any($0) }
    case "not": return formula(entry.value).map { .not($0) }
    default: break
    }
    guard let reference = names.reference(entry.name) else { return nil }
    switch entry.value.scalarText {
    case "present": return .present(reference)
    case "absent": return .not(.present(reference))
    case .some: return nil
    case nil:
      let schemas = SchemaDecoder(context: DecodingContext())
      return schemas.schema(entry.value).map { .matches(reference, $0) }
    }
  }

  private func list(_ node: YAMLNode) -> [Formula]? {
    guard let elements = node.asSequence else { return nil }
    let parts = elements.compactMap(formula)
    return parts.count == elements.count ? parts : nil
  }

  /// Reports what never holds, and, where it is doubtful too, what always does.
  ///
  /// - Returns: whether something was reported.
  func check(_ node: YAMLNode, never: String, always: String?) -> Bool {
    guard let formula = formula(node) else { return true }
    if checkTests(node, reportsAlways: always != nil) { return true }
    if let why = logic.whyNever(formula) {
      context.report(
        .contradiction, .warning, at: node.location, "This condition never holds: \(why).",
        help: never)
      return true
    }
    if let always, let why = logic.whyAlways(formula) {
      context.report(
        .contradiction, .warning, at: node.location, "This condition always holds: \(why).",
        help: always)
      return true
    }
    return false
  }

  /// Reports tests that never or always hold by themselves; returns whether there are such.
  func checkTests(_ node: YAMLNode, reportsAlways: Bool = true) -> Bool {
    var isReported = false
    for entry in leaves(node) {
      isReported = checkTest(entry, reportsAlways: reportsAlways) || isReported
    }
    return isReported
  }

  /// The tests of single values, wherever they stand.
  private func leaves(_ node: YAMLNode) -> [YAMLNode.Entry] {
    (node.asMapping ?? []).flatMap { entry -> [YAMLNode.Entry] in
      switch entry.name {
      case "all", "any": (entry.value.asSequence ?? []).flatMap(leaves)
      case "not": leaves(entry.value)
      default: [entry]
      }
    }
  }

  private func checkTest(_ entry: YAMLNode.Entry, reportsAlways: Bool) -> Bool {
    guard let formula = formula(entry) else { return false }
    if case .matches(let reference, let schema) = formula {
      let closed = logic.facts.schemas(reference)
      for own in closed {
        guard let name = schema.members(neverAllowedBy: own).first else { continue }
        reportMember(String(decoding: name, as: UTF8.self), of: own, in: entry)
        return true
      }
    }
    if let why = logic.whyNever(formula) {
      context.report(
        .contradiction, .warning, at: entry.key.location, "This test never holds: \(why).",
        help: "Correct the test, or the schema of what it names.")
      return true
    }
    if reportsAlways, let why = logic.whyAlways(formula) {
      context.report(
        .contradiction, .warning, at: entry.key.location, "This test always holds: \(why).",
        help: "Leave it out.")
      return true
    }
    return false
  }

  private func reportMember(_ name: String, of own: Schema, in entry: YAMLNode.Entry) {
    let known = own.memberNames.map { String(decoding: $0, as: UTF8.self) }
    context.report(
      .unknownName, .warning, at: entry.value.firstMention(of: name) ?? entry.key.location,
      "\"\(entry.name)\" never has a member \"\(name)\": its schema is closed.",
      help: nearest(name, in: known).map { "Did you mean \"\($0)\"?" })
  }
}

extension YAMLNode {
  /// Where a name stands first, as a key or as a text.
  fileprivate func firstMention(of name: String) -> SourceLocation? {
    switch content {
    case .scalar(let text, _): return text.utf8.elementsEqual(name.utf8) ? location : nil
    case .sequence(let elements):
      for element in elements {
        if let place = element.firstMention(of: name) { return place }
      }
    case .mapping(let entries):
      for entry in entries {
        if let place = entry.key.firstMention(of: name) ?? entry.value.firstMention(of: name) {
          return place
        }
      }
    }
    return nil
  }
}
