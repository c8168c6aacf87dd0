/// A path with `{placeholders}`; `{{` and `}}` stand for the braces themselves.
package struct PathTemplate: Sendable, Hashable {
  package enum Piece: Sendable, Hashable {
    case literal(String)
    case placeholder(Placeholder)
  }

  package enum Placeholder: String, Sendable, CaseIterable {
    /// The job's name.
    case job
    /// The run's id.
    case run
    /// The day of the run in UTC: `2026-11-21`.
    case date
    /// The name of one input.
    case input
  }

  /// What is wrong with a text, and at which character.
  package enum Problem: Sendable, Hashable {
    case unknown(name: String, at: Int)
    /// A brace without its other half.
    case loneBrace(at: Int)
  }

  package private(set) var pieces: [Piece] = []
  package private(set) var problems: [Problem] = []

  /// Reads a text; what is wrong with it is in ``problems``, and missing from ``pieces``.
  package init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    var literal = ""
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      let isDoubled = at + 1 < scalars.count && scalars[at + 1] == scalar
      switch scalar {
      case "{" where isDoubled, "}" where isDoubled:
        literal.unicodeScalars.append(scalar)
        at += 1
      case "}": problems.append(.loneBrace(at: at))
      case "{":
        guard let end = scalars[at...].firstIndex(of: "}") else {
          problems.append(.loneBrace(at: at))
          at = scalars.count
          continue
        }
        var name = ""
        name.unicodeScalars.append(contentsOf: scalars[(at + 1)..<end])
        if let known = Placeholder(rawValue: name) {
          if !literal.isEmpty { pieces.append(.literal(literal)) }
          literal = ""
          pieces.append(.placeholder(known))
        } else {
          problems.append(.unknown(name: name, at: at))
        }
        at = end
      default: literal.unicodeScalars.append(scalar)
      }
      at += 1
    }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
  }

  package func holds(_ placeholder: Placeholder) -> Bool {
    pieces.contains(.placeholder(placeholder))
  }

  /// The text with a value for each placeholder.
  package func filled(_ value: (Placeholder) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .placeholder(let placeholder): value(placeholder)
      }
    }.joined()
  }
}
