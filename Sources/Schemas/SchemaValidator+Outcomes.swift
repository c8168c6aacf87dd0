import Bytes

/// The schema's keywords one by one, for an explanation. Each is judged by the code that judges a
/// row, with nothing but that keyword in it.
extension SchemaValidator {
  /// What every keyword that concerns the value says of it. All hold if and only if the value is
  /// valid.
  package mutating func outcomes(
    of json: Span<UInt8>, _ schema: Schema
  ) -> [KeywordOutcome] {
    let range = 0..<json.count
    var quiet: Violations? = nil
    var outcomes: [KeywordOutcome] = []
    let kind = JSONReader.kind(json, at: 0)
    if let types = schema.types {
      let fits = fits(json, range, kind, types)
      outcomes.append(KeywordOutcome(keyword: .type, bound: types.words, holds: fits))
      if !fits { return outcomes }
    }
    for check in schema.any {
      let holds = holds(check, json, range, &quiet)
      outcomes.append(
        KeywordOutcome(keyword: check.keyword, bound: Self.bound(check), holds: holds))
    }
    switch kind {
    case .string:
      var text: [UInt8] = []
      JSONReader.unescape(json, literal: range, into: &text)
      outcomes += schema.text.map { outcome($0, text.span) }
    case .number: outcomes += schema.number.map { Self.outcome($0, json) }
    case .array: outcomes += schema.array.map { self.outcomes(json, $0) } ?? []
    case .object: outcomes += schema.object.map { self.outcomes(json, $0) } ?? []
    case .null, .boolean: break
    }
    return outcomes
  }

  private static func bound(_ check: ValueCheck) -> String {
    switch check {
    case .const(let wanted): shown(wanted)
    case .enumeration(let values): values.map(shown).joined(separator: ", ")
    case .any(let schemas), .one(let schemas): "(\(schemas.count) alternatives)"
    case .all, .not, .conditional: ""
    }
  }

  private mutating func outcome(_ check: TextCheck, _ text: Span<UInt8>) -> KeywordOutcome {
    var outcome = KeywordOutcome(
      keyword: check.keyword, bound: "", measure: nil, holds: holds(check, text))
    switch check {
    case .minLength(let length, let unit), .maxLength(let length, let unit):
      outcome.bound = unit == .codePoints ? "\(length)" : "\(length) \(unit.words)"
      outcome.measure = "\(Self.length(text, unit))"
    case .format(let format): outcome.bound = format.rawValue
    case .pattern(let pattern): outcome.bound = pattern.source
    }
    return outcome
  }

  private static func outcome(_ check: NumberCheck, _ json: Span<UInt8>) -> KeywordOutcome {
    KeywordOutcome(
      keyword: check.keyword, bound: check.literal, holds: check.holds(Decimal(json)))
  }

  // MARK: Structures

  private mutating func outcomes(
    _ json: Span<UInt8>, _ checks: ArrayChecks
  ) -> [KeywordOutcome] {
    var quiet: Violations? = nil
    let count = JSONCursor.elementCount(json)
    var outcomes: [KeywordOutcome] = []
    for (keyword, bound, only) in checks.parts {
      let isCount = keyword == .minItems || keyword == .maxItems
      outcomes.append(
        KeywordOutcome(
          keyword: keyword, bound: bound, measure: isCount ? "\(count)" : nil,
          holds: check(json, 0..<json.count, only, &quiet)))
    }
    return outcomes
  }

  private mutating func outcomes(
    _ json: Span<UInt8>, _ checks: ObjectChecks
  ) -> [KeywordOutcome] {
    var quiet: Violations? = nil
    var outcomes: [KeywordOutcome] = []
    for (keyword, bound, only) in checks.parts {
      outcomes.append(
        KeywordOutcome(
          keyword: keyword, bound: bound, holds: check(json, 0..<json.count, only, &quiet)))
    }
    return outcomes
  }
}

extension ValueCheck {
  var keyword: Keyword {
    switch self {
    case .const: .const
    case .enumeration: .enumeration
    case .all: .allOf
    case .any: .anyOf
    case .one: .oneOf
    case .not: .not
    case .conditional: .if
    }
  }
}

extension JSONCursor {
  /// How many elements the canonical array has.
  static func elementCount(_ json: Span<UInt8>) -> Int {
    var count = 0
    var index = 1
    while json[index] != UInt8(ascii: "]") {
      count += 1
      index = next(json, after: JSONReader.end(json, from: index))
    }
    return count
  }
}

extension ArrayChecks {
  /// The same checks, each alone: its keyword and its bound.
  var parts: [(Keyword, String, ArrayChecks)] {
    var parts: [(Keyword, String, ArrayChecks)] = []
    func add(_ keyword: Keyword, _ bound: String, _ change: (inout ArrayChecks) -> Void) {
      var only = ArrayChecks()
      change(&only)
      parts.append((keyword, bound, only))
    }
    if !prefix.isEmpty || items != nil {
      let bound = prefix.isEmpty ? items?.types?.words ?? "" : ""
      add(prefix.isEmpty ? .items : .prefixItems, bound) { ($0.prefix, $0.items) = (prefix, items) }
    }
    if minItems > 0 { add(.minItems, "\(minItems)") { $0.minItems = minItems } }
    if let maxItems { add(.maxItems, "\(maxItems)") { $0.maxItems = maxItems } }
    if isUnique { add(.uniqueItems, "") { $0.isUnique = true } }
    if let uniqueBy {
      add(.uniqueBy, String(decoding: uniqueBy, as: Unicode.UTF8.self)) { $0.uniqueBy = uniqueBy }
    }
    if contains != nil {
      add(.contains, "") {
        $0.contains = contains
        ($0.minContains, $0.maxContains) = (minContains, maxContains)
      }
    }
    return parts
  }
}

extension ObjectChecks {
  /// The same checks, each alone: its keyword and its bound.
  var parts: [(Keyword, String, ObjectChecks)] {
    func text(_ names: [[UInt8]]) -> String {
      names.map { String(decoding: $0, as: Unicode.UTF8.self) }.joined(separator: ", ")
    }
    var parts: [(Keyword, String, ObjectChecks)] = []
    func add(_ keyword: Keyword, _ bound: String, _ change: (inout ObjectChecks) -> Void) {
      var only = ObjectChecks()
      change(&only)
      parts.append((keyword, bound, only))
    }
    if !required.isEmpty { add(.required, text(required)) { $0.required = required } }
    if !properties.isEmpty {
      add(.properties, text(properties.map(\.name))) { $0.properties = properties }
    }
    if !patterns.isEmpty { add(.patternProperties, "") { $0.patterns = patterns } }
    if case .any = additional {
    } else {
      let any = Schema(SchemaDescription())
      var bound = ""
      if case .none = additional { bound = "false" }
      add(.additionalProperties, bound) {
        // What is named is no further member, whatever its own schema says.
        $0.properties = properties.map { ($0.name, any) }
        $0.patterns = patterns.map { ($0.pattern, any) }
        $0.additional = additional
      }
    }
    if names != nil { add(.propertyNames, "") { $0.names = names } }
    if minProperties > 0 {
      add(.minProperties, "\(minProperties)") { $0.minProperties = minProperties }
    }
    if let maxProperties {
      add(.maxProperties, "\(maxProperties)") { $0.maxProperties = maxProperties }
    }
    if !dependent.isEmpty {
      add(.dependentRequired, text(dependent.map(\.name))) { $0.dependent = dependent }
    }
    return parts
  }
}
