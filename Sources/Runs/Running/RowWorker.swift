import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

/// Takes rows from record to outputs, in one thread. Whether their values are unique is not known yet:
/// that is looked at when their chunk is committed.
struct RowWorker {
  /// What all workers of a run share.
  struct Setup {
    let writers: RowWriters
    let values: UniqueValues
    let explainedRows: Set<Int>
    let watch: SharedWatch
    let ledger: ColumnLedger
    let isHeader: Bool
    /// Whether plain rows go their own way; they come to the same on the slow one.
    let takesDirectWay: Bool
    /// Makes what a ledger knows rows by, where there is one.
    let digester: RowDigester?
    /// The rows that are wanted; nil for all.
    let rows: RowSet?
    /// What becomes of accepted rows, where they are taken.
    let taking: RowTaking?
  }

  let setup: Setup
  let compiled: CompiledProfile
  let entropy: Entropy
  var reader: ChunkReader
  var issuer: RowIssuer
  var record = Record()
  private let token: ArtifactRenderer.TokenSource
  /// The way of plain rows, where there is one with the columns that are known.
  private var direct: DirectWay?
  private var context: IssueContext
  private var recaller: RowRecaller?

  /// A worker who knows the columns of `reader`; what is to be said of them has been said.
  init(
    _ setup: Setup, _ compiled: CompiledProfile, token: ArtifactRenderer.TokenSource,
    entropy: Entropy, _ reader: ChunkReader
  ) {
    self.setup = setup
    self.compiled = compiled
    self.token = token
    self.entropy = entropy
    self.reader = reader
    issuer = RowIssuer(compiled, token: token, isHeader: setup.isHeader)
    context = IssueContext(compiled, issuedAt: NumericDate(secondsSinceEpoch: 0))
    recaller = RowRecaller(compiled, setup.digester)
    _ = issuer.bind(reader.columns, line: 1)
    findDirectWay()
  }

  /// A worker of the same thread who knows only the first columns.
  func knowing(columns count: Int) -> RowWorker {
    var reader = reader
    reader.take(reader.columns.prefix(count))
    return RowWorker(setup, compiled, token: token, entropy: entropy, reader)
  }

  /// Takes over columns that others have met.
  mutating func take(_ columns: ColumnTable) {
    reader.take(columns)
    _ = issuer.bind(reader.columns, line: 1)
    findDirectWay()
  }

  // MARK: The chunk

  /// Fills the chunk's results.
  mutating func process(_ chunk: RowChunk, isStopped: () -> Bool) {
    var view = setup.ledger.view(chunk.index, known: reader.columns.count)
    while true {
      if let columns = view.columns { take(columns) }
      if run(chunk, mayAddColumns: view.mayAdd, isStopped) { return }
      let known = chunk.results.columnCount
      guard let later = setup.ledger.laterView(chunk.index, known: known) else { return }
      view = later
    }
  }

  /// Returns false if a record has a key that nobody knew and that the chunk may not add: all of it is
  /// to be done again then, with more columns.
  private mutating func run(
    _ chunk: RowChunk, mayAddColumns: Bool, _ isStopped: () -> Bool
  ) -> Bool {
    // Taken out, so that nothing is copied when it is changed.
    var results = RowResults()
    swap(&results, &chunk.results)
    defer { swap(&results, &chunk.results) }
    results.reset(compiled)
    results.columnCount = reader.columns.count
    results.mayAddColumns = mayAddColumns
    reader.begin(chunk.batch)
    direct?.begin(context)
    let batch = chunk.batch
    do throws(RunFailure) {
      return try readRows(of: batch, &results, isStopped)
    } catch {
      results.failure = error
      return true
    }
  }

  private mutating func readRows(
    of batch: BatchChunk, _ results: inout RowResults, _ isStopped: () -> Bool
  ) throws(RunFailure) -> Bool {
    let text = batch.bytes.span.extracting(0..<batch.range.upperBound)
    var columnCount = results.columnCount
    var rowsLeft = 0
    while true {
      if rowsLeft == 0 {
        if isStopped() { return true }
        readClock(&results)
        rowsLeft = RunController.rowsPerClockReading
      }
      let wanted = setup.rows?.run(from: reader.place.row + 1, upTo: rowsLeft) ?? rowsLeft
      if wanted > 0 { rowsLeft -= try issueDirectly(batch, upTo: wanted, &results) }
      if rowsLeft == 0 { continue }
      let place = reader.place
      guard try readRow(text) else { return true }
      rowsLeft -= 1
      if reader.columns.count != columnCount {
        guard results.mayAddColumns else { return false }
        columnCount = reader.columns.count
        addColumns(&results)
      }
      if let rows = setup.rows, !rows.contains(record.row) { continue }
      try processRow(at: place, of: batch, &results)
    }
  }

