extension ProfileFormat {
  /// The assertions of a rule; a rule has exactly one.
  package static let assertions = [
    "requires", "excludes", "atLeastOneOf", "exactlyOneOf", "atMostOneOf", "holds", "compare",
  ]

  /// What a comparison compares with; at least one is there.
  package static let comparisons = ["minimum", "maximum", "equals", "lessThan", "hostEquals"]

  package static let rule = MappingSpec(
    "rule",
    "A rule across claims: where `when` holds, its one assertion must hold. Names are claims, "
      + "members (`address.city`), inputs (`inputs.return_to`) or parameters (`parameters.domain`), "
      + "in lists as in conditions.",
    [
      KeySpec("id", .name, required: true, "Its name in findings.", example: "id: one-of-two"),
      KeySpec(
        "message", .text, required: true, "What is wrong when it is broken.",
        example: "message: Give spaces or spaceIds."),
      KeySpec(
        "severity", .choice(["error", "warning"]), absent: "`error`",
        "An error rejects the row.", example: "severity: warning"),
      KeySpec(
        "when", .condition, absent: "always", "Where it applies.", example: "when: { a: present }"),
      KeySpec("requires", .texts, "Values that must be there.", example: "requires: [start, end]"),
      KeySpec("excludes", .texts, "Values that may not be there.", example: "excludes: [guest]"),
      KeySpec(
        "atLeastOneOf", .texts, "One or more is there.", example: "atLeastOneOf: [id, email]"),
      KeySpec("exactlyOneOf", .texts, "One is there.", example: "exactlyOneOf: [id, email]"),
      KeySpec("atMostOneOf", .texts, "One or none is there.", example: "atMostOneOf: [id, email]"),
      KeySpec("holds", .condition, "The condition.", example: "holds: { role: { const: user } }"),
      KeySpec(
        "compare", .mapping("compare"), "A comparison of numbers or texts.",
        example: "compare: { claim: exp, minus: iat, maximum: 48h }"),
      KeySpec("source", .text, "Where the platform says so.", example: "source: \"guide: Rules\""),
    ], choices: [.exactlyOne(assertions)])

  package static let compare = MappingSpec(
    "compare",
    "Compares a claim, or the difference of two, with bounds or with another claim. It holds where "
      + "a claim that it names is absent.",
    [
      KeySpec("claim", .text, required: true, "The claim.", example: "claim: exp"),
      KeySpec("minus", .text, "A claim that is subtracted.", example: "minus: iat"),
      KeySpec(
        "minimum", .duration, "Least value; durations count as seconds.", example: "minimum: 30m"),
      KeySpec("maximum", .duration, "Greatest value.", example: "maximum: 48h"),
      KeySpec("equals", .text, "A claim with the same value.", example: "equals: exp"),
      KeySpec("lessThan", .text, "A claim with a greater number.", example: "lessThan: end"),
      KeySpec(
        "hostEquals", .text,
        "A parameter or claim that holds the host, with its port if it has one, of the URL in `claim`.",
        example: "hostEquals: parameters.domain"),
    ], choices: [.atLeastOne(comparisons)])

  /// A question to a row. Any other key than these names a claim, a member, an input or a
  /// parameter, with a word of `Vocabulary.tests` or a schema.
  package static let condition = MappingSpec(
    "condition",
    "A question to a row. Each key names a claim (`role`), a member of one (`address.country`), an "
      + "input (`inputs.go`) or a parameter (`parameters.tier`); its value is `present`, `absent`, "
      + "or a [schema](#schema) that the value must match. What is absent matches no schema. All "
      + "keys must hold. Three names combine conditions:",
    [
      KeySpec(
        "all", .conditions, "Every one holds.", example: "all: [{ a: present }, { b: absent }]"),
      KeySpec(
        "any", .conditions, "At least one holds.", example: "any: [{ a: present }, { b: present }]"),
      KeySpec(
        "not", .condition, "It does not hold.", example: "not: { role: { const: guest } }"),
    ])

