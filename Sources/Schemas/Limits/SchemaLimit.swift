/// One limit that a schema sets somewhere inside a value: a bound, or a set of values that fit.
package struct SchemaLimit: Sendable, Hashable {
  /// Where, with `[]` for every element and `.*` for every other member: `spaces[].action`.
  package var path: String
  package var keyword: Keyword
  /// The bound as it is written; empty where the keyword has none to show.
  package var bound: String

  /// For people: `spaces[].action enum`, `sub maxLength 50`.
  package var words: String {
    "\(path) \(keyword.rawValue)" + (bound.isEmpty ? "" : " \(bound)")
  }
}

/// How a value stands to a limit.
package enum LimitStanding: Sendable, Hashable {
  /// It fits, and as closely as it can: one more, or one less, would not.
  case atLimit
  /// It fits, and is not next to the limit.
  case inside
  /// It does not fit, and is the nearest that does not.
  case justBeyond
  /// It does not fit, and a nearer value would not either.
  case beyond
}

extension Schema {
  /// Every limit of the schema, in a fixed order. Schemas inside `anyOf`, `oneOf`, `not` and `if`
  /// are part of one limit, that keyword's.
  package func limits(at path: String) -> [SchemaLimit] {
    var limits: [SchemaLimit] = []
    for check in any {
      if let limit = check.limit(path) { limits.append(limit) }
      if case .all(let schema) = check { limits += schema.limits(at: path) }
    }
    limits += text.map { $0.limit(path) }
    limits += number.map { $0.limit(path) }
    limits += array?.limits(path) ?? []
    limits += object?.limits(path) ?? []
    return limits
  }
}

extension ValueCheck {
  func limit(_ path: String) -> SchemaLimit? {
    switch self {
    case .const(let json):
      SchemaLimit(path: path, keyword: .const, bound: String(decoding: json, as: Unicode.UTF8.self))
    case .enumeration: SchemaLimit(path: path, keyword: .enumeration, bound: "")
    case .any: SchemaLimit(path: path, keyword: .anyOf, bound: "")
    case .one: SchemaLimit(path: path, keyword: .oneOf, bound: "")
    case .not: SchemaLimit(path: path, keyword: .not, bound: "")
    case .conditional: SchemaLimit(path: path, keyword: .if, bound: "")
    case .all: nil
    }
  }
}

extension TextCheck {
  func limit(_ path: String) -> SchemaLimit {
    let bound =
      switch self {
      case .minLength(let length, _), .maxLength(let length, _): String(length)
      case .format(let format): format.rawValue
      case .pattern(let pattern): pattern.source
      }
    return SchemaLimit(path: path, keyword: keyword, bound: bound)
  }
}

extension NumberCheck {
  func limit(_ path: String) -> SchemaLimit {
    SchemaLimit(path: path, keyword: keyword, bound: literal)
  }
}

extension ArrayChecks {
  func limits(_ path: String) -> [SchemaLimit] {
    var limits = bounds.map { $0.limit(path) }
    if isUnique { limits.append(SchemaLimit(path: path, keyword: .uniqueItems, bound: "")) }
    if let name = uniqueBy {
      let bound = String(decoding: name, as: Unicode.UTF8.self)
      limits.append(SchemaLimit(path: path, keyword: .uniqueBy, bound: bound))
    }
    for (index, schema) in prefix.enumerated() { limits += schema.limits(at: "\(path)[\(index)]") }
    return limits + (items?.limits(at: path + "[]") ?? [])
  }

  /// The limits that count elements.
  var bounds: [CountBound] {
    var bounds: [CountBound] = []
    if minItems > 0 { bounds.append(CountBound(.minItems, minItems)) }
    if let maxItems { bounds.append(CountBound(.maxItems, maxItems)) }
    guard contains != nil else { return bounds }
    if minContains > 0 {
      bounds.append(CountBound(minContains == 1 ? .contains : .minContains, minContains))
    }
    if let maxContains { bounds.append(CountBound(.maxContains, maxContains)) }
    return bounds
  }
}

extension ObjectChecks {
  func limits(_ path: String) -> [SchemaLimit] {
    var limits = bounds.map { $0.limit(path) }
    limits += required.map {
      SchemaLimit(
        path: path, keyword: .required, bound: String(decoding: $0, as: Unicode.UTF8.self))
    }
    limits += dependent.map {
      let bound = String(decoding: $0.name, as: Unicode.UTF8.self)
      return SchemaLimit(path: path, keyword: .dependentRequired, bound: bound)
    }
    limits += names?.limits(at: path + ".<name>") ?? []
    for property in properties {
      limits += property.schema.limits(
        at: "\(path).\(String(decoding: property.name, as: Unicode.UTF8.self))")
    }
    for (pattern, schema) in patterns { limits += schema.limits(at: "\(path).~\(pattern.source)~") }
    switch additional {
    case .any: break
    case .none:
      limits.append(SchemaLimit(path: path, keyword: .additionalProperties, bound: ""))
    case .schema(let schema): limits += schema.limits(at: path + ".*")
    }
    return limits
  }

  /// The limits that count members.
  var bounds: [CountBound] {
    var bounds: [CountBound] = []
    if minProperties > 0 { bounds.append(CountBound(.minProperties, minProperties)) }
    if let maxProperties { bounds.append(CountBound(.maxProperties, maxProperties)) }
    return bounds
  }
}

/// A least or greatest number of characters, elements or members.
struct CountBound {
  let keyword: Keyword
  let bound: Int

  init(_ keyword: Keyword, _ bound: Int) {
    self.keyword = keyword
    self.bound = bound
  }

  func limit(_ path: String) -> SchemaLimit {
    SchemaLimit(path: path, keyword: keyword, bound: String(bound))
  }

  func standing(_ count: Int) -> LimitStanding {
    let isLeast = [.minLength, .minItems, .minProperties, .contains, .minContains]
      .contains(keyword)
    let (room, overflow) =
      isLeast
      ? count.subtractingReportingOverflow(bound) : bound.subtractingReportingOverflow(count)
    if overflow { return (count > bound) == isLeast ? .inside : .beyond }
    return switch room {
    case 0: .atLimit
    case -1: .justBeyond
    case 1...: .inside
    default: .beyond
    }
  }
}
