import Batches
import Bytes
import Foundation
import Profiles
import Provisioning
import TestKit
import Testing

/// Random and hostile batches for every bundled profile, judged both ways by the harness.
@Suite struct DirectRandomTests {
  /// Cells that values are made of: good ones, nearly good ones, and hostile ones.
  static let cells: [String] = [
    "", "", "1", "7", "user-1", "Ada", "Ada Lovelace", "Zo\u{EB}", "\u{674E}", "\u{1F600}",
    "ada@example.com",
    "ada.l+x@mail.example.co", "a@b", "a..b@example.com", ".a@example.com", "ada@-x.com",
    "ada@example.1", "ada@exa_mple.com", "\u{E4}@ex\u{E4}mple.com", "https://example.com/a.png",
    "http://example.com", "https://example.com:8443/x?y=1#z", "https://user@example.com/",
    "https://example.com/%zz", "HTTPS://example.com/", "https://127.0.0.1/", "/welcome", "/a/b-c_d",
    "//evil.example", "/a//b", "/./x", "/%2Fevil", "/", "a,b", "a, b", "1,2,3", "1,1", "01", "-1",
    "-0", "0", "1e5", "1.5", "18446744073709551616", "true", "false", "TRUE", "yes", "[1,2]",
    "[\"a\",\"b\"]", "[]", "{\"a\":1}", "{", " x", "x ", "\u{A0}", "say \"hi\"", "back\\slash",
    "line\nbreak", "tab\there", "\u{1}", "=1+1", "<redacted>", "5f4dcc3b5aa765d61d8327deb882cf99",
    "2026-11-21", "2026-11-21T03:56:30Z", "1795233390", "null", "MEMBER", "ADD", "admin", "a:b",
    "urn:x:1", "de", "en-US", "Europe/Berlin", "a;b", "|", ",", String(repeating: "x", count: 300),
    String(repeating: "\u{1F600}", count: 60), "550e8400-e29b-41d4-a716-446655440000", "x\u{202E}y",
  ]

  /// A cell that is likely to fit its column, or any.
  static func cell(_ column: String, _ row: Int, _ random: inout SplitMix) -> String {
    let name = column.lowercased()
    if random.below(4) > 0 {
      if name.contains("mail") { return "user\(row)@example.com" }
      if name.contains("name") { return ["Ada", "Zo\u{EB} M", "O'Neil"][random.below(3)] }
      if name == "sub" || name.hasSuffix("id") { return "user-\(row)" }
      if random.below(2) == 0 { return "" }
    }
    return cells[random.below(cells.count)]
  }

  /// The profile with a key in its platform's own form.
  static func issuing(_ name: String) throws -> Issuing {
    try Issuing(name).with { issuing in
      switch name {
      case "ably": issuing.key = "app.key:" + TestKeys.secret
      case "commento": issuing.key = String(repeating: "0a", count: 32)
      case "firebase", "google-wallet":
        issuing.key =
          JSONTree.object([
            .init("client_email", .text("x@example.com")),
            .init("private_key", .text(TestKeys.rsa)),
          ]).compact
      default: break
      }
      issuing.options.allowedEffects.append("eternal")
      // As in a job: what a ledger knows rows by comes to the same both ways, too.
      var names = RememberedNames()
      if issuing.profile.identity.isEmpty {
        names.identity = issuing.profile.claims.properties.first?.name
      }
      names.asked = issuing.profile.claims.properties.suffix(2).map(\.name)
      issuing.options.remembers = names
    }
  }

  static func columns(_ issuing: Issuing) -> [String] {
    guard let compiled = issuing.compile().compiled else { return [] }
    var names: [String] = []
    for name in compiled.slots.flatMap(\.names) where !names.contains(name) { names.append(name) }
    return names
  }

  /// The bytes of a row, some of them wrong.
  static func spoiled(_ line: String, _ random: inout SplitMix) -> [UInt8] {
    var bytes = Array(line.utf8)
    if random.below(12) == 0 && !bytes.isEmpty {
      let hostile: [UInt8] = [0x22, 0x2C, 0x0D, 0x00, 0xFF, 0xC3, 0x5C, 0x7B, 0x20, 0x09]
      bytes[random.below(bytes.count)] = hostile[random.below(hostile.count)]
    }
    return bytes + [0x0A]
  }

