import Bytes

extension SchemaValidator {
  // MARK: Arrays

  mutating func check(
    _ json: Span<UInt8>, _ range: Range<Int>, _ checks: ArrayChecks,
    _ findings: inout Violations?
  ) -> Bool {
    var isValid = true
    var elementCount = 0
    var matchCount = 0
    var index = range.lowerBound + 1
    while json[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(json, from: index)
      isValid = checkElement(json, index..<end, elementCount, checks, &findings) && isValid
      if !isValid && findings == nil { return false }
      if let schema = checks.contains {
        var quiet: Violations? = nil
        if check(json, index..<end, schema, &quiet) { matchCount += 1 }
      }
      elementCount += 1
      index = JSONCursor.next(json, after: end)
    }
    isValid = checkCounts(range, elementCount, matchCount, checks, &findings) && isValid
    if !isValid && findings == nil { return false }
    if checks.isUnique {
      isValid = checkUnique(json, range, elementCount, by: nil, &findings) && isValid
    }
    if let name = checks.uniqueBy {
      isValid = checkUnique(json, range, elementCount, by: name, &findings) && isValid
    }
    return isValid
  }

  private mutating func checkElement(
    _ json: Span<UInt8>, _ range: Range<Int>, _ position: Int, _ checks: ArrayChecks,
    _ findings: inout Violations?
  ) -> Bool {
    let schema = position < checks.prefix.count ? checks.prefix[position] : checks.items
    guard let schema else { return true }
    return checkInside("[\(position)]", json, range, schema, &findings)
  }

  /// Checks a part of the value; the path is only made when someone asks for violations.
  private mutating func checkInside(
    _ step: @autoclosure () -> String, _ json: Span<UInt8>, _ range: Range<Int>,
    _ schema: Schema, _ findings: inout Violations?
  ) -> Bool {
    guard let path = findings?.path else { return check(json, range, schema, &findings) }
    findings?.path = path + step()
    let isValid = check(json, range, schema, &findings)
    findings?.path = path
    return isValid
  }

  private func checkCounts(
    _ range: Range<Int>, _ elementCount: Int, _ matchCount: Int, _ checks: ArrayChecks,
    _ findings: inout Violations?
  ) -> Bool {
    var isValid = true
    if elementCount < checks.minItems {
      let words =
        elementCount == 0
        ? "is an empty list"
        : "has \(elementCount) elements; at least \(checks.minItems) are needed"
      isValid = broken(.minItems, range, words, &findings)
    }
    if let maximum = checks.maxItems, elementCount > maximum {
      let words = "has \(elementCount) elements; at most \(maximum) are allowed"
      isValid = broken(.maxItems, range, words, &findings)
    }
    guard checks.contains != nil else { return isValid }
    if matchCount < checks.minContains {
      let words = "has \(matchCount) of the \(checks.minContains) elements that it must contain"
      isValid = broken(
        checks.minContains == 1 ? .contains : .minContains, range, words, &findings)
    }
    if let maximum = checks.maxContains, matchCount > maximum {
      let words = "has \(matchCount) elements of which at most \(maximum) are allowed"
      isValid = broken(.maxContains, range, words, &findings)
    }
    return isValid
  }

  /// Finds two equal elements: pairwise while they are few, by a hash of their canonical form when
  /// they are many.
  private func checkUnique(
    _ json: Span<UInt8>, _ range: Range<Int>, _ elementCount: Int, by name: [UInt8]?,
    _ findings: inout Violations?
  ) -> Bool {
    if elementCount <= Self.pairwiseMax && areDistinct(json, range, by: name) { return true }
    var seen: [Range<Int>] = []
    var buckets: [Int: [Int]] = [:]
    var index = range.lowerBound + 1
    var position = 0
    while json[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(json, from: index)
      defer {
        position += 1
        index = JSONCursor.next(json, after: end)
      }
      var value = index..<end
      if let name {
        guard let member = JSONCursor.member(name.span, of: json, in: value) else { continue }
        value = member
      }
      let hash = JSONEquality.hash(json, value)
      for other in buckets[hash] ?? []
      where JSONEquality.areEqual(json, seen[other], json, value) {
        let what = name.map { " by \(String(decoding: $0, as: Unicode.UTF8.self))" } ?? ""
        return broken(
          name == nil ? .uniqueItems : .uniqueBy, index..<end,
          "lists the same element twice\(what) (element \(position + 1))", &findings)
      }
      buckets[hash, default: []].append(seen.count)
      seen.append(value)
    }
    return true
  }

  /// Up to here comparing each pair is quicker than hashing, and needs no storage.
  private static let pairwiseMax = 12

