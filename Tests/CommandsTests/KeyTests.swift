import Foundation
import Testing

/// Making, inspecting and giving keys.
@Suite struct KeyTests {
  @Test(arguments: ["RS256", "PS512", "ES256", "ES384", "ES512", "EdDSA", "HS256", "HS512"])
  func makesKeysThatSignAndVerify(algorithm: String) async throws {
    let folder = try Folder(["any.yaml": Self.profile(algorithm), "in.csv": "sub\n1\n"])
    let options = "--profile any.yaml --algorithm \(algorithm) --now 1700000000 --quiet"
    try await folder.expect("muster key new --algorithm \(algorithm) --output private")
    #expect(try folder.mode("private") == "600")
    try await folder.expect("muster issue in.csv \(options) --key-file private --output o")
    try await folder.expect("muster verify o \(options) --key-file private")
    if !algorithm.hasPrefix("HS") {
      try await folder.expect("muster key public --key-file private --output public")
      try await folder.expect("muster verify o \(options) --key-file public")
    }
    // Another key of the same kind is no match.
    try await folder.expect("muster key new --algorithm \(algorithm) --output other")
    let outcome = try await folder.run("muster verify o \(options) --key-file other")
    #expect(outcome.exit == 3)
    #expect(outcome.err.contains("error[bad-signature]"))
  }

  /// A profile whose tokens are signed with this algorithm.
  private static func profile(_ algorithm: String) -> String {
    let kinds = ["R": "rsa", "P": "rsa", "ES": "ec", "Ed": "ed25519", "H": "secret"]
    let kind = kinds.first { algorithm.hasPrefix($0.key) }?.value ?? ""
    return profileText.replacingOccurrences(of: "ALG", with: algorithm)
      .replacingOccurrences(of: "KIND", with: kind)
  }

  private static let profileText = """
    muster: 1
    name: any
    title: Any algorithm
    documents: { guide: { title: Guide } }
    token: { algorithms: [ALG] }
    key: { kind: KIND }
    lifetime: { claim: exp, default: 60s }
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub: { type: string }
        exp: { type: integer, generate: { time: expiry } }
    artifacts:
      token: { kind: token }

    """

  @Test func inspectsKeys() async throws {
    let folder = try Sample.folder(["rsa.pem": Self.publicRSA, "short.key": "abc\n"])
    try await folder.expect(
      "muster key inspect --key-file rsa.pem 2>&-",
      out: """
        kind: public key
        is: an RSA key of 2048 bits
        encoding: SPKI
        fingerprint: 6fd13c2435a361e7
        fits: RS256, RS384, RS512, PS256, PS384, PS512
        """)
    try await folder.expect(
      "muster key inspect --key-file sso.key",
      out: """
        kind: secret
        is: a secret of 312 bits
        encoding: raw
        fits: HS256, HS384, HS512
        """)
    try await folder.expect(
      "muster key inspect --key-file short.key 2>&-",
      out: """
        kind: secret
        is: a secret of 24 bits
        encoding: raw
        fits: HS256, HS384, HS512
        """)
    try await folder.expect(
      "muster key new --algorithm RS256 | muster key inspect --key-file /dev/stdin | sed 's/fingerprint: .*/fingerprint: X/'",
      out: """
        kind: private key
        is: an RSA key of 2048 bits
        encoding: PKCS#8
        fingerprint: X
        fits: RS256, RS384, RS512, PS256, PS384, PS512
        """)
    try await folder.expect(
      "muster key new --algorithm ES256 | muster key inspect --key-file /dev/stdin | sed 's/fingerprint: .*/fingerprint: X/'",
      out: """
        kind: private key
        is: an elliptic curve key on P-256
        encoding: PKCS#8
        fingerprint: X
        fits: ES256
        """)
    try await folder.expect(
      "muster key new --algorithm EdDSA | muster key inspect --key-file /dev/stdin | sed 's/fingerprint: .*/fingerprint: X/'",
      out: """
        kind: private key
        is: an Ed25519 key
        encoding: PKCS#8
        fingerprint: X
        fits: EdDSA
        """)
    try await folder.expect(
      "muster key inspect", exit: 12,
      err: """
        muster: A key is needed.
            help: Give it with --key-file FILE, --key-env NAME or --key-command COMMAND.
        """)
    try await folder.expect(
      "muster key public --key-file sso.key", exit: 12,
      err: """
        muster: This is not a key in PEM or JWK form.
            help: Give the private key in PEM form, or use an HS algorithm if the platform gave you a secret.
        """)
    try await folder.expect(
      "muster key new --algorithm none", exit: 64,
      err: """
        muster: There is no algorithm "none".
            help: Known are HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA.
        """)
  }

  static let publicRSA = """
    -----BEGIN PUBLIC KEY-----
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJj
    NiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEz
    P1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo
    9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB
    EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxX
    FvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp
    oQIDAQAB
    -----END PUBLIC KEY-----

    """

