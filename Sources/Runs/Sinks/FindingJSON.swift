import Bytes
package import Findings

/// Writes a finding as one JSON object: the form of `--findings` and of every `--json`.
package enum FindingJSON {
  /// Appends the object.
  ///
  /// - Parameter file: the batch's name, for findings that have no file of their own.
  package static func append(_ finding: Finding, file: String, to output: inout [UInt8]) {
    var members = JSONMembers(&output)
    members.add("code", finding.code.rawValue, &output)
    members.add("severity", finding.severity.rawValue, &output)
    switch finding.place {
    case .run: break
    case .source(let location):
      members.add("file", location.file, &output)
      members.add("line", location.line, &output)
      members.add("position", location.column, &output)
    case .batch(let line):
      members.add("file", file, &output)
      members.add("line", line, &output)
    case .row(let row, let line):
      members.add("file", file, &output)
      members.add("row", row, &output)
      members.add("line", line, &output)
    }
    members.add("column", finding.column, &output)
    members.add("claim", finding.claim, &output)
    members.add("rule", finding.rule, &output)
    members.add("message", finding.message, &output)
    members.add("help", finding.help, &output)
    members.add("excerpt", finding.excerpt, &output)
    members.close(&output)
  }
}

/// Writes the members of one JSON object, one after the other.
package struct JSONMembers {
  private var isFirst = true

  package init(_ output: inout [UInt8]) { output.append(UInt8(ascii: "{")) }

  package mutating func name(_ name: String, _ output: inout [UInt8]) {
    if !isFirst { output.append(UInt8(ascii: ",")) }
    isFirst = false
    JSONWriter.appendString(Array(name.utf8).span, to: &output)
    output.append(UInt8(ascii: ":"))
  }

  /// Adds a text; nil adds nothing.
  package mutating func add(_ name: String, _ text: String?, _ output: inout [UInt8]) {
    guard let text else { return }
    self.name(name, &output)
    JSONWriter.appendString(Array(text.utf8).span, to: &output)
  }

  package mutating func add(_ name: String, _ number: Int, _ output: inout [UInt8]) {
    self.name(name, &output)
    JSONWriter.appendInteger(number, to: &output)
  }

  package mutating func close(_ output: inout [UInt8]) { output.append(UInt8(ascii: "}")) }
}
