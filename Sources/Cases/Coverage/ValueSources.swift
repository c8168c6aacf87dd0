import Profiles

/// Where the values of a profile's claims and inputs come from: what rows can change, and what is
/// always there.
struct ValueSources {
  let profile: Profile

  /// Whether rows can give the property different values: a limit of anything else tries the
  /// profile, not a row.
  func canVary(_ property: Property) -> Bool {
    if property.takesOwnColumn || property.from?.isEmpty == false { return true }
    return switch property.origin {
    case .value(let template): isOfRow(template.placeholders)
    case .join(_, let parts): parts.contains { isOfRow($0.placeholders) }
    case .firstOf(let templates): templates.contains { isOfRow($0.placeholders) }
    case nil, .time, .random, .defaultValue: false
    }
  }

  /// Whether one of the placeholders names an input or a claim that rows can change.
  ///
  /// Templates name what is declared above them, so this comes to an end.
  private func isOfRow(_ placeholders: [Placeholder]) -> Bool {
    placeholders.contains { placeholder in
      guard case .reference(let reference) = placeholder, reference.scope != .parameter else {
        return false
      }
      return canVary(property(reference))
    }
  }

  /// Whether the property has a value in every row that is not refused for want of another one.
  func isCertain(_ property: Property) -> Bool {
    guard property.when == nil else { return false }
    return switch property.origin {
    case nil: false
    case .time, .random, .defaultValue: true
    case .value(let template): template.needed.allSatisfy(isCertain)
    case .join(_, let parts): parts.contains { $0.placeholders.allSatisfy(isCertain) }
    case .firstOf(let templates): templates.contains { $0.needed.allSatisfy(isCertain) }
    }
  }

  private func isCertain(_ placeholder: Placeholder) -> Bool {
    guard case .reference(let reference) = placeholder else { return true }
    return reference.members.isEmpty
      && (group(reference).required.contains(reference.index) || isCertain(property(reference)))
  }

  private func property(_ reference: Reference) -> Property {
    group(reference).properties[reference.index]
  }

  private func group(_ reference: Reference) -> PropertyGroup {
    switch reference.scope {
    case .parameter: profile.parameters
    case .input: profile.inputs
    case .claim: profile.claims
    }
  }
}
