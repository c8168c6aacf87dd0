package import Findings

/// Reads the one document of a YAML 1.2 text into nodes, within limits.
///
/// A profile describes and nothing more: anchors, aliases, tags, merge keys, directives and
/// further documents are refused.
package enum YAMLReader {
  /// Reads `bytes`; `file` is the name for findings.
  ///
  /// `root` is `nil` when the text could not be read to its end. When it is there beside errors,
  /// it serves to find more mistakes: refused parts are missing from it or stand as empty values.
  package static func read(
    _ bytes: [UInt8], file: String, limits: YAMLLimits = .standard
  ) -> (root: YAMLNode?, findings: [Finding]) {
    let start = Finding.Place.source(SourceLocation(file: file, line: 1, column: 1))
    guard bytes.count <= limits.bytesMax else {
      let message = "The file has \(bytes.count) bytes; at most \(limits.bytesMax) are read"
      return (nil, [Finding(.yamlLimit, at: start, message + " (limit bytesMax).")])
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      let finding = Finding(
        .yamlSyntax, at: start, "The file is UTF-16; only UTF-8 is read.",
        help: "Save the file as UTF-8.")
      return (nil, [finding])
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let check = YAMLTextCheck(text, file: file, limits: limits)
    guard check.findings.isEmpty else { return (nil, check.findings) }
    var builder = YAMLBuilder(file: file, limits: limits)
    let directives = withoutDirectives(text)
    for line in directives.lines { builder.refuseDirective(line: line) }
    builder.build(directives.text)
    return (builder.root, builder.findings)
  }

  /// The text with the directives before its first document made comments.
  ///
  /// So each is reported, and the rest is still read; an unknown version would end it there.
  private static func withoutDirectives(_ bytes: [UInt8]) -> (text: [UInt8], lines: [Int]) {
    var text = bytes
    var lines: [Int] = []
    var line = 1
    var at = 0
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "%"):
        text[at] = UInt8(ascii: "#")
        lines.append(line)
      case UInt8(ascii: "#"), 0x0A, 0x0D: break
      default: return (text, lines)
      }
      while at < text.count, text[at] != 0x0A, text[at] != 0x0D { at += 1 }
      if at + 1 < text.count, text[at] == 0x0D, text[at + 1] == 0x0A { at += 1 }
      at += 1
      line += 1
    }
    return (text, lines)
  }
}
