import Authoring
import Profiles
import TestKit
import Testing

@Suite struct GuideTests {
  /// A page without a judge: every row is taken.
  static func page(_ text: String, problems: [String] = []) throws -> String {
    let profile = try DifferenceTests.profile(text)
    let template = TemplateRow(profile) { _, _ in problems }
    return Guide.markdown(profile, nameOrFile: "my profile.yaml", template: template)
  }

  static func line(_ start: String, in page: String) -> String? {
    page.split(separator: "\n").map(String.init).first { $0.hasPrefix(start) }
  }

  static let head = """
    muster: 1
    name: a
    title: "A *bold* | <b>title</b>"
    documents: { guide: { title: "Gu[i]de", url: "https://a.example/x" }, bad: { title: B, url: "javascript:x" } }
    token: { algorithms: [HS256] }
    key: { kind: secret, derivation: [{ member: k }, base64Decode] }
    lifetime: {}
    artifacts: { token: { kind: token } }

    """

  @Test func escapesWhatAnAuthorWrote() throws {
    let page = try Self.page(
      Self.head + """
        claims:
          properties:
            "a|`b": { description: "One | two\\nthree <i> `x` [y](z)", pattern: "^(a|b)`$" }
        """)
    #expect(Self.line("# ", in: page) == "# A \\*bold\\* | \\<b>title\\</b>")
    #expect(Self.line("- `guide`", in: page) == "- `guide`: [Gu\\[i]de](https://a.example/x)")
    #expect(Self.line("- `bad`", in: page) == "- `bad`: B, `javascript:x`")
    #expect(
      Self.line("| ``a", in: page)
        == "| ``a\\|`b`` | no     | text, matching ``^(a\\|b)`$`` |           | "
        + "One \\| two three \\<i> \\`x\\` \\[y](z) |")
    #expect(
      Self.line("A shared", in: page)
        == "A shared secret, the member `k` of the JSON document, then read as base64.")
    #expect(page.contains("`--allow eternal`"))
    #expect(page.contains("muster check batch.csv --profile 'my profile.yaml' --allow eternal"))
  }

  @Test(arguments: [
    ("{ minLength: 1, maxLength: 50 }", "text, 1 to 50 characters"),
    ("{ minLength: 1 }", "text, not empty"),
    ("{ maxLength: 5, lengthUnit: bytes }", "text, at most 5 bytes"),
    ("{ enum: [a, b, c] }", "`a`, `b` or `c`"),
    ("{ const: a }", "always `a`"),
    ("{ type: integer, minimum: 1, maximum: 9 }", "whole number, 1 to 9"),
    (
      "{ type: number, exclusiveMinimum: 0, multipleOf: 0.5 }",
      "number, more than 0, a multiple of 0.5"
    ),
    (
      "{ type: boolean, transform: [toBoolean] }",
      "true or false; yes, no, 1, 0, on and off are taken too"
    ),
    (
      "{ type: array, separator: \"|\", items: { maxLength: 3 }, maxItems: 2, uniqueItems: true }",
      "list, each: any value, at most 3 characters, at most 2 elements, none twice; separated by "
        + "`\\|`, or a JSON array"
    ),
    (
      "{ type: object, additionalProperties: { type: string } }",
      "object, other members: text; as JSON"
    ),
    (
      "{ format: relative-path }",
      "a path on the same site that begins with one /, such as /welcome"
    ),
    ("{ transform: [trim, lowercase] }", "text; after `\\[lowercase]`"),
  ])
  func saysLimitsInWords(property: String, words: String) throws {
    let page = try Self.page(Self.head + "claims: { properties: { c: \(property) } }\n")
    let row = try #require(Self.line("| `c`", in: page))
    let wanted = words.contains("\\[") ? words.replacingOnce("\\[", "[") : words
    #expect(row.contains("| \(wanted) "), "\(row)")
  }

  @Test func tellsReadingsOfOurOwn() throws {
    let page = try Self.page(
      Self.head.replacingOnce("lifetime: {}", "lifetime: { source: \"muster: it says nothing\" }")
        + """
        claims:
          properties:
            sub: { source: "muster: we take 40" }
            name: { source: "guide: Name" }
            place: { type: object, properties: { city: { source: "muster: a guess" } } }
        rules:
          - { id: r, message: No., requires: [sub], source: "muster: caution" }
        """)
    let tail = page.components(separatedBy: "## Not stated by the platform\n")
    #expect(
      tail.last == """

        Readings of the profile's author, which no document backs:

        - lifetime: it says nothing
        - `sub`: we take 40
        - `place.city`: a guess
        - rule `r`: caution

        """)
  }

  @Test func saysWhatAContainerSigns() throws {
    let page = try Self.page(EditTable.container)
    let section = page.components(separatedBy: "## The key\n\n").last?
      .components(separatedBy: "\n\n##").first
    #expect(
      section == """
        A shared secret, used as it is.
        The claims are written as a JSON object, encoded as base64: `{encodedPayload}`.
        Signed with `HMAC-SHA1` is `{encodedPayload}`, `{time}`, joined by ` `; the signature is written as hex.
        What `{token}` stands for is `{encodedPayload} {signature} {time}`.
        """)
    #expect(page.contains("The platform counts 2 hours from `inputs.time` by itself."))
  }

  @Test func writesObjectsWhereNoColumnIsNeeded() throws {
    let page = try Self.page(
      Self.head + "claims: { properties: { at: { type: integer, generate: { time: now } } } }\n")
    #expect(page.contains("```jsonl\n{}\n```\n"))
    #expect(page.contains("muster check batch.jsonl --profile"))
  }

  /// A row is filled as far as the judge takes it.
  @Test func fillsTheTemplateAsFarAsItIsTaken() throws {
    let profile = try DifferenceTests.profile(
      Self.head + """
        claims:
          required: [sub, odd]
          properties:
            sub: { maxLength: 3 }
            odd: { pattern: "^never-guessed-[0-9]{17}$" }
            a: { examples: [one, two] }
            b: { type: array, separator: ";", items: { type: integer, minimum: 5 }, minItems: 2 }
            place: { type: object, properties: { city: {}, zip: { pattern: "^[0-9]{4}$" } } }
            at: { generate: { time: now } }
        """)
    let template = TemplateRow(profile) { csv, _ in
      let text = String(decoding: csv, as: UTF8.self)
      return text.contains("one") ? ["not one"] : []
    }
    #expect(
      String(decoding: template.batch, as: UTF8.self) == """
        sub,odd,a,b,place.city,place.zip
        Exa,FILL-IN,two,5;10,Example city,1234

        """)
    #expect(template.problems == [])
    let page = Guide.markdown(profile, nameOrFile: "a", template: template)
    #expect(page.contains("No example could be made up."))
    #expect(page.contains("Where `FILL-IN` stands (`odd`), nothing could be made up that fits"))
  }

  @Test func saysWhatIsWrongWithARowThatIsNotTaken() throws {
    let page = try Self.page(
      Self.head + "claims: { properties: { sub: {} } }\n", problems: ["It is never right."])
    #expect(page.contains("The row is not accepted as it stands:\n\n- It is never right.\n"))
  }

  /// Neither what the profile keeps from people nor what no column feeds is offered to be filled.
  @Test func showsNoSecretAndNoColumnOfWhatIsFixed() throws {
    let page = try Self.page(
      Self.head + """
        claims:
          properties:
            pin: { secret: true, default: hunter2 }
            fixed: { type: object, value: { plan: free }, properties: { plan: {} } }
            place: { type: object, properties: { city: {}, at: { type: integer, generate: { time: now } } } }
        """)
    #expect(!page.contains("hunter2"))
    #expect(page.contains("| a secret that the profile holds |"))
    #expect(page.contains("```csv\npin,place.city\n"))
    #expect(page.contains("| `place.at` | the time of issue, in seconds since 1970"))
  }

  /// A cell holds what stands before the steps, never what they make.
  @Test(arguments: [
    (
      "{ type: array, transform: [{ split: \",\" }, { each: [{ template: { name: \"{value}\" } }] }] }",
      "example"
    ),
    ("{ type: integer, transform: [trim, { map: { low: 1, high: 9 } }] }", "low"),
    ("{ type: array, transform: [{ split: \",\" }, { each: [{ map: { a: 1 } }] }] }", "a"),
    ("{ transform: [{ prefix: \"https://x.example/\" }], format: uri }", "example"),
    ("{ transform: [{ prefix: x }], examples: [own] }", "own"),
    ("{ transform: [trim], enum: [a, b] }", "a"),
  ])
  func fillsCellsWithWhatStandsBeforeTheSteps(property: String, cell: String) throws {
    let page = try Self.page(Self.head + "claims: { properties: { it: \(property) } }\n")
    #expect(page.contains("```csv\nit\n\(cell)\n```"))
  }

  @Test func writesOptionalMembersAsProfilesDo() throws {
    let body =
      #"{ token: { kind: json, body: { a: "{claims.a?}", b: "{claims.b?|trim}", id: "{token}" } } }"#
    let page = try Self.page(
      Self.head.replacingOnce("{ token: { kind: token } }", body)
        + #"claims: { properties: { a: {}, b: {}, o: { type: object, value: { a: "{claims.a?}", id: 1 } } } }"#
        + "\n")
    #expect(page.contains(#"{"a":"{claims.a?}","b":"{claims.b?|trim}","id":"{token}"}"#))
    #expect(page.contains(#"| `{"a":"{claims.a?}","id":1}` |"#))
  }
}
