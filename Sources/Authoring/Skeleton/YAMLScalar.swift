import Findings

/// Texts as YAML scalars that every reader takes for texts.
enum YAMLScalar {
  /// Plain where no reader of YAML 1.1 or 1.2 sees anything else in it, in double quotes otherwise.
  static func text(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  private static let words = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf",
  ]

  /// A name that is no word of YAML's own.
  private static func isPlain(_ text: String) -> Bool {
    SkeletonNames.isName(text) && !words.contains(text.lowercased())
  }

  /// In double quotes, with escapes for all that is invisible or that steers a terminal.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        let shown = PrintableText.shown(String(scalar))
        let isVisible = shown.unicodeScalars.elementsEqual([scalar])
        result += isVisible ? shown : escape(scalar)
      }
    }
    return result + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let (letter, width) = scalar.value > 0xFFFF ? ("U", 8) : ("u", 4)
    return "\\" + letter + String(repeating: "0", count: width - hex.count) + hex
  }
}
