package import Findings
package import Schemas

/// Something that a rule, an effect or a template names: a claim, an input or a parameter, or a
/// member inside it.
package struct Reference: Sendable, Hashable {
  package enum Scope: Sendable, Hashable { case claim, input, parameter }
  package var scope: Scope
  /// Index within its group.
  package var index: Int
  /// Names of the members on the way down.
  package var members: [[UInt8]]
  /// As the profile writes it.
  package var text: String

  package init(scope: Scope, index: Int, members: [[UInt8]] = [], text: String) {
    self.scope = scope
    self.index = index
    self.members = members
    self.text = text
  }
}

/// A condition over claims, inputs and parameters.
package indirect enum Condition: Sendable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  case present(Reference)
  case absent(Reference)
  /// It is there, and the schema holds.
  case matches(Reference, Schema)
}

/// A rule across claims.
package struct Rule: Sendable {
  package var id: String
  package var message: String
  package var severity: Severity
  package var when: Condition?
  package var assertion: Assertion
  package var source: String
  package var location: SourceLocation
}

/// What a rule asserts.
package enum Assertion: Sendable {
  case requires([Reference])
  case excludes([Reference])
  case atLeastOneOf([Reference])
  case exactlyOneOf([Reference])
  case atMostOneOf([Reference])
  case holds(Condition)
  case compare(Comparison)
}

/// A comparison of a claim, or of the difference of two.
package struct Comparison: Sendable {
  package var claim: Reference
  package var minus: Reference?
  package var minimum: Int?
  package var maximum: Int?
  package var equals: Reference?
  package var lessThan: Reference?
  /// The host of the URL that the claim holds is this one.
  package var hostEquals: Reference?
}
