import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// The time at which every test issues.
let testTime = NumericDate(secondsSinceEpoch: 1_700_000_000)

/// What one row became.
struct IssuedRow: Equatable {
  var row: Int
  var line: Int
  var outcome: Verdict.Outcome
  /// The claims as JSON; empty where the row is rejected.
  var claims: String
  /// Empty where the row is not accepted.
  var artifact: String
  var findings: [Finding]
  var effects: [String]
  var expiresAt: Int?
  var bestBefore: Int?

  var codes: [String] { TestKit.codes(findings) }
  var errors: [String] { TestKit.codes(findings.filter { $0.severity == .error }) }
  var warnings: [String] { TestKit.codes(findings.filter { $0.severity == .warning }) }

  /// Claims where the row is accepted, else its outcome and codes: one text for tables.
  var summary: String {
    switch outcome {
    case .accepted: warnings.isEmpty ? claims : "\(claims) ?\(warnings.joined(separator: ","))"
    case .held: "held: \(effects.joined(separator: ","))"
    case .rejected: "rejected: \(codes.joined(separator: ","))"
    }
  }

  /// Every text that the row's findings show.
  var findingTexts: [String] {
    findings.flatMap {
      [$0.message, $0.help ?? "", $0.excerpt ?? "", $0.column ?? "", $0.claim ?? ""]
    }
  }
}

/// What became of a batch.
struct IssuedBatch {
  /// Findings of the profile and the run's choices; the batch was not read if one is an error.
  var compileFindings: [Finding] = []
  /// Findings of the header.
  var headerFindings: [Finding] = []
  var rows: [IssuedRow] = []
  /// How each row was judged.
  var explanations: [RowExplanation] = []
  var error: BatchError?
  /// Rows that the direct way issued, and those that it might have.
  var directRows = 0
  var acceptableRows = 0

  var summaries: [String] { rows.map(\.summary) }
  var first: IssuedRow? { rows.first }
  var headerCodes: [String] { codes(headerFindings) }
}

/// One cell of a row under test.
struct Cell {
  var column: String
  var text: String
}

/// The cells of a row, in their order.
struct Cells: ExpressibleByDictionaryLiteral, Sendable {
  var list: [Cell]

  init(dictionaryLiteral elements: (String, String)...) {
    list = elements.map { Cell(column: $0.0, text: $0.1) }
  }
}

/// One row under test, and what must become of it: `+` and members that join those of the base row,
/// or a summary.
struct HostileRow: CustomTestStringConvertible, Sendable {
  var cells: [(String, String)]
  var json: String?
  var allowed: [String] = []
  var expected: String

  static func csv(_ cells: KeyValuePairs<String, String>, _ expected: String) -> HostileRow {
    HostileRow(cells: Array(cells).map { ($0.key, $0.value) }, expected: expected)
  }

  static func json(_ members: String, _ expected: String) -> HostileRow {
    HostileRow(cells: [], json: members, expected: expected)
  }

  func allowing(_ effects: String...) -> HostileRow {
    var copy = self
    copy.allowed = effects
    return copy
  }

  var testDescription: String {
    json
      ?? cells.map { "\($0.0)=\(String($0.1.prefix(60)).debugDescription)" }.joined(separator: " ")
  }

  /// Judges the row on top of the base cells, each of which it may replace.
  func verdict(_ issuing: Issuing, base: KeyValuePairs<String, String>) throws -> String {
    var issuing = issuing
    issuing.options.allowedEffects += allowed
    if let json {
      let kept = base.filter { !json.contains("\"\($0.key)\":") }
        .map { "\"\($0.key)\":\"\($0.value)\"" }
      return try issuing.verdict([], json: "{\((kept + [json]).joined(separator: ","))}")
    }
    let kept = base.filter { base in !cells.contains { $0.0 == base.key } }
    return try issuing.verdict(
      kept.map { Cell(column: $0.key, text: $0.value) }
        + cells.map { Cell(column: $0.0, text: $0.1) })
  }
}

