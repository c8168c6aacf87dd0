/// Finds things in canonical JSON, as `JSONReader` writes it: well-formed, without white space.
package enum JSONCursor {
  /// Where the value of the member `name` stands in the object that stands in `range`; nil where
  /// there is no such member, or no object.
  package static func member(
    _ name: Span<UInt8>, of text: Span<UInt8>, in range: Range<Int>
  ) -> Range<Int>? {
    guard text[range.lowerBound] == UInt8(ascii: "{") else { return nil }
    var index = range.lowerBound + 1
    while text[index] != UInt8(ascii: "}") {
      let nameEnd = JSONReader.end(text, from: index)
      let end = JSONReader.end(text, from: nameEnd + 1)
      if isText(text, index..<nameEnd, equalTo: name) { return (nameEnd + 1)..<end }
      index = next(text, after: end)
    }
    return nil
  }

  /// The offset of the next element or member, or of the closing bracket.
  package static func next(_ text: Span<UInt8>, after end: Int) -> Int {
    text[end] == UInt8(ascii: ",") ? end + 1 : end
  }

  /// Whether the string literal in `literal` stands for the text `wanted`.
  package static func isText(
    _ text: Span<UInt8>, _ literal: Range<Int>, equalTo wanted: Span<UInt8>
  ) -> Bool {
    let inside = (literal.lowerBound + 1)..<(literal.upperBound - 1)
    if inside.count < wanted.count { return false }
    if JSONReader.isPlain(text, literal: inside) {
      return areEqual(text.extracting(inside), wanted)
    }
    var unescaped: [UInt8] = []
    JSONReader.unescape(text, literal: literal, into: &unescaped)
    return areEqual(unescaped.span, wanted)
  }

  package static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
