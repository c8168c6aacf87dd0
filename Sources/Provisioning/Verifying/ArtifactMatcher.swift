import Bytes
import Profiles

/// Reads values back out of an artifact, by following the steps that would have made it. Where the
/// artifact leaves the form, it stops: rendering it again will show the difference.
struct ArtifactMatcher {
  /// What was read.
  struct Captured {
    /// Inputs by index, as text.
    var inputs: [(index: Int, text: [UInt8])] = []
    /// Claims by index; a text, or JSON.
    var claims: [(index: Int, value: [UInt8], isJSON: Bool)] = []
    var pieces: [(piece: ContainerProgram.Piece, text: [UInt8])] = []

    subscript(piece: ContainerProgram.Piece) -> [UInt8]? {
      pieces.first { $0.piece == piece }?.text
    }
  }

  private let artifact: [UInt8]
  private let token: [UInt8]
  private var position = 0
  private(set) var captured = Captured()

  init(_ artifact: [UInt8], token: [UInt8]) {
    self.artifact = artifact
    self.token = token
  }

  /// Where the fragment that a path brought along begins; it is read already.
  private var fragment: Int?

  var isAtEnd: Bool { position == fragment ?? artifact.count }

  /// Follows the steps; false where the artifact leaves them.
  mutating func match(_ steps: [ArtifactProgram.Step]) -> Bool {
    for (index, step) in steps.enumerated() {
      let isMatched =
        switch step {
        case .literal(let bytes): skip(bytes)
        case .token: skip(token)
        case .secret: false
        case .piece(let piece, let filters, let escaping):
          take(escaping, before: steps[(index + 1)...]) { captured, text in
            // A signature in capital letters is read as it stands.
            let isCase = filters.allSatisfy { $0 == .uppercase || $0 == .lowercase }
            guard let (value, _) = isCase ? (text, false) : Self.undone(text, filters) else {
              return
            }
            captured.pieces.append((piece, value))
          }
        case .value(let reference, let filters, let escaping):
          take(escaping, before: steps[(index + 1)...]) { captured, text in
            // A value in the place of JSON is what that filter makes of it.
            let filters = escaping == .jsonValue ? [.encodeJSON] : filters
            Self.capture(text, reference, filters, into: &captured)
          }
        case .path(let reference): takePath(reference, before: steps[(index + 1)...])
        case .constantPath(let text): skip(text)
        case .pairs(let opener, let pairs): match(pairs, opener)
        case .optional(let inner): matchOptional(inner)
        case .separator:
          position > 0 && artifact[position - 1] == UInt8(ascii: "{") || skip([UInt8(ascii: ",")])
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
    let before = self
    if !match(steps) { self = before }
    return true
  }

  private mutating func match(_ pairs: [ArtifactProgram.Pair], _ opener: UInt8) -> Bool {
    let question = UInt8(ascii: "?")
    var separator =
      opener == question && artifact[..<position].contains(question) ? UInt8(ascii: "&") : opener
    for pair in pairs where artifact[position...].starts(with: [separator] + pair.name) {
      position += 1 + pair.name.count
      separator = UInt8(ascii: "&")
      if !match(pair.steps) { return false }
    }
    return true
  }

  /// Takes the bytes up to the next constant, or up to what ends a value at this place.
  private mutating func take(
    _ escaping: ArtifactProgram.Escaping, before rest: ArraySlice<ArtifactProgram.Step>,
    _ keep: (inout Captured, [UInt8]) -> Void
  ) -> Bool {
    var end = position
    if escaping == .jsonValue {
      // It ends by itself, whatever stands behind it.
      end = min(max(position, JSONReader.end(artifact.span, from: position)), artifact.count)
    } else if case .literal(let next) = rest.first, !next.isEmpty {
      while end < artifact.count && !artifact[end...].starts(with: next) {
        let isEscaped = escaping == .jsonText && artifact[end] == UInt8(ascii: "\\")
        end = min(end + (isEscaped ? 2 : 1), artifact.count)
      }
    } else if escaping == .none, case .pairs(let opener, let pairs) = rest.first {
      // A query that stands as it is ends where the pairs behind it begin.
      end = beginning(of: pairs, opener, before: artifact.count) ?? artifact.count
    } else {
      let stops: [UInt8] = escaping == .percent ? Array("&#/?".utf8) : []
      while end < artifact.count && !stops.contains(artifact[end]) { end += 1 }
    }
    guard let text = Escaper.undone(Array(artifact[position..<end]), escaping) else { return false }
    position = end
    keep(&captured, text)
    return true
  }

  /// Where pairs begin that reach to `limit`, as far left as may be.
  private func beginning(
    of pairs: [ArtifactProgram.Pair], _ opener: UInt8, before limit: Int
  ) -> Int? {
    (position..<limit).first { index in
      guard artifact[index] == UInt8(ascii: "&") || artifact[index] == opener else { return false }
      var rest = self
      rest.position = index
      return rest.match(pairs, opener) && rest.position == limit && rest.position > index
    }
  }

  /// Takes a path up to the query that is ours; its fragment stands at the very end.
  private mutating func takePath(
    _ reference: Reference, before rest: ArraySlice<ArtifactProgram.Step>
  ) -> Bool {
    let fragment = artifact[position...].firstIndex(of: UInt8(ascii: "#")) ?? artifact.count
    var end = fragment
    switch rest.first {
    case .pairs(let opener, let pairs):
      end = beginning(of: pairs, opener, before: fragment) ?? fragment
    case .literal(let next) where !next.isEmpty:
      end = (position..<fragment).first { artifact[$0...].starts(with: next) } ?? fragment
    default: break
    }
    self.fragment = fragment
    Self.capture(
      Array(artifact[position..<end] + artifact[fragment...]), reference, [], into: &captured)
    position = end
    return true
  }

  private static func capture(
    _ text: [UInt8], _ reference: Reference, _ filters: [Transform], into captured: inout Captured
  ) {
    guard reference.members.isEmpty, let (value, isJSON) = undone(text, filters) else { return }
    switch reference.scope {
    case .input: captured.inputs.append((reference.index, isJSON ? plain(value) : value))
    case .claim: captured.claims.append((reference.index, value, isJSON))
    case .parameter: break
    }
  }

  /// The value before the filters; nil where they cannot be undone, as a digest cannot.
  private static func undone(
    _ text: [UInt8], _ filters: [Transform]
  ) -> (value: [UInt8], isJSON: Bool)? {
    var value = text
    var isJSON = false
    for filter in filters.reversed() {
      let encoding: TextEncoding? =
        switch filter {
        case .base64: .base64
        case .base64url: .base64url
        case .hex: .hex
        case .percentEncode: .percentEncode
        default: nil
        }
      if let encoding, !isJSON, let decoded = encoding.decoded(value) {
        value = decoded
      } else if filter == .encodeJSON, !isJSON {
        var json: [UInt8] = []
        var reader = JSONReader()
        guard (try? reader.readWhole(value, into: &json)) != nil else { return nil }
        (value, isJSON) = (json, true)
      } else {
        return nil
      }
    }
    return (value, isJSON)
  }

  /// The text of a JSON string; other JSON as it is.
  private static func plain(_ json: [UInt8]) -> [UInt8] {
    guard json.first == UInt8(ascii: "\"") else { return json }
    var text: [UInt8] = []
    JSONReader.unescape(json, literal: 0..<json.count, into: &text)
    return text
  }
}

extension Escaper {
  /// The text behind an escaped one; nil where it cannot have been escaped by us.
  static func undone(_ text: [UInt8], _ escaping: ArtifactProgram.Escaping) -> [UInt8]? {
    switch escaping {
    case .none, .path, .jsonValue: return text
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
