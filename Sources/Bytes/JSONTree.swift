/// A JSON document that is made to be read by people as well: members keep their order, and what
/// fits on one line stands on one line.
package indirect enum JSONTree: Sendable {
  /// The JSON text of a value, as it is: a number, `true`, `null`, or canonical JSON.
  case literal(String)
  case text(String)
  case list([JSONTree])
  case object([Member])

  package struct Member: Sendable {
    package var name: String
    package var value: JSONTree

    package init(_ name: String, _ value: JSONTree) {
      self.name = name
      self.value = value
    }
  }

  /// Columns that a line may have before a list or an object is broken up.
  private static let widthMax = 96

  package static let yes = JSONTree.literal("true")
  package static let no = JSONTree.literal("false")

  package static func number(_ value: Int) -> JSONTree { .literal(String(value)) }

  package static func texts(_ texts: [String]) -> JSONTree { .list(texts.map { .text($0) }) }

  /// The members of an object; empty for anything else.
  package var members: [Member] {
    if case .object(let members) = self { members } else { [] }
  }

  /// The value of a member, found by its bytes.
  package subscript(name: String) -> JSONTree? {
    members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// The document on one line.
  package var compact: String {
    switch self {
    case .literal(let json): json
    case .text(let text): Self.quoted(text)
    case .list(let elements): "[" + elements.map(\.compact).joined(separator: ", ") + "]"
    case .object(let members) where members.isEmpty: "{}"
    case .object(let members):
      "{ "
        + members.map { Self.quoted($0.name) + ": " + $0.value.compact }.joined(separator: ", ")
        + " }"
    }
  }

  /// The document with two spaces for each level, and no line break at its end.
  package var pretty: String { pretty(indent: 0, taken: 0) }

  private func pretty(indent: Int, taken: Int) -> String {
    let line = compact
    if indent + taken + line.utf8.count <= Self.widthMax { return line }
    let blanks = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .literal, .text: return line
    case .list(let elements):
      let lines = elements.map { blanks + $0.pretty(indent: indent + 2, taken: 1) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .object(let members):
      let lines = members.map { member in
        let name = Self.quoted(member.name) + ": "
        return blanks + name
          + member.value.pretty(indent: indent + 2, taken: name.utf8.count + 1)
      }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONWriter.appendString(Array(text.utf8).span, to: &bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }
}
