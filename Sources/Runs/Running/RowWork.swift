import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

/// Judging, and issuing, the rows of one batch.
final class RowWork: ChunkedWork {
  private let request: RunRequest
  private let entropy: Entropy
  private let watch: SharedWatch
  private let interruption: @Sendable () -> Int32?
  private let notice: (Finding) -> Void
  private let explain: (RowExplanation) -> Void
  private let progress: ((RunReport, Double?) -> Void)?
  private let values: UniqueValues

  // Used by whoever pulls.
  private var source: ChunkSource
  // Used by whoever commits.
  private(set) var report: RunReport
  private let outputs: RunOutputs
  private var seen: SeenValues

  /// Made when the header has been read.
  private var setup: RowWorker.Setup?
  private var firstReader: ChunkReader?

  init(
    _ request: RunRequest, _ watch: SharedWatch, _ entropy: Entropy,
    interruption: @escaping @Sendable () -> Int32?, notice: @escaping (Finding) -> Void,
    explain: @escaping (RowExplanation) -> Void, progress: ((RunReport, Double?) -> Void)?
  ) {
    self.request = request
    self.watch = watch
    self.entropy = entropy
    self.interruption = interruption
    self.notice = notice
    self.explain = explain
    self.progress = progress
    var key = request.pass?.batch.key ?? []
    if key.isEmpty { entropy.append(16, to: &key) }
    values = UniqueValues(request.compiled, key: key)
    seen = request.pass?.takeSeen() ?? SeenValues(count: values.count)
    let input = request.input
    source = ChunkSource(
      format: request.inputFormat, dialect: request.dialect, limits: request.limits,
      chunkBytes: request.chunkBytesOrDefault, source: input.batchSource)
    outputs = request.pass?.outputs ?? RunOutputs(request)
    report = RunReport(request.compiled)
  }

  // MARK: Beginning and end

  /// Reads the header, binds its columns and lets the gates decide. Returns the first worker.
  func open() throws(RunFailure) -> RowWorker {
    let problems: [HeaderProblem]
    do {
      problems = try source.readHeader()
    } catch {
      throw failure(error)
    }
    let isHeader = source.format == .csv
    var issuer = RowIssuer(
      request.compiled, token: .unsigned(UnsignedToken(request.compiled)), isHeader: isHeader)
    let findings = issuer.bindHeader(source.columns, problems, isHeader: isHeader)
    if findings.contains(where: { $0.severity == .error }) { throw .header(findings) }
    let isSecondPass = request.pass?.isSecond ?? false
    if !isSecondPass { for finding in findings { try add(finding) } }
    try passGates()
    try outputs.open(source, binding: issuer.judge.binding, shared: request.pass?.head)
    firstReader = ChunkReader(source)
    setup = RowWorker.Setup(
      writers: outputs.writers(writes: request.signs || request.taking?.link != nil),
      values: values,
      explainedRows: request.explainedRows,
      watch: watch, ledger: ColumnLedger(source.columns), isHeader: isHeader,
      takesDirectWay: request.takesDirectWay, digester: request.pass?.digester,
      rows: request.pass?.rows, taking: request.taking)
    return try makeWorker(request.compiled)
  }

  /// A file that changes has words of its own.
  private func failure(_ error: BatchError) -> RunFailure {
    request.input.change.map { .input($0) } ?? .unreadable(error)
  }

  private func passGates() throws(RunFailure) {
    var findings: [Finding] = []
    if let finding = request.compiled.eternalGate { findings.append(finding) }
    if let finding = outputs.gate(request.compiled, isJob: request.pass != nil) {
      findings.append(finding)
    }
    if !findings.isEmpty { throw .gate(findings) }
  }

  private func add(_ finding: Finding) throws(RunFailure) {
    report.add(finding)
    try outputs.write(finding)
  }

  /// Says what is to be said of the whole batch, and finishes the outputs.
  func finish() throws(RunFailure) {
    if !(request.pass?.isSecond ?? false) { try reportEmptiness() }
    request.pass?.giveBack(seen, input: request.input.name, rows: report.rows)
    try reportPerishability(at: watch.read())
    guard request.pass == nil else { return }
    try outputs.finish { () throws(RunFailure) in try completeTaking() }
  }

