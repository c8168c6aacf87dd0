"""The schema of a profile's records and Muster agree on every row.

The schema may not refuse what Muster accepts. Where Muster refuses what the schema takes, the schema
has to say, in a $comment, that it leaves that to Muster, or it is one of the reasons below.

Usage: records.py MUSTER FOLDER
"""

import collections
import functools
import glob
import json
import os
import subprocess
import sys

import jsonschema

import core_yaml
import rows

# What no schema of one record can say; such a row is judged as if it stood alone.
NOT_OF_THE_ROW = {
    "effect-held", "duplicate-identity", "duplicate-value", "artifact-too-long", "perishable",
    "output-line-break",
}
# What is left to Muster, by finding code; each needs a $comment beside it.
LEFT_TO_MUSTER = {
    "transform", "format", "pattern", "enum", "const", "type", "min-length", "max-length",
    "minimum", "maximum", "multiple-of", "unique-items", "combination", "min-items", "max-items",
    "contains", "required", "additional-properties", "rule", "lifetime",
    "min-properties", "max-properties", "property-names",
}


@functools.cache
def validator(text):
    return jsonschema.Draft202012Validator(json.loads(text))


def is_valid(value, schema):
    return validator(json.dumps(schema)).is_valid(value)


def parameter(name, schema):
    """A value for a parameter that a run has to set."""
    if schema.get("examples"):
        return str(schema["examples"][0])
    if schema.get("enum"):
        return str(schema["enum"][0])
    if schema.get("type") in ("integer", "number"):
        return str(schema.get("minimum", 60))
    likely = {
        "https-url": "https://example.com", "http-url": "https://example.com",
        "uri": "https://example.com", "uuid": "123e4567-e89b-12d3-a456-426614174000",
        "email": "ada@example.com", "idn-email": "ada@example.com",
    }.get(schema.get("format"), "example.com")
    # The keywords mean what they say in JSON Schema; it passes over those that are not its own.
    fitting = (text for text in [likely, "example", ".example.com"] + rows.TEXTS if is_valid(text, schema))
    return next(fitting, likely)


def file_of(name):
    """A bundled profile, or one of those that are there to be followed by the schema."""
    path = f"profiles/{name}/profile.yaml"
    return path if os.path.exists(path) else f"{os.path.dirname(__file__)}/{path}"


def settings(profile):
    """The parameters that a run has to set, and those that the first artifact cannot do without."""
    group = profile.get("parameters") or {}
    form = next(iter(profile["artifacts"].values())) or {}
    needed = json.dumps([form.get("url"), form.get("template"), form.get("body")])
    chosen = []
    for name, schema in (group.get("properties") or {}).items():
        if name in (group.get("required") or []) or "{" + name + "}" in needed:
            chosen += ["--set", f"{name}={parameter(name, schema or {})}"]
    return chosen


def verdicts(muster, name, chosen, batch, folder):
    """For each row the codes for which Muster refuses it."""
    path, found = folder + "/rows.jsonl", folder + "/findings.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for row in batch:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    command = [muster, "check", path, "--profile", file_of(name), "--now", "1700000000", "--json"]
    ended = subprocess.run(
        command + ["--findings", found, "--allow", "eternal"] + chosen,
        capture_output=True, check=False,
    )
    if ended.returncode not in (0, 3):
        sys.exit(f"check-schemas: {name}: {ended.stderr.decode()}")
    refused = collections.defaultdict(list)
    with open(found, encoding="utf-8") as file:
        for line in file:
            finding = json.loads(line)
            if finding["severity"] == "error" and finding["code"] not in NOT_OF_THE_ROW:
                if "row" not in finding:
                    sys.exit(f"check-schemas: {name}: {finding}")
                refused[finding["row"]].append(finding)
    os.remove(found)
    return [refused[number] for number in range(1, len(batch) + 1)]


def says_so(schema, row, finding):
    """Whether the schema says that it leaves this to Muster."""
    if finding["code"] not in LEFT_TO_MUSTER:
        return False
    if finding["code"] == "rule":
        remarks = [part.get("$comment", "") for part in schema.get("allOf", [])]
        start = f"Rule {finding['rule']}:"
        return any(note.startswith(start) and "Muster alone" in note for note in remarks)
    if finding["code"] == "type" and holds_whole_float(row):
        return True
    if finding["code"] == "lifetime":
        return "held to the clock" in schema["$comment"]
    key = finding.get("column")
    places = [part for part in schema.get("allOf", []) if key is None or f'"{key}"' in json.dumps(part)]
    return "$comment" in json.dumps([schema["properties"].get(key, {}), places])


def holds_whole_float(value):
    """1.0 is an integer to JSON Schema and none to Muster."""
    if isinstance(value, float):
        return value.is_integer()
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, list) and any(map(holds_whole_float, value))


def differs_in_case(schema, row):
    """Muster takes a key in another case, with a warning; the schema does not."""
    known = {name.lower(): name for name in schema["properties"]}
    return any(name not in schema["properties"] and name.lower() in known for name in row)


def check(muster, folder, name):
    profile = core_yaml.load(file_of(name))
    chosen = settings(profile)
    text = subprocess.run(
        [muster, "profile", "schema", file_of(name)] + chosen, check=True, capture_output=True
    ).stdout.decode()
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    whole = jsonschema.Draft202012Validator(schema)
    def errors(row):
        return len(list(whole.iter_errors(row)))

    batch = list(rows.rows(name, schema, profile, is_valid, errors))
    counts, failures, codes = collections.Counter(), [], collections.Counter()
    for row, refusals in zip(batch, verdicts(muster, name, chosen, batch, folder)):
        taken = whole.is_valid(row)
        if taken and not refusals:
            counts["accepted by both"] += 1
        elif not taken and refusals:
            counts["refused by both"] += 1
        elif differs_in_case(schema, row):
            counts["keys in another case"] += 1
        elif not taken:
            error = jsonschema.exceptions.best_match(whole.iter_errors(row))
            failures.append(f"{name}: refused by the schema alone: {row}: {error.message}")
        else:
            counts["left to Muster"] += 1
            codes.update({finding["code"] for finding in refusals})
            if not any(says_so(schema, row, finding) for finding in refusals):
                failures.append(f"{name}: taken by the schema alone: {row}: {refusals[0]}")
    if not counts["accepted by both"]:
        failures.append(f"{name}: no row is accepted, so nothing is shown")
    return counts, codes, failures


def main(muster, folder):
    totals, codes, failures = collections.Counter(), collections.Counter(), []
    paths = glob.glob("profiles/*/profile.yaml")
    paths += glob.glob(os.path.dirname(__file__) + "/profiles/*/profile.yaml")
    names = sorted(os.path.basename(os.path.dirname(path)) for path in paths)
    for name in names:
        counts, found, wrong = check(muster, folder, name)
        line = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
        print(f"check-schemas: {name}: {sum(counts.values())} rows: {line}")
        totals += counts
        codes += found
        failures += wrong
    if failures:
        sys.exit("check-schemas: records:\n" + "\n".join(failure[:400] for failure in failures[:20]) + f"\n{len(failures)} in all")
    line = ", ".join(f"{count} {what}" for what, count in sorted(totals.items()))
    left = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
    print(f"check-schemas: {len(names)} profiles, {sum(totals.values())} rows: {line}")
    print(f"check-schemas: left to Muster by code: {left}")


main(*sys.argv[1:])
