import Findings
import Mustache

/// How text gets into the page.
///
/// The package's own escaping goes by characters, and a `<` or `"` that a combining mark follows is
/// none of the characters that it looks for: a row could bring a tag along. This goes by bytes.
struct PageText: MustacheContentType {
  /// What templates call it.
  private static let name = "MUSTER"

  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
      case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
      case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
      case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  /// Makes a template whose values are all escaped this way.
  static func template(_ text: String) -> MustacheTemplate {
    MustacheContentTypes.register(PageText(), named: name)
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(name)}}" + text)
    } catch {
      preconditionFailure("The report's template is wrong: \(error)")
    }
  }

  /// Text from outside: nothing in it is invisible or turns the line around, and it ends somewhere.
  static func shown(_ text: String, _ scalarsMax: Int = 300) -> String {
    PrintableText.shown(text, scalarsMax: scalarsMax)
  }

  static func shown(_ text: String?, _ scalarsMax: Int = 300) -> String? {
    text.map { PrintableText.shown($0, scalarsMax: scalarsMax) }
  }
}
