import Bytes
import Profiles
import Schemas

/// What a row must have so that something can be so.
enum Need: Equatable {
  /// Nothing: it can be so in any row.
  case nothing
  /// At least one of these claims and inputs; none where it can never be so.
  case oneOf(Set<Int>)
}

/// Finds out what rules and effects wait for. Parameters have their values already.
///
/// A claim is known by its index, an input by its index behind those of the claims.
struct NeedAnalysis {
  let claimCount: Int
  let parameters: [RunValue?]
  /// Claims that nearly every row has: waiting for them saves nothing.
  let common: Set<Int>

  init(_ profile: Profile, parameters: [RunValue?]) {
    claimCount = profile.claims.properties.count
    self.parameters = parameters
    common = Set(
      profile.claims.properties.indices.filter {
        profile.claims.required.contains($0) || profile.claims.properties[$0].origin != nil
      })
  }

  /// What a row needs to break the rule.
  func need(_ rule: Rule) -> Need {
    both([rule.when.map { need(of: $0, true) } ?? .nothing, needToBreak(rule.assertion)])
  }

  /// What a row needs so that the condition is `wanted`.
  func need(of condition: Condition, _ wanted: Bool) -> Need {
    switch condition {
    case .not(let inner): return need(of: inner, !wanted)
    case .all(let parts):
      let needs = parts.map { need(of: $0, wanted) }
      return wanted ? both(needs) : either(needs)
    case .any(let parts):
      let needs = parts.map { need(of: $0, wanted) }
      return wanted ? either(needs) : both(needs)
    case .present(let reference): return presence(reference, wanted)
    case .absent(let reference): return presence(reference, !wanted)
    case .matches(let reference, let schema):
      if reference.scope == .parameter {
        var validator = SchemaValidator()
        let isMatch =
          parameters[reference.index].map { validator.isValid($0.json, schema) } ?? false
        return isMatch == wanted ? .nothing : .oneOf([])
      }
      // What is absent matches nothing.
      return wanted ? presence(reference, true) : .nothing
    }
  }

  private func presence(_ reference: Reference, _ wanted: Bool) -> Need {
    switch reference.scope {
    case .parameter:
      return (parameters[reference.index] != nil) == wanted ? .nothing : .oneOf([])
    case .claim: return wanted ? .oneOf([reference.index]) : .nothing
    case .input: return wanted ? .oneOf([claimCount + reference.index]) : .nothing
    }
  }

  private func needToBreak(_ assertion: Assertion) -> Need {
    switch assertion {
    case .requires, .atLeastOneOf, .exactlyOneOf: return .nothing
    case .excludes(let references): return either(references.map { presence($0, true) })
    case .atMostOneOf(let references):
      // Two of them are there, so the first or one of the others is.
      return either(references.map { presence($0, true) })
    case .holds(let condition): return need(of: condition, false)
    case .compare(let it):
      // It holds where a name that it compares is absent.
      return both([it.claim].map { presence($0, true) })
    }
  }

  /// All of it must be so: any one of the needs may be waited for, so the rarest is.
  private func both(_ needs: [Need]) -> Need {
    var best = Need.nothing
    for need in needs where weight(need) < weight(best) { best = need }
    return best
  }

  /// One of it must be so.
  private func either(_ needs: [Need]) -> Need {
    var keys: Set<Int> = []
    for need in needs {
      guard case .oneOf(let more) = need else { return .nothing }
      keys.formUnion(more)
    }
    return .oneOf(keys)
  }

  private func weight(_ need: Need) -> Int {
    guard case .oneOf(let keys) = need else { return Int.max }
    return keys.reduce(0) { $0 + (common.contains($1) ? 1_000 : 1) }
  }
}
