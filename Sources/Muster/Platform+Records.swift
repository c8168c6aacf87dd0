import Batches
public import Bytes
import Findings
import Profiles
import Provisioning
public import Tokens

extension Platform {
  /// Judges a record in JSON, and issues nothing. No key is needed.
  ///
  /// - Parameters:
  ///   - json: one JSON object in UTF-8; a value of `null` is absent.
  ///   - now: the time of issue.
  ///   - entropy: where random identifiers come from.
  public func check(
    json: [UInt8], at now: NumericDate, entropy: Entropy
  ) -> Judgement {
    var judge = Judge(compiled, isHeader: false)
    return judgement(judge.judge(OneRecord(json: json), compiled, now, entropy))
  }

  /// Judges a record of texts, as a row of a CSV file: an empty text is absent, and the profile's
  /// types say how the others are read.
  public func check(
    values: [String: String], at now: NumericDate, entropy: Entropy
  ) -> Judgement {
    var judge = Judge(compiled, isHeader: false)
    return judgement(judge.judge(OneRecord(values: values), compiled, now, entropy))
  }

  /// Issues the artifact of a record in JSON.
  ///
  /// - Parameters:
  ///   - json: one JSON object in UTF-8; a value of `null` is absent.
  ///   - now: the time of issue.
  ///   - entropy: where random identifiers come from: `.system()`, but in tests.
  /// - Throws: ``PlatformError/refused(_:)`` with the judgement where the record is not accepted,
  ///   ``PlatformError/noKey`` and ``PlatformError/signing(_:)``.
  public func issue(
    json: [UInt8], at now: NumericDate, entropy: Entropy
  ) throws(PlatformError) -> Issued {
    try issue(OneRecord(json: json), now, entropy)
  }

  /// Issues the artifact of a record of texts; see ``check(values:at:entropy:)`` and
  /// ``issue(json:at:entropy:)``.
  public func issue(
    values: [String: String], at now: NumericDate, entropy: Entropy
  ) throws(PlatformError) -> Issued {
    try issue(OneRecord(values: values), now, entropy)
  }

  private func issue(
    _ record: OneRecord, _ now: NumericDate, _ entropy: Entropy
  ) throws(PlatformError) -> Issued {
    guard let signingKey else { throw .noKey }
    var judge = Judge(compiled, isHeader: false)
    var verdict = judge.judge(record, compiled, now, entropy)
    guard verdict.outcome == .accepted else { throw .refused(judgement(verdict)) }
    var artifact: [UInt8] = []
    do {
      let signer = try TokenSigner(compiled, key: signingKey)
      var renderer = ArtifactRenderer()
      let failure = try renderer.render(
        compiled.artifact, of: judge, token: signer, to: &artifact)
      if let failure {
        verdict.findings.append(failure)
        verdict.outcome = .rejected
      }
    } catch {
      throw .signing(error)
    }
    guard verdict.outcome == .accepted else { throw .refused(judgement(verdict)) }
    if let limit = compiled.artifact.warnAboveLength, artifact.count > limit {
      verdict.findings.append(
        Finding(
          .artifactTooLong, .warning, at: .row(1, line: 1),
          "The artifact is \(artifact.count) characters long; above \(limit) some browsers, proxies "
            + "and mail programs cut links off."))
    }
    return Issued(
      artifact: String(decoding: artifact, as: Unicode.UTF8.self), expiresAt: verdict.expiresAt,
      bestBefore: verdict.bestBefore, findings: verdict.findings, effects: names(verdict.effects))
  }

  private func judgement(_ verdict: Verdict) -> Judgement {
    let outcome: Judgement.Outcome =
      switch verdict.outcome {
      case .accepted: .accepted
      case .rejected: .rejected
      case .held: .held
      }
    return Judgement(
      outcome: outcome, findings: verdict.findings, effects: names(verdict.effects),
      expiresAt: verdict.expiresAt, bestBefore: verdict.bestBefore)
  }

  private func names(_ effects: [Int]) -> [String] {
    effects.map { compiled.profile.effects[$0].id }
  }
}

extension Judge {
  /// Judges the one record, or tells why it is none.
  fileprivate mutating func judge(
    _ record: OneRecord, _ compiled: CompiledProfile, _ now: NumericDate, _ entropy: Entropy
  ) -> Verdict {
    bind(record.columns, line: 1)
    var verdict = judge(record.record, IssueContext(compiled, issuedAt: now), entropy)
    verdict.findings = record.findings + binding.findings + verdict.findings
    if record.findings.contains(where: { $0.severity == .error }) { verdict.outcome = .rejected }
    return verdict
  }
}

extension ArtifactRenderer {
  /// Renders the artifact; returns what keeps this record from having one.
  fileprivate mutating func render(
    _ program: ArtifactProgram, of judge: borrowing Judge, token: TokenSigner,
    to output: inout [UInt8]
  ) throws(SigningError) -> Finding? {
    do {
      try append(program, of: judge, token: .signer(token), to: &output)
      return nil
    } catch {
      switch error {
      case .signing(let error): throw error
      case .missing(let name):
        return Finding(
          .missingInput, at: .row(1, line: 1),
          "The artifact needs \"\(name)\", which this record does not have.",
          help: "Give it in the record, or as a parameter.")
      case .noKey: preconditionFailure("A platform has one key.")
      case .tooLong(let bytes, let max):
        return Finding(
          .artifactTooLong, at: .row(1, line: 1),
          "The artifact is \(bytes) characters long; the platform takes \(max).",
          help: "Shorten the record's values or lists.")
      }
    }
  }
}
