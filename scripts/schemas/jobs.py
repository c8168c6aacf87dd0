"""The schema of job files takes every sample, and refuses mistakes that `muster job lint` refuses too.

Usage: jobs.py MUSTER FOLDER
"""

import sys

import mistakes

JOB = {
    "muster": 1,
    "name": "nightly",
    "profile": "bettermode",
    "parameters": {"domain": "community.example.com"},
    "lifetime": "60s",
    "allow": "leave-spaces",
    "inputs": [
        {"file": "exports/*.csv"},
        {"sqlite": {"file": "crm.db", "query": "select 1"}},
        {"postgresql": {"connection": "service=crm", "query": "select 1"}},
    ],
    "columns": {"email": "mail"},
    "keys": {"field": "sub", "values": {"7": {"file": "seven.key"}}},
    "output": {"file": "out.txt", "format": "csv"},
    "rejects": "{input}.csv",
    "limits": {"max-change": "2.5%", "max-rejected": 10},
    "report": {"ping": {"environment": "PING"}},
}

# Each is a place, and what stands there instead; None takes the place away.
MISTAKES = [
    ("muster", 2),
    ("name", "two words"),
    ("name", None),
    ("profile", None),
    ("titel", "x"),
    ("parameters", ["domain"]),
    ("lifetime", "1 fortnight"),
    ("algorithm", "HS265"),
    ("inputs", {"file": "a.csv"}),
    ("inputs.0", {}),
    ("inputs.0", {"file": "a.csv", "stdin": True}),
    ("inputs.0", {"stdin": "yes"}),
    ("inputs.0.fiel", "a.csv"),
    ("inputs.1.sqlite.query", None),
    ("inputs.2.postgresql.password", "x"),
    ("format", "xlsx"),
    ("delimiter", ":"),
    ("columns.email", ["mail"]),
    ("ignoreUnknown", "no"),
    ("keys", None),
    ("key", {"file": "a"}),
    ("keys.field", None),
    ("keys.values.7", "secret"),
    ("keys.values.7", {}),
    ("keys.values.7.command", "pass"),
    ("output.file", None),
    ("output.format", "xml"),
    ("suppression", [{"file": "a.txt"}]),
    ("limits.max-change", "a lot"),
    ("limits.max-change", "2.555%"),
    ("limits.max-change", -1),
    ("limits.max-lost", 1),
    ("ledger", "ledger.db"),
    ("report.ping", "https://monitor.example.com"),
    ("report.ping.url", "https://monitor.example.com"),
]

mistakes.hold(
    *sys.argv[1:],
    schema=["job", "schema"],
    lint=["job", "lint"],
    samples="samples/jobs/*.yaml",
    good=JOB,
    mistakes=MISTAKES,
    noun="job",
)
