import Batches
import Bytes
import Findings
import Minting
import Provisioning
import TestKit
import Testing
import Tokens

@testable import Rosters

@Suite struct FileRosterTests {
  @Test func findsEachUserOfACSVBatch() throws {
    let reading = try RosterTrial().read(
      """
      sub,name,email,tagline
      1,Ada,ada@example.com,"counts
      and ""weaves\"""
       2 ,Bo,bo@example.com,

      é,Ea,ea@example.com,x
      """)
    let roster = try #require(reading.roster)
    #expect(reading.findings == [])
    #expect(reading.rows == 3)
    #expect(roster.count == 3)
    #expect(roster.text(of: "1") == "1,Ada,ada@example.com,\"counts\nand \"\"weaves\"\"\"")
    // Found by what the claim is, not by what the cell is.
    #expect(roster.text(of: "2") == " 2 ,Bo,bo@example.com,")
    #expect(roster.text(of: " 2 ") == nil)
    #expect(roster.text(of: "") == nil)
    let last = try #require(roster.find(Array("é".utf8)))
    #expect(last.row.row == 3)
    #expect(last.row.line == 6)
    #expect(last.form.format == .csv)
    #expect(last.form.columns.count == 4)
    // Byte by byte: the same letter in two code points is somebody else.
    #expect(roster.text(of: "e\u{301}") == nil)
  }

  @Test(arguments: [
    (BatchFormat.json, "[{\"sub\":\"1\",\"name\":\"Ada\",\"email\":\"a@example.com\"},", "]"),
    (.jsonl, "{\"sub\":\"1\",\"name\":\"Ada\",\"email\":\"a@example.com\"}\n", "\n"),
  ])
  func readsEveryRowWithTheKeysOfTheWholeFile(
    format: BatchFormat, head: String, tail: String
  ) throws {
    let second = #"{ "email":"b@example.com", "name":"B\u00f6", "later":"x", "sub":"2" }"#
    let reading = try RosterTrial { $0.format = format }.read(head + second + tail)
    let roster = try #require(reading.roster, "\(reading.findings)")
    #expect(roster.text(of: "2") == second)
    #expect(roster.form.columns.count == 4)
    let first = try #require(roster.find(Array("1".utf8)))
    #expect(first.form.columns.index(of: Array("later".utf8).span) == 3)
    // Each of them is readable alone.
    let minter = try Minter(
      try RosterTrial().compile(), keys: nil, form: roster.form, seats: 1)
    for user in ["2", "1", "2"] {
      let entry = try #require(roster.find(Array(user.utf8)))
      let judged = minter.survey(entry.row, at: testTime, Entropy.seeded(1))
      #expect(judged.outcome == .accepted)
      #expect(judged.identity == Array(user.utf8))
    }
  }

