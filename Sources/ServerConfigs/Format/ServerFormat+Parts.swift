import Jobs
package import Profiles

extension ServerFormat {
  package static let limits = MappingSpec(
    "server limits",
    "What the server takes, and how often. Who is over a limit is refused, and others are served on.",
    LimitKey.all.map(\.spec))

  package static let authenticator = MappingSpec(
    "authenticator", "What finds out who is asking. Exactly one way; nobody is let in without one.",
    [
      KeySpec(
        "bearer", .text,
        "A file of bearer tokens (RFC 6750): a line `SHA-256 in hexadecimal, blank, user` for each, "
          + "as `muster serve token` writes it. `#` begins a comment.",
        example: "bearer: tokens.txt"),
      KeySpec(
        "header", .text,
        "The name of a header that holds the user, and that the proxies in `from` set. From "
          + "anybody else the same header is refused.",
        example: "header: X-Remote-User"),
      KeySpec(
        "from", .texts, absent: "none",
        "For `header`: addresses, or ranges of addresses, from which the proxies connect.",
        example: "from: [127.0.0.1]"),
      KeySpec(
        "jwt", .mapping("upstream token"), "A JWT that somebody else signed.",
        example: "jwt: { jwks: keys.json, algorithms: [RS256], issuer: \"https://id.example.com\", "
          + "audience: muster }"),
    ],
    choices: [
      .exactlyOne(["bearer", "header", "jwt"]), .needs("header", is: nil, ["from"]),
      .needs("from", is: nil, ["header"]),
    ])

  package static let upstream = MappingSpec(
    "upstream token",
    "What the JWT of somebody else must be (RFC 7519, RFC 8725). `exp` has to be there; `nbf` and `iat` "
      + "must not lie in the future.",
    [
      KeySpec(
        "jwks", .text,
        "A file with a JWK set (RFC 7517). The token's `kid` chooses the key; one that is not in the "
          + "set is refused. Nothing is fetched.",
        example: "jwks: keys.json"),
      KeySpec(
        "key", .mapping("secret"), "The one key: a public key as PEM or JWK, or a secret.",
        example: "key: { file: issuer.pem }"),
      KeySpec(
        "algorithms", .terms(.algorithms), required: true,
        "The algorithms that are taken; `none` is not one.", example: "algorithms: [RS256]"),
      KeySpec(
        "issuer", .text, required: true, "What `iss` must be, byte by byte.",
        example: "issuer: \"https://id.example.com\""),
      KeySpec(
        "audience", .text, required: true, "What `aud` must be, or hold.",
        example: "audience: muster"),
      KeySpec(
        "claim", .text, absent: "`sub`",
        "The claim that names the user: a text, or a whole number.",
        example: "claim: sub"),
      KeySpec(
        "cookie", .text, absent: "`Authorization: Bearer`", "The cookie that the token comes in.",
        example: "cookie: session"),
      KeySpec(
        "leeway", .duration, absent: "`30s`",
        "How far the clocks of the two sides may be apart. At most `300s`.", example: "leeway: 30s"),
    ],
    choices: [.exactlyOne(["jwks", "key"])])

  package static let mount = MappingSpec(
    "served profile", "One profile, and what the server offers of it.",
    choices + rows + offers)

  private static let choices: [KeySpec] =
    [
      ProfileUseKeys.profile,
      KeySpec(
        "key", .mapping("secret"), required: true, "The key that signs.",
        example: "key: { file: sso.key }"),
    ] + ProfileUseKeys.choices + [
      KeySpec(
        "artifact", .text, absent: "for each offer the profile's first that fits it",
        "Form in which the profile delivers a token. It has to fit all offers: `token` takes the kinds "
          + "`json`, `token` and `text`; `sso` takes `url` and `form`; `tickets` takes `url`, `form` and "
          + "`html`.",
        example: "artifact: url"),
      KeySpec(
        "allow", .texts, absent: "none",
        "Effects of the profile that are held back otherwise, and `eternal` for tokens that end never.",
        example: "allow: [clear-groups]"),
    ]

  private static let rows: [KeySpec] =
    ProfileUseKeys.columns + [
      KeySpec(
        "identity", .text, absent: "the first of the profile's `identity` that a row has",
        "The claim or input (`inputs.NAME`) in which the user is looked up whom the authenticator named.",
        example: "identity: sub"),
      KeySpec(
        "roster", .mapping("roster"), absent: "none; `token` and `sso` need it",
        "Who is known: where the claims of a user come from, and never from the request.",
        example: "roster: { file: authors.csv }"),
    ]

  private static let offers: [KeySpec] = [
    KeySpec(
      "offers", .terms(Vocabulary(name: "offer", words: Mount.Offer.allCases.map(\.rawValue))),
      required: true,
      "`token`: `POST /v1/token/NAME` answers with a token. `sso`: `GET /v1/sso/NAME` sends the browser "
        + "on to the platform with one. `tickets`: links of `muster ticket issue` lead to one.",
      example: "offers: [token]"),
    KeySpec(
      "authenticator", .text, absent: "none; `token` and `sso` need it",
      "Which authenticator finds out who is asking. There is no way in without one.",
      example: "authenticator: editors"),
    KeySpec(
      "origins", .texts, absent: "none",
      "Origins whose pages may read what the token endpoint answers: scheme, host, perhaps a port.",
      example: "origins: [\"https://app.example.com\"]"),
    KeySpec(
      "continue", .text, absent: "nowhere",
      "Where a person goes on who was shown a page of kind `html`.",
      example: "continue: https://www.example.com/"),
  ]

  package static let roster = MappingSpec(
    "roster", "Who is known.",
    [
      KeySpec(
        "file", .text, "A batch, read when the server starts: CSV, JSON or JSON Lines.",
        example: "file: authors.csv"),
      KeySpec(
        "ledger", .name, "A roster that `muster roster load` put into the ledger.",
        example: "ledger: authors"),
    ],
    choices: [.exactlyOne(["file", "ledger"])])
}
