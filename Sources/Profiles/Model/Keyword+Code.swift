package import Findings
package import Schemas

extension Keyword {
  /// The code of findings that come from this keyword.
  package var findingCode: FindingCode {
    switch self {
    case .type: .wrongType
    case .enumeration: .notInEnum
    case .const: .notConst
    case .minLength: .tooShort
    case .maxLength: .tooLong
    case .pattern: .patternMismatch
    case .format: .formatMismatch
    case .minimum, .exclusiveMinimum: .tooSmall
    case .maximum, .exclusiveMaximum: .tooLarge
    case .multipleOf: .notMultiple
    case .minItems: .tooFewItems
    case .maxItems: .tooManyItems
    case .uniqueItems, .uniqueBy: .itemsNotUnique
    case .contains, .minContains, .maxContains: .containsMismatch
    case .required, .dependentRequired: .requiredClaim
    case .additionalProperties: .unknownMember
    case .minProperties: .tooFewMembers
    case .maxProperties: .tooManyMembers
    case .propertyNames: .memberName
    case .items, .prefixItems, .properties, .patternProperties, .allOf, .anyOf, .oneOf, .not, .if,
      .then, .else:
      .schemaCombination
    }
  }
}
