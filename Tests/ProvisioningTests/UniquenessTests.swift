import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct UniquenessTests {
  @Test func remembersEveryValueAsItsTableGrows() {
    var table = FingerprintTable(key: Array(0..<16))
    for number in 1...5_000 {
      let value = table.fingerprint(Array("\(number)".utf8).span)
      #expect(table.row(showing: value) == nil)
      table.insert(value, row: number)
    }
    #expect(table.count == 5_000)
    for number in 1...5_000 {
      #expect(table.row(showing: table.fingerprint(Array("\(number)".utf8).span)) == number)
    }
  }

  @Test func takesNFCAndNFDForTwoUsers() throws {
    let batch = try Issuing("tinydrive").issue("sub,name\namélie,A\name\u{301}lie,B\namélie,C\n")
    #expect(batch.rows.map(\.codes) == [[], [], ["duplicate-identity"]])
  }

  @Test func makesTwoHundredThousandIdentifiersOnceEach() throws {
    let (found, _) = try Issuing("proprofs").compile()
    let compiled = try #require(found)
    let context = IssueContext(compiled, issuedAt: testTime)
    let entropy = Entropy.system()
    var judge = Judge(compiled, isHeader: true)
    var reader = BatchReader(Array("user_email\na@b.co\n".utf8))
    _ = try reader.readHeader()
    judge.bind(reader.columns, line: 1)
    var record = Record()
    #expect(try reader.next(into: &record))
    var table = FingerprintTable(key: Array(0..<16))
    let start = #"{"iat":1700000000,"jti":""#.utf8.count
    for row in 1...200_000 {
      guard judge.judge(record, context, entropy).outcome == .accepted else {
        Issue.record("row \(row) is not accepted")
        return
      }
      let end = judge.claims[start...].firstIndex(of: 0x22) ?? start
      let isHex = judge.claims[start..<end].allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }
      let value = table.fingerprint(judge.claims.span.extracting(start..<end))
      guard end - start == 32, isHex, table.row(showing: value) == nil else {
        Issue.record("the identifier of row \(row) is weak or was made before")
        return
      }
      table.insert(value, row: row)
    }
  }

  @Test func refusesAnIdentifierThatTheBatchBringsTwice() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "id: { from: [id], minLength: 8, generate: { random: hex } }", identity: "sub"))
    let batch = try issuing.issue("sub,id\n1,aaaaaaaa\n2,aaaaaaaa\n3,bbbbbbbb\n4,short\n5,\n6,\n")
    #expect(
      batch.rows.map(\.codes) == [
        [], ["duplicate-value"], [], ["min-length"], [], [],
      ])
    #expect(batch.rows[4].claims.count == #"{"sub":"5","id":""}"#.count + 32)
  }
}