  package static let effect = MappingSpec(
    "effect", "What a token does on the platform, beyond signing the user in.",
    [
      KeySpec("id", .name, required: true, "Its name for `--allow`.", example: "id: clear-groups"),
      KeySpec(
        "kind", .choice(["destructive", "password", "access"]), required: true,
        "`destructive` removes something, `password` overwrites a password, `access` grants access.",
        example: "kind: destructive"),
      KeySpec(
        "description", .text, required: true, "What happens, in one sentence.",
        example: "description: Removes the user from every group."),
      KeySpec(
        "when", .condition, required: true, "Where it happens.", example: "when: { a: present }"),
      KeySpec(
        "hold", .boolean, absent: "`true` for `destructive` and `password`",
        "Rows with this effect are held back unless the run allows it by name.",
        example: "hold: false"),
      KeySpec("source", .text, "Where the platform says so.", example: "source: \"guide: Sync\""),
    ])

  package static let artifact = MappingSpec(
    "artifact",
    "A form of delivery. Templates may name `{token}`, parameters, inputs, `{claims.NAME}` and "
      + "`{key.PART}`, and of a container `{payload}`, `{encodedPayload}` and `{signature}`; each value is escaped for the place where it stands.",
    [
      KeySpec(
        "kind", .choice(["url", "html", "json", "form", "text", "token"]), required: true,
        "`url`: a link. `html`: a piece of a page. `json`: a document. `form`: a page that posts "
          + "fields. `text`: plain text. `token`: the token alone.",
        example: "kind: url"),
      KeySpec(
        "url", .template,
        "For `url` and `form`. In the host only a parameter of a host format may stand; elsewhere "
          + "values are percent-encoded. Right behind the host a value of format `relative-path` "
          + "keeps its slashes and its own query.",
        example: "url: \"https://{domain}/sso\""),
      KeySpec(
        "query", .templates,
        "Parameters of the query in their order. One with an absent value is left out.",
        example: "query: { jwt: \"{token}\" }"),
      KeySpec(
        "fragment", .templates, "Parameters of the fragment, after `#`.",
        example: "fragment: { jwt: \"{token}\" }"),
      KeySpec(
        "fields", .templates, "Fields of a `form`, in their order.",
        example: "fields: { jwt: \"{token}\" }"),
      KeySpec(
        "template", .template,
        "For `html` and `text`. In `html` a placeholder may stand in text, in a quoted attribute, "
          + "or in a quoted string of a script.",
        example: "template: \"<b data-token='{token}'></b>\""),
      KeySpec(
        "body", .jsonTemplate,
        "For `json`. `{name?}` leaves a member out where its value is absent; without the question "
          + "mark the row is rejected.", example: "body: { token: \"{token}\" }"),
      KeySpec(
        "requires", .texts, absent: "none",
        "Inputs (`inputs.NAME`), parameters (`parameters.NAME`) or claims that a row must have for "
          + "this form, although elsewhere they may be absent.",
        example: "requires: [inputs.redirect]"),
      KeySpec(
        "maxLength", .integer, "A longer artifact rejects its row.", example: "maxLength: 1800"),
      KeySpec(
        "warnAboveLength", .integer, absent: "2000 for `url`", "A longer one gives a warning.",
        example: "warnAboveLength: 4000"),
      KeySpec("description", .text, "How it is used.", example: "description: Opened once."),
      KeySpec("source", .text, "Where the platform says so.", example: "source: \"guide: Links\""),
    ],
    choices: [
      .needs("kind", is: "url", ["url"]), .needs("kind", is: "form", ["url", "fields"]),
      .needs("kind", is: "html", ["template"]), .needs("kind", is: "text", ["template"]),
      .needs("kind", is: "json", ["body"]),
    ])

  /// Named pieces of the key material.
  package static let part = MappingSpec(
    "part",
    "A piece of the key material that is no secret. Of a secret, a step `split` or `member` takes it.",
    [
      KeySpec(
        "steps", .steps(keySteps.id), required: true, "Steps as in `derivation`.",
        example: "steps: [{ split: \":\", take: 1 }]")
    ])
}
