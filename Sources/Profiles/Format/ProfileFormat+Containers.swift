import Tokens

extension ProfileFormat {
  package static let container = MappingSpec(
    "container",
    "A signed text that is no JWS, in the place of `token`: the claims are encoded as one text, a "
      + "text is signed, and the pieces are put together. Templates may name parameters, inputs, "
      + "`{claims.NAME}`, `{key.PART}`, `{payload}` (the claims as one text) and "
      + "`{encodedPayload}` (that text after its encoding). Nothing encrypts: where a platform "
      + "wants a cipher (JWE, AES), it cannot be expressed, and <doc:Platforms> names those we met.",
    [
      KeySpec(
        "payload", .mapping("payload"), absent: "none: the claims only stand apart, in templates",
        "How the claims become one text.", example: "payload: { format: json, encoding: base64 }"),
      KeySpec(
        "signature", .mapping("signature"), required: true, "What is signed, and how.",
        example: "signature: { algorithm: HMAC-SHA256, over: \"{encodedPayload}\", encoding: hex }"
      ),
      KeySpec(
        "text", .template, absent: "none: artifacts name the pieces",
        "What `{token}` stands for. It holds `{signature}` once.",
        example: "text: \"{encodedPayload}.{signature}\""),
      KeySpec("source", .text, "Where the platform says so.", example: "source: \"guide: SSO\""),
    ])

  package static let payload = MappingSpec(
    "payload", "The claims as one text.",
    [
      KeySpec(
        "format", .choice(["json", "query"]), required: true,
        "`json`: an object without white space. `query`: `name=value&name=value`, "
          + "percent-encoded; a value that is no text is written as JSON.",
        example: "format: json"),
      KeySpec(
        "encoding", .choice(encodings), absent: "`none`",
        "What turns it into `{encodedPayload}`: base64 with padding, base64url without.",
        example: "encoding: base64"),
    ])

  package static let signature = MappingSpec(
    "signature", "What is signed, and how.",
    [
      KeySpec(
        "algorithm", .choice(TextAlgorithm.named.map(\.name)), required: true,
        "HMAC, a plain digest of a text in which `{secret}` stands, or the signature of a key "
          + "pair as RFC 7518 defines it. The text of an HMAC may hold `{secret}` as well.",
        example: "algorithm: HMAC-SHA256"),
      KeySpec(
        "over", .texts, required: true,
        "The text that is signed: a template, or several joined by `separator`.",
        example: "over: \"{encodedPayload} {time}\""),
      KeySpec(
        "separator", .text, absent: "none", "Stands between the templates of `over`.",
        example: "separator: \"\\n\""),
      KeySpec(
        "absent", .choice(ContainerForm.Absent.allCases.map(\.rawValue)), absent: "`omit`",
        "What becomes of a template of `over` with an absent value: `omit` leaves it out, with "
          + "its separator; `empty` keeps an empty text in its place.", example: "absent: empty"),
      KeySpec(
        "encoding", .choice(encodings.filter { $0 != "none" }), absent: "`hex`",
        "What turns the signature's bytes into `{signature}`; hex is in lower case, and "
          + "`{signature|uppercase}` is not.",
        example: "encoding: base64"),
    ])

  private static let encodings = TextEncoding.allCases.map(\.rawValue)
}
