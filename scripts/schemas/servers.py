"""The schema of servers' files takes every sample, and refuses mistakes that `muster serve lint` refuses.

Usage: servers.py MUSTER FOLDER
"""

import sys

import mistakes

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

mistakes.hold(
    *sys.argv[1:],
    schema=["serve", "schema"],
    lint=["serve", "lint"],
    samples="samples/server/*.yaml",
    good=SERVER,
    mistakes=MISTAKES,
    noun="server",
)
