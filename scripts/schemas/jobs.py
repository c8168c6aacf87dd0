"""The schema of job files takes every sample, and refuses mistakes that `muster job lint` refuses too.

Usage: jobs.py MUSTER FOLDER
"""

import copy
import glob
import json
import subprocess
import sys

import jsonschema

import core_yaml

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


def mistaken(place, value):
    job = copy.deepcopy(JOB)
    keys = place.split(".")
    holder = job
    for key in keys[:-1]:
        holder = holder[int(key) if isinstance(holder, list) else key]
    if value is None:
        del holder[keys[-1]]
    else:
        holder[int(keys[-1]) if isinstance(holder, list) else keys[-1]] = value
    return job


def main(muster, folder):
    text = subprocess.run([muster, "job", "schema"], check=True, capture_output=True).stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []

    def lint(job):
        path = folder + "/job.yaml"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(job, file)
        ended = subprocess.run([muster, "job", "lint", path], capture_output=True, check=False)
        return ended.returncode == 0, ended.stdout.decode()

    paths = sorted(glob.glob("samples/jobs/*.yaml"))
    for path in paths:
        for error in validator.iter_errors(core_yaml.load(path)):
            failures.append(f"{path}: {error.json_path}: {error.message}")
    taken, words = lint(JOB)
    if not taken or not validator.is_valid(JOB):
        failures.append("the job that the mistakes are made in is refused: " + words)
    for place, value in MISTAKES:
        job = mistaken(place, value)
        if lint(job)[0]:
            failures.append(f"lint takes {place}: {value!r}")
        if validator.is_valid(job):
            failures.append(f"the schema takes {place}: {value!r}")
    if failures:
        sys.exit("check-schemas: jobs:\n" + "\n".join(failures))
    print(
        f"check-schemas: the schema of jobs takes {len(paths)} samples and refuses "
        f"{len(MISTAKES)} mistakes that lint refuses"
    )


main(*sys.argv[1:])
