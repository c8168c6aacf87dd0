import Applying
import Batches
import Bytes
import Deliveries
import Findings
import Jobs
import Minting
import Profiles
import Provisioning
import Runs
import Tokens

/// What is delivered: a job, or a batch with what the command line says of it.
struct DeliverySubject {
  let profile: Profile
  let rule: DeliveryRule
  /// How the profile is compiled, but for pieces of keys.
  let options: ProvisioningOptions
  /// The job; nil for a batch.
  let job: LoadedJob?
  private let command: DeliverCommand
  private let profileText: [UInt8]
  private let profileFile: String

  init(_ command: DeliverCommand) throws(CommandFailure) {
    self.command = command
    var options: ProvisioningOptions
    if command.source.hasSuffix(".yaml") || command.source.hasSuffix(".yml") {
      try Self.refuseBatchOptions(command)
      let loaded = try LoadedJob(command.source)
      job = loaded
      (profile, profileText, profileFile) = (loaded.profile, loaded.profileText, loaded.profileFile)
      options = loaded.options()
    } else {
      job = nil
      guard let given = command.profile else {
        throw CommandFailure(
          .usage, "A batch is delivered by a profile, and none is given.",
          help: "Give it with --profile NAME; or name a job file, which ends in .yaml.")
      }
      let (text, file) = try ProfileSource.text(given)
      (profileText, profileFile) = (text, file)
      profile = try ProfileSource.load(text, file)
      options = try command.choices.provisioningOptions()
      options.remembers = RememberedNames()
    }
    guard let rule = profile.delivery else {
      throw CommandFailure(
        .badProfile,
        "The profile \(profile.name) does not say how its tokens are presented by a program.",
        help: "Its artifacts are for browsers; a profile says so under `delivery`.")
    }
    self.rule = rule
    if let artifact = command.choices.artifact, artifact != rule.artifact {
      throw CommandFailure(
        .usage,
        "The profile \(profile.name) delivers the artifact \"\(rule.artifact)\", and --artifact says "
          + "\"\(artifact)\".", help: "Leave --artifact out.")
    }
    options.artifact = rule.artifact
    options.rendersFields = true
    self.options = options
  }

  /// What a job says itself is not said again.
  private static func refuseBatchOptions(_ command: DeliverCommand) throws(CommandFailure) {
    let choices = command.choices
    let given =
      command.profile != nil || !choices.set.isEmpty || !choices.map.isEmpty
      || !choices.separator.isEmpty || choices.ignoreUnknown || !choices.allow.isEmpty
      || choices.lifetime != nil || choices.algorithm != nil || choices.artifact != nil
      || command.key.keyFile != nil || command.key.keyEnv != nil || command.key.keyCommand != nil
      || command.inputFormat != nil || command.delimiter != nil
    if given {
      throw CommandFailure(
        .usage,
        "A job says itself which profile, key and input it has, and the command line does, too.",
        help: "Change the job file, or deliver the batch with --profile.")
    }
  }

  // MARK: Compiling

  func compile(
    _ options: ProvisioningOptions, quiet: Bool = false
  ) throws(CommandFailure) -> CompiledProfile {
    if let job { return try job.compile(options, quiet: quiet) }
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    guard let compiled else {
      throw CommandFailure(.usage, nil, findings: findings.map { FindingText($0) })
    }
    if !quiet {
      for finding in findings { Notices.say(FindingText(finding)) }
    }
    return compiled
  }

  /// Compiles once more, for another thread.
  func compileAgain(_ options: ProvisioningOptions) -> @Sendable () -> CompiledProfile? {
    let (text, file) = (profileText, profileFile)
    return {
      ProfileReader.read(text, file: file).profile.flatMap {
        ProfileCompiler.compile($0, options).compiled
      }
    }
  }

  // MARK: Keys

  /// The keys, and pieces of them that are no secrets.
  func keys() throws(CommandFailure) -> DeliveryKeys {
    if let job { return .job(job, try JobKeys(job)) }
    let material = try command.key.loadMaterial()
    return .one(material, profile, parts: try KeyOptions.parts(of: material, profile))
  }

  // MARK: The ledger and files

  func ledger() throws(CommandFailure) -> JobLedger {
    if let job { return try JobLedger(job, given: command.ledger) }
    return try JobLedger(given: command.ledger, key: nil)
  }

  var limits: Job.Limits { job?.job.limits ?? Job.Limits() }