  private func completeTaking() throws(RunFailure) {
    guard let taking = request.taking, let setup, let reader = firstReader else { return }
    try taking.taker.complete(
      TakenForm(
        format: reader.format, dialect: reader.dialect, columns: setup.ledger.columnsNow),
      report)
  }

  func discard() {
    if request.pass == nil { outputs.discard() }
  }

  /// Warns of a batch that has a header, or brackets, and nothing in it: an export may have failed.
  private func reportEmptiness() throws(RunFailure) {
    guard report.rows == 0 else { return }
    try add(
      Finding(
        .emptyBatch, .warning, at: .batch(line: 1), "The batch holds no records.",
        help: "If that is not meant, check that its export has finished."))
  }

  /// Warns when the first artifacts died before the run was over.
  private func reportPerishability(at now: NumericDate) throws(RunFailure) {
    // A forecast has said it already.
    guard request.signs, report.groups.countByCode[.perishable] == nil,
      let earliest = report.earliestBestBefore, earliest <= now
    else { return }
    try add(
      Finding(
        .perishable, .warning, at: .run,
        "The first artifacts expired at \(earliest), before the run ended at \(now).",
        help: "Split the batch, or use a longer --lifetime where the platform allows it."))
  }

  // MARK: Chunks

  func makeChunk() -> RowChunk { RowChunk() }

  func makeWorker() throws(RunFailure) -> RowWorker {
    try makeWorker(request.compileAgain?() ?? request.compiled)
  }

  private func makeWorker(_ compiled: CompiledProfile) throws(RunFailure) -> RowWorker {
    guard let setup, let firstReader else {
      preconditionFailure("open comes before the workers.")
    }
    let token: ArtifactRenderer.TokenSource
    do {
      token = try request.tokenSource(compiled)
    } catch {
      throw .signing(error)
    }
    return RowWorker(
      setup, compiled, token: token, entropy: entropy.forWorker(), firstReader)
  }

  func pull(_ index: Int, into chunk: RowChunk) throws(RunFailure) -> Bool {
    chunk.index = index
    do {
      guard try source.next(into: &chunk.batch) else { return false }
    } catch {
      throw failure(error)
    }
    let input = request.input
    chunk.shareRead = input.byteCount.map { Double(input.bytesRead) / Double(max($0, 1)) }
    return true
  }

  func isLarge(_ chunk: RowChunk) -> Bool {
    chunk.batch.range.count >= request.chunkBytesOrDefault / 4
  }

  func process(_ chunk: RowChunk, _ worker: inout RowWorker, isStopped: () -> Bool) {
    worker.process(chunk, isStopped: isStopped)
  }

  func abandon() { setup?.ledger.abandon() }

  func commit(_ chunk: RowChunk, _ worker: inout RowWorker) throws(RunFailure) {
    guard let ledger = setup?.ledger else { return }
    if !chunk.results.mayAddColumns && chunk.results.columnCount != ledger.count {
      // Rows before it have brought columns that it did not know.
      worker.process(chunk) { false }
    }
    for finding in watch.findings(report, share: chunk.shareRead) {
      notice(finding)
      report.count(finding)
      try outputs.write(finding)
    }
    let refusals = try refuseRepetitions(in: chunk, &worker)
    if !refusals.isEmpty { chunk.results.take(refusals) }
    report.merge(chunk.results.report)
    for explanation in chunk.results.explanations { explain(explanation) }
    try take(chunk.results, refusals)
    try write(chunk.results, refusals)
    try remember(chunk, refusals)
    ledger.advance()
    progress?(report, chunk.shareRead)
    if let failure = chunk.results.failure { throw failure }
  }

  // MARK: Repetitions

  /// Rows whose values are asked from memory at once.
  private static let rowsPrepared = 32

  /// Holds the chunk's rows against all before, and judges those again that repeat one.
  private func refuseRepetitions(
    in chunk: RowChunk, _ worker: inout RowWorker
  ) throws(RunFailure) -> [RowRefusal] {
    var refusals: [RowRefusal] = []
    // Rows that are chosen have been held against each other already.
    if request.pass?.isSecond ?? false { return [] }
    let rowsBefore = request.pass?.batch.rowsBefore ?? 0
    var earlier: RowWorker?
    let accepted = chunk.results.accepted
    let fingerprints = chunk.results.fingerprints
    for (index, row) in accepted.enumerated() {
      if index % Self.rowsPrepared == 0 {
        let end = min(accepted.count, index + Self.rowsPrepared)
        seen.prepare(fingerprints, (index * values.count)..<(end * values.count))
      }
      if seen.isFull { throw .limit(seen.limitFinding) }
      var repetitions = seen.add(
        fingerprints, from: index * values.count,
        row: rowsBefore + row.row(in: chunk.batch))
      if repetitions.isEmpty { continue }
      if let batch = request.pass?.batch {
        for index in repetitions.indices { batch.locate(&repetitions[index]) }
      }
      refusals.append(try refuse(row, repetitions, of: chunk, &worker, &earlier))
    }
    return refusals
  }

