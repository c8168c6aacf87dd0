import Batches
import Bytes
import Findings
import Provisioning

/// The outputs of a run; all of them are finished together, or none.
struct RunOutputs {
  /// Which output bytes are for.
  enum Kind { case artifacts, rejects, findings }

  private var artifacts: (any ByteSink)?
  private var rejects: (any ByteSink)?
  private var findings: (any ByteSink)?
  private var artifactWriter: ArtifactWriter
  private var rejectWriter: RejectWriter
  private var hasRejects = false
  private let file: String
  private let signs: Bool

  init(_ request: borrowing RunRequest) {
    artifacts = request.artifacts
    rejects = request.rejects
    findings = request.findings
    artifactWriter = ArtifactWriter(request.outputFormat)
    rejectWriter = RejectWriter(hasSecrets: request.compiled.slots.contains { $0.isSecret })
    file = request.input.name
    signs = request.key != nil
  }

  /// Refuses artifacts of several lines where each line is to be one artifact.
  func gate(_ compiled: CompiledProfile) -> Finding? {
    guard artifacts != nil, artifactWriter.format == .lines, !compiled.artifact.isOneLine else {
      return nil
    }
    return Finding(
      .outputLineBreak, at: .run,
      "The artifact \"\(compiled.artifact.name)\" has several lines, and the output format lines "
        + "has one artifact on each.",
      help: "Use --output-format jsonl or csv.")
  }

  mutating func open(
    _ source: borrowing ChunkSource, binding: ColumnBinding
  ) throws(RunFailure) {
    let format = source.format ?? .csv
    let delimiter = source.dialect?.delimiter ?? UInt8(ascii: ",")
    let columns = source.columns
    let names = (0..<columns.count).map { columns.name($0) }
    var head: [UInt8] = []
    artifactWriter.open(names, binding, to: &head)
    try write(head.span, to: .artifacts)
    head.removeAll()
    rejectWriter.open(format, delimiter: delimiter, names, binding, to: &head)
    try Self.write(head.span, to: rejects)
  }

  /// What a worker forms rows with, once the outputs are open.
  var writers: RowWriters {
    RowWriters(
      artifacts: signs && artifacts != nil ? artifactWriter : nil,
      rejects: rejects == nil ? nil : rejectWriter, findingsFile: findings == nil ? nil : file)
  }

  /// Writes whole rows, or a finding.
  mutating func write(_ bytes: Span<UInt8>, to kind: Kind) throws(RunFailure) {
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

  mutating func write(_ finding: Finding) throws(RunFailure) {
    var line: [UInt8] = []
    writers.append(finding, to: &line)
    try write(line.span, to: .findings)
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
  mutating func finish() throws(RunFailure) {
    var tail: [UInt8] = []
    rejectWriter.close(isEmpty: !hasRejects, to: &tail)
    try Self.write(tail.span, to: rejects)
    do {
      try findings?.prepare()
      try rejects?.prepare()
      try artifacts?.prepare()
      // Standard output first: it can still fail, and the files then stay as they were.
      let sinks = [findings, rejects, artifacts].compactMap { $0 }
      for sink in sinks where sink is StandardOutput { try sink.finish() }
      for sink in sinks where !(sink is StandardOutput) { try sink.finish() }
    } catch {
      throw .output(error)
    }
  }

  mutating func discard() {
    findings?.discard()
    rejects?.discard()
    artifacts?.discard()
  }
}
