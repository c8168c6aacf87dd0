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
}

/// Verifies a file of artifacts, one after the other.
package struct VerifyRun {
  private let compiled: CompiledProfile
  private let key: VerificationKey
  private let format: RunRequest.OutputFormat
  private let now: NumericDate
  private let interruption: @Sendable () -> Int32?

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

  package func run(
    _ input: InputFile, findings sink: (any ByteSink)?
  ) throws(RunFailure) -> VerifyReport {
    var verifier: TokenVerifier
    do {
      verifier = try TokenVerifier(compiled, key: key)
    } catch {
      throw .signing(error)
    }
    var report = VerifyReport()
    report.profileName = compiled.profile.name
    var source = ArtifactReader(input, format: format)
    do throws(RunFailure) {
      while let artifact = try source.next() {
        if let signal = interruption() { throw RunFailure.interrupted(signal: signal) }
        let result = verifier.verify(
          artifact.bytes, row: artifact.row, line: artifact.line, now: now)
        if result.isValid { report.valid += 1 } else { report.invalid += 1 }
        if result.isValid, let date = result.bestBefore {
          report.earliestBestBefore = min(report.earliestBestBefore ?? date, date)
        }
        for finding in result.findings {
          report.add(finding)
          try write(finding, input.name, sink)
        }
      }
      if report.valid + report.invalid == 0 { throw RunFailure.unreadable(.empty) }
      try finish(sink)
    } catch {
      sink?.discard()
      throw error.considering(interruption())
    }
    return report
  }

  private func write(
    _ finding: Finding, _ file: String, _ sink: (any ByteSink)?
  ) throws(RunFailure) {
    guard let sink else { return }
    var line: [UInt8] = []
    FindingJSON.append(finding, file: file, to: &line)
    line.append(0x0A)
    do {
      try sink.write(line.span)
    } catch {
      throw .output(error)
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
