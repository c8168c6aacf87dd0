import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@testable import Runs

/// Runs in which each website has a key of its own.
@Suite struct RoutedKeysTests {
  private let directory: TemporaryDirectory
  private static let now = NumericDate(secondsSinceEpoch: 1_700_000_000)
  /// By website.
  private static let secrets = [
    ("7", "the secret of website seven, long enough"),
    ("8", "the secret of website eight, as long"),
  ]

  init() throws { directory = try TemporaryDirectory() }

  private struct Outcome: Equatable {
    var accepted: Int
    var rejected: Int
    var artifacts: [String]
    var findings: String
    var rejects: String
  }

  private static func compiled(
    values: [String] = secrets.map(\.0), field: String = "inputs.website_id", isRouted: Bool = true
  ) throws -> (CompiledProfile?, [Finding]) {
    let inputs = """
      inputs:
        properties:
          website_id: { type: [integer, string], description: The website. }
      """
    let text = String(decoding: profileText("mediaos"), as: Unicode.UTF8.self)
    let profile = try #require(
      ProfileReader.read(
        Array(
          text.replacing("inputs:\n  properties:", with: inputs, maxReplacements: 1).utf8),
        file: "profile.yaml"
      ).profile)
    var options = ProvisioningOptions()
    options.artifact = "token"
    if isRouted { options.routing = RoutingNames(field: field, values: values) }
    return ProfileCompiler.compile(profile, options)
  }

  private func run(
    _ batch: String, signs: Bool = true, jobs: Int = 1, chunkBytes: Int? = nil
  ) throws -> Outcome {
    try directory.plant("batch", batch)
    let compiled = try #require(try Self.compiled().0)
    var request = RunRequest(compiled: compiled, input: try InputFile(directory["batch"]))
    if signs {
      request.routedKeys = try Self.secrets.map {
        try SigningKey.load(SecretBytes(Array($0.1.utf8)), for: .hs256)
      }
    }
    request.jobs = jobs
    request.chunkBytes = chunkBytes
    let (artifacts, findings, rejects) = (KeepingSink(), KeepingSink(), KeepingSink())
    request.artifacts = artifacts
    request.findings = findings
    request.rejects = rejects
    let report = try RunController(clock: .fixed(Self.now), entropy: .seeded(1)).run(request)
    return Outcome(
      accepted: report.accepted, rejected: report.rejected,
      artifacts: artifacts.text.split(separator: "\n").map(String.init), findings: findings.text,
      rejects: rejects.text)
  }

  /// Whether the token is good for the website's key.
  private func isSigned(_ token: String, for website: Int) throws -> Bool {
    let key = try VerificationKey.load(
      SecretBytes(Array(Self.secrets[website].1.utf8)), for: .hs256)
    let compiled = try #require(try Self.compiled(isRouted: false).0)
    var verifier = try TokenVerifier(compiled, key: key)
    let result = verifier.verify(Array(token.utf8), row: 1, line: 1, now: Self.now)
    let codes = result.findings.map(\.code)
    #expect(codes == [] || codes == [.badSignature])
    return codes.isEmpty
  }

  private static let batch = """
    {"email":"a@example.com","website_id":7}
    {"email":"a@example.com","website_id":"8"}
    {"email":"b@example.com","website_id":"7"}
    {"email":"a@example.com","website_id":"\\u0037"}
    {"email":"c@example.com","website_id":9}
    {"email":"d@example.com"}
    {"email":"e@example.com","website_id":"7 "}
    {"email":"b@example.com","website_id":8}

    """

  @Test func eachRowIsSignedWithTheKeyOfItsWebsiteAndNoOther() throws {
    let outcome = try run(Self.batch)
    #expect(outcome.accepted == 4)
    #expect(outcome.rejected == 4)
    for (token, website) in zip(outcome.artifacts, [0, 1, 0, 1]) {
      #expect(try isSigned(token, for: website))
      #expect(try !isSigned(token, for: 1 - website))
    }
    #expect(outcome.artifacts.count == 4)
    let all = "\(outcome)"
    for (_, secret) in Self.secrets { #expect(!all.contains(secret)) }
  }

  @Test(arguments: [true, false])
  func rowsWithoutAKeyAreFoundWithAndWithoutKeys(signs: Bool) throws {
    let outcome = try run(Self.batch, signs: signs)
    #expect(outcome.accepted == 4)
    #expect(outcome.artifacts.count == (signs ? 4 : 0))
    let codes = outcome.findings.split(separator: "\n").map {
      String($0.dropFirst("{\"code\":\"".count).prefix { $0 != "\"" })
    }
    #expect(codes == ["duplicate-identity", "no-key", "no-key", "no-key"])
    #expect(outcome.findings.contains("There is no key for inputs.website_id 9."))
    #expect(outcome.findings.contains("There is no key for a row without inputs.website_id."))
    #expect(outcome.findings.contains("There are keys for 7, 8. The job's keys.values has one"))
    #expect(
      outcome.findings.contains("has the same value as in row 1 for the same inputs.website_id."))
  }

  @Test func jobsComeToTheSame() throws {
    let rows = (0..<2_000).map {
      "{\"email\":\"u\($0 / 3)@example.com\",\"website_id\":\(6 + $0 % 4)}\n"
    }
    let one = try run(rows.joined(), chunkBytes: 1_000)
    let four = try run(rows.joined(), jobs: 4, chunkBytes: 1_000)
    #expect(one == four)
    #expect(one.accepted + one.rejected == 2_000)
    #expect(one.rejects.split(separator: "\n").count == one.rejected)
    #expect(try run(rows.joined(), signs: false).findings == one.findings)
  }

  @Test(arguments: [
    ("websiteid", ["7"], FindingCode.unknownName), ("inputs.website_id", [], .missingKey),
    ("inputs.website_id", ["7", "8", "7"], .duplicateKey),
    ("inputs.website_id", (0...KeyRoute.valuesMax).map { "\($0)" }, .badValue),
  ])
  func routeThatMakesNoSenseIsRefused(
    field: String, values: [String], expected: FindingCode
  ) throws {
    let (compiled, findings) = try Self.compiled(values: values, field: field)
    #expect(compiled == nil)
    #expect(findings.map(\.code) == [expected])
  }

  @Test func partsOfKeysMustBeTheSame() throws {
    let text = """
      muster: 1
      name: parts
      title: Parts of a key
      documents: { doc: { title: A document } }
      token: { algorithms: [HS256] }
      key:
        kind: secret
        parts: { id: { steps: [{ split: ":", take: 1 }] } }
      lifetime: { claim: exp, default: 60s }
      identity: [sub]
      claims:
        required: [sub, exp]
        properties:
          sub: { type: string }
          iss: { type: string, value: "{key.id}" }
          exp: { type: integer, generate: { time: expiry } }
        additionalProperties: false
      artifacts:
        token: { kind: token }
      """
    let read = ProfileReader.read(Array(text.utf8), file: "profile.yaml")
    let profile = try #require(read.profile, "\(read)")
    func parts(_ secrets: [String]) throws -> (parts: [[UInt8]], finding: Finding?) {
      try KeyFindings.parts(
        of: secrets.enumerated().map { ("\($0.offset)", SecretBytes(Array($0.element.utf8))) },
        profile.key)
    }
    let same = try parts(["app:one secret", "app:another"])
    #expect(same.parts == [Array("app".utf8)])
    #expect(same.finding == nil)
    let finding = try #require(try parts(["app:one", "app:two", "other:three"]).finding)
    #expect(finding.code == .keyPartsDiffer)
    #expect(
      finding.message == "The part \"id\" of the key for 0 is another than that of the key for 2, "
        + "and the profile writes it for all rows alike.")
  }
}
