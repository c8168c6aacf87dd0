import Foundation
import Testing

/// Options that change how a batch is read and judged.
@Suite struct OptionTests {
  @Test func mapsColumns() async throws {
    let folder = try Sample.folder([
      "in.csv": "Kunden-Nr,Voller Name,email\n007,Zoë,zoe@example.com\n"
    ])
    try await folder.expect(
      "muster issue in.csv \(Sample.keyed) --map 'sub=Kunden-Nr' --map 'name=Voller Name' --artifact token --quiet",
      out: """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiWm_DqyIsImVtYWlsIjoiem9lQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjB9.CyzDnQl3cojZLWbs-gHkzSQSqk4VrjcOhS5a8tZDxzI
        """)
  }

  @Test func splitsListsByTheSeparatorGiven() async throws {
    let folder = try Sample.folder(["in.csv": "sub,name,email,spaceIds\n1,A,a@example.com,x|y\n"])
    let check = "muster issue in.csv \(Sample.keyed) --artifact token --quiet"
    try await folder.expect(
      "\(check) --separator 'spaceIds=|'",
      out: """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIiwibmFtZSI6IkEiLCJlbWFpbCI6ImFAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MCwic3BhY2VJZHMiOlsieCIsInkiXX0.OwJ2zVMP3BNglDEwONk5ZNTUC-UzEg_XyHM0ynFXESk
        """)
    try await folder.expect(
      "\(check) --separator 'name=|'", exit: 64,
      err: """
        error[bad-value]: "name" is no list, so it has no separator.
        """)
    try await folder.expect(
      "\(check) --separator 'spaceIds='", exit: 64,
      err: """
        error[bad-value]: The separator of "spaceIds" is empty.
        """)
  }

  @Test func leavesUnknownColumnsOutWhenTold() async throws {
    let folder = try Sample.folder(["in.csv": "sub,name,nme\n1,Ada,x\n"])
    let check = "muster check in.csv --profile tinydrive --now 1700000000"
    try await folder.expect(
      check, exit: 65,
      err: """
        in.csv:1: warning[near-miss-column]: The column "nme" is nearly the name of "name". (column "nme")
            help: Did you mean "name"? If so, rename it or use --map.
        in.csv:1: error[unknown-column]: The column "nme" feeds no claim of the profile. (column "nme")
            help: Did you mean "name"?
        muster: in.csv: the header does not fit the profile, and nothing was done.
        """)
    try await folder.expect(
      "\(check) --ignore-unknown",
      err: """
        in.csv:1: warning[near-miss-column]: The column "nme" is nearly the name of "name". (column "nme")
            help: Did you mean "name"? If so, rename it or use --map.
        tinydrive: 1 row: 1 accepted, 0 rejected
          findings: near-miss-column 1
          best before: 2023-11-14T22:23:20Z (in 10 minutes)
        """)
  }

