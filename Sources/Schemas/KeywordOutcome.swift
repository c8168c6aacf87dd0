/// What one keyword of a schema says of one value.
package struct KeywordOutcome: Sendable, Equatable {
  package var keyword: Keyword
  /// What the schema asks for, such as `40` or `string`; empty where it cannot be said shortly.
  package var bound: String
  /// What the value has of it, such as its length; nil where there is nothing to measure.
  package var measure: String?
  package var holds: Bool

  /// In words: `maxLength 40 (is 51)`.
  package var words: String {
    let name = bound.isEmpty ? keyword.rawValue : "\(keyword.rawValue) \(bound)"
    return measure.map { "\(name) (is \($0))" } ?? name
  }

  /// The same without anything of the value.
  package var withoutMeasure: KeywordOutcome {
    var copy = self
    copy.measure = nil
    return copy
  }
}
