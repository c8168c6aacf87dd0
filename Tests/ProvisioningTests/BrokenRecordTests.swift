import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Records whose bytes are broken are findings, whatever the profile does with them.
@Suite struct BrokenRecordTests {
  private static let header = "sub,name,email,tagline,spaceIds,redirect_uri,custom\n"

  @Test(
    arguments: 0..<7, [([0x61, 0x00, 0x62], "nul-character"), ([0x61, 0xEB], "invalid-utf8")])
  func refusesBrokenBytesInAnyColumn(column: Int, broken: ([UInt8], String)) throws {
    var cells: [[UInt8]] = ["1", "N", "a@b.co", "t", "x,y", "/r", "c"].map { Array($0.utf8) }
    cells[column] = broken.0
    let row = cells.map { [0x22] + $0 + [0x22] }.joined(separator: [0x2C])
    let good = "\n2,M,c@d.co,,,,\n"
    let bytes = Array(Self.header.utf8) + Array(row) + Array(good.utf8)
    let batch = try Issuing("bettermode").issue(bytes: bytes)
    #expect(batch.rows.map(\.codes) == [[broken.1], []])
    #expect(
      batch.rows[0].findings[0].column
        == Self.header.split { ",\n".contains($0) }
        .map(String.init)[column])
  }

  @Test func tellsTheOtherFaultsOfARowWithABrokenCell() throws {
    let batch = try Issuing("bettermode").issue("sub,name,email,tagline\n1,,nobody,a\0b\n")
    #expect(batch.rows.map(\.codes) == [["nul-character", "required", "format"]])
  }

  @Test(arguments: [
    ("1,N,a@b.co\n", ["ragged-row"]), ("1,N,a@b.co,t,u\n", ["ragged-row"]),
    ("1,N\"x,a@b.co,t\n", ["stray-quote"]), ("1,N,a@b.co,\"t\n", ["unclosed-quote"]),
    ("1,N,a@b.co,\(String(repeating: "x", count: 65_537))\n", ["field-too-long"]),
    ("1,N,a@b.co,\(String(repeating: "x", count: 65_536))\n", []),
  ])
  func refusesMalformedRows(row: String, expected: [String]) throws {
    let batch = try Issuing("bettermode").issue("sub,name,email,tagline\n" + row)
    #expect(batch.rows.map(\.codes) == [expected])
  }

  @Test(arguments: [
    ("[1]", ["not-an-object"]), ("{\"sub\":}", ["invalid-json"]), ("{", ["invalid-json"]),
    (#"{"sub":"\u0000"}"#, ["nul-character"]), (#"{"sub":"\ud800"}"#, ["lone-surrogate"]),
    (#"{"sub":"a","sub":"b"}"#, ["duplicate-member"]),
    (#"{"a":{"b":1,"b":2}}"#, ["duplicate-member"]),
    (
      "{\"a\":\(String(repeating: "[", count: 70))\(String(repeating: "]", count: 70))}",
      ["too-deep"]
    ),
    (#"{"sub":"1" "name":"N"}"#, ["invalid-json"]), (#"{"sub":01}"#, ["invalid-json"]),
    (#"{"sub":NaN}"#, ["invalid-json"]), (#"{"sub":"1",}"#, ["invalid-json"]),
    ("7", ["not-an-object"]),
  ])
  func refusesMalformedJSONRecords(line: String, expected: [String]) throws {
    let good = #"{"sub":"2","name":"M","email":"c@d.co"}"#
    let batch = try Issuing("bettermode").with { $0.format = .jsonl }.issue("\(line)\n\(good)\n")
    #expect(batch.rows.map { Array($0.errors.prefix(1)) } == [expected, []])
  }
}
