import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// One step after the other, over a text claim unless the case says otherwise.
@Suite struct TransformTests {
  private static func summary(
    _ property: String, cell: String? = nil, json: String? = nil
  ) throws -> String {
    let issuing = try Issuing(yaml: EngineProfile.yaml(claims: "it: { \(property) }"))
    let row =
      if let json { try issuing.row(json: #"{"sub":"s","it":\#(json)}"#) } else {
        try issuing.row(["sub": "s", "it": cell ?? ""])
      }
    let prefix = #"{"sub":"s","it":"#
    return row.summary.hasPrefix(prefix)
      ? String(row.summary.dropFirst(prefix.count).dropLast()) : row.summary
  }

  static let texts: [(String, String, String)] = [
    ("trim", " \t a b \r\n", #""a b""#), ("trim", "\u{A0}a", "\"\u{A0}a\""),
    ("trim", "  ", #"{"sub":"s"}"#),
    ("lowercase", "AÉß", #""aéß""#), ("uppercase", "aéß", #""AÉSS""#),
    ("lowercase", "İ", "\"i\u{307}\""),
    ("md5", "password", #""5f4dcc3b5aa765d61d8327deb882cf99""#),
    ("sha1", "abc", #""a9993e364706816aba3e25717850c26c9cd0d89d""#),
    ("sha256", "abc", #""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad""#),
    (
      "sha512", "abc",
      #""ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3"#
        + #"feebbd454d4423643ce80e2a9ac94fa54ca49f""#
    ),
    ("base64", "a?>", #""YT8+""#), ("base64", "a", #""YQ==""#), ("base64url", "a?>", #""YT8-""#),
    ("base64url", "a", #""YQ""#), ("hex", "aé", #""61c3a9""#),
    ("percentEncode", "a b/é~", #""a%20b%2F%C3%A9~""#),
    ("encodeJSON", #"a"b"#, #""\"a\\\"b\"""#),
    ("{ prefix: E }", "7", #""E7""#), ("{ suffix: '!' }", "7", #""7!""#),
    ("toString", "007", #""007""#), ("{ join: ',' }", "a, b", #""a, b""#),
  ]

  @Test(arguments: texts)
  func changesTexts(steps: String, cell: String, expected: String) throws {
    #expect(try Self.summary("transform: [\(steps)]", cell: cell) == expected)
    if !steps.contains("JSON") {
      var literal: [UInt8] = []
      JSONWriter.appendString(Array(cell.utf8).span, to: &literal)
      let json = try Self.summary("transform: [\(steps)]", json: text(literal))
      // A JSON text that is trimmed to nothing is an empty text, not an absent one.
      #expect(json == (expected == #"{"sub":"s"}"# ? "\"\"" : expected))
    }
  }

  @Test func appliesStepsInOrder() throws {
    #expect(
      try Self.summary("transform: [trim, lowercase, md5]", cell: " PassWord ")
        == #""5f4dcc3b5aa765d61d8327deb882cf99""#)
    #expect(
      try Self.summary("transform: [md5, { prefix: 'md5:' }]", cell: "password")
        == #""md5:5f4dcc3b5aa765d61d8327deb882cf99""#)
  }

  @Test(arguments: [
    ("type: array, transform: [{ split: ';' }]", "a; b;c", #"["a","b","c"]"#),
    ("type: array, transform: [{ split: '::' }]", "a::b", #"["a","b"]"#),
    ("type: array, transform: [{ split: ';' }]", "a;;b", #"["a","","b"]"#),
    (
      "type: array, items: { type: integer }, transform: [{ split: ';' }]", "1;2",
      "rejected: type,type"
    ),
    ("type: [array, object], transform: [parseJSON]", #" { "a" : [1] } "#, #"{"a":[1]}"#),
    ("type: [array, object], transform: [parseJSON]", "{", "rejected: transform"),
    ("type: integer, transform: [toInteger]", " 42 ", "42"),
    ("type: integer, transform: [toInteger]", "12345678901234567890", "12345678901234567890"),
    ("type: integer, transform: [toInteger]", "-0", "-0"),
    ("type: integer, transform: [toInteger]", "4.2", "rejected: transform"),
    ("type: integer, transform: [toInteger]", "007", "rejected: transform"),
    ("type: integer, transform: [toInteger]", "1e3", "rejected: transform"),
    ("type: number, transform: [toNumber]", " 4.20 ", "4.20"),
    ("type: number, transform: [toNumber]", "1e400", "1e400"),
    ("type: number, transform: [toNumber]", "4,2", "rejected: transform"),
    ("type: number, transform: [toNumber]", "NaN", "rejected: transform"),
    ("type: number, transform: [toNumber]", ".5", "rejected: transform"),
    ("type: boolean, transform: [toBoolean]", "Yes", "true"),
    ("type: boolean, transform: [toBoolean]", " on ", "true"),
    ("type: boolean, transform: [toBoolean]", "N", "false"),
    ("type: boolean, transform: [toBoolean]", "0", "false"),
    ("type: boolean, transform: [toBoolean]", "\u{10}", "rejected: transform"),
    ("type: boolean", "\u{54}RUE", "true"),
    ("type: boolean, transform: [toBoolean]", "maybe", "rejected: transform"),
    ("type: boolean, transform: [toBoolean]", "11", "rejected: transform"),
  ])
  func makesOtherTypes(property: String, cell: String, expected: String) throws {
    #expect(try Self.summary(property, cell: cell) == expected)
  }

  @Test(arguments: [
    ("transform: [{ join: ',' }]", #"["a",1,"b"]"#, #""a,1,b""#),
    ("transform: [{ join: '' }]", "[]", #""""#),
    ("transform: [{ join: ',' }]", "17", #""17""#),
    ("transform: [{ join: ',' }]", "[null]", "rejected: transform"),
    ("transform: [{ join: ',' }]", #"["a\"\u00e9"]"#, #""a\"é""#),
    ("transform: [toString]", "1.50", #""1.50""#), ("transform: [toString]", "true", #""true""#),
    ("transform: [toString]", "[1]", "rejected: transform"),
    ("transform: [encodeJSON]", #"{"*":["*"]}"#, #""{\"*\":[\"*\"]}""#),
    ("transform: [md5]", "17", "rejected: transform"),
    ("transform: [trim]", "17", "rejected: type"),
    ("type: integer, transform: [trim]", "17", "17"),
    ("type: [object, array], transform: [parseJSON]", #""[1]""#, "[1]"),
    ("type: [object, array], transform: [parseJSON]", "[1]", "[1]"),
    ("type: array, transform: [{ split: ',' }]", #""a,b""#, #"["a","b"]"#),
    ("type: array, transform: [{ split: ',' }]", #"["a,b"]"#, #"["a,b"]"#),
    ("type: integer, transform: [toInteger]", #""42""#, "42"),
    ("type: integer, transform: [toInteger]", "true", "rejected: transform"),
    ("type: boolean, transform: [toBoolean]", "true", "true"),
    ("type: boolean, transform: [toBoolean]", "1", "rejected: transform"),
    ("type: boolean, transform: [toBoolean]", #""yes""#, "true"),
  ])
  func changesJSON(property: String, json: String, expected: String) throws {
    #expect(try Self.summary(property, json: json) == expected)
  }
}
