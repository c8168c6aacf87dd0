import Bytes
import Findings
import Runs

/// Where a command's words go: standard error, so that standard output carries artifacts alone.
enum Terminal {
  /// Writes lines to standard error. A standard error that is closed is nothing to stop for.
  static func say(_ text: String) {
    Progress.erase()
    try? StandardError.write(Array((safe(text) + "\n").utf8).span)
  }

  /// The text with everything that steers a terminal shown as `\u{..}`; lines stay lines.
  static func safe(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.shown(String($0), scalarsMax: Int.max) }.joined(separator: "\n")
  }

  /// A number with its noun, in the plural where English wants it.
  static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Writes the answer of a command that has no artifacts, to standard output.
  static func answer(_ text: String) throws(CommandFailure) {
    try answer(Array((safe(text) + "\n").utf8))
  }

  static func answer(_ bytes: [UInt8]) throws(CommandFailure) {
    let output = StandardOutput()
    do {
      try output.write(bytes.span)
      try output.prepare()
      try output.finish()
    } catch {
      throw CommandFailure(error)
    }
  }
}
