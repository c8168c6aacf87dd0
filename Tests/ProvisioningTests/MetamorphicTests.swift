import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import Schemas
import TestKit
import Testing
import Tokens

/// A row's verdict depends on that row alone.
@Suite struct MetamorphicTests {
  struct Sample: Sendable {
    var name: String
    var header: String
    /// Rows whose identities differ.
    var rows: [String]
  }

  static let samples: [Sample] = [
    Sample(
      name: "mediaos", header: "email,first_name,forumGroupIds,passwordMD5,avatar",
      rows: [
        "a@b.co,Ada,\"1,2\",,", "b@b.co,,,,https://x.example/a.png", "c@b.co,\"C \"\"x\"\"\",[3],,",
        "nobody,,,,", "d@b.co,,7,hunter2,", "e@b.co,,,5f4dcc3b5aa765d61d8327deb882cf99,",
        "f@b.co,,\"1,1\",,", ",x,,,",
      ]),
    Sample(
      name: "bettermode", header: "sub,name,email,tagline,spaceIds,spacesOperation,custom",
      rows: [
        "1,A,a@b.co,,,,", "2,B,b@b.co,\"x\ny\",\"a,b\",ADD,1", "3,,c@b.co,,,,",
        "4,D,d@b.co,,a,REPLACE,", "5,E,e@b.co,,,ADD,", "😀,F,f@b.co,,[],,007",
        "\(String(repeating: "😀", count: 26)),G,g@b.co,,,,",
      ]),
    Sample(
      name: "acadio", header: "email,groups,credits,onboard,meta.tier,go",
      rows: [
        "a@b.co,,,,,", "b@b.co,[],,,,", "c@b.co,\"[1,\"\"1\"\"]\",,TRUE,gold,/x",
        "d@b.co,,\"[{\"\"orderId\"\":\"\"O\"\",\"\"id\"\":1}]\",,,", "e@b.co,,,yes,,",
        "f@b.co,,,,,//x",
      ]),
    Sample(
      name: "tinydrive", header: "sub,name,drive_root",
      rows: ["1,A,", "a:b,B,", "urn:x:1,C,/c", "2,,", "3,D,d"]),
    Sample(
      name: "proprofs", header: "user_email,site_access,guest",
      rows: ["a@b.co,,", "b@b.co,\"1,2\",false", "c@b.co,\"1, 2\",", "d@b.co,,maybe", ",,"]),
  ]

  private static func summaries(_ sample: Sample, _ rows: [String]) throws -> [String] {
    try issue(sample, rows).map(summary)
  }

  private static func issue(_ sample: Sample, _ rows: [String]) throws -> [IssuedRow] {
    let batch = try Issuing(sample.name).issue(
      sample.header + "\n" + rows.joined(separator: "\n") + "\n")
    #expect(batch.headerFindings == [])
    return batch.rows
  }

  /// Without the random identifier, which is a row's own.
  private static func summary(_ row: IssuedRow) -> String {
    let parts = row.summary.split(separator: "\"", omittingEmptySubsequences: false)
    guard let place = parts.firstIndex(of: "jti") else { return row.summary }
    return parts.enumerated().map { $0 == place + 2 ? "RANDOM" : String($1) }.joined(
      separator: "\"")
  }

  @Test(arguments: samples)
  func keepsVerdictsInAnyOrder(sample: Sample) throws {
    let whole = try Self.summaries(sample, sample.rows)
    #expect(whole.count == sample.rows.count)
    #expect(try Self.summaries(sample, sample.rows.reversed()) == whole.reversed())
    for shift in 1..<sample.rows.count {
      let turned = Array(sample.rows[shift...] + sample.rows[..<shift])
      #expect(try Self.summaries(sample, turned) == Array(whole[shift...] + whole[..<shift]))
    }
  }

  @Test(arguments: samples)
  func keepsVerdictsWhenTheBatchIsSplit(sample: Sample) throws {
    let whole = try Self.summaries(sample, sample.rows)
    let alone = try sample.rows.flatMap { try Self.summaries(sample, [$0]) }
    #expect(alone == whole)
    for cut in 1..<sample.rows.count {
      let parts =
        try Self.summaries(sample, Array(sample.rows[..<cut]))
        + Self.summaries(sample, Array(sample.rows[cut...]))
      #expect(parts == whole)
    }
  }

  @Test(arguments: samples)
  func keepsVerdictsBetweenPoisonedRows(sample: Sample) throws {
    let whole = try Self.summaries(sample, sample.rows)
    let columns = sample.header.split(separator: ",").count
    let poison = [
      Array(repeating: "\u{0}", count: columns).joined(separator: ","),
      Array(repeating: "{\"a\":[", count: columns).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
        .joined(separator: ","),
      "x", "a\"b" + String(repeating: ",", count: columns - 1),
      String(repeating: "x,", count: columns) + "y",
      Array(repeating: String(repeating: "9", count: 70_000), count: columns).joined(
        separator: ","),
    ]
    var rows: [String] = []
    for (index, row) in sample.rows.enumerated() { rows += [poison[index % poison.count], row] }
    let mixed = try Self.issue(sample, rows)
    #expect(mixed.count == rows.count)
    #expect(mixed.filter { $0.row % 2 == 0 }.map(Self.summary) == whole)
    for row in mixed where row.row % 2 == 1 { #expect(row.outcome == .rejected) }
  }

  @Test(arguments: samples)
  func judgesJSONLinesAsTheCSVOfTheSameRows(sample: Sample) throws {
    let whole = try Self.summaries(sample, sample.rows)
    var reader = BatchReader(
      Array((sample.header + "\n" + sample.rows.joined(separator: "\n") + "\n").utf8))
    _ = try reader.readHeader()
    var record = Record()
    let issuing = try Issuing(sample.name)
    let compiled = try #require(issuing.compile().compiled)
    var lines: [String] = []
    while try reader.next(into: &record) {
      var members: [String] = []
      for (column, field) in record.fields.enumerated() where field.kind != .absent {
        let name = reader.columns.displayName(column)
        members.append("\"\(name)\":\(Self.json(record, field, name, compiled))")
      }
      lines.append("{\(members.joined(separator: ","))}")
    }
    for text in [lines.joined(separator: "\n"), "[\(lines.joined(separator: ","))]"] {
      let batch = try issuing.issue(text)
      #expect(batch.rows.map(\.outcome) == (try Self.issue(sample, sample.rows)).map(\.outcome))
      let accepted = zip(batch.rows, whole).filter { $0.0.outcome == .accepted }
      #expect(accepted.map { Self.summary($0.0) } == accepted.map(\.1))
      #expect(!accepted.isEmpty)
    }
  }

  /// The cell as a program that knows the types would write it.
  private static func json(
    _ record: Record, _ field: Field, _ name: String, _ compiled: CompiledProfile
  ) -> String {
    let cell = text(Array(record.bytes[field.range]))
    let property = compiled.profile.claims.index(of: name)
      .map { compiled.profile.claims.properties[$0] }
    var literal: [UInt8] = []
    JSONWriter.appendString(Array(cell.utf8).span, to: &literal)
    guard let property, property.types != .string else { return text(literal) }
    if cell.hasPrefix("[") || cell.hasPrefix("{") { return cell }
    if property.types.contains(.boolean) {
      return ["true", "false"].contains(cell.lowercased()) ? cell.lowercased() : text(literal)
    }
    let isText = property.itemTypes.contains(.string)
    return "["
      + cell.split(separator: ",").map { isText ? "\"\($0)\"" : String($0) }
      .joined(separator: ",") + "]"
  }
}
