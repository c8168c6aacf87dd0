import Foundation
import Testing

/// `muster serve` as a shell sees it, but for the server itself.
@Suite struct ServeTests {
  private static let server = """
    muster: 1
    publicURL: http://127.0.0.1:8080
    authenticators: { editors: { bearer: tokens.txt } }
    profiles:
      drive:
        profile: tinydrive
        key: { file: rsa.pem }
        offers: [token]
        authenticator: editors
        roster: { file: authors.csv }

    """

  private static let files = ["server.yaml": server, "rsa.pem": "", "authors.csv": ""]

  @Test func makesTokensAndKeepsTheirDigests() async throws {
    let folder = try Folder(Self.files)
    let one = try await folder.run("muster serve token --user 00042 --file tokens.txt")
    #expect(one.exit == 0 && one.err == "")
    #expect(one.out.wholeMatch(of: /muster_[A-Za-z0-9_-]{43}\n/) != nil)
    #expect(try folder.mode("tokens.txt") == "600")
    try folder.write("tokens.txt", "# by hand\n" + (try folder.text("tokens.txt")).dropLast())
    let two = try await folder.run("muster serve token --user 'Zoë Müller' --file tokens.txt")
    #expect(two.out != one.out && two.exit == 0)
    let digests = try await folder.run(
      "for t in \(one.out.dropLast()) \(two.out.dropLast()); do printf %s $t | sha256sum; done"
    ).out.split(separator: "\n").map { $0.prefix(64) }
    #expect(
      try folder.text("tokens.txt")
        == "# by hand\n\(digests[0]) 00042\n\(digests[1]) Zoë Müller\n")
    #expect(try folder.mode("tokens.txt") == "600")
    #expect(try folder.names == ["authors.csv", "rsa.pem", "server.yaml", "tokens.txt"])
    try await folder.expect(
      "muster serve lint server.yaml --strict", err: "server.yaml: 0 errors, 0 warnings")
  }

  @Test func addsNothingToAFileThatIsWrong() async throws {
    let folder = try Folder(["tokens.txt": "hunter2 ada\n"])
    try await folder.expect(
      "muster serve token --user ada --file tokens.txt", exit: 78,
      err: """
        muster: tokens.txt:1: The line is no SHA-256 in hexadecimal, a blank and a user.
            help: Correct the file first; nothing was added to it.
        """)
    #expect(try folder.text("tokens.txt") == "hunter2 ada\n")
    for user in ["''", "' a'", "\"$(printf 'a\\nb')\""] {
      let outcome = try await folder.run("muster serve token --user \(user) --file new.txt")
      #expect(outcome.exit == 64 && outcome.out == "", "\(user)")
    }
    #expect(try await folder.run("muster serve token --user a --file no/new.txt").exit == 73)
    #expect(try folder.names == ["tokens.txt"])
  }

  @Test func findsWhatIsWrong() async throws {
    let folder = try Folder(Self.files)
    let warning = """
      server.yaml:3:38: warning[missing-file]: There is no such file yet.
          authenticators: { editors: { bearer: tokens.txt } }
                                               ^
          help: It begins in the folder of this file, and has to be there when the server starts.
      """
    let counts = "server.yaml: 0 errors, 1 warning"
    try await folder.expect("muster serve lint server.yaml", out: warning, err: counts)
    try await folder.expect(
      "muster serve lint server.yaml --strict", exit: 78, out: warning, err: counts)
    try folder.write("tokens.txt", "hunter2 ada\n")
    try folder.write(
      "bad.yaml",
      Self.server.replacingOccurrences(of: "[token]", with: "[token, sso]")
        .replacingOccurrences(of: "    authenticator: editors\n", with: ""))
    let outcome = try await folder.run(
      "chmod 600 tokens.txt; muster serve lint bad.yaml --format github")
    let lines = outcome.out.split(separator: "\n").map { $0.components(separatedBy: "::")[1] }
    #expect(outcome.exit == 78 && outcome.err == "bad.yaml: 3 errors, 1 warning\n")
    #expect(
      lines == [
        "warning file=bad.yaml,line=3,col=19,title=contradiction",
        "error file=bad.yaml,line=3,col=38,title=bad-credentials",
        "error file=bad.yaml,line=8,col=13,title=missing-key",
        "error file=bad.yaml,line=8,col=21,title=unfit-artifact",
      ])
  }

  /// In no form of the findings, on neither stream.
  @Test(arguments: ["text", "json", "github", "sarif"])
  func showsNoSecretThatStandsInTheFile(format: String) async throws {
    var files = Self.files
    files["a.yaml"] = Self.server.replacingOccurrences(
      of: "{ file: rsa.pem }", with: "hunter2é-hunter2")
    files["b.yaml"] = Self.server.replacingOccurrences(
      of: "tokens.txt", with: "muster_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAhunter2AAAA")
    files["c.yaml"] = "name: a\n\"key\" : \"hunter2\nprofiles: [}\n"
    files["d.yaml"] = Self.server + "kye: hunter2\ntls: { certificate: a, kee: hunter2 }\n"
    files["tokens.txt"] =
      "hunter2 ada\nmuster_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAhunter2AAAA bob\n"
    let folder = try Folder(files)
    let outcome = try await folder.run("muster serve lint *.yaml --format \(format)")
    #expect(outcome.exit == 78)
    #expect(outcome.out.components(separatedBy: "clear-secret").count > 4)
    #expect(!(outcome.out + outcome.err).contains("hunter2"))
  }

  @Test func weighsTheFilesOfAuthenticators() async throws {
    var files = Self.files
    files["server.yaml"] = Self.server.replacingOccurrences(
      of: "bearer: tokens.txt",
      with: "jwt: { key: { file: issuer.key }, algorithms: HS256, issuer: a, audience: b }")
    let folder = try Folder(files)
    func codes() async throws -> [Substring] {
      try await folder.run("muster serve lint server.yaml --format json").out
        .split(separator: "\n").map { $0.split(separator: "\"code\":\"")[1].prefix { $0 != "\"" } }
    }
    #expect(try await codes() == ["missing-file"])
    for (key, found) in [
      ("changeme", ["weak-key", "weak-key"]), ("short", ["weak-key"]),
      ("a secret of more than thirty-two bytes", []), ("", ["bad-credentials"]),
    ] {
      try folder.write("issuer.key", key)
      try folder.protect("issuer.key")
      #expect(try await codes() == found.map { Substring($0) }, "\(key)")
    }
    _ = try await folder.run("printf '%40s' | tr ' ' x > issuer.key; chmod 644 issuer.key")
    #expect(try await codes() == ["exposed"])
  }

  @Test func writesSchemaAndReference() async throws {
    let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Muster/Muster.docc")
    for (command, page) in [
      ("schema", "Resources/server.schema.json"), ("reference", "ServeReference.md"),
    ] {
      let text = try String(contentsOf: docs.appending(path: page), encoding: .utf8)
      #expect(try await Folder().run("muster serve \(command)").out == text)
    }
  }
}
