import Batches
package import Findings
package import Jobs
package import Provisioning
package import Runs
package import Tokens

/// Everything that a job needs, read and found fit.
package struct JobMaterials {
  package var job: Job
  /// The text of the job file, and that of the profile.
  package var jobText: [UInt8]
  package var profileText: [UInt8]
  package var compiled: CompiledProfile
  package var compileAgain: @Sendable () -> CompiledProfile?
  package var inputs: InputSet
  /// For each claim or input that is asked for (``RowMemory/asked``) the lists that it is held against.
  package var suppressions: [[SuppressionList]]
  /// The SHA-256 of each list's file, one after the other.
  package var suppressionDigests: [UInt8]
  /// Where everything goes; relative paths have been resolved.
  package var paths: JobOutputPaths
  /// How many threads judge and sign.
  package var threads: Int

  package init(
    job: Job, jobText: [UInt8], profileText: [UInt8], compiled: CompiledProfile,
    compileAgain: @escaping @Sendable () -> CompiledProfile?, inputs: InputSet,
    suppressions: [[SuppressionList]], suppressionDigests: [UInt8], paths: JobOutputPaths,
    threads: Int
  ) {
    self.job = job
    self.jobText = jobText
    self.profileText = profileText
    self.compiled = compiled
    self.compileAgain = compileAgain
    self.inputs = inputs
    self.suppressions = suppressions
    self.suppressionDigests = suppressionDigests
    self.paths = paths
    self.threads = threads
  }

  var contract: [UInt8] {
    JobContract.bytes(profile: profileText, parameters: job.parameters)
  }

  /// A digester with the ledger's key.
  package func digester(_ key: KeyedHash) -> RowDigester {
    guard let memory = compiled.memory else {
      preconditionFailure("A job's profile is compiled with a memory.")
    }
    let lists = suppressions
    return RowDigester(memory, key: key, contract: contract) { asked, value in
      lists[asked].contains { $0.contains(json: value) }
    }
  }
}

/// Where a job's outputs go.
package struct JobOutputPaths: Sendable {
  package var artifacts: String
  /// For each input; nil where nobody wants rejects.
  package var rejects: [String]?
  package var findings: String?

  package init(artifacts: String, rejects: [String]?, findings: String?) {
    self.artifacts = artifacts
    self.rejects = rejects
    self.findings = findings
  }
}

/// What a job asks of the world.
package struct JobWorld {
  package var clock: WallClock
  package var entropy: Entropy
  package var uptime: @Sendable () -> Double
  package var interruption: @Sendable () -> Int32?
  /// The path of the job's lock, if that is not held any more.
  package var lost: () -> String? = { nil }
  /// Told at once what a person should know before the job ends.
  package var notice: (Finding) -> Void = { _ in }
  /// Told of the rows of an input, and what share of all inputs has been read.
  package var progress: ((RunReport, Double?) -> Void)?
  /// Rows of one commit to the ledger; nil for what suits.
  package var rowsPerCommit: Int?
  /// About how many bytes of an input are read and judged at once; nil for what suits.
  package var chunkBytes: Int?
  /// The tests' rigged disk.
  package var faults: FileFaults?

  package init(
    clock: WallClock, entropy: Entropy, uptime: @escaping @Sendable () -> Double,
    interruption: @escaping @Sendable () -> Int32?
  ) {
    self.clock = clock
    self.entropy = entropy
    self.uptime = uptime
    self.interruption = interruption
  }
}
