import Bytes
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
        JSONWriter.appendString(Array(entry.name.utf8).span, to: &output)
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
    case .text: JSONWriter.appendString(Array(text.utf8).span, to: &output)
    case .otherNumber:
      output.append(contentsOf: "null".utf8)
      findings.append(
        Finding(
          .badValue, at: .source(location),
          "`\(PrintableText.shown(text))` is not a number that JSON can write.",
          help: "Write it in decimal, as 12 or -0.5, or put it in quotes if it is text."))
    }
  }
}
