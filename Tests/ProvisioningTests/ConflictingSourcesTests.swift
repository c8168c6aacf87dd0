import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct ConflictingSourcesTests {
  @Test(arguments: [
    ("email,Email\na@b.co,\n", []), ("email,Email\n,a@b.co\n", []),
    ("Email,email\na@b.co,\n", []), ("EMAIL,Email\n,a@b.co\n", []),
    ("email,Email\na@b.co,c@d.co\n", ["conflicting-sources"]),
    ("Email,email\nc@d.co,a@b.co\n", ["conflicting-sources"]),
    ("EMAIL,Email\nc@d.co,a@b.co\n", ["conflicting-sources"]),
  ])
  func takesNeitherOfTwoColumnsThatDifferInCase(csv: String, expected: [String]) throws {
    let batch = try Issuing("mediaos").issue(csv)
    #expect(batch.rows.map(\.codes) == [expected])
    #expect(batch.headerCodes.allSatisfy { $0 == "column-case" })
  }

  @Test(arguments: [
    (#"{"sub":"s","extra.age":20,"age":30}"#, "rejected: conflicting-sources"),
    (#"{"sub":"s","age":30,"extra.age":20}"#, "rejected: conflicting-sources"),
    (#"{"sub":"s","age":30,"extra.age":null}"#, #"{"sub":"s","extra":{"age":30}}"#),
    (#"{"sub":"s","age":30,"extra.size":20}"#, #"{"sub":"s","extra":{"age":30,"size":20}}"#),
    (#"{"sub":"s","extra.known":"k","age":1}"#, #"{"sub":"s","extra":{"known":"k","age":1}}"#),
    (#"{"sub":"s","known":"k"}"#, "rejected: unknown-column"),
  ])
  func makesNoMemberTwice(json: String, expected: String) throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "extra: { type: object, properties: { known: {} } }",
        columns: "unknown: object, into: extra"))
    #expect(try issuing.allowing("eternal").issue(json + "\n").rows.map(\.summary) == [expected])
  }

  /// The binding of JSON keys grows as they turn up; what came first must not matter.
  @Test func judgesAKeyAlikeBeforeAndAfterItsTwin() throws {
    let lower = #"{"email":"a@b.co"}"#
    let upper = #"{"Email":"c@d.co"}"#
    let issuing = try Issuing("mediaos")
    let one = try issuing.issue("\(lower)\n\(upper)\n").rows.map(\.summary)
    let other = try issuing.issue("\(upper)\n\(lower)\n").rows.map(\.summary)
    #expect(one == other.reversed())
    #expect(one.last == #"{"email":"c@d.co","expires":1700000060}"#)
  }
}
