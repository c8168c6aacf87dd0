import Foundation
import Testing

/// Verifying and explaining what was issued.
@Suite struct VerifyTests {
  private func issued() async throws -> Folder {
    let folder = try Sample.folder(["one.csv": "sub,name,email\n1,A,a@example.com\n"])
    try await folder.expect("muster issue one.csv \(Sample.keyed) --quiet --output urls.txt")
    return folder
  }

  @Test func acceptsWhatWasIssued() async throws {
    let folder = try await issued()
    try await folder.expect(
      "muster verify urls.txt \(Sample.keyed)",
      err: """
        bettermode: 1 artifact: 1 valid, 0 invalid
          best before: 2023-11-14T22:14:20Z (in 60 seconds)
        """)
    try await folder.expect(
      "muster verify urls.txt \(Sample.keyed) --json",
      err: """
        {"profile":"bettermode","valid":1,"invalid":0,"findings":{},"exit":0}
        """)
    for form in ["csv", "jsonl"] {
      try await folder.expect(
        "muster issue one.csv \(Sample.keyed) --quiet --output-format \(form) --output o.\(form)")
      try await folder.expect("muster verify o.\(form) \(Sample.keyed) --quiet")
      try await folder.expect(
        "muster verify - --input-format \(form) \(Sample.keyed) --quiet < o.\(form)")
    }
  }

