import Batches
import Bytes
import Findings
import Provisioning
import Synchronization
import Tokens

/// One place at which rows are judged one after the other, with the storage that this needs.
final class Seat: Sendable {
  private let work: Mutex<SeatWork>
  let columnFindings: [Finding]

  init(
    _ compiled: CompiledProfile, _ keys: MintingKeys?, _ form: RowForm, _ digester: RowDigester?,
    _ requestInputs: [String]
  ) throws(SigningError) {
    let made = try SeatWork(compiled, keys, form, digester, requestInputs)
    columnFindings = made.columnFindings
    work = Mutex(made)
  }

  /// Nil if somebody else is being served.
  func mintIfFree(
    _ row: StoredRow, _ values: [RequestValue], _ now: NumericDate, _ entropy: Entropy
  ) throws(SigningError) -> Minted? {
    try work.withLockIfAvailable { (work) throws(SigningError) -> Minted in
      try work.mint(row, values, now, entropy)
    }
  }

  func mint(
    _ row: StoredRow, _ values: [RequestValue], _ now: NumericDate, _ entropy: Entropy
  ) throws(SigningError) -> Minted {
    try work.withLock { (work) throws(SigningError) -> Minted in
      try work.mint(row, values, now, entropy)
    }
  }

  func survey(_ row: StoredRow, _ now: NumericDate, _ entropy: Entropy) -> SurveyedRow {
    work.withLock { $0.survey(row, now, entropy) }
  }
}

/// What a seat works with.
private struct SeatWork {
  private let columns: ColumnTable
  /// The request inputs' columns, behind those of the batch.
  private let requestColumns: [String: Int]
  private var reader: StoredRowReader
  private var record = Record()
  private var issuer: RowIssuer
  private var recaller: RowRecaller?
  private var context: IssueContext
  let columnFindings: [Finding]

  init(
    _ compiled: CompiledProfile, _ keys: MintingKeys?, _ form: RowForm, _ digester: RowDigester?,
    _ requestInputs: [String]
  ) throws(SigningError) {
    let isHeader = form.format == .csv
    columns = form.columns
    reader = StoredRowReader(form)
    issuer = RowIssuer(
      compiled, token: try Self.tokenSource(compiled, keys), isHeader: isHeader)
    recaller = RowRecaller(compiled, digester)
    context = IssueContext(compiled, issuedAt: NumericDate(secondsSinceEpoch: 0))
    var all = form.columns
    var places: [String: Int] = [:]
    for name in requestInputs {
      if let known = all.index(of: Array(name.utf8).span) {
        places[name] = known
      } else {
        places[name] = all.count
        all.append(Array(name.utf8))
      }
    }
    requestColumns = places
    columnFindings = issuer.bindHeader(all, [], isHeader: isHeader)
    if !isHeader { _ = issuer.bind(all, line: 1) }
  }

  private static func tokenSource(
    _ compiled: CompiledProfile, _ keys: MintingKeys?
  ) throws(SigningError) -> ArtifactRenderer.TokenSource {
    switch keys {
    case nil:
      let unsigned = ArtifactRenderer.TokenSource.unsigned(UnsignedToken(compiled))
      guard let route = compiled.route else { return unsigned }
      return .routed(Array(repeating: unsigned, count: route.values.count))
    case .one(let key): return .signer(try TokenSigner(compiled, key: key))
    case .perValue(let keys):
      var sources: [ArtifactRenderer.TokenSource] = []
      for key in keys { sources.append(.signer(try TokenSigner(compiled, key: key))) }
      return .routed(sources)
    }
  }

  // MARK: Rows

  mutating func mint(
    _ row: StoredRow, _ values: [RequestValue], _ now: NumericDate, _ entropy: Entropy
  ) throws(SigningError) -> Minted {
    read(row)
    for value in values {
      guard let column = requestColumns[value.input] else {
        preconditionFailure("A request gives what it may give.")
      }
      if let problem = Self.problem(value, row) { return .refused([problem]) }
      record.setString(value.text, at: column)
    }
    setTime(now)
    var artifact: [UInt8] = []
    let verdict = try issuer.issue(record, context, entropy, to: &artifact)
    guard verdict.outcome == .accepted else { return .refused(verdict.findings) }
    return .artifact(
      MintedArtifact(
        bytes: artifact, bestBefore: verdict.bestBefore, expiresAt: verdict.expiresAt))
  }

  /// What is no text in any batch, and that the judge was never given.
  private static func problem(_ value: RequestValue, _ row: StoredRow) -> Finding? {
    let isUTF8 = UTF8Bytes.firstInvalid(value.text.span) == nil
    guard !isUTF8 || value.text.contains(0) else { return nil }
    return Finding(
      isUTF8 ? .nulCharacter : .invalidUTF8, at: .row(row.row, line: row.line),
      isUTF8 ? "The text holds a NUL character." : "The text holds bytes that are not UTF-8.",
      help: "Correct the request.", claim: "inputs.\(value.input)")
  }

  mutating func survey(
    _ row: StoredRow, _ now: NumericDate, _ entropy: Entropy
  ) -> SurveyedRow {
    read(row)
    setTime(now)
    // Rendered, too: a row whose artifact is too long is not to be found out when it is wanted.
    var artifact: [UInt8] = []
    guard let verdict = try? issuer.issue(record, context, entropy, to: &artifact) else {
      preconditionFailure("Without a key nothing is signed.")
    }
    var identity: [UInt8]?
    // Of a row that is no record there is nothing but what the one before it has left.
    let references = issuer.judge.hasValues ? issuer.judge.compiled.memory?.identity : nil
    for reference in references ?? [] where identity == nil {
      var text: [UInt8] = []
      if issuer.judge.appendText(reference, to: &text) { identity = text }
    }
    return SurveyedRow(
      outcome: verdict.outcome, findings: verdict.findings, identity: identity,
      memo: recaller?.memo(of: issuer.judge, effects: verdict.effects))
  }

  private mutating func setTime(_ now: NumericDate) {
    if now != context.issuedAt { context = IssueContext(issuer.judge.compiled, issuedAt: now) }
  }

  /// Reads the row into the record.
  private mutating func read(_ row: StoredRow) {
    reader.read(row, into: &record)
    record.addFields(upTo: columns.count + requestColumns.count)
  }
}