  @Test func takesInputsFromTheOptionAndFromAColumn() async throws {
    let folder = try Sample.folder([
      "in.csv": """
      sub,name,email,redirect_uri
      1,A,a@example.com,/my-page?x=1&y=2
      2,B,b@example.com,
      3,C,c@example.com,//evil.example
      4,D,d@example.com,/\\evil.example
      5,E,e@example.com,https://evil.example/

      """
    ])
    let issue = "muster issue in.csv \(Sample.keyed)"
    try await folder.expect(
      "\(issue) --set redirect_uri=/welcome", exit: 3,
      out: """
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIiwibmFtZSI6IkEiLCJlbWFpbCI6ImFAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0.KDAE9NGgX5D7DmAo1kY-K0WxoX7gT8x---K-_95zHMY&redirect_uri=%2Fmy-page%3Fx%3D1%26y%3D2
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIyIiwibmFtZSI6IkIiLCJlbWFpbCI6ImJAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0.MuwPLeVBMEHciJRdYYpYV3JvlsJ0Gk2zCIpD0a-lcTI&redirect_uri=%2Fwelcome
        """,
      err: #"""
        in.csv:4: error[format]: row 3: The input "redirect_uri" is not of format relative-path. (column "redirect_uri", value "//evil.example")
            help: It looks like this: a path on the same site that begins with one /, such as /welcome.
        in.csv:5: error[format]: row 4: The input "redirect_uri" is not of format relative-path. (column "redirect_uri", value "/\\evil.example")
            help: It looks like this: a path on the same site that begins with one /, such as /welcome.
        in.csv:6: error[format]: row 5: The input "redirect_uri" is not of format relative-path. (column "redirect_uri", value "https://evil.example/")
            help: It looks like this: a path on the same site that begins with one /, such as /welcome.
        bettermode: 5 rows: 2 issued, 3 rejected
          findings: format 3
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """#)
    try await folder.expect(
      "\(issue) --set redirect_uri=//evil.example", exit: 64,
      err: """
        error[bad-parameter]: The value of "redirect_uri" is not of format relative-path.
            help: It looks like this: a path on the same site that begins with one /, such as /welcome.
        """)
  }

  @Test func readsEveryDelimiter() async throws {
    let folder = try Sample.folder([
      "semicolon.csv": "sub;name;email\n1;A,B;a@example.com\n",
      "tab.tsv": "sub\tname\temail\n1\tA,B\ta@example.com\n",
      "bar.csv": "sub|name|email\n1|A,B|a@example.com\n",
    ])
    let end = "\(Sample.keyed) --artifact token --quiet"
    for command in [
      "muster issue semicolon.csv \(end)", "muster issue tab.tsv \(end)",
      "muster issue bar.csv --delimiter '|' \(end)", "muster issue tab.tsv --delimiter tab \(end)",
      "muster issue - --delimiter ';' \(end) < semicolon.csv",
    ] {
      try await folder.expect(command, out: Self.token)
    }
  }

  private static let token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    + "eyJzdWIiOiIxIiwibmFtZSI6IkEsQiIsImVtYWlsIjoiYUBleGFtcGxlLmNvbSIsImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAwMDYwfQ."
    + "TS1CBo3NFY6-2blBSrG9cY62z4frCmSW21RHNDTjngM"

  @Test func readsUTF16AndByteOrderMarksAndLineEnds() async throws {
    let folder = try Sample.folder()
    let text = "sub,name,email\r\n1,Zoë 😀,zoe@example.com\r\n"
    let end = "\(Sample.keyed) --artifact token --quiet"
    let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    try folder.write("le.csv", little)
    try folder.write("be.csv", big)
    try folder.write("bom.csv", [0xEF, 0xBB, 0xBF] + Array(text.utf8))
    try folder.write("cr.csv", text.replacingOccurrences(of: "\r\n", with: "\r"))
    try folder.write("lf.csv", text.replacingOccurrences(of: "\r\n", with: "\n"))
    for name in ["le", "be", "bom", "cr", "lf"] {
      try await folder.expect("muster issue \(name).csv \(end)", out: Self.emoji)
    }
    try await folder.expect("muster issue - \(end) < le.csv", out: Self.emoji)
  }

  private static let emoji =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    + "eyJzdWIiOiIxIiwibmFtZSI6Ilpvw6sg8J-YgCIsImVtYWlsIjoiem9lQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjB9."
    + "FmQXKXjMDZqb6KbYbqHROXWjPzPrTx7VfyV30en2p1I"

  @Test func takesTheFormatGivenOverTheOneFound() async throws {
    let folder = try Sample.folder([
      "in.txt": #"{"sub":"1","name":"A","email":"a@example.com"}"# + "\n"
    ])
    try await folder.expect(
      "muster check in.txt \(Sample.options)",
      err: """
        bettermode: 1 row: 1 accepted, 0 rejected
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "muster check in.txt \(Sample.options) --input-format jsonl",
      err: """
        bettermode: 1 row: 1 accepted, 0 rejected
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "muster check in.txt \(Sample.options) --input-format csv", exit: 65,
      err: """
        in.txt:1: error[stray-quote]: The header is malformed: A quote stands inside a cell that is not quoted as a whole (line 1).
            help: Write the cell in quotes and double each quote inside it.
        in.txt:1: error[stray-quote]: The header is malformed: A quote stands inside a cell that is not quoted as a whole (line 1).
            help: Write the cell in quotes and double each quote inside it.
        in.txt:1: error[stray-quote]: The header is malformed: A quote stands inside a cell that is not quoted as a whole (line 1).
            help: Write the cell in quotes and double each quote inside it.
        in.txt:1: error[missing-column]: No column feeds the claim "sub", which is required.
            help: Add a column named "sub", or name another with --map sub=COLUMN.
        in.txt:1: error[missing-column]: No column feeds the claim "name", which is required.
            help: Add a column named "name", or name another with --map name=COLUMN.
        in.txt:1: error[missing-column]: No column feeds the claim "email", which is required.
            help: Add a column named "email", or name another with --map email=COLUMN.
        muster: in.txt: the header does not fit the profile, and nothing was done.
        """)
  }

  @Test func holdsDestructiveRowsBackUntilAllowed() async throws {
    let folder = try Sample.folder([
      "in.jsonl": """
      {"sub":"1","name":"A","email":"a@example.com","spaceIds":["x"],"spacesOperation":"REPLACE"}
      {"sub":"2","name":"B","email":"b@example.com","spaceIds":[],"spacesOperation":"REPLACE"}
      {"sub":"3","name":"C","email":"c@example.com"}

      """
    ])
    let issue = "muster issue in.jsonl \(Sample.keyed) --artifact token"
    try await folder.expect(
      "\(issue) --output o --rejects -", exit: 3,
      out: #"""
        {"muster_row":1,"muster_findings":"effect-held replace-spaces: Held back because of the effect \"replace-spaces\": Removes the member from all spaces, then joins those listed.","sub":"1","name":"A","email":"a@example.com","spaceIds":["x"],"spacesOperation":"REPLACE"}
        {"muster_row":2,"muster_findings":"effect-held replace-spaces: Held back because of the effect \"replace-spaces\": Removes the member from all spaces, then joins those listed. | effect-held remove-all-spaces: Held back because of the effect \"remove-all-spaces\": Removes the member from all spaces and joins none.","sub":"2","name":"B","email":"b@example.com","spaceIds":[],"spacesOperation":"REPLACE"}
        """#,
      err: """
        in.jsonl:1: error[effect-held]: row 1: Held back because of the effect "replace-spaces": Removes the member from all spaces, then joins those listed. (rule replace-spaces)
            help: If this is meant, allow it with --allow replace-spaces, or in a job with allow: [replace-spaces].
        in.jsonl:2: error[effect-held]: row 2: Held back because of the effect "replace-spaces": Removes the member from all spaces, then joins those listed. (rule replace-spaces)
            help: If this is meant, allow it with --allow replace-spaces, or in a job with allow: [replace-spaces].
        in.jsonl:2: error[effect-held]: row 2: Held back because of the effect "remove-all-spaces": Removes the member from all spaces and joins none. (rule remove-all-spaces)
            help: If this is meant, allow it with --allow remove-all-spaces, or in a job with allow: [remove-all-spaces].
        bettermode: 3 rows: 1 issued, 0 rejected, 2 held back
          findings: effect-held 3
          effect replace-spaces: 2 held back
          effect remove-all-spaces: 1 held back
          effect join-spaces: 1 held back
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "\(issue) --output o --allow replace-spaces --json", exit: 3,
      err: """
        {"profile":"bettermode","artifact":"token","rows":3,"accepted":2,"rejected":0,"held":1,"findings":{"effect-held":1},"rules":{},"effects":{"replace-spaces":{"accepted":1,"held":1},"remove-all-spaces":{"accepted":0,"held":1},"leave-spaces":{"accepted":0,"held":0},"join-spaces":{"accepted":1,"held":0}},"earliest_best_before":"2023-11-14T22:14:20Z","latest_best_before":"2023-11-14T22:14:20Z","exit":3}
        """)
    try await folder.expect(
      "\(issue) --output o --allow replace-spaces --allow remove-all-spaces --json",
      err: """
        {"profile":"bettermode","artifact":"token","rows":3,"accepted":3,"rejected":0,"held":0,"findings":{},"rules":{},"effects":{"replace-spaces":{"accepted":2,"held":0},"remove-all-spaces":{"accepted":1,"held":0},"leave-spaces":{"accepted":0,"held":0},"join-spaces":{"accepted":1,"held":0}},"earliest_best_before":"2023-11-14T22:14:20Z","latest_best_before":"2023-11-14T22:14:20Z","exit":0}
        """)
  }

