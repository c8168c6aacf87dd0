/// Which inputs a rule looks at: a token that is there already may not show them.
extension Rule {
  /// Indices of the inputs that it names anywhere.
  package var inputIndices: [Int] {
    ((when?.references ?? []) + assertion.references).filter { $0.scope == .input }.map(\.index)
  }
}

extension Condition {
  /// Everything that it names.
  package var references: [Reference] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.references)
    case .not(let inner): inner.references
    case .present(let reference), .absent(let reference), .matches(let reference, _): [reference]
    }
  }
}

extension Assertion {
  /// Everything that it names.
  package var references: [Reference] {
    switch self {
    case .requires(let list), .excludes(let list), .atLeastOneOf(let list),
      .exactlyOneOf(let list), .atMostOneOf(let list):
      list
    case .holds(let condition): condition.references
    case .compare(let it):
      [it.claim] + [it.minus, it.equals, it.lessThan, it.hostEquals].compactMap { $0 }
    }
  }
}
