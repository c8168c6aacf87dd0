"""Holds the schema of a kind of file against what muster's lint says: both take the samples and a good
document, and both refuse each mistake that is made in it."""

import copy
import glob
import json
import subprocess
import sys

import jsonschema

import core_yaml


def mistaken(document, place, value):
    """A copy with something else at a place such as `a.0.b`; None takes the place away."""
    document = copy.deepcopy(document)
    keys = place.split(".")
    holder = document
    for key in keys[:-1]:
        holder = holder[int(key) if isinstance(holder, list) else key]
    if value is None:
        del holder[keys[-1]]
    else:
        holder[int(keys[-1]) if isinstance(holder, list) else keys[-1]] = value
    return document


def hold(muster, folder, schema, lint, samples, good, mistakes, noun):
    """Ends with 1 where the schema and lint are of two minds.

    `schema` and `lint` are the words of muster's commands, `samples` is a pattern of files, `good` the
    document, and `mistakes` are pairs of a place and what stands there instead.
    """
    text = subprocess.run([muster, *schema], check=True, capture_output=True).stdout
    tree = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(tree)
    validator = jsonschema.Draft202012Validator(tree)
    failures = []

    def taken_by_lint(document):
        path = folder + "/document.yaml"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file)
        ended = subprocess.run([muster, *lint, path], capture_output=True, check=False)
        return ended.returncode == 0, ended.stdout.decode()

    paths = sorted(glob.glob(samples))
    if not paths:
        failures.append(f"there is no file {samples}")
    for path in paths:
        for error in validator.iter_errors(core_yaml.load(path)):
            failures.append(f"{path}: {error.json_path}: {error.message}")
    taken, words = taken_by_lint(good)
    if not taken or not validator.is_valid(good):
        failures.append(f"the {noun} that the mistakes are made in is refused: {words}")
    for place, value in mistakes:
        document = mistaken(good, place, value)
        if taken_by_lint(document)[0]:
            failures.append(f"lint takes {place}: {value!r}")
        if validator.is_valid(document):
            failures.append(f"the schema takes {place}: {value!r}")
    if failures:
        sys.exit(f"check-schemas: {noun}s:\n" + "\n".join(failures))
    print(
        f"check-schemas: the schema of {noun}s takes {len(paths)} samples and refuses "
        f"{len(mistakes)} mistakes that lint refuses"
    )
