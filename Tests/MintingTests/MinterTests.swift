import Batches
import Bytes
import Findings
import Minting
import Provisioning
import Synchronization
import TestKit
import Testing
import Tokens

@Suite struct MinterTests {
  static let csv = """
    sub,name,email,tagline,colour
    00042,Ada Løvelace,ada@example.com,"Counts
    & ""weaves"" </script>",blau
    2,,bo@example.com,,
     3 ,Cy,cy@example.com,plain,
    4,"Di, Esq.",di@example.com,"x",red
    5,Eve,no address,,
    6,"unclosed,eve@example.com,,
    """
  static let json = """
    [ {"sub":"1","name":"Ada","email":"ada@example.com"},
      {"sub":"2","name":"Bo","email":"bo@example.com","later":true,
       "spaces":[{"spaceId":"a","role":"MEMBER","action":"JOIN"}]},
      {"sub":3,"name":"Cy","email":"cy@example.com"},
      {"sub":"4","sub":"5","name":"Di","email":"di@example.com"},
      7, {"name":"\\u00c9ve","email":"eve@example.com","sub":"6","other":1.50} ]
    """
  static let jsonl = """
    {"sub":"1","name":"Ada","email":"ada@example.com"}

    { "sub" : "2", "tagline":"x", "name":"Bo","email":"bo@example.com", "x":"y"}
    {"sub":"3","name":"Cy"
    {"email":"di@example.com","sub":"4","name":"Di","z":2}
    """

  @Test(arguments: [
    ("bettermode", csv, 3), ("bettermode", json, 3), ("bettermode", jsonl, 3),
    ("proprofs", "user_email,site_access\na@example.com,\"1,2\"\nb@example.com,\n", 2),
    ("mediaos", "email,forumGroupIds\na@example.com,\"1,2\"\nno,\n", 1),
    ("acadio", #"[{"email":"a@b.co","groups":[1,"b"]},{"email":"b@b.co","meta":{"a":[1]}}]"#, 2),
  ])
  func mintsEachRowAsARunIssuesIt(profile: String, text: String, accepted: Int) throws {
    let trial = MinterTrial(profile)
    let minted = try trial.mint(text)
    #expect(minted == (try trial.issue(text)))
    #expect(minted.count { !$0.hasPrefix("refused") } == accepted)
  }

  /// Made with PyJWT 2.15.1; see `ProvisioningTests/GoldenTokens`.
  @Test func mintsABytewiseKnownToken() throws {
    let minted = try MinterTrial("mediaos") { $0.key = "YOUR JWT SECRET" }
      .mint("email,forumGroupIds\nemail@email.com,\"1,2,3\"\n")
    #expect(
      minted == [
        "<script type=\"text/javascript\">window.mediaosSSO = '"
          + "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
          + "eyJlbWFpbCI6ImVtYWlsQGVtYWlsLmNvbSIsImV4cGlyZXMiOjE3MDAwMDAwNjAsImZvcnVtR3JvdXBJZHMiOl"
          + "sxLDIsM119.BSA4_IAqUUuLtG7PLMK9EUWt4KIX6e0HVliUisLC724"
          + "';</script><script type=\"module\" src=\"https://mos-scripts.com/a/main.js\"></script>"
          + " 2023-11-14T22:14:20Z 2023-11-14T22:14:20Z"
      ])
  }

  @Test func theTimeOfIssueIsThatOfTheMoment() throws {
    let trial = MinterTrial("bettermode")
    let later = NumericDate(secondsSinceEpoch: 1_800_000_000)
    let first = try trial.mint(Self.jsonl)
    let second = try trial.mint(Self.jsonl, at: later)
    #expect(first != second)
    #expect(second == (try trial.issue(Self.jsonl, at: later)))
  }

  @Test func refusedRowsNameTheirRowAndLine() throws {
    let minted = try MinterTrial("bettermode").mint(Self.csv)
    #expect(minted[1].hasPrefix("refused: row(2, line: 4) required"))
    #expect(minted[4].hasPrefix("refused: row(5, line: 7) format"))
  }

  // MARK: Values of requests

  private func location(
    _ text: String, _ values: [RequestValue], inputs: [String] = ["redirect_uri"]
  ) throws -> String {
    let trial = MinterTrial("bettermode")
    let (form, rows) = try trial.rows(text)
    let minter = try trial.minter(form, requestInputs: inputs)
    let summary = try minter.mint(rows[0], values: values, at: testTime, Entropy.seeded(1)).summary
    let parts = summary.split(separator: "&redirect_uri=", maxSplits: 1)
    return String(parts.count < 2 ? summary.prefix(60) : parts[1].prefix { $0 != " " })
  }

