import Foundation
import Testing

/// What the outputs hold, and how they come to be.
@Suite struct OutputTests {
  @Test func writesTheThreeFormats() async throws {
    let folder = try Sample.folder([
      "in.csv": """
      sub;name;email;note
      007;"Müller; Zoë";zoe@example.com;"a ""quote"", two
      lines"
      008;=1+1;ada@example.com;@SUM(A1)

      """
    ])
    let issue = "muster issue in.csv \(Sample.keyed) --quiet"
    try await folder.expect(
      "\(issue) --output-format lines",
      out: """
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiTcO8bGxlcjsgWm_DqyIsImVtYWlsIjoiem9lQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJhIFwicXVvdGVcIiwgdHdvXG5saW5lcyJ9.4xOiV31bFC46XHReTdx3uzPL68IRU_4s1vNSsAH3CAw
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDgiLCJuYW1lIjoiPTErMSIsImVtYWlsIjoiYWRhQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJAU1VNKEExKSJ9.1vyGVGkSehFp-qMfiGktD9WIRrIfQTt3raKgsHJ4Tcg
        """)
    try await folder.expect(
      "\(issue) --output-format csv",
      out: """
        sub,name,email,note,artifact,best_before
        007,Müller; Zoë,zoe@example.com,"a ""quote"", two
        lines",https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiTcO8bGxlcjsgWm_DqyIsImVtYWlsIjoiem9lQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJhIFwicXVvdGVcIiwgdHdvXG5saW5lcyJ9.4xOiV31bFC46XHReTdx3uzPL68IRU_4s1vNSsAH3CAw,2023-11-14T22:14:20Z
        008,'=1+1,ada@example.com,'@SUM(A1),https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDgiLCJuYW1lIjoiPTErMSIsImVtYWlsIjoiYWRhQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJAU1VNKEExKSJ9.1vyGVGkSehFp-qMfiGktD9WIRrIfQTt3raKgsHJ4Tcg,2023-11-14T22:14:20Z
        """)
    try await folder.expect(
      "\(issue) --output-format jsonl",
      out: """
        {"row":1,"line":2,"identity":"007","artifact":"https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiTcO8bGxlcjsgWm_DqyIsImVtYWlsIjoiem9lQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJhIFwicXVvdGVcIiwgdHdvXG5saW5lcyJ9.4xOiV31bFC46XHReTdx3uzPL68IRU_4s1vNSsAH3CAw","expires_at":1700000060,"best_before":"2023-11-14T22:14:20Z"}
        {"row":2,"line":4,"identity":"008","artifact":"https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDgiLCJuYW1lIjoiPTErMSIsImVtYWlsIjoiYWRhQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJAU1VNKEExKSJ9.1vyGVGkSehFp-qMfiGktD9WIRrIfQTt3raKgsHJ4Tcg","expires_at":1700000060,"best_before":"2023-11-14T22:14:20Z"}
        """)
    try await folder.expect(
      "\(issue) --artifact token",
      out: """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiTcO8bGxlcjsgWm_DqyIsImVtYWlsIjoiem9lQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJhIFwicXVvdGVcIiwgdHdvXG5saW5lcyJ9.4xOiV31bFC46XHReTdx3uzPL68IRU_4s1vNSsAH3CAw
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDgiLCJuYW1lIjoiPTErMSIsImVtYWlsIjoiYWRhQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIm5vdGUiOiJAU1VNKEExKSJ9.1vyGVGkSehFp-qMfiGktD9WIRrIfQTt3raKgsHJ4Tcg
        """)
  }

