import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Synchronization
import TestKit
import Testing
import Tokens

@testable import Runs

/// One run over a batch in memory, and all that can be seen of it.
struct JobsRun {
  /// A profile whose columns have other names too, whose rows bring identifiers along, and that draws
  /// random ones.
  static let profile = """
    muster: 1
    name: small
    title: A small profile
    documents: { doc: { title: A document } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 60s }
    columns: { unknown: claims }
    identity: [sub, mail]
    claims:
      required: [sub, name]
      properties:
        sub: { type: string, from: [sub, id, key], maxLength: 12 }
        mail: { type: string, from: [mail, email], format: email }
        name: { type: string, from: [name, title] }
        exp: { type: integer, generate: { time: expiry } }
        iat: { type: integer, generate: { time: now } }
        jti: { type: string, from: [jti], minLength: 4, generate: { random: hex } }
        salt: { type: string, generate: { random: hex } }
      additionalProperties: { type: string, maxLength: 20 }
    rules: []
    effects:
      - id: root
        kind: access
        hold: true
        when: { name: { const: root } }
        description: Everything.
        source: "doc: one"
      - id: ann
        kind: access
        when: { name: { const: Ann } }
        description: Something.
        source: "doc: one"
    artifacts:
      token: { kind: token, warnAboveLength: 285 }
    """

  /// What can be seen of a run.
  struct Outcome: Equatable {
    var artifacts = ""
    var rejects = ""
    var findings = ""
    var report = ""
    var explanations: [String] = []
    var failure: String?
    /// The codes of the findings that a person is shown.
    var shownCodes: [String] = []

    /// The codes in the findings file.
    var codes: [String] {
      findings.split(separator: "\n").map { line in
        String(line.dropFirst("{\"code\":\"".count).prefix { $0 != "\"" })
      }
    }

    static func == (left: Outcome, right: Outcome) -> Bool {
      left.artifacts == right.artifacts && left.rejects == right.rejects
        && left.findings == right.findings && left.report == right.report
        && left.explanations == right.explanations && left.failure == right.failure
    }
  }

  var batch: [UInt8]
  var format: BatchFormat?
  var outputFormat = RunRequest.OutputFormat.lines
  var limits = BatchLimits()
  var explainedRows: Set<Int> = []
  var allowed: [String] = []
  var signs = true
  var takesDirectWay = true
  /// Which write of artifacts fails, from 1 on.
  var failingWrite: Int?

  static func compiled(_ allowed: [String]) throws -> CompiledProfile {
    let read = ProfileReader.read(Array(profile.utf8), file: "profile.yaml")
    let known = try #require(read.profile, "\(read)")
    var options = ProvisioningOptions()
    options.allowedEffects = allowed
    let (compiled, findings) = ProfileCompiler.compile(known, options)
    return try #require(compiled, "\(findings)")
  }

  func run(in directory: TemporaryDirectory, jobs: Int, chunkBytes: Int) throws -> Outcome {
    try directory.plant("batch", batch)
    var request = RunRequest(
      compiled: try Self.compiled(allowed), input: try InputFile(directory["batch"]))
    if signs {
      request.key = try SigningKey.load(
        SecretBytes(Array("a secret that is long enough for tests".utf8)), for: .hs256)
    }
    request.inputFormat = format
    request.limits = limits
    request.outputFormat = outputFormat
    request.explainedRows = explainedRows
    request.jobs = jobs
    request.takesDirectWay = takesDirectWay
    request.chunkBytes = chunkBytes
    let artifacts = KeepingSink(failingWrite: failingWrite)
    let rejects = KeepingSink()
    let findings = KeepingSink()
    request.artifacts = artifacts
    request.rejects = rejects
    request.findings = findings
    let explanations = Mutex<[String]>([])
    let controller = RunController(
      clock: .fixed(NumericDate(secondsSinceEpoch: 1_700_000_000)), entropy: .seeded(7),
      explain: { explanation in explanations.withLock { $0.append("\(explanation)") } })
    var outcome = Outcome()
    do throws(RunFailure) {
      let report = try controller.run(request)
      outcome.report = Self.shown(report)
      outcome.shownCodes = report.shown.map(\.code.rawValue)
    } catch {
      outcome.failure = "\(error)"
    }
    outcome.artifacts = artifacts.text
    outcome.rejects = rejects.text
    outcome.findings = findings.text
    outcome.explanations = explanations.withLock { $0 }
    return outcome
  }

  /// Without the order of dictionaries, which is random.
  private static func shown(_ report: RunReport) -> String {
    var plain = report
    plain.groups = FindingGroups()
    let groups = report.groups.groups.map { "\($0.key) \($0.value)" }.sorted()
    return "\(plain) \(groups)"
  }
}

/// Keeps what was written, also what is discarded: a pipe has passed it on.
final class KeepingSink: ByteSink {
  private(set) var bytes: [UInt8] = []
  private let failingWrite: Int?
  private var writes = 0

  init(failingWrite: Int? = nil) { self.failingWrite = failingWrite }

  var text: String { String(decoding: bytes, as: Unicode.UTF8.self) }

  func write(_ bytes: Span<UInt8>) throws(FileError) {
    writes += 1
    if writes == failingWrite { throw .writeFailed(path: "sink", code: 5) }
    for index in bytes.indices { self.bytes.append(bytes[index]) }
  }

  func prepare() throws(FileError) {}
  func finish() throws(FileError) {}
  func discard() {}
}