  @Test func takesTheKeyFromFileEnvironmentAndCommand() async throws {
    let folder = try Sample.folder()
    let issue = "muster issue members.csv \(Sample.options) --quiet --output"
    _ = try await folder.run("\(issue) a --key-file sso.key")
    _ = try await folder.run("SSO=\(Sample.secret) \(issue) b --key-env SSO")
    _ = try await folder.run("\(issue) c --key-command 'cat sso.key'")
    _ = try await folder.run(
      "printf '\(Sample.secret)\\r\\n' > crlf.key; \(issue) d --key-file crlf.key")
    #expect(try folder.text("a").isEmpty == false)
    for name in ["b", "c", "d"] { #expect(try folder.bytes("a") == folder.bytes(name)) }
  }

  @Test func destroysNoKeyWithANewOne() async throws {
    let folder = try Sample.folder()
    try await folder.expect(
      "muster key new --algorithm HS256 --output sso.key", exit: 73,
      err: """
        muster: "sso.key" is there already, and a new key would destroy it.
            help: Give another name, or remove the file first.
        """)
    #expect(try folder.text("sso.key") == Sample.secret + "\n")
  }

  @Test func neverShowsTheKey() async throws {
    let folder = try Sample.folder()
    let keyed = "\(Sample.options) --key-env SSO"
    _ = try await folder.run(
      """
      export SSO=\(Sample.secret)
      {
        muster issue members.csv \(keyed) --output o --rejects r --findings f
        muster issue members.csv \(keyed) --json --output o
        muster verify o \(keyed)
        muster key inspect --key-env SSO
        muster issue members.csv --profile tinydrive --key-env SSO
        muster issue members.csv --profile tinydrive --key-command 'echo $SSO; echo $SSO-x'
      } > log 2>&1
      """)
    #expect(try folder.text("log").contains("2 issued"))
    try await folder.expect("grep -rlF \(Sample.secret) .", out: "./sso.key")
  }

  @Test func neverHandsTheKeyToAnArgument() async throws {
    let folder = try Sample.folder(["one.csv": "sub,name,email\n1,A,a@example.com\n"])
    // While the run waits for its input, its arguments are there for all to read.
    let outcome = try await folder.run(
      """
      mkfifo in
      export SSO="$(cat sso.key)"
      muster issue in --input-format csv \(Sample.options) --key-env SSO --output o --quiet & pid=$!
      until tr '\\0' ' ' < /proc/$pid/cmdline | grep -q '^muster issue'; do sleep 0.1; done
      tr '\\0' ' ' < /proc/$pid/cmdline
      cat one.csv > in
      wait $pid
      """)
    #expect(outcome.exit == 0)
    #expect(outcome.out.contains("--key-env SSO"))
    #expect(!outcome.out.contains(Sample.secret))
  }

  @Test func warnsOfDoubtfulKeys() async throws {
    let folder = try Sample.folder([
      "short.key": "abc", "md5.key": "5f4dcc3b5aa765d61d8327deb882cf99\n",
    ])
    let members = "muster issue members.csv \(Sample.options) --output o"
    try await folder.expect(
      "\(members) --key-file short.key --quiet", exit: 3,
      err: """
        warning[doubtful-key]: The key file "short.key" can be read by other users; take that away with chmod 600.
        warning[weak-key]: The secret is 3 bytes long; at least 32 are good.
            help: A short secret can be guessed from one token; ask the platform for a longer one.
        members.csv:3: error[required]: row 2: The claim "name" is required, and this row has no value for it. (column "name")
            help: Fill the column "name".
        bettermode: 3 rows: 2 issued, 1 rejected
          findings: required 1
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "\(members) --key-file short.key --json", exit: 3,
      err: #"""
        {"profile":"bettermode","artifact":"url","rows":3,"accepted":2,"rejected":1,"held":0,"findings":{"required":1},"rules":{},"effects":{"replace-spaces":{"accepted":0,"held":0},"remove-all-spaces":{"accepted":0,"held":0},"leave-spaces":{"accepted":0,"held":0},"join-spaces":{"accepted":0,"held":0}},"earliest_best_before":"2023-11-14T22:14:20Z","latest_best_before":"2023-11-14T22:14:20Z","notices":[{"code":"doubtful-key","severity":"warning","message":"The key file \"short.key\" can be read by other users; take that away with chmod 600."},{"code":"weak-key","severity":"warning","message":"The secret is 3 bytes long; at least 32 are good.","help":"A short secret can be guessed from one token; ask the platform for a longer one."}],"exit":3}
        """#)
    try folder.write("p.csv", "user_email\na@example.com\n")
    try folder.protect("md5.key")
    try await folder.expect(
      "muster issue p.csv --profile proprofs --set domain=h.example.com --now 1700000000 --output o --key-file md5.key",
      err: """
        warning[doubtful-key]: The API key looks like an md5 already. Muster takes the md5 of the API key itself, as the platform's sample does; give the key as Settings, Private sites shows it.
        proprofs: 1 row: 1 issued, 0 rejected
          best before: 2023-11-14T22:16:20Z (in 3 minutes)
        """)
  }
}
