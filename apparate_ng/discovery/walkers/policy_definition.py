"""The definition of a cluster policy: JSON in a string, with a rule for each path of a cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator

from apparate_ng.discovery.places import Json, inner

_FIELDS = ("definition", "policy_family_definition_overrides")


def given_values(policy: Json) -> Iterator[tuple[str, str, str]]:
    """Field, path and value of each rule that gives a cluster a string, fixed or by default."""
    for field in _FIELDS:
        for path, rule in _rules(inner(policy, field)):
            value = inner(rule, "value") or inner(rule, "defaultValue")
            if isinstance(value, str):
                yield field, path, value


def fixed_values(policy: Json) -> dict[str, str]:
    """By path, what every cluster under the policy has."""
    return _texts(policy, "value")


def default_values(policy: Json) -> dict[str, str]:
    """By path, what a cluster gets that asks for the policy's defaults and says nothing else."""
    return _texts(policy, "defaultValue")


def _texts(policy: Json, key: str) -> dict[str, str]:
    rules = [each for field in _FIELDS for each in _rules(inner(policy, field))]
    found = {path: inner(rule, key) for path, rule in rules}
    return {path: value for path, value in found.items() if isinstance(value, str) and value}


def _rules(definition: Json) -> Iterator[tuple[str, Json]]:
    if not isinstance(definition, str):
        return
    try:
        rules = json.loads(definition)
    except (ValueError, RecursionError):
        return
    if isinstance(rules, dict):
        yield from rules.items()
