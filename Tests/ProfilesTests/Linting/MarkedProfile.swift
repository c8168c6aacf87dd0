import Findings
import Profiles
import TestKit

/// A profile in which `«code»` stands before each place where lint has something to say.
struct MarkedProfile {
  private let marked: MarkedText

  init(_ marked: String) { self.marked = MarkedText(marked, severity: "warning") }

  var text: String { marked.text }
  var expected: [String] { marked.expected }

  var findings: [Finding] { ProfileReader.lint(Array(text.utf8), file: "p.yaml") }

  /// What lint says, in the form of the marks.
  var found: [String] { MarkedText.shown(findings) }
}
