import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Bytes that may not change: each platform at a fixed clock, against tokens made elsewhere.
@Suite struct GoldenTests {
  static let page = (
    "<script type=\"text/javascript\">window.mediaosSSO = '",
    "';</script><script type=\"module\" src=\"https://mos-scripts.com/a/main.js\"></script>"
  )

  // MARK: The platforms' own samples

  @Test(arguments: [
    (
      "proprofs", "key goes here",
      #"{"iat":1700000000,"jti":"0123456789abcdef0123456789abcdef","#
        + #""user_email":"acme@pros.com","site_access":"44567,77898"}"#,
      "wlwAUct05Xb7za0nxPwOydK2PYjUkxcJv2Om8mrPoIw"
    ),
    (
      "mediaos", "YOUR JWT SECRET",
      #"{"email":"email@email.com","expires":1700000060,"forumGroupIds":[1,2,3]}"#,
      "BSA4_IAqUUuLtG7PLMK9EUWt4KIX6e0HVliUisLC724"
    ),
    (
      "acadio", "secret", #"{"email":"a@b.co","groups":[],"iat":1700000000}"#,
      "UpkybuTHIMDgDVlUqmNNoYzpPCKxTh-4iVvTymGcTc8"
    ),
  ])
  func signsAsThePlatformsSample(
    name: String, key: String, claims: String, signature: String
  ) throws {
    let issuing = try Issuing(name).with { $0.key = key }
    let compiled = try #require(issuing.compile().compiled)
    #expect(text(compiled.header) == #"{"typ":"JWT","alg":"HS256"}"#)
    let signer = try TokenSigner(compiled, key: issuing.signingKey(compiled))
    var token: [UInt8] = []
    try signer.appendToken(Array(claims.utf8), to: &token)
    #expect(text(token).split(separator: ".").last.map(String.init) == signature)
    #expect(payload(text(token)) == claims)
  }