  @Test func refusesWhatWasTamperedWith() async throws {
    let folder = try await issued()
    try await folder.expect(
      "sed 's/eyJzdWIiOiIx/eyJzdWIiOiIy/' urls.txt > t.txt; muster verify t.txt \(Sample.keyed)",
      exit: 3,
      err: """
        t.txt:1: error[bad-signature]: row 1: The signature does not fit the key.
            help: Either the key is another one, or the token was changed after it was signed.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "sed 's/..$/AA/' urls.txt | muster verify - \(Sample.keyed)", exit: 3,
      err: """
        <stdin>:1: error[bad-signature]: row 1: The signature does not fit the key.
            help: Either the key is another one, or the token was changed after it was signed.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "sed 's/jwt=/token=/' urls.txt | muster verify - \(Sample.keyed)", exit: 3,
      err: """
        <stdin>:1: error[wrong-form]: row 1: The artifact differs from the form "url" at character 36: it has "token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVC…" where "jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…" belongs.
            help: Look at the parameters of the run, such as the domain.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "echo https://c.example.com/ | muster verify - \(Sample.keyed)", exit: 3,
      err: """
        <stdin>:1: error[not-a-token]: row 1: No token was found in this artifact.
            help: The artifact form is "url"; choose another with --artifact.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "sed 's/jwt=.*$/jwt=eyJhbGciOiJub25lIn0.e30./' urls.txt | muster verify - \(Sample.keyed)",
      exit: 3,
      err: """
        <stdin>:1: error[bad-signature]: row 1: The token has no signature at all (alg none).
            help: Nobody should accept it; anybody can have made it.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
  }

  @Test func refusesAnotherKeyDomainOrTime() async throws {
    let folder = try await issued()
    try folder.write("other.key", "another-test-only-secret-0123456789\n")
    try folder.protect("other.key")
    let verify = "muster verify urls.txt --profile bettermode"
    try await folder.expect(
      "\(verify) --set domain=c.example.com --now 1700000000 --key-file other.key", exit: 3,
      err: """
        urls.txt:1: error[bad-signature]: row 1: The signature does not fit the key.
            help: Either the key is another one, or the token was changed after it was signed.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "\(verify) --set domain=d.example.com --now 1700000000 --key-file sso.key", exit: 3,
      err: """
        urls.txt:1: error[wrong-form]: row 1: The artifact differs from the form "url" at character 9: it has "c.example.com/api/auth/sso?jwt=eyJhbGciO…" where "d.example.com/api/auth/sso?jwt=eyJhbGciO…" belongs.
            help: Look at the parameters of the run, such as the domain.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "\(verify) --set domain=c.example.com --now 1700000060 --key-file sso.key", exit: 3,
      err: """
        urls.txt:1: error[expired]: row 1: The token expired at 2023-11-14T22:14:20Z, 0 seconds ago.
            help: Issue it anew; nothing can prolong it.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "\(verify) --set domain=c.example.com --now 1700003600 --key-file sso.key --json --findings -",
      exit: 3,
      out: """
        {"code":"expired","severity":"error","file":"urls.txt","row":1,"line":1,"message":"The token expired at 2023-11-14T22:14:20Z, 59 minutes ago.","help":"Issue it anew; nothing can prolong it."}
        """,
      err: """
        {"profile":"bettermode","valid":0,"invalid":1,"findings":{"expired":1},"exit":3}
        """)
    try await folder.expect(
      "\(verify) --set domain=c.example.com --now 1699990000 --key-file sso.key",
      exit: 3,
      err: """
        urls.txt:1: error[not-yet-valid]: row 1: The claim "iat" says 1700000000, which is not yet.
            help: One of the two clocks is wrong.
        bettermode: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "muster verify urls.txt --profile acadio --set domain=c.example.com --now 1700000000 --key-file sso.key",
      exit: 3,
      err: """
        urls.txt:1: error[unknown-claim]: row 1: The claim "sub" is a registered claim that the profile does not use.
            help: This run would not issue it.
        urls.txt:1: error[unknown-claim]: row 1: The claim "name" is not one that the profile knows.
        urls.txt:1: error[wrong-form]: row 1: The artifact differs from the form "url" at character 24: it has "pi/auth/sso?jwt=eyJhbGciOiJIUzI1NiIsInR5…" where "uth/callback/jwt-auth?token=eyJhbGciOiJI…" belongs.
            help: Look at the parameters of the run, such as the domain.
        acadio: 1 artifact: 0 valid, 1 invalid
        """)
    try await folder.expect(
      "\(verify) --set domain=c.example.com", exit: 12,
      err: """
        muster: A key is needed.
            help: Give it with --key-file FILE, --key-env NAME or --key-command COMMAND.
        """)
  }

  @Test func explainsATokenInWords() async throws {
    let folder = try await issued()
    try await folder.expect(
      "muster explain - --now 1700000000 < urls.txt",
      out: """
        Header
          alg: HS256   # algorithm of the signature
          typ: JWT   # type of the token
        Claims
          sub: "1"   # subject, the user's id
          name: "A"
          email: "a@example.com"
          iat: 1700000000   # 2023-11-14T22:13:20Z, 0 seconds ago
          exp: 1700000060   # 2023-11-14T22:14:20Z, expires in 60 seconds
        Notes
          Nothing here is verified: use muster verify with the key.
        """)
    try await folder.expect(
      "muster explain - --profile bettermode --now 1700003660 < urls.txt",
      out: """
        Header
          alg: HS256   # algorithm of the signature
          typ: JWT   # type of the token
        Claims
          sub: "1"   # The user's id in your product, stored as externalId.
          name: "A"
          email: "a@example.com"   # Treated as verified. A member with this address is taken over by this sub.
          iat: 1700000000   # 2023-11-14T22:13:20Z, 61 minutes ago
          exp: 1700000060   # 2023-11-14T22:14:20Z, expired 60 minutes ago
        Notes
          Nothing here is verified: use muster verify with the key.
        """)
    try await folder.expect(
      "muster explain $(cat urls.txt) --profile acadio --now 1700000000",
      out: """
        Header
          alg: HS256   # algorithm of the signature
          typ: JWT   # type of the token
        Claims
          sub: "1"   # subject, the user's id
          name: "A"
          email: "a@example.com"
          iat: 1700000000   # 2023-11-14T22:13:20Z, 0 seconds ago
          exp: 1700000060   # 2023-11-14T22:14:20Z, expires in 60 seconds
        Notes
          The profile acadio does not know the claim "sub".
          The profile acadio does not know the claim "name".
          Nothing here is verified: use muster verify with the key.
        """)
    try await folder.expect(
      "muster explain nonsense", exit: 65,
      err: """
        muster: No token was found in this text.
            help: A token is three parts of base64url, joined by dots.
        """)
    try await folder.expect(
      "muster explain 'eyJ9 00 1' --profile disqus", exit: 65,
      err: """
        muster: The artifacts of disqus are no JWTs, and explain takes JWTs apart.
            help: muster verify --profile disqus reads them, with the key.
        """)
    try await folder.expect(
      "muster explain a.b.c", exit: 65,
      err: """
        muster: No token was found in this text.
            help: A token is three parts of base64url, joined by dots.
        """)
    // A claim that is nearly the name of another, signed by somebody else.
    let typo = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwic3BhY2VJRHMiOlsiYSJdfQ.c2ln"
    try await folder.expect(
      "muster explain \(typo) --profile bettermode --now 1700000000",
      out: """
        Header
          alg: HS256   # algorithm of the signature
        Claims
          sub: "1"   # The user's id in your product, stored as externalId.
          spaceIDs: ["a"]
        Notes
          The profile bettermode does not know the claim "spaceIDs". Did you mean "spaceIds"?
          The profile bettermode requires the claim "name".
          The profile bettermode requires the claim "email".
          Nothing here is verified: use muster verify with the key.
        """)
  }
}
