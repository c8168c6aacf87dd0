import Batches
import Bytes
import Findings
package import Profiles
import Provisioning
import Tokens

/// Runs cases: each is compiled, judged, rendered and signed as a run would, with its own clock and
/// its own random numbers, so that no case can change another.
package struct CaseRunner {
  private let profile: Profile
  /// The bytes of a file beside the cases; nil where there is none.
  private let keyFile: (String) -> [UInt8]?
  private let uptimeSeconds: () -> Double

  package init(
    _ profile: Profile, keyFile: @escaping (String) -> [UInt8]?,
    uptimeSeconds: @escaping () -> Double
  ) {
    self.profile = profile
    self.keyFile = keyFile
    self.uptimeSeconds = uptimeSeconds
  }

  /// Runs one case, and compares what became of it with what it expects.
  package func run(_ testCase: ProfileCase) -> CaseResult {
    let start = uptimeSeconds()
    var result = CaseResult(testCase: testCase, rows: [], problem: nil, milliseconds: 0)
    do throws(CaseProblem) {
      result.rows = try rows(testCase)
      result.differences = testCase.expectations.map {
        ExpectationComparison.differences($0, result.rows)
      }
    } catch {
      result.problem = error.message
      result.differences = [Difference("key", error.message)]
    }
    result.milliseconds = (uptimeSeconds() - start) * 1_000
    return result
  }

  /// What keeps a case from being run.
  private struct CaseProblem: Error {
    var message: String

    init(_ message: String) { self.message = message }
    init(_ error: KeyError) { message = "The key cannot be used: \(error.message)" }
  }

  // MARK: The run

  private func rows(_ testCase: ProfileCase) throws(CaseProblem) -> [CaseRow] {
    let material = try keyMaterial(testCase.options)
    var options = provisioningOptions(testCase.options)
    do {
      if let material {
        options.keyParts = try KeyFindings.parts(of: material, profile.key)
      }
    } catch {
      throw CaseProblem(error)
    }
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    guard let compiled else { return [CaseRow(outcome: .refused, findings: findings)] }
    var key: SigningKey?
    var keyFindings: [Finding] = []
    do {
      if let material {
        let loaded = try SigningKey.load(
          material, for: compiled.algorithm, derivation: profile.key.derivation)
        keyFindings = KeyFindings.findings(of: material, loaded, profile.key)
        key = loaded
      }
    } catch {
      throw CaseProblem(error)
    }
    do {
      var run = try CaseRun(
        compiled, key: key, now: testCase.options.now ?? NumericDate(secondsSinceEpoch: 0),
        seed: testCase.options.seed ?? 0)
      return try run.rows(testCase.batch, findings + keyFindings)
    } catch {
      throw CaseProblem("Signing failed: \(error.message)")
    }
  }

  private func keyMaterial(_ options: CaseOptions) throws(CaseProblem) -> SecretBytes? {
    switch options.key?.source {
    case nil: return nil
    case .text(let secret): return secret
    case .file(let name):
      guard let bytes = keyFile(name) else {
        throw CaseProblem("There is no file \"\(name)\" beside the cases that could be read.")
      }
      return SecretBytes(bytes)
    }
  }

  private func provisioningOptions(_ it: CaseOptions) -> ProvisioningOptions {
    var options = ProvisioningOptions()
    options.parameters = it.parameters.compactMap { parameter in
      parameter.text.map { (name: parameter.name, value: $0) }
    }
    options.algorithm = it.algorithm
    options.lifetimeSeconds = it.lifetimeSeconds
    options.artifact = it.artifact
    options.allowedEffects = it.allow ?? []
    options.columns = (it.columns ?? []).map { (name: $0.name, column: $0.text ?? "") }
    options.separators = (it.separators ?? []).map { (name: $0.name, separator: $0.text ?? "") }
    options.ignoresUnknownColumns = it.ignoreUnknown ?? false
    if let parts = it.keyParts {
      options.keyParts = profile.key.parts.map { part in
        let text = parts.first { $0.name.utf8.elementsEqual(part.name.utf8) }?.text
        return Array((text ?? "(key)").utf8)
      }
    }
    return options
  }
}
