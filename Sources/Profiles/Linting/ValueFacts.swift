import Findings
import Schemas

/// What is known of values before any row is read: whether they are there, and what they may be.
///
/// A value that is required counts as always there: rows without it are refused in any case.
struct ValueFacts {
  enum Presence: Hashable {
    /// It is there in every row that is accepted, and why.
    case always(String)
    /// It is there in no row, and why.
    case never(String)
    case maybe
  }

  private let names: Names
  private var parameters: [Presence] = []
  private var inputs: [Presence] = []
  private var claims: [Presence] = []

  /// - Parameter into: the claim that unknown columns fill.
  init(_ names: Names, into: Int?) {
    self.names = names
    // In the order in which names become known: an origin names what stands above it.
    for index in names.parameters.properties.indices {
      let property = names.parameters.properties[index]
      let isRequired = names.parameters.required.contains(index)
      parameters.append(presence(property, isRequired, isMade: false))
    }
    for (group, scope) in [(names.inputs, Reference.Scope.input), (names.claims, .claim)] {
      for (index, property) in group.properties.enumerated() {
        let isRequired = group.required.contains(index)
        var presence = presence(property, isRequired, isMade: true)
        if case .never = presence, scope == .input || index == into { presence = .maybe }
        if scope == .input { inputs.append(presence) } else { claims.append(presence) }
      }
    }
  }

  func presence(_ reference: Reference) -> Presence {
    var presence = base(reference)
    var group = names.property(reference).members
    for member in reference.members {
      if case .never = presence { return presence }
      guard let index = group?.properties.firstIndex(where: { $0.name.utf8.elementsEqual(member) })
      else { return .maybe }
      if group?.required.contains(index) != true { presence = .maybe }
      group = group?.properties[index].members
    }
    return presence
  }

  private func base(_ reference: Reference) -> Presence {
    let all =
      switch reference.scope {
      case .claim: claims
      case .input: inputs
      case .parameter: parameters
      }
    return all.indices.contains(reference.index) ? all[reference.index] : .maybe
  }

  /// The schemas that every value of this name satisfies.
  func schemas(_ reference: Reference) -> [Schema] {
    guard let property = names.member(reference), !property.types.isEmpty,
      !Schema.haveNoCommonValue([property.schema])
    else { return [] }
    if property.from == nil, reference.members.isEmpty, reference.scope != .parameter,
      property.members == nil,
      case .value(let template) = property.origin, let constant = template.constant
    {
      var only = SchemaDescription()
      only.const = constant
      return [property.schema, Schema(only)]
    }
    return [property.schema]
  }

  // MARK: Properties

  private func presence(_ property: Property, _ isRequired: Bool, isMade: Bool) -> Presence {
    let natural = natural(property, isMade: isMade)
    if case .never = natural { return natural }
    return isRequired ? .always("it is required") : natural
  }

  private func natural(_ property: Property, isMade: Bool) -> Presence {
    // A schema that leaves no value is reported already, and says nothing of what was meant.
    if Schema.haveNoCommonValue([property.schema]) { return .maybe }
    guard isMade else {
      if case .defaultValue = property.origin { return .always("it has a default") }
      return .maybe
    }
    let given = given(property.origin)
    let hasColumns = property.takesOwnColumn || property.from?.isEmpty == false
    if case .always = given {
      // A cell of which the steps leave nothing is absent, whatever the profile gives otherwise.
      let mayBeEmpty = hasColumns && !property.transforms.isEmpty
      return property.when != nil || mayBeEmpty ? .maybe : given
    }
    if hasColumns { return .maybe }
    if property.members?.properties.isEmpty == false { return .maybe }
    if property.origin == nil {
      return .never("its `from` names no column, and nothing else gives it")
    }
    return given
  }

  /// Whether an origin gives a value.
  private func given(_ origin: Origin?) -> Presence {
    switch origin {
    case nil: .maybe
    case .defaultValue: .always("it has a default")
    case .time, .random: .always("Muster makes it")
    case .value(let template): all(template.needed)
    case .join(_, let parts): joined(parts)
    case .firstOf(let templates): first(templates)
    }
  }

  private func all(_ placeholders: [Placeholder]) -> Presence {
    var isMaybe = false
    for placeholder in placeholders {
      guard let reference = placeholder.reference else { continue }
      switch base(reference) {
      case .always where reference.members.isEmpty: continue
      case .always, .maybe: isMaybe = true
      case .never: return .never("nothing can ever give \"\(reference.text)\" a value")
      }
    }
    return isMaybe ? .maybe : .always("the profile gives it")
  }

  /// The first of several values of which nothing is absent.
  private func first(_ templates: [JSONTemplate]) -> Presence {
    let presences = templates.map { all($0.needed) }
    for presence in presences {
      if case .always = presence { return presence }
    }
    let isNever = presences.allSatisfy { if case .never = $0 { true } else { false } }
    return isNever ? presences.first ?? .maybe : .maybe
  }

  private func joined(_ parts: [Template]) -> Presence {
    let presences = parts.map { all($0.placeholders) }
    let isWhole = zip(parts, presences).contains { part, presence in
      guard case .always = presence else { return false }
      return part.segments.contains { if case .literal = $0 { true } else { false } }
    }
    if isWhole { return .always("the profile gives it") }
    let isNever = presences.allSatisfy { if case .never = $0 { true } else { false } }
    return isNever ? presences.first ?? .maybe : .maybe
  }
}

extension Placeholder {
  /// The claim, input or parameter that it names, filtered or not.
  var reference: Reference? {
    if case .reference(let reference) = base { reference } else { nil }
  }
}
