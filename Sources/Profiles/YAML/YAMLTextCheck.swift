import Findings

/// Checks the characters of a YAML text before it is parsed, so that each bad one is reported at
/// its place, and that libyaml and an editor count the same lines.
struct YAMLTextCheck {
  private let bytes: [UInt8]
  private let file: String
  private let limits: YAMLLimits
  private var at = 0
  private var line = 1
  private var column = 1
  private var directiveLines = 0
  private(set) var findings: [Finding] = []

  /// Checks `bytes`, which hold no byte order mark any more.
  init(_ bytes: [UInt8], file: String, limits: YAMLLimits) {
    self.bytes = bytes
    self.file = file
    self.limits = limits
    while at < bytes.count, findings.count < limits.findingsMax { checkCharacter() }
  }

  private mutating func checkCharacter() {
    let byte = bytes[at]
    if column == 1, byte == UInt8(ascii: "%") { countDirectiveLine() }
    switch byte {
    case 0x0A:
      endLine()
    case 0x0D:
      // CR LF is one line break, and CR alone is one too (YAML 1.2, section 5.4).
      if at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
      endLine()
    case 0x09, 0x20..<0x7F:
      at += 1
      column += 1
    case 0x00..<0x80:
      report(
        byte == 0
          ? "A NUL character cannot stand in YAML."
          : "The control character \(Self.name(UInt32(byte))) cannot stand in YAML.",
        help: "Remove it, or write it as an escape in double quotes.")
      at += 1
      column += 1
    default:
      checkMultibyte()
    }
  }

  private mutating func endLine() {
    at += 1
    line += 1
    column = 1
  }

  private mutating func countDirectiveLine() {
    directiveLines += 1
    guard directiveLines == limits.directiveLinesMax + 1 else { return }
    report(
      "More than \(limits.directiveLinesMax) lines begin with `%` (limit directiveLinesMax).",
      code: .yamlLimit)
  }

  private mutating func checkMultibyte() {
    guard let (scalar, length) = Self.decode(bytes, at: at) else {
      let hex = String(bytes[at], radix: 16, uppercase: true)
      report(
        "The byte \(hex) is not UTF-8.",
        help: "Save the file as UTF-8; it may be Latin-1 or Windows-1252 now.")
      // One finding for a run of them.
      while at < bytes.count, bytes[at] >= 0x80, Self.decode(bytes, at: at) == nil { at += 1 }
      column += 1
      return
    }
    switch scalar {
    case 0x85, 0x2028, 0x2029:
      // libyaml takes these for line breaks, YAML 1.2 and editors do not.
      report(
        "The line separator \(Self.name(scalar)) cannot stand in this file.", code: .yamlForbidden,
        help: "Remove it, or write it as an escape in double quotes.")
    case 0x80..<0xA0, 0xFFFE, 0xFFFF:
      report(
        "The control character \(Self.name(scalar)) cannot stand in YAML.",
        help: "Remove it, or write it as an escape in double quotes.")
    case 0xFEFF:
      report(
        "A byte order mark stands in the middle of the text.", code: .yamlForbidden,
        help: "Remove it; it is invisible in most editors.")
    default: break
    }
    at += length
    column += 1
  }

  private mutating func report(
    _ message: String, code: FindingCode = .yamlSyntax, help: String? = nil
  ) {
    let place = SourceLocation(file: file, line: line, column: column)
    findings.append(Finding(code, at: .source(place), message, help: help))
  }

  /// The character of two to four bytes that begins at `at`, strictly as RFC 3629 has it.
  static func decode(_ bytes: [UInt8], at: Int) -> (scalar: UInt32, length: Int)? {
    let first = bytes[at]
    let length: Int
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return nil
    }
    guard bytes.count - at >= length else { return nil }
    var scalar = UInt32(first) & (0x7F >> UInt32(length))
    for index in at + 1..<at + length {
      guard bytes[index] & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard scalar >= least, Unicode.Scalar(scalar) != nil else { return nil }
    return (scalar, length)
  }

  private static func name(_ scalar: UInt32) -> String {
    let hex = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }
}