  /// Judges the row again with the columns that were known then.
  private func refuse(
    _ row: AcceptedRow, _ repetitions: [SeenValues.Repetition], of chunk: RowChunk,
    _ worker: inout RowWorker, _ earlier: inout RowWorker?
  ) throws(RunFailure) -> RowRefusal {
    let known = worker.reader.columns.count
    if let columns = setup?.ledger.view(chunk.index, known: known).columns { worker.take(columns) }
    let count = Int(row.columnCount)
    if count == worker.reader.columns.count {
      return try worker.refuse(row, repetitions, of: chunk)
    }
    var other = earlier ?? worker.knowing(columns: count)
    if other.reader.columns.count != count { other = worker.knowing(columns: count) }
    defer { earlier = other }
    return try other.refuse(row, repetitions, of: chunk)
  }

  /// Tells the keeper of a job what became of the rows.
  private func remember(_ chunk: RowChunk, _ refusals: [RowRefusal]) throws(RunFailure) {
    guard let keeper = request.pass?.keeper else { return }
    let results = chunk.results
    var rows: [RememberedRow] = []
    rows.reserveCapacity(results.accepted.count)
    var repeated: [RefusedRow] = []
    var next = 0
    for (row, memo) in zip(results.accepted, results.memos) {
      if next < refusals.count && row.isSame(as: refusals[next].row) {
        repeated.append(
          RefusedRow(row: refusals[next].number, isHeld: false, identity: memo.identity))
        next += 1
        continue
      }
      rows.append(
        RememberedRow(
          row: row.row(in: chunk.batch), memo: memo,
          bestBefore: row.bestBefore.map { NumericDate(secondsSinceEpoch: $0) }))
    }
    var refused = results.refused
    if !repeated.isEmpty {
      refused += repeated
      refused.sort { $0.row < $1.row }
    }
    try keeper.keep(rows, refused: refused)
  }

  /// Hands over the rows that are taken, before anything is written of them.
  private func take(
    _ results: borrowing RowResults, _ refusals: [RowRefusal]
  ) throws(RunFailure) {
    guard let taking = request.taking, !results.taken.isEmpty else { return }
    var taken = results.taken
    if !refusals.isEmpty {
      let refused = Set(refusals.map(\.number))
      taken.removeAll { refused.contains($0.row) }
    }
    try taking.taker.take(taken)
  }

  /// Writes the chunk's outputs, with the refused rows in the rejects and not in the artifacts.
  private func write(
    _ results: borrowing RowResults, _ refusals: [RowRefusal]
  ) throws(RunFailure) {
    let (artifacts, rejects, findings) = (results.artifacts, results.rejects, results.findings)
    var (artifactsDone, rejectsDone, findingsDone) = (0, 0, 0)
    for refusal in refusals {
      let row = refusal.row
      try outputs.write(
        artifacts.span.extracting(artifactsDone..<row.artifactStart), to: .artifacts)
      artifactsDone = row.artifactEnd
      try outputs.write(rejects.span.extracting(rejectsDone..<row.rejectsEnd), to: .rejects)
      rejectsDone = row.rejectsEnd
      try outputs.write(refusal.reject.span, to: .rejects)
      try outputs.write(findings.span.extracting(findingsDone..<row.findingsEnd), to: .findings)
      findingsDone = row.findingsEnd
      for finding in refusal.findings { try outputs.write(finding) }
    }
    try outputs.write(artifacts.span.extracting(droppingFirst: artifactsDone), to: .artifacts)
    try outputs.write(rejects.span.extracting(droppingFirst: rejectsDone), to: .rejects)
    try outputs.write(findings.span.extracting(droppingFirst: findingsDone), to: .findings)
  }
}
