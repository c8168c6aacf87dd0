/// Text for HTML: in text, or in a quoted attribute (WHATWG HTML, 13.3).
///
/// It goes by bytes. Escaping that goes by characters overlooks a `<` or `"` that a combining mark
/// follows, and a row could bring a tag along.
package enum HTMLEscaping {
  package static func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "&"): output += Array("&amp;".utf8)
      case UInt8(ascii: "<"): output += Array("&lt;".utf8)
      case UInt8(ascii: ">"): output += Array("&gt;".utf8)
      case UInt8(ascii: "\""): output += Array("&quot;".utf8)
      case UInt8(ascii: "'"): output += Array("&#39;".utf8)
      case let byte: output.append(byte)
      }
    }
  }
}