  private mutating func readRow(_ text: Span<UInt8>) throws(RunFailure) -> Bool {
    do {
      return try reader.next(text, into: &record)
    } catch {
      throw .unreadable(error)
    }
  }

  private mutating func readClock(_ results: inout RowResults) {
    let now = setup.watch.read()
    if now != context.issuedAt {
      context = IssueContext(compiled, issuedAt: now)
      direct?.begin(context)
    }
    results.contexts.append((reader.place.row + 1, context))
  }

  private mutating func addColumns(_ results: inout RowResults) {
    for finding in issuer.bind(reader.columns, line: record.line) {
      results.add(finding, after: record.row, setup.writers)
    }
    setup.ledger.publish(reader.columns)
    findDirectWay()
  }

  // MARK: Plain rows

  private mutating func findDirectWay() {
    direct = nil
    let isWanted =
      setup.explainedRows.isEmpty && setup.writers.artifactsAreInPlace && setup.taking == nil
    guard setup.takesDirectWay, isWanted else { return }
    direct = DirectWay(
      DirectIssuer(
        compiled, issuer.judge.binding, reader, token: token, entropy: entropy))
    direct?.begin(context)
  }

  /// Issues the plain rows that come next. Returns how many.
  private mutating func issueDirectly(
    _ batch: borrowing BatchChunk, upTo rowsMax: Int, _ results: inout RowResults
  ) throws(RunFailure) -> Int {
    guard let direct else { return 0 }
    let place = reader.place
    do {
      try direct.issue(
        batch, from: place, upTo: rowsMax, setup.values, setup.digester, entropy, &results,
        isWritten: setup.writers.artifacts != nil)
    } catch {
      throw .signing(error)
    }
    let rows = direct.rows
    guard rows.count > 0 else { return 0 }
    results.report.accepted += rows.count
    if let bestBefore = direct.way.bestBefore { results.report.add(bestBefore: bestBefore) }
    reader.skip(to: rows.position, rows: rows.count, lines: rows.lines)
    return rows.count
  }

  // MARK: The row

  private mutating func processRow(
    at place: ChunkReader.Place, of batch: borrowing BatchChunk, _ results: inout RowResults
  ) throws(RunFailure) {
    let isExplained =
      !setup.explainedRows.isEmpty && setup.explainedRows.contains(record.row)
    if isExplained { issuer.trace(JudgingTrace()) }
    let artifactStart = results.artifacts.count
    let verdict = try setup.taking == nil ? issue(&results) : take(&results)
    // What is to be said of a row that goes well has been said in the first pass.
    if setup.rows == nil || verdict.outcome != .accepted {
      for finding in verdict.findings { results.add(finding, after: record.row, setup.writers) }
    }
    switch verdict.outcome {
    case .accepted:
      results.report.add(accepted: verdict)
      if setup.values.count > 0 {
        results.accepted.append(
          AcceptedRow(
            at: place, of: batch, bestBefore: verdict.bestBefore,
            columnCount: reader.columns.count, artifact: artifactStart..<results.artifacts.count,
            results))
        setup.values.append(issuer.judge, to: &results.fingerprints)
        remember(verdict, &results)
      }
    case .rejected, .held:
      results.report.add(refused: verdict)
      setup.writers.reject(
        record, issuer.judge.binding, verdict.findings, to: &results.rejects)
      guard setup.digester != nil else { break }
      results.refused.append(
        RefusedRow(
          row: record.row, isHeld: verdict.outcome == .held,
          identity: recaller?.identity(of: issuer.judge)))
    }
    if isExplained { results.explanations.append(explanation(verdict)) }
  }

  private mutating func remember(_ verdict: Verdict, _ results: inout RowResults) {
    guard setup.digester != nil else { return }
    guard let memo = recaller?.memo(of: issuer.judge, effects: verdict.effects) else {
      preconditionFailure("A row without an identity is refused.")
    }
    results.memos.append(memo)
  }

