/// Edits of the profile with a container.
extension EditTable {
  static let containers: [Edit] = [
    Edit(
      "container.payload", "  payload: { format: json, encoding: base64 }\n",
      "  payload: { format: json, encoding: base64url }\n",
      "! container.payload: { format: json, encoding: base64 } → { format: json, encoding: base64url } (the claims are written otherwise)",
      back:
        "! container.payload: { format: json, encoding: base64url } → { format: json, encoding: base64 } (the claims are written otherwise)"
    ),
    Edit(
      "payload.format", "format: json",
      "format: query",
      "! container.payload: { format: json, encoding: base64 } → { format: query, encoding: base64 } (the claims are written otherwise)",
      back:
        "! container.payload: { format: query, encoding: base64 } → { format: json, encoding: base64 } (the claims are written otherwise)"
    ),
    Edit(
      "payload.encoding", "encoding: base64 }",
      "encoding: hex }",
      "! container.payload: { format: json, encoding: base64 } → { format: json, encoding: hex } (the claims are written otherwise)",
      back:
        "! container.payload: { format: json, encoding: hex } → { format: json, encoding: base64 } (the claims are written otherwise)"
    ),
    Edit(
      "signature.algorithm", "HMAC-SHA1",
      "HMAC-SHA256",
      "! container.signature.algorithm: HMAC-SHA1 → HMAC-SHA256 (another algorithm signs)",
      back: "! container.signature.algorithm: HMAC-SHA256 → HMAC-SHA1 (another algorithm signs)"),
    Edit(
      "signature.over", "[\"{encodedPayload}\", \"{time}\"]",
      "[\"{encodedPayload}\"]",
      "! container.signature.over: [\"{encodedPayload}\", \"{time}\"] → [\"{encodedPayload}\"] (another text is signed)",
      "! container.signature.separator: \" \" → none (another text is signed)",
      back:
        "! container.signature.over: [\"{encodedPayload}\"] → [\"{encodedPayload}\", \"{time}\"] (another text is signed)",
      "! container.signature.separator: none → \" \" (another text is signed)"),
    Edit(
      "signature.separator", "separator: \" \"",
      "separator: \".\"",
      "! container.signature.separator: \" \" → \".\" (another text is signed)",
      back: "! container.signature.separator: \".\" → \" \" (another text is signed)"),
    Edit(
      "signature.absent", "separator: \" \"\n",
      "separator: \" \"\n    absent: empty\n",
      "! container.signature.absent: omit → empty (another text is signed)",
      back: "! container.signature.absent: empty → omit (another text is signed)"),
    Edit(
      "signature.encoding", "encoding: hex\n",
      "encoding: base64\n",
      "! container.signature.encoding: hex → base64 (the signature is written otherwise)",
      back: "! container.signature.encoding: base64 → hex (the signature is written otherwise)"),
    Edit(
      "container.text", "\"{encodedPayload} {signature} {time}\"",
      "\"{signature|uppercase} {encodedPayload} {time}\"",
      "! container.text: {encodedPayload} {signature} {time} → {signature|uppercase} {encodedPayload} {time} (the pieces are put otherwise)",
      back:
        "! container.text: {signature|uppercase} {encodedPayload} {time} → {encodedPayload} {signature} {time} (the pieces are put otherwise)"
    ),
    Edit(
      "age.maximum", "maximum: 2h",
      "maximum: 1h",
      "! lifetime.age.maximum: 7200 s → 3600 s (tokens end sooner)",
      back: "lifetime.age.maximum: 3600 s → 7200 s"),
  ]
}
