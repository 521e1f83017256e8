"""Rules and what they set, as people wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from apparate_ng.model.plans.explanation import ExplainedRule, ExplainedSetting
from apparate_ng.model.policies.policy import MATCHERS, RULE_SETTINGS, Rule
from apparate_ng.model.policies.soak import Soak
from apparate_ng.reports.safe_text import safe

_EXCLUDE = "exclude"


def rule_words(explained: ExplainedRule) -> list[str]:
    """Return what a rule sets, for whom, and why; or what of it does not match. Safe to show."""
    rule = explained.rule
    if not explained.matched:
        return [_why_not(rule, explained.unmet)]
    sets = ", ".join(
        f"{name} = {safe(value_words(value))}"
        for name in RULE_SETTINGS
        if (value := getattr(rule, name)) is not None
    )
    why = [f"because: {safe(rule.reason)}"] if rule.reason else []
    return [f"sets {sets or 'nothing'}", f"for {_for_whom(rule)}", *why]


def _for_whom(rule: Rule) -> str:
    said = [_matcher(rule, name) for name in MATCHERS if name != _EXCLUDE and getattr(rule, name)]
    but = f", {_matcher(rule, _EXCLUDE)}" if rule.exclude else ""
    return (" and ".join(said) or "all") + but


def _why_not(rule: Rule, unmet: Sequence[str]) -> str:
    """What matches `exclude` is what the rule is not for: the other way round than the others."""
    failed = " and ".join(_matcher(rule, name) for name in unmet if name != _EXCLUDE)
    excludes = f"excludes it: {_matcher(rule, _EXCLUDE)}" if _EXCLUDE in unmet else ""
    parts = [f"does not match {failed}" if failed else "", excludes]
    return " and ".join(part for part in parts if part) or "has no matcher"


def _matcher(rule: Rule, name: str) -> str:
    return f"{name} = {' | '.join(safe(value_words(one)) for one in getattr(rule, name))}"


def value_words(value: object) -> str:
    """Return a setting's value as a configuration file would have it, without the quotes."""
    if isinstance(value, Soak):
        spans = {name: getattr(value, name) for name in value.__struct_fields__}
        return ", ".join(f"{name} {span}" for name, span in spans.items() if span) or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "none"
    return str(value.value) if isinstance(value, Enum) else str(value)


def source_words(setting: ExplainedSetting) -> str:
    """Return who said so; safe to show."""
    if setting.tag is not None:
        return f"its tag {safe(setting.tag)}"
    return "general policy" if setting.rule is None else f"rules[{setting.rule}]"
