import Findings
package import Profiles

/// Which of several keys a row's token is signed with: one key for each value of a claim or an input.
package struct KeyRoute: Sendable {
  /// How many keys there may be.
  package static let valuesMax = 10_000
  /// Values that a finding names.
  private static let namedMax = 5

  package let reference: Reference
  /// The values, in the order of the keys: texts, or the literals of numbers.
  package let values: [String]
  private let indexByText: [[UInt8]: Int]

  init(_ reference: Reference, values: [String]) {
    self.reference = reference
    self.values = values
    indexByText = Dictionary(
      zip(values.map { Array($0.utf8) }, values.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Appends what the row that was judged last is routed by: a text, or the literal of anything else,
  /// so that `7` and `"7"` are the same. False where the row has no value.
  func appendText(_ judge: borrowing Judge, to text: inout [UInt8]) -> Bool {
    judge.appendText(reference, to: &text)
  }

  /// The index of the row's key.
  func index(_ judge: borrowing Judge) throws(ArtifactRenderer.Failure) -> Int {
    var text: [UInt8] = []
    guard appendText(judge, to: &text) else { throw .noKey(value: nil) }
    guard let index = indexByText[text] else { throw .noKey(value: text) }
    return index
  }

  /// What to say of a row that has no key: it is signed with none.
  ///
  /// - Parameter value: what the row is routed by, if it has that.
  func finding(_ judge: borrowing Judge, value: [UInt8]?, at place: Finding.Place) -> Finding {
    let program = judge.compiled.program(reference)
    let shown = value.map { program.isSecret ? Judge.redaction : Excerpt.make($0.span) }
    return Finding(
      .noKey, at: place,
      shown.map { "There is no key for \(reference.text) \($0)." }
        ?? "There is no key for a row without \(reference.text).",
      help: "\(program.isSecret ? "" : known)The job's keys.values has one for each value.",
      column: judge.binding.columns[program.slot].first.map { judge.binding.name($0) },
      claim: reference.text, excerpt: shown)
  }

  private var known: String {
    let names = values.prefix(Self.namedMax).map { Excerpt.make(Array($0.utf8).span) }
    let others = values.count - names.count
    return "There are keys for \(names.joined(separator: ", "))"
      + (others > 0 ? " and \(others) others. " : ". ")
  }
}

/// Names in a run's options that ``KeyRoute`` is made of.
public struct RoutingNames: Sendable {
  /// The claim or input: `website_id`, `inputs.site`.
  public var field: String
  /// Its values, each of which has a key.
  public var values: [String]

  public init(field: String, values: [String]) {
    self.field = field
    self.values = values
  }
}
