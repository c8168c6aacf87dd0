import Applying
import Bytes
import Findings
import Foundation
import Jobs
import Ledgers
import Profiles
import Provisioning
import Reports
import Runs
import Synchronization
import Testing
import Tokens

/// A job over a small profile, and what it meets in the world.
struct SmallJob {
  static let profile = """
    muster: 1
    name: small
    title: A small profile
    documents: { doc: { title: A document } }
    token: { algorithms: [HS256] }
    key: { kind: secret }
    lifetime: { claim: exp, default: 300s }
    columns: { unknown: reject }
    parameters:
      properties:
        tenant: { type: string, default: north }
    identity: [sub]
    claims:
      required: [sub, name]
      properties:
        sub: { type: string, minLength: 1 }
        name: { type: string, transform: [trim], maxLength: 12 }
        role: { type: string, default: member }
        iss: { type: string, value: acme }
        aud: { type: string, value: "{tenant}" }
        exp: { type: integer, generate: { time: expiry } }
        iat: { type: integer, generate: { time: now } }
        jti: { type: string, generate: { random: hex } }
      additionalProperties: false
    rules: []
    effects:
      - id: clear
        kind: destructive
        description: Takes all rooms away.
        when: { role: { const: none } }
        source: "doc: one"
    artifacts:
      token: { kind: token }
    """

  /// The same, which refuses rows of users who were not seen for five minutes.
  static let seenLately =
    profile
    .replacing("role: { type", with: "seen: { type: integer }\n    role: { type")
    .replacing(
      "rules: []",
      with: """
        rules:
          - id: seen-lately
            message: The user was not seen lately.
            compare: { claim: iat, minus: seen, maximum: 300s }
            source: "doc: one"
        """)

  static let start = NumericDate(secondsSinceEpoch: 1_800_000_000)

  // What is in the job file.
  var name = "nightly"
  var profile = SmallJob.profile
  var jobText = "the job's text"
  var parameters: [(name: String, value: String)] = []
  var lifetimeSeconds: Int?
  var allowed: [String] = []
  var limits = Job.Limits()
  var format = Job.OutputFormat.lines
  var suppressed: [String] = []
  var output = "tokens"

  /// Files of the folder; where `sources` stands, those.
  var inputs = ["users.csv"]
  var sources: [InputSource] = []

  // What it is run with.
  var issuesAll = false
  var overridden: Set<String> = []
  var saved: SavedPlan?
  var keyText: [UInt8] = [1]
  var threads = 1

  // The world.
  var clock = WallClock.fixed(start)
  var entropy = Entropy.seeded(3)
  var rowsPerCommit: Int?
  var chunkBytes: Int?
  var files: FileFaults?
  var statements: LedgerFaults?
  var interruption: @Sendable () -> Int32? = { nil }
  /// Called when it is known what is to be done.
  var planned: () -> Void = {}

  /// The same some time later.
  func later(_ seconds: Int) -> SmallJob {
    var job = self
    job.clock = .fixed(Self.start.advanced(bySeconds: seconds))
    return job
  }

  /// The same without anything that fails.
  var healthy: SmallJob {
    var job = self
    job.files = nil
    job.statements = nil
    job.interruption = { nil }
    return job
  }

  /// The profile, where it has been compiled before.
  private var compiled: (again: @Sendable () -> CompiledProfile?, profile: CompiledProfile)?

  /// The same for who applies it many times: nothing is compiled twice, and randomness is the system's,
  /// which is there at once.
  func ready() throws -> SmallJob {
    var job = self
    job.compiled = try compiler()
    job.entropy = .system()
    return job
  }

  // MARK: Running

  /// Applies the job in the folder.
  func apply(in folder: JobFolder) throws -> Result<AppliedJob, JobFailure> {
    let ledger = try folder.ledger(faults: statements)
    let materials = try materials(in: folder)
    var options = ApplyOptions()
    options.issuesAll = issuesAll
    options.overridden = overridden
    options.saved = saved
    let key = try SigningKey.load(
      SecretBytes(Array("a secret that is long enough for tests".utf8)), for: .hs256)
    let applier = Applier(materials, world, options, ledger, key: JobFolder.key)
    do throws(JobFailure) {
      return .success(try applier.apply(keys: .one(key), keyText: keyText) { _ in planned() })
    } catch {
      return .failure(error)
    }
  }

  /// Applies the job, which has to succeed, and returns what the rows came to.
  @discardableResult
  func succeed(in folder: JobFolder) throws -> String {
    Self.shown(try apply(in: folder).get())
  }

  /// What an apply was stopped by; nil if it was not.
  func failure(in folder: JobFolder) throws -> JobFailure? {
    switch try apply(in: folder) {
    case .success: nil
    case .failure(let failure): failure
    }
  }

