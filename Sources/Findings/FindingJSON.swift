import Bytes

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
