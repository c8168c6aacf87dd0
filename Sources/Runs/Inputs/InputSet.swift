import Tokens

/// All inputs of a run, in the order of the job and, for a pattern, of the names.
package struct InputSet {
  package let inputs: [SpooledInput]

  /// Finds all files, runs all commands to their ends, and copies what can be read but once.
  ///
  /// - Parameter directory: where the copies are, in files without names that only their owner could
  ///   read; some rows of a user's may be in them until the process ends.
  /// - Throws: ``InputError``; nothing is left behind then.
  package init(
    _ sources: [InputSource], copyingTo directory: String, limits: InputLimits = InputLimits()
  ) throws(InputError) {
    var opener = Opener(directory: directory, limits: limits)
    for source in sources { try opener.open(source) }
    inputs = opener.inputs
  }

  /// How many bytes all inputs have.
  package var byteCount: Int { inputs.reduce(0) { $0 + $1.byteCount } }

  /// A SHA-256 of the inputs' digests: another one if any byte, or the inputs' order, is another.
  package var sha256: [UInt8] {
    var hash = RunningDigest()
    for input in inputs {
      let digest = input.sha256
      hash.absorb(digest.span)
    }
    return hash.finish()
  }

  private struct Opener {
    let directory: String
    let limits: InputLimits
    var inputs: [SpooledInput] = []
    private var hasStandardInput = false
    private var pathByIdentity: [FileIdentity: String] = [:]

    init(directory: String, limits: InputLimits) {
      self.directory = directory
      self.limits = limits
    }

    private var copier: InputCopier { InputCopier(directory: directory, limits: limits) }

    mutating func open(_ source: InputSource) throws(InputError) {
      switch source {
      case .files(let text):
        for path in try FilePattern(text).paths(limits) { try open(path: path) }
      case .standardInput:
        guard !hasStandardInput else { throw .standardInputTwice }
        hasStandardInput = true
        try add(try copier.copy(try Self.standardInput()))
      case .command(let text): try add(try copier.run(.shell(text)))
      case .sqlite(let file, let query):
        // A missing file is told by its name, and not by what a client says.
        guard POSIXDescriptor.status(of: file) != nil else { throw .file(.notFound(path: file)) }
        try add(try copier.run(.sqlite(file, query)))
      case .postgresql(let connection, let query):
        try add(try copier.run(try .postgresql(connection, query)))
      }
    }

    private mutating func add(_ input: SpooledInput) throws(InputError) {
      guard inputs.count < limits.inputsMax else { throw .tooManyInputs(max: limits.inputsMax) }
      inputs.append(input)
    }

    private static func standardInput() throws(InputError) -> InputFile {
      do {
        return try InputFile(StandardOutput.path)
      } catch {
        throw .file(error)
      }
    }

    private mutating func open(path: String) throws(InputError) {
      let (file, status) = try Self.openFile(path)
      guard status.kind == .regular else {
        // A pipe, or a device: what comes once is copied.
        try add(try copier.copy(InputFile(path, file, status, isShared: false, mustStay: false)))
        return
      }
      if let first = pathByIdentity.updateValue(path, forKey: FileIdentity(status)) {
        throw .file(.sameFileTwice(first: first, second: path))
      }
      let input: SpooledInput
      do {
        input = try SpooledInput(holding: path, file, status)
      } catch {
        throw .file(error)
      }
      if inputs.count >= limits.heldFilesMax { input.release() }
      try add(input)
    }

    private static func openFile(_ path: String) throws(InputError) -> (HeldFile, FileStatus) {
      do throws(FileError) {
        let (file, status) = try SpooledInput.openFile(path)
        if status.kind == .directory { throw .isDirectory(path: path) }
        return (file, status)
      } catch {
        throw .file(error)
      }
    }
  }
}
