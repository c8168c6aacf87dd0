import Batches
import Bytes
import Findings
import Profiles
import Provisioning
import TestKit
import Testing
import Tokens

/// Every form of delivery, with values that try to break out of their place.
@Suite struct ArtifactTests {
  static let hostile = [
    "\"><script>alert(1)</script>", "</script>", "'", "\u{2028}\u{2029}", "&amp;x=1&y", "#top",
    "%2F+%",
    "a b\\n", "`${x}`", "é😀", "{token}", "\n\r\t",
  ]

  private static func issuing(_ artifacts: String, parameter: String? = nil) throws -> Issuing {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        claims: "it: {}\nnum: { type: integer }",
        inputs: "properties: { v: { minLength: 1, pattern: '' } }",
        parameters: "properties: { p: {}, host: { format: host-port } }", artifacts: artifacts)
    ).setting("host", "a.example")
    return parameter.map { issuing.setting("p", $0) } ?? issuing
  }

  /// The artifact of a row with this value, with the token written as TOKEN.
  private static func render(
    _ artifact: String, _ value: String, parameter: String? = nil
  ) throws -> String {
    let issuing = try issuing("x: { \(artifact) }\ntoken: { kind: token }", parameter: parameter)
    let cells: KeyValuePairs = ["sub": "s", "v": value, "it": value, "num": "17"]
    let token = try issuing.with { $0.options.artifact = "token" }.row(cells).artifact
    #expect(!token.isEmpty)
    let row = try issuing.row(cells)
    #expect(row.codes == [])
    return row.artifact.replacing(token, with: "TOKEN")
  }

  /// What RFC 3986 calls unreserved stays, the rest is encoded: the slow twin.
  private static func percent(_ text: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isKept =
        byte < 0x80
        && (scalar.properties.isAlphabetic || (48...57).contains(byte)
          || "-._~".utf8.contains(byte))
      let hex = String(byte, radix: 16, uppercase: true)
      return isKept ? String(scalar) : "%" + (hex.count == 1 ? "0" : "") + hex
    }.joined()
  }

  private static func html(_ text: String) -> String {
    text.unicodeScalars.map {
      ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"][$0] ?? String($0)
    }.joined()
  }

  @Test(arguments: hostile)
  func encodesValuesOfALink(value: String) throws {
    let url =
      "kind: url, url: 'https://{host}/a/{v}', query: { t: '{token}', 'r&': 'x={v}' },"
      + " fragment: { f: '{claims.it}', n: '{claims.num}' }"
    let encoded = Self.percent(value)
    #expect(
      try Self.render(url, value)
        == "https://a.example/a/\(encoded)?t=TOKEN&r%26=x%3D\(encoded)#f=\(encoded)&n=17")
  }

  @Test(arguments: hostile)
  func encodesParametersOfALink(value: String) throws {
    let url = "kind: url, url: 'https://{host}/{p}?x=1', query: { t: '{token}', p: '{p}' }"
    let encoded = Self.percent(value)
    #expect(
      try Self.render(url, "v", parameter: value)
        == "https://a.example/\(encoded)?x=1&t=TOKEN&p=\(encoded)")
  }

  @Test(arguments: hostile)
  func escapesValuesOfAPage(value: String) throws {
    let page = "kind: html, template: \"<p title='{v}'>{v}</p><a data-t=\\\"{token}\\\">{p}</a>\""
    let escaped = Self.html(value)
    #expect(
      try Self.render(page, value, parameter: value)
        == "<p title='\(escaped)'>\(escaped)</p><a data-t=\"TOKEN\">\(escaped)</a>")
  }

  @Test(arguments: hostile)
  func escapesValuesOfAScript(value: String) throws {
    let page = "kind: html, template: \"<script>var a='{v}', t='{token}', p=\\\"{p}\\\";</script>\""
    let rendered = try Self.render(page, value, parameter: value)
    let prefix = "<script>var a='", suffix = "\";</script>"
    #expect(rendered.hasPrefix(prefix) && rendered.hasSuffix(suffix))
    let inside = rendered.dropFirst(prefix.count).dropLast(suffix.count)
    // Nothing in it ends the string, the line or the element, and it is still the same text.
    for forbidden in ["<", ">", "&", "`", "\n", "\r", "\u{2028}", "\u{2029}", "/"] {
      #expect(!inside.contains(forbidden))
    }
    let parts = inside.components(separatedBy: "', t='TOKEN', p=\"")
    #expect(parts.count == 2)
    for part in parts {
      #expect(!part.contains("'") && !part.contains("\""))
      var decoded: [UInt8] = []
      var reader = JSONReader()
      var json: [UInt8] = []
      try reader.readWhole(Array("\"\(part)\"".utf8).span, into: &json)
      JSONReader.unescape(json.span, literal: 0..<json.count, into: &decoded)
      #expect(decoded == Array(value.utf8))
    }
  }

  @Test(arguments: hostile)
  func escapesValuesOfADocument(value: String) throws {
    let document =
      "kind: json, body: { token: '{token}', v: '{v}', x: 'a {v} b', n: '{claims.num}', l: [1, '{p}'] }"
    var literal: [UInt8] = []
    JSONWriter.appendString(Array(value.utf8).span, to: &literal)
    let inner = text(Array(literal.dropFirst().dropLast()))
    #expect(
      try Self.render(document, value, parameter: value)
        == "{\"token\":\"TOKEN\",\"v\":\"\(inner)\",\"x\":\"a \(inner) b\",\"n\":17,\"l\":[1,\"\(inner)\"]}"
    )
  }

  @Test(arguments: hostile)
  func escapesValuesOfAForm(value: String) throws {
    let form =
      "kind: form, url: 'https://{host}/post?a=1&b={v}', fields: { t: '{token}', 'n\"': 'x&{v}' }"
    #expect(
      try Self.render(form, value)
        == "<!doctype html><meta charset=\"utf-8\"><form method=\"post\" "
        + "action=\"https://a.example/post?a=1&amp;b=\(Self.percent(value))\">"
        + "<input type=\"hidden\" name=\"t\" value=\"TOKEN\">"
        + "<input type=\"hidden\" name=\"n&quot;\" value=\"x&amp;\(Self.html(value))\">"
        + "<button>Continue</button></form><script>document.forms[0].submit()</script>")
  }

  @Test func writesTextAsItIs() throws {
    #expect(
      try Self.render("kind: text, template: 'curl -d t={token} {v} {{x}}'", "a'b")
        == "curl -d t=TOKEN a'b {x}")
  }

  @Test func leavesOutPairsWithoutAValue() throws {
    let issuing = try Self.issuing(
      "x: { kind: url, url: 'https://{host}/', query: { v: '{v}', t: '{token}', p: 'p{p}' } }")
    let row = try issuing.row(["sub": "s"])
    #expect(row.artifact.hasPrefix("https://a.example/?t=eyJ"))
    #expect(!row.artifact.contains("&"))
  }

  @Test func refusesARowThatLacksWhatTheArtifactNeeds() throws {
    let issuing = try Self.issuing("x: { kind: text, template: '{token} {v}' }")
    #expect(try issuing.row(["sub": "s"]).codes == ["missing-input"])
  }

  @Test func requiresInputsThatTheProfileRequires() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(inputs: "required: [state]\nproperties: { state: { minLength: 1 } }")
    )
    #expect(try issuing.row(["sub": "s"]).codes == ["missing-input"])
    #expect(try issuing.row(["sub": "s", "state": ""]).codes == ["missing-input"])
    #expect(try issuing.row(["sub": "s", "state": "x"]).codes == [])
    #expect(try issuing.setting("state", "y").row(["sub": "s", "state": ""]).codes == [])
  }

  @Test(arguments: [-1, 0, 1])
  func refusesAnArtifactThatIsTooLong(more: Int) throws {
    let token = try Issuing(yaml: EngineProfile.yaml()).row(["sub": "s"]).artifact
    let row = try Issuing(
      yaml: EngineProfile.yaml(
        artifacts: "token: { kind: token, maxLength: \(token.utf8.count + more) }")
    ).row(["sub": "s"])
    #expect(row.codes == (more < 0 ? ["artifact-too-long"] : []))
    #expect(row.artifact == (more < 0 ? "" : token))
  }

  @Test func putsPartsOfTheKeyIntoTheHeader() throws {
    let issuing = try Issuing(
      yaml: EngineProfile.yaml(
        key: "kind: secret, derivation: [{ split: ':', take: 2 }],"
          + " parts: { id: { steps: [{ split: ':', take: 1 }] } }",
        token: "algorithms: [HS256], header: { kid: '{key.id}', typ: JWT, site: 'x{p}' }",
        parameters: "properties: { p: {} }")
    ).with { $0.key = "app.k\"1:the secret half of this key" }
    let token = try issuing.setting("p", "7").row(["sub": "s"]).artifact
    let header = TokenReading.read(Array(token.utf8)).reading.map { text($0.header) }
    #expect(header == #"{"alg":"HS256","kid":"app.k\"1","typ":"JWT","site":"x7"}"#)
    // A member with an absent parameter is left out.
    let without = try issuing.row(["sub": "s"]).artifact
    #expect(
      TokenReading.read(Array(without.utf8)).reading.map { text($0.header) }
        == #"{"alg":"HS256","kid":"app.k\"1","typ":"JWT"}"#)
  }
}

extension Substring {
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = self
    while let found = rest.firstRange(of: separator) {
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return parts + [String(rest)]
  }
}
