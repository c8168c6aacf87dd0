package import Findings
package import Profiles

/// Reads a cases file from its text.
package enum CaseReader {
  /// Reads the cases and holds the names in them against the profile.
  ///
  /// - Parameters:
  ///   - text: the YAML text in UTF-8.
  ///   - file: its name, for findings.
  /// - Returns: the cases, unless a finding is an error, and all findings in the order of the file.
  package static func read(
    _ text: [UInt8], file: String, of profile: Profile
  ) -> (cases: CaseFile?, findings: [Finding]) {
    let yaml = YAMLReader.read(text, file: file)
    guard let root = yaml.root else { return (nil, yaml.findings) }
    let context = DecodingContext()
    let cases = CaseDecoder(context: context).decode(root)
    if let cases { CaseNames(context: context, profile: profile).check(cases) }
    let findings = yaml.findings + context.sortedFindings
    let isUsable = !findings.contains { $0.severity == .error }
    return (isUsable ? cases : nil, findings)
  }
}

/// Decodes the whole file.
struct CaseDecoder {
  let context: DecodingContext

  func decode(_ root: YAMLNode) -> CaseFile? {
    guard let reader = MappingReader(root, CasesFormat.file, context) else { return nil }
    let options = OptionDecoder(context: context)
    var defaults = CaseOptions()
    if let node = reader.value("defaults"),
      let inner = MappingReader(node, CasesFormat.optionSet, context)
    {
      defaults = options.options(inner)
    }
    let unreachable = options.named(reader, "unreachable").map {
      CaseFile.Unreachable(item: $0.name, reason: $0.text ?? "", location: $0.location)
    }
    return CaseFile(cases: cases(reader, defaults), unreachable: unreachable)
  }

  private func cases(_ reader: MappingReader, _ defaults: CaseOptions) -> [ProfileCase] {
    guard let node = reader.value("cases") else { return [] }
    guard let elements = node.asSequence, !elements.isEmpty else {
      context.report(
        .wrongKind, at: node.location, "The value of \"cases\" must be a list of cases.",
        help: "Each case begins with a dash: - name: signs-in")
      return []
    }
    var lines: [[UInt8]: Int] = [:]
    return elements.compactMap { element in
      guard let inner = MappingReader(element, CasesFormat.testCase, context) else { return nil }
      if let name = inner.text("name") {
        if let line = lines[Array(name.utf8)] {
          context.report(
            .duplicateKey, at: inner.location("name"),
            "The case \"\(name)\" stands twice; it stands in line \(line) already.",
            help: "Give it a name of its own.")
        } else {
          lines[Array(name.utf8)] = inner.location("name").line
        }
      }
      return testCase(inner, defaults)
    }
  }

  private func testCase(_ reader: MappingReader, _ defaults: CaseOptions) -> ProfileCase {
    let options = OptionDecoder(context: context).options(reader).over(defaults)
    if options.now == nil, !reader.has("now") {
      context.report(
        .missingKey, at: reader.node.location, "This case has no time of issue.",
        help: "Give it to all cases, for example: defaults: { now: 2023-11-14T22:13:20Z }")
    }
    return ProfileCase(
      name: reader.text("name") ?? "", options: options, batch: batch(reader),
      expectations: expectations(reader, options), location: reader.node.location,
      node: reader.node)
  }

  // MARK: The batch

  private func batch(_ reader: MappingReader) -> CaseBatch {
    if reader.has("csv") == reader.has("json") {
      context.report(
        reader.has("csv") ? .contradiction : .missingKey,
        at: reader.has("csv") ? reader.location("json") : reader.node.location,
        reader.has("csv")
          ? "A case has one batch, and this one has csv and json."
          : "A case has a batch, and this one has neither csv nor json.",
        help: "For example: json: { sub: \"7\" }")
    }
    guard let node = reader.value("json") else {
      return .csv(Array((reader.text("csv") ?? "").utf8))
    }
    if let text = node.asText {
      let bytes = Array(text.utf8)
      let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
      return first == UInt8(ascii: "[") ? .json(bytes) : .jsonLines(bytes)
    }
    guard node.asMapping != nil || node.asSequence != nil else {
      context.report(
        .wrongKind, at: node.location,
        "The value of \"json\" must be a record, a list of records, or a text.",
        help: "For example: json: { sub: \"7\" }")
      return .json([])
    }
    let json = canonicalJSON(node, context) ?? []
    return .json(node.asMapping == nil ? json : [0x5B] + json + [0x5D])
  }

  // MARK: Expectations

  private func expectations(_ reader: MappingReader, _ options: CaseOptions) -> [Expectation]? {
    guard let node = reader.value("expect") else { return nil }
    let decoder = ExpectationDecoder(context: context, hasKey: options.key != nil)
    guard let elements = node.asSequence else { return decoder.expectation(node).map { [$0] } }
    if elements.isEmpty {
      context.report(
        .badValue, at: node.location, "\"expect\" has one expectation for each row.",
        help:
          "A batch without rows is refused: expect: { outcome: refused, findings: [empty-batch] }"
      )
    }
    let expectations = elements.compactMap { decoder.expectation($0) }
    if expectations.count > 1, expectations.contains(where: { $0.outcome == .refused }) {
      context.report(
        .contradiction, at: node.location,
        "A batch is refused as a whole, so one expectation says it.")
    }
    return expectations
  }
}
