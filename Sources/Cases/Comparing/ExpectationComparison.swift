import Findings
import Provisioning

/// Holds what became of a batch against what its case expects.
enum ExpectationComparison {
  static func differences(_ expected: [Expectation], _ rows: [CaseRow]) -> [Difference] {
    var differences: [Difference] = []
    let isNumbered = expected.count > 1 || rows.count > 1
    for (index, pair) in zip(expected, rows).enumerated() {
      let prefix = isNumbered ? "row \(index + 1): " : ""
      differences += compare(pair.0, pair.1).map {
        Difference(prefix + $0.path, $0.words)
      }
    }
    if expected.count != rows.count {
      differences.append(
        Difference("rows", expected: String(expected.count), actual: String(rows.count)))
    }
    return differences
  }

  private static func compare(_ expected: Expectation, _ row: CaseRow) -> [Difference] {
    var differences = outcome(expected, row)
    differences += findings(expected.findings, row.findings)
    if let effects = expected.effects?.map(\.name), effects != row.effects,
      row.outcome != .rejected,
      row.outcome != .refused
    {
      differences.append(Difference("effects", expected: list(effects), actual: list(row.effects)))
    }
    guard let claims = row.claims else { return differences }
    var trees = TreeComparison()
    let actual = JSONTree(claims)
    if let whole = expected.claims { trees.compare(JSONTree(whole), actual, at: "claims") }
    if let part = expected.claimsInclude {
      trees.compare(part: JSONTree(part), actual, at: "claims")
    }
    differences += trees.differences
    differences += expected.claimsAbsent.compactMap { absent($0.name, actual) }
    differences += header(expected, row)
    differences += artifact(expected, row) + token(expected, row)
    return differences
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }

  // MARK: Outcome and findings

  private static func outcome(_ expected: Expectation, _ row: CaseRow) -> [Difference] {
    guard let wanted = expected.outcome else {
      guard row.outcome == .accepted else { return [] }
      return [Difference("outcome", expected: "anything else", actual: "accepted")]
    }
    if wanted == row.outcome { return [] }
    return [Difference("outcome", expected: wanted.rawValue, actual: row.outcome.rawValue)]
  }

  /// Pairs findings off wherever they stand, so that one that is missing does not shift the rest;
  /// then looks at their order.
  private static func findings(
    _ expected: [ExpectedFinding], _ actual: [Finding]
  ) -> [Difference] {
    var partners = [Int?](repeating: nil, count: actual.count)
    var differences: [Difference] = []
    for (index, wanted) in expected.enumerated() {
      let partner = actual.indices.first { partners[$0] == nil && matches(wanted, actual[$0]) }
      if let partner {
        partners[partner] = index
      } else {
        differences.append(Difference("findings", "expected \(words(wanted)), which is not there"))
      }
    }
    for (index, finding) in actual.enumerated() where partners[index] == nil {
      differences.append(Difference("findings", "not expected: \(words(finding))"))
    }
    let order = partners.compactMap { $0 }
    if differences.isEmpty, order != order.sorted() {
      differences.append(
        Difference(
          "findings", expected: "the order " + expected.map(words).joined(separator: ", "),
          actual: actual.map(\.code.rawValue).joined(separator: ", ")))
    }
    return differences
  }

  private static func matches(_ expected: ExpectedFinding, _ finding: Finding) -> Bool {
    func isSame(_ wanted: String?, _ found: String?) -> Bool {
      guard let wanted else { return true }
      return found.map { $0.utf8.elementsEqual(wanted.utf8) } ?? false
    }
    return expected.code == finding.code && isSame(expected.rule, finding.rule)
      && isSame(expected.claim, finding.claim) && isSame(expected.column, finding.column)
  }

  private static func words(_ expected: ExpectedFinding) -> String {
    let parts = [
      ("rule", expected.rule), ("claim", expected.claim), ("column", expected.column),
    ].compactMap { name, value in value.map { "\(name) \(PrintableText.shown($0))" } }
    return expected.code.rawValue
      + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
  }

  private static func words(_ finding: Finding) -> String {
    let parts = [("rule", finding.rule), ("claim", finding.claim), ("column", finding.column)]
      .compactMap { name, value in value.map { "\(name) \(PrintableText.shown($0))" } }
    return finding.code.rawValue + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
      + ": " + PrintableText.shown(finding.message, scalarsMax: 300)
  }

  // MARK: Claims, artifact and token

  /// Looks for a claim of that name, and for a member on that path.
  private static func absent(_ path: String, _ claims: JSONTree) -> Difference? {
    let names = path.split(separator: ".", omittingEmptySubsequences: false)
    return found(names[...], in: claims).map {
      Difference(
        "claims.\(PrintableText.shown(path))", expected: "nothing",
        actual: PrintableText.shown($0.json, scalarsMax: 200))
    }
  }

  /// What a path leads to; a name may hold points itself, and the longest is tried first.
  private static func found(_ names: ArraySlice<Substring>, in tree: JSONTree) -> JSONTree? {
    if names.isEmpty { return tree }
    for count in stride(from: names.count, to: 0, by: -1) {
      guard let inner = tree[names.prefix(count).joined(separator: ".")],
        let found = found(names.dropFirst(count), in: inner)
      else { continue }
      return found
    }
    return nil
  }

  private static func header(_ expected: Expectation, _ row: CaseRow) -> [Difference] {
    guard let wanted = expected.header else { return [] }
    guard let header = row.header else {
      return [Difference("header", "a text that is no JWS has none")]
    }
    var trees = TreeComparison()
    trees.compare(JSONTree(wanted), JSONTree(header), at: "header")
    return trees.differences
  }

  private static func artifact(_ expected: Expectation, _ row: CaseRow) -> [Difference] {
    guard let wanted = expected.artifact, row.outcome == .accepted else { return [] }
    let isMarked = ["{token}", "{signature}"].contains { wanted.contains($0) }
    let actual = (isMarked ? nil : row.signedArtifact) ?? row.artifact ?? ""
    if wanted.utf8.elementsEqual(actual.utf8) { return [] }
    return [TextComparison.difference(wanted, actual, at: "artifact")]
  }

  /// Tells which part of the token differs, and how.
  private static func token(_ expected: Expectation, _ row: CaseRow) -> [Difference] {
    guard let wanted = expected.token, let actual = row.token,
      !wanted.utf8.elementsEqual(actual.utf8)
    else { return [] }
    guard let expectedReading = TokenReading.read(Array(wanted.utf8)).reading,
      let reading = TokenReading.read(Array(actual.utf8)).reading
    else { return [TextComparison.difference(wanted, actual, at: "token")] }
    var trees = TreeComparison()
    trees.compare(
      JSONTree(expectedReading.header), JSONTree(reading.header), at: "token.header")
    trees.compare(
      JSONTree(expectedReading.claims), JSONTree(reading.claims), at: "token.claims")
    if !trees.differences.isEmpty { return trees.differences }
    return [TextComparison.difference(wanted, actual, at: "token")]
  }
}