  private func areDistinct(
    _ json: Span<UInt8>, _ range: Range<Int>, by name: [UInt8]?
  ) -> Bool {
    var index = range.lowerBound + 1
    while json[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(json, from: index)
      var other = JSONCursor.next(json, after: end)
      while json[other] != UInt8(ascii: "]") {
        let otherEnd = JSONReader.end(json, from: other)
        if areSame(json, index..<end, other..<otherEnd, by: name) { return false }
        other = JSONCursor.next(json, after: otherEnd)
      }
      index = JSONCursor.next(json, after: end)
    }
    return true
  }

  private func areSame(
    _ json: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>, by name: [UInt8]?
  ) -> Bool {
    guard let name else { return JSONEquality.areEqual(json, left, json, right) }
    guard let first = JSONCursor.member(name.span, of: json, in: left),
      let second = JSONCursor.member(name.span, of: json, in: right)
    else { return false }
    return JSONEquality.areEqual(json, first, json, second)
  }

  // MARK: Objects

  mutating func check(
    _ json: Span<UInt8>, _ range: Range<Int>, _ checks: ObjectChecks,
    _ findings: inout Violations?
  ) -> Bool {
    var isValid = true
    var count = 0
    var index = range.lowerBound + 1
    while json[index] != UInt8(ascii: "}") {
      let nameEnd = JSONReader.end(json, from: index)
      let end = JSONReader.end(json, from: nameEnd + 1)
      isValid =
        checkMember(json, index..<nameEnd, (nameEnd + 1)..<end, checks, &findings) && isValid
      if !isValid && findings == nil { return false }
      count += 1
      index = JSONCursor.next(json, after: end)
    }
    return checkPresence(json, range, count, checks, &findings) && isValid
  }

  private mutating func checkMember(
    _ json: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>, _ checks: ObjectChecks,
    _ findings: inout Violations?
  ) -> Bool {
    var isValid = true
    var isNamed = false
    if let names = checks.names {
      isValid = checkInside(".\(Self.text(json, name))", json, name, names, &findings)
    }
    for property in checks.properties
    where JSONCursor.isText(json, name, equalTo: property.name.span) {
      isNamed = true
      isValid =
        checkInside(".\(Self.text(json, name))", json, value, property.schema, &findings)
        && isValid
    }
    if !checks.patterns.isEmpty {
      var text: [UInt8] = []
      JSONReader.unescape(json, literal: name, into: &text)
      for (pattern, schema) in checks.patterns where matches(pattern, text.span) {
        isNamed = true
        isValid =
          checkInside(".\(Self.text(json, name))", json, value, schema, &findings) && isValid
      }
    }
    guard !isNamed else { return isValid }
    switch checks.additional {
    case .any: return isValid
    case .none:
      let words = "has the member \"\(Self.text(json, name))\", which is not allowed"
      return broken(.additionalProperties, name, words, &findings)
    case .schema(let schema):
      return checkInside(".\(Self.text(json, name))", json, value, schema, &findings) && isValid
    }
  }

  private mutating func matches(_ pattern: Pattern, _ text: Span<UInt8>) -> Bool {
    var scratch = PatternScratch()
    return pattern.matches(text, scratch: &scratch)
  }

  private static func text(_ json: Span<UInt8>, _ literal: Range<Int>) -> String {
    var text: [UInt8] = []
    JSONReader.unescape(json, literal: literal, into: &text)
    return String(decoding: text, as: Unicode.UTF8.self)
  }

  private func checkPresence(
    _ json: Span<UInt8>, _ range: Range<Int>, _ count: Int, _ checks: ObjectChecks,
    _ findings: inout Violations?
  ) -> Bool {
    var isValid = true
    for name in checks.required
    where JSONCursor.member(name.span, of: json, in: range) == nil {
      let shown = String(decoding: name, as: Unicode.UTF8.self)
      isValid = broken(.required, range, "lacks the member \"\(shown)\"", &findings)
    }
    for (name, needed) in checks.dependent
    where JSONCursor.member(name.span, of: json, in: range) != nil {
      for other in needed where JSONCursor.member(other.span, of: json, in: range) == nil {
        let shown = String(decoding: name, as: Unicode.UTF8.self)
        let lacking = String(decoding: other, as: Unicode.UTF8.self)
        let words = "has the member \"\(shown)\" and lacks \"\(lacking)\""
        isValid = broken(.dependentRequired, range, words, &findings)
      }
    }
    if count < checks.minProperties {
      let words = "has \(count) members; at least \(checks.minProperties) are needed"
      isValid = broken(.minProperties, range, words, &findings)
    }
    if let maximum = checks.maxProperties, count > maximum {
      let words = "has \(count) members; at most \(maximum) are allowed"
      isValid = broken(.maxProperties, range, words, &findings)
    }
    return isValid
  }
}
