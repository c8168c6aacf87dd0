import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

@Suite struct UniquenessTests {
  @Test func remembersEveryValueAsItsTableGrows() throws {
    let compiled = try #require(try Issuing("tinydrive").compile().0)
    let values = UniqueValues(compiled, key: Array(0..<16))
    var table = FingerprintTable()
    for number in 1...5_000 {
      let value = values.fingerprint(Array("\(number)".utf8).span)
      #expect(table.row(showing: value) == nil)
      #expect(table.insert(value, row: number) == nil)
    }
    #expect(table.count == 5_000)
    for number in 1...5_000 {
      let value = values.fingerprint(Array("\(number)".utf8).span)
      #expect(table.row(showing: value) == number)
      #expect(table.insert(value, row: 9_999) == number)
    }
    #expect(table.count == 5_000)
  }

  @Test func remembersNothingOfARowThatRepeatsAValue() throws {
    let compiled = try #require(try Issuing("tinydrive").compile().0)
    let values = UniqueValues(compiled, key: Array(0..<16))
    func fingerprints(_ texts: [String?]) -> [Fingerprint?] {
      texts.map { $0.map { values.fingerprint(Array($0.utf8).span) } }
    }
    var seen = SeenValues(count: 2)
    #expect(seen.add(fingerprints(["a", "x"]), from: 0, row: 1) == [])
    #expect(
      seen.add(fingerprints(["b", "x"]), from: 0, row: 2) == [.init(index: 1, first: 1)])
    #expect(seen.add(fingerprints(["b", nil]), from: 0, row: 3) == [])
    #expect(
      seen.add(fingerprints(["a", "x"]), from: 0, row: 4)
        == [.init(index: 0, first: 1), .init(index: 1, first: 1)])
  }

  @Test(arguments: [(1, [false, false, true]), (2, [false, true, true])])
  func isFullBeforeARowCouldShowMoreThanTheLimit(count: Int, expected: [Bool]) throws {
    let compiled = try #require(try Issuing("tinydrive").compile().0)
    let values = UniqueValues(compiled, key: Array(0..<16))
    var seen = SeenValues(count: count, valuesMax: 2)
    var full: [Bool] = []
    for row in 1...3 {
      full.append(seen.isFull)
      let texts = (0..<count).map { "\(row) \($0)" }
      _ = seen.add(texts.map { values.fingerprint(Array($0.utf8).span) }, from: 0, row: row)
    }
    #expect(full == expected)
    #expect(seen.limitFinding.code == .uniquenessLimit)
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
    let values = UniqueValues(compiled, key: Array(0..<16))
    var table = FingerprintTable()
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
      let value = values.fingerprint(judge.claims.span.extracting(start..<end))
      guard end - start == 32, isHex, table.row(showing: value) == nil else {
        Issue.record("the identifier of row \(row) is weak or was made before")
        return
      }
      _ = table.insert(value, row: row)
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
