import Authoring
import Batches
import Findings
import Profiles
import TestKit
import Testing

/// A column's cells, and the keys that a skeleton gives its claim.
struct GuessedColumn: CustomTestStringConvertible, Sendable {
  var name: String
  var cells: [String]
  var keys: [String]

  init(_ name: String, _ cells: [String], _ keys: String...) {
    self.name = name
    self.cells = cells
    self.keys = keys
  }

  var testDescription: String { "\(name): \(cells.joined(separator: " "))" }
}

@Suite struct SkeletonTests {
  static func skeleton(
    _ text: String, format: BatchFormat = .csv, rows: Int = BatchSurvey.rowsDefault
  ) throws -> String {
    var reader = BatchReader(Array(text.utf8), format: format, dialect: .comma)
    let survey = try BatchSurvey(&reader, rows: rows)
    return Skeleton.text(name: "acme", batch: "batch", survey: survey)
  }

  static func profile(_ skeleton: String) throws -> Profile {
    let result = ProfileReader.read(Array(skeleton.utf8), file: "acme.yaml")
    #expect(result.findings.map(\.message) == [])
    return try #require(result.profile)
  }

  /// The lines of a claim without its name and its comments.
  static func keys(_ claim: String, in skeleton: String) -> [String] {
    let lines = skeleton.split(separator: "\n").map(String.init)
    let body = lines.drop { $0 != "    \(claim):" }.dropFirst()
    return body.prefix { $0.hasPrefix("      ") }.map { String($0.dropFirst(6)) }
  }

