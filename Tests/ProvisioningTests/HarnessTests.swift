import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct HarnessTests {
  @Test(arguments: goldenProfileNames)
  func bundledProfilesCompile(name: String) throws {
    let (compiled, findings) = try Issuing(name).compile()
    #expect(findings == [])
    #expect(compiled?.profile.name == name)
  }

  @Test func issuesARow() throws {
    let row = try Issuing("mediaos").row(["email": "ada@example.com"])
    #expect(row.summary == #"{"email":"ada@example.com","expires":1700000060}"#)
    #expect(payload(String(row.artifact.split(separator: "'")[1])) == row.claims)
  }
}
