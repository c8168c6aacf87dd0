import Authoring
import Bytes
import Runs

/// What differs between two profiles, for people and for programs.
enum DifferenceView {
  /// One line for each change.
  static func lines(_ difference: Difference) -> [String] {
    difference.changes.map { change in
      let what = "\(change.path): \(shown(change.before)) → \(shown(change.after))"
      return change.breaking.map { "breaking: \(what) (\($0))" } ?? "changed:  \(what)"
    }
  }

  private static func shown(_ text: String?) -> String {
    guard let text else { return "none" }
    // One change is one line, whatever a template holds.
    let escaped = text.split(separator: "\n", omittingEmptySubsequences: false)
    return text.isEmpty ? "\"\"" : escaped.joined(separator: "\\n")
  }

  static func summary(_ difference: Difference) -> String {
    let count = difference.changes.count
    let changes =
      count == 0
      ? "nothing changes"
      : "\(Terminal.count(count, "change")), \(difference.breakingCount) breaking"
    guard difference.documentationCount > 0 else { return changes }
    return "\(changes); and \(difference.documentationCount) in the documentation only"
  }

  static func json(_ difference: Difference, before: String, after: String) -> String {
    var bytes: [UInt8] = []
    var members = JSONMembers(&bytes)
    members.add("before", before, &bytes)
    members.add("after", after, &bytes)
    members.name("changes", &bytes)
    bytes.append(UInt8(ascii: "["))
    for (index, change) in difference.changes.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(change, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    members.add("breaking", difference.breakingCount, &bytes)
    members.add("compatible", difference.changes.count - difference.breakingCount, &bytes)
    members.add("documentation", difference.documentationCount, &bytes)
    members.close(&bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  private static func append(_ change: Difference.Change, to bytes: inout [UInt8]) {
    var members = JSONMembers(&bytes)
    members.add("path", change.path, &bytes)
    members.name("before", &bytes)
    append(change.before, to: &bytes)
    members.name("after", &bytes)
    append(change.after, to: &bytes)
    members.name("breaking", &bytes)
    append(change.breaking, to: &bytes)
    members.close(&bytes)
  }

  /// A text, or null: a reader need not ask whether the member is there.
  private static func append(_ text: String?, to bytes: inout [UInt8]) {
    if let text {
      JSONWriter.appendString(Array(text.utf8).span, to: &bytes)
    } else {
      bytes += Array("null".utf8)
    }
  }
}
