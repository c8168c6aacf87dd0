import Foundation
import Testing

/// One test for each exit code that scripts rely on.
@Suite struct ExitCodeTests {
  @Test func exits0WhenAllIsDone() async throws {
    let folder = try Sample.folder(["one.csv": "sub,name,email\n007,Zoë,zoe@example.com\n"])
    try await folder.expect(
      "muster issue one.csv \(Sample.keyed)",
      out: """
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiWm_DqyIsImVtYWlsIjoiem9lQGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjB9.CyzDnQl3cojZLWbs-gHkzSQSqk4VrjcOhS5a8tZDxzI
        """,
      err: """
        bettermode: 1 row: 1 issued, 0 rejected
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
  }

  @Test func exits3WhenSomeRowsAreRejected() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed)", exit: 3,
      out: """
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiWm_DqyBNw7xsbGVyIiwiZW1haWwiOiJ6b2VAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0.NO5VO5_XCdbfOJUW3X16C8mrLyEHIfQ1jBqwIW5oqo8
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDkiLCJuYW1lIjoixYF1a2FzeiIsImVtYWlsIjoibHVrYXN6QGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjB9.hPJQwWfIUFSpx9e01tfdDoa2sFdoTeFlyVbBZrk1nGU
        """,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 issued, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "muster check members.csv \(Sample.options)", exit: 3,
      err: """
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 accepted, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "muster check members.csv \(Sample.options) --json", exit: 3,
      err: """
        {"profile":"bettermode","artifact":"url","rows":3,"accepted":2,"rejected":1,"held":0,"findings":{"required":1},"rules":{},"effects":{"replace-spaces":{"accepted":0,"held":0},"remove-all-spaces":{"accepted":0,"held":0},"leave-spaces":{"accepted":0,"held":0},"join-spaces":{"accepted":0,"held":0}},"earliest_best_before":"2023-11-14T22:14:20Z","latest_best_before":"2023-11-14T22:14:20Z","exit":3}
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --json", exit: 3,
      out: """
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDciLCJuYW1lIjoiWm_DqyBNw7xsbGVyIiwiZW1haWwiOiJ6b2VAZXhhbXBsZS5jb20iLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTcwMDAwMDA2MH0.NO5VO5_XCdbfOJUW3X16C8mrLyEHIfQ1jBqwIW5oqo8
        https://c.example.com/api/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIwMDkiLCJuYW1lIjoixYF1a2FzeiIsImVtYWlsIjoibHVrYXN6QGV4YW1wbGUuY29tIiwiaWF0IjoxNzAwMDAwMDAwLCJleHAiOjE3MDAwMDAwNjB9.hPJQwWfIUFSpx9e01tfdDoa2sFdoTeFlyVbBZrk1nGU
        """,
      err: """
        {"profile":"bettermode","artifact":"url","rows":3,"accepted":2,"rejected":1,"held":0,"findings":{"required":1},"rules":{},"effects":{"replace-spaces":{"accepted":0,"held":0},"remove-all-spaces":{"accepted":0,"held":0},"leave-spaces":{"accepted":0,"held":0},"join-spaces":{"accepted":0,"held":0}},"earliest_best_before":"2023-11-14T22:14:20Z","latest_best_before":"2023-11-14T22:14:20Z","exit":3}
        """)
  }

  @Test func exits10WhenTokensWouldBeEternal() async throws {
    let folder = try Sample.folder(["eternal.yaml": Self.eternal])
    let options = "--profile eternal.yaml --now 1700000000 --key-file sso.key"
    try folder.write("users.csv", "email\nada@example.com\n")
    try await folder.expect(
      "muster issue users.csv \(options) --output out.txt", exit: 10,
      err: """
        error[eternal]: The tokens would be valid for ever: the profile has no expiry claim and no age.
            help: If this is meant, allow it with --allow eternal.
        muster: A gate stopped the run, and nothing was signed.
        """)
    #expect(try folder.names == ["eternal.yaml", "members.csv", "sso.key", "users.csv"])
    try await folder.expect(
      "muster issue users.csv \(options) --json", exit: 10,
      err: """
        {"error":"A gate stopped the run, and nothing was signed.","findings":[{"code":"eternal","severity":"error","message":"The tokens would be valid for ever: the profile has no expiry claim and no age.","help":"If this is meant, allow it with --allow eternal."}],"exit":10}
        """)
    try await folder.expect(
      "muster issue users.csv \(options) --allow eternal",
      out: """
        eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJlbWFpbCI6ImFkYUBleGFtcGxlLmNvbSJ9.P4pstk6qJSCv4LPnJ37f3Jr3D4p7SoIdufnqy4JoKiE
        """,
      err: """
        eternal: 1 row: 1 issued, 0 rejected
        """)
  }

  static let eternal = """
    muster: 1
    name: eternal
    title: A platform without expiry
    token: { algorithms: [HS256] }
    key: { kind: secret }
    documents: { guide: { title: Guide } }
    lifetime: {}
    identity: [email]
    claims:
      required: [email]
      properties:
        email: { type: string }
    artifacts:
      token: { kind: token }

    """

  @Test func exits12WhenTheKeyIsMissingOrUnfit() async throws {
    let folder = try Sample.folder(["empty.key": "\n"])
    try folder.protect("empty.key")
    let issue = "muster issue members.csv \(Sample.options)"
    try await folder.expect(
      "\(issue)", exit: 12,
      err: """
        muster: A key is needed.
            help: Give it with --key-file FILE, --key-env NAME or --key-command COMMAND.
        """)
    try await folder.expect(
      "\(issue) --json", exit: 12,
      err: """
        {"error":"A key is needed.","help":"Give it with --key-file FILE, --key-env NAME or --key-command COMMAND.","findings":[],"exit":12}
        """)
    try await folder.expect(
      "\(issue) --key-file none.key", exit: 12,
      err: """
        muster: There is no file "none.key".
            help: Check the path; Muster creates no directories.
        """)
    try await folder.expect(
      "\(issue) --key-file empty.key", exit: 12,
      err: """
        muster: The key is empty.
            help: Check that the file, descriptor or variable holds the key.
        """)
    try await folder.expect(
      "\(issue) --key-env NO_SUCH_VARIABLE", exit: 12,
      err: """
        muster: There is no environment variable "NO_SUCH_VARIABLE".
            help: Set and export it, or give the key in a file.
        """)
    try await folder.expect(
      "\(issue) --key-command 'exit 7'", exit: 12,
      err: """
        muster: The key command ended with status 7.
            help: Run the command by itself to see what it says; its output is never shown here.
        """)
    try await folder.expect(
      "muster key new --algorithm ES256 --output es.pem && \(issue) --key-file es.pem", exit: 12,
      err: """
        muster: A PEM file is offered as a secret.
            help: Use the shared secret of the platform, or an algorithm for this kind of key.
        """)
    let drive = "muster issue t.csv --profile tinydrive --now 1700000000"
    try folder.write("t.csv", "sub,name\n1,Ada\n")
    try await folder.expect(
      "\(drive) --key-file es.pem", exit: 12,
      err: """
        muster: The algorithm needs an RSA key, and this is an elliptic curve key on P-256.
            help: Choose the algorithm that fits the key, or give the key that fits.
        """)
    try await folder.expect(
      "\(drive) --key-file sso.key", exit: 12,
      err: """
        muster: This is not a key in PEM or JWK form.
            help: Give the private key in PEM form, or use an HS algorithm if the platform gave you a secret.
        """)
    try await folder.expect(
      "umask 077; openssl genrsa -traditional -out small.pem 1024 2>&- && \(drive) --key-file small.pem",
      exit: 12,
      err: """
        muster: The RSA key has 1024 bits, and at least 2048 are needed.
            help: Make a new key of 2048 bits or more, and register its public half.
        """)
    try await folder.expect(
      "umask 077; openssl genrsa -out key.pem 2048 2>&- && openssl rsa -in key.pem -pubout -out public.pem 2>&- && \(drive) --key-file public.pem",
      exit: 12,
      err: """
        muster: This is a public key, and signing needs the private one.
            help: Give the file that begins with a line saying PRIVATE KEY, which only you have.
        """)
    try await folder.expect(
      "umask 077; openssl rsa -in key.pem -aes128 -passout pass:x -out locked.pem 2>&- && \(drive) --key-file locked.pem",
      exit: 12,
      err: """
        muster: The private key is encrypted with a passphrase.
            help: Decrypt it for this use: openssl pkey -in KEY -out KEY.plain, and keep that file private.
        """)
  }

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
      "muster issue members.csv \(Sample.keyed) --now soon", exit: 64,
      err: """
        muster: --now takes a time, and "soon" is none.
            help: Give seconds since 1970, or a time such as 2026-11-21T03:56:30Z.
        """)
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
      "muster issue members.csv \(Sample.keyed) --set domain=https://c.example.com/", exit: 64,
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
            help: Check the path; Muster creates no directories.
        """)
    try await folder.expect(
      "muster check none.csv \(Sample.options)", exit: 66,
      err: """
        muster: There is no file "none.csv".
            help: Check the path; Muster creates no directories.
        """)
    try await folder.expect(
      "muster verify none.txt \(Sample.keyed)", exit: 66,
      err: """
        muster: There is no file "none.txt".
            help: Check the path; Muster creates no directories.
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
        muster: There is no file "missing/out.txt".
            help: Check the path; Muster creates no directories.
        """)
    try await folder.expect(
      "muster issue members.csv \(Sample.keyed) --output a.txt --rejects missing/b.csv", exit: 73,
      err: """
        muster: There is no file "missing/b.csv".
            help: Check the path; Muster creates no directories.
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
        bad.yaml:1:1: error[missing-key]: This profile needs the key "token".
            muster: 1
            ^
            help: For example: token: { algorithms: [HS256] }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "key".
            muster: 1
            ^
            help: For example: key: { kind: secret }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "lifetime".
            muster: 1
            ^
            help: For example: lifetime: { claim: exp, default: 60s }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "identity".
            muster: 1
            ^
            help: For example: identity: [sub, email]
        bad.yaml:1:1: error[missing-key]: This profile needs the key "claims".
            muster: 1
            ^
            help: For example: claims: { required: [sub], properties: { sub: { type: string } } }
        bad.yaml:1:1: error[missing-key]: This profile needs the key "artifacts".
            muster: 1
            ^
            help: For example: artifacts: { token: { kind: token } }
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
            help: Check the path; Muster creates no directories.
        """)
  }
}
