"""The schema of servers' files takes every sample, and refuses mistakes that `muster serve lint` refuses.

Usage: servers.py MUSTER FOLDER
"""

import copy
import glob
import json
import subprocess
import sys

import jsonschema

import core_yaml

SERVER = {
    "muster": 1,
    "listen": "127.0.0.1:8080",
    "publicURL": "https://sso.example.com",
    "proxies": "127.0.0.1",
    "ledger": {"file": "ledger.db"},
    "limits": {"body": 4096, "request": "10s", "idle": 30, "perAddress": "10/1m"},
    "authenticators": {
        "editors": {"bearer": "tokens.txt"},
        "portal": {"header": "X-Remote-User", "from": ["127.0.0.1", "10.0.0.0/8"]},
        "intranet": {
            "jwt": {
                "key": {"environment": "ISSUER_KEY"},
                "algorithms": ["RS256", "ES256"],
                "issuer": "https://id.example.com",
                "audience": "muster",
                "leeway": 0,
            }
        },
    },
    "profiles": {
        "drive": {
            "profile": "tinydrive",
            "key": {"file": "rsa.pem"},
            "lifetime": "5m",
            "offers": ["token"],
            "authenticator": "editors",
            "roster": {"file": "authors.csv"},
            "origins": ["https://app.example.com"],
        },
        "community": {
            "profile": "bettermode",
            "parameters": {"domain": "community.example.com"},
            "key": {"command": "pass show sso"},
            "offers": "tickets",
        },
    },
    "tickets": {"title": "Example", "grace": "5s"},
}

# Each is a place, and what stands there instead; None takes the place away.
MISTAKES = [
    ("muster", 2),
    ("publicURL", None),
    ("publicUrl", "https://a.example"),
    ("listen", ["127.0.0.1:8080"]),
    ("tls", {"certificate": "cert.pem"}),
    ("tls", "cert.pem"),
    ("proxies", {"a": "127.0.0.1"}),
    ("ledger", "ledger.db"),
    ("limits.body", "16 kB"),
    ("limits.request", "soon"),
    ("limits.perAddress", 120),
    ("limits.perAddress", "120"),
    ("limits.perAddress", "120/minute"),
    ("limits.perUser", "1/1s"),
    ("authenticators", ["editors"]),
    ("authenticators.editors", {}),
    ("authenticators.editors", "tokens.txt"),
    ("authenticators.editors.header", "X-User"),
    ("authenticators.editors.from", "127.0.0.1"),
    ("authenticators.portal.from", None),
    ("authenticators.intranet.jwt.key", None),
    ("authenticators.intranet.jwt.key", "secret"),
    ("authenticators.intranet.jwt.jwks", "keys.json"),
    ("authenticators.intranet.jwt.algorithms", None),
    ("authenticators.intranet.jwt.algorithms", ["none"]),
    ("authenticators.intranet.jwt.issuer", None),
    ("authenticators.intranet.jwt.audience", None),
    ("authenticators.intranet.jwt.audience", ["muster"]),
    ("authenticators.intranet.jwt.leeway", "a bit"),
    ("profiles", None),
    ("profiles", [{"profile": "tinydrive"}]),
    ("profiles.drive.profile", None),
    ("profiles.drive.key", None),
    ("profiles.drive.key", "secret"),
    ("profiles.drive.offers", None),
    ("profiles.drive.offers", ["tokens"]),
    ("profiles.drive.offers", {"token": True}),
    ("profiles.drive.algorithm", "RS265"),
    ("profiles.drive.lifetime", "1 fortnight"),
    ("profiles.drive.roster", "authors.csv"),
    ("profiles.drive.roster", {}),
    ("profiles.drive.roster.ledger", "authors"),
    ("profiles.drive.inputs", []),
    ("tickets.grace", "short"),
    ("tickets.page", "x"),
]


def mistaken(place, value):
    server = copy.deepcopy(SERVER)
    keys = place.split(".")
    holder = server
    for key in keys[:-1]:
        holder = holder[key]
    if value is None:
        del holder[keys[-1]]
    else:
        holder[keys[-1]] = value
    return server


def main(muster, folder):
    text = subprocess.run([muster, "serve", "schema"], check=True, capture_output=True).stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []

    def lint(server):
        path = folder + "/server.yaml"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(server, file)
        ended = subprocess.run([muster, "serve", "lint", path], capture_output=True, check=False)
        return ended.returncode == 0, ended.stdout.decode()

    paths = sorted(glob.glob("samples/server/*.yaml"))
    for path in paths:
        for error in validator.iter_errors(core_yaml.load(path)):
            failures.append(f"{path}: {error.json_path}: {error.message}")
    taken, words = lint(SERVER)
    if not taken or not validator.is_valid(SERVER):
        failures.append("the server that the mistakes are made in is refused: " + words)
    for place, value in MISTAKES:
        server = mistaken(place, value)
        if lint(server)[0]:
            failures.append(f"lint takes {place}: {value!r}")
        if validator.is_valid(server):
            failures.append(f"the schema takes {place}: {value!r}")
    if failures:
        sys.exit("check-schemas: servers:\n" + "\n".join(failures))
    print(
        f"check-schemas: the schema of servers takes {len(paths)} samples and refuses "
        f"{len(MISTAKES)} mistakes that lint refuses"
    )


main(*sys.argv[1:])
