import Bytes
import Findings
import Provisioning
import Schemas

/// How one row was judged, for a person.
struct ExplanationText {
  let explanation: RowExplanation
  /// The batch's name.
  let file: String

  /// Characters of one value that are shown at most; the final claims are shown whole.
  static let valueScalarsMax = 120

  var text: String {
    let it = explanation
    var lines = ["\(file):\(it.line): row \(it.row): \(outcome)"]
    add("columns", it.columns.map { "\($0.name): \(Self.words($0))" }, to: &lines)
    add("inputs", it.inputs.flatMap { ValueText.lines($0) }, to: &lines)
    add("claims", it.claims.flatMap { ValueText.lines($0) }, to: &lines)
    add("fed by nothing", it.unfed.isEmpty ? [] : [it.unfed.joined(separator: ", ")], to: &lines)
    add("rules", RuleText.lines(it.rules), to: &lines)
    add("effects", RuleText.lines(it.effects), to: &lines)
    add("once in a batch", it.uniqueness.map(Self.words), to: &lines)
    add("lifetime", lifetime, to: &lines)
    add("container", container, to: &lines)
    add(
      "header", it.header.isEmpty ? [] : [String(decoding: it.header, as: Unicode.UTF8.self)],
      to: &lines)
    add(claimsTitle, PrettyJSON.lines(it.finalClaims), to: &lines)
    if let artifact = it.artifact {
      add(
        "artifact \(it.artifactName)", artifact.split(separator: "\n").map(String.init), to: &lines)
    }
    let findings = it.findings.flatMap { finding in
      FindingText(finding, file: file).text.split(separator: "\n").map(String.init)
    }
    add("findings", findings, to: &lines)
    return lines.joined(separator: "\n")
  }

  /// Adds a section, unless there is nothing in it.
  private func add(_ title: String, _ section: [String], to lines: inout [String]) {
    if section.isEmpty { return }
    lines.append("  \(title)")
    lines += section.map { "    \($0)" }
  }

  private var outcome: String {
    switch explanation.outcome {
    case .accepted: "accepted"
    case .rejected: "rejected"
    case .held: "held back"
    }
  }

  private var claimsTitle: String {
    explanation.outcome == .accepted ? "claims of the token" : "claims so far, not issued"
  }

  // MARK: Lines

  /// A value on one line.
  static func words(_ shown: Shown?) -> String {
    switch shown {
    case nil: "absent"
    case .redacted: "<redacted>"
    case .text(let text): "\"\(PrintableText.shown(text, scalarsMax: valueScalarsMax))\""
    case .json(let text): PrintableText.shown(text, scalarsMax: valueScalarsMax)
    }
  }

  static func list(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private static func words(_ column: ColumnStory) -> String {
    let value = column.value == nil ? "empty" : words(column.value)
    switch column.fate {
    case .feeds(let paths, let unused):
      let rest = unused.isEmpty ? "" : "; not used for \(unused.joined(separator: ", "))"
      return "\(value), feeds \(paths.joined(separator: ", "))\(rest)"
    case .claim: return "\(value), unknown, becomes a claim of its name"
    case .member(let claim): return "\(value), becomes a member of \(claim)"
    case .leftOut: return "\(value), unknown, is left out"
    case .refused(let reason): return "\(value), \(reason), so the row is refused"
    case .own: return "\(value), written by Muster, is left out"
    }
  }

  private static func words(_ unique: UniqueStory) -> String {
    switch unique.outcome {
    case .notAsked: "\(unique.name): not looked for, as the row is not accepted"
    case .absent: "\(unique.name): absent"
    case .first: "\(unique.name) \(words(unique.value)): not in an earlier row"
    case .duplicate: "\(unique.name) \(words(unique.value)): in an earlier row already"
    }
  }

  private var container: [String] {
    guard let it = explanation.container else { return [] }
    var lines: [String] = []
    if let payload = it.payload { lines.append("payload: \(payload)") }
    let over = it.over.map { "\"\($0)\"" }.joined(separator: ", ")
    let between = it.over.count > 1 ? " by \"\(it.separator)\"" : ""
    lines.append("signature: \(it.algorithm) over \(over)\(between), as \(it.encoding)")
    if let text = it.text { lines.append("token: \"\(text)\"") }
    return lines + it.parts.map { "\($0.name) \(Self.words($0.value))" }
  }

  private var lifetime: [String] {
    let it = explanation.lifetime
    var lines = ["issued at \(it.issuedAt)"]
    func ahead(_ date: NumericDate) -> String {
      let seconds = date.secondsSinceEpoch - it.issuedAt.secondsSinceEpoch
      return seconds >= 0 ? "\(Words.duration(seconds)) ahead" : "in the past"
    }
    if let expiry = it.expiresAt {
      lines.append("expires at \(expiry), \(ahead(expiry)) (\(it.claim ?? "exp"))")
    }
    if let age = it.ageSeconds {
      lines.append(
        "the platform counts \(Words.duration(age)) from \(it.ageClaim ?? "the time of issue")")
    }
    if let end = it.bestBefore { lines.append("best before \(end)") }
    if it.claim == nil && it.ageSeconds == nil { lines.append("valid for ever") }
    return lines
  }
}
