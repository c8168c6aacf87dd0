import Bytes
import Profiles

/// Reads the inputs back out of an artifact, by following the steps that would have made it. Where
/// the artifact leaves the form, it stops: rendering it again will show the difference.
struct ArtifactMatcher {
  private let artifact: [UInt8]
  private let token: [UInt8]
  private var position = 0
  /// Inputs by index, as text.
  private(set) var inputs: [(index: Int, text: [UInt8])] = []

  init(_ artifact: [UInt8], token: [UInt8]) {
    self.artifact = artifact
    self.token = token
  }

  /// Follows the steps; false where the artifact leaves them.
  mutating func match(_ steps: [ArtifactProgram.Step]) -> Bool {
    for (index, step) in steps.enumerated() {
      let isMatched =
        switch step {
        case .literal(let bytes): skip(bytes)
        case .token: skip(token)
        case .value(let reference, let filters, let escaping):
          take(reference, filters, escaping, before: steps[(index + 1)...])
        case .pairs(let opener, let pairs): match(pairs, opener)
        case .optional(let inner): matchOptional(inner)
        }
      if !isMatched { return false }
    }
    return true
  }

  private mutating func skip(_ bytes: [UInt8]) -> Bool {
    guard artifact[position...].starts(with: bytes) else { return false }
    position += bytes.count
    return true
  }

  private mutating func matchOptional(_ steps: [ArtifactProgram.Step]) -> Bool {
    let start = position
    let count = inputs.count
    if !match(steps) {
      position = start
      inputs.removeSubrange(count...)
    }
    return true
  }

  private mutating func match(_ pairs: [ArtifactProgram.Pair], _ opener: UInt8) -> Bool {
    var separator = opener
    for pair in pairs where artifact[position...].starts(with: [separator] + pair.name) {
      position += 1 + pair.name.count
      separator = UInt8(ascii: "&")
      if !match(pair.steps) { return false }
    }
    return true
  }

  /// Takes the bytes up to the next constant, or up to what ends a value at this place.
  private mutating func take(
    _ reference: Reference, _ filters: [Transform], _ escaping: ArtifactProgram.Escaping,
    before rest: ArraySlice<ArtifactProgram.Step>
  ) -> Bool {
    var end = position
    if case .literal(let next) = rest.first, !next.isEmpty {
      while end < artifact.count && !artifact[end...].starts(with: next) { end += 1 }
    } else {
      let stops: [UInt8] = escaping == .percent ? Array("&#/?".utf8) : []
      while end < artifact.count && !stops.contains(artifact[end]) { end += 1 }
    }
    guard let text = Escaper.undone(Array(artifact[position..<end]), escaping) else { return false }
    position = end
    // What went through a filter cannot be had back from it.
    if reference.scope == .input && filters.isEmpty { inputs.append((reference.index, text)) }
    return true
  }
}

extension Escaper {
  /// The text behind an escaped one; nil where it cannot have been escaped by us.
  static func undone(_ text: [UInt8], _ escaping: ArtifactProgram.Escaping) -> [UInt8]? {
    switch escaping {
    case .none, .jsonValue: return text
    case .percent:
      var output: [UInt8] = []
      return PercentEncoding.decode(text.span, into: &output) ? output : nil
    case .html: return withoutEntities(text)
    case .script, .jsonText:
      let literal = [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
      var json: [UInt8] = []
      var reader = JSONReader()
      guard (try? reader.readWhole(literal.span, into: &json)) != nil else { return nil }
      var output: [UInt8] = []
      JSONReader.unescape(json.span, literal: 0..<json.count, into: &output)
      return output
    }
  }

  private static func withoutEntities(_ text: [UInt8]) -> [UInt8]? {
    let entities: [(String, UInt8)] = [
      ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
      ("&quot;", UInt8(ascii: "\"")), ("&#39;", UInt8(ascii: "'")),
    ]
    var output: [UInt8] = []
    var index = 0
    while index < text.count {
      guard text[index] == UInt8(ascii: "&") else {
        output.append(text[index])
        index += 1
        continue
      }
      guard let entity = entities.first(where: { text[index...].starts(with: $0.0.utf8) }) else {
        return nil
      }
      output.append(entity.1)
      index += entity.0.utf8.count
    }
    return output
  }
}
