import Bytes
import Findings
import Profiles
import Schemas

/// The rules of a profile as statements about a record.
struct RuleForm {
  let record: RecordForm

  /// What each rule asks of a record; a rule that warns asks nothing.
  var trees: [JSONTree] {
    record.profile.rules.filter { $0.severity == .error }.map(tree)
  }

  private func tree(_ rule: Rule) -> JSONTree {
    let when = rule.when.map(formula) ?? .constant(true)
    let assertion = formula(rule.assertion)
    let asked = JSONTree.implication(when.tree(.narrow), assertion.tree(.wide))
    let isSaid = when.isExact && assertion.isExact
    if case .constant(false) = when { return .yes }
    // A remark inside speaks of a part; this one of the whole.
    let note = "Rule \(rule.id): \(rule.message)"
    let rest = asked.isTrue ? " Muster alone checks it." : " Muster alone checks it in full."
    return .object(
      [.init("$comment", .text(isSaid ? note : note + rest))]
        + asked.members.filter { !$0.name.utf8.elementsEqual("$comment".utf8) }
        + (asked.isFalse ? [.init("not", .object([]))] : []))
  }

  func formula(_ condition: Condition) -> Formula {
    switch condition {
    case .all(let parts): .all(parts.map(formula))
    case .any(let parts): .any(parts.map(formula))
    case .not(let inner): .not(formula(inner))
    case .present(let reference): record.formula(reference, nil)
    case .absent(let reference): .not(record.formula(reference, nil))
    case .matches(let reference, let schema): record.formula(reference, schema)
    }
  }

  private func formula(_ assertion: Assertion) -> Formula {
    func presences(_ references: [Reference]) -> [Formula] {
      references.map { record.formula($0, nil) }
    }
    switch assertion {
    case .requires(let references): return .all(presences(references))
    case .excludes(let references): return .all(presences(references).map { .not($0) })
    case .atLeastOneOf(let references): return .any(presences(references))
    case .exactlyOneOf(let references): return .one(of: presences(references), orNone: false)
    case .atMostOneOf(let references): return .one(of: presences(references), orNone: true)
    case .holds(let condition): return formula(condition)
    case .compare(let comparison): return formula(comparison)
    }
  }

  /// Bounds of one number can be said, and nothing that compares two values.
  private func formula(_ comparison: Comparison) -> Formula {
    let note = Formula.unknown("JSON Schema cannot compare two values.")
    var bounds = SchemaDescription()
    bounds.minimum = comparison.minimum.map(String.init)
    bounds.maximum = comparison.maximum.map(String.init)
    guard comparison.minus == nil, bounds.minimum != nil || bounds.maximum != nil,
      comparison.claim.scope == .claim,
      record.profile.claims.properties[comparison.claim.index].types == .integer
    else { return note }
    let bounded = Formula.any([
      .not(record.formula(comparison.claim, nil)),
      record.formula(comparison.claim, Schema(bounds)),
    ])
    let isWhole =
      comparison.equals == nil && comparison.lessThan == nil && comparison.hostEquals == nil
    return .all([bounded, isWhole ? .unknown("The number fits in 64 bits.") : note])
  }
}
