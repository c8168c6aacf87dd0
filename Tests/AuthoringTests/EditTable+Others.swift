/// Edits of the head, the token, the key, the lifetime and the columns.
extension EditTable {
  static let others: [Edit] = [
    Edit(
      "profile.name", "name: base",
      "name: other",
      "name: base → other",
      back: "name: other → base"),
    Edit(
      "profile.identity", "identity: [sub]",
      "identity: [sub, kind]",
      "! identity: [sub] → [sub, kind] (rows with a value twice are refused)",
      back: "identity: [sub, kind] → [sub]"),
    Edit(
      "profile.identity", "identity: [sub]",
      "identity: [kind, sub]",
      "identity.(first): sub → kind",
      "! identity: [sub] → [kind, sub] (rows with a value twice are refused)",
      back: "identity.(first): kind → sub",
      "identity: [kind, sub] → [sub]"),
    Edit(
      "token.algorithms", "[HS256, HS384]",
      "[HS384, HS256]",
      "! token.algorithm (default): HS256 → HS384 (tokens are signed with another algorithm)",
      back: "! token.algorithm (default): HS384 → HS256 (tokens are signed with another algorithm)"),
    Edit(
      "token.algorithms", "[HS256, HS384]",
      "[HS256]",
      "! token.algorithms: [HS256, HS384] → [HS256] (an algorithm is no longer accepted)",
      back: "token.algorithms: [HS256] → [HS256, HS384]"),
    Edit(
      "token.header", "typ: JWT",
      "typ: at+jwt",
      "! token.header: { alg: \"{algorithm}\", typ: \"JWT\", kid: \"{tier}\" } → { alg: \"{algorithm}\", typ: \"at+jwt\", kid: \"{tier}\" } (the header is another one)",
      back:
        "! token.header: { alg: \"{algorithm}\", typ: \"at+jwt\", kid: \"{tier}\" } → { alg: \"{algorithm}\", typ: \"JWT\", kid: \"{tier}\" } (the header is another one)"
    ),
    Edit(
      "profile.container",
      "token:\n  algorithms: [HS256, HS384]\n  header: { typ: JWT, kid: \"{tier}\" }",
      "container:\n  payload: { format: json, encoding: base64 }\n  signature: { algorithm: HMAC-SHA1, over: \"{encodedPayload}\" }\n  text: \"{encodedPayload} {signature}\"",
      "! token.algorithm (default): HS256 → none (tokens are signed with another algorithm)",
      "token.algorithms: [HS256, HS384] → none",
      "! token.header: { alg: \"{algorithm}\", typ: \"JWT\", kid: \"{tier}\" } → none (the header is another one)",
      "! container.payload: none → { format: json, encoding: base64 } (the claims are written otherwise)",
      "! container.signature.algorithm: none → HMAC-SHA1 (another algorithm signs)",
      "! container.signature.over: none → [\"{encodedPayload}\"] (another text is signed)",
      "! container.signature.encoding: none → hex (the signature is written otherwise)",
      "! container.text: none → {encodedPayload} {signature} (the pieces are put otherwise)",
      back: "! token.algorithm (default): none → HS256 (tokens are signed with another algorithm)",
      "! token.algorithms: none → [HS256, HS384] (an algorithm is no longer accepted)",
      "! token.header: none → { alg: \"{algorithm}\", typ: \"JWT\", kid: \"{tier}\" } (the header is another one)",
      "! container.payload: { format: json, encoding: base64 } → none (the claims are written otherwise)",
      "! container.signature.algorithm: HMAC-SHA1 → none (another algorithm signs)",
      "! container.signature.over: [\"{encodedPayload}\"] → none (another text is signed)",
      "! container.signature.encoding: hex → none (the signature is written otherwise)",
      "! container.text: {encodedPayload} {signature} → none (the pieces are put otherwise)"),
    Edit(
      "key.derivation", "[trim, md5, hex]",
      "[md5, hex]",
      "! key.derivation: [trim, md5, hex] → [md5, hex] (other bytes sign)",
      back: "! key.derivation: [md5, hex] → [trim, md5, hex] (other bytes sign)"),
    Edit(
      "key.shortBelow", "shortBelow: 32",
      "shortBelow: 16",
      "key.shortBelow: 32 → 16",
      back: "key.shortBelow: 16 → 32"),
    Edit(
      "key.parts", "take: 1",
      "take: 2",
      "! key.parts.id: [{ split: \":\", take: 1 }] → [{ split: \":\", take: 2 }] (the part of the key is another one)",
      back:
        "! key.parts.id: [{ split: \":\", take: 2 }] → [{ split: \":\", take: 1 }] (the part of the key is another one)"
    ),
    Edit(
      "key.doubtful", "\"^pk\"",
      "\"^pub\"",
      "key.doubtful \"^pub\": none → warns",
      "key.doubtful \"^pk\": warns → none",
      back: "key.doubtful \"^pk\": none → warns",
      "key.doubtful \"^pub\": warns → none"),
    Edit(
      "lifetime.claim", "lifetime:\n  claim: exp\n",
      "lifetime:\n",
      "! lifetime.claim: exp → none (another claim carries the expiry)",
      back: "! lifetime.claim: none → exp (another claim carries the expiry)"),
    Edit(
      "lifetime.default", "default: 60s",
      "default: 59s",
      "! lifetime.default: 60 s → 59 s (tokens end sooner)",
      back: "lifetime.default: 59 s → 60 s"),
    Edit(
      "lifetime.default", "default: 60s",
      "default: 2m",
      "lifetime.default: 60 s → 120 s",
      back: "! lifetime.default: 120 s → 60 s (tokens end sooner)"),
    Edit(
      "lifetime.minimum", "minimum: 30s",
      "minimum: 31s",
      "! lifetime.minimum: 30 s → 31 s (the limit is tighter)",
      back: "lifetime.minimum: 31 s → 30 s"),
    Edit(
      "lifetime.maximum", "maximum: 5m",
      "maximum: 4m",
      "! lifetime.maximum: 300 s → 240 s (the limit is tighter)",
      back: "lifetime.maximum: 240 s → 300 s"),
    Edit(
      "lifetime.warnAbove", "warnAbove: 2m",
      "warnAbove: 3m",
      "lifetime.warnAbove: 120 s → 180 s",
      back: "lifetime.warnAbove: 180 s → 120 s"),
    Edit(
      "age.claim", "{ claim: iat,",
      "{ claim: exp,",
      "! lifetime.age.claim: iat → exp (the age counts from another claim)",
      back: "! lifetime.age.claim: exp → iat (the age counts from another claim)"),
    Edit(
      "age.maximum", "maximum: 180s",
      "maximum: 3h",
      "lifetime.age.maximum: 180 s → 10800 s",
      back: "! lifetime.age.maximum: 10800 s → 180 s (tokens end sooner)"),
    Edit(
      "age.parameter", "maximum: 180s }",
      "parameter: tier }",
      "! lifetime.age.parameter: none → tier (another parameter holds the age)",
      "lifetime.age.maximum: 180 s → none",
      back: "! lifetime.age.maximum: none → 180 s (tokens end sooner)",
      "! lifetime.age.parameter: tier → none (another parameter holds the age)"),
    Edit(
      "columns.unknown", "unknown: claims",
      "unknown: ignore",
      "! columns.unknown: claims → ignore (unknown columns meet another fate)",
      back: "! columns.unknown: ignore → claims (unknown columns meet another fate)"),
    Edit(
      "columns.unknown", "unknown: claims",
      "unknown: reject",
      "! columns.unknown: claims → reject (unknown columns meet another fate)",
      back: "columns.unknown: reject → claims"),
    Edit(
      "columns.into", "columns:\n  unknown: claims",
      "columns:\n  unknown: object\n  into: place",
      "! columns.unknown: claims → object (unknown columns meet another fate)",
      "! columns.into: none → place (unknown columns go into another claim)",
      back: "! columns.unknown: object → claims (unknown columns meet another fate)",
      "! columns.into: place → none (unknown columns go into another claim)"),
    Edit(
      "columns.reserved", "[role]",
      "[role, plan]",
      "! columns.reserved: [role] → [role, plan] (a column is no longer passed through)",
      back: "columns.reserved: [role, plan] → [role]"),
    Edit(
      "key.kind",
      "token:\n  algorithms: [HS256, HS384]\n  header: { typ: JWT, kid: \"{tier}\" }\nkey:\n  kind: secret\n  derivation: [trim, md5, hex]\n",
      "token:\n  algorithms: [RS256]\n  header: { typ: JWT, kid: \"{tier}\" }\nkey:\n  kind: rsa\n  derivation: [trim, md5, hex]\n",
      "! token.algorithm (default): HS256 → RS256 (tokens are signed with another algorithm)",
      "! token.algorithms: [HS256, HS384] → [RS256] (an algorithm is no longer accepted)",
      "! key.kind: secret → rsa (a kind of key is no longer taken)",
      back: "! token.algorithm (default): RS256 → HS256 (tokens are signed with another algorithm)",
      "! token.algorithms: [RS256] → [HS256, HS384] (an algorithm is no longer accepted)",
      "! key.kind: rsa → secret (a kind of key is no longer taken)"),
    Edit(
      "key.kind", "key:\n  kind: secret",
      "key:\n  kind: [secret, rsa]",
      "key.kind: secret → secret, rsa",
      back: "! key.kind: secret, rsa → secret (a kind of key is no longer taken)"),
    Edit(
      "generate.time", "{ time: now }",
      "{ time: expiry }",
      "! claims.iat.generate: { time: now } → { time: expiry } (the value is another one)",
      back: "! claims.iat.generate: { time: expiry } → { time: now } (the value is another one)"),
    Edit(
      "generate.offset", "{ time: now }",
      "{ time: now, offset: -30s }",
      "! claims.iat.generate: { time: now } → { time: now, offset: -30s } (the value is another one)",
      back:
        "! claims.iat.generate: { time: now, offset: -30s } → { time: now } (the value is another one)"
    ),
    Edit(
      "generate.as", "iat: { type: integer, generate: { time: now } }",
      "iat: { generate: { time: now, as: http-date } }",
      "! claims.iat.generate: { time: now } → { time: now, as: http-date } (the value is another one)",
      "! claims.iat.type: integer → string (values are refused, or read otherwise)",
      back:
        "! claims.iat.generate: { time: now, as: http-date } → { time: now } (the value is another one)",
      "! claims.iat.type: string → integer (values are refused, or read otherwise)"),
    Edit(
      "generate.random", "value: \"https://{domain}\"",
      "generate: { random: uuid }",
      "! claims.iss.generate: none → { random: uuid } (the value is another one)",
      "! claims.iss.value: \"https://{domain}\" → none (the value is another one)",
      back: "! claims.iss.value: none → \"https://{domain}\" (the value is another one)",
      "! claims.iss.generate: { random: uuid } → none (the value is another one)"),
    Edit(
      "generate.bytes", "value: \"https://{domain}\"",
      "generate: { random: hex, bytes: 20 }",
      "! claims.iss.generate: none → { random: hex, bytes: 20 } (the value is another one)",
      "! claims.iss.value: \"https://{domain}\" → none (the value is another one)",
      back: "! claims.iss.value: none → \"https://{domain}\" (the value is another one)",
      "! claims.iss.generate: { random: hex, bytes: 20 } → none (the value is another one)"),
    Edit(
      "clear.marker", "marker: \"-\"",
      "marker: \"(none)\"",
      "! claims.tags.clear: \"-\" gives [\"xxa\",\"xxb\"] → \"(none)\" gives [\"xxa\",\"xxb\"] (the marker no longer clears)",
      back:
        "! claims.tags.clear: \"(none)\" gives [\"xxa\",\"xxb\"] → \"-\" gives [\"xxa\",\"xxb\"] (the marker no longer clears)"
    ),
    Edit(
      "clear.value", "value: [xxa, xxb] }",
      "value: [xxa, xxc] }",
      "! claims.tags.clear: \"-\" gives [\"xxa\",\"xxb\"] → \"-\" gives [\"xxa\",\"xxc\"] (the marker no longer clears)",
      back:
        "! claims.tags.clear: \"-\" gives [\"xxa\",\"xxc\"] → \"-\" gives [\"xxa\",\"xxb\"] (the marker no longer clears)"
    ),
    Edit(
      "join.separator", "value: \"https://{domain}\"",
      "join: { separator: \"-\", parts: [\"{domain}\"] }",
      "! claims.iss.join: none → { separator: \"-\", parts: [\"{domain}\"] } (the value is another one)",
      "! claims.iss.value: \"https://{domain}\" → none (the value is another one)",
      back: "! claims.iss.value: none → \"https://{domain}\" (the value is another one)",
      "! claims.iss.join: { separator: \"-\", parts: [\"{domain}\"] } → none (the value is another one)"
    ),
    Edit(
      "join.parts", "value: \"https://{domain}\"",
      "join: { separator: \":\", parts: [\"{domain}\", x] }",
      "! claims.iss.join: none → { separator: \":\", parts: [\"{domain}\", \"x\"] } (the value is another one)",
      "! claims.iss.value: \"https://{domain}\" → none (the value is another one)",
      back: "! claims.iss.value: none → \"https://{domain}\" (the value is another one)",
      "! claims.iss.join: { separator: \":\", parts: [\"{domain}\", \"x\"] } → none (the value is another one)"
    ),
    Edit(
      "part.steps", "steps: [{ split: \":\", take: 1 }]",
      "steps: [{ split: \"-\", take: 1 }]",
      "! key.parts.id: [{ split: \":\", take: 1 }] → [{ split: \"-\", take: 1 }] (the part of the key is another one)",
      back:
        "! key.parts.id: [{ split: \"-\", take: 1 }] → [{ split: \":\", take: 1 }] (the part of the key is another one)"
    ),
    Edit(
      "doubtful.pattern", "\"^pk\"",
      "\"^key\"",
      "key.doubtful \"^key\": none → warns",
      "key.doubtful \"^pk\": warns → none",
      back: "key.doubtful \"^pk\": none → warns",
      "key.doubtful \"^key\": warns → none"),
    Edit(
      "doubtful.message", "A public id.",
      "The public id."),
  ]
}
