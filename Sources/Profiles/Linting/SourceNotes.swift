import Findings

/// Notes what a profile says on its own authority: sources that begin with `muster:`.
struct SourceNotes {
  let context: DecodingContext

  /// Whether a source marks a reading of our own.
  static func isOwnReading(_ source: String) -> Bool { source.hasPrefix("muster:") }

  /// Every source of a profile, in the order of the file.
  static func all(_ root: YAMLNode) -> [SourceNote] {
    var notes: [SourceNote] = []
    FormatWalk { node, spec in
      guard spec["source"] != nil, let text = node["source"]?.scalarText else { return }
      notes.append(SourceNote(subject: spec.id, text: text, location: node.location))
    }.run(root)
    return notes.sorted { $0.location < $1.location }
  }

  func run(_ root: YAMLNode) {
    FormatWalk { node, spec in
      guard spec["source"] != nil, let source = node["source"], let text = source.scalarText,
        Self.isOwnReading(text)
      else { return }
      let words = text.dropFirst("muster:".count).drop { $0 == " " }
      context.report(
        .unverified, .note, at: source.location,
        "The platform's document does not say this: \(words.isEmpty ? "no word on why" : words).")
    }.run(root)
  }
}
