import Bytes

/// A check that any type of value may break.
enum ValueCheck: Sendable {
  case const([UInt8])
  case enumeration([[UInt8]])
  case all(Schema)
  case any([Schema])
  case one([Schema])
  case not(Schema)
  case conditional(Schema, Schema?, Schema?)
}

/// A check of a text, on its unescaped bytes.
enum TextCheck: Sendable {
  case minLength(Int, LengthUnit)
  case maxLength(Int, LengthUnit)
  case format(Format)
  case pattern(Pattern)

  var keyword: Keyword {
    switch self {
    case .minLength: .minLength
    case .maxLength: .maxLength
    case .format: .format
    case .pattern: .pattern
    }
  }
}

/// A check of a number, on its literal.
struct NumberCheck: Sendable {
  let keyword: Keyword
  let literal: String
  let bound: Decimal

  init(_ keyword: Keyword, literal: String) {
    self.keyword = keyword
    self.literal = literal
    bound = Decimal(Array(literal.utf8).span)
  }

  func holds(_ number: Decimal) -> Bool {
    switch keyword {
    case .minimum: number.compared(to: bound) >= 0
    case .maximum: number.compared(to: bound) <= 0
    case .exclusiveMinimum: number.compared(to: bound) > 0
    case .exclusiveMaximum: number.compared(to: bound) < 0
    default: number.isMultiple(of: bound)
    }
  }
}

struct ArrayChecks: Sendable {
  var prefix: [Schema] = []
  var items: Schema?
  var minItems: Int = 0
  var maxItems: Int?
  var isUnique: Bool = false
  var uniqueBy: [UInt8]?
  var contains: Schema?
  var minContains: Int = 1
  var maxContains: Int?

  /// No checks.
  init() {}

  /// Nil where the schema says nothing about arrays.
  init?(_ it: SchemaDescription) {
    prefix = it.prefixItems ?? []
    items = it.items
    minItems = it.minItems ?? 0
    maxItems = it.maxItems
    isUnique = it.uniqueItems
    uniqueBy = it.uniqueBy
    contains = it.contains
    minContains = it.minContains ?? 1
    maxContains = it.maxContains
    if prefix.isEmpty && items == nil && minItems == 0 && maxItems == nil && !isUnique
      && uniqueBy == nil && contains == nil
    {
      return nil
    }
  }
}

struct ObjectChecks: Sendable {
  var properties: [(name: [UInt8], schema: Schema)] = []
  var required: [[UInt8]] = []
  var additional = Schema.Additional.any
  var patterns: [(pattern: Pattern, schema: Schema)] = []
  var names: Schema?
  var minProperties: Int = 0
  var maxProperties: Int?
  var dependent: [(name: [UInt8], needed: [[UInt8]])] = []

  /// No checks.
  init() {}

  /// Nil where the schema says nothing about objects.
  init?(_ it: SchemaDescription) {
    properties = it.properties
    required = it.required
    additional = it.additionalProperties
    patterns = it.patternProperties
    names = it.propertyNames
    minProperties = it.minProperties ?? 0
    maxProperties = it.maxProperties
    dependent = it.dependentRequired
    if case .any = additional, properties.isEmpty, required.isEmpty, patterns.isEmpty,
      names == nil, minProperties == 0, maxProperties == nil, dependent.isEmpty
    {
      return nil
    }
  }
}
