package import Profiles
package import Schemas

/// A value that a row brought, and the schema that it was held against.
package struct ObservedValue: Sendable {
  /// The claim, the member of one or the input, as findings name it.
  package var path: String
  package var schema: Schema
  /// Canonical JSON.
  package var json: [UInt8]

  /// The path of claims that the profile does not name one by one.
  package static let otherClaims = "*"
}

/// What the last row was made of, for whoever measures which limits a set of rows has tried.
extension Judge {
  mutating func keepRefused(_ path: String, _ schema: Schema) {
    guard keepsRefusedValues else { return }
    refusedValues.append(ObservedValue(path: path, schema: schema, json: value))
  }

  /// The values of all claims and inputs that are there.
  package var presentValues: [ObservedValue] {
    var values: [ObservedValue] = []
    for (index, range) in inputRanges.enumerated() where !range.isEmpty {
      let program = compiled.inputs[index]
      values.append(
        ObservedValue(path: program.path, schema: program.schema, json: Array(inputs[range])))
    }
    for (index, range) in claimRanges.enumerated() where !range.isEmpty {
      let program = compiled.claims[index]
      values.append(
        ObservedValue(path: program.path, schema: program.schema, json: Array(claims[range])))
    }
    guard case .schema(let schema) = compiled.profile.claims.additional else { return values }
    for member in TokenReading.members(claims) where !claimRanges.contains(member.value) {
      values.append(
        ObservedValue(
          path: ObservedValue.otherClaims, schema: schema, json: Array(claims[member.value])))
    }
    return values
  }

  /// Whether the condition holds for the last row.
  package mutating func meets(_ condition: Condition) -> Bool { holds(condition) }

  /// Whether the last row has a value of this name.
  package func has(_ reference: Reference) -> Bool { isPresent(reference) }
}
