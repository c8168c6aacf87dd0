/// What a scalar means under the core schema of YAML 1.2 (section 10.3.2), held to what JSON can
/// say.
enum YAMLScalarType: Equatable {
  case null
  case boolean(Bool)
  /// A number whose text is also a JSON number (RFC 8259 section 6).
  case number
  /// A number that YAML reads and JSON cannot write as it stands: `0x1F`, `0o17`, `007`, `+1`,
  /// `.5`, `5.`, `.inf`, `.nan`.
  case otherNumber
  case text

  init(_ text: String, plain: Bool) {
    guard plain else {
      self = .text
      return
    }
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .boolean(true)
    case "false", "False", "FALSE": self = .boolean(false)
    default: self = Self.numberType(Array(text.utf8))
    }
  }

  /// Whether YAML 1.1 took this text for a boolean, as many other tools still do.
  static func isYAML11Boolean(_ text: String) -> Bool {
    ["y", "n", "yes", "no", "on", "off"].contains { word in
      [word, word.uppercased(), word.prefix(1).uppercased() + word.dropFirst()].contains(text)
    }
  }

  private static func numberType(_ text: [UInt8]) -> YAMLScalarType {
    if isJSONNumber(text) { return .number }
    return isOtherNumber(text) ? .otherNumber : .text
  }

  private static func isJSONNumber(_ text: [UInt8]) -> Bool {
    var at = text.first == UInt8(ascii: "-") ? 1 : 0
    let whole = digits(text, &at)
    guard whole == 1 || (whole > 1 && text[at - whole] != UInt8(ascii: "0")) else { return false }
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      guard digits(text, &at) > 0 else { return false }
    }
    return exponent(text, &at) && at == text.count
  }

  private static func isOtherNumber(_ text: [UInt8]) -> Bool {
    if text.starts(with: "0x".utf8) { return text.count > 2 && text.dropFirst(2).allSatisfy(isHex) }
    if text.starts(with: "0o".utf8) {
      return text.count > 2 && text.dropFirst(2).allSatisfy { (0x30...0x37).contains($0) }
    }
    if [".nan", ".NaN", ".NAN"].contains(where: { text.elementsEqual($0.utf8) }) { return true }
    var at = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? 1 : 0
    let unsigned = text.dropFirst(at)
    if [".inf", ".Inf", ".INF"].contains(where: { unsigned.elementsEqual($0.utf8) }) {
      return true
    }
    var count = digits(text, &at)
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      count += digits(text, &at)
    }
    return count > 0 && exponent(text, &at) && at == text.count
  }

  /// Passes over digits and says how many there were.
  private static func digits(_ text: [UInt8], _ at: inout Int) -> Int {
    let start = at
    while at < text.count, (0x30...0x39).contains(text[at]) { at += 1 }
    return at - start
  }

  /// Passes over an exponent, if there is one; `false` for one without digits.
  private static func exponent(_ text: [UInt8], _ at: inout Int) -> Bool {
    guard at < text.count, text[at] | 0x20 == UInt8(ascii: "e") else { return true }
    at += 1
    if at < text.count, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") { at += 1 }
    return digits(text, &at) > 0
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}

extension YAMLNode {
  private var scalarType: YAMLScalarType? {
    guard case .scalar(let text, let plain) = content else { return nil }
    return YAMLScalarType(text, plain: plain)
  }

  /// Whether the value is `null`, `~` or not there.
  package var asNull: Bool { scalarType == .null }

  /// A boolean: `true` or `false`. `yes` and `on` are text, see ``isYAML11Boolean``.
  package var asBool: Bool? {
    guard case .boolean(let value) = scalarType else { return nil }
    return value
  }

  /// A whole number written in decimal digits that fits.
  package var asInt: Int? {
    guard scalarType == .number, let text = scalarText else { return nil }
    return Int(text)
  }

  /// A number, as the JSON number literal that stands in the text, digit for digit.
  package var asNumberLiteral: String? {
    scalarType == .number ? scalarText : nil
  }

  /// Text: quoted, a block, or plain and of no other type.
  package var asText: String? {
    scalarType == .text ? scalarText : nil
  }

  /// Whether the value is text here and a boolean to readers of YAML 1.1: a plain `yes`, `off`.
  package var isYAML11Boolean: Bool {
    guard case .scalar(let text, plain: true) = content else { return false }
    return YAMLScalarType.isYAML11Boolean(text)
  }
}
