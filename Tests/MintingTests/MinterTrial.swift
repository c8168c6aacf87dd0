import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@testable import Minting

/// The time at which every test issues, unless it says another.
let testTime = NumericDate(secondsSinceEpoch: 1_700_000_000)

/// Minting the rows of a batch one by one, and issuing them all as a run does.
struct MinterTrial {
  var profile: String
  var options = ProvisioningOptions()
  var key = "a secret for tests, and for tests only"
  var format: BatchFormat?

  init(_ profile: String, _ change: (inout MinterTrial) -> Void = { _ in }) {
    self.profile = profile
    change(&self)
  }

  func compile() throws -> CompiledProfile {
    let read = ProfileReader.read(profileText(profile), file: "p.yaml")
    var options = options
    for name in try #require(read.profile).requiredParameterNames {
      options.parameters.append((name, "community.example.com"))
    }
    let made = ProfileCompiler.compile(try #require(read.profile), options)
    return try #require(made.compiled, "\(made.findings)")
  }

  func signingKey(_ compiled: CompiledProfile) throws -> SigningKey {
    try SigningKey.load(
      SecretBytes(Array(key.utf8)), for: compiled.algorithm,
      derivation: compiled.profile.key.derivation)
  }

  /// The rows of a batch, and how they are read.
  func rows(_ text: String) throws -> (form: RowForm, rows: [StoredRow]) {
    var reader = BatchReader(Array(text.utf8), format: format)
    _ = try reader.readHeader()
    var record = Record()
    var rows: [StoredRow] = []
    while try reader.next(into: &record) { rows.append(StoredRow(record)) }
    let form = RowForm(
      format: try #require(reader.format), dialect: reader.dialect ?? .comma,
      columns: reader.columns)
    return (form, rows)
  }

  func minter(
    _ form: RowForm, requestInputs: [String] = [], seats: Int = 1
  ) throws -> Minter {
    let compiled = try compile()
    return try Minter(
      compiled, keys: .one(signingKey(compiled)), form: form, requestInputs: requestInputs,
      seats: seats)
  }

  /// What became of each row of the batch, minted alone and from the last to the first.
  func mint(_ text: String, at now: NumericDate = testTime) throws -> [String] {
    let (form, rows) = try rows(text)
    let minter = try minter(form)
    var outcomes: [String] = []
    for row in rows.reversed() {
      outcomes.append(
        try minter.mint(row, at: now, Entropy.seeded(UInt64(row.row))).summary)
    }
    return outcomes.reversed()
  }

  /// What becomes of each row in a run.
  func issue(_ text: String, at now: NumericDate = testTime) throws -> [String] {
    let compiled = try compile()
    var reader = BatchReader(Array(text.utf8), format: format)
    let problems = try reader.readHeader()
    let isHeader = reader.format == .csv
    var issuer = RowIssuer(
      compiled, token: .signer(try TokenSigner(compiled, key: signingKey(compiled))),
      isHeader: isHeader)
    _ = issuer.bindHeader(reader.columns, problems, isHeader: isHeader)
    let context = IssueContext(compiled, issuedAt: now)
    var record = Record()
    var outcomes: [String] = []
    while try reader.next(into: &record) {
      _ = issuer.bind(reader.columns, line: record.line)
      let entropy = Entropy.seeded(UInt64(record.row))
      let verdict = try issuer.issue(record, context, entropy)
      outcomes.append(
        verdict.outcome == .accepted
          ? Minted.artifact(
            MintedArtifact(
              bytes: issuer.artifact, bestBefore: verdict.bestBefore, expiresAt: verdict.expiresAt)
          ).summary : Minted.refused(verdict.findings).summary)
    }
    return outcomes
  }
}

extension Minted {
  /// The artifact and its times, or what was found, in one text.
  var summary: String {
    switch self {
    case .artifact(let artifact):
      String(decoding: artifact.bytes, as: UTF8.self)
        + " \(artifact.bestBefore.map { "\($0)" } ?? "-")"
        + " \(artifact.expiresAt.map { "\($0)" } ?? "-")"
    case .refused(let findings):
      "refused: " + findings.map { "\($0.place) \($0.code.rawValue) \($0.message)" }.joined()
    }
  }
}
