package import Batches
package import Provisioning
package import Runs
import Tokens

/// What a delivery reads and writes, opened and found fit.
package struct DeliveryMaterials {
  /// Without keys: for judging.
  package var compiled: CompiledProfile
  package var compileAgain: @Sendable () -> CompiledProfile?
  package var inputs: InputSet
  /// How inputs are read, where that was said.
  package var inputFormat: BatchFormat?
  package var dialect: CSVDialect?
  package var digester: RowDigester
  /// For each input; nil where nobody wants rejects.
  package var rejects: [any ByteSink]?
  package var findings: (any ByteSink)?
  package var threads: Int

  package init(
    compiled: CompiledProfile, compileAgain: @escaping @Sendable () -> CompiledProfile?,
    inputs: InputSet, inputFormat: BatchFormat?, dialect: CSVDialect?, digester: RowDigester,
    rejects: [any ByteSink]?, findings: (any ByteSink)?, threads: Int
  ) {
    self.compiled = compiled
    self.compileAgain = compileAgain
    self.inputs = inputs
    self.inputFormat = inputFormat
    self.dialect = dialect
    self.digester = digester
    self.rejects = rejects
    self.findings = findings
    self.threads = threads
  }

  /// Format and dialect of an input: as said, as its name promises, or nil where its text decides.
  func form(of input: SpooledInput) -> (format: BatchFormat?, dialect: CSVDialect?) {
    let promised = BatchFormat.promised(byFileName: input.name)
    return (
      inputFormat ?? (dialect == nil ? promised?.format : .csv), dialect ?? promised?.dialect
    )
  }

  /// A run over the input that judges its rows; nil where it has nothing to read.
  func request(_ index: Int) throws(DeliveryFailure) -> RunRequest? {
    let input = inputs.inputs[index]
    if input.hasNoRows { return nil }
    let file: InputFile
    do {
      file = try input.open()
    } catch {
      throw .run(.input(error), input: input.name)
    }
    var request = RunRequest(compiled: compiled, input: file)
    request.compileAgain = compileAgain
    request.jobs = threads
    (request.inputFormat, request.dialect) = form(of: input)
    // No artifact is written, and those of several lines are none too many.
    request.outputFormat = .jsonl
    request.rejects = rejects?[index]
    request.findings = findings
    return request
  }
}
