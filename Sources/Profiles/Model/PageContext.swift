/// Follows the text of an HTML template far enough to know how a value must be escaped.
package struct PageContext: Sendable {
  /// How a value is escaped at a place of a page.
  package enum Escaping: Sendable {
    /// In text, or in a quoted attribute.
    case html
    /// In a quoted string of a script.
    case script
  }

  private enum State {
    case text, tag, attribute(UInt8), script, scriptString(UInt8), comment, opaque
  }

  private var state = State.text
  private var seen: [UInt8] = []
  private var element: [UInt8] = []

  package init() {}

  /// How a value must be escaped here; nil where it cannot be.
  package var escaping: Escaping? {
    switch state {
    case .text, .attribute: .html
    case .scriptString: .script
    case .tag, .script, .comment, .opaque: nil
    }
  }

  package mutating func advance(_ bytes: [UInt8]) {
    for byte in bytes { advance(byte) }
  }

  private mutating func advance(_ byte: UInt8) {
    seen.append(byte)
    switch state {
    case .text:
      if byte == UInt8(ascii: "<") { (state, element) = (.tag, []) }
    case .tag:
      advanceInTag(byte)
    case .attribute(let quote):
      if byte == quote { state = .tag }
    case .script:
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        state = .scriptString(byte)
      } else {
        endElement("</script")
      }
    case .scriptString(let quote):
      if byte == quote && !isEscaped { state = .script }
    case .comment:
      if ends("-->") { state = .text }
    case .opaque:
      endElement("</style")
    }
  }

  private mutating func advanceInTag(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .attribute(byte)
    case UInt8(ascii: ">"):
      let name = element.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }.map { $0 | 0x20 }
      if name.elementsEqual("script".utf8) {
        state = .script
      } else if name.elementsEqual("style".utf8) {
        state = .opaque
      } else {
        state = .text
      }
    default:
      element.append(byte)
      if element.elementsEqual("!--".utf8) { state = .comment }
    }
  }

  private var isEscaped: Bool {
    var count = 0
    for byte in seen.dropLast().reversed() {
      guard byte == UInt8(ascii: "\\") else { break }
      count += 1
    }
    return !count.isMultiple(of: 2)
  }

  private mutating func endElement(_ end: StaticString) {
    if ends(end) { (state, element) = (.tag, Array("/".utf8)) }
  }

  private func ends(_ text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    return seen.count >= wanted.count
      && zip(seen.suffix(wanted.count), wanted).allSatisfy { ($0 | 0x20) == ($1 | 0x20) }
  }
}
