"""The schema of the profile language takes every bundled profile, and refuses mistakes that
`muster profile lint` refuses too.

Usage: language.py MUSTER FOLDER
"""

import copy
import glob
import json
import subprocess
import sys

import jsonschema

import core_yaml

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


def mistaken(place, value):
    profile = copy.deepcopy(PROFILE)
    keys = place.split(".")
    holder = profile
    for key in keys[:-1]:
        holder = holder[int(key) if isinstance(holder, list) else key]
    if value is None:
        del holder[keys[-1]]
    else:
        holder[int(keys[-1]) if isinstance(holder, list) else keys[-1]] = value
    return profile


def main(muster, folder):
    text = subprocess.run(
        [muster, "profile", "schema", "--language"], check=True, capture_output=True
    ).stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []

    def lint(profile):
        path = folder + "/acme.yaml"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(profile, file)
        ended = subprocess.run([muster, "profile", "lint", path], capture_output=True, check=False)
        return ended.returncode == 0, ended.stdout.decode()

    paths = sorted(glob.glob("profiles/*/profile.yaml"))
    for path in paths:
        for error in validator.iter_errors(core_yaml.load(path)):
            failures.append(f"{path}: {error.json_path}: {error.message}")
    taken, words = lint(PROFILE)
    if not taken or not validator.is_valid(PROFILE):
        failures.append("the profile that the mistakes are made in is refused: " + words)
    for place, value in MISTAKES:
        profile = mistaken(place, value)
        if lint(profile)[0]:
            failures.append(f"lint takes {place}: {value!r}")
        if validator.is_valid(profile):
            failures.append(f"the schema takes {place}: {value!r}")
    if failures:
        sys.exit("check-schemas: the language:\n" + "\n".join(failures))
    print(
        f"check-schemas: the language's schema takes {len(paths)} bundled profiles and refuses "
        f"{len(MISTAKES)} mistakes that lint refuses"
    )


main(*sys.argv[1:])
