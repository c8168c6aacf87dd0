"""The schema of the profile language takes every bundled profile, and refuses mistakes that
`muster profile lint` refuses too.

Usage: language.py MUSTER FOLDER
"""

import sys

import mistakes

PROFILE = {
    "muster": 1,
    "name": "acme",
    "title": "Acme Forum",
    "documents": {"guide": {"title": "Guide"}},
    "parameters": {"required": ["domain"], "properties": {"domain": {"format": "host-port"}}},
    "token": {"algorithms": ["HS256"]},
    "key": {"kind": "secret", "derivation": ["trim", {"split": ":", "take": 1}]},
    "lifetime": {"claim": "exp", "default": "60s"},
    "columns": {"unknown": "reject"},
    "claims": {
        "required": ["sub"],
        "properties": {
            "sub": {"transform": ["trim", {"prefix": "u"}], "maxLength": 40},
            "tags": {"type": "array", "items": {"type": "string"}, "prefixItems": [True]},
            "role": {"enum": ["member", "admin"], "default": "member"},
            "exp": {"type": "integer", "generate": {"time": "expiry"}},
        },
    },
    "rules": [{"id": "a", "message": "b", "when": {"role": "present"}, "requires": ["sub"]}],
    "effects": [
        {"id": "e", "kind": "access", "description": "d", "when": {"role": {"const": "admin"}}}
    ],
    "artifacts": {"link": {"kind": "url", "url": "https://{domain}/", "query": {"t": "{token}"}}},
}

# Each is a place, and what stands there instead; None takes the place away.
MISTAKES = [
    ("muster", 2),
    ("name", "two words"),
    ("title", None),
    ("titel", "Acme"),
    ("documents.guide.link", "x"),
    ("token", ["HS256"]),
    ("token.algorithms", ["HS265"]),
    ("token.algorithms", None),
    ("key.kind", "secrte"),
    ("key.derivation", "trim"),
    ("key.derivation", ["hexx"]),
    ("key.derivation", [{"split": ":"}]),
    ("key.derivation", [{"split": ":", "take": "two"}]),
    ("lifetime.default", "1 fortnight"),
    ("lifetime.default", None),
    ("lifetime.maximum", True),
    ("columns.unknown", "keep"),
    ("columns.unknown", "object"),
    ("claims.properties.sub.maxLenght", 40),
    ("claims.properties.sub.maxLength", "forty"),
    ("claims.properties.sub.transform", ["trimm"]),
    ("claims.properties.sub.transform", [{"split": ",", "take": 1}]),
    ("claims.properties.sub.type", "strng"),
    ("claims.properties.sub.format", "e-mail"),
    ("claims.properties.sub.secret", "no"),
    ("claims.properties.role.value", "x"),
    ("claims.properties.sub.generate", {"time": "now", "random": "hex"}),
    ("claims.properties.sub.clear", {"marker": "-"}),
    ("claims.properties.tags.items", "string"),
    ("claims.properties.tags.prefixItems", True),
    ("claims.properties.role.enum", "member"),
    ("claims.properties.exp.generate.time", "later"),
    ("claims.properties.exp.default", 1),
    ("claims.additionalProperties", "none"),
    ("rules.0.requires", None),
    ("rules.0.excludes", ["role"]),
    ("rules.0.when", "always"),
    ("rules.0.when", {"role": "there"}),
    ("rules.0.when", {"any": {"role": "present"}}),
    ("rules.0.when", {"role": {"konst": "admin"}}),
    ("rules.0.severity", "fatal"),
    ("rules", {"a": {}}),
    ("effects.0.kind", "bad"),
    ("effects.0.hold", 1),
    ("artifacts.link.kind", "link"),
    ("artifacts.link.url", None),
    ("artifacts.link.query", ["t"]),
    ("artifacts.link.maxLength", 1.5),
]

mistakes.hold(
    *sys.argv[1:],
    schema=["profile", "schema", "--language"],
    lint=["profile", "lint"],
    samples="profiles/*/profile.yaml",
    good=PROFILE,
    mistakes=MISTAKES,
    noun="profile",
)
