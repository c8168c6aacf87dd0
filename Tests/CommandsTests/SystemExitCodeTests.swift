import Foundation
import Testing

/// One test for each exit code that scripts rely on.
@Suite struct SystemExitCodeTests {
  @Test func exits64WhenTheCommandLineIsWrong() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster issue members.csv --key-file sso.key", exit: 64,
      err: """
        Error: Missing expected argument '--profile <name|file>'
        Help:  --profile <name|file>  Profile: a built-in name, or a file.
        Usage: muster issue [<options>] [<batch>] --profile <name|file>
          See 'muster issue --help' for more information.
        """)
    try await folder.expect(
      "muster isue members.csv", exit: 64,
      err: """
        Error: 2 unexpected arguments: 'isue', 'members.csv'
        Usage: muster <subcommand>
          See 'muster --help' for more information.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --key-env A", exit: 64,
      err: """
        Error: Give one of --key-file, --key-env and --key-command.
        Usage: muster issue [<options>] [<batch>] --profile <name|file>
          See 'muster issue --help' for more information.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --now 1700000001", exit: 64,
      err: """
        muster: The option --now is given twice.
            help: Give it once.
        """)
    try await folder.expect(
      "muster issue members.csv --profile bettermode --key-file sso.key --now soon", exit: 64,
      err: """
        muster: --now takes a time, and "soon" is none.
            help: Give seconds since 1970, or a time such as 2026-11-21T03:56:30Z.
        """)
    for jobs in ["0", "257", "-1"] {
      let outcome = try await folder.run(
        "muster issue members.csv \(Sample.keyed) --jobs=\(jobs)")
      #expect(outcome.exit == 64)
      #expect(
        outcome.err.hasPrefix("Error: --jobs takes a number from 1 to 256, and \(jobs) is none."))
    }
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --lifetime never", exit: 64,
      err: """
        muster: --lifetime takes a duration, and "never" is none.
            help: For example: --lifetime 60s, --lifetime 5m.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --delimiter ab", exit: 64,
      err: """
        muster: --delimiter takes a comma, a semicolon, a bar or tab, not "ab".
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --set domain", exit: 64,
      err: """
        muster: --set takes NAME=VALUE, and "domain" has no equals sign.
            help: For example: --set domain=example.com
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --set domian=x", exit: 64,
      err: """
        error[unknown-parameter]: The profile bettermode has no parameter "domian".
            help: Did you mean "domain"?
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --allow replace-space", exit: 64,
      err: """
        error[unknown-effect]: The profile bettermode has no effect "replace-space".
            help: Did you mean "replace-spaces"?
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --artifact link", exit: 64,
      err: """
        error[unknown-name]: The profile bettermode has no artifact "link".
            help: It has url, token.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --algorithm RS256", exit: 64,
      err: """
        error[wrong-algorithm]: The profile bettermode does not allow RS256.
            help: It allows HS256.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output-format xml", exit: 64,
      err: """
        Error: The value 'xml' is invalid for '--output-format <format>'. Please provide one of 'lines', 'csv' or 'jsonl'.
        Help:  --output-format <format>  lines, csv or jsonl.
        Usage: muster issue [<options>] [<batch>] --profile <name|file>
          See 'muster issue --help' for more information.
        """)
    try await folder.expect(
      "muster issue members.csv --profile bettermode --key-file sso.key", exit: 64,
      err: """
        error[missing-parameter]: The profile bettermode needs the parameter "domain".
            help: Give it with --set domain=community.example.com. Host of the community, without a scheme.
        """)
    try await folder.expect(
      "muster issue members.csv --profile bettermode --key-file sso.key --set domain=https://c.example.com/",
      exit: 64,
      err: """
        error[bad-parameter]: The value of "domain" is not of format host-port.
            help: For example: --set domain=community.example.com
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --rejects - --findings -", exit: 64,
      err: """
        muster: Standard output can take one of the outputs, not two.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --map nme=name", exit: 64,
      err: """
        error[unknown-name]: The profile bettermode has no claim "nme".
            help: Did you mean "name"?
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --map name=nme", exit: 65,
      err: """
        members.csv:1: warning[near-miss-column]: The column "name" is nearly the name of "nme". (column "name")
            help: Did you mean "nme"? If so, rename it or use --map.
        members.csv:1: error[unknown-column]: The column "name" has the name of a claim that other columns feed. (column "name")
            help: Did you mean "nme"?
        members.csv:1: error[missing-column]: No column feeds the claim "name", which is required.
            help: Add a column named "nme", or name another with --map name=COLUMN.
        muster: members.csv: the header does not fit the profile, and nothing was done.
        """)
  }

  @Test func exits65WhenTheInputCannotBeRead() async throws {
    let folder = try Sample.folder(["bad.csv": "sub,name\n1,Ada\n", "empty.csv": ""])
    try await folder.expect(
      "muster issue bad.csv \(Sample.keyed) --output out.txt", exit: 65,
      err: """
        bad.csv:1: error[missing-column]: No column feeds the claim "email", which is required.
            help: Add a column named "email", or name another with --map email=COLUMN.
        muster: bad.csv: the header does not fit the profile, and nothing was done.
        """)
    try await folder.expect(
      "muster issue bad.csv \(Sample.keyed) --json", exit: 65,
      err: #"""
        {"error":"bad.csv: the header does not fit the profile, and nothing was done.","findings":[{"code":"missing-column","severity":"error","file":"bad.csv","line":1,"claim":"email","message":"No column feeds the claim \"email\", which is required.","help":"Add a column named \"email\", or name another with --map email=COLUMN."}],"exit":65}
        """#)
    try await folder.expect(
      "muster issue empty.csv \(Sample.keyed)", exit: 65,
      err: """
        muster: empty.csv: The batch is empty.
            help: Check that the right file was given and that its export has finished.
        """)
    try await folder.expect(
      "gzip -k members.csv && muster issue members.csv.gz \(Sample.keyed)", exit: 65,
      err: """
        muster: members.csv.gz: The batch is a gzip file, not text.
            help: Unpack it in a pipe: zcat FILE | muster issue -
        """)
    try await folder.expect(
      "muster check - \(Sample.options) < members.csv.gz", exit: 65,
      err: """
        muster: <stdin>: The batch is a gzip file, not text.
            help: Unpack it in a pipe: zcat FILE | muster issue -
        """)
    try folder.write("cut.json", #"[{"sub":"1","name":"A","email":"a@example.com"},{"sub""#)
    try await folder.expect(
      "muster issue cut.json \(Sample.keyed) --output out.txt", exit: 65,
      err: """
        muster: cut.json: Line 1: the array, or the record that begins here, is not closed.
            help: The file may be cut off, or a quote or bracket in the last record is not closed.
        """)
    try folder.write("object.json", #"{"sub":"1","name":"A","email":"a@example.com"}"#)
    try await folder.expect(
      "muster issue object.json \(Sample.keyed)", exit: 65,
      err: """
        muster: object.json: Line 1: a JSON batch begins with [ and this one does not.
            help: Write one object per line as JSON Lines, or put the objects into an array.
        """)
    try folder.write("twice.csv", "sub,name,email,name\n1,A,a@example.com,B\n")
    try await folder.expect(
      "muster issue twice.csv \(Sample.keyed)", exit: 65,
      err: """
        twice.csv:1: error[duplicate-column]: Column 4 of the header has the same name as column 2.
            help: Rename one of the two columns, or remove it.
        muster: twice.csv: the header does not fit the profile, and nothing was done.
        """)
    try await folder.expect(
      "muster issue . \(Sample.keyed)", exit: 66,
      err: """
        muster: "." is a directory.
            help: Give the path of a file.
        """)
    try await folder.expect(
      "ls -A",
      out: """
        bad.csv
        cut.json
        empty.csv
        members.csv
        members.csv.gz
        object.json
        sso.key
        twice.csv
        """)
  }

  @Test func exits66WhenThereIsNoInput() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster issue none.csv \(Sample.keyed) --output out.txt", exit: 66,
      err: """
        muster: There is no file "none.csv".
            help: Check the path.
        """)
    try await folder.expect(
      "muster check none.csv \(Sample.options)", exit: 66,
      err: """
        muster: There is no file "none.csv".
            help: Check the path.
        """)
    try await folder.expect(
      "muster verify none.txt \(Sample.keyed)", exit: 66,
      err: """
        muster: There is no file "none.txt".
            help: Check the path.
        """)
    try await folder.expect(
      "ls -A",
      out: """
        members.csv
        sso.key
        """)
  }

  @Test func exits73WhenAnOutputCannotBeWritten() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "mkdir out && muster issue members.csv \(Sample.keyed) --output out", exit: 73,
      err: """
        muster: "out" is a directory.
            help: Give the path of a file.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output missing/out.txt", exit: 73,
      err: """
        muster: "missing/out.txt" cannot be created, because its directory does not exist.
            help: Create the directory, or choose another path.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output a.txt --rejects missing/b.csv", exit: 73,
      err: """
        muster: "missing/b.csv" cannot be created, because its directory does not exist.
            help: Create the directory, or choose another path.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output members.csv", exit: 73,
      err: """
        muster: "members.csv" and "members.csv" are the same file.
            help: Give each input and output a file of its own.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output a.txt --rejects ./a.txt", exit: 73,
      err: """
        muster: "a.txt" and "./a.txt" are the same file.
            help: Give each input and output a file of its own.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output sso.key", exit: 73,
      err: """
        muster: "sso.key" and "sso.key" are the same file.
            help: Give each input and output a file of its own.
        """)
    #expect(try folder.text("sso.key") == Sample.secret + "\n")
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) >/dev/full", exit: 73,
      err: """
        muster: "<stdout>" could not be written: No space left on device (error 28).
            help: Make room on that file system, or choose another; a file that was there is unchanged.
        """)
    try await folder.expect(
      "ls -A . out",
      out: """
        .:
        members.csv
        out
        sso.key

        out:
        """)
  }

  @Test func exits78WhenTheProfileIsBad() async throws {
    let folder = try Sample.folder(["bad.yaml": "muster: 1\nnmae: x\n"])
    try await folder.expect(
      "muster issue members.csv --profile betermode --key-file sso.key", exit: 78,
      err: """
        muster: There is no profile "betermode", and no such file.
            help: Did you mean "bettermode"?
        """)
    try await folder.expect(
      "muster issue members.csv --profile bad.yaml --key-file sso.key", exit: 78,
      err: """
        bad.yaml:1:1: error[missing-key]: This profile needs the key "name".
            muster: 1
            ^
            help: For example: name: acme
        bad.yaml:1:1: error[missing-key]: This profile needs the key "title".
            muster: 1
            ^
            help: For example: title: Acme Forum
        bad.yaml:1:1: error[missing-key]: This profile needs the key "documents".
            muster: 1
            ^
            help: For example: documents: { guide: { title: SSO guide } }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "key".
            muster: 1
            ^
            help: For example: key: { kind: secret }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "lifetime".
            muster: 1
            ^
            help: For example: lifetime: { claim: exp, default: 60s }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "claims".
            muster: 1
            ^
            help: For example: claims: { required: [sub], properties: { sub: { type: string } } }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "artifacts".
            muster: 1
            ^
            help: For example: artifacts: { token: { kind: token } }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "token", or in its place "container".
            muster: 1
            ^
            help: For example: token: { algorithms: [HS256] }
        bad.yaml:2:1: error[unknown-key]: Unknown key of a profile, "nmae".
            nmae: x
            ^
            help: Did you mean "name"?
        muster: The profile bad.yaml cannot be used.
            help: Correct it, and check it with muster profile lint.
        """)
    try await folder.expect(
      "muster issue members.csv --profile none.yaml --key-file sso.key", exit: 78,
      err: """
        muster: There is no file "none.yaml".
            help: Check the path.
        """)
  }
}
