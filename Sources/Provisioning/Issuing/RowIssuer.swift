package import Batches
package import Findings
package import Tokens

/// One row's way from record to artifact: judged and rendered. Whether earlier rows had its values is
/// for somebody else to say, who sees the rows in their order.
///
/// It owns the storage that a row needs and reuses it; one issuer serves one worker.
package struct RowIssuer {
  package private(set) var judge: Judge
  /// The artifact of the last row, if that was accepted and not appended elsewhere.
  package private(set) var artifact: [UInt8] = []

  private let token: ArtifactRenderer.TokenSource
  private var renderer = ArtifactRenderer()

  /// - Parameters:
  ///   - token: what signs, or stands in a signature's place.
  ///   - isHeader: whether the columns are known before the first row (CSV).
  ///   - keepsRefusedValues: whether the judge keeps values that their schemas refuse.
  package init(
    _ compiled: CompiledProfile, token: ArtifactRenderer.TokenSource, isHeader: Bool,
    keepsRefusedValues: Bool = false
  ) {
    self.token = token
    judge = Judge(compiled, isHeader: isHeader)
    judge.keepsRefusedValues = keepsRefusedValues
  }

  // MARK: Columns

  /// Binds the columns of a header; tells what is wrong or doubtful about it, and what is missing.
  package mutating func bindHeader(
    _ columns: ColumnTable, _ problems: [HeaderProblem], isHeader: Bool
  ) -> [Finding] {
    let findings = problems.map { problem in
      Finding(problem.code, at: .batch(line: problem.line), problem.message, help: problem.help)
    }
    guard isHeader else { return findings }
    judge.bind(columns, line: 1)
    return findings + judge.binding.findings + judge.binding.missingColumns(line: 1)
  }

  /// Binds columns that are new since the last call, and tells what is doubtful about them.
  package mutating func bind(_ columns: ColumnTable, line: Int) -> [Finding] {
    let known = judge.binding.findings.count
    judge.bind(columns, line: line)
    return Array(judge.binding.findings[known...])
  }

  // MARK: Rows

  /// Has the next rows told to `trace`; nil for none.
  package mutating func trace(_ trace: JudgingTrace?) { judge.trace = trace }

  /// Judges the record and renders its artifact into ``artifact``.
  package mutating func issue(
    _ record: borrowing Record, _ context: IssueContext, _ entropy: Entropy
  ) throws(SigningError) -> Verdict {
    // Taken out, so that its storage is kept and not copied.
    var artifact: [UInt8] = []
    swap(&artifact, &self.artifact)
    defer { swap(&artifact, &self.artifact) }
    artifact.removeAll(keepingCapacity: true)
    return try issue(record, context, entropy, to: &artifact)
  }

  /// Judges the record and appends its artifact, if it is accepted; nothing otherwise.
  package mutating func issue(
    _ record: borrowing Record, _ context: IssueContext, _ entropy: Entropy,
    to output: inout [UInt8]
  ) throws(SigningError) -> Verdict {
    var verdict = judge.judge(record, context, entropy)
    if verdict.outcome == .accepted { try render(record, &verdict, to: &output) }
    return verdict
  }

  /// Judges the record and renders nothing.
  package mutating func judgeOnly(
    _ record: borrowing Record, _ context: IssueContext, _ entropy: Entropy
  ) -> Verdict {
    judge.judge(record, context, entropy)
  }

  private mutating func render(
    _ record: borrowing Record, _ verdict: inout Verdict, to output: inout [UInt8]
  ) throws(SigningError) {
    let program = judge.compiled.artifact
    let place = Finding.Place.row(record.row, line: record.line)
    let start = output.count
    do {
      try renderer.append(program, of: judge, token: token, to: &output)
    } catch {
      verdict.outcome = .rejected
      switch error {
      case .signing(let error): throw error
      case .missing(let name):
        verdict.findings.append(
          Finding(
            .missingInput, at: place,
            "The artifact needs \"\(name)\", which this row does not have.",
            help: "Give it in a column, or to all rows with --set."))
      case .noKey(let value):
        guard let route = judge.compiled.route else {
          preconditionFailure("Only a route leads to no key.")
        }
        verdict.findings.append(route.finding(judge, value: value, at: place))
      case .tooLong(let bytes, let max):
        verdict.findings.append(
          Finding(
            .artifactTooLong, at: place,
            "The artifact is \(bytes) characters long; the platform takes \(max).",
            help: "Shorten the row's values or lists."))
      }
      return
    }
    let count = output.count - start
    if let limit = program.warnAboveLength, count > limit {
      verdict.findings.append(
        Finding(
          .artifactTooLong, .warning, at: place,
          "The artifact is \(count) characters long; above \(limit) some browsers, proxies "
            + "and mail programs cut links off."))
    }
  }

  /// The text of the last artifact's container, where the profile has one.
  package var containerText: [UInt8] { renderer.pieces.text }

  /// Appends the last row's artifact with another token in its place.
  package mutating func appendArtifact(
    withToken text: [UInt8], to output: inout [UInt8]
  ) throws(ArtifactRenderer.Failure) {
    try renderer.append(judge.compiled.artifact, of: judge, token: .text(text), to: &output)
  }
}

extension CompiledProfile {
  /// The gate that stops a run whose tokens would live for ever, unless it is allowed.
  package var eternalGate: Finding? {
    guard isEternal && !isEternalAllowed else { return nil }
    return Finding(
      .eternal, at: .run,
      "The tokens would be valid for ever: the profile has no expiry claim and no age.",
      help: "If this is meant, allow it with --allow eternal.")
  }
}
