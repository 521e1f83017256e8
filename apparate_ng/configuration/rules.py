"""Rules, read one by one, so that an error names the rule and the setting in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import msgspec

from apparate_ng.configuration.complaints import ConfigurationError, meant, refuse_unknown
from apparate_ng.configuration.waiting import check_soak
from apparate_ng.configuration.wrong_values import in_words
from apparate_ng.model.dependents.dependent import DependentKind
from apparate_ng.model.policies.policy import MATCHERS, RULE_SETTINGS, Rule, ScheduleWord
from apparate_ng.model.releases.steps import Limit, Step

_STEPS = [step.value for step in Step if step is not Step.NONE]


def _values(words: type[Enum]) -> list[str]:
    return [str(word.value) for word in words]


_WORDS: Mapping[str, list[str]] = {
    "schedule": _values(ScheduleWord),
    "kinds": _values(DependentKind),
    "steps": _STEPS,
    "allow": _values(Limit),
    "index_pins": ["hold", "rewrite", "replace"],
}
"""Matchers and settings that take words of a closed set."""

_EXAMPLES: Mapping[str, str] = {
    **dict.fromkeys(MATCHERS, '["…"]'),
    "allow": '"patch"',
    "pre": "true",
    "hold": "true",
    "index_pins": '"rewrite"',
    "include_bundle_managed": "true",
    "reason": '"…"',
}
"""How the value of each key is written."""


def check_rules(rules: object, where: str) -> None:
    """Hold every rule against what a rule can say.

    Raises:
        ConfigurationError: one has an unknown key or an impossible value, matches nothing, sets
            nothing, or holds without a reason.
    """
    if not isinstance(rules, list | tuple):
        raise ConfigurationError("rules is no list of tables", where=where, hint=_TABLES)
    for index, rule in enumerate(rules):
        _check(rule, where, f"rules[{index}]")


_TABLES = "write [[rules]] above each rule, in pyproject.toml [[tool.apparate.rules]]"


def _check(rule: object, where: str, name: str) -> None:
    if not isinstance(rule, Mapping):
        raise ConfigurationError(f"{name} is no table", where=where, hint=_TABLES)
    refuse_unknown(rule, Rule.__struct_fields__, where, f" in {name}")
    if "soak" in rule:
        check_soak(rule["soak"], where, f"{name}.soak")
    for key, text in _unknown_words(rule):
        what = f"{name}.{key} has an unknown word: {text}"
        raise ConfigurationError(what, where=where, hint=meant([text], _WORDS[key]))
    for key, value in rule.items():
        _convert(key, value, where, name)
    for problem, hint in _problems(rule):
        raise ConfigurationError(f"{name} {problem}", where=where, hint=hint)


def _unknown_words(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, known in _WORDS.items():
        value = rule.get(key)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and text not in known:
                yield key, text


def _convert(key: str, value: object, where: str, name: str) -> None:
    """One key alone: what msgspec says of a whole list does not tell which rule it is."""
    try:
        msgspec.convert({key: value}, Rule)
    except msgspec.ValidationError as error:
        text = in_words(str(error).partition(" - at `")[0])
        raise ConfigurationError(
            f"{name}.{key} {text}",
            where=where,
            hint=f"write it as {key} = {_EXAMPLES[key]}",
        ) from error


def _problems(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for matcher in MATCHERS:
        if matcher in rule and not rule[matcher]:
            yield (
                f"has an empty {matcher}, which matches nothing",
                f"leave {matcher} out, or fill it",
            )
    if not any(matcher in rule for matcher in MATCHERS):
        listed = ", ".join(MATCHERS)
        yield "matches nothing", f'add one of {listed}; for everything: jobs = ["*"]'
    if not any(setting in rule for setting in RULE_SETTINGS):
        yield "sets nothing", f"add one of {', '.join(RULE_SETTINGS)}"
    if rule.get("hold") is True and not str(rule.get("reason", "")).strip():
        yield "holds and does not say why", 'add a reason, which plans will show: reason = "…"'
