package import Batches
package import Provisioning
package import Tokens

/// One run over one batch: what to read, how to judge it, and where the results go.
package struct RunRequest {
  package enum OutputFormat: String, Sendable, CaseIterable { case lines, csv, jsonl }

  package var compiled: CompiledProfile
  /// The key that signs; nil to check only.
  package var key: SigningKey?
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

  package init(compiled: CompiledProfile, input: InputFile) {
    self.compiled = compiled
    self.input = input
  }
}
