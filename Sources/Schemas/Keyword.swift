/// The keywords that can be violated.
package enum Keyword: String, Sendable, Hashable {
  case type, const, enumeration = "enum"
  case minLength, maxLength, pattern, format
  case minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf
  case items, prefixItems, minItems, maxItems, uniqueItems, uniqueBy
  case contains, minContains, maxContains
  case required, properties, additionalProperties, patternProperties, propertyNames
  case minProperties, maxProperties, dependentRequired
  case allOf, anyOf, oneOf, not
  case `if`, then, `else`
}

/// One thing that is wrong with a value.
package struct Violation: Sendable {
  package var keyword: Keyword
  /// Where inside the value, such as `[0].action` or `.tier`; empty at the value itself.
  package var path: String
  /// What is wrong, as the rest of a sentence about the value, without a full stop.
  package var message: String
  /// Where the offending part stands in the JSON text.
  package var range: Range<Int>
}
