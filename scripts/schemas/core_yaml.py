"""YAML as Muster reads it: scalars have the types of the core schema of YAML 1.2, so that `on` and
`no` are texts."""

import re

import yaml


class CoreLoader(yaml.SafeLoader):
    """Resolves plain scalars by the core schema alone."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$", list("-0123456789")),
]:
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def number(loader, node):
    return float(node.value)


CoreLoader.add_constructor("tag:yaml.org,2002:float", number)


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, CoreLoader)
