import Profiles

/// The reference of the job language in Markdown, made from the table that drives decoding.
package enum JobReference {
  /// The whole page, with a line break at its end.
  package static func markdown() -> String {
    let lines = introduction + JobFormat.mappings.flatMap(ProfileReference.section)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let limits = YAMLLimits.standard

  private static let introduction = [
    "# Job language: reference",
    "",
    "Every mapping and every key of version \(JobFormat.version), with type, default, meaning and an",
    "example.",
    "",
    "This page is generated with `muster job reference` from the table that also drives the reading",
    "of job files, so it cannot lag behind. <doc:Jobs> teaches the language.",
    "",
    "## Kinds of values",
    "",
    "- **text**: any YAML scalar, taken as text.",
    "- **name**: letters, digits, `_` and `-`, beginning with a letter.",
    "- **duration**: `90s`, `5m`, `24h`, `7d`, or a whole number of seconds.",
    "- **texts with any values**: a list or a mapping is given as its JSON, as `--set` takes it.",
    "- **share**: a count, or a number with a per cent sign and at most two decimals.",
    "",
    "Paths are relative to the job file's folder. `{{` and `}}` stand for the braces themselves.",
    "",
    "A job file is one YAML document in UTF-8. Duplicate keys, tags, anchors and aliases, merge keys",
    "and directives are refused. Limits: \(limits.bytesMax) bytes (`bytesMax`), \(limits.depthMax)",
    "levels (`depthMax`), \(limits.nodesMax) values and keys (`nodesMax`), \(limits.scalarBytesMax)",
    "bytes in one text (`scalarBytesMax`).",
  ]
}
