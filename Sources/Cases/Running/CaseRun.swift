import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

/// One batch of a case on its way through the house.
struct CaseRun {
  private let compiled: CompiledProfile
  private let signer: TokenSigner?
  private let token: ArtifactRenderer.TokenSource
  private let context: IssueContext
  private let entropy: Entropy

  /// What stands in the token's place while an artifact is rendered: no escaping changes it.
  private static let tokenMark = "0MusterTokenStandsHere0"
  /// Cases bring no batch that could choose values which collide.
  private static let uniquenessKey = [UInt8](repeating: 0, count: 16)

  init(
    _ compiled: CompiledProfile, key: SigningKey?, now: NumericDate, seed: UInt64
  ) throws(SigningError) {
    self.compiled = compiled
    signer = try key.map { key throws(SigningError) in try TokenSigner(compiled, key: key) }
    token = signer.map { .signer($0) } ?? .unsigned(UnsignedToken(compiled))
    context = IssueContext(compiled, issuedAt: now)
    entropy = .seeded(seed)
  }

  /// - Parameter known: warnings of the run, which stand before those of the first row.
  mutating func rows(_ batch: CaseBatch, _ known: [Finding]) throws(SigningError) -> [CaseRow] {
    var reader =
      switch batch {
      case .csv(let bytes): BatchReader(bytes, format: .csv)
      case .json(let bytes): BatchReader(bytes, format: .json)
      case .jsonLines(let bytes): BatchReader(bytes, format: .jsonl)
      }
    var pending = known
    let problems: [HeaderProblem]
    do {
      problems = try reader.readHeader()
    } catch {
      return [refusal(pending, error)]
    }
    let isHeader = reader.format == .csv
    var issuer = RowIssuer(
      compiled, token: token, isHeader: isHeader, keepsRefusedValues: true)
    var uniqueness = UniquenessCheck(compiled, key: Self.uniquenessKey)
    pending += issuer.bindHeader(reader.columns, problems, isHeader: isHeader)
    let isRefused = pending.contains { $0.severity == .error }
    if !isRefused, let gate = compiled.eternalGate { pending.append(gate) }
    if pending.contains(where: { $0.severity == .error }) {
      return [CaseRow(outcome: .refused, findings: pending)]
    }
    var rows: [CaseRow] = []
    var record = Record()
    while true {
      do {
        guard try reader.next(into: &record) else { break }
      } catch {
        return [refusal(pending + rows.flatMap(\.findings), error)]
      }
      pending += issuer.bind(reader.columns, line: record.line)
      var verdict = try issuer.issue(record, context, entropy)
      uniqueness.apply(issuer.judge, record, to: &verdict)
      rows.append(try row(&issuer, verdict, pending))
      pending = []
    }
    if rows.isEmpty {
      let finding = Finding(
        .emptyBatch, .warning, at: .batch(line: 1), "The batch holds no records.")
      rows.append(CaseRow(outcome: .refused, findings: pending + [finding]))
    }
    return rows
  }

  // MARK: One row

  private func row(
    _ issuer: inout RowIssuer, _ verdict: Verdict, _ pending: [Finding]
  ) throws(SigningError) -> CaseRow {
    let outcome: Expectation.Outcome =
      switch verdict.outcome {
      case .accepted: .accepted
      case .held: .held
      case .rejected: .rejected
      }
    var row = CaseRow(outcome: outcome, findings: pending + verdict.findings)
    row.trace = trace(issuer.judge, verdict)
    guard outcome != .rejected else { return row }
    row.claims = issuer.judge.claims
    if compiled.container == nil { row.header = compiled.header }
    row.effects = verdict.effects.map { compiled.profile.effects[$0].id }
    guard outcome == .accepted else { return row }
    if let signer {
      var token: [UInt8] = []
      if compiled.container == nil {
        try signer.appendToken(issuer.judge.claims, to: &token)
      } else {
        token = issuer.containerText
      }
      row.token = String(decoding: token, as: Unicode.UTF8.self)
      row.signedArtifact = String(decoding: issuer.artifact, as: Unicode.UTF8.self)
      row.isRepeatable =
        compiled.container?.algorithm.isRepeatable ?? compiled.algorithm.isRepeatable
    }
    row.artifact = markedArtifact(&issuer)
    return row
  }

  private func markedArtifact(_ issuer: inout RowIssuer) -> String? {
    var bytes: [UInt8] = []
    do {
      try issuer.appendArtifact(withToken: Array(Self.tokenMark.utf8), to: &bytes)
    } catch {
      return nil
    }
    Self.replace(Array(Self.tokenMark.utf8), with: Array("{token}".utf8), in: &bytes)
    // A signature that stands alone is escaped for its place.
    Self.replace(Array("%7Bsignature%7D".utf8), with: Array("{signature}".utf8), in: &bytes)
    return String(decoding: bytes, as: Unicode.UTF8.self)
  }

  private static func replace(_ mark: [UInt8], with text: [UInt8], in bytes: inout [UInt8]) {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == mark[0], bytes[index...].starts(with: mark) {
        result += text
        index += mark.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    bytes = result
  }

  private func trace(_ judge: Judge, _ verdict: Verdict) -> CaseTrace {
    var judge = judge
    var trace = CaseTrace()
    if verdict.outcome == .rejected { trace.refused = judge.refusedValues }
    guard judge.hasReachedRules else { return trace }
    if verdict.outcome != .rejected { trace.present = judge.presentValues }
    let profile = compiled.profile
    let broken = verdict.findings.compactMap { $0.code == .rule ? $0.rule : nil }
    for (index, rule) in profile.rules.enumerated() where !broken.contains(rule.id) {
      // Where it names no condition, it applies to rows that have one of the things it names.
      let applies =
        rule.when.map { judge.meets($0) } ?? rule.assertion.references.contains { judge.has($0) }
      if applies { trace.keptRules.append(index) }
    }
    guard verdict.outcome != .rejected else { return trace }
    for (index, effect) in profile.effects.enumerated() where !verdict.effects.contains(index) {
      let isNear = effect.when.references.contains { judge.has($0) }
      if isNear || !effect.when.looksAtValues { trace.effectsNotHad.append(index) }
    }
    return trace
  }

  // MARK: Refusals

  /// A batch that cannot be read has no finding in a run, which ends; here it needs a code.
  private func refusal(_ pending: [Finding], _ error: BatchError) -> CaseRow {
    let code: FindingCode =
      switch error {
      case .empty: .emptyBatch
      case .missingColumn: .missingColumn
      case .compressed, .unsupportedEncoding, .readFailed: .invalidUTF8
      case .tooManyColumns: .batchLimit
      case .recordTooLong: .recordTooLong
      case .notAnArray, .malformedArray: .invalidJSON
      }
    let finding = Finding(code, at: .batch(line: 1), error.message, help: error.help)
    return CaseRow(outcome: .refused, findings: pending + [finding])
  }
}

extension Condition {
  /// Whether it asks for more than whether something is there.
  var looksAtValues: Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains(where: \.looksAtValues)
    case .not(let inner): inner.looksAtValues
    case .present, .absent: false
    case .matches: true
    }
  }
}