  /// Judges the record, and writes its artifact if it is accepted.
  private mutating func issue(_ results: inout RowResults) throws(RunFailure) -> Verdict {
    let entropy = entropy.forRow(record.row)
    do {
      guard let writer = setup.writers.artifacts else {
        return try issuer.issue(record, context, entropy)
      }
      guard writer.format == .lines else {
        let verdict = try issuer.issue(record, context, entropy)
        if verdict.outcome == .accepted {
          writer.append(
            record, issuer.judge, verdict, artifact: issuer.artifact, to: &results.artifacts)
        }
        return verdict
      }
      // In place: the artifact is the line.
      let verdict = try issuer.issue(record, context, entropy, to: &results.artifacts)
      if verdict.outcome == .accepted { results.artifacts.append(0x0A) }
      return verdict
    } catch {
      throw .signing(error)
    }
  }

  private mutating func explanation(_ verdict: Verdict) -> RowExplanation {
    defer { issuer.trace(nil) }
    var explainer = RowExplainer(issuer.judge, record, verdict, context)
    return explainer.explanation()
  }

  // MARK: Rows that are taken

  /// Judges the record; if it is taken, keeps it and writes its link. It counts as accepted then.
  private mutating func take(_ results: inout RowResults) throws(RunFailure) -> Verdict {
    let entropy = entropy.forRow(record.row)
    var verdict: Verdict
    do {
      verdict = try issuer.issue(record, context, entropy)
    } catch {
      throw .signing(error)
    }
    guard let taking = setup.taking, taking.takes(verdict) else { return verdict }
    if verdict.outcome != .accepted {
      verdict.outcome = .accepted
      verdict.findings.removeAll { $0.severity == .error }
    }
    verdict.bestBefore = taking.link?.bestBefore
    var row = TakenRow(
      bytes: Array(record.bytes[record.raw]), row: record.row, line: record.line,
      identity: identity(), secret: [])
    if let link = taking.link {
      entropy.append(link.secretByteCount, to: &row.secret)
      if let writer = setup.writers.artifacts {
        var text = link.prefix
        Base64URL.append(row.secret.span, to: &text)
        writer.append(record, issuer.judge, verdict, artifact: text, to: &results.artifacts)
      }
    }
    results.taken.append(row)
    return verdict
  }

  /// The text of what the user of the record is known by.
  private func identity() -> [UInt8]? {
    for reference in compiled.memory?.identity ?? compiled.profile.identity {
      var text: [UInt8] = []
      if issuer.judge.appendText(reference, to: &text) { return text }
    }
    return nil
  }

  // MARK: Rows that repeat others

  /// Judges an accepted row of the chunk again, of which it has turned out that it repeats earlier ones.
  mutating func refuse(
    _ row: AcceptedRow, _ repetitions: [SeenValues.Repetition], of chunk: RowChunk
  ) throws(RunFailure) -> RowRefusal {
    let batch = chunk.batch
    reader.go(to: row.place(in: batch))
    guard try readRow(batch.bytes.span.extracting(0..<batch.range.upperBound)) else {
      preconditionFailure("A record is where it was.")
    }
    if let then = chunk.results.contexts.last(where: { $0.row <= record.row }) {
      context = then.context
    }
    let isExplained = setup.explainedRows.contains(record.row)
    var verdict = try judgeAgain(isExplained: isExplained)
    let place = Finding.Place.row(record.row, line: record.line)
    let findings = repetitions.map {
      setup.values.finding(issuer.judge, $0, at: place)
    }
    verdict.findings += findings
    verdict.outcome = .rejected
    var refusal = RowRefusal(row: row, number: record.row, findings: findings)
    refusal.effects = verdict.effects
    setup.writers.reject(record, issuer.judge.binding, verdict.findings, to: &refusal.reject)
    if isExplained { refusal.explanation = explanation(verdict) }
    return refusal
  }

  private mutating func judgeAgain(isExplained: Bool) throws(RunFailure) -> Verdict {
    let entropy = entropy.forRow(record.row)
    guard isExplained else { return issuer.judgeOnly(record, context, entropy) }
    issuer.trace(JudgingTrace())
    do {
      return try issuer.issue(record, context, entropy)
    } catch {
      throw .signing(error)
    }
  }
}
