import Findings
import Profiles

/// Writes what became of cases into their file, as what they expect from now on. All other bytes of
/// the file stay as they are; comments inside an expectation that is replaced move to its top.
package struct CaseRecorder {
  private struct Edit {
    var range: Range<Int>
    var text: String
  }

  private let source: SourceText

  package init(_ text: [UInt8]) { source = SourceText(text) }

  /// The text with these results as expectations.
  package func text(recording results: [CaseResult]) -> [UInt8] {
    let edits = results.map(edit).sorted { $0.range.lowerBound > $1.range.lowerBound }
    var bytes = source.bytes
    for edit in edits { bytes.replaceSubrange(edit.range, with: Array(edit.text.utf8)) }
    return bytes
  }

  private func edit(_ result: CaseResult) -> Edit {
    let node = result.testCase.node
    let expectations = result.rows.map { RecordedExpectation($0).members }
    let isFlow = source.bytes[source.offset(node.location)] == UInt8(ascii: "{")
    let old = node.entry("expect")
    switch (isFlow, old) {
    case (true, nil): return appendFlow(node, expectations)
    case (true, let old?): return replaceFlow(old, expectations)
    case (false, nil): return append(node, expectations)
    case (false, let old?): return replace(old, of: node, expectations)
    }
  }

  // MARK: Blocks

  /// Below the last line of the case, comments as far in as its keys counted.
  private func append(_ node: YAMLNode, _ expectations: [Members]) -> Edit {
    let indent = node.location.column - 1
    let last = lastLine(of: node) { $0 >= indent }
    let end = source.line(last).upperBound
    let lines = block(expectations, comments: [], indent: indent)
    return Edit(range: end..<end, text: joined([""] + lines))
  }

  private func replace(
    _ old: YAMLNode.Entry, of node: YAMLNode, _ expectations: [Members]
  ) -> Edit {
    let indent = node.location.column - 1
    let start = source.offset(old.key.location)
    let next = (node.asMapping ?? []).map(\.key.location).filter { $0 > old.key.location }.min()
    let last =
      next.map { lastLine(before: $0.line, notBefore: old.key.location.line) { $0 > indent } }
      ?? lastLine(of: node) { $0 > indent }
    let range = start..<max(start, source.line(max(last, old.key.location.line)).upperBound)
    let lines = block(expectations, comments: comments(in: range, of: old), indent: indent)
    // The first line's indentation stands there already.
    return Edit(range: range, text: String(joined(lines).dropFirst(indent)))
  }

  /// The last line that belongs to a case: blank lines and comments behind it do not, unless the
  /// comment is far enough in.
  private func lastLine(of node: YAMLNode, _ belongs: (Int) -> Bool) -> Int {
    let isAtEnd = source.offset(node.end) == source.bytes.count
    let end =
      isAtEnd && node.end.column > 1 || node.end.line > source.lineCount
      ? source.lineCount + 1 : node.end.line
    // A block scalar that keeps its line breaks owns the blank lines behind it.
    if case .scalar(let text, false)? = node.asMapping?.last?.value.content,
      text.utf8.suffix(2).elementsEqual([0x0A, 0x0A])
    {
      return max(end - 1, node.location.line)
    }
    return lastLine(before: end, notBefore: node.location.line, belongs)
  }

  private func lastLine(
    before end: Int, notBefore first: Int, _ belongs: (Int) -> Bool
  ) -> Int {
    var line = min(end - 1, source.lineCount)
    while line > first {
      switch source.kind(line) {
      case .content: return line
      case .comment(let indent) where belongs(indent): return line
      case .blank, .comment: line -= 1
      }
    }
    return first
  }

  private func block(_ expectations: [Members], comments: [String], indent: Int) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    let remarks = comments.map { "\(blanks)  \($0)" }
    let lines: [String]
    if expectations.count == 1 {
      lines = YAMLText.block(expectations[0], indent: indent + 2)
    } else {
      lines = YAMLText.block(expectations.map { .object($0) }, indent: indent + 2)
    }
    return lines.isEmpty
      ? ["\(blanks)expect: {}"] + remarks : ["\(blanks)expect:"] + remarks + lines
  }

  private func joined(_ lines: [String]) -> String {
    lines.joined(separator: String(decoding: source.lineBreak, as: Unicode.UTF8.self))
  }

  // MARK: Flow

  /// Before the brace that closes the case.
  private func appendFlow(_ node: YAMLNode, _ expectations: [Members]) -> Edit {
    let last = node.asMapping?.last.map { source.offset($0.value.end) } ?? 0
    return Edit(range: last..<last, text: ", " + flow(expectations))
  }

  private func replaceFlow(_ old: YAMLNode.Entry, _ expectations: [Members]) -> Edit {
    let range = source.offset(old.key.location)..<source.offset(old.value.end)
    let lineBreak = String(decoding: source.lineBreak, as: Unicode.UTF8.self)
    let remarks = comments(in: range, of: old).map { " \($0)\(lineBreak)" }
    return Edit(range: range, text: flow(expectations) + remarks.joined())
  }

  private func flow(_ expectations: [Members]) -> String {
    let value: JSONTree =
      expectations.count == 1
      ? .object(expectations[0]) : .array(expectations.map { .object($0) })
    return "expect: " + YAMLText.flow(value)
  }

  // MARK: Comments

  /// The comments of a range: whatever begins with `#` outside of the scalars.
  private func comments(in range: Range<Int>, of entry: YAMLNode.Entry) -> [String] {
    var scalars: [Range<Int>] = []
    collect(entry.key, &scalars)
    collect(entry.value, &scalars)
    var comments: [String] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if let scalar = scalars.first(where: { $0.contains(index) }) {
        index = scalar.upperBound
      } else if source.bytes[index] == UInt8(ascii: "#") {
        let end =
          source.bytes[index..<range.upperBound].firstIndex { $0 == 0x0A || $0 == 0x0D }
          ?? range.upperBound
        comments.append(String(decoding: source.bytes[index..<end], as: Unicode.UTF8.self))
        index = end
      } else {
        index += 1
      }
    }
    return comments
  }

  private func collect(_ node: YAMLNode, _ ranges: inout [Range<Int>]) {
    switch node.content {
    case .scalar:
      let start = source.offset(node.location)
      ranges.append(start..<max(start, source.offset(node.end)))
    case .sequence(let elements): for element in elements { collect(element, &ranges) }
    case .mapping(let entries):
      for entry in entries {
        collect(entry.key, &ranges)
        collect(entry.value, &ranges)
      }
    }
  }
}

