package import Batches
package import Provisioning
package import Tokens

/// One run over one batch: what to read, how to judge it, and where the results go.
package struct RunRequest {
  package enum OutputFormat: String, Sendable, CaseIterable { case lines, csv, jsonl }

  package var compiled: CompiledProfile
  /// Compiles the same once more for another thread; nil to share one. Two threads that count the
  /// references to the same objects take twice the time, and gain nothing.
  package var compileAgain: (@Sendable () -> CompiledProfile?)?
  /// The key that signs; nil to check only.
  package var key: SigningKey?
  /// The keys that sign where the profile is compiled with a route, one for each of its values in their
  /// order; empty to check only. `key` is nil then.
  package var routedKeys: [SigningKey] = []
  package var input: InputFile
  package var inputFormat: BatchFormat?
  package var dialect: CSVDialect?
  package var limits = BatchLimits()
  package var outputFormat = OutputFormat.lines
  package var artifacts: (any ByteSink)?
  package var rejects: (any ByteSink)?
  package var findings: (any ByteSink)?
  /// Rows, by their numbers, whose judging is to be explained.
  package var explainedRows: Set<Int> = []
  /// How many threads work; what comes out does not depend on it.
  package var jobs = 1
  /// About how many bytes a chunk has; nil for what suits the algorithm. No result depends on it.
  package var chunkBytes: Int?

  /// Who takes the accepted rows, instead of what they would be issued; `key` is nil then.
  package var taking: RowTaking?

  /// Which part of a job this run is; nil where it is none.
  package var pass: JobPass?

  /// Whether plain rows may be issued without the judge; false only where both ways are compared.
  package var takesDirectWay = true

  package init(compiled: CompiledProfile, input: InputFile) {
    self.compiled = compiled
    self.input = input
  }

  /// Whether artifacts are signed, and not only tried.
  var signs: Bool { key != nil || !routedKeys.isEmpty }

  /// What makes or tries the tokens, for one worker.
  func tokenSource(
    _ compiled: CompiledProfile
  ) throws(SigningError) -> ArtifactRenderer.TokenSource {
    guard let route = compiled.route else {
      guard let key else { return .unsigned(UnsignedToken(compiled)) }
      return .signer(try TokenSigner(compiled, key: key))
    }
    precondition(key == nil, "No row is signed with a key that is not its own.")
    if routedKeys.isEmpty {
      let unsigned = ArtifactRenderer.TokenSource.unsigned(UnsignedToken(compiled))
      return .routed(Array(repeating: unsigned, count: route.values.count))
    }
    precondition(routedKeys.count == route.values.count, "There is one key for each value.")
    var sources: [ArtifactRenderer.TokenSource] = []
    for key in routedKeys { sources.append(.signer(try TokenSigner(compiled, key: key))) }
    return .routed(sources)
  }

  /// The same, where a slow algorithm would leave other workers without a part in a small batch.
  var chunkBytesOrDefault: Int {
    chunkBytes
      ?? ((key ?? routedKeys.first).map { $0.algorithm.keyKind == .secret } ?? true
        ? ChunkSource.chunkBytes : Self.slowChunkBytes)
  }

  /// Some hundred rows: a tenth of a second of RSA signatures.
  private static let slowChunkBytes = 1 << 13
}
