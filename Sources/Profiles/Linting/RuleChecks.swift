import Findings
import Schemas

/// Checks rules and effects: those that never apply, that nothing can break, that refuse every row.
struct RuleChecks {
  let context: DecodingContext
  let names: Names
  let facts: ValueFacts
  private let conditions: ConditionChecks

  init(context: DecodingContext, names: Names, facts: ValueFacts) {
    self.context = context
    self.names = names
    self.facts = facts
    conditions = ConditionChecks(context: context, names: names, facts: facts)
  }

  func run(_ root: YAMLNode) {
    var seen: [[UInt8]: String] = [:]
    for node in root["rules"]?.asSequence ?? [] {
      guard !context.hasErrors(within: node),
        let rule = MappingReader(node, ProfileFormat.rule, DecodingContext()),
        let key = ProfileFormat.assertions.first(where: rule.has)
      else { continue }
      check(rule, key)
      checkTwin(rule, key, &seen)
    }
    for node in root["effects"]?.asSequence ?? [] {
      guard let when = node["when"] else { continue }
      _ = conditions.check(when, never: "No token has this effect: correct it.", always: nil)
    }
    FormatWalk { node, spec in
      guard spec.id == ProfileFormat.property.id, let when = node["when"] else { return }
      _ = conditions.check(
        when, never: "The value is never given: correct the condition.",
        always: "Leave `when` out.")
    }.run(root)
  }

  private func check(_ rule: MappingReader, _ key: String) {
    var isReported = false
    var when = Formula.always
    if let node = rule.value("when") {
      isReported = conditions.check(
        node, never: "The rule never applies: correct the condition.",
        always: "The rule always applies: leave `when` out.")
      guard let formula = conditions.formula(node) else { return }
      when = formula
    }
    let isAssertionReported =
      key == "holds"
      ? checkHolds(rule) : key == "compare" ? false : checkNames(rule, key)
    guard !isReported, !isAssertionReported, let (holds, broken) = assertion(rule, key) else {
      return
    }
    let place = rule.keyLocation(key)
    if let why = conditions.logic.whyNever(.all([when, broken])) {
      context.report(
        .contradiction, .warning, at: place, "Nothing can break this rule: \(why).",
        help: "Take it out, or correct what it names.")
    } else if !rule.has("when"), let why = conditions.logic.whyNever(holds) {
      context.report(
        .contradiction, .warning, at: place, "This rule refuses every row: \(why).",
        help: "Correct what it names.")
    }
  }

  /// Each test of `holds` alone; the whole is judged together with `when`.
  private func checkHolds(_ rule: MappingReader) -> Bool {
    guard let node = rule.value("holds") else { return false }
    return conditions.checkTests(node)
  }

  /// Two rules that say the same.
  private func checkTwin(
    _ rule: MappingReader, _ key: String, _ seen: inout [[UInt8]: String]
  ) {
    var text = Array(key.utf8)
    guard rule.value(key)?.appendJSON(to: &text).isEmpty ?? false,
      rule.value("when")?.appendJSON(to: &text).isEmpty ?? true
    else { return }
    let id = rule.text("id") ?? ""
    if let other = seen[text] {
      context.report(
        .contradiction, .warning, at: rule.location("id"),
        "The rule \"\(id)\" says the same as the rule \"\(other)\".", help: "Take one of them out.")
    } else {
      seen[text] = id
    }
  }

  // MARK: Assertions

  /// Names in a list that is judged as a whole: the work grows with the square of their number.
  private static let namesMax = 32

  /// What the assertion says, and what breaks it, each in the form that has fewest alternatives.
  private func assertion(_ rule: MappingReader, _ key: String) -> (holds: Formula, broken: Formula)?
  {
    if key == "holds" {
      guard let formula = rule.value(key).flatMap(conditions.formula) else { return nil }
      return (formula, .not(formula))
    }
    if key == "compare" {
      let needed = ["claim", "minus"].compactMap { rule.value("compare")?[$0]?.scalarText }
        .compactMap(names.reference).map { Formula.present($0) }
      return (.open, .all(needed))
    }
    let list = references(rule, key)
    guard list.count <= Self.namesMax else { return nil }
    let there = list.map { Formula.present($0.reference) }
    let absent = there.map { Formula.not($0) }
    let pairs = there.indices.flatMap { first in
      there.indices[(first + 1)...].map { Formula.all([there[first], there[$0]]) }
    }
    let single = there.indices.map { one in
      Formula.all(there.indices.map { $0 == one ? there[$0] : absent[$0] })
    }
    switch key {
    case "requires": return (.all(there), .any(absent))
    case "excludes": return (.all(absent), .any(there))
    case "atLeastOneOf": return (.any(there), .all(absent))
    case "atMostOneOf": return (.any(single + [.all(absent)]), .any(pairs))
    default: return (.any(single), .any([.all(absent)] + pairs))
    }
  }

  private func references(
    _ rule: MappingReader, _ key: String
  ) -> [(reference: Reference, node: YAMLNode)] {
    rule.texts(key).compactMap { text, node in names.reference(text).map { ($0, node) } }
  }

  /// Names in a list that make the assertion say nothing, or refuse everything.
  private func checkNames(_ rule: MappingReader, _ key: String) -> Bool {
    let list = references(rule, key)
    var seen: Set<Reference> = []
    var isReported = false
    func report(_ node: YAMLNode, _ message: String, help: String) {
      context.report(.contradiction, .warning, at: node.location, message, help: help)
      isReported = true
    }
    for (reference, node) in list {
      let name = reference.text
      if !seen.insert(reference).inserted {
        report(node, "\"\(name)\" stands twice in this list.", help: "Take one of the two out.")
        continue
      }
      switch (facts.presence(reference), key) {
      case (.never(let why), "requires"):
        report(
          node, "No row can follow this rule: \"\(name)\" is never there: \(why).",
          help: "Take the name out, or give it a value.")
      case (.never(let why), _):
        report(
          node, "\"\(name)\" is never there, so it says nothing here: \(why).",
          help: "Take the name out, or give it a value.")
      case (.always(let why), "requires"), (.always(let why), "atLeastOneOf"):
        report(
          node, "\"\(name)\" is always there, so this asks for nothing: \(why).",
          help: key == "requires" ? "Take the name out." : "Take the rule out.")
      case (.always(let why), "excludes"):
        report(
          node, "No row can follow this rule: \"\(name)\" is always there: \(why).",
          help: "Take the name out, or make it optional.")
      default: break
      }
    }
    if key == "atMostOneOf", list.count == 1, let only = list.first {
      report(
        only.node, "One name is never more than one, so this says nothing.",
        help: "Name the others, or take the rule out.")
    }
    return isReported
  }
}
