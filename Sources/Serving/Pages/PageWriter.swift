import Bytes

/// Writes a page of HTML. Markup is what stands in our own sources, and anything else is escaped: the
/// type of each call says which it is.
struct PageWriter {
  private(set) var bytes: [UInt8] = []

  mutating func markup(_ literal: StaticString) {
    bytes += literal.withUTF8Buffer { unsafe Array($0) }
  }

  /// Appends text, also for a quoted attribute.
  mutating func text(_ text: String) { self.text(Array(text.utf8)) }

  mutating func text(_ text: [UInt8]) { HTMLEscaping.append(text.span, to: &bytes) }

  /// Appends what a profile has made for a page, whose values are escaped already.
  mutating func artifact(_ bytes: [UInt8]) { self.bytes += bytes }

  mutating func paragraph(_ text: String, class name: StaticString? = nil) {
    if let name {
      markup("<p class=\"")
      markup(name)
      markup("\">")
    } else {
      markup("<p>")
    }
    self.text(text)
    markup("</p>\n")
  }
}