  private static let plain = "sub,name,email\n1,Ada,ada@example.com\n"
  private static let own = "sub,name,email,redirect_uri\n1,Ada,ada@example.com,/home\n"

  @Test func aRequestsValueCountsInsteadOfTheRows() throws {
    let value = RequestValue(input: "redirect_uri", text: Array("/a?b=1".utf8))
    #expect(try location(Self.plain, [value]) == "%2Fa%3Fb%3D1")
    #expect(try location(Self.own, [value]) == "%2Fa%3Fb%3D1")
    #expect(try location(Self.own, []) == "%2Fhome")
    #expect(
      try location(Self.plain, []).hasPrefix("https://community.example.com/api/auth/sso?jwt="))
  }

  @Test(arguments: ["//evil.example", "/\\evil.example", "https://evil.example/", "/a\nb", "x"])
  func aRequestsValueIsJudgedAsARowsIs(text: String) throws {
    let value = RequestValue(input: "redirect_uri", text: Array(text.utf8))
    #expect(try location(Self.own, [value]).hasPrefix("refused: row(1, line: 2) format"))
  }

  @Test func oneRequestLeavesNothingToTheNext() throws {
    let trial = MinterTrial("bettermode")
    let (form, rows) = try trial.rows(Self.plain)
    let minter = try trial.minter(form, requestInputs: ["redirect_uri"])
    let alone = try minter.mint(rows[0], at: testTime, Entropy.seeded(1)).summary
    let value = RequestValue(input: "redirect_uri", text: Array("/x".utf8))
    #expect(
      try minter.mint(rows[0], values: [value], at: testTime, Entropy.seeded(1)).summary != alone)
    #expect(try minter.mint(rows[0], at: testTime, Entropy.seeded(1)).summary == alone)
  }

  // MARK: Threads

  @Test(arguments: [1, 3, 8])
  func eightThreadsMintWhatOneDoes(seats: Int) async throws {
    let trial = MinterTrial("bettermode")
    var text = "sub,name,email,tagline\n"
    for row in 0..<40 { text += "u\(row),N \(row),n\(row)@example.com,\"line\n\(row)\"\n" }
    let (form, rows) = try trial.rows(text)
    let minter = try trial.minter(form, seats: seats)
    let expected = try trial.issue(text)
    let outcomes = try await withThrowingTaskGroup(of: [String].self) { group in
      for thread in 0..<8 {
        group.addTask {
          var outcomes = [String](repeating: "", count: rows.count)
          for step in 0..<(rows.count * 3) {
            let index = (step * 7 + thread) % rows.count
            let row = rows[index]
            outcomes[index] = try minter.mint(
              row, at: testTime, Entropy.seeded(UInt64(row.row))
            ).summary
          }
          return outcomes
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes == Array(repeating: expected, count: 8))
  }

  // MARK: Trials

  @Test func aTrialTellsWhatIsKnownOfARow() throws {
    let trial = MinterTrial("bettermode") { $0.options.remembers = RememberedNames() }
    let (form, rows) = try trial.rows(Self.csv)
    let compiled = try trial.compile()
    let digester = RowDigester(
      try #require(compiled.memory), key: KeyedHash(key: [UInt8](repeating: 1, count: 32).span),
      contract: [], isSuppressed: nil)
    let minter = try Minter(compiled, keys: nil, form: form, digester: digester, seats: 2)
    let judged = rows.map { minter.survey($0, at: testTime, Entropy.seeded(1)) }
    #expect(judged[0].outcome == .accepted)
    #expect(judged[0].identity == Array("00042".utf8))
    #expect(judged[2].identity == Array("3".utf8))
    #expect(judged[0].memo != nil)
    #expect(judged[0].memo?.identity != judged[2].memo?.identity)
    #expect(judged[1].outcome == .rejected)
    #expect(codes(judged[1].findings) == ["required"])
    // The last row is no record, and is nobody's: not that of the row before it either.
    #expect(judged.count == 6)
    #expect(codes(judged[5].findings) == ["unclosed-quote", "ragged-row"])
    #expect(judged[5].identity == nil)
    #expect(judged[5].memo == nil)
  }
}
