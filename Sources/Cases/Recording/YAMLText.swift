import Bytes
import Findings
import Profiles

/// Writes values as YAML that this house reads back as the same values.
enum YAMLText {
  /// A list or mapping that fits on a line of this many characters is written on one.
  private static let columnsMax = 96

  /// The lines of a mapping's entries, one name after the other.
  static func block(_ members: [(name: String, value: JSONTree)], indent: Int) -> [String] {
    members.flatMap { entry($0.name, $0.value, indent: indent) }
  }

  /// The lines of a list.
  static func block(_ elements: [JSONTree], indent: Int) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    return elements.flatMap { element -> [String] in
      let line = "\(blanks)- \(flow(element))"
      guard case .object(let members) = element, !members.isEmpty,
        line.unicodeScalars.count > columnsMax
      else { return [line] }
      var lines = block(members, indent: indent + 2)
      lines[0] = "\(blanks)- " + lines[0].dropFirst(indent + 2)
      return lines
    }
  }

  /// The lines of one name and its value.
  static func entry(_ name: String, _ value: JSONTree, indent: Int) -> [String] {
    let head = String(repeating: " ", count: indent) + scalar(name) + ":"
    let line = "\(head) \(flow(value))"
    if line.unicodeScalars.count <= columnsMax { return [line] }
    switch value {
    case .literal: return [line]
    case .array(let elements):
      return elements.isEmpty ? [line] : [head] + block(elements, indent: indent + 2)
    case .object(let members):
      return members.isEmpty ? [line] : [head] + block(members, indent: indent + 2)
    }
  }

  /// The value on one line.
  static func flow(_ value: JSONTree) -> String {
    switch value {
    case .literal(let literal): value.text.map(scalar) ?? literal
    case .array(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .object(let members):
      members.isEmpty
        ? "{}"
        : "{ " + members.map { "\(scalar($0.name)): \(flow($0.value))" }.joined(separator: ", ")
          + " }"
    }
  }

  // MARK: Texts

  /// A text without quotes where it means itself in every place, else in double quotes.
  static func scalar(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "/",
      text.unicodeScalars.last != " ",
      text.unicodeScalars.allSatisfy({ isPlain($0) })
    else { return false }
    let place = SourceLocation(file: "", line: 1, column: 1)
    let node = YAMLNode(.scalar(text, plain: true), at: place)
    return node.asText != nil && !node.isYAML11Boolean
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "_", "-", ".", "/", "@", "+", "0"..."9": true
    default: scalar.properties.isAlphabetic
    }
  }

  /// A JSON string, with escapes for what may not stand in YAML or cannot be seen.
  private static func quoted(_ text: String) -> String {
    var result = ""
    for scalar in JSONTree.literal(of: text).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let width = scalar.value > 0xFFFF ? 8 : 4
    return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - hex.count) + hex
  }
}