  @Test func leavesOutRowsThatAreRefusedOrHeld() throws {
    let reading = try RosterTrial().read(
      """
      sub,name,email,spacesOperation,spaceIds
      1,Ada,ada@example.com,,
      2,,bo@example.com,,
      3,Cy,cy@example.com,REPLACE,s1
      4,Di,no address,,
      """)
    let roster = try #require(reading.roster)
    #expect(roster.count == 1)
    #expect(reading.rows == 4)
    #expect(reading.refused == 3)
    #expect(codes(reading.findings) == ["required", "effect-held", "format"])
    for user in ["2", "3", "4"] { #expect(roster.text(of: user) == nil) }
  }

  @Test func refusesTwoRowsOfOneUserAndNamesBoth() throws {
    let reading = try RosterTrial().read(
      """
      sub,name,email
      1,Ada,ada@example.com
      2,Bo,bo@example.com
       1 ,Eve,eve@example.com
      """)
    #expect(reading.roster == nil)
    #expect(codes(reading.findings) == ["duplicate-identity"])
    #expect(reading.findings[0].place == .row(3, line: 4))
    #expect(reading.findings[0].message == "Row 3 is of the same user as row 1, on line 2.")
  }

  @Test func namesTheFirstTwinsHoweverMuchElseIsFound() throws {
    var text = "sub,name,email\n"
    for row in 0..<5 { text += "\(row),,a@example.com\n" }
    text += "a,A,a@example.com\na,B,b@example.com\n"
    let reading = try RosterTrial { $0.limits.findingsMax = 2 }.read(text)
    #expect(reading.roster == nil)
    #expect(codes(reading.findings) == ["required", "required", "duplicate-identity"])
    #expect(reading.findingCount == 6)
  }

  @Test func aRefusedRowIsNobodysTwin() throws {
    let reading = try RosterTrial().read(
      "sub,name,email\n1,,ada@example.com\n1,Ada,ada@example.com\n")
    #expect(reading.roster?.text(of: "1") == "1,Ada,ada@example.com")
    #expect(reading.refused == 1)
  }

  @Test(arguments: [
    ("", ""), ("sub,name,email\n", "empty-batch"), ("[]", "empty-batch"),
    ("sub,name,email\n1,,a@example.com\n", "empty-batch,required"),
    ("sub,name,sub\n1,Ada,2\n", "duplicate-column"),
    ("sub,name\n1,Ada\n", "missing-column"),
  ])
  func refusesAFileThatNobodyCouldSignInWith(text: String, expected: String) throws {
    guard !text.isEmpty else {
      #expect(throws: BatchError.empty) { try RosterTrial().read(text) }
      return
    }
    let reading = try RosterTrial().read(text)
    #expect(reading.roster == nil)
    #expect(codes(reading.findings).joined(separator: ",") == expected)
  }

  @Test func takesAsManyRowsAndBytesAsTheLimitsSay() throws {
    let text = "sub,name,email\n1,Ada,a@example.com\n2,Bo,b@example.com\n"
    // Without the header.
    let bytes = text.utf8.count - "sub,name,email\n".utf8.count
    #expect(try RosterTrial { $0.limits.rowsMax = 2 }.read(text).roster?.count == 2)
    #expect(try RosterTrial { $0.limits.bytesMax = bytes }.read(text).roster?.count == 2)
    let few = try RosterTrial { $0.limits.rowsMax = 1 }.read(text)
    #expect(few.roster == nil)
    #expect(few.findings.map(\.message) == ["The roster has more than 1 rows (rowsMax)."])
    let short = try RosterTrial { $0.limits.bytesMax = bytes - 1 }.read(text)
    #expect(short.roster == nil)
    #expect(codes(short.findings) == ["batch-limit"])
  }

  @Test func findsUsersByTheClaimThatIsNamed() throws {
    let trial = RosterTrial { $0.options.remembers?.identity = "email" }
    let roster = try #require(
      try trial.read("sub,name,email\n1,Ada,ada@example.com\n2,Bo,bo@example.com\n").roster)
    #expect(roster.text(of: "bo@example.com") == "2,Bo,bo@example.com")
    #expect(roster.text(of: "2") == nil)
  }

  @Test func anotherKeyFindsTheSame() throws {
    let text = "sub,name,email\n" + (0..<500).map { "u\($0),N,n\($0)@example.com\n" }.joined()
    let roster = try #require(try RosterTrial().read(text).roster)
    #expect(roster.count == 500)
    for user in 0..<500 {
      #expect(roster.text(of: "u\(user)") == "u\(user),N,n\(user)@example.com")
    }
    #expect(roster.text(of: "u500") == nil)
  }

  /// Whatever a row is, once it was cut out of a batch it is read alone without a trap.
  @Test(arguments: 0..<60) func readsHostileRowsAlone(seed: UInt64) throws {
    var random = SplitMix(seed)
    let pieces = [
      "1", "\"", ",", "\n", "\r", "\r\n", "{", "}", "[", "]", "\"sub\":", "\"a\"", " ", "\\", ":",
      "\u{0}", "é", "{\"sub\":\"x\"}", "x@example.com",
    ]
    for format in BatchFormat.allCases {
      var text = Array((format == .csv ? "sub,name,email\n" : format == .json ? "[" : "").utf8)
      for _ in 0..<random.below(60) {
        text += Array(pieces[random.below(pieces.count)].utf8)
        if random.below(20) == 0 { text.append(UInt8(random.below(256))) }
      }
      do {
        let reading = try RosterTrial { $0.format = format }.read(bytes: text)
        #expect(reading.refused <= reading.rows)
      } catch is BatchError {
        continue
      }
    }
  }
}
