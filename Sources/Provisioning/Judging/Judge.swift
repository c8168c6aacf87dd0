package import Batches
import Bytes
import Findings
import Profiles
import Schemas
package import Tokens

/// Judges rows: from a record to claims, or to findings. The one code path of every command.
///
/// It owns all the storage that a row needs and reuses it; one judge serves one worker.
package struct Judge {
  package let compiled: CompiledProfile
  package private(set) var binding: ColumnBinding
  /// The claims of the last row that was judged, as canonical JSON.
  package internal(set) var claims: [UInt8] = []

  /// Told what happens to the row, where somebody wants to know.
  package var trace: JudgingTrace?

  /// Where each claim's value stands in `claims`; empty where it is absent.
  var claimRanges: [Range<Int>]
  /// The inputs of the row as canonical JSON, back to back, and where each one stands.
  var inputs: [UInt8] = []
  var inputRanges: [Range<Int>]
  /// What the row's columns gave, where a ledger wants to know.
  var fed: [UInt8] = []
  /// Whether the values are those of the last row, be they good or not.
  package private(set) var hasValues = false
  var findings: [Finding] = []
  var effects: [Int] = []
  /// The rules and effects that this row can meet, as bits.
  var candidates: [UInt64] = []
  var isRejected = false
  /// Whether the last row came as far as the rules: all its values were there and fitted.
  package private(set) var hasReachedRules = false
  /// Whether values that their schemas refuse are kept, for whoever measures what was tried.
  package var keepsRefusedValues = false
  package internal(set) var refusedValues: [ObservedValue] = []
  /// Columns whose bytes are broken in this row: no value is made from them.
  var brokenColumns: [Int] = []

  var validator = SchemaValidator()
  var reader = JSONReader()
  var steps = ValueSteps()
  var work: [UInt8] = []
  var spare: [UInt8] = []
  /// A value's JSON before it is placed into claims or inputs.
  var value: [UInt8] = []
  var row = 0
  var line = 0

  package init(_ compiled: CompiledProfile, isHeader: Bool) {
    self.compiled = compiled
    binding = ColumnBinding(compiled, isHeader: isHeader)
    claimRanges = Array(repeating: 0..<0, count: compiled.claims.count)
    inputRanges = Array(repeating: 0..<0, count: compiled.inputs.count)
  }

  /// Binds columns that are new since the last call.
  package mutating func bind(_ table: ColumnTable, line: Int) {
    binding.bind(table, line: line)
  }

  /// Judges one record.
  ///
  /// - Parameters:
  ///   - record: the record, whose columns are bound.
  ///   - context: the time of issue of its chunk.
  ///   - entropy: where random identifiers come from.
  /// - Returns: the verdict. If it is `accepted` or `held`, `claims` holds the row's claims.
  package mutating func judge(
    _ record: borrowing Record, _ context: IssueContext, _ entropy: Entropy
  ) -> Verdict {
    begin(record)
    guard reportProblems(record) else { return verdict(.rejected, nil, nil) }
    trace?.reach(.values)
    writeInputs(record, context, entropy)
    writeClaims(record, context, entropy)
    hasValues = true
    checkIdentity()
    guard !isRejected else { return verdict(.rejected, nil, nil) }
    hasReachedRules = true
    trace?.reach(.rules)
    applyRules()
    let (expiresAt, bestBefore) = lifetime(context)
    guard !isRejected else { return verdict(.rejected, nil, nil) }
    trace?.reach(.effects)
    let isHeld = findEffects()
    return verdict(isHeld ? .held : .accepted, expiresAt, bestBefore)
  }

  private mutating func begin(_ record: borrowing Record) {
    row = record.row
    line = record.line
    findings.removeAll(keepingCapacity: true)
    effects.removeAll(keepingCapacity: true)
    claims.removeAll(keepingCapacity: true)
    inputs.removeAll(keepingCapacity: true)
    fed.removeAll(keepingCapacity: true)
    hasValues = false
    beginCandidates()
    brokenColumns.removeAll(keepingCapacity: true)
    isRejected = false
    hasReachedRules = false
    refusedValues.removeAll(keepingCapacity: true)
  }

  private func verdict(
    _ outcome: Verdict.Outcome, _ expiresAt: NumericDate?, _ bestBefore: NumericDate?
  ) -> Verdict {
    Verdict(
      outcome: outcome, findings: findings, effects: effects, expiresAt: expiresAt,
      bestBefore: bestBefore)
  }

  /// Reports what is wrong with the record itself. Returns whether the columns without a problem
  /// can be judged: not where the cells may stand under the wrong names.
  private mutating func reportProblems(_ record: borrowing Record) -> Bool {
    var isReadable = true
    for problem in record.problems {
      if let column = problem.column { brokenColumns.append(column) }
      if problem.column == nil || problem.endsRecord { isReadable = false }
      report(
        Finding(
          problem.code, at: .row(row, line: problem.line), problem.message, help: problem.help,
          column: problem.column.map { binding.name($0) }))
    }
    if let raw = binding.rawColumn, raw < record.fields.count, record.fields[raw].kind != .absent {
      report(
        Finding(
          .invalidJSON, at: .row(row, line: line),
          "The row still holds, in muster_raw, the text of a record that could not be read.",
          help: "Correct that text, and put it in this row's place."))
      isReadable = false
    }
    return isReadable
  }

  /// Whether the column holds bytes that are no text or no JSON.
  func isBroken(_ column: Int) -> Bool {
    !brokenColumns.isEmpty && brokenColumns.contains(column)
  }

  mutating func report(_ finding: Finding) {
    var finding = finding
    // A column may feed a secret and something else.
    if let column = finding.column, finding.excerpt != nil, binding.isSecret(columnNamed: column) {
      finding.excerpt = Judge.redaction
    }
    findings.append(finding)
    if finding.severity == .error { isRejected = true }
  }

  private mutating func writeInputs(
    _ record: borrowing Record, _ context: IssueContext, _ entropy: Entropy
  ) {
    for index in binding.liveInputs {
      let start = inputs.count
      let count = findings.count
      inputRanges[index] = start..<start
      if makeValue(compiled.inputs[index], record, context, entropy) {
        inputs.append(contentsOf: value)
      } else if let shared = compiled.inputDefaults[index] {
        inputs.append(contentsOf: shared.json)
        trace?.share(shared.json)
      } else if findings.count == count {
        reportIfRequiredInput(index)
      }
      inputRanges[index] = start..<inputs.count
      if start < inputs.count { compiled.ruleIndex.addInput(index, to: &candidates) }
    }
  }

  private mutating func reportIfRequiredInput(_ index: Int) {
    guard compiled.profile.inputs.required.contains(index),
      !hasBrokenColumn(compiled.inputs[index])
    else { return }
    let name = compiled.profile.inputs.properties[index].name
    report(
      Finding(
        .missingInput, at: .row(row, line: line), "The input \"\(name)\" has no value.",
        help: "Give it in a column of this name, or to all rows with --set \(name)=VALUE."))
  }

  private mutating func writeClaims(
    _ record: borrowing Record, _ context: IssueContext, _ entropy: Entropy
  ) {
    claims.append(UInt8(ascii: "{"))
    if compiled.memory != nil { fed.append(0) }
    for index in binding.liveClaims {
      claimRanges[index] = 0..<0
      let count = findings.count
      guard makeValue(compiled.claims[index], record, context, entropy) else {
        if findings.count == count { reportIfRequired(index) }
        continue
      }
      if claims.count > 1 { claims.append(UInt8(ascii: ",")) }
      claims.append(contentsOf: compiled.claims[index].prefix)
      claimRanges[index] = claims.count..<(claims.count + value.count)
      claims.append(contentsOf: value)
      compiled.ruleIndex.addClaim(index, to: &candidates)
    }
    if !binding.extraColumns.isEmpty { writeExtraClaims(record) }
    claims.append(UInt8(ascii: "}"))
  }

  private mutating func reportIfRequired(_ index: Int) {
    guard compiled.isRequired[index] else { return }
    let program = compiled.claims[index]
    guard !hasBrokenColumn(program) else { return }
    let column = binding.columns[program.slot].first.map { binding.name($0) }
    report(
      Finding(
        .requiredClaim, at: .row(row, line: line),
        "The claim \"\(program.path)\" is required, and this row has no value for it.",
        help: column.map { "Fill the column \"\($0)\"." }, column: column, claim: program.path))
  }

  private func hasBrokenColumn(_ program: ValueProgram) -> Bool {
    binding.columns[program.slot].contains { isBroken($0) }
  }
}
