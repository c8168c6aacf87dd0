/// The page of the documentation that lists every finding code.
package enum FindingReference {
  /// The whole page in Markdown, with a line break at its end.
  package static func markdown() -> String {
    var lines = [
      "# Finding codes",
      "",
      "Every code that a finding can carry, what it says, and what to do about it.",
      "",
      "Scripts may rely on the codes: once released, a code keeps its name and its meaning. Most",
      "findings are errors and reject the row, the batch or the profile; `near-miss-column`,",
      "`column-case`, `perishable`, `clock-step`, `weak-key` and `doubtful-key` are warnings, and so",
      "are rules whose profile says so, and what <doc:Lint> finds doubtful; `weak-digest` and",
      "`unverified` are notes. This page is generated with `muster profile reference --codes`.",
    ]
    for group in FindingCode.groups {
      lines += [
        "", "## \(group.title)", "", "| Code | What it says | What to do |", "|---|---|---|",
      ]
      lines += group.codes.map { "| `\($0.rawValue)` | \($0.summary) | \($0.remedy) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
