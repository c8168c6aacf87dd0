package import Schemas

/// A key text that is probably a mistake.
package struct DoubtfulKey: Sendable {
  package var pattern: Pattern
  package var message: String
}
