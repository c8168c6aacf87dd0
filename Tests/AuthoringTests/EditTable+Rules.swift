/// Edits of rules, effects and artifacts.
extension EditTable {
  static let rules: [Edit] = [
    Edit(
      "rule.id", "id: scored",
      "id: has-score",
      "! rules.has-score: none → requires [score] (rows that break it are refused)",
      "rules.scored: requires [score] → none",
      back: "! rules.scored: none → requires [score] (rows that break it are refused)",
      "rules.has-score: requires [score] → none"),
    Edit(
      "rule.severity", "severity: warning, ",
      "",
      "! rules.tagged.severity: warning → error (rows that break it are refused)",
      back: "rules.tagged.severity: error → warning"),
    Edit(
      "rule.when", "when: { kind: { const: a } }, requires",
      "when: { kind: present }, requires",
      "rules.tagged.says: where { kind: { const: \"a\" } }: requires [tags] → where { kind: present }: requires [tags]",
      back:
        "rules.tagged.says: where { kind: present }: requires [tags] → where { kind: { const: \"a\" } }: requires [tags]"
    ),
    Edit(
      "rule.requires", "requires: [score]",
      "requires: [score, email]",
      "! rules.scored.says: requires [score] → requires [score, email] (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: requires [score, email] → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "rule.excludes", "requires: [score]",
      "excludes: [score]",
      "! rules.scored.says: requires [score] → excludes [score] (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: excludes [score] → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "rule.atLeastOneOf", "requires: [score]",
      "atLeastOneOf: [score]",
      "! rules.scored.says: requires [score] → atLeastOneOf [score] (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: atLeastOneOf [score] → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "rule.exactlyOneOf", "requires: [score]",
      "exactlyOneOf: [score]",
      "! rules.scored.says: requires [score] → exactlyOneOf [score] (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: exactlyOneOf [score] → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "rule.atMostOneOf", "requires: [score]",
      "atMostOneOf: [score]",
      "! rules.scored.says: requires [score] → atMostOneOf [score] (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: atMostOneOf [score] → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "rule.holds", "requires: [score]",
      "holds: { score: { minimum: 2 } }",
      "! rules.scored.says: requires [score] → holds { score: { minimum: 2 } } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: holds { score: { minimum: 2 } } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "rule.compare", "requires: [score]",
      "compare: { claim: exp, minus: iat, maximum: 2d }",
      "! rules.scored.says: requires [score] → compare { claim: exp, minus: iat, maximum: 172800 } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: exp, minus: iat, maximum: 172800 } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "effect.id", "id: join",
      "id: join-tags",
      "effects.join-tags: none → access, not held back",
      "effects.join: access, not held back → none",
      back: "effects.join: none → access, not held back",
      "effects.join-tags: access, not held back → none"),
    Edit(
      "effect.kind", "kind: access",
      "kind: password",
      "effects.join.kind: access → password",
      back: "effects.join.kind: password → access"),
    Edit(
      "effect.when", "maxItems: 0",
      "maxItems: 1",
      "! effects.wipe.when: { tags: { maxItems: 0 } } → { tags: { maxItems: 1 } } (other rows have it)",
      back:
        "! effects.wipe.when: { tags: { maxItems: 1 } } → { tags: { maxItems: 0 } } (other rows have it)"
    ),
    Edit(
      "effect.hold", "hold: false",
      "hold: true",
      "! effects.join.hold: false → true (rows that have it need --allow join)",
      back: "! effects.join.hold: true → false (rows that have it are no longer held back)"),
    Edit(
      "artifact.kind", "token: { kind: token }",
      "token: { kind: text, template: \"{token}\" }",
      "! artifacts.token.kind: token → text (the artifact is another one)",
      "! artifacts.token.template: none → {token} (the artifact is another one)",
      back: "! artifacts.token.kind: text → token (the artifact is another one)",
      "! artifacts.token.template: {token} → none (the artifact is another one)"),
    Edit(
      "artifact.url", "/sso",
      "/login",
      "! artifacts.link.url: https://{domain}/sso → https://{domain}/login (the artifact is another one)",
      back:
        "! artifacts.link.url: https://{domain}/login → https://{domain}/sso (the artifact is another one)"
    ),
    Edit(
      "artifact.query", "jwt: \"{token}\"",
      "token: \"{token}\"",
      "! artifacts.link.query: jwt={token}&go={go} → token={token}&go={go} (the artifact is another one)",
      back:
        "! artifacts.link.query: token={token}&go={go} → jwt={token}&go={go} (the artifact is another one)"
    ),
    Edit(
      "artifact.fragment", "    query: { jwt: \"{token}\", go: \"{go}\" }\n",
      "    fragment: { jwt: \"{token}\" }\n",
      "! artifacts.link.fragment: none → jwt={token} (the artifact is another one)",
      "! artifacts.link.query: jwt={token}&go={go} → none (the artifact is another one)",
      back: "! artifacts.link.query: none → jwt={token}&go={go} (the artifact is another one)",
      "! artifacts.link.fragment: jwt={token} → none (the artifact is another one)"),
    Edit(
      "artifact.fields", "token: { kind: token }",
      "token: { kind: form, url: \"https://a.example/\", fields: { jwt: \"{token}\" } }",
      "! artifacts.token.kind: token → form (the artifact is another one)",
      "! artifacts.token.url: none → https://a.example/ (the artifact is another one)",
      "! artifacts.token.fields: none → jwt={token} (the artifact is another one)",
      back: "! artifacts.token.kind: form → token (the artifact is another one)",
      "! artifacts.token.url: https://a.example/ → none (the artifact is another one)",
      "! artifacts.token.fields: jwt={token} → none (the artifact is another one)"),
    Edit(
      "artifact.template", "token: { kind: token }",
      "page: { kind: html, template: \"<p>{token}</p>\" }",
      "artifacts.page: none → html",
      "! artifacts.token: token → none (--artifact token is refused)",
      back: "artifacts.token: none → token",
      "! artifacts.page: html → none (--artifact page is refused)"),
    Edit(
      "artifact.body", "token: { kind: token }",
      "token: { kind: json, body: { token: \"{token}\", n: 1 } }",
      "! artifacts.token.kind: token → json (the artifact is another one)",
      "! artifacts.token.body: none → {\"token\":\"{token}\",\"n\":1} (the artifact is another one)",
      back: "! artifacts.token.kind: json → token (the artifact is another one)",
      "! artifacts.token.body: {\"token\":\"{token}\",\"n\":1} → none (the artifact is another one)"
    ),
    Edit(
      "artifact.maxLength", "maxLength: 2000",
      "maxLength: 1999",
      "! artifacts.link.maxLength: 2000 → 1999 (the limit is tighter)",
      back: "artifacts.link.maxLength: 1999 → 2000"),
    Edit(
      "artifact.warnAboveLength", "warnAboveLength: 1500",
      "warnAboveLength: 1600",
      "artifacts.link.warnAboveLength: 1500 → 1600",
      back: "artifacts.link.warnAboveLength: 1600 → 1500"),
    Edit(
      "artifact.requires", "warnAboveLength: 1500",
      "warnAboveLength: 1500\n    requires: [inputs.go]",
      "! artifacts.link.requires: none → [inputs.go] (rows without a value are refused)",
      back: "artifacts.link.requires: [inputs.go] → none"),
    Edit(
      "compare.claim", "requires: [score]",
      "compare: { claim: score, minimum: 2, lessThan: exp }",
      "! rules.scored.says: requires [score] → compare { claim: score, minimum: 2, lessThan: exp } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: score, minimum: 2, lessThan: exp } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "compare.minus", "requires: [score]",
      "compare: { claim: exp, minus: iat, minimum: 2 }",
      "! rules.scored.says: requires [score] → compare { claim: exp, minus: iat, minimum: 2 } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: exp, minus: iat, minimum: 2 } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "compare.minimum", "requires: [score]",
      "compare: { claim: score, minimum: 3 }",
      "! rules.scored.says: requires [score] → compare { claim: score, minimum: 3 } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: score, minimum: 3 } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "compare.maximum", "requires: [score]",
      "compare: { claim: score, maximum: 3 }",
      "! rules.scored.says: requires [score] → compare { claim: score, maximum: 3 } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: score, maximum: 3 } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "compare.equals", "requires: [score]",
      "compare: { claim: sub, equals: email }",
      "! rules.scored.says: requires [score] → compare { claim: sub, equals: email } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: sub, equals: email } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "compare.lessThan", "requires: [score]",
      "compare: { claim: iat, lessThan: exp }",
      "! rules.scored.says: requires [score] → compare { claim: iat, lessThan: exp } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: iat, lessThan: exp } → requires [score] (rows that were accepted may be refused)"
    ),
    Edit(
      "compare.hostEquals", "requires: [score]",
      "compare: { claim: iss, hostEquals: parameters.domain }",
      "! rules.scored.says: requires [score] → compare { claim: iss, hostEquals: parameters.domain } (rows that were accepted may be refused)",
      back:
        "! rules.scored.says: compare { claim: iss, hostEquals: parameters.domain } → requires [score] (rows that were accepted may be refused)"
    ),
  ]
}
