/// The reference of the profile language in Markdown, made from the table that drives decoding.
package enum ProfileReference {
  /// The whole page, with a line break at its end.
  package static func markdown() -> String {
    var lines = [
      "# Profile language: reference",
      "",
      "Every mapping and every key of version \(ProfileFormat.version), with type, default, meaning",
      "and an example.",
      "",
      "This page is generated with `muster profile reference` from the table that also drives the",
      "reading of profiles, so it cannot lag behind. <doc:ProfileLanguage> teaches the language step",
      "by step.",
      "",
      "## Kinds of values",
      "",
    ]
    lines += kinds
    for mapping in ProfileFormat.mappings { lines += section(mapping) }
    for group in ProfileFormat.stepGroups { lines += section(group) }
    lines += section(ProfileFormat.condition)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let limits = YAMLLimits.standard

  /// What the words in the type column mean.
  private static let kinds = [
    "- **text**: any YAML scalar, taken as text.",
    "- **name**: letters, digits, `_` and `-`, beginning with a letter.",
    "- **whole number**, **number**: written in decimal; a number is kept as it is written.",
    "- **duration**: `90s`, `5m`, `24h`, `7d`, or a whole number of seconds.",
    "- **any value**: any YAML value, read as JSON.",
    "- **template**: text with `{placeholders}`; `{{` and `}}` stand for the braces themselves.",
    "- **any value, texts are templates**: a member of an object whose value is the text `{name?}`, or",
    "  `{name?|step}`, is left out where that value is absent.",
    "",
    "A list of texts may be given as one text. Where a schema is `true`, every value fits; where it is",
    "`false`, none does.",
    "",
    "A profile is one YAML document in UTF-8. Duplicate keys, tags, anchors and aliases, merge keys",
    "and directives are refused. Limits: \(limits.bytesMax) bytes (`bytesMax`), \(limits.depthMax)",
    "levels (`depthMax`), \(limits.nodesMax) values and keys (`nodesMax`), \(limits.scalarBytesMax)",
    "bytes in one text (`scalarBytesMax`).",
  ]

  /// The section of one mapping: its name, its summary, and a table of its keys.
  package static func section(_ mapping: MappingSpec) -> [String] {
    var lines = [
      "", "## \(mapping.id)", "", mapping.summary, "",
      "| Key | Type | Default | Meaning | Example |",
      "|---|---|---|---|---|",
    ]
    lines += mapping.keys.map(row)
    return lines
  }

  private static func section(_ group: StepGroup) -> [String] {
    let rows = group.steps.map { step in
      "| " + [code(step.example), step.meaning].map(escaped).joined(separator: " | ") + " |"
    }
    return [
      "", "## \(group.id)s", "", group.summary, "", "| Step | Meaning |", "|---|---|",
    ] + rows
  }

  private static func row(_ key: KeySpec) -> String {
    let absent = key.isRequired ? "**required**" : key.absent.isEmpty ? "none" : key.absent
    let cells = ["`\(key.name)`", key.kind.words, absent, key.meaning, code(key.example)]
    return "| " + cells.map(escaped).joined(separator: " | ") + " |"
  }

  /// A bar would end the cell, even inside a code span.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      if scalar == "|" { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(scalar == "\n" ? " " : scalar)
    }
    return escaped
  }

  private static func code(_ text: String) -> String { "`\(text)`" }
}