  @Test func neutralisesFormulasInOutputsAndNotInRejects() async throws {
    let folder = try Sample.folder([
      "in.csv": "sub,name,email,+x\n1,=A,a@example.com,@b\n2,=A,nobody,-c\n"
    ])
    try await folder.expect(
      "muster issue in.csv \(Sample.keyed) --output-format csv --rejects r.csv --quiet", exit: 3,
      out: """
        sub,name,email,'+x,artifact,best_before
        1,'=A,a@example.com,'@b,https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIiwibmFtZSI6Ij1BIiwiZW1haWwiOiJhQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjAsIit4IjoiQGIifQ.nS_mICtgd4GygedHSqxJ2Zux7LIrDm2i-6i0cwesLbc,2023-11-14T22:14:20Z
        """,
      err: """
        in.csv:3: error[format]: row 2: The claim "email" is not of format idn-email. (column "email", value "nobody")
            help: It looks like this: an e-mail address, perhaps beyond ASCII, such as ada@exämple.com.
        bettermode: 2 rows: 1 issued, 1 rejected
          findings: format 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "cat r.csv",
      out: """
        muster_row,muster_findings,sub,name,email,+x
        2,"format: The claim ""email"" is not of format idn-email.",2,=A,nobody,-c
        """)
  }

  @Test func keepsSecretColumnsOutOfEveryOutput() async throws {
    let hash = "5f4dcc3b5aa765d61d8327deb882cf99"
    let folder = try Sample.folder([
      "in.csv": "email,passwordMD5\na@example.com,\(hash)\nnobody,\(hash)\nb@example.com,hunter2\n"
    ])
    let issue = "muster issue in.csv --profile mediaos --now 1700000000 --key-file sso.key"
    try await folder.expect(
      "\(issue) --allow set-password --output o.csv --output-format csv --rejects r.csv --findings f.jsonl",
      exit: 3,
      err: """
        in.csv:3: error[format]: row 2: The claim "email" is not of format idn-email. (column "email", value "nobody")
            help: It looks like this: an e-mail address, perhaps beyond ASCII, such as ada@exämple.com.
        in.csv:4: error[pattern]: row 3: The claim "passwordMD5" does not match the pattern ^[0-9a-f]{32}$. (column "passwordMD5", value <redacted>)
        mediaos: 3 rows: 1 issued, 2 rejected
          findings: format 1, pattern 1
          effect set-password: 1 issued
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "cat o.csv",
      out: """
        email,artifact,best_before
        a@example.com,"<script type=""text/javascript"">window.mediaosSSO = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFAZXhhbXBsZS5jb20iLCJleHBpcmVzIjoxNzAwMDAwMDYwLCJwYXNzd29yZE1ENSI6IjVmNGRjYzNiNWFhNzY1ZDYxZDgzMjdkZWI4ODJjZjk5In0.Zl9wu0opDxuOI6bLN3wjZQqI7xTmcW2ZP7FfkUNnYro';</script><script type=""module"" src=""https://mos-scripts.com/a/main.js""></script>",2023-11-14T22:14:20Z
        """)
    try await folder.expect(
      "cat r.csv f.jsonl",
      out: #"""
        muster_row,muster_findings,email,passwordMD5
        2,"format: The claim ""email"" is not of format idn-email.",nobody,<redacted>
        3,"pattern: The claim ""passwordMD5"" does not match the pattern ^[0-9a-f]{32}$.",b@example.com,<redacted>
        {"code":"format","severity":"error","file":"in.csv","row":2,"line":3,"column":"email","claim":"email","message":"The claim \"email\" is not of format idn-email.","help":"It looks like this: an e-mail address, perhaps beyond ASCII, such as ada@exämple.com.","excerpt":"\"nobody\""}
        {"code":"pattern","severity":"error","file":"in.csv","row":3,"line":4,"column":"passwordMD5","claim":"passwordMD5","message":"The claim \"passwordMD5\" does not match the pattern ^[0-9a-f]{32}$.","excerpt":"<redacted>"}
        """#)
    try await folder.expect(
      "grep -rlE '\(hash)|hunter2' . || true",
      out: """
        ./in.csv
        """)
    try await folder.expect(
      "muster check r.csv --profile mediaos --now 1700000000", exit: 3,
      err: """
        r.csv:2: error[format]: row 1: The claim "email" is not of format idn-email. (column "email", value "nobody")
            help: It looks like this: an e-mail address, perhaps beyond ASCII, such as ada@exämple.com.
        r.csv:2: error[redacted-value]: row 1: The claim "passwordMD5" holds the word that Muster writes in place of a secret. (column "passwordMD5", value <redacted>)
            help: Put the secret back where the rejects file left it out.
        r.csv:3: error[redacted-value]: row 2: The claim "passwordMD5" holds the word that Muster writes in place of a secret. (column "passwordMD5", value <redacted>)
            help: Put the secret back where the rejects file left it out.
        mediaos: 2 rows: 0 accepted, 2 rejected
          findings: redacted-value 2, format 1
        """)
  }

  @Test func keepsSecretsOfUnreadableRowsOutOfTheRejects() async throws {
    let hash = "5f4dcc3b5aa765d61d8327deb882cf99"
    let folder = try Sample.folder([
      "in.csv": "email,passwordMD5\na@example.com,one too many,\(hash)\n",
      "in.jsonl": #"{"email":"a@example.com","passwordMD5":"\#(hash)",}"# + "\n",
    ])
    try await folder.expect(
      "muster check in.csv --profile mediaos --now 1700000000 --rejects -", exit: 3,
      out: """
        muster_row,muster_findings,email,passwordMD5
        1,"ragged-row: The row has 3 cells, the header has 2.",<redacted>,<redacted>,<redacted>
        """,
      err: """
        in.csv:2: error[ragged-row]: row 1: The row has 3 cells, the header has 2.
            help: Quote cells that hold the delimiter, and give each row every cell.
        mediaos: 1 row: 0 accepted, 1 rejected
          findings: ragged-row 1
        """)
    try await folder.expect(
      "muster check in.jsonl --profile mediaos --now 1700000000 --rejects -", exit: 3,
      out: """
        {"muster_row":1,"muster_findings":"invalid-json: Line 1, byte 74: a comma stands before the closing bracket.","muster_raw":"<redacted>"}
        """,
      err: """
        in.jsonl:1: error[invalid-json]: row 1: Line 1, byte 74: a comma stands before the closing bracket.
        mediaos: 1 row: 0 accepted, 1 rejected
          findings: invalid-json 1
        """)
  }

  @Test func writesFilesForTheirOwnerAlone() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "umask 000; muster issue members.csv \(Sample.keyed) --output o --rejects r --findings f --quiet",
      exit: 3,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 issued, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    for name in ["o", "r", "f"] { #expect(try folder.mode(name) == "600") }
    #expect(try folder.names == ["f", "members.csv", "o", "r", "sso.key"])
    try await folder.expect("umask 000; muster key new --algorithm HS256 --output new.key")
    #expect(try folder.mode("new.key") == "600")
  }

  @Test func leavesOldOutputsAloneWhenARunFails() async throws {
    let folder = try Sample.folder(["o": "old artifacts\n", "r": "old rejects", "f": ""])
    let outputs = "--output o --rejects r --findings f"
    try folder.write(
      "cut.json",
      #"[{"sub":"1","name":"A","email":"a@example.com"},{"sub":"2"},{"sub":"3""#)
    try await folder.expect(
      "muster issue cut.json \(Sample.keyed) \(outputs)", exit: 65,
      err: """
        muster: cut.json: Line 1: the array, or the record that begins here, is not closed.
            help: The file may be cut off, or a quote or bracket in the last record is not closed.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.options) \(outputs) --key-file none", exit: 12,
      err: """
        muster: There is no file "none".
            help: Check the path.
        """)
    try await folder.expect(
      "cat o r f; ls -A",
      out: """
        old artifacts
        old rejectscut.json
        f
        members.csv
        o
        r
        sso.key
        """)
  }

  @Test func feedsRejectsBack() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output o --rejects r.csv --quiet", exit: 3,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 issued, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "cat r.csv",
      out: """
        muster_row,muster_findings,sub,name,email
        2,"required: The claim ""name"" is required, and this row has no value for it.",008,,nobody@example.com
        """)
    try await folder.expect(
      "muster issue r.csv \(Sample.keyed) --output o2 --rejects r2.csv --quiet", exit: 3,
      err: """
        r.csv:2: error[required]: row 1: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 1 row: 0 issued, 1 rejected
          findings: required 1
        """)
    try await folder.expect(
      "muster issue r2.csv \(Sample.keyed) --rejects r3.csv --quiet; cmp r2.csv r3.csv",
      err: """
        r2.csv:2: error[required]: row 1: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 1 row: 0 issued, 1 rejected
          findings: required 1
        """)
    try await folder.expect(
      "sed 's/008,,/008,Noa,/' r.csv | muster issue - \(Sample.keyed) --quiet",
      out: """
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDgiLCJuYW1lIjoiTm9hIiwiZW1haWwiOiJub2JvZHlAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0.o1fwbut_PcrYzOR95TlFwol6KSUzoauoN_5qm4qfRns
        """)
  }

  @Test func feedsRejectsBackAsJSON() async throws {
    let folder = try Sample.folder([
      "in.json": """
      [{"sub":"1","name":"A","email":"a@example.com"},
       {"sub":2,"name":"B","email":"b@example.com","n":1.50,"u":"\\u00e9"},
       17]

      """,
      "in.jsonl": """
      {"sub":"1","name":"A","email":"a@example.com"}
      {"sub":2,"name":"B","email":"b@example.com","spaceIds":["a", "b"]}
      {"sub":"3",

      """,
    ])
    _ = try await folder.run("muster issue in.json \(Sample.keyed) --output o --rejects r.json")
    try await folder.expect(
      "cat r.json",
      out: #"""
        [
        {"muster_row":2,"muster_findings":"type: The claim \"sub\" is not of type string.","sub":2,"name":"B","email":"b@example.com","n":1.50,"u":"é"},
        {"muster_row":3,"muster_findings":"not-an-object: The record is a JSON value, but not an object.","muster_raw":"17"}
        ]
        """#)
    try await folder.expect(
      "muster issue r.json \(Sample.keyed) --output o --rejects s.json", exit: 3,
      err: """
        r.json:2: error[type]: row 1: The claim "sub" is not of type string. (column "sub", value 2)
        r.json:3: error[invalid-json]: row 2: The row still holds, in muster_raw, the text of a record that could not be read.
            help: Correct that text, and put it in this row's place.
        bettermode: 2 rows: 0 issued, 2 rejected
          findings: invalid-json 1, type 1
        """)
    try await folder.expect(
      "cat s.json",
      out: #"""
        [
        {"muster_row":1,"muster_findings":"type: The claim \"sub\" is not of type string.","sub":2,"name":"B","email":"b@example.com","n":1.50,"u":"é"},
        {"muster_row":2,"muster_findings":"invalid-json: The row still holds, in muster_raw, the text of a record that could not be read.","muster_raw":"17"}
        ]
        """#)
    try await folder.expect(
      #"sed 's|"sub":2,|"sub":"2",|' r.json | muster issue - --artifact token --quiet "#
        + Sample.keyed, exit: 3,
      out: """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIyIiwibmFtZSI6IkIiLCJlbWFpbCI6ImJAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MCwibiI6MS41MCwidSI6IsOpIn0.1CuRqHhjuHKFAUMUt4fsB3aYzaUqsatJED-pLQpkTHk
        """,
      err: """
        <stdin>:3: error[invalid-json]: row 2: The row still holds, in muster_raw, the text of a record that could not be read.
            help: Correct that text, and put it in this row's place.
        bettermode: 2 rows: 1 issued, 1 rejected
          findings: invalid-json 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    _ = try await folder.run("muster issue in.jsonl \(Sample.keyed) --output o --rejects r.jsonl")
    try await folder.expect(
      "cat r.jsonl",
      out: #"""
        {"muster_row":2,"muster_findings":"type: The claim \"sub\" is not of type string.","sub":2,"name":"B","email":"b@example.com","spaceIds":["a","b"]}
        {"muster_row":3,"muster_findings":"invalid-json: Line 3, byte 12: the text ends inside a value.","muster_raw":"{\"sub\":\"3\","}
        """#)
    try await folder.expect(
      "muster issue r.jsonl \(Sample.keyed) --output o --rejects s.jsonl", exit: 3,
      err: """
        r.jsonl:1: error[type]: row 1: The claim "sub" is not of type string. (column "sub", value 2)
        r.jsonl:2: error[invalid-json]: row 2: The row still holds, in muster_raw, the text of a record that could not be read.
            help: Correct that text, and put it in this row's place.
        bettermode: 2 rows: 0 issued, 2 rejected
          findings: invalid-json 1, type 1
        """)
    try await folder.expect(
      "cat s.jsonl",
      out: #"""
        {"muster_row":1,"muster_findings":"type: The claim \"sub\" is not of type string.","sub":2,"name":"B","email":"b@example.com","spaceIds":["a","b"]}
        {"muster_row":2,"muster_findings":"invalid-json: The row still holds, in muster_raw, the text of a record that could not be read.","muster_raw":"{\"sub\":\"3\","}
        """#)
    try await folder.expect(
      #"sed 's|"sub":2,|"sub":"2",|' r.jsonl | muster issue - --artifact token --quiet "#
        + Sample.keyed, exit: 3,
      out: """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIyIiwibmFtZSI6IkIiLCJlbWFpbCI6ImJAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MCwic3BhY2VJZHMiOlsiYSIsImIiXX0.q9aBoFvZHAnG536D8x0OzmalIBuFxiV8fe593BGRFTM
        """,
      err: """
        <stdin>:2: error[invalid-json]: row 2: The row still holds, in muster_raw, the text of a record that could not be read.
            help: Correct that text, and put it in this row's place.
        bettermode: 2 rows: 1 issued, 1 rejected
          findings: invalid-json 1
          effect join-spaces: 1 issued
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
  }

  @Test func writesFindingsAsJSONLines() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster check members.csv \(Sample.options) --findings - --quiet", exit: 3,
      out: #"""
        {"code":"required","severity":"error","file":"members.csv","row":2,"line":3,"column":"name","claim":"name","message":"The claim \"name\" is required, and this row has no value for it.","help":"Fill the column \"name\"."}
        """#,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 accepted, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "muster check members.csv \(Sample.options) --rejects - --quiet", exit: 3,
      out: """
        muster_row,muster_findings,sub,name,email
        2,"required: The claim ""name"" is required, and this row has no value for it.",008,,nobody@example.com
        """,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 accepted, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
  }

  @Test func saysNothingWhenQuietAndAllWentWell() async throws {
    let folder = try Sample.folder(["one.csv": "sub,name,email\n1,A,a@example.com\n"])
    try await folder.expect("muster check one.csv \(Sample.options) --quiet")
    try await folder.expect("muster issue one.csv \(Sample.keyed) --quiet --output o")
    try await folder.expect("muster verify o \(Sample.keyed) --quiet")
  }

  @Test func readsAndWritesStreams() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster issue - \(Sample.keyed) --output - < members.csv", exit: 3,
      out: """
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiWm_DqyBNw7xsbGVyIiwiZW1haWwiOiJ6b2VAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0.NO5VO5_XCdbfOJUW3X16C8mrLyEHIfQ1jBqwIW5oqo8
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDkiLCJuYW1lIjoixYF1a2FzeiIsImVtYWlsIjoibHVrYXN6QGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjB9.hPJQwWfIUFSpx9e01tfdDoa2sFdoTeFlyVbBZrk1nGU
        """,
      err: """
        <stdin>:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 issued, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "muster issue \(Sample.keyed) --quiet < members.csv | muster verify \(Sample.keyed)",
      err: """
        <stdin>:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 issued, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        bettermode: 2 artifacts: 2 valid, 0 invalid
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
  }

  @Test func endsQuietlyWhenTheReaderGoesAway() async throws {
    let folder = try Sample.folder()
    var rows = "sub,name,email\n"
    for row in 0..<20_000 { rows += "\(row),A,a\(row)@example.com\n" }
    try folder.write("many.csv", rows)
    try await folder.expect(
      "muster issue many.csv \(Sample.keyed) --artifact token | head -n 1",
      out: """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwIiwibmFtZSI6IkEiLCJlbWFpbCI6ImEwQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjB9.UMLY03oRwiv9bd9FqDC177HsNNpZ77VoMvcf7UXhekU
        """)
    try await folder.expect(
      "{ muster issue many.csv \(Sample.keyed); echo \"exit $?\" >&2; } | true",
      err: """
        exit 0
        """)
    try await folder.expect("{ muster check none.csv \(Sample.options) 2>&1; } | true")
    try await folder.expect(
      "ls -A",
      out: """
        many.csv
        members.csv
        sso.key
        """)
  }
}
