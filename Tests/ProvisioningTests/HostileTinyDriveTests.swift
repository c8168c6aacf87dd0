import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct HostileTinyDriveTests {
  private static let base: KeyValuePairs = ["sub": "1", "name": "N"]

  private static func claims(_ more: String = "") -> String {
    #"{"sub":"1","name":"N","exp":1700000600\#(more)}"#
  }
  private static func sub(_ text: String) -> String {
    #"{"sub":"\#(text)","name":"N","exp":1700000600}"#
  }
  private static let root = #","https://claims.tiny.cloud/drive/root":"/johndoe""#

  static let rows: [HostileRow] = [
    // A colon belongs to a URI of a known scheme.
    .csv(["sub": "12:30 Bob"], "rejected: pattern"),
    .csv(["sub": "user:123"], "rejected: pattern"),
    .csv(["sub": ":"], "rejected: pattern"),
    .csv(["sub": "urn:"], "rejected: pattern"),
    .csv(["sub": "javascript:x"], "rejected: pattern"),
    .csv(["sub": "HTTPS://x.example/1"], "rejected: pattern"),
    .csv(["sub": "mailto:a b"], "rejected: pattern"),
    .csv(["sub": "urn:a\nb:c"], "rejected: pattern"),
    .csv(["sub": "urn:user:1"], sub("urn:user:1")),
    .csv(["sub": "https://x.example/u/1"], sub("https://x.example/u/1")),
    .csv(["sub": "http://x.example/u/1"], sub("http://x.example/u/1")),
    .csv(["sub": "mailto:a@b.co"], sub("mailto:a@b.co")),
    .csv(["sub": "tag:b.co,2000:1"], sub("tag:b.co,2000:1")),
    .csv(["sub": "007"], sub("007")),
    .csv(["sub": "a b/c"], sub("a b/c")),
    .json(#""sub":123"#, "rejected: type"),
    .json(#""sub":"""#, "rejected: min-length"),
    .json(#""sub":null"#, "rejected: required"),
    .csv(["name": " "], "rejected: required"),
    .json(#""name":"""#, "rejected: min-length"),
    // A claim whose name is an address is no path.
    .csv(["drive_root": "/johndoe"], claims(root)),
    .csv(["https://claims.tiny.cloud/drive/root": "/johndoe"], claims(root)),
    .json(#""https://claims.tiny.cloud/drive/root":"/johndoe""#, claims(root)),
    .json(#""https:\/\/claims.tiny.cloud\/drive\/root":"/johndoe""#, claims(root)),
    .csv(
      ["https://claims.tiny.cloud/drive/root": "/other", "drive_root": "/johndoe"], claims(root)),
    .csv(["https://claims.tiny.cloud/drive/root": "/johndoe", "drive_root": ""], claims(root)),
    .csv(["drive_root": "johndoe"], "rejected: pattern"),
    .csv(["drive_root": "/john\\doe"], "rejected: pattern"),
    .json(#""drive_root":"""#, "rejected: pattern"),
    // What Muster makes, and what the platform does not know.
    .csv(["exp": "1"], "batch: unknown-column"),
    .csv(["iat": "1"], "batch: unknown-column"),
    .csv(["aud": "x"], "batch: unknown-column"),
    .csv(["email": "a@b.co"], "batch: unknown-column"),
  ]

  @Test(arguments: rows)
  func judges(row: HostileRow) throws {
    #expect(try row.verdict(Issuing("tinydrive"), base: Self.base) == row.expected)
  }

  @Test(arguments: [Algorithm.hs256, .es256, .edDSA])
  func refusesAlgorithmsThatThePlatformDoesNotTake(algorithm: Algorithm) throws {
    let (compiled, findings) = try Issuing("tinydrive").with { $0.options.algorithm = algorithm }
      .compile()
    #expect(compiled == nil)
    #expect(codes(findings) == ["wrong-algorithm"])
  }

  @Test(arguments: [
    "\n" + TestKeys.rsa, "  \n\n" + TestKeys.rsa + "\n\n",
    TestKeys.rsa.split(separator: "\n").joined(separator: "\r\n"),
  ])
  func takesAKeyAsItIsCopied(key: String) throws {
    let row = try Issuing("tinydrive").with { $0.key = key }.row([
      "sub": "123", "name": "John Doe", "drive_root": "/johndoe",
    ])
    #expect(row.artifact == "{\"token\":\"\(GoldenTokens.tinydriveRS256)\"}")
  }

  @Test(arguments: ["mediaos", "bettermode", "proprofs", "acadio"])
  func refusesAPEMAsASecret(name: String) throws {
    let issuing = try Issuing(name).with { $0.key = TestKeys.rsa }
    let compiled = try #require(issuing.compile().compiled)
    #expect(throws: KeyError.self) { try issuing.signingKey(compiled) }
  }

  @Test(arguments: [(599, 0), (600, 0), (601, 1)])
  func warnsAboveTheSamplesLifetime(seconds: Int, warnings: Int) throws {
    let (compiled, findings) = try Issuing("tinydrive")
      .with { $0.options.lifetimeSeconds = seconds }.compile()
    #expect(compiled != nil)
    #expect(findings.count == warnings)
  }
}
