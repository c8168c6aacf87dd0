/// What a schema says of values that are no texts, where that is little enough to be checked at once.
///
/// One-sided like ``QuickText``: anything else is left to the schema.
package struct QuickValue: Sendable {
  /// The integers that satisfy the schema; nil where it says more of numbers.
  private let integers: ClosedRange<Int>?
  /// Whether `true` and `false` do.
  package let takesBooleans: Bool
  /// Whether a list of texts that are not empty, or of integer literals, does within these bounds.
  package let takesTextLists: Bool
  package let takesIntegerLists: Bool
  package let itemsMin: Int
  package let itemsMax: Int
  package let isUnique: Bool

  package init(_ schema: Schema) {
    let isFree = schema.any.isEmpty
    func takes(_ type: SchemaType) -> Bool { isFree && schema.types?.contains(type) ?? true }
    integers = takes(.integer) ? Self.range(schema.number) : nil
    takesBooleans = takes(.boolean)
    let checks = schema.array ?? ArrayChecks()
    itemsMin = checks.minItems
    itemsMax = checks.maxItems ?? Int.max
    isUnique = checks.isUnique
    let isPlain =
      takes(.array) && checks.prefix.isEmpty && checks.uniqueBy == nil && checks.contains == nil
    takesTextLists = isPlain && Self.takesText(checks.items)
    takesIntegerLists = isPlain && Self.takesAnyInteger(checks.items)
  }

  /// Whether the integer literal certainly satisfies the schema.
  package func takesInteger(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard let integers else { return false }
    if integers == Int.min...Int.max { return true }
    // Eighteen digits always fit.
    guard count <= 18 else { return false }
    var value = 0
    let isNegative = unsafe text[0] == UInt8(ascii: "-")
    for index in (isNegative ? 1 : 0)..<count {
      value = unsafe value &* 10 &+ Int(text[index] &- 0x30)
    }
    return integers.contains(isNegative ? -value : value)
  }

  /// What bounds on integers leave; nil where there are other checks, or bounds of another form.
  private static func range(_ checks: [NumberCheck]) -> ClosedRange<Int>? {
    var (low, high) = (Int.min, Int.max)
    for check in checks {
      guard let bound = Int(check.literal), bound.magnitude < 1 << 60 else { return nil }
      switch check.keyword {
      case .minimum: low = max(low, bound)
      case .exclusiveMinimum: low = max(low, bound + 1)
      case .maximum: high = min(high, bound)
      case .exclusiveMaximum: high = min(high, bound - 1)
      default: return nil
      }
    }
    return low <= high ? low...high : nil
  }

  private static func takesText(_ items: Schema?) -> Bool {
    guard let items else { return true }
    return items.any.isEmpty && items.types?.contains(.string) ?? true
      && items.text.allSatisfy { check in
        if case .minLength(let least, _) = check { least <= 1 } else { false }
      }
  }

  private static func takesAnyInteger(_ items: Schema?) -> Bool {
    guard let items else { return true }
    return items.any.isEmpty && items.types?.contains(.integer) ?? true && items.number.isEmpty
  }
}

/// What a condition asks of a list, where that is no more than whether something is in it.
package enum ListBound: Sendable {
  case empty, notEmpty

  /// - Returns: nil where the schema asks for more, or for something else.
  package init?(_ schema: Schema) {
    guard schema.any.isEmpty, schema.types?.contains(.array) ?? true, let checks = schema.array,
      checks.prefix.isEmpty, checks.items == nil, checks.uniqueBy == nil, checks.contains == nil,
      !checks.isUnique
    else { return nil }
    switch (checks.minItems, checks.maxItems) {
    case (1, nil): self = .notEmpty
    case (0, 0): self = .empty
    default: return nil
    }
  }
}

extension Schema {
  /// The texts, as canonical JSON, of which the value must be one, where the schema asks for no more.
  package var constantTexts: [[UInt8]]? {
    guard any.count == 1, text.isEmpty, types?.contains(.string) ?? true else { return nil }
    let values: [[UInt8]]
    switch any[0] {
    case .const(let value): values = [value]
    case .enumeration(let list): values = list
    default: return nil
    }
    // Other values can be equal without being written alike.
    return values.allSatisfy { $0.first == UInt8(ascii: "\"") } ? values : nil
  }
}
