import Profiles

/// The reference of a server's file in Markdown, made from the table that drives decoding.
package enum ServerReference {
  /// The whole page, with a line break at its end.
  package static func markdown() -> String {
    let lines = introduction + ServerFormat.mappings.flatMap(ProfileReference.section)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let limits = YAMLLimits.standard

  private static let introduction = [
    "# The server's file: reference",
    "",
    "Every mapping and every key of version \(ServerFormat.version) of the file of `muster serve`, with",
    "type, default, meaning and an example.",
    "",
    "This page is generated with `muster serve reference` from the table that also drives the reading",
    "of the file, so it cannot lag behind. <doc:Serving> says how a server is set up.",
    "",
    "## Kinds of values",
    "",
    "- **text**: any YAML scalar, taken as text.",
    "- **name**: letters, digits, `_` and `-`, beginning with a letter.",
    "- **duration**: `90s`, `5m`, `24h`, `7d`, or a whole number of seconds.",
    "- **rate**: a count, a slash and a duration: `120/60s`, `10/1m`.",
    "- **texts with any values**: a list or a mapping is given as its JSON, as `--set` takes it.",
    "- **address**: of IPv4 or IPv6; a range of addresses is `192.0.2.0/24` or `2001:db8::/32`.",
    "",
    "Paths are relative to the file's folder.",
    "",
    "The file is one YAML document in UTF-8. Duplicate keys, tags, anchors and aliases, merge keys and",
    "directives are refused. Limits: \(limits.bytesMax) bytes (`bytesMax`), \(limits.depthMax) levels",
    "(`depthMax`), \(limits.nodesMax) values and keys (`nodesMax`), \(limits.scalarBytesMax) bytes in",
    "one text (`scalarBytesMax`).",
  ]
}
