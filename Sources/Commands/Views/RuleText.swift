import Findings
import Provisioning
import Schemas

/// What rules and effects say of a row.
enum RuleText {
  static func lines(_ rules: [RuleStory]) -> [String] {
    let asked = rules.filter { $0.outcome != .notAsked }.flatMap(lines)
    return asked + notAsked(rules.filter { $0.outcome == .notAsked }.map(\.id))
  }

  static func lines(_ effects: [EffectStory]) -> [String] {
    let asked = effects.filter { $0.outcome != .notAsked }.flatMap(lines)
    return asked + notAsked(effects.filter { $0.outcome == .notAsked }.map(\.id))
  }

  private static func notAsked(_ ids: [String]) -> [String] {
    ids.isEmpty ? [] : ["not asked, as the row was rejected before: \(ids.joined(separator: ", "))"]
  }

  private static func lines(_ rule: RuleStory) -> [String] {
    let outcome =
      switch rule.outcome {
      case .notAsked: "not asked"
      case .notApplicable: "does not apply"
      case .holds: "holds"
      case .broken: "broken, \(rule.severity.rawValue)"
      }
    var lines = ["\(rule.id): \(outcome)"]
    if let when = rule.when { lines += self.lines("when", when).map { "  \($0)" } }
    if let condition = rule.condition {
      lines += self.lines(rule.assertion ?? "", condition).map { "  \($0)" }
    } else if let assertion = rule.assertion {
      let values = rule.values.map { "\($0.name) \(ExplanationText.words($0.value))" }
      let bounds = rule.bounds.isEmpty ? "" : "; " + rule.bounds.joined(separator: ", ")
      lines.append("  \(assertion) \(values.joined(separator: ", "))\(bounds)")
    }
    return lines
  }

  private static func lines(_ effect: EffectStory) -> [String] {
    let outcome =
      switch effect.outcome {
      case .notAsked: "not asked"
      case .absent: "no"
      case .held: "yes, held back; --allow \(effect.id) lets it through"
      case .allowed: "yes, allowed by the run"
      case .free: "yes"
      }
    return ["\(effect.id) (\(effect.kind)): \(outcome)"]
      + (effect.when.map { lines("when", $0).map { "  \($0)" } } ?? [])
  }

  /// A condition with its parts, each with its outcome.
  static func lines(_ title: String, _ condition: ConditionStory) -> [String] {
    let answer = condition.holds ? "yes" : "no"
    switch condition {
    case .present(let name, let value):
      let known = value.map { ", it is \(ExplanationText.words($0))" } ?? ""
      return ["\(title) \(name) is present: \(answer)\(known)"]
    case .absent(let name, let value):
      let known = value.map { ", it is \(ExplanationText.words($0))" } ?? ""
      return ["\(title) \(name) is absent: \(answer)\(known)"]
    case .matches(let name, let value, let checks, _):
      guard let value else { return ["\(title) \(name) matches: no, it is absent"] }
      let bad = checks.filter { !$0.holds }
      let shown = (bad.isEmpty ? checks : bad).map(\.words).joined(separator: "; ")
      let why =
        shown.isEmpty ? "" : (bad.isEmpty ? ", which fits \(shown)" : ", which breaks \(shown)")
      return ["\(title) \(name) matches: \(answer), it is \(ExplanationText.words(value))\(why)"]
    case .not(let inner):
      return ["\(title) not: \(answer)"] + lines("-", inner).map { "  \($0)" }
    case .all(let parts, _):
      if parts.count == 1 { return lines(title, parts[0]) }
      return ["\(title) all: \(answer)"] + parts.flatMap { lines("-", $0).map { "  \($0)" } }
    case .any(let parts, _):
      return ["\(title) any: \(answer)"] + parts.flatMap { lines("-", $0).map { "  \($0)" } }
    }
  }
}
