extension ProfileFormat {
  /// The groups of steps, in the order of the reference.
  package static let stepGroups = [transformSteps, keySteps]

  private static let transformStep = "transform step"

  package static let transformSteps = StepGroup(
    id: transformStep,
    summary: "A step on the text of a cell or of a JSON value. Numbers, `true`, `false`, lists and "
      + "objects from JSON have no text: a step says so where it takes them.",
    steps: [
      StepSpec("trim", "White space at both ends is taken off."),
      StepSpec("lowercase", "In lower case, by Unicode's mapping without a locale."),
      StepSpec("uppercase", "In upper case, likewise."),
      StepSpec("md5", "Lower-case hex of the text's digest."),
      StepSpec("sha1", "The same."),
      StepSpec("sha256", "The same."),
      StepSpec("sha512", "The same."),
      StepSpec("base64", "The text's bytes in base64."),
      StepSpec("base64url", "In base64url, without padding."),
      StepSpec("hex", "In lower-case hex."),
      StepSpec("percentEncode", "Percent-encoded for a URL."),
      StepSpec("parseJSON", "The text is JSON, and becomes the value that it says."),
      StepSpec("encodeJSON", "The value becomes the text of its JSON."),
      StepSpec("toString", "A number, `true` or `false` becomes its text."),
      StepSpec(
        "toInteger",
        "A text of digits becomes a whole number; leading zeros, a plus sign and fractions are refused."
      ),
      StepSpec("toNumber", "A text becomes the number that it says."),
      StepSpec(
        "digitsToInteger",
        "A text of digits without leading zeros becomes a whole number, any other stays a text."),
      StepSpec(
        "toSeconds", "A date, an RFC 3339 date-time or seconds become seconds since 1970."),
      StepSpec("toMilliseconds", "The same in milliseconds."),
      StepSpec("toDateTime", "The same as an RFC 3339 date-time in UTC."),
      StepSpec(
        "toBoolean", "`true`, `yes`, `y`, `1`, `on` become `true`, their opposites `false`."),
      StepSpec(
        "split", "A text becomes the list of its pieces, trimmed.",
        [KeySpec("split", .text, required: true, "Between the pieces.", example: "split: \",\"")]),
      StepSpec(
        "join", "A list of texts and numbers becomes one text.",
        [KeySpec("join", .text, required: true, "Between the pieces.", example: "join: \",\"")]),
      StepSpec(
        "prefix", "Put in front of the text.",
        [KeySpec("prefix", .text, required: true, "What is put there.", example: "prefix: E")]),
      StepSpec(
        "suffix", "Put behind the text.",
        [KeySpec("suffix", .text, required: true, "What is put there.", example: "suffix: x")]),
      StepSpec(
        "replace", "Texts for texts, wherever they stand.",
        [
          KeySpec(
            "replace", .namedValues, required: true, "What stands for what.",
            example: "replace: { \" \": \"-\" }")
        ]),
      StepSpec(
        "map", "A whole text becomes any value; a text that is not named is refused.",
        [
          KeySpec(
            "map", .namedValues, required: true, "What becomes what.", example: "map: { admin: 1 }")
        ]),
      StepSpec(
        "each", "Steps on every element of a list.",
        [
          KeySpec(
            "each", .steps(transformStep), required: true, "The steps.", example: "each: [trim]")
        ]),
      StepSpec(
        "template", "Any value around the one so far, for which `{value}` stands.",
        [
          KeySpec(
            "template", .jsonTemplate, required: true, "The value.",
            example: "template: { id: \"{value}\" }")
        ]),
    ])

  package static let keySteps = StepGroup(
    id: "derivation step", summary: "A step from what the console shows to the bytes that sign.",
    steps: [
      StepSpec("trim", "White space at both ends is taken off."),
      StepSpec("md5", "The raw digest, 16 bytes."),
      StepSpec("sha1", "The raw digest, 20 bytes."),
      StepSpec("sha256", "The raw digest, 32 bytes."),
      StepSpec("sha512", "The raw digest, 64 bytes."),
      StepSpec("hex", "In lower-case hex."),
      StepSpec("hexDecode", "The bytes that the hex stands for."),
      StepSpec("base64", "In base64."),
      StepSpec("base64Decode", "The bytes that the base64 stands for."),
      StepSpec("base64urlDecode", "The bytes that the base64url stands for."),
      StepSpec(
        "split", "One piece of the text.",
        [
          KeySpec("split", .text, required: true, "Between the pieces.", example: "split: \":\""),
          KeySpec(
            "take", .integer, required: true, "Which piece, from 1 on.", example: "take: 2"),
        ]),
      StepSpec(
        "member", "One member of a JSON document.",
        [
          KeySpec(
            "member", .text, required: true, "Its name.", example: "member: private_key")
        ]),
    ])
}