  func plan(
    in folder: JobFolder, rows: MemorySink? = nil
  ) throws -> (plan: JobPlan, saved: SavedPlan) {
    let materials = try materials(in: folder)
    let ledger = Ledger.exists(folder["ledger.sqlite"]) ? try folder.ledger(.reading) : nil
    let (plan, job) = try JobPlanning(
      materials, world, issuesAll: issuesAll, overridden: overridden, ledger: ledger,
      key: ledger == nil ? nil : JobFolder.key
    ).plan(rows: rows)
    let saved = SavedPlan(
      materials, jobFile: "/jobs/\(name).yaml", madeAt: clock.now(), issuesAll: issuesAll,
      ledger: ledger?.id, ledgerFile: folder["ledger.sqlite"], serial: job?.serial ?? 0, plan)
    return (plan, saved)
  }

  private var world: JobWorld {
    var world = JobWorld(
      clock: clock, entropy: entropy, uptime: { 0 }, interruption: interruption)
    world.rowsPerCommit = rowsPerCommit
    world.chunkBytes = chunkBytes
    world.faults = files
    return world
  }

  // MARK: Materials

  private func materials(in folder: JobFolder) throws -> JobMaterials {
    var job = Job(
      name: name, profile: "small", key: .one(.file("key")),
      output: Job.Output(path: output, format: format))
    job.parameters = parameters
    job.lifetimeSeconds = lifetimeSeconds
    job.allowedEffects = allowed
    job.limits = limits
    let (compile, compiled) = try compiled ?? compiler()
    let text = suppressed.map { $0 + "\n" }.joined()
    try folder.plant("suppressed", text)
    let list = try SuppressionList.read(
      folder["suppressed"], column: nil, key: [UInt8](repeating: 9, count: 16))
    try folder.remove("suppressed")
    let all = sources.isEmpty ? inputs.map { .files(folder[$0]) } : sources
    return JobMaterials(
      job: job, jobText: Array(jobText.utf8), profileText: Array(profile.utf8),
      compiled: compiled, compileAgain: compile,
      inputs: try InputSet(all, copyingTo: folder.path), suppressions: [[list]],
      suppressionDigests: Array(text.utf8),
      paths: JobOutputPaths(
        artifacts: folder[output], rejects: all.indices.map { folder["\(output).rejects\($0)"] },
        findings: folder["\(output).findings"]),
      threads: threads)
  }

  private func compiler() throws -> (
    again: @Sendable () -> CompiledProfile?, profile: CompiledProfile
  ) {
    var options = ProvisioningOptions()
    options.parameters = parameters
    options.lifetimeSeconds = lifetimeSeconds
    options.allowedEffects = allowed
    var names = RememberedNames()
    names.asked = ["sub"]
    options.remembers = names
    let text = Array(profile.utf8)
    let read = ProfileReader.read(text, file: "profile.yaml")
    let profile = try #require(read.profile, "\(read.findings)")
    let (compiled, findings) = ProfileCompiler.compile(profile, options)
    let chosen = options
    let compile: @Sendable () -> CompiledProfile? = {
      ProfileReader.read(text, file: "profile.yaml").profile.flatMap {
        ProfileCompiler.compile($0, chosen).compiled
      }
    }
    return (compile, try #require(compiled, "\(findings)"))
  }

  // MARK: What came of it

  /// What all rows came to: counts that are not 0.
  static func shown(_ counts: JobReport.Counts, issued: Int) -> String {
    let named = [
      ("rows", counts.rows), ("new", counts.new), ("changed", counts.changed),
      ("unchanged", counts.unchanged), ("rejected", counts.rejected), ("held", counts.held),
      ("suppressed", counts.suppressed), ("vanished", counts.vanished), ("known", counts.known),
      ("issued", issued),
    ]
    return named.filter { $0.1 != 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
  }

  static func shown(_ applied: AppliedJob) -> String {
    shown(applied.plan.counts, issued: applied.issued)
  }

  static func shown(_ plan: JobPlan) -> String { shown(plan.counts, issued: 0) }
}

/// The claims of a token, in one line: `u1 Ann member north`.
func claims(_ token: Substring) throws -> [String: Any] {
  let piece = token.split(separator: ".", omittingEmptySubsequences: false)[1]
  var base64 = piece.replacing("-", with: "+").replacing("_", with: "/")
  while base64.count % 4 != 0 { base64 += "=" }
  let data = try #require(Data(base64Encoded: String(base64)))
  return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
}

extension JobFolder {
  /// Each token of an output, in its order: `u1 Ann`.
  func issued(_ name: String = "tokens", _ keys: [String] = ["sub", "name"]) throws -> [String] {
    try tokens(name).map { token in
      let claims = try claims(token)
      return keys.map { key in claims[key].map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
  }

  /// Everything that looks like a token, whatever stands around it.
  private func tokens(_ name: String) -> [Substring] {
    (text(name) ?? "").split { !$0.isLetter && !$0.isNumber && !"-_.".contains($0) }
      .filter { $0.hasPrefix("eyJ") && $0.count { $0 == "." } == 2 }
  }
}

/// Says yes from the n-th time on that it is asked.
final class Countdown: Sendable {
  private let left: Mutex<Int>

  init(_ count: Int) { left = Mutex(count) }

  func isOver() -> Bool {
    left.withLock { left in
      left -= 1
      return left <= 0
    }
  }
}
