"""Rows to try on one profile: its samples, the rows of its cases, and mutations of them."""

import csv
import glob
import io
import json
import os
import random

import core_yaml

TEXTS = [
    "Ada", "a-1", "ada@example.com", "https://example.com/x", "/welcome", "example.com",
    "2026-01-31", "2026-01-31T09:30:00Z", "09:30:00Z", "123e4567-e89b-12d3-a456-426614174000",
    "5f4dcc3b5aa765d61d8327deb882cf99", "en", "en-US", "DE", "#00ff00", "+15551234567", "12",
    "1,2", "true", "America/New_York", "urn:example:ada", "192.0.2.1", "abcdefghijklmnopqrst",
    "P1D", "ada@example.com,bob@example.com", "0123456789abcdef0123456789abcdef01234567",
]
# What each key is set to, one after the other.
VALUES = [
    None, "", " ", "x", " padded ", "Zoë", "😀", "0", "007", "yes", "TRUE", "a:b", "a@b", "[]",
    "{}", "<redacted>", "//evil.example", "a" * 33, "a" * 51, "a" * 64, "a" * 255, "😀" * 40,
    "😀" * 51, 0, 1, -1, 7, 1.5, 1.0, 10**20, True, False, [], [1], ["1"], ["a", "a"], [""],
    [None], [1, "a"], [{}], {}, {"a": 1}, {"a": {"b": None}}, [["a"]],
]


def candidates(schema, is_valid):
    """Values that the schema of one key takes, likely ones first."""
    values = list(schema.get("examples", [])) + list(schema.get("enum", []))
    if "const" in schema:
        values.append(schema["const"])
    values += TEXTS + ["Z" * 40, "x@y.example", 1, 12, 1700000000, 0.5, True]
    values += [built(schema, is_valid), [], {}]
    return [value for value in values if value is not None and is_valid(value, schema)]


def built(schema, is_valid):
    """A list or an object made from what is in it."""
    types = schema.get("type", [])
    if "array" in types and isinstance(schema.get("items"), dict):
        return candidates(schema["items"], is_valid)[: max(1, schema.get("minItems", 1))]
    if "object" in types:
        members = schema.get("properties", {})
        made = {}
        for name in schema.get("required", []):
            found = candidates(members.get(name, {}), is_valid)
            made[name] = found[0] if found else "x"
        return made
    return None


def cell(text, types, separator):
    """What a CSV cell is in JSON, as near as its type tells."""
    if "array" in types and not text.startswith("[") and separator:
        return [piece.strip() for piece in text.split(separator)]
    if "string" not in types or text[:1] in ("[", "{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def csv_rows(text, schema, profile):
    properties = {}
    for group in ("claims", "inputs"):
        properties |= (profile.get(group) or {}).get("properties") or {}
    for record in csv.DictReader(io.StringIO(text)):
        row = {}
        for name, value in record.items():
            if not name or not isinstance(value, str) or value == "":
                continue
            types = schema["properties"].get(name, {}).get("type", ["string"])
            separator = (properties.get(name) or {}).get("separator")
            row[name] = cell(value, types, separator)
        yield row


def file_rows(path, schema, profile):
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    if path.endswith(".csv"):
        return list(csv_rows(text, schema, profile))
    if path.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return json.loads(text)


def case_rows(path, schema, profile):
    """The rows of cases that choose no columns of their own."""
    for case in (core_yaml.load(path) or {}).get("cases") or []:
        if "columns" in case or case.get("ignoreUnknown"):
            continue
        if "csv" in case:
            yield from csv_rows(case["csv"], schema, profile)
        rows = case.get("json", [])
        yield from (rows if isinstance(rows, list) else [rows])


def given(name, schema, profile):
    """Rows that others wrote."""
    rows = []
    for path in sorted(glob.glob(f"samples/{name}/*")):
        # A folder may hold a profile of its own, too.
        if path.endswith((".csv", ".json", ".jsonl")):
            rows += file_rows(path, schema, profile)
    cases = f"profiles/{name}/cases.yaml"
    if os.path.exists(cases):
        rows += list(case_rows(cases, schema, profile))
    return [row for row in rows if isinstance(row, dict)]


def made(schema, is_valid, errors):
    """A row with what is required, and one with as much more as the schema takes."""
    found = {name: candidates(key, is_valid) for name, key in schema["properties"].items()}
    row = {name: (found.get(name) or ["x"])[0] for name in schema.get("required", [])}
    # What is still wrong may take one more key to be right.
    for name in sorted(found, key=lambda name: -len(name)):
        for value in found[name][:3]:
            if errors(row) and errors(row | {name: value}) < errors(row):
                row[name] = value
    rows = [dict(row)]
    for name, values in found.items():
        if name not in row and values and errors(row | {name: values[0]}) <= errors(row):
            row[name] = values[0]
    return rows + [row]


def mutations(row, schema, is_valid, rng):
    """The row with one thing changed, then with several."""
    keys = list(schema["properties"])
    for name in keys:
        yield {key: value for key, value in row.items() if key != name}
        for value in VALUES + candidates(schema["properties"][name], is_valid)[:3]:
            yield row | {name: value}
    for name in keys:
        yield row | {name + ".extra": "x", name + ".1": 5}
        yield {key: value for key, value in row.items() if key != name} | {name + ".extra": "x"}
        yield row | {name.upper(): row.get(name, "x")}
    yield row | {"unheard_of": "x"}
    yield row | {"unheard_of": None}
    yield row | {"muster_codes": "x", "muster_raw": None}
    yield row | {"muster_raw": "x"}
    for name in ("iss", "exp", "jti", "artifact"):
        yield row | {name: "x"}
    for _ in range(60):
        changed = dict(row)
        for name in rng.sample(keys, min(len(keys), 3)):
            changed[name] = rng.choice(
                VALUES + candidates(schema["properties"][name], is_valid) * 4
            )
        yield changed


def rows(name, schema, profile, is_valid, errors):
    rng = random.Random(name)
    bases = given(name, schema, profile)
    starts = made(schema, is_valid, errors)
    # Besides those that are made, two are enough to start from.
    starts += [row for row in bases if is_valid(row, schema)][:2]
    yield from bases
    for start in starts:
        yield start
        yield from mutations(start, schema, is_valid, rng)
