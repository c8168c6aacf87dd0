/// The parts of a skeleton that are the same for every batch.
enum SkeletonText {
  static let widthMax = 100

  static let tenant = [
    "documents:",
    "  # Which document says all this? Each `source` begins with the name that stands here.",
    "  guide:",
    "    title: The platform's document",
    "    # url: https://…",
    "",
    "# Which values differ from tenant to tenant (a host, an issuer)? A run sets them with --set:",
    "# parameters:",
    "#   required: [domain]",
    "#   properties:",
    "#     domain: { format: host-port, examples: [forum.example.com], source: \"guide: …\" }",
    "",
    "# Does the user land somewhere after signing in? A column or --set gives what is no claim:",
    "# inputs:",
    "#   properties:",
    "#     # Does the platform name it in the request to your sign-in page? Then: request: [return_to]",
    "#     return_to: { format: relative-path, source: \"guide: …\" }",
  ]

  static let signature = [
    "",
    "token:",
    "  # Which algorithms does the document name? HS256 is a guess.",
    "  algorithms: [HS256]",
    "  # Does it ask for members of the header? Then: header: { typ: JWT, alg: \"{algorithm}\", kid: … }",
    "",
    "key:",
    "  # Is the key a shared secret (secret) or a private key (rsa, ec, ed25519)?",
    "  kind: secret",
    "  # Do the bytes sign as the console shows them? If not: derivation: [base64Decode] or [md5, hex]",
    "  # Which shapes would be a mistake, such as a public id? Then: doubtful",
    "",
    "lifetime:",
    "  # Which claim says when a token ends, and in which unit? exp, in seconds, is a guess.",
    "  claim: exp",
    "  default: 60s",
    "  # How long may a token live? Then: maximum: 5m, source: \"guide: …\"",
    "  # Does the platform count from iat instead? Then only: age: { claim: iat, maximum: 180s }",
  ]

  static let claims = [
    "",
    "# Each claim has its column's name and, in the token, this order. Does the document call one",
    "# otherwise? Rename it, and keep its column: from: [column].",
    "claims:",
  ]

  static let minimalClaims = [
    "  required: [sub]",
    "  properties:",
    "    # What is the user's id called, and how long may it be? Then: maxLength: …",
    "    sub:",
    "      type: string",
    "      minLength: 1",
  ]

  static let expiry = [
    "    # Does the document ask for iat, jti, iss or aud too? Then for example:",
    "    # iat: { type: integer, generate: { time: now }, source: \"guide: …\" }",
    "    # jti: { generate: { random: uuid }, source: \"guide: …\" }",
    "    # iss: { value: \"{issuer}\", source: \"guide: …\" }",
    "    exp:",
    "      type: integer",
    "      generate: { time: expiry }",
    "  # Does the platform take claims that are not listed? Then: additionalProperties: true",
    "  additionalProperties: false",
  ]

  static let delivery = [
    "",
    "# Do two claims need or exclude each other? Then:",
    "# rules:",
    "#   - { id: …, message: …, atMostOneOf: [a, b], source: \"guide: …\" }",
    "",
    "# Does a token remove something, set a password or give access? Then, for example:",
    "# effects:",
    "#   - { id: …, kind: destructive, description: …, when: { tags: { maxItems: 0 } } }",
    "",
    "artifacts:",
    "  # How does the token reach the platform: in a link, a page, a posted form, an answer? A link:",
    "  # url: { kind: url, url: \"https://{domain}/sso\", query: { jwt: \"{token}\" } }",
    "  token:",
    "    kind: token",
    "",
    "# Does a visit to the link make the user there, whoever visits, and does the answer say so? Then:",
    "# delivery:",
    "#   success: [{ status: [302, 303], locationNot: \"[?&]error=|/login\" }]",
    "#   source: \"guide: …\"",
  ]

  /// The words of a sentence on lines that fit beside an indent.
  static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty && line.unicodeScalars.count + word.unicodeScalars.count + 1 > widthMax - 8 {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [line]
  }
}
