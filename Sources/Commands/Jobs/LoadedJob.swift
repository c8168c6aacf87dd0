import Applying
import Findings
import Jobs
import Profiles
import Provisioning
import Runs
import Tokens

/// A job file with its profile, both read and found fit for each other.
struct LoadedJob {
  let file: String
  let job: Job
  let jobText: [UInt8]
  let profile: Profile
  let profileText: [UInt8]
  let profileFile: String
  /// Secrets from the environment, which the job's commands do not get.
  private let variables: TakenVariables

  /// Reads a job file and its profile; errors in either end the command.
  ///
  /// - Parameter early: an earlier reading, which has the secrets of the environment.
  init(_ file: String, after early: LoadedJob? = nil) throws(CommandFailure) {
    self.file = file
    let (document, text) = try JobSource.document(file)
    guard let job = document.job else {
      throw CommandFailure(
        .badProfile, "The job \(file) cannot be used.",
        help: "Correct it, and check it with muster job lint.",
        findings: document.findings.map { FindingText($0, source: document.shownText) })
    }
    self.job = job
    jobText = text
    (profileText, profileFile) = try JobSource.profileText(job.profile, jobFile: file)
    profile = try ProfileSource.load(profileText, profileFile)
    let misfits = JobLint.errors(document, profile)
    guard misfits.isEmpty else {
      throw CommandFailure(
        .badProfile, "The job \(file) does not fit its profile.",
        help: "Correct it, and check it with muster job lint.",
        findings: misfits.map { FindingText($0, source: document.shownText) })
    }
    variables = TakenVariables(
      after: early?.variables,
      job.secrets.compactMap { if case .environment(let name) = $0 { name } else { nil } })
  }

  /// The job's secrets by reference.
  var secrets: [Job.Secret] { job.secrets }

  /// Where a secret is to be loaded from; its files are sought from the job file's folder.
  func source(_ secret: Job.Secret) -> SecretSource {
    switch secret {
    case .file(let path): .file(resolve(path))
    case .environment(let name): variables.source(name)
    case .command(let text): .command(command(text))
    }
  }

  /// A path of the job file, as seen from here.
  func resolve(_ path: String) -> String {
    JobPaths.resolve(path, in: JobPaths.folder(of: file))
  }

  /// Everything that the job writes, but for the ledger.
  func outputs(_ paths: JobPaths) -> [String] { namedOutputs(paths).map(\.path) }

  /// The same, each with what it is; rejects of each input that can be found now.
  func namedOutputs(_ paths: JobPaths) -> [(path: String, words: String)] {
    let report = job.report
    var outputs: [(path: String, words: String)] = []
    func add(_ template: String?, _ words: String, input: String = "") {
      guard let template else { return }
      outputs.append((paths.resolve(template: template, input: input), words))
    }
    add(job.output.path, "the artifacts")
    for input in JobPaths.inputNames(foundInputs.map(\.name)) {
      add(job.rejects, "the rejects", input: input)
    }
    add(job.findings, "the findings")
    add(report.html, "the report as a page")
    add(report.json, "the report as JSON")
    add(report.metrics, "the metrics")
    return outputs
  }

  /// The files that inputs are read from, as far as they can be found now.
  var inputPaths: [String] { foundInputs.compactMap(\.path) }

  private var foundInputs: [(name: String, path: String?)] {
    job.inputs.flatMap { input -> [(name: String, path: String?)] in
      switch input {
      case .files(let path):
        // What is wrong with a pattern is said where the inputs are opened.
        ((try? FilePattern(resolve(path)).paths()) ?? []).map { ($0, $0) }
      case .sqlite(let file, _): [(JobPaths.name(of: input) + ".", resolve(file))]
      case .standardInput, .command, .postgresql: [(JobPaths.name(of: input), nil)]
      }
    }
  }

  /// The path from the root on: what the ledger and plans remember is found from anywhere.
  static func absolute(_ path: String) throws(CommandFailure) -> String {
    if path.hasPrefix("/") { return path }
    guard let folder = POSIXProcess.workingDirectory else {
      throw CommandFailure(.noInput, "The working directory has no path.")
    }
    return folder + "/" + path
  }

  /// A command of the job file, which runs in its folder.
  func command(_ text: String) -> String {
    JobPaths.command(text, in: JobPaths.folder(of: file))
  }

  // MARK: Compiling

  /// What the job chooses, as the library takes it.
  func options() -> ProvisioningOptions {
    var options = ProvisioningOptions()
    options.parameters = job.parameters
    options.algorithm = job.algorithm
    options.lifetimeSeconds = job.lifetimeSeconds
    options.artifact = job.artifact
    options.allowedEffects = job.allowedEffects
    options.columns = job.columns
    options.separators = job.separators
    options.ignoresUnknownColumns = job.ignoresUnknownColumns
    var names = RememberedNames()
    names.identity = job.identity
    names.asked = askedNames
    options.remembers = names
    if case .perValue(let field, let keys) = job.key {
      options.routing = RoutingNames(field: field, values: keys.map(\.value))
    }
    return options
  }

