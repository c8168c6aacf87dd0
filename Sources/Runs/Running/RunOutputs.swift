import Batches
import Bytes
import Findings
import Provisioning

/// The outputs of a run, buffered; all of them are finished together, or none.
struct RunOutputs {
  /// A buffer is written when it holds this many bytes.
  static let flushBytes = 1 << 18

  private var artifacts: (any ByteSink)?
  private var rejects: (any ByteSink)?
  private var findings: (any ByteSink)?
  private var artifactWriter: ArtifactWriter
  private var rejectWriter: RejectWriter
  private var artifactBuffer: [UInt8] = []
  private var rejectBuffer: [UInt8] = []
  private var findingBuffer: [UInt8] = []
  private let file: String

  init(_ request: borrowing RunRequest) {
    artifacts = request.artifacts
    rejects = request.rejects
    findings = request.findings
    artifactWriter = ArtifactWriter(request.outputFormat)
    rejectWriter = RejectWriter(hasSecrets: request.compiled.slots.contains { $0.isSecret })
    file = request.input.name
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
    reader: borrowing BatchReader, binding: ColumnBinding
  ) throws(RunFailure) {
    let format = reader.format ?? .csv
    let delimiter = reader.dialect?.delimiter ?? UInt8(ascii: ",")
    let columns = reader.columns
    let names = (0..<columns.count).map { columns.name($0) }
    artifactWriter.open(names, binding, to: &artifactBuffer)
    rejectWriter.open(format, delimiter: delimiter, names, binding, to: &rejectBuffer)
  }

  mutating func accept(
    _ record: borrowing Record, _ judge: borrowing Judge, _ verdict: Verdict, artifact: [UInt8]
  ) throws(RunFailure) {
    guard artifacts != nil else { return }
    artifactWriter.append(record, judge, verdict, artifact: artifact, to: &artifactBuffer)
    if artifactBuffer.count >= Self.flushBytes { try flushArtifacts() }
  }

  mutating func reject(
    _ record: borrowing Record, _ binding: ColumnBinding, _ findings: [Finding]
  ) throws(RunFailure) {
    guard rejects != nil else { return }
    rejectWriter.append(record, binding, findings, to: &rejectBuffer)
    if rejectBuffer.count >= Self.flushBytes { try flushRejects() }
  }

  mutating func write(_ finding: Finding) throws(RunFailure) {
    guard findings != nil else { return }
    FindingJSON.append(finding, file: file, to: &findingBuffer)
    findingBuffer.append(0x0A)
    if findingBuffer.count >= Self.flushBytes { try flushFindings() }
  }

  private mutating func flushArtifacts() throws(RunFailure) {
    try Self.flush(&artifactBuffer, to: &artifacts)
  }
  private mutating func flushRejects() throws(RunFailure) {
    try Self.flush(&rejectBuffer, to: &rejects)
  }
  private mutating func flushFindings() throws(RunFailure) {
    try Self.flush(&findingBuffer, to: &findings)
  }

  private static func flush(
    _ buffer: inout [UInt8], to sink: inout (any ByteSink)?
  ) throws(RunFailure) {
    do {
      try sink?.write(buffer.span)
    } catch {
      throw .output(error)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Finishes findings and rejects before the artifacts: whoever sees the artifacts can see why the
  /// others are missing.
  mutating func finish() throws(RunFailure) {
    rejectWriter.close(to: &rejectBuffer)
    try flushFindings()
    try flushRejects()
    try flushArtifacts()
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
