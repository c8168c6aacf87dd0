import Authoring
import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Tokens

/// Judges the row of a template as `muster check` does, with made-up parameters.
struct TemplateTrial {
  /// Nil where the made-up parameters do not fit the profile; then `refusals` say why.
  private let compiled: CompiledProfile?
  private let refusals: [String]
  /// Any time does: no row of a template speaks of one.
  private static let time = NumericDate(secondsSinceEpoch: 1_700_000_000)

  init(_ profile: Profile) {
    var options = ProvisioningOptions()
    options.parameters = TemplateRow.exampleParameters(profile, profile.artifacts.first)
    options.allowedEffects = ["eternal"]
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    self.compiled = compiled
    refusals = findings.filter { $0.severity == .error }.map(\.message)
  }

  /// What is wrong with the row, in sentences; empty where it is accepted.
  func problems(of batch: [UInt8], _ format: BatchFormat) -> [String] {
    guard let compiled else { return refusals }
    var reader = BatchReader(batch, format: format, dialect: .comma)
    var record = Record()
    var judge = Judge(compiled, isHeader: format == .csv)
    do {
      var problems = try reader.readHeader().map(\.message)
      if format == .csv {
        judge.bind(reader.columns, line: 1)
        let header = judge.binding.findings + judge.binding.missingColumns(line: 1)
        problems += Self.errors(header)
      }
      guard try reader.next(into: &record) else { return problems + ["There is no row."] }
      judge.bind(reader.columns, line: 1)
      return problems + judged(record, &judge, compiled)
    } catch {
      return [error.message]
    }
  }

  private func judged(
    _ record: Record, _ judge: inout Judge, _ compiled: CompiledProfile
  ) -> [String] {
    let context = IssueContext(compiled, issuedAt: Self.time)
    let verdict = judge.judge(record, context, .system())
    guard verdict.outcome == .accepted else {
      let errors = Self.errors(verdict.findings)
      return errors.isEmpty ? ["The row is not accepted."] : errors
    }
    var renderer = ArtifactRenderer()
    var artifact: [UInt8] = []
    let token = ArtifactRenderer.TokenSource.unsigned(UnsignedToken(compiled))
    do {
      try renderer.append(compiled.artifact, of: judge, token: token, to: &artifact)
      return []
    } catch {
      switch error {
      case .missing(let name): return ["The artifact needs a value for \"\(name)\"."]
      case .tooLong(let bytes, let most):
        return ["The artifact is \(bytes) characters long; the platform takes \(most)."]
      case .signing, .noKey: return ["The artifact cannot be made."]
      }
    }
  }

  private static func errors(_ findings: [Finding]) -> [String] {
    findings.filter { $0.severity == .error }.map(\.message)
  }
}
