import Bytes
import Provisioning

/// A JSON value taken apart, for comparing and for writing it as YAML.
indirect enum JSONTree: Sendable, Equatable {
  case object([(name: String, value: JSONTree)])
  case array([JSONTree])
  /// A text, a number, `true`, `false` or `null`, as canonical JSON.
  case literal(String)

  /// Takes canonical JSON apart.
  init(_ json: [UInt8]) { self.init(json, 0..<json.count) }

  private init(_ json: [UInt8], _ range: Range<Int>) {
    switch JSONReader.kind(json.span, at: range.lowerBound) {
    case .object:
      let object = Array(json[range])
      self = .object(
        TokenReading.members(object).map { ($0.name, JSONTree(object, $0.value)) })
    case .array:
      var elements: [JSONTree] = []
      var index = range.lowerBound + 1
      while json[index] != UInt8(ascii: "]") {
        let end = JSONReader.end(json.span, from: index)
        elements.append(JSONTree(json, index..<end))
        index = JSONCursor.next(json.span, after: end)
      }
      self = .array(elements)
    default: self = .literal(String(decoding: json[range], as: Unicode.UTF8.self))
    }
  }

  /// The value as compact JSON.
  var json: String {
    switch self {
    case .literal(let text): text
    case .array(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.literal(of: $0.name) + ":" + $0.value.json }.joined(separator: ",")
        + "}"
    }
  }

  /// A text as a JSON string.
  static func literal(of text: String) -> String {
    var json: [UInt8] = []
    JSONWriter.appendString(Array(text.utf8).span, to: &json)
    return String(decoding: json, as: Unicode.UTF8.self)
  }

  /// The text of a string; nil for anything else.
  var text: String? {
    guard case .literal(let literal) = self, literal.utf8.first == UInt8(ascii: "\"") else {
      return nil
    }
    var text: [UInt8] = []
    let json = Array(literal.utf8)
    JSONReader.unescape(json.span, literal: 0..<json.count, into: &text)
    return String(decoding: text, as: Unicode.UTF8.self)
  }

  /// The members of an object.
  var members: [(name: String, value: JSONTree)] {
    if case .object(let members) = self { members } else { [] }
  }

  /// The member with this name, byte for byte.
  subscript(name: some StringProtocol) -> JSONTree? {
    members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  static func == (left: JSONTree, right: JSONTree) -> Bool {
    left.json.utf8.elementsEqual(right.json.utf8)
  }
}
