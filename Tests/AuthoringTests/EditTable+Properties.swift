/// Edits of claims, inputs and parameters.
extension EditTable {
  static let properties: [Edit] = [
    Edit(
      "property.required", "required: [city]",
      "required: [zip, city]",
      "! claims.place.properties.(required): [city] → [zip, city] (a member is newly required)",
      back: "claims.place.properties.(required): [zip, city] → [city]"),
    Edit(
      "property.enum", "enum: [a, b]",
      "enum: [b, a]"),
    Edit(
      "property.properties",
      "        city: { type: string }\n        zip: { type: string, maxLength: 9 }\n",
      "        zip: { type: string, maxLength: 9 }\n        city: { type: string }\n",
      "claims.place.properties.(order): [city, zip] → [zip, city]",
      back: "claims.place.properties.(order): [zip, city] → [city, zip]"),
    Edit(
      "properties.required", "claims:\n  required: [sub]",
      "claims:\n  required: [sub, email]",
      "! claims.email.required: none → true (the claim is newly required)",
      back: "claims.email.required: true → none"),
    Edit(
      "properties.required", "  required: [domain]",
      "  required: [domain, tier]",
      "parameters.tier.required: none → true",
      back: "parameters.tier.required: true → none"),
    Edit(
      "properties.additionalProperties", "  required: [sub]\n",
      "  required: [sub]\n  additionalProperties: { maxLength: 9 }\n",
      "! claims.additionalProperties: none → { maxLength: 9 } (further members must fit another schema)",
      back: "claims.additionalProperties: { maxLength: 9 } → none"),
    Edit(
      "property.from", "from: [user_id, sub]",
      "from: [sub]",
      "! claims.sub.columns: [user_id, sub] → [sub] (a column name is no longer read)",
      back: "claims.sub.columns: [sub] → [user_id, sub]"),
    Edit(
      "property.from", "[user_id, sub]",
      "[sub, user_id]",
      "! claims.sub.columns: [user_id, sub] → [sub, user_id] (another column is preferred)",
      back: "! claims.sub.columns: [sub, user_id] → [user_id, sub] (another column is preferred)"),
    Edit(
      "property.from", "user_id, sub]",
      "user_id, sub, id]",
      "claims.sub.columns: [user_id, sub] → [user_id, sub, id]",
      back:
        "! claims.sub.columns: [user_id, sub, id] → [user_id, sub] (a column name is no longer read)"
    ),
    Edit(
      "property.transform", "transform: [trim]",
      "transform: [trim, lowercase]",
      "! claims.sub.transform: [trim] → [trim, lowercase] (values are changed otherwise)",
      back: "! claims.sub.transform: [trim, lowercase] → [trim] (values are changed otherwise)"),
    Edit(
      "property.transform", "      transform: [trim]\n",
      "",
      "! claims.sub.transform: [trim] → none (values are changed otherwise)",
      back: "! claims.sub.transform: none → [trim] (values are changed otherwise)"),
    Edit(
      "property.separator", "separator: \";\"",
      "separator: \",\"",
      "! claims.tags.separator: \";\" → \",\" (lists are cut otherwise)",
      back: "! claims.tags.separator: \",\" → \";\" (lists are cut otherwise)"),
    Edit(
      "property.separator", "      separator: \";\"\n",
      "",
      "! claims.tags.separator: \";\" → none (lists are cut otherwise)",
      back: "claims.tags.separator: none → \";\""),
    Edit(
      "property.value", "value: \"https://{domain}\"",
      "value: \"https://{domain|lowercase}\"",
      "! claims.iss.value: \"https://{domain}\" → \"https://{domain|lowercase}\" (the value is another one)",
      back:
        "! claims.iss.value: \"https://{domain|lowercase}\" → \"https://{domain}\" (the value is another one)"
    ),
    Edit(
      "property.value", "iss: { value: \"https://{domain}\" }",
      "iss: {}",
      "claims.iss.columns: [] → [iss]",
      "! claims.iss.value: \"https://{domain}\" → none (the value is another one)",
      back: "! claims.iss.columns: [iss] → [] (a column name is no longer read)",
      "! claims.iss.value: none → \"https://{domain}\" (the value is another one)"),
    Edit(
      "property.value", "iss: { value: \"https://{domain}\" }",
      "iss: { value: { a: \"{tier?}\", b: \"{tier?|md5}\", c: 1 }, type: object }",
      "! claims.iss.value: \"https://{domain}\" → {\"a\":\"{tier?}\",\"b\":\"{tier?|md5}\",\"c\":1} (the value is another one)",
      "! claims.iss.type: string → object (values are refused, or read otherwise)",
      back:
        "! claims.iss.value: {\"a\":\"{tier?}\",\"b\":\"{tier?|md5}\",\"c\":1} → \"https://{domain}\" (the value is another one)",
      "! claims.iss.type: object → string (values are refused, or read otherwise)"),
    Edit(
      "property.generate", "iat: { type: integer, generate: { time: now } }",
      "iat: { type: integer, generate: { time: now, as: milliseconds } }",
      "! claims.iat.generate: { time: now } → { time: now, as: milliseconds } (the value is another one)",
      back:
        "! claims.iat.generate: { time: now, as: milliseconds } → { time: now } (the value is another one)"
    ),
    Edit(
      "property.join", "value: \"https://{domain}\"",
      "join: { separator: \"/\", parts: [\"{domain}\", \"{go}\"] }",
      "! claims.iss.join: none → { separator: \"/\", parts: [\"{domain}\", \"{go}\"] } (the value is another one)",
      "! claims.iss.value: \"https://{domain}\" → none (the value is another one)",
      back: "! claims.iss.value: none → \"https://{domain}\" (the value is another one)",
      "! claims.iss.join: { separator: \"/\", parts: [\"{domain}\", \"{go}\"] } → none (the value is another one)"
    ),
    Edit(
      "property.when", "value: \"https://{domain}\" }",
      "value: \"https://{domain}\", when: { parameters.tier: present } }",
      "! claims.iss.when: none → { parameters.tier: present } (the value is given under another condition)",
      back:
        "! claims.iss.when: { parameters.tier: present } → none (the value is given under another condition)"
    ),
    Edit(
      "property.claimName", "iss: {",
      "iss: { claimName: \"{domain}\",",
      "! claims.iss.claimName: none → {domain} (the name in the token is another)",
      back: "! claims.iss.claimName: {domain} → none (the name in the token is another)"),
    Edit(
      "property.default", "default: a }",
      "default: b }",
      "! claims.kind.default: \"a\" → \"b\" (rows without a value say something else)",
      back: "! claims.kind.default: \"b\" → \"a\" (rows without a value say something else)"),
    Edit(
      "property.default", ", default: a }",
      " }",
      "! claims.kind.default: \"a\" → none (rows without a value say something else)",
      back: "! claims.kind.default: none → \"a\" (rows without a value say something else)"),
    Edit(
      "property.clear", "      clear: { marker: \"-\", value: [xxa, xxb] }\n",
      "",
      "! claims.tags.clear: \"-\" gives [\"xxa\",\"xxb\"] → none (the marker no longer clears)",
      back: "claims.tags.clear: none → \"-\" gives [\"xxa\",\"xxb\"]"),
    Edit(
      "property.clear", "marker: \"-\"",
      "marker: none",
      "! claims.tags.clear: \"-\" gives [\"xxa\",\"xxb\"] → \"none\" gives [\"xxa\",\"xxb\"] (the marker no longer clears)",
      back:
        "! claims.tags.clear: \"none\" gives [\"xxa\",\"xxb\"] → \"-\" gives [\"xxa\",\"xxb\"] (the marker no longer clears)"
    ),
    Edit(
      "property.secret", "zip: { type: string, maxLength: 9 }",
      "zip: { type: string, maxLength: 9, secret: true }",
      "claims.place.properties.zip.secret: none → true",
      back:
        "! claims.place.properties.zip.secret: true → none (the value is shown in findings and files)"
    ),
    Edit(
      "property.secret", ", secret: true",
      "",
      "! claims.email.secret: true → none (the value is shown in findings and files)",
      back: "claims.email.secret: none → true"),
    Edit(
      "property.type", "score: { type: number",
      "score: { type: integer",
      "! claims.score.type: number → integer (values are refused, or read otherwise)",
      back: "claims.score.type: integer → number"),
    Edit(
      "property.type", "score: { type: number",
      "score: { type: [number, string]",
      "! claims.score.type: number → [string, number] (values are refused, or read otherwise)",
      back: "! claims.score.type: [string, number] → number (values are refused, or read otherwise)"
    ),
    Edit(
      "property.type", "iat: { type: integer",
      "iat: { type: [integer, 'null']",
      "claims.iat.type: integer → [integer, null]",
      back: "! claims.iat.type: [integer, null] → integer (values are refused, or read otherwise)"),
    Edit(
      "property.enum", "enum: [a, b]",
      "enum: [a, b, c]",
      "claims.kind.enum: [\"a\", \"b\"] → [\"a\", \"b\", \"c\"]",
      back:
        "! claims.kind.enum: [\"a\", \"b\", \"c\"] → [\"a\", \"b\"] (a value is no longer allowed)"),
    Edit(
      "property.const", "enum: [a, b]",
      "const: a",
      "! claims.kind.const: none → \"a\" (what is allowed is narrower, or another)",
      "claims.kind.enum: [\"a\", \"b\"] → none",
      back: "! claims.kind.enum: none → [\"a\", \"b\"] (a value is no longer allowed)",
      "claims.kind.const: \"a\" → none"),
    Edit(
      "property.minLength", "minLength: 2",
      "minLength: 1",
      "claims.sub.minLength: 2 → 1",
      back: "! claims.sub.minLength: 1 → 2 (the limit is tighter)"),
    Edit(
      "property.maxLength", "maxLength: 40",
      "maxLength: 39",
      "! claims.sub.maxLength: 40 → 39 (the limit is tighter)",
      back: "claims.sub.maxLength: 39 → 40"),
    Edit(
      "property.maxLength", "      maxLength: 40\n",
      "",
      "claims.sub.maxLength: 40 → none",
      back: "! claims.sub.maxLength: none → 40 (the limit is tighter)"),
    Edit(
      "property.lengthUnit", "maxLength: 40",
      "maxLength: 40\n      lengthUnit: bytes",
      "! claims.sub.minLength: 2 → 2 bytes (another unit is counted)",
      "! claims.sub.maxLength: 40 → 40 bytes (another unit is counted)",
      back: "! claims.sub.minLength: 2 bytes → 2 (another unit is counted)",
      "! claims.sub.maxLength: 40 bytes → 40 (another unit is counted)"),
    Edit(
      "property.pattern", "pattern: \"^x\"",
      "pattern: \"^xx\"",
      "! claims.tags.items.pattern: \"^x\" → \"^xx\" (what is allowed is narrower, or another)",
      back:
        "! claims.tags.items.pattern: \"^xx\" → \"^x\" (what is allowed is narrower, or another)"),
    Edit(
      "property.format", "format: email",
      "format: idn-email",
      "claims.email.format: email → idn-email",
      back: "! claims.email.format: idn-email → email (what is allowed is narrower, or another)"),
    Edit(
      "property.format", "format: email, ",
      "",
      "claims.email.format: email → none",
      back: "! claims.email.format: none → email (what is allowed is narrower, or another)"),
    Edit(
      "property.minimum", "minimum: 1,",
      "minimum: 0.5,",
      "claims.score.minimum: 1 → 0.5",
      back: "! claims.score.minimum: 0.5 → 1 (the limit is tighter)"),
    Edit(
      "property.maximum", "maximum: 9, m",
      "maximum: 8.99, m",
      "! claims.score.maximum: 9 → 8.99 (the limit is tighter)",
      back: "claims.score.maximum: 8.99 → 9"),
    Edit(
      "property.exclusiveMinimum", "minimum: 1,",
      "exclusiveMinimum: 0,",
      "claims.score.minimum: 1 → none",
      "! claims.score.exclusiveMinimum: none → 0 (the limit is tighter)",
      back: "! claims.score.minimum: none → 1 (the limit is tighter)",
      "claims.score.exclusiveMinimum: 0 → none"),
    Edit(
      "property.exclusiveMaximum", "maximum: 9, m",
      "exclusiveMaximum: 10, m",
      "! claims.score.exclusiveMaximum: none → 10 (the limit is tighter)",
      "claims.score.maximum: 9 → none",
      back: "! claims.score.maximum: none → 9 (the limit is tighter)",
      "claims.score.exclusiveMaximum: 10 → none"),
    Edit(
      "property.multipleOf", ", multipleOf: 1",
      "",
      "claims.score.multipleOf: 1 → none",
      back: "! claims.score.multipleOf: none → 1 (what is allowed is narrower, or another)"),
    Edit(
      "property.items", "{ type: string, pattern: \"^x\" }",
      "{ type: [string, integer], pattern: \"^x\" }",
      "claims.tags.items.type: string → [string, integer]",
      back:
        "! claims.tags.items.type: [string, integer] → string (values are refused, or read otherwise)"
    ),
    Edit(
      "property.prefixItems", "minItems: 1\n",
      "minItems: 1\n      prefixItems: [{ minLength: 2 }]\n",
      "! claims.tags.prefixItems[0].minLength: none → 2 (the limit is tighter)",
      back: "claims.tags.prefixItems[0].minLength: 2 → none"),
    Edit(
      "property.minItems", "minItems: 1\n",
      "minItems: 2\n",
      "! claims.tags.minItems: 1 → 2 (the limit is tighter)",
      back: "claims.tags.minItems: 2 → 1"),
    Edit(
      "property.maxItems", "maxItems: 9",
      "maxItems: 10",
      "claims.tags.maxItems: 9 → 10",
      back: "! claims.tags.maxItems: 10 → 9 (the limit is tighter)"),
    Edit(
      "property.uniqueItems", "      uniqueItems: true\n",
      "",
      "claims.tags.uniqueItems: true → none",
      back: "! claims.tags.uniqueItems: none → true (what is allowed is narrower, or another)"),
    Edit(
      "property.uniqueBy", "uniqueItems: true",
      "uniqueItems: true\n      uniqueBy: id",
      "! claims.tags.uniqueBy: none → id (what is allowed is narrower, or another)",
      back: "claims.tags.uniqueBy: id → none"),
    Edit(
      "property.contains", "uniqueItems: true",
      "uniqueItems: true\n      contains: { pattern: a }",
      "! claims.tags.contains: none → { pattern: \"a\" } (what is allowed is narrower, or another)",
      back: "claims.tags.contains: { pattern: \"a\" } → none"),
    Edit(
      "property.minContains", "uniqueItems: true",
      "uniqueItems: true\n      minContains: 2",
      "! claims.tags.minContains: none → 2 (the limit is tighter)",
      back: "claims.tags.minContains: 2 → none"),
    Edit(
      "property.maxContains", "uniqueItems: true",
      "uniqueItems: true\n      maxContains: 2",
      "! claims.tags.maxContains: none → 2 (the limit is tighter)",
      back: "claims.tags.maxContains: 2 → none"),
    Edit(
      "property.required", "required: [city]",
      "required: [city, zip]",
      "! claims.place.properties.(required): [city] → [city, zip] (a member is newly required)",
      back: "claims.place.properties.(required): [city, zip] → [city]"),
    Edit(
      "property.properties", "        zip: { type: string, maxLength: 9 }\n",
      "",
      "! claims.place.properties.zip: { type: string, maxLength: 9 } → none (the member is no longer known)",
      back: "claims.place.properties.zip: none → { type: string, maxLength: 9 }"),
    Edit(
      "property.properties", "maxLength: 9 }",
      "maxLength: 8 }",
      "! claims.place.properties.zip.maxLength: 9 → 8 (the limit is tighter)",
      back: "claims.place.properties.zip.maxLength: 8 → 9"),
    Edit(
      "property.additionalProperties", "      additionalProperties: false\n",
      "",
      "claims.place.additionalProperties: false → none",
      back: "! claims.place.additionalProperties: none → false (further members are refused)"),
    Edit(
      "property.additionalProperties", "additionalProperties: false",
      "additionalProperties: { type: string }",
      "claims.place.additionalProperties: false → { type: string }",
      back:
        "! claims.place.additionalProperties: { type: string } → false (further members are refused)"
    ),
    Edit(
      "property.patternProperties", "additionalProperties: false",
      "additionalProperties: false\n      patternProperties: { \"^x\": { maxLength: 3 } }",
      "! claims.place.patternProperties \"^x\": none → { maxLength: 3 } (members must fit another schema)",
      back: "claims.place.patternProperties \"^x\": { maxLength: 3 } → none"),
    Edit(
      "property.propertyNames", "additionalProperties: false",
      "additionalProperties: false\n      propertyNames: { maxLength: 3 }",
      "! claims.place.propertyNames: none → { maxLength: 3 } (what is allowed is narrower, or another)",
      back: "claims.place.propertyNames: { maxLength: 3 } → none"),
    Edit(
      "property.minProperties", "additionalProperties: false",
      "additionalProperties: false\n      minProperties: 1",
      "! claims.place.minProperties: none → 1 (the limit is tighter)",
      back: "claims.place.minProperties: 1 → none"),
    Edit(
      "property.maxProperties", "additionalProperties: false",
      "additionalProperties: false\n      maxProperties: 1",
      "! claims.place.maxProperties: none → 1 (the limit is tighter)",
      back: "claims.place.maxProperties: 1 → none"),
    Edit(
      "property.dependentRequired", "additionalProperties: false",
      "additionalProperties: false\n      dependentRequired: { zip: [city] }",
      "! claims.place.dependentRequired: none → { zip: [city] } (what is allowed is narrower, or another)",
      back: "claims.place.dependentRequired: { zip: [city] } → none"),
    Edit(
      "property.allOf", "email: {",
      "email: { allOf: [{ minLength: 3 }],",
      "! claims.email.allOf: none → [{ minLength: 3 }] (what is allowed is narrower, or another)",
      back: "claims.email.allOf: [{ minLength: 3 }] → none"),
    Edit(
      "property.anyOf", "email: {",
      "email: { anyOf: [{ minLength: 3 }],",
      "! claims.email.anyOf: none → [{ minLength: 3 }] (what is allowed is narrower, or another)",
      back: "claims.email.anyOf: [{ minLength: 3 }] → none"),
    Edit(
      "property.oneOf", "email: {",
      "email: { oneOf: [{ minLength: 3 }],",
      "! claims.email.oneOf: none → [{ minLength: 3 }] (what is allowed is narrower, or another)",
      back: "claims.email.oneOf: [{ minLength: 3 }] → none"),
    Edit(
      "property.not", "email: {",
      "email: { not: { const: x },",
      "! claims.email.not: none → { const: \"x\" } (what is allowed is narrower, or another)",
      back: "claims.email.not: { const: \"x\" } → none"),
    Edit(
      "property.if", "email: {",
      "email: { if: { minLength: 3 },",
      "! claims.email.if: none → { minLength: 3 } (what is allowed is narrower, or another)",
      back: "claims.email.if: { minLength: 3 } → none"),
    Edit(
      "property.then", "email: {",
      "email: { then: { minLength: 3 },",
      "! claims.email.then: none → { minLength: 3 } (what is allowed is narrower, or another)",
      back: "claims.email.then: { minLength: 3 } → none"),
    Edit(
      "property.else", "email: {",
      "email: { else: { minLength: 3 },",
      "! claims.email.else: none → { minLength: 3 } (what is allowed is narrower, or another)",
      back: "claims.email.else: { minLength: 3 } → none"),
    Edit(
      "property.firstOf", "value: \"https://{domain}\"",
      "firstOf: [\"{go}\", \"https://{domain}\"]",
      "! claims.iss.firstOf: none → [\"{go}\", \"https://{domain}\"] (the value is another one)",
      "! claims.iss.value: \"https://{domain}\" → none (the value is another one)",
      back: "! claims.iss.value: none → \"https://{domain}\" (the value is another one)",
      "! claims.iss.firstOf: [\"{go}\", \"https://{domain}\"] → none (the value is another one)"),
    Edit(
      "property.transform", "transform: [trim]",
      "transform: [{ map: { a: 1, b: x } }, { replace: { \" \": \"-\" } }, { split: \",\" }, { each: [trim] }, { template: { id: \"{value}\" } }]",
      "! claims.sub.transform: [trim] → [{ map: { \"a\": 1, \"b\": \"x\" } }, { replace: { \" \": \"-\" } }, { split: \",\" }, { each: [trim] }, { template: {\"id\":\"{value}\"} }] (values are changed otherwise)",
      back:
        "! claims.sub.transform: [{ map: { \"a\": 1, \"b\": \"x\" } }, { replace: { \" \": \"-\" } }, { split: \",\" }, { each: [trim] }, { template: {\"id\":\"{value}\"} }] → [trim] (values are changed otherwise)"
    ),
  ]
}
