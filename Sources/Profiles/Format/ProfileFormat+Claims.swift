extension ProfileFormat {
  package static let properties = MappingSpec(
    "properties", "A group of values: claims, inputs or parameters.",
    [
      KeySpec(
        "required", .texts, absent: "none", "Names that must have a value.",
        example: "required: [sub, email]"),
      KeySpec(
        "properties", .mappings("property"), absent: "none", "The values, in their order.",
        example: "properties: { sub: { type: string } }"),
      KeySpec(
        "additionalProperties", .schemaOrBoolean, absent: "`true`",
        "What a claim that is passed through from an unknown column must look like.",
        example: "additionalProperties: { type: string }"),
    ])

  /// What a property says beyond its schema: where the value comes from, and how it is treated.
  private static let feeding: [KeySpec] = [
    KeySpec(
      "from", .texts, absent: "the column of the same name",
      "Columns (CSV) or keys (JSON) that may feed it; the first that holds a value does. "
        + "They stand in the place of its own name; for a member, of `claim.member`.",
      example: "from: [external_id, id]"),
    KeySpec(
      "transform", .steps(transformSteps.id), absent: "none",
      "Steps on the text before it is typed, in order.", example: "transform: [trim, lowercase]"),
    KeySpec(
      "separator", .text,
      "A CSV cell that is not a JSON array is a list, separated by this text.",
      example: "separator: \";\""),
    KeySpec(
      "value", .jsonTemplate,
      "A fixed value. Texts, and names of members, may hold `{parameter}`, `{input}`, "
        + "`{claims.NAME}` (a claim declared further up) and `{key.PART}`; where one of them "
        + "is absent, so is the claim, unless it stands as `{name?}`. A text that is one placeholder and nothing else keeps the "
        + "type of what it names, which `type` has to allow. No column feeds it, unless `from` says so.",
      example: "value: \"{issuer}\""),
    KeySpec(
      "generate", .mapping("generate"),
      "A value that Muster makes. No column feeds it, unless `from` says so.",
      example: "generate: { time: now }"),
    KeySpec(
      "join", .mapping("join"), "A text joined from templates.",
      example: "join: { separator: \":\", parts: [\"{vendor}\", \"{user}\"] }"),
    KeySpec(
      "firstOf", .jsonTemplates,
      "Several values as in `value`: the first of which nothing is absent.",
      example: "firstOf: [\"{nickname}\", \"{claims.name}\"]"),
    KeySpec(
      "when", .condition, absent: "everywhere",
      "Where `value`, `generate`, `join`, `firstOf` or `default` gives a value: a condition over parameters, "
        + "inputs and claims declared further up. A column may feed the claim all the same.",
      example: "when: { parameters.max_age: present }"),
    KeySpec(
      "claimName", .template, absent: "the claim's own name",
      "The claim's name in the token, over parameters, where a tenant chooses it. Rules and "
        + "columns keep the profile's name.",
      example: "claimName: \"{email_attribute}\""),
    KeySpec(
      "default", .json, "The value where nothing feeds it.", example: "default: member"),
    KeySpec(
      "clear", .mapping("clear"), "A cell text that stands for an explicit empty value.",
      example: "clear: { marker: \"(none)\", value: \"\" }"),
    KeySpec(
      "secret", .boolean, absent: "`false`",
      "The value is shown nowhere but in the token: findings, rejects and reports redact it.",
      example: "secret: true"),
  ]

  /// The keys that only a claim, and a member of a claim that is an object, have.
  static let feedingKeys = feeding.map(\.name)

  /// What an input says of requests to a server.
  private static let requesting: [KeySpec] = [
    KeySpec(
      "request", .texts, absent: "no request gives it",
      "Of an input only: the query parameters, or members of a JSON body, by which a request to "
        + "`muster serve` may give it; a request that gives two of them is refused. What it gives "
        + "counts instead of the row's value, and is held to the schema and the rules like a cell.",
      example: "request: [redirect_uri, referrer_uri]"),
    KeySpec(
      "nonce", .boolean, absent: "`false`",
      "Of an input only, and of at most one: it is the nonce of the page's Content-Security-Policy, "
        + "which a server makes anew for each answer. It needs a `pattern` that takes base64 and "
        + "base64url, and nothing else.",
      example: "nonce: true"),
  ]

  /// The keys that only an input has.
  static let inputKeys = requesting.map(\.name)

  private static let describing: [KeySpec] = [
    KeySpec("title", .text, "A short name for people.", example: "title: Member id"),
    KeySpec("description", .text, "What it is.", example: "description: The id in your product."),
    KeySpec("examples", .values, "Values for documentation.", example: "examples: [a-17]"),
    KeySpec(
      "source", .text, "Where the platform says so: a document's name, a colon, the section.",
      example: "source: \"guide: Claims, sub\""),
  ]

  /// The keywords of JSON Schema 2020-12, with its meaning.
  private static let keywords: [KeySpec] = [
    KeySpec(
      "type", .terms(.types), absent: "`string` for a property, any for a schema",
      "\(Vocabulary.types.list), or a list of them. An integer is written without fraction and "
        + "exponent, at any size.",
      example: "type: [string, array]"),
    KeySpec("enum", .values, "The list of allowed values.", example: "enum: [ADD, REPLACE]"),
    KeySpec("const", .json, "The one allowed value.", example: "const: savetowallet"),
    KeySpec("minLength", .integer, "Least length of a text.", example: "minLength: 1"),
    KeySpec("maxLength", .integer, "Greatest length of a text.", example: "maxLength: 50"),
    KeySpec(
      "lengthUnit", .choice(["codePoints", "utf16", "bytes"]), absent: "`codePoints`",
      "What the two lengths count: code points, as JSON Schema does, UTF-16 units or UTF-8 bytes.",
      example: "lengthUnit: utf16"),
    KeySpec(
      "pattern", .text,
      "Regular expression (ECMA-262 without back-references and look-around), found anywhere in "
        + "the text unless anchored; takes linear time.",
      example: "pattern: \"^[0-9]+$\""),
    KeySpec(
      "format", .term(.formats),
      "\(Vocabulary.formats.list). Always checked. `relative-path` is a redirect that cannot leave "
        + "the site.",
      example: "format: http-url"),
    KeySpec("minimum", .number, "Least number.", example: "minimum: 1"),
    KeySpec("maximum", .number, "Greatest number.", example: "maximum: 100"),
    KeySpec("exclusiveMinimum", .number, "The number is greater.", example: "exclusiveMinimum: 0"),
    KeySpec("exclusiveMaximum", .number, "The number is less.", example: "exclusiveMaximum: 1"),
    KeySpec("multipleOf", .number, "The number is a multiple.", example: "multipleOf: 5"),
    KeySpec(
      "items", .schemaOrBoolean, "Schema of each element.", example: "items: { type: integer }"),
    KeySpec(
      "prefixItems", .schemas, "Schemas of the first elements.",
      example: "prefixItems: [{ type: string }]"),
    KeySpec("minItems", .integer, "Least number of elements.", example: "minItems: 1"),
    KeySpec("maxItems", .integer, "Greatest number of elements.", example: "maxItems: 20"),
    KeySpec("uniqueItems", .boolean, "No element twice.", example: "uniqueItems: true"),
    KeySpec(
      "uniqueBy", .text, "No two elements with the same value of this member (Muster's own).",
      example: "uniqueBy: orderId"),
    KeySpec(
      "contains", .schemaOrBoolean, "At least one element matches.",
      example: "contains: { const: admin }"),
    KeySpec(
      "minContains", .integer, absent: "1", "How many match at least.", example: "minContains: 2"),
    KeySpec("maxContains", .integer, "How many match at most.", example: "maxContains: 1"),
    KeySpec(
      "required", .texts, "Members that an object must have.", example: "required: [id]"),
    KeySpec(
      "properties", .members,
      "Members of an object. In a claim that is an object, a member may be fed by a column named "
        + "`claim.member`, and has every key of a property. Anywhere else (in `items`, `anyOf`, "
        + "`additionalProperties` and the like, or in an input) members have the schema's keywords "
        + "only: where one of them is secret, so is the whole claim.",
      example: "properties: { id: { type: integer } }"),
    KeySpec(
      "additionalProperties", .schemaOrBoolean, absent: "`true`", "Members beyond those.",
      example: "additionalProperties: false"),
    KeySpec(
      "patternProperties", .namedSchemas, "Members whose names match a pattern.",
      example: "patternProperties: { \"^x-\": { type: string } }"),
    KeySpec(
      "propertyNames", .schemaOrBoolean, "Schema of the members' names.",
      example: "propertyNames: { maxLength: 32 }"),
    KeySpec("minProperties", .integer, "Least number of members.", example: "minProperties: 1"),
    KeySpec("maxProperties", .integer, "Greatest number of members.", example: "maxProperties: 9"),
    KeySpec(
      "dependentRequired", .namedTexts, "Members that a member calls for.",
      example: "dependentRequired: { start: [end] }"),
    KeySpec(
      "allOf", .schemas, "Every schema holds.", example: "allOf: [{ minLength: 1 }]"),
    KeySpec(
      "anyOf", .schemas, "At least one schema holds.",
      example: "anyOf: [{ required: [id] }, { required: [email] }]"),
    KeySpec(
      "oneOf", .schemas, "Exactly one schema holds.",
      example: "oneOf: [{ required: [a] }, { required: [b] }]"),
    KeySpec(
      "not", .schemaOrBoolean, "The schema does not hold.", example: "not: { const: root }"),
    KeySpec(
      "if", .schemaOrBoolean, "Where it holds, `then` must hold, else `else`.",
      example: "if: { required: [end] }"),
    KeySpec("then", .schemaOrBoolean, "See `if`.", example: "then: { required: [start] }"),
    KeySpec("else", .schemaOrBoolean, "See `if`.", example: "else: { required: [id] }"),
  ]

  package static let property = MappingSpec(
    "property",
    "One claim, input or parameter: a schema, and where the value comes from. For a parameter these "
      + "keys have a meaning: the schema's keywords, `default`, `title`, `description`, `examples` "
      + "and `source`. Nothing else feeds it but `--set` and `default`.",
    describing + feeding + requesting + keywords, choices: [.atMostOne(origins)])

  /// What gives a value that no column feeds; a property has at most one of them.
  package static let origins = ["value", "generate", "join", "firstOf", "default"]

  package static let schema = MappingSpec(
    "schema",
    "Keywords of JSON Schema 2020-12 with their meaning there, and `lengthUnit` and `uniqueBy`.",
    describing + keywords)

  package static let generate = MappingSpec(
    "generate", "A value that Muster makes: a time or a random identifier.",
    [
      KeySpec(
        "time", .choice(["now", "expiry", "lifetime"]),
        "The time of issue, that plus the lifetime, or the lifetime alone.",
        example: "time: expiry"),
      KeySpec(
        "offset", .duration, absent: "none", "Added to `time`; may be negative.",
        example: "offset: -30s"),
      KeySpec(
        "as", .text, absent: "`seconds`",
        "Form of the time: `seconds` or `milliseconds` since 1970 (a number, or its text where "
          + "`type` is string), `date-time` (RFC 3339 in UTC), `date`, `http-date`, or a pattern of "
          + "`%Y` `%m` `%d` `%H` `%M` `%S` `%j` `%s` `%a` `%b` `%%`.",
        example: "as: \"%Y-%m-%d %H:%M:%S\""),
      KeySpec(
        "random", .choice(["hex", "base64url", "uuid"]),
        "A random identifier from the system's generator.", example: "random: uuid"),
      KeySpec(
        "bytes", .integer, absent: "16", "Random bytes behind it, 16 to 64.", example: "bytes: 20"),
    ], choices: [.exactlyOne(["time", "random"])])

  package static let clear = MappingSpec(
    "clear", "A cell text that stands for an explicit empty value.",
    [
      KeySpec("marker", .text, required: true, "The cell's text.", example: "marker: \"(none)\""),
      KeySpec("value", .json, required: true, "The value.", example: "value: []"),
    ])

  package static let join = MappingSpec(
    "join", "A text joined from templates; a part with an absent value is left out.",
    [
      KeySpec(
        "separator", .text, required: true, "Between the parts.", example: "separator: \":\""),
      KeySpec("parts", .texts, required: true, "Templates.", example: "parts: [\"{a}\", \"{b}\"]"),
    ])
}
