import Bytes

extension SchemaValidator {
  /// How a value stands to each limit of the schema that says something about it, parts included.
  ///
  /// - Parameters:
  ///   - json: canonical JSON.
  ///   - path: the value's own path, with which those of the limits begin.
  package mutating func standings(
    of json: [UInt8], _ schema: Schema, at path: String
  ) -> [(limit: SchemaLimit, standing: LimitStanding)] {
    var found: [(limit: SchemaLimit, standing: LimitStanding)] = []
    measure(json, 0..<json.count, schema, path, &found)
    return found
  }

  private mutating func measure(
    _ json: [UInt8], _ range: Range<Int>, _ schema: Schema, _ path: String,
    _ found: inout [(limit: SchemaLimit, standing: LimitStanding)]
  ) {
    for check in schema.any {
      if let limit = check.limit(path), let standing = standing(check, json, range) {
        found.append((limit, standing))
      }
      if case .all(let inner) = check { measure(json, range, inner, path, &found) }
    }
    switch JSONReader.kind(json.span, at: range.lowerBound) {
    case .string: measureText(json, range, schema, path, &found)
    case .number:
      let literal = Array(json[range])
      found += schema.number.map { ($0.limit(path), $0.standing(literal)) }
    case .array:
      if let checks = schema.array { measureArray(json, range, checks, path, &found) }
    case .object:
      if let checks = schema.object { measureObject(json, range, checks, path, &found) }
    case .null, .boolean: break
    }
  }

  /// Nil where the check says nothing about this value.
  private mutating func standing(
    _ check: ValueCheck, _ json: [UInt8], _ range: Range<Int>
  ) -> LimitStanding? {
    if case .conditional(let condition, let then, let otherwise) = check {
      let next = isValid(json.span.extracting(range), condition) ? then : otherwise
      guard let next else { return nil }
      return isValid(json.span.extracting(range), next) ? .atLimit : .justBeyond
    }
    var description = SchemaDescription()
    switch check {
    case .const(let value): description.const = value
    case .enumeration(let values): description.enumeration = values
    case .all(let schema): description.allOf = [schema]
    case .any(let schemas): description.anyOf = schemas
    case .one(let schemas): description.oneOf = schemas
    case .not(let schema): description.not = schema
    case .conditional: break
    }
    return isValid(json.span.extracting(range), Schema(description)) ? .atLimit : .justBeyond
  }

  private mutating func measureText(
    _ json: [UInt8], _ range: Range<Int>, _ schema: Schema, _ path: String,
    _ found: inout [(limit: SchemaLimit, standing: LimitStanding)]
  ) {
    var text: [UInt8] = []
    JSONReader.unescape(json.span, literal: range, into: &text)
    for check in schema.text {
      let standing: LimitStanding
      switch check {
      case .minLength(let bound, let unit):
        standing = CountBound(.minLength, bound).standing(Self.length(text.span, unit))
      case .maxLength(let bound, let unit):
        standing = CountBound(.maxLength, bound).standing(Self.length(text.span, unit))
      case .format(let format): standing = format.accepts(text.span) ? .atLimit : .justBeyond
      case .pattern(let pattern):
        var scratch = PatternScratch()
        standing = pattern.matches(text.span, scratch: &scratch) ? .atLimit : .justBeyond
      }
      found.append((check.limit(path), standing))
    }
  }

  private mutating func measureArray(
    _ json: [UInt8], _ range: Range<Int>, _ checks: ArrayChecks, _ path: String,
    _ found: inout [(limit: SchemaLimit, standing: LimitStanding)]
  ) {
    var count = 0
    var matches = 0
    var index = range.lowerBound + 1
    while json[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(json.span, from: index)
      if count < checks.prefix.count {
        measure(json, index..<end, checks.prefix[count], "\(path)[\(count)]", &found)
      } else if let items = checks.items {
        measure(json, index..<end, items, path + "[]", &found)
      }
      if let wanted = checks.contains, isValid(json.span.extracting(index..<end), wanted) {
        matches += 1
      }
      count += 1
      index = JSONCursor.next(json.span, after: end)
    }
    for bound in checks.bounds {
      let isOfAll = bound.keyword == .minItems || bound.keyword == .maxItems
      found.append((bound.limit(path), bound.standing(isOfAll ? count : matches)))
    }
    guard checks.isUnique || checks.uniqueBy != nil else { return }
    var description = SchemaDescription()
    description.uniqueItems = checks.isUnique
    description.uniqueBy = checks.uniqueBy
    let isUnique = isValid(json.span.extracting(range), Schema(description))
    for limit in checks.limits(path)
    where limit.path == path && (limit.keyword == .uniqueItems || limit.keyword == .uniqueBy) {
      // One element alone tries nothing.
      found.append((limit, isUnique ? (count > 1 ? .atLimit : .inside) : .justBeyond))
    }
  }

