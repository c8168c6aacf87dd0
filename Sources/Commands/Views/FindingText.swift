import Findings
import Runs

/// A finding as a person reads it.
struct FindingText {
  var finding: Finding
  /// The batch's name, for findings of rows.
  var file: String
  /// The profile's text, for an excerpt with a caret.
  var source: [UInt8]?

  init(_ finding: Finding, file: String = "", source: [UInt8]? = nil) {
    self.finding = finding
    self.file = file
    self.source = source
  }

  /// One line that says where and what, then the value, the source line and the help.
  var text: String {
    var text = place + "\(finding.severity.rawValue)[\(finding.code.rawValue)]: " + detail
    if case .source(let location) = finding.place, let source,
      let excerpt = SourceExcerpt(of: source, at: location)
    {
      text += "\n    \(excerpt.line)\n    \(excerpt.caret)"
    }
    if let help = finding.help {
      text += "\n    help: \(PrintableText.shown(help, scalarsMax: 600))"
    }
    return text
  }

  private var place: String {
    switch finding.place {
    case .run: return ""
    case .source(let location): return "\(location): "
    case .batch(let line): return "\(file):\(line): "
    case .row(_, let line): return "\(file):\(line): "
    }
  }

  private var detail: String {
    var words = ""
    if case .row(let row, _) = finding.place { words = "row \(row): " }
    words += PrintableText.shown(finding.message, scalarsMax: 600)
    var extras: [String] = []
    if let column = finding.column { extras.append("column \"\(PrintableText.shown(column))\"") }
    if let excerpt = finding.excerpt { extras.append("value \(excerpt)") }
    if let rule = finding.rule { extras.append("rule \(rule)") }
    return extras.isEmpty ? words : words + " (\(extras.joined(separator: ", ")))"
  }
}