/// The entries of a mapping.
typealias Members = [(name: String, value: JSONTree)]

/// What became of a row, as the mapping that expects just that.
struct RecordedExpectation {
  let members: Members

  init(_ row: CaseRow) {
    var members: Members = []
    if row.outcome != .accepted { members.append(("outcome", Self.text(row.outcome.rawValue))) }
    if let claims = row.claims {
      members.append(("claims", JSONTree(claims)))
    }
    if let header = row.header { members.append(("header", JSONTree(header))) }
    if !row.effects.isEmpty { members.append(("effects", .array(row.effects.map(Self.text)))) }
    if !row.findings.isEmpty {
      members.append(("findings", .array(row.findings.map(Self.finding))))
    }
    // What is signed is recorded as it is, unless each signature is another one: of a container the
    // artifact, in which its pieces may stand apart.
    let isContainer = row.header == nil
    let signed = row.isRepeatable && isContainer ? row.signedArtifact : nil
    if let artifact = signed ?? row.artifact {
      members.append(("artifact", Self.text(artifact)))
    }
    if row.isRepeatable, !isContainer, let token = row.token {
      members.append(("token", Self.text(token)))
    }
    self.members = members
  }

  private static func text(_ text: String) -> JSONTree { .literal(JSONTree.literal(of: text)) }

  /// The code alone, or with the names that tell it from others of its code.
  private static func finding(_ finding: Finding) -> JSONTree {
    var members: Members = [("code", text(finding.code.rawValue))]
    let names =
      finding.rule.map { [("rule", $0)] }
      ?? [
        ("claim", finding.claim), ("column", finding.claim == nil ? finding.column : nil),
      ].compactMap { name, value in value.map { (name, $0) } }
    members += names.map { ($0.0, text($0.1)) }
    return members.count == 1 ? members[0].value : .object(members)
  }
}
