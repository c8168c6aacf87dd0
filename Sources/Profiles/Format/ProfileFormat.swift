/// The profile language, version 1: every mapping and every key that it knows.
package enum ProfileFormat {
  /// The number that `muster:` carries.
  package static let version = 1

  /// All mappings, in the order of the reference.
  package static let mappings: [MappingSpec] = [
    profile, document, properties, property, schema, generate, clear, join, token, container,
    payload, signature, key, doubtful, part, lifetime, age, columns, rule, compare, effect,
    artifact, delivery, answer,
  ]

  package static let profile = MappingSpec(
    "profile", "The whole file: one platform, as its own document describes it.",
    [
      KeySpec(
        "muster", .choice(["1"]), required: true, "Version of this language.", example: "muster: 1"),
      KeySpec(
        "name", .name, required: true,
        "Name on the command line; the file's folder has the same name.", example: "name: acme"),
      KeySpec("title", .text, required: true, "One line for people.", example: "title: Acme Forum"),
      KeySpec(
        "summary", .text, "What a token does there, in a sentence or two.",
        example: "summary: Signs a member in."),
      KeySpec(
        "documents", .mappings("document"), required: true,
        "The platform's own documents. A `source` elsewhere begins with one of these names and a "
          + "colon, then says the section; `muster:` in its place marks a reading of our own.",
        example: "documents: { guide: { title: SSO guide } }"),
      KeySpec(
        "parameters", .mapping("properties"),
        "Values of one tenant, the same for a whole run, given with `--set NAME=VALUE`.",
        example: "parameters: { required: [domain], properties: { domain: { format: hostname } } }"),
      KeySpec(
        "inputs", .mapping("properties"),
        "Values that are no claims and go into an artifact or a template: a column of the same "
          + "name gives one to each row, `--set NAME=VALUE` one to all rows. Muster may also make "
          + "one (`value`, `generate`, `join`): a name for what stands in several places.",
        example: "inputs: { properties: { return_to: { format: relative-path } } }"),
      KeySpec(
        "token", .mapping("token"), absent: "none: then there is a `container`",
        "How the token is signed.", example: "token: { algorithms: [HS256] }"),
      KeySpec(
        "container", .mapping("container"), absent: "none: then there is a `token`",
        "A signed text that is no JWS.",
        example: "container: { signature: { algorithm: HMAC-SHA256, over: \"{claims.id}\" } }"),
      KeySpec(
        "key", .mapping("key"), required: true, "What the key is.", example: "key: { kind: secret }"
      ),
      KeySpec(
        "lifetime", .mapping("lifetime"), required: true,
        "How long a token lives, and what says so.",
        example: "lifetime: { claim: exp, default: 60s }"),
      KeySpec(
        "columns", .mapping("columns"), absent: "unknown columns are rejected",
        "What happens to columns (CSV) and keys (JSON) that feed nothing.",
        example: "columns: { unknown: claims }"),
      KeySpec(
        "identity", .texts, absent: "none: nobody is looked for twice",
        "What names a user: claims, members of claims (`user.id`) or inputs (`inputs.name`). Each "
          + "value may occur once in a batch; the first that a row has is shown where it is named.",
        example: "identity: [sub, email]"),
      KeySpec(
        "claims", .mapping("properties"), required: true,
        "The claims, in the order in which they are written into the token.",
        example: "claims: { required: [sub], properties: { sub: { type: string } } }"),
      KeySpec(
        "rules", .list("rule"), absent: "none", "Rules across claims.",
        example: "rules: [{ id: one-name, message: Give one., atMostOneOf: [a, b] }]"),
      KeySpec(
        "effects", .list("effect"), absent: "none",
        "What a token does there beyond signing in, and when.",
        example: "effects: [{ id: clear-tags, kind: destructive, when: { tags: { maxItems: 0 } } }]"
      ),
      KeySpec(
        "artifacts", .mappings("artifact"), required: true,
        "The forms in which a token is delivered. The first is the default.",
        example: "artifacts: { token: { kind: token } }"),
      KeySpec(
        "delivery", .mapping("delivery"), absent: "none: `muster deliver` refuses the profile",
        "How Muster itself presents tokens to the platform (`muster deliver`), and which answers "
          + "mean that they were taken.",
        example: "delivery: { success: [{ status: 2xx }] }"),
    ], choices: [.exactlyOne(["token", "container"])])

  package static let document = MappingSpec(
    "document", "One document of the platform.",
    [
      KeySpec("title", .text, required: true, "Its title.", example: "title: JWT SSO"),
      KeySpec("url", .text, "Where it stands.", example: "url: https://example.com/docs/sso"),
    ])

  package static let token = MappingSpec(
    "token", "A JWS in compact serialization (RFC 7515).",
    [
      KeySpec(
        "algorithms", .terms(.algorithms), required: true,
        "Algorithms that the platform accepts (RFC 7518): \(Vocabulary.algorithms.list). The first "
          + "is the default.",
        example: "algorithms: [RS256, PS256]"),
      KeySpec(
        "header", .jsonTemplate, absent: "`alg`, then `typ: JWT`",
        "Members of the JOSE header in their order, with any values. `{algorithm}` stands for the algorithm; where "
          + "`alg` is not named, it comes first. Parameters and `{key.PART}` may be used; a "
          + "member is left out where a parameter that it names is absent.",
        example: "header: { kid: \"{key_id}\", typ: JWT }"),
      KeySpec(
        "source", .text, "Where the platform says so.", example: "source: \"guide: Signing\""),
    ])

  package static let key = MappingSpec(
    "key", "The key that signs.",
    [
      KeySpec(
        "kind", .terms(.keyKinds), required: true,
        "`secret` for HS algorithms, `rsa` for RS and PS, `ec` for ES, `ed25519` for EdDSA; a list "
          + "where the platform accepts keys of several kinds.",
        example: "kind: secret"),
      KeySpec(
        "derivation", .steps(keySteps.id), absent: "the key is used as it is",
        "Steps from what the console shows to the key.",
        example: "derivation: [md5, hex]"),
      KeySpec(
        "parts", .mappings("part"),
        "Named pieces of the key material that are no secrets; templates name them `{key.NAME}`.",
        example: "parts: { id: { steps: [{ split: \":\", take: 1 }] } }"),
      KeySpec(
        "shortBelow", .integer, absent: "no warning",
        "A derived secret of fewer bytes gives a warning.", example: "shortBelow: 32"),
      KeySpec(
        "doubtful", .list("doubtful"), absent: "none",
        "Key texts that are probably a mistake; each gives a warning.",
        example: "doubtful: [{ pattern: \"^x\", message: This is the public id. }]"),
      KeySpec("source", .text, "Where the platform says so.", example: "source: \"guide: Keys\""),
    ])

  package static let doubtful = MappingSpec(
    "doubtful", "A key text that is probably a mistake.",
    [
      KeySpec(
        "pattern", .text, required: true, "Regular expression.", example: "pattern: \"^pk_\""),
      KeySpec("message", .text, required: true, "What to tell.", example: "message: A public id."),
    ])

  package static let lifetime = MappingSpec(
    "lifetime",
    "When a token stops working. A profile with neither `claim` nor `age` makes tokens that live "
      + "for ever, which a run must allow by name (`--allow eternal`).",
    [
      KeySpec(
        "claim", .text,
        "The claim, or the input (`inputs.NAME`), that carries the expiry; it has "
          + "`generate: { time: expiry }`.",
        example: "claim: exp"),
      KeySpec(
        "default", .duration, "Lifetime where `--lifetime` does not say; needed with `claim`.",
        example: "default: 60s"),
      KeySpec("maximum", .duration, "A longer one is refused.", example: "maximum: 10m"),
      KeySpec("minimum", .duration, "A shorter one is refused.", example: "minimum: 30m"),
      KeySpec("warnAbove", .duration, "A longer one gives a warning.", example: "warnAbove: 5m"),
      KeySpec(
        "age", .mapping("age"), "An age that the platform counts by itself.",
        example: "age: { claim: iat, maximum: 180s }"),
      KeySpec("source", .text, "Where the platform says so.", example: "source: \"guide: exp\""),
    ], choices: [.needs("claim", is: nil, ["default"])])

  package static let age = MappingSpec(
    "age", "An age that the platform counts by itself.",
    [
      KeySpec(
        "claim", .text, absent: "the time of issue",
        "The claim, or the input (`inputs.NAME`), that it counts from. Without one nothing in the "
          + "artifact shows the age, and `muster verify` warns that it cannot be told.",
        example: "claim: iat"),
      KeySpec("maximum", .duration, "The age.", example: "maximum: 180s"),
      KeySpec(
        "parameter", .name, "The parameter that holds the age in seconds, where tenants choose it.",
        example: "parameter: max_age"),
    ], choices: [.exactlyOne(["maximum", "parameter"])])

  package static let columns = MappingSpec(
    "columns", "Columns (CSV) and keys (JSON) that feed no claim and no input.",
    [
      KeySpec(
        "unknown", .choice(["reject", "ignore", "claims", "object"]), required: true,
        "`reject`: the batch (CSV) or the row (JSON) is refused. `ignore`: left out. `claims`: "
          + "each becomes a claim of its name. `object`: each becomes a member of the claim that "
          + "`into` names. A name that is nearly that of a claim gives a warning in every case.",
        example: "unknown: ignore"),
      KeySpec(
        "into", .text, "The object claim that `object` fills.", example: "into: custom_fields"),
      KeySpec(
        "reserved", .texts, "Names that may not be passed through.", example: "reserved: [iss, aud]"
      ),
      KeySpec("source", .text, "Where the platform says so.", example: "source: \"guide: Fields\""),
    ], choices: [.needs("unknown", is: "object", ["into"])])
}
