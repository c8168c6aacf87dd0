import Cases
import Findings
import Profiles
import Testing

/// Cases of texts that are no JWS. The signature is one of `ContainerTests`, computed with Python.
@Suite struct ContainerCaseTests {
  private static let profile = """
    muster: 1
    name: sealed
    title: Sealed
    documents: { guide: { title: Guide } }
    inputs: { properties: { time: { type: integer, generate: { time: now } } } }
    container:
      payload: { format: json, encoding: base64 }
      signature: { algorithm: HMAC-SHA1, over: "{encodedPayload} {time}", encoding: hex }
      text: "{encodedPayload} {signature} {time}"
    key: { kind: secret }
    lifetime: { age: { claim: inputs.time, maximum: 2h } }
    claims: { required: [sub], properties: { sub: {}, n: { type: integer } } }
    artifacts:
      page: { kind: html, template: "<script>var x = '{token}';</script>" }
      url: { kind: url, url: "https://x.example/", query: { x: "{token}" } }
      parts: { kind: url, url: "https://x.example/", query: { p: "{encodedPayload}", s: "{signature}" } }
    """

  private static let text =
    "eyJzdWIiOiJzIiwibiI6N30= a10a79faed7c33c552edb43c582da47b38582abb 1700000000"

  private static let key = "key: SECRET-OF-THIRTY-TWO-BYTES-LONG!, "

  @Test(
    arguments: [
      ("expect: { claims: { sub: s, n: 7 } }", []),
      ("expect: { artifact: \"<script>var x = '{token}';</script>\" }", []),
      ("artifact: url, expect: { artifact: \"https://x.example/?x={token}\" }", []),
      (
        "artifact: parts, expect: { artifact: \"https://x.example/?p=eyJzdWIiOiJzIiwibiI6N30%3D&s={signature}\" }",
        []
      ),
      (key + "expect: { token: \(text), artifact: \"<script>var x = '\(text)';</script>\" }", []),
      (key + "expect: { artifact: \"<script>var x = '{token}';</script>\" }", []),
      (
        key
          + "artifact: parts, expect: { artifact: \"https://x.example/?p=eyJzdWIiOiJzIiwibiI6N30%3D&s=a10a79faed7c33c552edb43c582da47b38582abb\" }",
        []
      ),
      (
        key + "expect: { token: x }",
        [
          "token: expected \"x\", is \"\(text)\""
        ]
      ),
      ("expect: { header: { alg: HS256 } }", ["header: a text that is no JWS has none"]),
    ] as [(String, [String])])
  func comparesATextThatIsNoJWS(body: String, differences: [String]) throws {
    let profile = try #require(
      ProfileReader.read(Array(Self.profile.utf8), file: "p.yaml").profile)
    let text =
      "muster: 1\ndefaults: { now: 1700000000 }\ncases:\n- { name: it, json: { sub: s, n: 7 }, \(body) }"
    let (file, findings) = CaseReader.read(Array(text.utf8), file: "cases.yaml", of: profile)
    #expect(marks(findings) == [])
    let it = try #require(file?.cases.first)
    let runner = CaseRunner(profile, keyFile: { _ in nil }, uptimeSeconds: { 0 })
    let result = runner.run(it)
    #expect(result.differences?.map(\.text) == differences)
    // What is recorded for it passes.
    let recorded = CaseRecorder(Array(text.utf8)).text(recording: [result])
    let again = CaseReader.read(recorded, file: "cases.yaml", of: profile)
    #expect(marks(again.findings) == [])
    #expect(runner.run(try #require(again.cases?.cases.first)).differences == [])
    // With a key, the signature is recorded too, wherever the artifact has it.
    let signature = "a10a79faed7c33c552edb43c582da47b38582abb"
    let isSigned = body.contains("key:")
    #expect(
      String(decoding: recorded, as: UTF8.self).split(separator: "expect").last?.contains(signature)
        == isSigned)
  }
}
