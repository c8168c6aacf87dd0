import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

/// One row's way through the house, from record to outputs.
struct RowPipeline {
  private(set) var report = RunReport()

  private let compiled: CompiledProfile
  private let entropy: Entropy
  private let token: ArtifactRenderer.TokenSource
  private let signs: Bool
  private let explainedRows: Set<Int>
  private var reader: BatchReader
  private var record = Record()
  private var issuer: RowIssuer?
  private let uniquenessKey: [UInt8]
  private var context: IssueContext
  private var outputs: RunOutputs

  init(_ request: consuming RunRequest, entropy: Entropy) throws(RunFailure) {
    compiled = request.compiled
    self.entropy = entropy
    explainedRows = request.explainedRows
    var key: [UInt8] = []
    entropy.append(16, to: &key)
    uniquenessKey = key
    context = IssueContext(request.compiled, issuedAt: NumericDate(secondsSinceEpoch: 0))
    do {
      signs = request.key != nil
      token =
        try request.key.map { key throws(SigningError) in
          .signer(try TokenSigner(request.compiled, key: key))
        } ?? .unsigned(UnsignedToken(request.compiled))
    } catch {
      throw .signing(error)
    }
    let input = request.input
    reader = BatchReader(
      format: request.inputFormat, dialect: request.dialect, limits: request.limits,
      source: input.batchSource)
    outputs = RunOutputs(request)
    report.profileName = compiled.profile.name
    report.artifactName = compiled.artifact.name
    report.effectIDs = compiled.profile.effects.map(\.id)
    report.acceptedEffects = Array(repeating: 0, count: report.effectIDs.count)
    report.heldEffects = report.acceptedEffects
  }

  // MARK: The batch

  /// Reads the header, binds its columns and lets the gates decide.
  mutating func open() throws(RunFailure) {
    let problems: [HeaderProblem]
    do {
      problems = try reader.readHeader()
    } catch {
      throw .unreadable(error)
    }
    let isHeader = reader.format == .csv
    var issuer = RowIssuer(
      compiled, token: token, uniquenessKey: uniquenessKey, isHeader: isHeader)
    let findings = issuer.bindHeader(reader.columns, problems, isHeader: isHeader)
    if findings.contains(where: { $0.severity == .error }) { throw .header(findings) }
    for finding in findings { try add(finding) }
    try passGates()
    try outputs.open(reader: reader, binding: issuer.judge.binding)
    self.issuer = issuer
  }

  private func passGates() throws(RunFailure) {
    var findings: [Finding] = []
    if let finding = compiled.eternalGate { findings.append(finding) }
    if let finding = outputs.gate(compiled) { findings.append(finding) }
    if !findings.isEmpty { throw .gate(findings) }
  }

  /// Counts a finding that has been told already.
  mutating func note(_ finding: Finding) throws(RunFailure) {
    report.count(finding)
    try outputs.write(finding)
  }

  mutating func begin(at now: NumericDate) {
    if now != context.issuedAt { context = IssueContext(compiled, issuedAt: now) }
  }

  mutating func readRow() throws(RunFailure) -> Bool {
    do {
      guard try reader.next(into: &record) else { return false }
    } catch {
      throw .unreadable(error)
    }
    return true
  }

  // MARK: The row

  /// Judges the row and writes what became of it. Returns how it was judged, if that is wanted.
  mutating func processRow() throws(RunFailure) -> RowExplanation? {
    guard var issuer else { preconditionFailure("open comes before the first row.") }
    // Moved out and back, so that the issuer's storage is never copied.
    self.issuer = nil
    defer { self.issuer = issuer }
    for finding in issuer.bind(reader.columns, line: record.line) { try add(finding) }
    let isExplained = explainedRows.contains(record.row)
    issuer.trace(isExplained ? JudgingTrace() : nil)
    let verdict: Verdict
    do {
      verdict = try issuer.issue(record, context, entropy)
    } catch {
      throw .signing(error)
    }
    try write(issuer, verdict)
    guard isExplained else { return nil }
    var explainer = RowExplainer(issuer.judge, record, verdict, context)
    return explainer.explanation()
  }

  private mutating func write(_ issuer: borrowing RowIssuer, _ verdict: Verdict) throws(RunFailure)
  {
    for finding in verdict.findings { try add(finding) }
    switch verdict.outcome {
    case .accepted:
      report.accepted += 1
      for effect in verdict.effects { report.acceptedEffects[effect] += 1 }
      if let bestBefore = verdict.bestBefore { report.add(bestBefore: bestBefore) }
      if signs {
        try outputs.accept(record, issuer.judge, verdict, artifact: issuer.artifact)
      }
    case .rejected, .held:
      if verdict.outcome == .held { report.held += 1 } else { report.rejected += 1 }
      if verdict.outcome == .held {
        for effect in verdict.effects { report.heldEffects[effect] += 1 }
      }
      try outputs.reject(record, issuer.judge.binding, verdict.findings)
    }
  }

  private mutating func add(_ finding: Finding) throws(RunFailure) {
    report.add(finding)
    try outputs.write(finding)
  }

  // MARK: The end

  /// Warns when the first artifacts died before the run was over.
  mutating func reportPerishability(at now: NumericDate) throws(RunFailure) {
    // A forecast has said it already.
    guard signs, report.countByCode[.perishable] == nil,
      let earliest = report.earliestBestBefore, earliest <= now
    else { return }
    try add(
      Finding(
        .perishable, .warning, at: .run,
        "The first artifacts expired at \(earliest), before the run ended at \(now).",
        help: "Split the batch, or use a longer --lifetime where the platform allows it."))
  }

  /// Warns of a batch that has a header, or brackets, and nothing in it: an export may have failed.
  mutating func reportEmptiness() throws(RunFailure) {
    guard report.rows == 0 else { return }
    try add(
      Finding(
        .emptyBatch, .warning, at: .batch(line: 1), "The batch holds no records.",
        help: "If that is not meant, check that its export has finished."))
  }

  mutating func finish() throws(RunFailure) { try outputs.finish() }
  mutating func discard() { outputs.discard() }
}
