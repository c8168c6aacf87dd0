import Schemas
import Tokens

/// The words that a key of the profile format may name.
package struct Vocabulary: Sendable, Hashable {
  /// What a word is: `format`, `type`.
  package var name: String
  package var words: [String]

  package init(name: String, words: [String]) {
    self.name = name
    self.words = words
  }

  package static let formats = Vocabulary(
    name: "format", words: Format.allCases.map(\.rawValue))
  package static let types = Vocabulary(name: "type", words: SchemaType.names.map(\.name))
  package static let algorithms = Vocabulary(
    name: "algorithm", words: Algorithm.allCases.map(\.rawValue))
  package static let keyKinds = Vocabulary(
    name: "kind of key", words: KeyKind.allCases.map(\.rawValue))
  /// What a condition may ask of a value, beside a schema.
  package static let tests = Vocabulary(name: "test", words: ["present", "absent"])

  /// The words in the reference's form.
  package var list: String { words.map { "`\($0)`" }.joined(separator: ", ") }
}