  /// Profiles of rare forms, which the schemas of rows are tried with, too.
  static let rareProfileNames: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: rareProfilesFolder)) ?? []).sorted()

  private static let rareProfilesFolder = "\(checkoutRoot)/scripts/schemas/profiles"

  private static func rare(_ name: String) throws -> Issuing {
    let yaml = fileBytes("\(rareProfilesFolder)/\(name)/profile.yaml")
    return try Issuing(yaml: text(yaml)).allowing("eternal")
  }

  @Test func thereAreRareProfiles() { #expect(Self.rareProfileNames.count >= 3) }

  @Test(arguments: rareProfileNames)
  func issuesRareFormsAsTheSlowWayDoes(name: String) throws {
    let issuing = try Self.rare(name)
    try Self.tryCSV(issuing)
    try Self.tryJSON(issuing)
  }

  @Test(arguments: bundledProfileNames)
  func issuesCSVAsTheSlowWayDoes(name: String) throws {
    try Self.tryCSV(Self.issuing(name))
  }

  private static func tryCSV(_ issuing: Issuing) throws {
    let names = Self.columns(issuing)
    guard !names.isEmpty else { return }
    var random = SplitMix(1)
    for _ in 0..<6 {
      let columns = names.filter { _ in random.below(3) > 0 }
      var bytes = Array((columns.map(quoted).joined(separator: ",") + "\n").utf8)
      for row in 0..<80 {
        let line = columns.map { column -> String in
          let cell = Self.cell(column, row, &random)
          let isPlain = !cell.contains { "\",\n\r".contains($0) }
          return isPlain && random.below(8) > 0 ? cell : quoted(cell)
        }
        bytes += Self.spoiled(line.joined(separator: ","), &random)
      }
      _ = try issuing.with { $0.format = .csv }.issue(bytes: bytes)
    }
  }

  @Test(arguments: bundledProfileNames)
  func issuesJSONAsTheSlowWayDoes(name: String) throws {
    try Self.tryJSON(Self.issuing(name))
  }

  private static func tryJSON(_ issuing: Issuing) throws {
    let names = Self.columns(issuing)
    guard !names.isEmpty else { return }
    var random = SplitMix(2)
    var bytes: [UInt8] = []
    for row in 0..<300 {
      var members: [String] = []
      for column in names where random.below(2) == 0 {
        let cell = Self.cell(column, row, &random)
        let isJSON = random.below(3) == 0
        members.append(
          JSONTree.text(column).compact + ":"
            + (isJSON ? Self.json(cell) : JSONTree.text(cell).compact))
      }
      if random.below(5) == 0 { members.reverse() }
      let separator = random.below(5) == 0 ? " , " : ","
      bytes += Self.spoiled("{" + members.joined(separator: separator) + "}", &random)
    }
    _ = try issuing.with { $0.format = .jsonl }.issue(bytes: bytes)
  }

  /// The cell as a JSON value of its own where it is one.
  private static func json(_ cell: String) -> String {
    var canonical: [UInt8] = []
    var reader = JSONReader()
    let bytes = Array(cell.utf8)
    let isValue = (try? reader.readWhole(bytes.span, into: &canonical)) != nil
    return isValue ? cell : JSONTree.text(cell).compact
  }

  /// The direct way is worth something only where it takes nearly all that is fine.
  @Test(arguments: [
    ("bettermode", "sub,name,email,tagline,picture,spaceIds,redirect_uri,team"),
    ("mediaos", "email,first_name,last_name,forumGroupIds,avatar"),
    ("acadio", "email,onboard,go"), ("tinydrive", "sub,name,drive_root"),
    ("proprofs", "user_email,guest"),
  ])
  func takesPlainRowsOfTheFivePlatforms(name: String, header: String) throws {
    let values = [
      "sub": "u", "name": "Ada L", "tagline": "Hi", "picture": "https://example.com/a.png",
      "spaceIds": "\"a,b\"", "redirect_uri": "/x", "team": "blue", "first_name": "Ada",
      "last_name": "L", "forumGroupIds": "\"1,2\"", "avatar": "https://example.com/b.png",
      "onboard": "true", "go": "/y", "drive_root": "/z", "guest": "false",
    ]
    let columns = header.split(separator: ",").map(String.init)
    let rows = (0..<20).map { row in
      columns.map { column in
        column.contains("mail")
          ? "u\(row)@example.com" : column == "sub" ? "u\(row)" : values[column] ?? ""
      }.joined(separator: ",")
    }
    let batch = try Issuing(name).with { $0.format = .csv }
      .issue(([header] + rows).joined(separator: "\n") + "\n")
    #expect(batch.acceptableRows == 20, "\(batch.summaries.first ?? "")")
    #expect(batch.directRows == 20)
  }
}
