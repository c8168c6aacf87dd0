import Bytes

/// What can be said of the values of schemas without trying them all. Every answer errs to the same
/// side: where nothing is certain, values are finitely many to nobody's knowledge, and possible.
extension Schema {
  /// The types that a value may have.
  package var possibleTypes: SchemaType { types ?? .every }

  /// All values, as canonical JSON, where the schema leaves finitely many; nil where nobody knows.
  package var possibleValues: [[UInt8]]? {
    guard let candidates = candidates else { return nil }
    var validator = SchemaValidator()
    return candidates.filter { validator.isValid($0.span, self) }
  }

  /// Values among which all possible ones are.
  fileprivate var candidates: [[UInt8]]? {
    var least: [[UInt8]]?
    for case .some(let values) in parts.map(\.listedValues)
    where values.count < least?.count ?? Int.max {
      least = values
    }
    return least
  }

  private var listedValues: [[UInt8]]? {
    for check in any {
      switch check {
      case .const(let value): return [value]
      case .enumeration(let values): return values
      default: break
      }
    }
    guard let types, types.isSubset(of: [.boolean, .null]) else { return nil }
    return (types.contains(.boolean) ? ["true", "false"] : []).map { Array($0.utf8) }
      + (types.contains(.null) ? [Array("null".utf8)] : [])
  }

  /// The schema, and those of its `allOf`: each of them holds for every value.
  fileprivate var parts: [Schema] {
    var parts = [self]
    for case .all(let inner) in any { parts += inner.parts }
    return parts
  }

  /// Whether it is certain that no value satisfies all of the schemas.
  package static func haveNoCommonValue(_ schemas: [Schema]) -> Bool {
    var search = CommonValueSearch()
    return search.isVain(schemas)
  }

  /// Whether it is certain that each value of this schema satisfies the other.
  package func isWithin(_ other: Schema) -> Bool {
    if let values = possibleValues {
      var validator = SchemaValidator()
      return values.allSatisfy { validator.isValid($0.span, other) }
    }
    guard other.any.isEmpty else { return false }
    if let types = other.types, !possibleTypes.isCovered(by: types) { return false }
    if possibleTypes.contains(.string), !other.text.allSatisfy({ isImplied($0) }) { return false }
    if !possibleTypes.isDisjoint(with: [.integer, .number]),
      !other.number.allSatisfy({ isImplied($0) })
    {
      return false
    }
    if possibleTypes.contains(.array), other.array != nil { return false }
    return !possibleTypes.contains(.object) || other.object == nil
  }

  private func isImplied(_ check: TextCheck) -> Bool {
    text.contains { own in
      switch (own, check) {
      case (.minLength(let own, let ownUnit), .minLength(let least, let unit)):
        own >= least && ownUnit.isAtMost(unit)
      case (.maxLength(let own, let ownUnit), .maxLength(let most, let unit)):
        own <= most && unit.isAtMost(ownUnit)
      case (.format(let own), .format(let format)): own == format
      case (.pattern(let own), .pattern(let pattern)):
        own.source.utf8.elementsEqual(pattern.source.utf8)
      default: false
      }
    }
  }

  private func isImplied(_ check: NumberCheck) -> Bool {
    number.contains { own in
      let order = own.bound.compared(to: check.bound)
      switch (own.keyword, check.keyword) {
      case (.minimum, .minimum), (.exclusiveMinimum, .exclusiveMinimum),
        (.exclusiveMinimum, .minimum):
        return order >= 0
      case (.minimum, .exclusiveMinimum): return order > 0
      case (.maximum, .maximum), (.exclusiveMaximum, .exclusiveMaximum),
        (.exclusiveMaximum, .maximum):
        return order <= 0
      case (.maximum, .exclusiveMaximum): return order < 0
      case (.multipleOf, .multipleOf): return order == 0
      default: return false
      }
    }
  }

  /// Members that this schema names and that can never be there, since the other one is closed:
  /// as paths, such as `[].action`.
  package func members(neverAllowedBy other: Schema) -> [[UInt8]] {
    var names: [[UInt8]] = []
    if let own = object, let closed = other.object {
      for (name, schema) in own.properties {
        if !closed.allows(name) {
          names.append(name)
        } else if let inner = closed.properties.first(where: { $0.name == name })?.schema {
          names += schema.members(neverAllowedBy: inner)
        }
      }
      names += own.required.filter { !closed.allows($0) && !names.contains($0) }
    }
    if let items = other.array?.items, other.array?.prefix.isEmpty ?? false {
      for inner in [array?.items, array?.contains].compactMap({ $0 }) {
        names += inner.members(neverAllowedBy: items)
      }
    }
    return names
  }

  /// The members that a value may have where it is an object, for did-you-mean.
  package var memberNames: [[UInt8]] {
    (object?.properties ?? []).flatMap { [$0.name] + $0.schema.memberNames }
      + (array?.items?.memberNames ?? [])
  }
}

