"""Profiles of any size, and batches for them."""

_SCHEMAS = [
    "{ minLength: 1, maxLength: 60 }",
    "{ transform: [trim, lowercase], format: email }",
    "{ type: integer, minimum: 0, maximum: 999999 }",
    '{ type: array, separator: ";", items: { type: string, minLength: 1 }, uniqueItems: true }',
    '{ pattern: "^[a-z][a-z0-9-]{2,30}$" }',
]
_CELLS = ["Ada Lovelace", "ada@example.com", "4711", "red;blue", "member-7"]


def profile(claims, rules=0, rules_hold=False, unknown="reject"):
    """Claims c0, c1 … of mixed types. Rules are over the last half of them; they hold where all claims
    are there if `rules_hold`, and are of every shape otherwise."""
    lines = [
        "muster: 1", "name: generated", "title: Generated",
        "documents: { doc: { title: Document } }", "token: { algorithms: [HS256] }",
        "key: { kind: secret }", "lifetime: { claim: exp, default: 60s }",
        f"columns: {{ unknown: {unknown} }}", "identity: [c0]", "claims:", "  required: [c0]",
        "  properties:",
    ]
    lines += [f"    c{n}: {_SCHEMAS[n % 5]}" for n in range(claims)]
    lines.append("    exp: { type: integer, generate: { time: expiry } }")
    extra = "{ type: string }" if unknown == "claims" else "false"
    lines.append(f"  additionalProperties: {extra}")
    lines.append("rules:" if rules else "rules: []")
    lines += [f"  - {_rule(n, claims, rules_hold)}" for n in range(rules)]
    return "\n".join(lines + ["artifacts:", "  token: { kind: token }", ""])


def _rule(index, claims, holds):
    half = claims // 2
    one, two, three = (f"c{half + (index * 3 + n) % (claims - half)}" for n in range(3))
    shapes = [
        f"when: {{ {one}: present }}, requires: [{two}]",
        f"when: {{ {one}: {{ minLength: 3 }}, {two}: present }}, holds: {{ {three}: present }}",
        f"when: {{ any: [{{ {one}: present }}, {{ {two}: present }}] }}, atLeastOneOf: [{three}]",
        f"excludes: [{one}, {two}], when: {{ {three}: present }}",
        f"atMostOneOf: [{one}, {two}, {three}]",
        f"compare: {{ claim: {one}, equals: {two} }}",
    ]
    body = shapes[index % (3 if holds else 6)]
    return f"{{ id: r{index}, message: A rule., severity: warning, {body} }}"


def write_batch(path, columns, filled, rows, extra=0):
    """CSV with a column for each claim, of which the first `filled` have values, and further ones."""
    cells = [_CELLS[n % 5] if n < filled else "" for n in range(1, columns)]
    cells += [f"value {n}" for n in range(extra)]
    tail = "".join("," + cell for cell in cells) + "\n"
    names = [f"c{n}" for n in range(columns)] + [f"extra{n}" for n in range(extra)]
    with open(path, "w") as file:
        file.write(",".join(names) + "\n")
        file.writelines(f"user {row}{tail}" for row in range(rows))
