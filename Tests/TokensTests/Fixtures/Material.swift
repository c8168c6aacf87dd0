import Testing
import Tokens

/// Key material as text. Test names show its beginning in one line.
struct Material: Sendable, ExpressibleByStringInterpolation, CustomTestStringConvertible {
  var text: String

  init(_ text: String) { self.text = text }
  init(stringLiteral text: String) { self.text = text }

  var testDescription: String {
    "\(text.count) characters "
      + String(text.replacing("\n", with: "\\n").prefix(60)).debugDescription
  }

  static func + (left: Material, right: Material) -> Material { Material(left.text + right.text) }

  func replacing(_ old: String, with new: String) -> Material {
    Material(text.replacing(old, with: new))
  }

  /// What stands between the lines of a PEM block.
  var body: Material {
    Material(
      text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined(separator: "\n"))
  }

  var lines: [String] { text.split(separator: "\n").map(String.init) }
}

func secret(_ material: Material) -> SecretBytes { SecretBytes(bytes(material.text)) }
