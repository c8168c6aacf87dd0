package import Batches
import Bytes
package import Findings
package import Provisioning

/// The outputs of a run; all of them are finished together, or none.
package final class RunOutputs {
  /// Which output bytes are for.
  enum Kind { case artifacts, rejects, findings }

  /// Where artifacts go; in a job not before its second pass.
  package var artifacts: (any ByteSink)?
  private var rejects: (any ByteSink)?
  private var findings: (any ByteSink)?
  private var artifactWriter: ArtifactWriter
  private var rejectWriter: RejectWriter
  private var hasRejects = false
  private let file: String
  /// Whether the first rows have been written for.
  private var isOpen = false

  package init(_ request: borrowing RunRequest) {
    artifacts = request.artifacts
    rejects = request.rejects
    findings = request.findings
    artifactWriter = ArtifactWriter(
      request.outputFormat, isLink: request.taking?.link != nil)
    rejectWriter = RejectWriter(hasSecrets: request.compiled.slots.contains { $0.isSecret })
    file = request.input.name
  }

  /// Refuses artifacts of several lines where each line is to be one artifact.
  ///
  /// - Parameter isJob: whether artifacts are going to be written, sooner or later.
  func gate(_ compiled: CompiledProfile, isJob: Bool) -> Finding? {
    guard artifacts != nil || isJob, artifactWriter.format == .lines, !artifactWriter.isLink,
      !compiled.artifact.isOneLine
    else {
      return nil
    }
    return Finding(
      .outputLineBreak, at: .run,
      "The artifact \"\(compiled.artifact.name)\" has several lines, and the output format lines "
        + "has one artifact on each.",
      help: "Use --output-format jsonl or csv.")
  }

  /// Writes what stands before the first row.
  ///
  /// - Parameter shared: what knows the head of artifacts that several inputs share.
  func open(
    _ source: borrowing ChunkSource, binding: ColumnBinding, shared: ArtifactHead?
  ) throws(RunFailure) {
    let format = source.format ?? .csv
    let delimiter = source.dialect?.delimiter ?? UInt8(ascii: ",")
    let columns = source.columns
    let names = (0..<columns.count).map { columns.name($0) }
    var head: [UInt8] = []
    artifactWriter.open(names, binding, to: &head)
    if let shared {
      guard let rest = shared.take(head) else { throw .gate([Self.otherColumns]) }
      head = rest
    }
    try write(head.span, to: .artifacts)
    if isOpen { return }
    isOpen = true
    head.removeAll()
    rejectWriter.open(format, delimiter: delimiter, names, binding, to: &head)
    try Self.write(head.span, to: rejects)
  }

  private static var otherColumns: Finding {
    Finding(
      .outputLineBreak, at: .run,
      "The inputs have different columns, and artifacts in the format csv repeat them.",
      help: "Use the output format lines or jsonl, or one job for each input.")
  }

  /// What a worker forms rows with, once the outputs are open.
  ///
  /// - Parameter writes: whether artifacts, or links, are wanted.
  func writers(writes: Bool) -> RowWriters {
    RowWriters(
      artifacts: writes && artifacts != nil ? artifactWriter : nil,
      rejects: rejects == nil ? nil : rejectWriter, findingsFile: findings == nil ? nil : file)
  }

  /// Writes whole rows, or a finding.
  func write(_ bytes: Span<UInt8>, to kind: Kind) throws(RunFailure) {
    if bytes.isEmpty { return }
    switch kind {
    case .artifacts: try Self.write(bytes, to: artifacts)
    case .findings: try Self.write(bytes, to: findings)
    case .rejects:
      let surplus = hasRejects ? 0 : rejectWriter.surplusOfFirstRow
      hasRejects = true
      try Self.write(bytes.extracting(droppingFirst: surplus), to: rejects)
    }
  }

  func write(_ finding: Finding) throws(RunFailure) {
    var line: [UInt8] = []
    writers(writes: false).append(finding, to: &line)
    try write(line.span, to: .findings)
  }

  /// Writes a row that was accepted and came to nothing all the same, and why.
  package func reject(
    _ record: borrowing Record, _ binding: ColumnBinding, _ findings: [Finding]
  ) throws(RunFailure) {
    for finding in findings { try write(finding) }
    guard rejects != nil else { return }
    var row: [UInt8] = []
    rejectWriter.append(record, binding, findings, to: &row)
    try write(row.span, to: .rejects)
  }

  private static func write(
    _ bytes: Span<UInt8>, to sink: (any ByteSink)?
  ) throws(RunFailure) {
    do {
      try sink?.write(bytes)
    } catch {
      throw .output(error)
    }
  }

  /// Finishes findings and rejects before the artifacts: whoever sees the artifacts can see why the
  /// others are missing.
  ///
  /// - Parameter whenStored: is done when all bytes are stored, and before anything gets its name.
  func finish(whenStored: () throws(RunFailure) -> Void = {}) throws(RunFailure) {
    try close()
    do throws(FileError) {
      try findings?.prepare()
      try rejects?.prepare()
      try artifacts?.prepare()
    } catch {
      throw .output(error)
    }
    try whenStored()
    do throws(FileError) {
      // Standard output first: it can still fail, and the files then stay as they were.
      let sinks = [findings, rejects, artifacts].compactMap { $0 }
      for sink in sinks where sink is StandardOutput { try sink.finish() }
      for sink in sinks where !(sink is StandardOutput) { try sink.finish() }
    } catch {
      throw .output(error)
    }
  }

  /// Writes what stands behind the last row.
  package func close() throws(RunFailure) {
    var tail: [UInt8] = []
    rejectWriter.close(isEmpty: !hasRejects, to: &tail)
    try Self.write(tail.span, to: rejects)
  }

  func discard() {
    findings?.discard()
    rejects?.discard()
    artifacts?.discard()
  }
}
