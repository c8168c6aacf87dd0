import Bytes
import Findings
import Runs

/// Findings as a log of the Static Analysis Results Interchange Format (SARIF), version 2.1.0.
enum SarifLog {
  /// The log on one line, with a line break at its end.
  static func bytes(_ findings: [Finding], version: String) -> [UInt8] {
    let codes = FindingCode.allCases.filter { code in findings.contains { $0.code == code } }
    let run = SarifValue.object([
      (
        "tool",
        .object([
          (
            "driver",
            .object([
              ("name", .text("muster")), ("version", .text(version)),
              ("rules", .list(codes.map(rule))),
            ])
          )
        ])
      ),
      ("columnKind", .text("unicodeCodePoints")),
      ("results", .list(findings.map { result($0, codes) })),
    ])
    let log = SarifValue.object([
      ("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .text("2.1.0")), ("runs", .list([run])),
    ])
    var output: [UInt8] = []
    log.append(to: &output)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private static func rule(_ code: FindingCode) -> SarifValue {
    .object([
      ("id", .text(code.rawValue)), ("shortDescription", message(code.summary)),
      ("help", message(code.remedy)),
    ])
  }

  private static func result(_ finding: Finding, _ codes: [FindingCode]) -> SarifValue {
    var members: [(String, SarifValue)] = [("ruleId", .text(finding.code.rawValue))]
    if let index = codes.firstIndex(of: finding.code) {
      members.append(("ruleIndex", .number(index)))
    }
    members.append(("level", .text(level(finding.severity))))
    members.append(("message", message(finding.message + (finding.help.map { " " + $0 } ?? ""))))
    if case .source(let location) = finding.place {
      members.append(("locations", .list([place(location)])))
    }
    return .object(members)
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "note"
    }
  }

  private static func message(_ text: String) -> SarifValue { .object([("text", .text(text))]) }

  private static func place(_ location: SourceLocation) -> SarifValue {
    .object([
      (
        "physicalLocation",
        .object([
          ("artifactLocation", .object([("uri", .text(uri(location.file)))])),
          (
            "region",
            .object([
              ("startLine", .number(location.line)), ("startColumn", .number(location.column)),
            ])
          ),
        ])
      )
    ])
  }

  /// A file's name as a URI reference: bytes that have a meaning there are percent-encoded.
  private static func uri(_ file: String) -> String {
    let plain = Set("-._~/".utf8)
    var uri = ""
    for byte in file.utf8 {
      let isLetter = (0x61...0x7A).contains(byte | 0x20) && byte < 0x80
      if isLetter || (0x30...0x39).contains(byte) || plain.contains(byte) {
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return uri
  }
}

/// What a log is made of.
private indirect enum SarifValue {
  case text(String)
  case number(Int)
  case list([SarifValue])
  case object([(String, SarifValue)])

  func append(to output: inout [UInt8]) {
    switch self {
    case .text(let text): JSONWriter.appendString(Array(text.utf8).span, to: &output)
    case .number(let number): JSONWriter.appendInteger(number, to: &output)
    case .list(let values):
      output.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        value.append(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let values):
      var members = JSONMembers(&output)
      for (name, value) in values {
        members.name(name, &output)
        value.append(to: &output)
      }
      members.close(&output)
    }
  }
}