  @Test func issuesTheSampleOfMediaOSFromARow() throws {
    let row = try Issuing("mediaos").with { $0.key = "YOUR JWT SECRET" }
      .row(["email": "email@email.com", "forumGroupIds": "1,2,3"])
    #expect(
      row.artifact == Self.page.0
        + "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
        + "eyJlbWFpbCI6ImVtYWlsQGVtYWlsLmNvbSIsImV4cGlyZXMiOjE3MDAwMDAwNjAsImZvcnVtR3JvdXBJZHMiOl"
        + "sxLDIsM119.BSA4_IAqUUuLtG7PLMK9EUWt4KIX6e0HVliUisLC724" + Self.page.1)
  }

  // MARK: Every claim of every platform

  @Test func mediaos() throws {
    let row = try Issuing("mediaos").allowing("set-password").row([
      "newsletterIds": "2,4", "avatar": "https://cdn.example.com/a/b.png?x=1",
      "audienceIds": "[10, 9007199254740993]", "forumGroupIds": "1,2,3",
      "passwordMD5": "5f4dcc3b5aa765d61d8327deb882cf99", "company": "Analytical, Inc.",
      "last_name": "Löve \"Byron\"", "first_name": "Ada", "email": " ada@example.com ",
    ])
    #expect(row.codes == [])
    #expect(row.artifact == Self.page.0 + GoldenTokens.mediaos + Self.page.1)
    #expect(row.effects == ["set-password", "join-groups", "subscribe"])
    #expect(row.expiresAt == 1_700_000_060)
    #expect(row.bestBefore == 1_700_000_060)
  }

  @Test func bettermode() throws {
    let issuing = try Issuing("bettermode").allowing("replace-spaces")
    let row = try issuing.row([
      "sub": "00042", "name": "Ada Løvelace", "email": "ada@example.com",
      "tagline": "Counts\n& \"weaves\" </script>", "picture": "https://cdn.example.com/a.png",
      "spaceIds": "AbC1, x-2", "spacesOperation": "REPLACE", "favourite colour": "blau",
      "redirect_uri": "/spaces/été?tab=1&x=%20+y#top",
    ])
    #expect(row.codes == [])
    #expect(
      row.artifact == "https://community.example.com/api/auth/sso?jwt=" + GoldenTokens.bettermode
        + "&redirect_uri=%2Fspaces%2F%C3%A9t%C3%A9%3Ftab%3D1%26x%3D%2520%2By%23top")
    #expect(row.effects == ["replace-spaces", "join-spaces"])
  }

  @Test func bettermodeWithSpaces() throws {
    let row = try Issuing("bettermode").allowing("leave-spaces").row(
      json: #"{"name":"Bo","email":"bo@example.com","sub":"u-2","spacesOperation":"ADD","#
        + #""spaces":["#
        + #"{"spaceId":"AbC1","role":"MEMBER","action":"JOIN"},"#
        + #"{"spaceId":"x-2","role":"MEMBER","action":"LEAVE"}]}"#)
    #expect(row.codes == [])
    #expect(
      row.artifact == "https://community.example.com/api/auth/sso?jwt=" + GoldenTokens.bettermode2)
    #expect(row.effects == ["leave-spaces", "join-spaces"])
  }

  @Test func proprofs() throws {
    let row = try Issuing("proprofs").row([
      "user_email": "acme@pros.com", "site_access": "44567,77898", "guest": "FALSE",
    ])
    #expect(row.codes == [])
    #expect(
      row.artifact == "https://community.example.com/access/jwtsso/?token=" + GoldenTokens.proprofs)
    #expect(row.effects == ["grant-sites"])
    #expect(row.expiresAt == nil)
    #expect(row.bestBefore == 1_700_000_180)
  }

  private func acadio(_ algorithm: Algorithm?) throws -> IssuedRow {
    try Issuing("acadio").setting("issuer", "https://issuer.example.com")
      .with { $0.options.algorithm = algorithm }
      .row(
        json: #"{"onboard":true,"email":"a@b.co","go":"/somewhere","groups":[12,"b-7"],"#
          + #""meta":{"tier":"gold", "nested":{"list":[1,2.50,null]}},"#
          + #""credits":[{"orderId":"O-000000000000000000000000000032","#
          + #""id":98765432109876543210}]}"#)
  }

  @Test func acadio() throws {
    let row = try acadio(nil)
    #expect(row.codes == [])
    #expect(
      row.artifact == "https://community.example.com/auth/callback/jwt-auth?token="
        + GoldenTokens.acadio + "&go=%2Fsomewhere")
    #expect(row.effects == ["sync-groups", "sync-credits"])
    #expect(row.bestBefore == 1_700_000_300)
  }

  @Test(arguments: [
    (Algorithm.hs384, GoldenTokens.acadioHS384), (.hs512, GoldenTokens.acadioHS512),
  ])
  func acadioWithOtherAlgorithms(algorithm: Algorithm, token: String) throws {
    let row = try acadio(algorithm)
    #expect(row.artifact.contains("?token=\(token)&go="))
  }

  @Test(arguments: [
    (Algorithm.rs256, GoldenTokens.tinydriveRS256), (.rs384, GoldenTokens.tinydriveRS384),
    (.rs512, GoldenTokens.tinydriveRS512),
  ])
  func tinydrive(algorithm: Algorithm, token: String) throws {
    let row = try Issuing("tinydrive").with { $0.options.algorithm = algorithm }.row([
      "drive_root": "/johndoe", "sub": "123", "name": "John Doe",
    ])
    #expect(row.codes == [])
    #expect(row.artifact == "{\"token\":\"\(token)\"}")
    #expect(row.bestBefore == 1_700_000_600)
  }

  @Test(arguments: goldenProfileNames)
  func theTokenArtifactIsTheTokenAlone(name: String) throws {
    let issuing = try Issuing(name)
    let all = try issuing.row(
      ["sub": "1", "name": "N", "email": "a@b.co", "user_email": "a@b.co"],
      ignoringOthers: true)
    let bare = try issuing.with { $0.options.artifact = "token" }
      .row(
        ["sub": "1", "name": "N", "email": "a@b.co", "user_email": "a@b.co"], ignoringOthers: true)
    #expect(bare.outcome == .accepted)
    #expect(all.artifact.contains(bare.artifact))
    #expect(payload(bare.artifact) == bare.claims)
  }
}

extension Issuing {
  func row(_ columns: KeyValuePairs<String, String>, ignoringOthers: Bool) throws -> IssuedRow {
    try with { $0.options.ignoresUnknownColumns = ignoringOthers }.row(columns)
  }
}