  static func csv(_ columns: [(String, [String])]) -> String {
    func cell(_ text: String) -> String { "\"\(text.replacingOnce("\"", "\"\""))\"" }
    let count = columns.first?.1.count ?? 0
    let rows = (0..<count).map { row in columns.map { cell($0.1[row]) }.joined(separator: ",") }
    return ([columns.map { cell($0.0) }.joined(separator: ",")] + rows).joined(separator: "\n")
      + "\n"
  }

  @Test(arguments: [
    GuessedColumn("num", ["1", "20", "-3"], "type: integer"),
    GuessedColumn("num", ["1", "007"], "type: string"),
    GuessedColumn("num", ["1", "+2"], "type: string"),
    GuessedColumn("num", ["1", "-0"], "type: string"),
    // 15 digits are exact for every reader, 16 are not.
    GuessedColumn("num", ["123456789012345"], "type: integer"),
    GuessedColumn("num", ["1234567890123456"], "type: string"),
    GuessedColumn("num", ["1", "x"], "type: string"),
    GuessedColumn("num", ["1", " 2"], "type: string"),
    GuessedColumn("num", ["1", "2.5"], "type: number"),
    GuessedColumn("num", ["1", "2.50"], "type: string"),
    GuessedColumn("num", ["1e3"], "type: string"),
    GuessedColumn("user_id", ["1", "2"], "type: string"),
    GuessedColumn("org_id", ["1", "2"], "type: string"),
    GuessedColumn("orderId", ["1", "2"], "type: string"),
    GuessedColumn("idle", ["1", "2"], "type: integer"),
    GuessedColumn("Phone number", ["5551234"], "from: [\"Phone number\"]", "type: string"),
    GuessedColumn("b", ["true", "FALSE"], "type: boolean"),
    GuessedColumn("b", ["true", "1"], "type: string"),
    GuessedColumn("b", ["yes", "no"], "type: string"),
    GuessedColumn("a", ["[1,2]", "[]"], "type: array", "items: { type: integer }"),
    GuessedColumn("a", ["[1,2.5]"], "type: array", "items: { type: number }"),
    GuessedColumn("a", ["[1,\"x\"]"], "type: array"),
    GuessedColumn("a", ["[1,2]", "[1"], "type: string"),
    GuessedColumn("a", ["[1]", "{\"a\":1}"], "type: string"),
    GuessedColumn("o", ["{\"a\":1}"], "type: object"),
    GuessedColumn("m", ["ann@example.com", "bo@example.org"], "type: string", "format: email"),
    GuessedColumn("m", ["ann@example.com", "bö@example.org"], "type: string", "format: idn-email"),
    GuessedColumn("m", ["ann@example.com", "bo"], "type: string"),
    GuessedColumn(
      "u", ["https://a.example/", "http://b.example/x"], "type: string", "format: http-url"),
    GuessedColumn("d", ["2026-01-31"], "type: string"),
    GuessedColumn("l", ["a;b", "c"], "type: string"),
    GuessedColumn("password", ["x"], "type: string", "secret: true"),
    GuessedColumn("empty", ["", ""], "type: string"),
  ])
  func guessesNoMoreThanEveryValueBears(column: GuessedColumn) throws {
    let filler = ("other", column.cells.map { _ in "x" })
    let text = try Self.skeleton(Self.csv([(column.name, column.cells), filler]))
    let name = column.name == "Phone number" ? "phone_number" : column.name
    #expect(Self.keys(name, in: text) == column.keys)
    _ = try Self.profile(text)
  }

  @Test(arguments: [
    (#"{"a":1}"#, #"{"a":2}"#, ["type: integer"]),
    (#"{"a":1}"#, #"{"a":2.0}"#, ["type: number"]),
    (#"{"a":1}"#, #"{"a":"1"}"#, ["type: [string, integer]"]),
    (#"{"a":"1"}"#, #"{"a":"2"}"#, ["type: string"]),
    (#"{"a":true}"#, #"{"a":null}"#, ["type: boolean"]),
    (#"{"a":["x"]}"#, #"{"a":[]}"#, ["type: array", "items: { type: string }"]),
    (#"{"a":{}}"#, #"{"b":1}"#, ["type: object"]),
    (#"{"a":""}"#, #"{"a":"ann@example.com"}"#, ["type: string"]),
    (#"{"a":12345678901234567890}"#, #"{"a":1}"#, ["type: integer"]),
  ])
  func keepsTheTypesOfJSON(one: String, other: String, keys: [String]) throws {
    let text = try Self.skeleton("\(one)\n\(other)\n", format: .jsonl)
    #expect(Self.keys("a", in: text) == keys)
    _ = try Self.profile(text)
  }

  @Test func requiresWhatEveryRowHas() throws {
    let profile = try Self.profile(
      try Self.skeleton("sub,name,nick\n1,Ann,a\n2,Bob,\n"))
    #expect(profile.claims.names == ["sub", "name", "nick", "exp"])
    #expect(profile.claims.required.map { profile.claims.names[$0] } == ["sub", "name"])
    #expect(profile.identity.map(\.text) == ["sub"])
  }

  @Test(arguments: [
    ("sub,email\n1,a@example.com\n2,b@example.com\n", ["sub"]),
    ("email,sub\na@example.com,1\nb@example.com,1\n", ["email"]),
    ("E-Mail,x\na@example.com,1\nA@example.com,2\n", []),
    ("userId,x\n1,1\n,2\n", []),
    ("x,y\n1,2\n", []),
  ])
  func guessesAnIdentityThatIsUnique(csv: String, expected: [String]) throws {
    #expect(try Self.profile(try Self.skeleton(csv)).identity.map(\.text) == expected)
  }

  @Test(arguments: [(2, "type: integer"), (3, "type: string")])
  func looksAtNoMoreRowsThanItIsTold(rows: Int, type: String) throws {
    let text = try Self.skeleton("num,x\n1,1\n2,1\nz,1\n", rows: rows)
    #expect(Self.keys("num", in: text) == [type])
    #expect(text.contains(rows == 2 ? "(the first 2 rows)" : "(3 rows)"))
  }

  /// Names that YAML, terminals and people take for something else.
  static let hostileNames = [
    "yes", "null", "1", "a: b", "#x", "new\nline", "qu\"ote", "apo'strophe", "ünïcødé", "é",
    "e\u{301}", "- x", "{a}", "[b]", "*c", "&d", "!e", "%f", "@g", "`h", "|", ">", "?", "true", "~",
    ".inf", "0x1F", "exp", "iat", "a.b", "a", " lead", "trail ", "\u{200B}", "\u{202E}abc", "𝔘",
    "\t", "a_b", "a b", "A B", "\\n", "---", "...", "<<", "=", "\u{85}", "\u{2028}", "\u{FEFF}z",
    "claims.x", "inputs.x", "column_1", "not", "any", "\u{7}bell", "日本",
    String(repeating: "x", count: 3_000), "{{token}}", "muster_row",
  ]

  @Test func namesColumnsOfAnyName() throws {
    let names = Self.hostileNames
    let text = try Self.skeleton(
      Self.csv(names.map { ($0, ["v", "w"]) }))
    let profile = try Self.profile(text)
    let columns = profile.claims.properties.compactMap { property -> String? in
      property.name == "exp" ? nil : property.from?.first ?? property.name
    }
    // By bytes, and without the one that Muster writes itself.
    #expect(columns.map { Array($0.utf8) } == names.dropLast().map { Array($0.utf8) })
    #expect(text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
  }

  @Test func copiesNoValue() throws {
    let cells = ["Zaphod", "zaphod@heart.example", "424242", "https://heart.example/gold", "true"]
    let csv = "given,mail,number_of,link,flag\n\(cells.joined(separator: ","))\n"
    let json = "{\"given\":\"Zaphod\",\"list\":[\"Beeblebrox\"],\"deep\":{\"heart\":\"gold\"}}\n"
    for text in [try Self.skeleton(csv), try Self.skeleton(json, format: .jsonl)] {
      for value in cells.dropLast() + ["Beeblebrox", "heart", "gold"] {
        #expect(!text.lowercased().contains(value.lowercased()), "\(value)")
      }
    }
  }

  @Test func writesAMinimalStart() throws {
    let profile = try Self.profile(
      Skeleton.text(name: "yes", batch: nil, survey: BatchSurvey()))
    #expect(profile.name == "yes")
    #expect(profile.claims.names == ["sub", "exp"])
  }

  @Test(arguments: [
    ("ann@example.com,x\n", true), ("12,13\n", true), ("12,name\n", true), ("12,a,b\n", false),
    ("sub,email\n", false),
  ])
  func noticesAMissingHeader(header: String, expected: Bool) throws {
    var reader = BatchReader(Array(header.utf8), format: .csv, dialect: .comma)
    #expect(try BatchSurvey(&reader, rows: 1).headerLooksLikeData == expected)
  }
}
