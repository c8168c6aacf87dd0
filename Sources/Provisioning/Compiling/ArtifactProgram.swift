package import Profiles

/// An artifact form with its constants filled in: what is left is the token and values of the row.
package struct ArtifactProgram: Sendable {
  package indirect enum Step: Sendable {
    case literal([UInt8])
    case token
    /// A piece of a container, after the filters.
    case piece(ContainerProgram.Piece, [Transform], Escaping)
    /// The secret itself, in the text of which a digest is taken.
    case secret
    /// A value of the row, after the filters.
    case value(Reference, [Transform], Escaping)
    /// A path of the row behind a host; its fragment goes to the end.
    case path(Reference)
    case constantPath([UInt8])
    /// Pairs `name=value` of a query or fragment; the opener stands before the first one written,
    /// `&` before the others, and before all of them where a query has begun. A pair with an absent value is left out.
    case pairs(opener: UInt8, [Pair])
    /// A piece that is left out where one of its values is absent.
    case optional([Step])
    /// A comma, unless an object of JSON has just begun.
    case separator
  }

  package struct Pair: Sendable {
    /// The name, encoded, with its equals sign.
    package var name: [UInt8]
    package var steps: [Step]
  }

  /// How a value is made safe for its place.
  package enum Escaping: Sendable {
    case none, percent, path, html, script, jsonText, jsonValue
  }

  package private(set) var name = ""
  package private(set) var kind = ArtifactForm.Kind.token
  package private(set) var steps: [Step] = []
  /// What a row must have.
  package private(set) var needed: [Reference] = []
  package private(set) var maxLength: Int?
  package private(set) var warnAboveLength: Int?

  init() {}

  init(_ form: ArtifactForm, _ builder: ArtifactBuilder) {
    name = form.name
    kind = form.kind
    needed = form.requires
    maxLength = form.maxLength
    warnAboveLength = form.warnAboveLength
    steps = builder.steps(form)
  }

  /// Indices of the inputs that stand somewhere in the artifact.
  var inputIndices: [Int] { Self.inputIndices(steps) }

  /// The parameters without a value that the artifact cannot do without.
  var missingParameters: [Reference] {
    let named = steps.compactMap { step -> Reference? in
      switch step {
      case .value(let reference, _, _), .path(let reference): reference
      default: nil
      }
    }
    return (named + needed).filter { $0.scope == .parameter }
  }

  private static func inputIndices(_ steps: [Step]) -> [Int] {
    steps.flatMap { step -> [Int] in
      switch step {
      case .literal, .token, .piece, .secret, .constantPath, .separator: []
      case .path(let reference): reference.scope == .input ? [reference.index] : []
      case .value(let reference, _, _): reference.scope == .input ? [reference.index] : []
      case .pairs(_, let pairs): pairs.flatMap { inputIndices($0.steps) }
      case .optional(let inner): inputIndices(inner)
      }
    }
  }

  /// Whether every artifact is one line.
  package var isOneLine: Bool {
    !steps.contains { step in
      guard case .literal(let bytes) = step else { return false }
      return bytes.contains(0x0A) || bytes.contains(0x0D)
    }
  }
}
