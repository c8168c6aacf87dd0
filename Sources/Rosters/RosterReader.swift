package import Batches
package import Bytes
package import Findings
import Minting
package import Provisioning
package import Tokens

/// How much a roster in a file may hold. Every limit is named in the refusal that it causes.
package struct RosterLimits: Sendable, Hashable {
  /// Rows, and bytes of them without a header. Lines and places are kept in 32 bits.
  package var rowsMax = 1_000_000
  package var bytesMax = 512 << 20
  /// Findings about rows that are kept; all are counted.
  package var findingsMax = 100

  package init() {}
}

/// What reading a roster has come to.
package struct RosterReading: Sendable {
  /// Nil where the file is refused: an error among the findings says why.
  package var roster: FileRoster?
  /// What is wrong or doubtful, about the file first.
  package var findings: [Finding] = []
  /// All of them, also those that were not kept.
  package var findingCount = 0
  package var rows = 0
  /// Rows that are left out, for each of which there is a finding that is an error.
  package var refused = 0
}

/// Reads a batch once, judges each of its rows, and makes a roster of those that are accepted.
package struct RosterReader {
  private let compiled: CompiledProfile
  private let requestInputs: [String]
  private let limits: RosterLimits

  /// - Parameters:
  ///   - compiled: with a memory: its identity is what users are found by.
  ///   - requestInputs: names of inputs that requests may give.
  package init(
    _ compiled: CompiledProfile, requestInputs: [String] = [], limits: RosterLimits = RosterLimits()
  ) {
    precondition(compiled.memory != nil, "Users are found by what a ledger knows them by.")
    precondition(limits.rowsMax < Int(UInt32.max) && limits.bytesMax < Int(UInt32.max))
    self.compiled = compiled
    self.requestInputs = requestInputs
    self.limits = limits
  }

  /// Reads the file.
  ///
  /// It is refused where a header is wrong, a limit is passed, two rows are of one user, or nobody is
  /// left. Rows that are refused, or held for an effect that is not allowed, are left out; those that
  /// only lack an input which requests may give stay.
  ///
  /// - Parameters:
  ///   - now: the time at which rows are judged; they are judged again when a token is wanted.
  ///   - entropy: keys the index, so that nobody can choose users that collide.
  /// - Throws: what keeps the batch from being read to its end.
  package func read(
    format: BatchFormat? = nil, dialect: CSVDialect? = nil, at now: NumericDate, _ entropy: Entropy,
    from source: @escaping BatchSource
  ) throws(BatchError) -> RosterReading {
    var reading = RosterReading()
    var batch = ChunkSource(format: format, dialect: dialect, source: source)
    for problem in try batch.readHeader() {
      add(
        Finding(
          problem.code, at: .batch(line: problem.line), problem.message, help: problem.help),
        to: &reading)
    }
    guard !reading.isRefused, let (rows, form) = try readRows(&batch, &reading) else {
      return reading
    }
    reading.rows = rows.count
    guard rows.count > 0 else {
      refuse(
        .emptyBatch, "The roster holds no records, so nobody could sign in.",
        help: "Check that its export has finished.", &reading)
      return reading
    }
    judge(rows, form, at: now, entropy, &reading)
    return reading
  }

  // MARK: Reading

  /// The rows, and how they are read: with the columns of all of them. Nil where a limit is passed.
  private func readRows(
    _ batch: inout ChunkSource, _ reading: inout RosterReading
  ) throws(BatchError) -> (RosterRows, RowForm)? {
    var reader = ChunkReader(batch)
    var chunk = BatchChunk()
    var record = Record()
    var rows = RosterRows()
    var bytes = 0
    while try batch.next(into: &chunk) {
      bytes += chunk.range.count
      guard bytes <= limits.bytesMax else {
        refuse(
          .batchLimit, "The roster has more than \(limits.bytesMax) bytes (bytesMax).",
          help: "Load it into the ledger: muster roster load.", &reading)
        return nil
      }
      reader.begin(chunk)
      let text = chunk.bytes
      let end = chunk.range.upperBound
      while try reader.next(text.span.extracting(0..<end), into: &record) {
        guard rows.count < limits.rowsMax else {
          refuse(
            .batchLimit, "The roster has more than \(limits.rowsMax) rows (rowsMax).",
            help: "Load it into the ledger: muster roster load.", &reading)
          return nil
        }
        let original = record.bytes
        rows.append(
          original.span.extracting(record.raw), row: record.row, line: record.line)
      }
    }
    let form = RowForm(format: reader.format, dialect: reader.dialect, columns: reader.columns)
    return (rows, form)
  }

  // MARK: Judging

  private func judge(
    _ rows: RosterRows, _ form: RowForm, at now: NumericDate, _ entropy: Entropy,
    _ reading: inout RosterReading
  ) {
    let minter = trial(form)
    for finding in minter.columnFindings { add(finding, to: &reading) }
    if reading.isRefused { return }
    var key: [UInt8] = []
    entropy.append(16, to: &key)
    let hash = SipHash(key: key)
    var index = FingerprintTable()
    var hasTwins = false
    for place in 0..<rows.count {
      let row = rows[place]
      let judged = minter.survey(row, at: now, entropy)
      for finding in judged.findings { add(finding, to: &reading) }
      guard let identity = judged.identity, isUsable(judged) else {
        reading.refused += 1
        continue
      }
      let value = Fingerprint(hash.digest(identity.span))
      guard let first = index.insert(value, row: place + 1) else { continue }
      hasTwins = true
      add(duplicate(row, of: rows[first - 1]), to: &reading)
    }
    if hasTwins { return }
    guard index.count > 0 else {
      refuse(
        .emptyBatch, "All \(rows.count) rows of the roster are refused, so nobody could sign in.",
        help: "Correct what is said of the first of them.", &reading)
      return
    }
    reading.roster = FileRoster(form: form, rows: rows, index: index, hash: hash)
  }

  private func trial(_ form: RowForm) -> Minter {
    do {
      return try Minter(compiled, keys: nil, form: form, requestInputs: requestInputs, seats: 1)
    } catch {
      preconditionFailure("Without a key nothing is signed.")
    }
  }

  /// Whether a token may be asked for with this row: it is good, or a request may make it so.
  private func isUsable(_ judged: SurveyedRow) -> Bool {
    if judged.outcome == .accepted { return true }
    guard judged.outcome == .rejected, !requestInputs.isEmpty else { return false }
    return judged.findings.allSatisfy { $0.severity != .error || $0.code == .missingInput }
  }

  // MARK: Findings

  private func duplicate(_ row: StoredRow, of first: StoredRow) -> Finding {
    Finding(
      .duplicateIdentity, at: .row(row.row, line: row.line),
      "Row \(row.row) is of the same user as row \(first.row), on line \(first.line).",
      help: "One user, one row: merge the two rows, or remove one.")
  }

  private func refuse(
    _ code: FindingCode, _ message: String, help: String, _ reading: inout RosterReading
  ) {
    // Said first: it is what matters.
    reading.findings.insert(Finding(code, at: .batch(line: 1), message, help: help), at: 0)
    reading.findingCount += 1
  }

  /// Keeps the finding while there is room; the first one that refuses the file is always kept.
  private func add(_ finding: Finding, to reading: inout RosterReading) {
    reading.findingCount += 1
    let isFirstTwin =
      finding.code == .duplicateIdentity
      && !reading.findings.contains { $0.code == .duplicateIdentity }
    guard reading.findings.count < limits.findingsMax || isFirstTwin else { return }
    reading.findings.append(finding)
  }
}

extension RosterReading {
  /// Whether the file itself is refused by what was found so far.
  fileprivate var isRefused: Bool {
    findings.contains { finding in
      guard case .batch = finding.place else { return false }
      return finding.severity == .error
    }
  }
}
