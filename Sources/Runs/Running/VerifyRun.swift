import Batches
package import Bytes
package import Findings
import Profiles
package import Provisioning
package import Tokens

/// What a verification found.
package struct VerifyReport: Sendable {
  package var profileName = ""
  package var valid = 0
  package var invalid = 0
  package var countByCode: [FindingCode: Int] = [:]
  package var shown: [Finding] = []
  package var findingCount = 0
  package var earliestBestBefore: NumericDate?

  mutating func add(_ finding: Finding) {
    findingCount += 1
    countByCode[finding.code, default: 0] += 1
    if shown.count < RunReport.shownFindingsMax { shown.append(finding) }
  }

  /// Adds what was found in later artifacts.
  mutating func merge(_ later: VerifyReport) {
    valid += later.valid
    invalid += later.invalid
    for (code, count) in later.countByCode { countByCode[code, default: 0] += count }
    findingCount += later.findingCount
    shown += later.shown.prefix(RunReport.shownFindingsMax - shown.count)
    if let date = later.earliestBestBefore { add(bestBefore: date) }
  }

  mutating func add(bestBefore: NumericDate) {
    earliestBestBefore = min(earliestBestBefore ?? bestBefore, bestBefore)
  }
}

/// Verifies a file of artifacts.
package struct VerifyRun {
  private let compiled: CompiledProfile
  private let key: VerificationKey
  private let format: RunRequest.OutputFormat
  private let now: NumericDate
  private let interruption: @Sendable () -> Int32?
  /// How many threads work; what comes out does not depend on it.
  package var jobs = 1
  /// Compiles the profile once more for another thread; nil to share one.
  package var compileAgain: (@Sendable () -> CompiledProfile?)?
  /// Told after each chunk what has been verified, and the share of the input that was read.
  package var progress: ((VerifyReport, Double?) -> Void)?
  /// About how many bytes are verified at a time; no result depends on it.
  package var chunkBytes = 1 << 17

  package init(
    compiled: CompiledProfile, key: VerificationKey, format: RunRequest.OutputFormat,
    now: NumericDate, interruption: @escaping @Sendable () -> Int32? = { nil }
  ) {
    self.compiled = compiled
    self.key = key
    self.format = format
    self.now = now
    self.interruption = interruption
  }

  /// Verifies all artifacts of the input and writes what it finds to `findings`, in their order.
  package func run(
    _ input: InputFile, findings sink: (any ByteSink)?
  ) throws(RunFailure) -> VerifyReport {
    do throws(RunFailure) {
      let source = try ArtifactSource(input, format: format, chunkBytes: chunkBytes)
      let work = VerifyWork(
        compiled, key, source, now: now, sink, file: input.name, chunkBytes: chunkBytes)
      work.compileAgain = compileAgain
      work.progress = progress
      var worker = try work.makeWorker(compiled)
      try OrderedPipeline(work, jobs: jobs, interruption: interruption).run(&worker)
      if work.report.valid + work.report.invalid == 0 { throw .unreadable(.empty) }
      try finish(sink)
      return work.report
    } catch {
      sink?.discard()
      throw error.considering(interruption())
    }
  }

  private func finish(_ sink: (any ByteSink)?) throws(RunFailure) {
    do {
      try sink?.prepare()
      try sink?.finish()
    } catch {
      throw .output(error)
    }
  }
}