  private mutating func measureObject(
    _ json: [UInt8], _ range: Range<Int>, _ checks: ObjectChecks, _ path: String,
    _ found: inout [(limit: SchemaLimit, standing: LimitStanding)]
  ) {
    var count = 0
    var hasOther = false
    var index = range.lowerBound + 1
    while json[index] != UInt8(ascii: "}") {
      let nameEnd = JSONReader.end(json.span, from: index)
      let end = JSONReader.end(json.span, from: nameEnd + 1)
      let isNamed = measureMember(
        json, index..<nameEnd, (nameEnd + 1)..<end, checks, path, &found)
      if !isNamed { hasOther = true }
      count += 1
      index = JSONCursor.next(json.span, after: end)
    }
    for bound in checks.bounds { found.append((bound.limit(path), bound.standing(count))) }
    if case .none = checks.additional {
      let limit = SchemaLimit(path: path, keyword: .additionalProperties, bound: "")
      found.append((limit, hasOther ? .justBeyond : .atLimit))
    }
    for name in checks.required {
      let limit = SchemaLimit(
        path: path, keyword: .required, bound: String(decoding: name, as: Unicode.UTF8.self))
      let isThere = JSONCursor.member(name.span, of: json.span, in: range) != nil
      found.append((limit, isThere ? .atLimit : .justBeyond))
    }
    for (name, needed) in checks.dependent
    where JSONCursor.member(name.span, of: json.span, in: range) != nil {
      let limit = SchemaLimit(
        path: path, keyword: .dependentRequired,
        bound: String(decoding: name, as: Unicode.UTF8.self))
      let isWhole = needed.allSatisfy {
        JSONCursor.member($0.span, of: json.span, in: range) != nil
      }
      found.append((limit, isWhole ? .atLimit : .justBeyond))
    }
  }

  /// Measures one member; returns whether the schema names it.
  private mutating func measureMember(
    _ json: [UInt8], _ literal: Range<Int>, _ value: Range<Int>, _ checks: ObjectChecks,
    _ path: String, _ found: inout [(limit: SchemaLimit, standing: LimitStanding)]
  ) -> Bool {
    var name: [UInt8] = []
    JSONReader.unescape(json.span, literal: literal, into: &name)
    if let names = checks.names { measure(json, literal, names, path + ".<name>", &found) }
    var isNamed = false
    for property in checks.properties where property.name == name {
      isNamed = true
      let shown = String(decoding: name, as: Unicode.UTF8.self)
      measure(json, value, property.schema, "\(path).\(shown)", &found)
    }
    for (pattern, schema) in checks.patterns {
      var scratch = PatternScratch()
      guard pattern.matches(name.span, scratch: &scratch) else { continue }
      isNamed = true
      measure(json, value, schema, "\(path).~\(pattern.source)~", &found)
    }
    if !isNamed, case .schema(let schema) = checks.additional {
      measure(json, value, schema, path + ".*", &found)
    }
    return isNamed
  }
}

extension NumberCheck {
  /// How a number stands to the bound. Between whole numbers the nearest that is refused is one
  /// away; between others there is none, and every one that is refused counts as the nearest.
  func standing(_ literal: [UInt8]) -> LimitStanding {
    let fits = holds(Decimal(literal.span))
    let value = Int(String(decoding: literal, as: Unicode.UTF8.self))
    switch (keyword, value, Int(self.literal)) {
    case (.minimum, let value?, let bound?): return CountBound(.minItems, bound).standing(value)
    case (.maximum, let value?, let bound?): return CountBound(.maxItems, bound).standing(value)
    case (.exclusiveMinimum, let value?, let bound?) where bound < Int.max:
      return CountBound(.minItems, bound + 1).standing(value)
    case (.exclusiveMaximum, let value?, let bound?) where bound > Int.min:
      return CountBound(.maxItems, bound - 1).standing(value)
    case (.minimum, _, _), (.maximum, _, _):
      guard fits else { return .justBeyond }
      let number = Decimal(literal.span)
      return number.compared(to: bound) == 0 ? .atLimit : .inside
    default: return fits ? .atLimit : .justBeyond
    }
  }
}