  @Test func takesALifetimeWithinTheProfilesLimits() async throws {
    let folder = try Sample.folder(["in.csv": "email\na@example.com\n"])
    let issue =
      "muster issue in.csv --profile mediaos --now 1700000000 --key-file sso.key --output o"
    try await folder.expect(
      "\(issue) --lifetime 300s",
      err: """
        warning[lifetime]: A lifetime of 300 seconds is longer than the platform recommends (60).
        mediaos: 1 row: 1 issued, 0 rejected
          best before: 2023-11-14T22:18:20Z (in 5 minutes)
        """)
    try await folder.expect(
      "\(issue) --lifetime 301s", exit: 64,
      err: """
        error[lifetime]: A lifetime of 301 seconds is more than the platform's 300.
            help: Use at most --lifetime 300s.
        """)
    try await folder.expect(
      "\(issue) --lifetime 0s", exit: 64,
      err: """
        error[lifetime]: A lifetime of 0 seconds makes tokens that are dead when born.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --lifetime 5m --output-format csv --quiet | tail -n 1 | tail -c 21",
      out: """
        2023-11-14T22:18:20Z
        """,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 issued, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:18:20Z (in 5 minutes)
        """)
  }

  @Test func takesTheTimeAsSecondsAndAsText() async throws {
    let folder = try Sample.folder()
    let options = "--profile bettermode --set domain=c.example.com"
    let seconds = try await folder.run("muster check members.csv \(options) --now 1700000000")
    let text = try await folder.run(
      "muster check members.csv \(options) --now 2023-11-14T22:13:20Z")
    #expect(seconds == text)
  }
}