  /// Opens inputs, and outputs unless nobody wants them.
  func materials(
    _ compiled: CompiledProfile, _ options: ProvisioningOptions, _ hash: KeyedHash,
    startedAt: NumericDate, writes: Bool, entropy: Entropy
  ) throws(CommandFailure) -> DeliveryMaterials {
    if let job {
      let materials = try job.materials(
        compiled, options, paths: paths(job, startedAt), threads: command.jobs.count,
        entropy: entropy)
      var rejects = materials.paths.rejects
      if let given = command.outputs.rejects {
        guard materials.inputs.inputs.count == 1 else {
          throw CommandFailure(
            .usage, "The job has several inputs, and --rejects names one file.",
            help: "Let the job name them: rejects: rejects-{input}.csv")
        }
        rejects = [given]
      }
      return try self.materials(
        compiled, options, materials.inputs, materials.digester(hash), rejects: rejects,
        findings: command.outputs.findings ?? materials.paths.findings,
        format: materials.job.inputFormat,
        dialect: materials.job.delimiter.flatMap { CSVDialect(delimiter: $0) },
        startedAt: startedAt, writes: writes)
    }
    let source: InputSource = command.source == "-" ? .standardInput : .files(command.source)
    let inputs: InputSet
    do {
      inputs = try InputSet([source], copyingTo: LoadedJob.copiesFolder)
    } catch {
      if let signal = Interruption.requested { throw CommandFailure(signal: signal) }
      throw CommandFailure(.noInput, error.message, help: error.help)
    }
    guard let memory = compiled.memory else {
      preconditionFailure("A delivery's profile is compiled with a memory.")
    }
    let digester = RowDigester(
      memory, key: hash,
      contract: JobContract.bytes(profile: profileText, parameters: options.parameters),
      isSuppressed: nil)
    var rejects: [String]?
    if let path = command.outputs.rejects {
      guard inputs.inputs.count == 1 else {
        throw CommandFailure(
          .usage, "There are several batches, and --rejects names one file.",
          help: "Deliver one after the other, or write a job.")
      }
      rejects = [path]
    }
    return try materials(
      compiled, options, inputs, digester, rejects: rejects, findings: command.outputs.findings,
      format: command.inputFormat.flatMap { BatchFormat(rawValue: $0.rawValue) },
      dialect: try BatchOptions.dialect(command.delimiter), startedAt: startedAt, writes: writes)
  }

  /// Keeps what is written off what is needed.
  private func guardOutputs(_ given: [String], _ startedAt: NumericDate) throws(CommandFailure) {
    let ledger = try ledger()
    if let job {
      try OutputGuard(
        job, paths(job, startedAt), ledger,
        given: [
          ("--rejects", command.outputs.rejects), ("--findings", command.outputs.findings),
          ("--rows", command.rows),
        ]
      ).check()
    }
    let isFile = job == nil && JobSource.isFile(profileFile)
    try OutputOptions.requireDistinct(
      given + [ledger.path, ledger.keyPath]
        + [command.key.keyFile, command.sending.ca, isFile ? profileFile : nil].compactMap { $0 })
  }

  private func paths(_ job: LoadedJob, _ startedAt: NumericDate) -> JobPaths {
    // The job's own run of the same second has files of its own.
    JobPaths(
      jobFile: job.file, job: job.job.name, run: "\(JobPaths.label(startedAt))-delivery",
      time: startedAt)
  }

  private func materials(
    _ compiled: CompiledProfile, _ options: ProvisioningOptions, _ inputs: InputSet,
    _ digester: RowDigester, rejects: [String]?, findings: String?, format: BatchFormat?,
    dialect: CSVDialect?, startedAt: NumericDate, writes: Bool
  ) throws(CommandFailure) -> DeliveryMaterials {
    let given = (rejects ?? []) + [findings, command.rows].compactMap { $0 }
    try guardOutputs(given, startedAt)
    for input in inputs.inputs {
      for path in given where path != "-" {
        guard let identity = FileIdentity.of(path), identity == input.identity else { continue }
        throw CommandFailure(
          .cannotWrite, "The output \"\(path)\" is an input.",
          help: "Give the output a file of its own.")
      }
    }
    var sinks: [any ByteSink]?
    var findingSink: (any ByteSink)?
    if writes {
      if let rejects {
        sinks = []
        for path in rejects {
          if let sink = try OutputOptions.sink(path) { sinks?.append(sink) }
        }
      }
      findingSink = try OutputOptions.sink(findings)
    }
    return DeliveryMaterials(
      compiled: compiled, compileAgain: compileAgain(options), inputs: inputs, inputFormat: format,
      dialect: dialect, digester: digester, rejects: sinks, findings: findingSink,
      threads: command.jobs.count)
  }
}

/// What signs a delivery's tokens.
enum DeliveryKeys {
  case one(SecretBytes, Profile, parts: [[UInt8]])
  case job(LoadedJob, JobKeys)

  var parts: [[UInt8]] {
    switch self {
    case .one(_, _, let parts): parts
    case .job(_, let keys): keys.parts
    }
  }

  func minting(_ compiled: CompiledProfile) throws(CommandFailure) -> MintingKeys {
    switch self {
    case .one(let material, let profile, _):
      let key = try KeyOptions.loadSigningKey(material, profile, compiled.algorithm)
      KeyOptions.warn(material, key, profile.key)
      return .one(key)
    case .job(let job, let keys):
      switch try keys.signingKeys(job, compiled) {
      case .one(let key): return .one(key)
      case .perValue(let keys): return .perValue(keys)
      }
    }
  }
}
