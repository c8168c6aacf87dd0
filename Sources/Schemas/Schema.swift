/// The keywords of a schema as they are written.
package struct SchemaDescription: Sendable {
  package var types: SchemaType?
  /// Canonical JSON, here and in `enumeration`.
  package var const: [UInt8]?
  package var enumeration: [[UInt8]]?
  package var minLength: Int?
  package var maxLength: Int?
  package var lengthUnit = LengthUnit.codePoints
  package var pattern: Pattern?
  package var format: Format?
  /// JSON number literals.
  package var minimum: String?
  package var maximum: String?
  package var exclusiveMinimum: String?
  package var exclusiveMaximum: String?
  package var multipleOf: String?
  package var items: Schema?
  package var prefixItems: [Schema]?
  package var minItems: Int?
  package var maxItems: Int?
  package var uniqueItems = false
  /// Elements that are objects differ in this member (Muster's own).
  package var uniqueBy: [UInt8]?
  package var contains: Schema?
  package var minContains: Int?
  package var maxContains: Int?
  package var properties: [(name: [UInt8], schema: Schema)] = []
  package var required: [[UInt8]] = []
  package var additionalProperties = Schema.Additional.any
  package var patternProperties: [(pattern: Pattern, schema: Schema)] = []
  package var propertyNames: Schema?
  package var minProperties: Int?
  package var maxProperties: Int?
  package var dependentRequired: [(name: [UInt8], needed: [[UInt8]])] = []
  package var allOf: [Schema] = []
  package var anyOf: [Schema] = []
  package var oneOf: [Schema] = []
  package var not: Schema?
  package var ifSchema: Schema?
  package var thenSchema: Schema?
  package var elseSchema: Schema?

  package init() {}
}

/// A compiled schema: a list of checks for each type of value, so that a value costs what the
/// schema says of its type and nothing else.
package final class Schema: Sendable {
  /// What members or elements that are not named must look like.
  package enum Additional: Sendable {
    case any, none
    case schema(Schema)
  }

  /// nil: every type.
  let types: SchemaType?
  let any: [ValueCheck]
  let text: [TextCheck]
  let number: [NumberCheck]
  let array: ArrayChecks?
  let object: ObjectChecks?
  /// The format, for messages and for rules about places where a value may stand.
  package let format: Format?
  /// Whether a text is bound by more than its length.
  package let hasConstraint: Bool
  /// Whether a pattern or a list says which texts are allowed.
  package let hasChoice: Bool
  /// The keywords as they were written, for whoever describes the schema; nothing judges by them.
  package let description: SchemaDescription

  /// The schema `true`, which every value satisfies.
  package static let anything = Schema(SchemaDescription())

  /// The schema `false`, which no value satisfies.
  package static let nothing: Schema = {
    var none = SchemaDescription()
    none.types = []
    return Schema(none)
  }()

  package init(_ it: SchemaDescription) {
    description = it
    types = it.types
    any = Self.valueChecks(it)
    text = Self.textChecks(it)
    number = Self.numberChecks(it)
    array = ArrayChecks(it)
    object = ObjectChecks(it)
    format = it.format
    hasChoice = it.pattern != nil || it.enumeration != nil || it.const != nil
    hasConstraint =
      it.format != nil || hasChoice
      || (it.types != nil && it.types?.isDisjoint(with: [.string, .array, .object]) == true)
      || it.allOf.contains(where: \.hasConstraint)
      || Self.areBound(it.anyOf) || Self.areBound(it.oneOf)
  }

  /// Whether every branch binds its texts, so that no branch lets any text through.
  private static func areBound(_ branches: [Schema]) -> Bool {
    !branches.isEmpty && branches.allSatisfy(\.hasConstraint)
  }

  private static func valueChecks(_ it: SchemaDescription) -> [ValueCheck] {
    var checks: [ValueCheck] = []
    if let const = it.const { checks.append(.const(const)) }
    if let values = it.enumeration { checks.append(.enumeration(values)) }
    for schema in it.allOf { checks.append(.all(schema)) }
    if !it.anyOf.isEmpty { checks.append(.any(it.anyOf)) }
    if !it.oneOf.isEmpty { checks.append(.one(it.oneOf)) }
    if let schema = it.not { checks.append(.not(schema)) }
    if let condition = it.ifSchema {
      checks.append(.conditional(condition, it.thenSchema, it.elseSchema))
    }
    return checks
  }

  private static func textChecks(_ it: SchemaDescription) -> [TextCheck] {
    var checks: [TextCheck] = []
    if let length = it.minLength, length > 0 { checks.append(.minLength(length, it.lengthUnit)) }
    if let length = it.maxLength { checks.append(.maxLength(length, it.lengthUnit)) }
    if let format = it.format { checks.append(.format(format)) }
    if let pattern = it.pattern { checks.append(.pattern(pattern)) }
    return checks
  }

  private static func numberChecks(_ it: SchemaDescription) -> [NumberCheck] {
    let bounds: [(String?, Keyword)] = [
      (it.minimum, .minimum), (it.maximum, .maximum), (it.exclusiveMinimum, .exclusiveMinimum),
      (it.exclusiveMaximum, .exclusiveMaximum), (it.multipleOf, .multipleOf),
    ]
    return bounds.compactMap { literal, keyword in
      literal.map { NumberCheck(keyword, literal: $0) }
    }
  }
}