/// How a batch is to be issued.
struct Issuing {
  var profile: Profile
  var options = ProvisioningOptions()
  var key: String
  var now = testTime
  var seed: UInt64 = 1
  var format: BatchFormat?

  /// A bundled profile, with the parameters that every run must set.
  init(_ name: String) throws {
    let result = ProfileReader.read(profileText(name), file: "\(name).yaml")
    try #require(result.findings == [], "the profile \(name) has findings")
    self.init(try #require(result.profile))
    for name in profile.requiredParameterNames {
      options.parameters.append((name, "community.example.com"))
    }
  }

  /// A profile given as text.
  init(yaml: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    let result = ProfileReader.read(Array(yaml.utf8), file: "p.yaml")
    let errors = result.findings.map { "\($0.place) \($0.code.rawValue) \($0.message)" }
    try #require(errors == [], sourceLocation: sourceLocation)
    self.init(try #require(result.profile))
  }

  init(_ profile: Profile) {
    self.profile = profile
    key = profile.key.kinds == [.rsa] ? TestKeys.rsa : TestKeys.secret
  }

  func with(_ change: (inout Issuing) -> Void) -> Issuing {
    var copy = self
    change(&copy)
    return copy
  }

  func allowing(_ effects: String...) -> Issuing { with { $0.options.allowedEffects += effects } }
  func setting(_ name: String, _ value: String) -> Issuing {
    with { $0.options.parameters.append((name, value)) }
  }

  private var material: SecretBytes { SecretBytes(Array(key.utf8)) }

  func compile() -> (compiled: CompiledProfile?, findings: [Finding]) {
    var options = options
    if !profile.key.parts.isEmpty {
      options.keyParts = profile.key.parts.map { part in
        let piece = try? KeyStep.apply(part.steps, to: material)
        return piece?.withBytes { span in span.indices.map { span[$0] } } ?? []
      }
    }
    return ProfileCompiler.compile(profile, options)
  }

  func signingKey(_ compiled: CompiledProfile) throws -> SigningKey {
    try SigningKey.load(
      material, for: compiled.algorithm, derivation: profile.key.derivation)
  }

  func verificationKey(_ compiled: CompiledProfile) throws -> VerificationKey {
    try signingKey(compiled).verificationKey()
  }

  /// Issues a CSV batch, or one that begins with `[` or `{`.
  func issue(_ text: String) throws -> IssuedBatch { try issue(bytes: Array(text.utf8)) }

  func issue(bytes: [UInt8]) throws -> IssuedBatch {
    var batch = IssuedBatch()
    let (found, findings) = compile()
    batch.compileFindings = findings
    guard let compiled = found else { return batch }
    let signer = try TokenSigner(compiled, key: signingKey(compiled))
    let context = IssueContext(compiled, issuedAt: now)
    let entropy = Entropy.seeded(seed)
    var uniqueness = UniquenessCheck(compiled, key: Array(0..<16))
    var renderer = ArtifactRenderer()
    var reader = BatchReader(bytes, format: format)
    var record = Record()
    do throws(BatchError) {
      let problems = try reader.readHeader()
      var judge = Judge(compiled, isHeader: reader.format == .csv)
      var twin = TracedTwin(compiled, isHeader: reader.format == .csv, Entropy.seeded(seed))
      var direct = try makeDirectTwin(compiled, reader.format ?? .csv)
      batch.headerFindings = problems.map {
        Finding($0.code, at: .batch(line: $0.line), $0.message, help: $0.help)
      }
      if reader.format == .csv {
        judge.bind(reader.columns, line: 1)
        twin.bind(reader.columns, line: 1)
        batch.headerFindings += judge.binding.findings + judge.binding.missingColumns(line: 1)
      }
      if batch.headerFindings.contains(where: { $0.severity == .error }) { return batch }
      while try reader.next(into: &record) {
        let known = judge.binding.findings.count
        judge.bind(reader.columns, line: record.line)
        twin.bind(reader.columns, line: record.line)
        batch.headerFindings += judge.binding.findings[known...]
        direct.check(record, reader.columns, reader.dialect, context)
        (batch.directRows, batch.acceptableRows) = (direct.issued, direct.acceptable)
        var verdict = judge.judge(record, context, entropy)
        twin.judge(record, context, expecting: verdict, claims: judge.claims)
        if verdict.outcome == .accepted {
          let duplicates = uniqueness.check(judge, row: record.row, line: record.line)
          verdict.findings += duplicates
          if !duplicates.isEmpty { verdict.outcome = .rejected }
        }
        var artifact: [UInt8] = []
        if verdict.outcome == .accepted {
          do throws(ArtifactRenderer.Failure) {
            try renderer.append(compiled.artifact, of: judge, token: .signer(signer), to: &artifact)
          } catch {
            verdict.outcome = .rejected
            let code: FindingCode =
              if case .tooLong = error { .artifactTooLong } else { .missingInput }
            verdict.findings.append(
              Finding(code, at: .row(record.row, line: record.line), "\(error)"))
          }
        }
        batch.explanations.append(twin.explanation(record, verdict, context))
        batch.rows.append(
          IssuedRow(
            row: record.row, line: record.line, outcome: verdict.outcome,
            claims: verdict.outcome == .rejected ? "" : text(judge.claims),
            artifact: text(artifact), findings: verdict.findings,
            effects: verdict.effects.map { profile.effects[$0].id },
            expiresAt: verdict.expiresAt?.secondsSinceEpoch,
            bestBefore: verdict.bestBefore?.secondsSinceEpoch))
      }
    } catch {
      batch.error = error
    }
    return batch
  }

  private func makeDirectTwin(
    _ compiled: CompiledProfile, _ format: BatchFormat
  ) throws(BatchError) -> DirectTwin {
    do {
      return try DirectTwin(compiled, format, signingKey(compiled))
    } catch {
      preconditionFailure("The key of the tests signs: \(error)")
    }
  }

  /// The one row of a CSV batch with these columns.
  func row(_ columns: KeyValuePairs<String, String>) throws -> IssuedRow {
    let header = columns.map { quoted($0.key) }.joined(separator: ",")
    let cells = columns.map { quoted($0.value) }.joined(separator: ",")
    let batch = try with { $0.format = .csv }.issue("\(header)\n\(cells)\n")
    return try #require(batch.first, "\(batch.compileFindings + batch.headerFindings)")
  }

  /// What becomes of one row, in one line for tables: of a JSON row where `cells` is none.
  func verdict(_ cells: [Cell], json: String? = nil) throws -> String {
    let header = cells.map { quoted($0.column) }.joined(separator: ",")
    let values = cells.map { quoted($0.text) }.joined(separator: ",")
    let batch = try with { $0.format = json == nil ? .csv : .jsonl }
      .issue(json ?? "\(header)\n\(values)\n")
    if let error = batch.error { return "unreadable: \(error)" }
    let isRefused = batch.headerFindings.contains { $0.severity == .error }
    if isRefused { return "batch: \(batch.headerCodes.joined(separator: ","))" }
    guard let row = batch.first else { return "run: \(codes(batch.compileFindings))" }
    let warnings =
      batch.headerFindings.isEmpty ? "" : " !\(batch.headerCodes.joined(separator: ","))"
    return row.summary + warnings
  }

  /// The one row of a JSON Lines batch.
  func row(json: String) throws -> IssuedRow {
    let batch = try with { $0.format = .jsonl }.issue(json)
    return try #require(batch.first, "\(batch.compileFindings)")
  }
}

func quoted(_ cell: String) -> String {
  var result = "\""
  for scalar in cell.unicodeScalars {
    if scalar == "\"" { result += "\"" }
    result.unicodeScalars.append(scalar)
  }
  return result + "\""
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The claims inside a token.
func payload(_ token: String) -> String {
  TokenReading.read(Array(token.utf8)).reading.map { text($0.claims) } ?? "(no token)"
}
