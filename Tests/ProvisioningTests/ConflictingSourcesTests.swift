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
