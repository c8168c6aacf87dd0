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
            help: Check the path.
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
}
