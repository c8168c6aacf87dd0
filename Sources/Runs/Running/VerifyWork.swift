import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

/// Verifying the artifacts of one file.
final class VerifyWork: ChunkedWork {
  /// A chunk of artifacts with all that was found.
  final class Chunk {
    var batch = BatchChunk()
    var report = VerifyReport()
    var findings: [UInt8] = []
    /// How much of the input has been read with it; nil if nobody knows.
    var shareRead: Double?
    /// Why the artifacts end before the chunk does.
    var failure: RunFailure?
  }

  /// What one thread needs.
  struct Worker {
    var reader: ArtifactReader
    var verifier: TokenVerifier
    var artifact: [UInt8] = []
  }

  /// Artifacts between two looks at whether to stop.
  private static let artifactsPerLook = 256

  private let compiled: CompiledProfile
  private let key: VerificationKey
  private let now: NumericDate
  private let file: String
  private let chunkBytes: Int
  /// Compiles the profile once more for another thread.
  var compileAgain: (@Sendable () -> CompiledProfile?)?
  var progress: ((VerifyReport, Double?) -> Void)?
  // Used by whoever pulls.
  private var source: ArtifactSource
  // Used by whoever commits.
  private let sink: (any ByteSink)?
  private(set) var report = VerifyReport()
  /// What new readers are made from.
  private let reader: ArtifactReader

  init(
    _ compiled: CompiledProfile, _ key: VerificationKey, _ source: ArtifactSource,
    now: NumericDate, _ sink: (any ByteSink)?, file: String, chunkBytes: Int
  ) {
    self.compiled = compiled
    self.key = key
    self.source = source
    self.now = now
    self.sink = sink
    self.file = file
    self.chunkBytes = chunkBytes
    reader = source.reader()
    report.profileName = compiled.profile.name
  }

  func makeChunk() -> Chunk { Chunk() }

  func makeWorker() throws(RunFailure) -> Worker {
    try makeWorker(compileAgain?() ?? compiled)
  }

  func makeWorker(_ compiled: CompiledProfile) throws(RunFailure) -> Worker {
    do {
      return Worker(reader: reader, verifier: try TokenVerifier(compiled, key: key))
    } catch {
      throw .signing(error)
    }
  }

  func pull(_ index: Int, into chunk: Chunk) throws(RunFailure) -> Bool {
    guard try source.next(into: &chunk.batch) else { return false }
    chunk.shareRead = source.shareRead
    return true
  }

  func isLarge(_ chunk: Chunk) -> Bool { chunk.batch.range.count >= chunkBytes / 4 }

  func abandon() {}

  func process(_ chunk: Chunk, _ worker: inout Worker, isStopped: () -> Bool) {
    let batch = chunk.batch
    chunk.report = VerifyReport()
    chunk.findings.removeAll(keepingCapacity: true)
    chunk.failure = nil
    worker.reader.begin(batch)
    do throws(BatchError) {
      var left = Self.artifactsPerLook
      while try worker.read(batch) {
        left -= 1
        if left == 0 {
          if isStopped() { return }
          left = Self.artifactsPerLook
        }
        let result = worker.verifier.verify(
          worker.artifact, row: worker.reader.row, line: worker.reader.line, now: now)
        add(result, to: chunk)
      }
    } catch {
      chunk.failure = .unreadable(error)
    }
  }

  private func add(_ result: TokenVerifier.Result, to chunk: Chunk) {
    if result.isValid {
      chunk.report.valid += 1
      if let date = result.bestBefore { chunk.report.add(bestBefore: date) }
    } else {
      chunk.report.invalid += 1
    }
    for finding in result.findings {
      chunk.report.add(finding)
      if sink == nil { continue }
      FindingJSON.append(finding, file: file, to: &chunk.findings)
      chunk.findings.append(0x0A)
    }
  }

  func commit(_ chunk: Chunk, _ worker: inout Worker) throws(RunFailure) {
    report.merge(chunk.report)
    let findings = chunk.findings
    do {
      if !findings.isEmpty { try sink?.write(findings.span) }
    } catch {
      throw .output(error)
    }
    progress?(report, chunk.shareRead)
    if let failure = chunk.failure { throw failure }
  }
}

extension VerifyWork.Worker {
  /// Reads the next artifact of the chunk. Returns false at its end.
  fileprivate mutating func read(_ batch: borrowing BatchChunk) throws(BatchError) -> Bool {
    try reader.next(batch.bytes.span.extracting(0..<batch.range.upperBound), into: &artifact)
  }
}
