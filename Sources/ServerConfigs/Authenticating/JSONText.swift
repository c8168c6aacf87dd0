import Bytes

/// Finds values in canonical JSON, as `JSONReader` writes it.
enum JSONText {
  /// Where the value of a member of the whole object stands.
  static func member(_ name: String, of json: [UInt8]) -> Range<Int>? {
    let name = Array(name.utf8)
    return JSONCursor.member(name.span, of: json.span, in: 0..<json.count)
  }

  /// The text of a string; nil for any other value.
  static func string(_ json: [UInt8], _ range: Range<Int>) -> [UInt8]? {
    guard json[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
    var text: [UInt8] = []
    JSONReader.unescape(json.span, literal: range, into: &text)
    return text
  }

  /// The JSON of each element of a list; nil for any other value.
  static func elements(_ json: [UInt8]) -> [[UInt8]]? {
    guard json.first == UInt8(ascii: "[") else { return nil }
    var elements: [[UInt8]] = []
    var index = 1
    while json[index] != UInt8(ascii: "]") {
      let end = JSONReader.end(json.span, from: index)
      elements.append(Array(json[index..<end]))
      index = JSONCursor.next(json.span, after: end)
    }
    return elements
  }
}
