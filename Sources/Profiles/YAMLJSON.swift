package import Findings

extension YAMLNode {
  /// Appends the value as compact JSON: mappings in their own order, plain scalars typed by the
  /// core schema, numbers digit for digit.
  ///
  /// Returns a finding for each number that JSON cannot write as it stands; `null` is written in
  /// its place, and the output is not to be used.
  package func appendJSON(to output: inout [UInt8]) -> [Finding] {
    var findings: [Finding] = []
    append(to: &output, findings: &findings)
    return findings
  }

  private func append(to output: inout [UInt8], findings: inout [Finding]) {
    switch content {
    case .scalar(let text, let plain):
      append(text, plain: plain, to: &output, findings: &findings)
    case .sequence(let values):
      output.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        value.append(to: &output, findings: &findings)
      }
      output.append(UInt8(ascii: "]"))
    case .mapping(let entries):
      output.append(UInt8(ascii: "{"))
      for (index, entry) in entries.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        Self.appendString(entry.name, to: &output)
        output.append(UInt8(ascii: ":"))
        entry.value.append(to: &output, findings: &findings)
      }
      output.append(UInt8(ascii: "}"))
    }
  }

  private func append(
    _ text: String, plain: Bool, to output: inout [UInt8], findings: inout [Finding]
  ) {
    switch YAMLScalarType(text, plain: plain) {
    case .null: output.append(contentsOf: "null".utf8)
    case .boolean(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .number: output.append(contentsOf: text.utf8)
    case .text: Self.appendString(text, to: &output)
    case .otherNumber:
      output.append(contentsOf: "null".utf8)
      findings.append(
        Finding(
          .badValue, at: .source(location),
          "`\(PrintableText.shown(text))` is not a number that JSON can write.",
          help: "Write it in decimal, as 12 or -0.5, or put it in quotes if it is text."))
    }
  }

  private static func appendString(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0x08: output += "\\b".utf8
      case 0x09: output += "\\t".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0C: output += "\\f".utf8
      case 0x0D: output += "\\r".utf8
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        output += "\\u00".utf8
        output += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