/// Looks for a value that several schemas have in common, by their keywords.
private struct CommonValueSearch {
  /// Sets of schemas that are looked at; elements and members further down are taken as possible.
  /// Schemas nest in both `items` and `contains`, so their combinations grow fast.
  private static let stepsMax = 256

  private var steps = 0

  /// Whether it is certain that there is none.
  mutating func isVain(_ schemas: [Schema]) -> Bool {
    steps += 1
    guard steps <= Self.stepsMax else { return false }
    let parts = schemas.flatMap(\.parts)
    if let values = parts.compactMap(\.candidates).min(by: { $0.count < $1.count }) {
      var validator = SchemaValidator()
      return !values.contains { value in
        schemas.allSatisfy { validator.isValid(value.span, $0) }
      }
    }
    let types = parts.reduce(SchemaType.every) { $0.common(with: $1.possibleTypes) }
    if types.contains(.boolean) || types.contains(.null) { return false }
    if types.contains(.string), !isVainForTexts(parts) { return false }
    if !types.isDisjoint(with: [.integer, .number]), !isVainForNumbers(parts) { return false }
    if types.contains(.array), !isVainForArrays(parts.compactMap(\.array)) { return false }
    return !types.contains(.object) || isVainForObjects(parts.compactMap(\.object))
  }

  /// Lengths that exclude each other. A text has at least as many UTF-16 units as code points, and
  /// at least as many bytes as UTF-16 units.
  private func isVainForTexts(_ parts: [Schema]) -> Bool {
    let checks = parts.flatMap(\.text)
    for case .minLength(let least, let unit) in checks {
      for case .maxLength(let most, let other) in checks
      where least > most && unit.isAtMost(other) {
        return true
      }
    }
    return false
  }

  private func isVainForNumbers(_ parts: [Schema]) -> Bool {
    let checks = parts.flatMap(\.number)
    for low in checks where low.keyword == .minimum || low.keyword == .exclusiveMinimum {
      for high in checks where high.keyword == .maximum || high.keyword == .exclusiveMaximum {
        let order = low.bound.compared(to: high.bound)
        let isExclusive = low.keyword == .exclusiveMinimum || high.keyword == .exclusiveMaximum
        if order > 0 || (order == 0 && isExclusive) { return true }
      }
    }
    return false
  }

  private mutating func isVainForArrays(_ parts: [ArrayChecks]) -> Bool {
    let least = parts.map(\.minItems).max() ?? 0
    if let most = parts.compactMap(\.maxItems).min(), least > most { return true }
    // Without `prefixItems` every element is one of `items`.
    let items = parts.filter(\.prefix.isEmpty).compactMap(\.items)
    for part in parts {
      guard let contained = part.contains, part.minContains > 0 else { continue }
      if isVain(items + [contained]) { return true }
    }
    return least > 0 && !items.isEmpty && isVain(items)
  }

  private mutating func isVainForObjects(_ parts: [ObjectChecks]) -> Bool {
    let least = parts.map(\.minProperties).max() ?? 0
    if let most = parts.compactMap(\.maxProperties).min(), least > most { return true }
    var seen: Set<[UInt8]> = []
    for name in parts.flatMap(\.required) where seen.insert(name).inserted {
      if parts.contains(where: { !$0.allows(name) }) { return true }
      let schemas = parts.flatMap(\.properties).filter { $0.name == name }.map(\.schema)
      if !schemas.isEmpty, isVain(schemas) { return true }
    }
    return false
  }
}

extension ObjectChecks {
  /// Whether an object may have a member of this name.
  fileprivate func allows(_ name: [UInt8]) -> Bool {
    guard case .none = additional else { return true }
    if properties.contains(where: { $0.name == name }) { return true }
    var scratch = PatternScratch()
    return patterns.contains { $0.pattern.matches(name.span, scratch: &scratch) }
  }
}

extension SchemaType {
  package static let every: SchemaType = [
    .null, .boolean, .integer, .number, .string, .array, .object,
  ]

  /// The types of values that are of both: an integer is a number.
  package func common(with other: SchemaType) -> SchemaType {
    withIntegers.intersection(other.withIntegers)
  }

  /// Whether every value of these types is of the other's.
  package func isCovered(by other: SchemaType) -> Bool { isSubset(of: other.withIntegers) }

  private var withIntegers: SchemaType { contains(.number) ? union(.integer) : self }
}

extension LengthUnit {
  private var rank: Int {
    switch self {
    case .codePoints: 0
    case .utf16: 1
    case .bytes: 2
    }
  }

  /// Whether a text has at most as many of this unit as of the other.
  fileprivate func isAtMost(_ other: LengthUnit) -> Bool { rank <= other.rank }
}
