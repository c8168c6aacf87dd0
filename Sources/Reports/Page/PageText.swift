import Bytes
import Findings
import Mustache

/// How text gets into the page.
///
/// The package's own escaping goes by characters, which `HTMLEscaping` says why not to.
struct PageText: MustacheContentType {
  /// What templates call it.
  private static let name = "MUSTER"

  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 16)
    HTMLEscaping.append(Array(text.utf8).span, to: &bytes)
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

  /// Text from outside: nothing in it is invisible or turns the line around, no pile of marks reaches
  /// into other lines, and it ends somewhere.
  static func shown(_ text: String, _ scalarsMax: Int = 300) -> String {
    var shown = String.UnicodeScalarView()
    var marks = 0
    for scalar in PrintableText.shown(text, scalarsMax: scalarsMax).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .spacingMark: marks += 1
      default: marks = 0
      }
      if marks <= marksMax { shown.append(scalar) }
      if marks == marksMax + 1 { shown.append("…") }
    }
    return String(shown)
  }

  /// Marks on one letter; living scripts use three.
  private static let marksMax = 4

  static func shown(_ text: String?, _ scalarsMax: Int = 300) -> String? {
    text.map { shown($0, scalarsMax) }
  }

  /// Muster's own words, in which names stand between backticks.
  static func phrases(_ words: String) -> [PagePhrase] {
    words.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { !$1.isEmpty }
      .map { index, part in
        index.isMultiple(of: 2)
          ? PagePhrase(plain: String(part), name: nil) : PagePhrase(plain: nil, name: String(part))
      }
  }
}

/// A piece of a sentence: plain words, or a name that is set like code.
struct PagePhrase: Hashable {
  let plain: String?
  let name: String?
}
