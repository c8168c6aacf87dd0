import Profiles
import Schemas

/// Conditions and rules as text.
extension Wording {
  /// A condition as a flow mapping: `{ role: { const: "admin" } }`.
  func text(_ condition: Condition) -> String { "{ \(entries(condition)) }" }

  private func entries(_ condition: Condition) -> String {
    switch condition {
    case .all(let parts) where parts.count == 1: entries(parts[0])
    case .all(let parts): "all: [\(parts.map(text).joined(separator: ", "))]"
    case .any(let parts): "any: [\(parts.map(text).joined(separator: ", "))]"
    case .not(let inner): "not: \(text(inner))"
    case .present(let reference): "\(path(reference)): present"
    case .absent(let reference): "\(path(reference)): absent"
    case .matches(let reference, let schema):
      "\(path(reference)): \(SchemaWording.text(schema))"
    }
  }

  func text(_ assertion: Assertion) -> String {
    switch assertion {
    case .requires(let list): "requires \(paths(list))"
    case .excludes(let list): "excludes \(paths(list))"
    case .atLeastOneOf(let list): "atLeastOneOf \(paths(list))"
    case .exactlyOneOf(let list): "exactlyOneOf \(paths(list))"
    case .atMostOneOf(let list): "atMostOneOf \(paths(list))"
    case .holds(let condition): "holds \(text(condition))"
    case .compare(let comparison): "compare \(text(comparison))"
    }
  }

  func text(_ comparison: Comparison) -> String {
    var parts = ["claim: \(path(comparison.claim))"]
    if let other = comparison.minus { parts.append("minus: \(path(other))") }
    if let bound = comparison.minimum { parts.append("minimum: \(bound)") }
    if let bound = comparison.maximum { parts.append("maximum: \(bound)") }
    if let other = comparison.equals { parts.append("equals: \(path(other))") }
    if let other = comparison.lessThan { parts.append("lessThan: \(path(other))") }
    if let other = comparison.hostEquals { parts.append("hostEquals: \(path(other))") }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  func paths(_ references: [Reference]) -> String {
    "[\(references.map(path).joined(separator: ", "))]"
  }
}