  /// Claims and inputs that suppression lists are held against, each once.
  private var askedNames: [String] {
    var names: [String] = []
    for name in job.suppressions.flatMap(\.matches)
    where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
      names.append(name)
    }
    return names
  }

  /// Compiles the profile for this job.
  func compile(
    _ options: ProvisioningOptions, quiet: Bool
  ) throws(CommandFailure) -> CompiledProfile {
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    guard let compiled else {
      throw CommandFailure(
        .badProfile, "The job \(file) does not fit its profile.",
        findings: findings.map { FindingText($0) })
    }
    if !quiet {
      for finding in findings { Notices.say(FindingText(finding)) }
    }
    return compiled
  }

  // MARK: Materials

  /// Reads inputs and suppression lists.
  func materials(
    _ compiled: CompiledProfile, _ options: ProvisioningOptions, paths: JobPaths, threads: Int,
    entropy: Entropy
  ) throws(CommandFailure) -> JobMaterials {
    let (lists, digests) = try suppressions(entropy)
    let inputs: InputSet
    do {
      inputs = try InputSet(job.inputs.map(source), copyingTo: Self.copiesFolder)
    } catch {
      if let signal = Interruption.requested { throw CommandFailure(signal: signal) }
      throw CommandFailure(.noInput, error.message, help: error.help)
    }
    let text = profileText
    let name = profileFile
    return JobMaterials(
      job: job, jobText: jobText, profileText: profileText, compiled: compiled,
      compileAgain: {
        ProfileReader.read(text, file: name).profile.flatMap {
          ProfileCompiler.compile($0, options).compiled
        }
      },
      inputs: inputs,
      suppressions: askedNames.map { name in
        job.suppressions.indices.filter { index in
          job.suppressions[index].matches.contains { $0.utf8.elementsEqual(name.utf8) }
        }.map { lists[$0] }
      },
      suppressionDigests: digests, paths: try outputs(inputs, paths), threads: threads)
  }

  private func source(_ input: Job.Input) -> InputSource {
    switch input {
    case .files(let path): .files(resolve(path))
    case .standardInput: .standardInput
    case .command(let text): .command(command(text))
    case .sqlite(let file, let query): .sqlite(file: resolve(file), query: query)
    case .postgresql(let connection, let query):
      .postgresql(connection: connection, query: query)
    }
  }

  /// Where inputs are copied to that can be read only once: on a disk, rather than in memory.
  static var copiesFolder: String {
    POSIXProcess.environment("TMPDIR") ?? "/var/tmp"
  }

  private func suppressions(
    _ entropy: Entropy
  ) throws(CommandFailure) -> (lists: [SuppressionList], digests: [UInt8]) {
    var lists: [SuppressionList] = []
    var digests: [UInt8] = []
    for suppression in job.suppressions {
      let path = resolve(suppression.file)
      var key: [UInt8] = []
      entropy.append(16, to: &key)
      do {
        let list = try SuppressionList.read(path, column: suppression.column, key: key)
        lists.append(list)
      } catch {
        throw CommandFailure(.noInput, error.message, help: error.help)
      }
      digests += try Self.sha256(path)
    }
    return (lists, digests)
  }

  private static func sha256(_ path: String) throws(CommandFailure) -> [UInt8] {
    do throws(FileError) {
      let file = try InputFile(path)
      var hash = RunningDigest()
      var piece: [UInt8] = []
      while try file.read(into: &piece, upTo: 1 << 20) > 0 {
        hash.absorb(piece.span)
        piece.removeAll(keepingCapacity: true)
      }
      return hash.finish()
    } catch {
      throw CommandFailure(error, status: .noInput)
    }
  }

  private func outputs(
    _ inputs: InputSet, _ paths: JobPaths
  ) throws(CommandFailure) -> JobOutputPaths {
    let names = JobPaths.inputNames(inputs.inputs.map(\.name))
    var rejects: [String]?
    if let template = job.rejects {
      rejects = []
      for name in names {
        rejects?.append(try Self.absolute(paths.resolve(template: template, input: name)))
      }
    }
    var findings: String?
    if let template = job.findings {
      findings = try Self.absolute(paths.resolve(template: template))
    }
    let outputs = JobOutputPaths(
      artifacts: try Self.absolute(paths.resolve(template: job.output.path)), rejects: rejects,
      findings: findings)
    let written =
      [outputs.artifacts] + (rejects ?? []) + (outputs.findings.map { [$0] } ?? [])
    do {
      try FileIdentity.requireDistinct(written)
    } catch {
      throw CommandFailure(
        .cannotWrite, error.message,
        help: "With several inputs, the path of the rejects holds {input}.")
    }
    for path in written {
      let isInput = inputs.inputs.contains { input in
        input.identity.map { $0 == FileIdentity.of(path) } ?? false
      }
      guard isInput else { continue }
      throw CommandFailure(
        .cannotWrite, "The output \"\(path)\" is an input of the job.",
        help: "Give each output a path of its own.")
    }
    return outputs
  }
}
