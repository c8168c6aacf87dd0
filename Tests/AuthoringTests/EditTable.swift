/// A profile with something of everything, and edits of it.
enum EditTable {
  static let base = """
    muster: 1
    name: base
    title: Base
    documents: { guide: { title: Guide } }
    parameters:
      required: [domain]
      properties:
        domain: { format: host-port }
        tier: { type: integer, default: 3 }
    inputs:
      properties:
        go: { format: relative-path, request: [go, to] }
        nonce: { pattern: "^[A-Za-z0-9+/_-]{22,}={0,2}$" }
    token:
      algorithms: [HS256, HS384]
      header: { typ: JWT, kid: "{tier}" }
    key:
      kind: secret
      derivation: [trim, md5, hex]
      shortBelow: 32
      parts: { id: { steps: [{ split: ":", take: 1 }] } }
      doubtful: [{ pattern: "^pk", message: A public id. }]
    lifetime:
      claim: exp
      default: 60s
      minimum: 30s
      maximum: 5m
      warnAbove: 2m
      age: { claim: iat, maximum: 180s }
    columns:
      unknown: claims
      reserved: [role]
    identity: [sub]
    claims:
      required: [sub]
      properties:
        sub:
          description: The user's id.
          from: [user_id, sub]
          transform: [trim]
          minLength: 2
          maxLength: 40
          source: "guide: sub"
        email: { format: email, secret: true }
        kind: { enum: [a, b], default: a }
        tags:
          type: array
          separator: ";"
          clear: { marker: "-", value: [xxa, xxb] }
          items: { type: string, pattern: "^x" }
          minItems: 1
          maxItems: 9
          uniqueItems: true
        score: { type: number, minimum: 1, maximum: 9, multipleOf: 1 }
        place:
          type: object
          required: [city]
          properties:
            city: { type: string }
            zip: { type: string, maxLength: 9 }
          additionalProperties: false
        iss: { value: "https://{domain}" }
        iat: { type: integer, generate: { time: now } }
        exp: { type: integer, generate: { time: expiry } }
    rules:
      - { id: tagged, message: Give a tag., severity: warning, when: { kind: { const: a } }, requires: [tags] }
      - { id: scored, message: Give a score., requires: [score] }
    effects:
      - { id: wipe, kind: destructive, description: Removes tags., when: { tags: { maxItems: 0 } } }
      - { id: join, kind: access, hold: false, description: Joins., when: { tags: { minItems: 1 } } }
    artifacts:
      link:
        kind: url
        url: https://{domain}/sso
        query: { jwt: "{token}", go: "{go}" }
        maxLength: 2000
        warnAboveLength: 1500
      token: { kind: token }
    delivery:
      artifact: link
      success: [{ status: 200, body: Hello, bodyNot: Sorry }, { status: 302, location: ^/a, locationNot: ^/b }]
      redirects: 1

    """

  /// The same for a signed text that is no JWS.
  static let container = """
    muster: 1
    name: base
    title: Base
    documents: { guide: { title: Guide } }
    inputs:
      properties:
        time: { type: integer, generate: { time: now } }
    container:
      payload: { format: json, encoding: base64 }
      signature:
        algorithm: HMAC-SHA1
        over: ["{encodedPayload}", "{time}"]
        separator: " "
        encoding: hex
      text: "{encodedPayload} {signature} {time}"
    key: { kind: secret }
    lifetime: { age: { claim: inputs.time, maximum: 2h } }
    claims:
      properties:
        id: { minLength: 1 }
    artifacts:
      token: { kind: token }

    """

  static let all = properties + others + rules + containers + servings
}
