import Bytes
import Findings
import Profiles

/// Decodes what a case expects.
struct ExpectationDecoder {
  let context: DecodingContext
  let hasKey: Bool

  /// What only a row that was not rejected has, and what only an accepted one has.
  private static let claimKeys = ["claims", "claimsInclude", "claimsAbsent", "header", "effects"]
  private static let artifactKeys = ["artifact", "token"]

  func expectation(_ node: YAMLNode) -> Expectation? {
    guard let reader = MappingReader(node, CasesFormat.expectation, context) else { return nil }
    var expectation = Expectation()
    expectation.outcome = outcome(reader)
    expectation.claims = object(reader, "claims")
    expectation.claimsInclude = object(reader, "claimsInclude")
    expectation.includedPaths = reader.value("claimsInclude").map { paths($0, below: []) } ?? []
    expectation.claimsAbsent = reader.texts("claimsAbsent").map {
      Expectation.Named(name: $0.text, location: $0.node.location)
    }
    expectation.header = object(reader, "header")
    expectation.artifact = reader.text("artifact")
    expectation.token = reader.text("token")
    if reader.has("token") && !hasKey {
      context.report(
        .missingKey, at: reader.location("token"), "A token is compared only where a key signs it.",
        help: "Give the case a key made for tests, or compare header and claims.")
    }
    if reader.has("effects") {
      expectation.effects = reader.texts("effects").map {
        Expectation.Named(name: $0.text, location: $0.node.location)
      }
    }
    expectation.findings = findings(reader)
    return expectation
  }

  private func outcome(_ reader: MappingReader) -> Expectation.Outcome? {
    let tokenKeys = (Self.claimKeys + Self.artifactKeys).filter(reader.has)
    guard let outcome = reader.choice("outcome", as: Expectation.Outcome.self) else {
      // Findings alone say that something went wrong, and the codes say what.
      return reader.has("findings") && tokenKeys.isEmpty ? nil : .accepted
    }
    let excluded: [String] =
      switch outcome {
      case .accepted: []
      case .held: Self.artifactKeys.filter(reader.has)
      case .rejected, .refused: tokenKeys
      }
    for key in excluded {
      context.report(
        .contradiction, at: reader.location(key),
        "What is \(outcome.rawValue) has no \(outcome == .held ? "artifact" : "token"), so \"\(key)\" "
          + "cannot be compared.",
        help: "Take it out, or expect another outcome.")
    }
    return outcome
  }

  /// The names in a mapping, and in the mappings inside it; the reader of YAML bounds its depth.
  private func paths(_ node: YAMLNode, below path: [String]) -> [Expectation.Path] {
    (node.asMapping ?? []).flatMap { entry in
      let names = path + [entry.name]
      return [Expectation.Path(names: names, location: entry.key.location)]
        + paths(entry.value, below: names)
    }
  }

  private func object(_ reader: MappingReader, _ key: String) -> [UInt8]? {
    guard let node = reader.value(key) else { return nil }
    guard node.asMapping != nil else {
      context.report(
        .wrongKind, at: node.location, "The value of \"\(key)\" must be a mapping.",
        help: reader.spec[key].map { "For example: \($0.example)" })
      return nil
    }
    return canonicalJSON(node, context)
  }

  // MARK: Findings

  private func findings(_ reader: MappingReader) -> [ExpectedFinding] {
    guard let node = reader.value("findings") else { return [] }
    guard let elements = node.asSequence else {
      context.report(
        .wrongKind, at: node.location, "The value of \"findings\" must be a list.",
        help: "For example: findings: [max-length]")
      return []
    }
    return elements.compactMap(finding)
  }

  private func finding(_ node: YAMLNode) -> ExpectedFinding? {
    if let text = node.scalarText {
      return code(text, node).map { ExpectedFinding(code: $0, location: node.location) }
    }
    guard let reader = MappingReader(node, CasesFormat.expectedFinding, context),
      let codeNode = reader.value("code"), let text = codeNode.scalarText,
      let code = code(text, codeNode)
    else { return nil }
    return ExpectedFinding(
      code: code, rule: reader.text("rule"), claim: reader.text("claim"),
      column: reader.text("column"), location: node.location)
  }

  private func code(_ text: String, _ node: YAMLNode) -> FindingCode? {
    if let code = FindingCode(rawValue: text) { return code }
    let near = nearest(text, in: FindingCode.allCases.map(\.rawValue))
    context.report(
      .badValue, at: node.location, "There is no finding code \"\(text)\".",
      help: near.map { "Did you mean \"\($0)\"?" } ?? "The page of finding codes has all of them.")
    return nil
  }
}
