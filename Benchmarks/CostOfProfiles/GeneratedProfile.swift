/// A profile of any size, and batches for it.
struct GeneratedProfile {
  var claims: Int
  var rules: Int

  /// Claims `c0`, `c1` … of mixed types, and rules over the last half of them.
  var yaml: String {
    var lines = [
      "muster: 1", "name: generated", "title: Generated", "documents: { doc: { title: Document } }",
      "token: { algorithms: [HS256] }", "key: { kind: secret }",
      "lifetime: { claim: exp, default: 60s }",
      "columns: { unknown: reject }", "identity: [c0]", "claims:", "  required: [c0]",
      "  properties:",
    ]
    for index in 0..<claims { lines.append("    c\(index): \(Self.schema(index))") }
    lines.append("    exp: { type: integer, generate: { time: expiry } }")
    lines.append("  additionalProperties: false")
    lines.append("rules:")
    for index in 0..<rules { lines.append("  - \(rule(index))") }
    if rules == 0 { lines.append("  []") }
    return (lines + ["artifacts:", "  token: { kind: token }", ""]).joined(separator: "\n")
  }

  private static func schema(_ index: Int) -> String {
    switch index % 5 {
    case 0: "{ minLength: 1, maxLength: 60 }"
    case 1: "{ transform: [trim, lowercase], format: email }"
    case 2: "{ type: integer, minimum: 0, maximum: 999999 }"
    case 3:
      "{ type: array, separator: \";\", items: { type: string, minLength: 1 }, uniqueItems: true }"
    default: "{ pattern: \"^[a-z][a-z0-9-]{2,30}$\" }"
    }
  }

  /// A cell that the claim takes.
  private static func value(_ index: Int) -> (cell: String, json: String) {
    switch index % 5 {
    case 0: ("Ada Lovelace", "\"Ada Lovelace\"")
    case 1: ("ada@example.com", "\"ada@example.com\"")
    case 2: ("4711", "4711")
    case 3: ("red;blue", "[\"red\",\"blue\"]")
    default: ("member-7", "\"member-7\"")
    }
  }

  /// A rule over claims of the last half, which rows with few claims do not have.
  private func rule(_ index: Int) -> String {
    let half = claims / 2
    func name(_ offset: Int) -> String { "c\(half + (index * 3 + offset) % (claims - half))" }
    let (one, two, three) = (name(0), name(1), name(2))
    let body =
      switch index % 6 {
      case 0: "when: { \(one): present }, requires: [\(two)]"
      case 1: "when: { \(one): { minLength: 3 }, \(two): present }, holds: { \(three): present }"
      case 2: "excludes: [\(one), \(two)], when: { \(three): present }"
      case 3: "atMostOneOf: [\(one), \(two), \(three)]"
      case 4: "when: { any: [{ \(one): present }, { \(two): present }] }, atLeastOneOf: [\(three)]"
      default: "compare: { claim: \(one), equals: \(two) }"
      }
    return "{ id: r\(index), message: A rule., severity: warning, \(body) }"
  }

  /// JSON Lines with the first `present` claims.
  func jsonLines(present: Int, rows: Int) -> String {
    let members = (1..<max(present, 1)).map { "\"c\($0)\":\(Self.value($0).json)" }
    return (0..<rows).map { row in
      "{" + (["\"c0\":\"user \(row)\""] + members).joined(separator: ",") + "}\n"
    }.joined()
  }

  /// CSV with a column for every claim, of which the first `present` are filled.
  func csv(present: Int, rows: Int) -> String {
    let header = (0..<claims).map { "c\($0)" }.joined(separator: ",") + "\n"
    let cells = (1..<claims).map { $0 < present ? Self.value($0).cell : "" }
    return header
      + (0..<rows).map { (["user \($0)"] + cells).joined(separator: ",") + "\n" }.joined()
  }
}
